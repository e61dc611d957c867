"""The play room's media player (staged): Roku's SSDP answer and its device-info page."""

from say import cloud, dhcp, ssdp, stay, web

ip = dhcp.lease("RokuExpress", None, (1, 3, 6, 15, 12, 28))
server = "Roku/12.5.0 UPnP/1.0 Roku/12.5.0"
uuid = "29600009-5406-1005-8080-d04d2c62a401"
info = "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<device-info>\n<serial-number>X00400HF0001</serial-number>\n<vendor-name>Roku</vendor-name>\n<model-number>3930X</model-number>\n<model-name>Roku Express</model-name>\n<software-version>12.5.0</software-version>\n<software-build>4178</software-build>\n</device-info>\n"
page = ssdp.description(deviceType="urn:roku-com:device:player:1-0", friendlyName="Play room", manufacturer="Roku", manufacturerURL="http://www.roku.com/", modelDescription="Roku Streaming Player Network Media", modelName="Roku Express", modelNumber="3930X", serialNumber="X00400HF0001", UDN=f"uuid:{uuid}")
web.serve(8060, {"/": ("200 OK", "text/xml", page), "/query/device-info": ("200 OK", "text/xml", info)}, server=server)
ssdp.advertise(ip, server, f"http://{ip}:8060/", uuid, ["roku:ecp", "urn:roku-com:device:player:1-0"], ["device-group.roku.com: 46F5CCE2472F2B14D77"])
stay.on(lambda: cloud.visit("scribe.logs.roku.com", "api.sr.roku.com"))
