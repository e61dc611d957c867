"""The lobby's speaker (staged): Sonos One as an SSDP ZonePlayer with its description and DNS-SD."""

from say import cloud, dhcp, mdns, ssdp, stay, web

ip = dhcp.lease("SonosZP", "udhcp 1.30.1", (1, 3, 6, 12, 15, 28, 42))
uuid = "RINCON_542A1B9A450101400"
server = "Linux UPnP/1.0 Sonos/79.1-53290 (ZPS18)"
page = ssdp.description(deviceType="urn:schemas-upnp-org:device:ZonePlayer:1", friendlyName=f"{ip} - Sonos One", manufacturer="Sonos, Inc.", manufacturerURL="http://www.sonos.com", modelNumber="S18", modelDescription="Sonos One", modelName="Sonos One", modelURL="http://www.sonos.com/products/zoneplayers/S18", softwareVersion="79.1-53290", hardwareVersion="1.20.1.6-2.2", serialNum="54-2A-1B-9A-45-01:F", MACAddress="54:2A:1B:9A:45:01", UDN=f"uuid:{uuid}", roomName="Lobby", displayName="One")
web.serve(1400, {"/xml/device_description.xml": ("200 OK", "text/xml", page)}, server=server)
ssdp.advertise(ip, server, f"http://{ip}:1400/xml/device_description.xml", uuid, ["urn:schemas-upnp-org:device:ZonePlayer:1"], ["X-RINCON-HOUSEHOLD: Sonos_HFexample0000000000000000000000", "X-RINCON-BOOTSEQ: 7", "X-RINCON-WIFIMODE: 0"])
stack = mdns.announce("Sonos-542A1B9A4501", [("_sonos._tcp", "Sonos-542A1B9A4501@Lobby", 1443, {"info": "/api/v1/players/RINCON_542A1B9A450101400/info", "vers": "3", "protovers": "1.39.1", "bootseq": "7", "mdnssequence": "0"})])
stay.on(lambda: cloud.visit("ws.sonos.com", "update-firmware.sonos.com"))
