"""The loading dock's camera (staged): Hikvision in ONVIF, SADP, HTTP and RTSP."""

from say import dhcp, onvif, rtsp, stay, udp, web
from say.hikvision import sadp

ip = dhcp.lease("HIKVISION-92", None, (1, 3, 6, 12, 15, 28, 42))
model, firmware, serial = "DS-2CD2143G2-I", "V5.7.3 build 220112", "DS-2CD2143G2-I20220115AAWRHF0000001"
locked = ("401 Unauthorized", "text/html", "<html><title>401</title></html>", 'WWW-Authenticate: Digest qop="auth", realm="IP Camera(HF001)", nonce="0001"')
service = onvif.device_service("HIKVISION", model, firmware, serial, "88")
web.serve(80, {"/onvif/device_service": service, "/doc/page/login.asp": web.html("login"), "": locked}, server="webserver")
onvif.discoverable(ip, "31020000-0000-4000-8000-4447cc922102", ["onvif://www.onvif.org/type/video_encoder", "onvif://www.onvif.org/name/HIKVISION%20DS-2CD2143G2-I", f"onvif://www.onvif.org/hardware/{model}", "onvif://www.onvif.org/location/city/dock"])
rtsp.camera("", "IP Camera(HF001)")
sadp(ip, "44-47-cc-92-21-02", model, firmware, serial)
stay.on()
