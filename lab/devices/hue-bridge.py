"""The lighting bridge (staged): Philips Hue's SSDP, description, DNS-SD and /api/config."""

from say import cloud, dhcp, mdns, ssdp, stay, web

ip = dhcp.lease("001788fffe68a501", "udhcp 1.25.1", (1, 3, 6, 12, 15, 28, 42))
identity, uuid = "001788FFFE68A501", "2f402f80-da50-11e1-9b23-00178868a501"
page = ssdp.description(deviceType="urn:schemas-upnp-org:device:Basic:1", friendlyName=f"Hue Bridge ({ip})", manufacturer="Signify", manufacturerURL="http://www.philips-hue.com", modelDescription="Philips hue Personal Wireless Lighting", modelName="Philips hue bridge 2015", modelNumber="BSB002", serialNumber="00178868a501", UDN=f"uuid:{uuid}")
config = '{"name":"Hue Bridge","datastoreversion":"172","swversion":"1965111030","apiversion":"1.65.0","mac":"00:17:88:68:a5:01","bridgeid":"001788FFFE68A501","factorynew":false,"replacesbridgeid":null,"modelid":"BSB002","starterkitid":""}'
web.serve(80, {"/description.xml": ("200 OK", "text/xml", page), "/api/config": ("200 OK", "application/json", config)}, server="nginx")
ssdp.advertise(ip, "Hue/1.0 UPnP/1.0 IpBridge/1.65.0", f"http://{ip}:80/description.xml", uuid, ["urn:schemas-upnp-org:device:basic:1"], [f"hue-bridgeid: {identity}"], 100)
stack = mdns.announce("001788fffe68a501", [("_hue._tcp", "Hue Bridge - 68A501", 443, {"bridgeid": "001788fffe68a501", "modelid": "BSB002"})])
stay.on(lambda: cloud.visit("ws.meethue.com", "diag.meethue.com", "otau.meethue.com"))
