"""The ward's tablet (staged): iPad's DHCP list, mDNS names and Apple's servers."""

from say import cloud, dhcp, mdns, stay

dhcp.lease("iPad-Rounds", None, (1, 121, 3, 6, 15, 108, 114, 119, 162, 252))
stack = mdns.announce("iPad-Rounds", [("_companion-link._tcp", "iPad-Rounds", 49152, {"rpMd": "iPad13,18", "rpVr": "510.2", "rpFl": "0x20000"}), ("_device-info._tcp", "iPad-Rounds", 9, {"model": "iPad13,18"})], ["_airplay._tcp", "_ipp._tcp"])
stay.on(lambda: cloud.visit("gateway.icloud.com", "init-p01md.apple.com", http=[("captive.apple.com", "/hotspot-detect.html", ["User-Agent: CaptiveNetworkSupport-481 wispr"])]))
