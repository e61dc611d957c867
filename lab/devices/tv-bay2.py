"""The bay's television (staged): LG webOS as a UPnP renderer, AirPlay in DNS-SD, LG's servers."""

from say import cloud, dhcp, mdns, ssdp, stay, web

ip = dhcp.lease("LGwebOSTV", None, (1, 3, 6, 12, 15, 28, 42))
uuid = "b9a4f3c2-7d4e-4c31-9a55-64c2de75a101"
page = ssdp.description(deviceType="urn:schemas-upnp-org:device:MediaRenderer:1", friendlyName="[LG] webOS TV OLED55C1", manufacturer="LG Electronics", manufacturerURL="http://www.lge.com", modelDescription="", modelName="LG TV", modelNumber="OLED55C14LB", serialNumber="", UDN=f"uuid:{uuid}")
web.serve(3000, {"/description.xml": ("200 OK", "text/xml", page)}, server="WebOS/1.5 UPnP/1.0")
ssdp.advertise(ip, "WebOS/4.1.0 UPnP/1.0", f"http://{ip}:3000/description.xml", uuid, ["urn:schemas-upnp-org:device:MediaRenderer:1"])
stack = mdns.announce("LGwebOSTV", [("_airplay._tcp", "[LG] webOS TV OLED55C1", 7000, {"manufacturer": "LG", "model": "OLED55C14LB", "fv": "p20.03.34.42", "osvers": "12.4"})])
stay.on(lambda: cloud.visit("snu.lge.com", "gb.lgtvsdp.com"))
