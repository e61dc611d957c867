"""The ward's duty telephone (staged): iPhone's DHCP list, mDNS names and Apple's servers."""

from say import cloud, dhcp, mdns, stay

dhcp.lease("iPhone-Ward7", None, (1, 121, 3, 6, 15, 108, 114, 119, 162, 252))
stack = mdns.announce("iPhone-Ward7", [("_companion-link._tcp", "iPhone-Ward7", 49153, {"rpMd": "iPhone14,5", "rpVr": "510.2"}), ("_device-info._tcp", "iPhone-Ward7", 9, {"model": "iPhone14,5"})], ["_companion-link._tcp"])
stay.on(lambda: cloud.visit("1-courier.push.apple.com:5223", "gsp-ssl.ls.apple.com", http=[("captive.apple.com", "/hotspot-detect.html", ["User-Agent: CaptiveNetworkSupport-481 wispr"])]))
