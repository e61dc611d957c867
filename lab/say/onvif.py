"""ONVIF as cameras speak it: WS-Discovery Hello and ProbeMatches, and the SOAP device service."""

import threading

from say import ssdp

SOAP = "http://www.w3.org/2003/05/soap-envelope"
DISCOVERY = "http://schemas.xmlsoap.org/ws/2005/04/discovery"
ADDRESSING = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
GROUP = ("239.255.255.250", 3702)


def discoverable(ip, uuid, scopes, path="/onvif/device_service", types="dn:NetworkVideoTransmitter tds:Device"):
    match = (
        f"<a:EndpointReference><a:Address>urn:uuid:{uuid}</a:Address></a:EndpointReference><d:Types>{types}</d:Types>"
        f"<d:Scopes>{' '.join(scopes)}</d:Scopes><d:XAddrs>http://{ip}{path}</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion>"
    )
    wire = ssdp.join(ip, GROUP)
    wire.sendto(envelope("Hello", uuid[:-4] + "0001", f"<d:Hello>{match}</d:Hello>"), GROUP)

    def respond():
        while True:
            data, peer = wire.recvfrom(4096)
            if b"Probe" in data and b"ProbeMatch" not in data:
                body = f"<d:ProbeMatches><d:ProbeMatch>{match}</d:ProbeMatch></d:ProbeMatches>"
                wire.sendto(envelope("ProbeMatches", uuid[:-4] + "0002", body), peer)

    threading.Thread(target=respond, daemon=True).start()


def probe(ip, uuid="8d2c0f5a-6a0e-4d8e-9d0b-5f3f0a7a0001"):
    ssdp.join(ip, GROUP).sendto(envelope("Probe", uuid, "<d:Probe><d:Types>dn:NetworkVideoTransmitter</d:Types></d:Probe>"), GROUP)


def envelope(action, message, body):
    return (
        f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{SOAP}" xmlns:a="{ADDRESSING}" xmlns:d="{DISCOVERY}" '
        'xmlns:dn="http://www.onvif.org/ver10/network/wsdl" xmlns:tds="http://www.onvif.org/ver10/device/wsdl"><s:Header>'
        f"<a:MessageID>uuid:{message}</a:MessageID><a:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To>"
        f"<a:Action>{DISCOVERY}/{action}</a:Action></s:Header><s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


def device_service(manufacturer, model, firmware, serial, hardware):
    """The page for say.web.serve that answers GetDeviceInformation."""
    inner = "".join(
        f"<tds:{name}>{value}</tds:{name}>"
        for name, value in [("Manufacturer", manufacturer), ("Model", model), ("FirmwareVersion", firmware), ("SerialNumber", serial), ("HardwareId", hardware)]
    )
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="{SOAP}" xmlns:tds="http://www.onvif.org/ver10/device/wsdl">'
        f"<env:Body><tds:GetDeviceInformationResponse>{inner}</tds:GetDeviceInformationResponse></env:Body></env:Envelope>"
    )
    return ("200 OK", "application/soap+xml; charset=utf-8", body)


GET_DEVICE_INFORMATION = (
    f'<s:Envelope xmlns:s="{SOAP}"><s:Body><GetDeviceInformation xmlns="http://www.onvif.org/ver10/device/wsdl"/></s:Body></s:Envelope>'
)
