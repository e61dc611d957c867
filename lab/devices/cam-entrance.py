"""The entrance camera (staged): Axis P3245-LVE in DNS-SD, SSDP, ONVIF, HTTP and RTSP."""

from say import dhcp, mdns, onvif, rtsp, ssdp, stay, udp, web

ip = dhcp.lease("axis-b8a44f312101", "AXIS,Network Camera,P3245-LVE,10.12.182", (1, 28, 2, 3, 15, 6, 12, 42, 7))
uuid = "00000000-0000-1000-8000-b8a44f312101"
stack = mdns.announce("axis-b8a44f312101", [("_axis-video._tcp", "AXIS P3245-LVE - B8A44F312101", 80, {"macaddress": "B8A44F312101"}), ("_rtsp._tcp", "AXIS P3245-LVE - B8A44F312101", 554, {"path": "axis-media/media.amp"})])
page = ssdp.description(deviceType="urn:axis-com:device:NetworkCamera:1", friendlyName="AXIS P3245-LVE - B8A44F312101", manufacturer="AXIS", manufacturerURL="http://www.axis.com/", modelDescription="Network Camera", modelName="AXIS P3245-LVE", modelNumber="P3245-LVE", serialNumber="B8A44F312101", UDN=f"uuid:{uuid}")
locked = ("401 Unauthorized", "text/html", "<html><title>401 Unauthorized</title></html>", 'WWW-Authenticate: Digest realm="AXIS_B8A44F312101", nonce="0001", algorithm=MD5, qop="auth"')
service = onvif.device_service("AXIS", "P3245-LVE", "10.12.182", "B8A44F312101", "7A1.3")
web.serve(80, {"/rootdesc1.xml": ("200 OK", "text/xml", page), "/onvif/device_service": service, "": locked}, server="Apache/2.4.54 (Unix) OpenSSL/1.1.1q")
ssdp.advertise(ip, "Linux/4.14.87, UPnP/1.0, Portable SDK for UPnP devices/1.8.7", f"http://{ip}:80/rootdesc1.xml", uuid, ["urn:axis-com:device:NetworkCamera:1"])
onvif.discoverable(ip, uuid, ["onvif://www.onvif.org/type/video_encoder", "onvif://www.onvif.org/hardware/P3245-LVE", "onvif://www.onvif.org/name/AXIS%20P3245-LVE", "onvif://www.onvif.org/Profile/Streaming", "onvif://www.onvif.org/location/"])
rtsp.camera("GStreamer RTSP server", "AXIS_B8A44F312101")
stay.on()
