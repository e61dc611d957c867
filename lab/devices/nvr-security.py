"""The security desk's recorder (staged): looks for cameras (SADP, WS-Discovery) and asks them (ONVIF, RTSP)."""

import time

from say import dhcp, onvif, rtsp, stay, web
from say.hikvision import INQUIRY, sadp

ip = dhcp.lease("HIKVISION-NVR", None, (1, 3, 6, 12, 15, 28, 42))
model, firmware, serial = "DS-7608NI-I2/8P", "V4.30.005 build 201013", "DS-7608NI-I2/8P0820201101CCRRHF0000002WCVU"
web.serve(80, {"/onvif/device_service": onvif.device_service("HIKVISION", model, firmware, serial, "0"), "": web.html("index", "DS-7608NI-I2/8P")}, server="webs")
wire = sadp(ip, "44-47-cc-a7-22-01", model, firmware, serial)
soap = ["Content-Type: application/soap+xml; charset=utf-8"]


def look():
    wire.sendto(INQUIRY, ("239.255.255.250", 37020))
    onvif.probe(ip)
    for camera, path in (("10.20.20.21", "/axis-media/media.amp"), ("10.20.20.22", "/Streaming/Channels/101")):
        web.request(camera, 80, "/onvif/device_service", soap, "POST", onvif.GET_DEVICE_INFORMATION)
        rtsp.ask(camera, path, "NVR/HIKVISION")


stay.on(lambda: time.sleep(12), look, every=20)
