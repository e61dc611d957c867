"""A watch on the staff network (staged): Apple Watch by host name, mDNS model and push names."""

from say import cloud, dhcp, mdns, stay

dhcp.lease("Watch", None, (1, 121, 3, 6, 15, 108, 114, 119, 252))
stack = mdns.announce("Watch", [("_device-info._tcp", "Watch", 9, {"model": "Watch6,2"})])
stay.on(lambda: cloud.visit("7-courier.push.apple.com:5223", "iphone-ld.apple.com"))
