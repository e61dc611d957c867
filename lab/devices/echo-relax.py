"""The relatives' room speaker (staged): Amazon Echo by its host name, DNS-SD and servers."""

from say import cloud, dhcp, mdns, stay

dhcp.lease("amazon-2da301f6c", "dhcpcd-6.8.2:Linux-4.9.113:armv7l:mt8516", (1, 3, 6, 15, 28, 33, 51, 58, 59, 119))
stack = mdns.announce("amazon-2da301f6c", [("_amzn-wplay._tcp", "amzn.dmgr:HF0001:2da301f6c", 55443, {"a": "0", "at": "wwwwww", "n": "Echo Dot", "tr": "tcp", "t": "4"})])
stay.on(lambda: cloud.visit("device-metrics-us.amazon.com", "bob-dispatch-prod-eu.amazon.com", "avs-alexa-4-na.amazon.com", http=[("spectrum.s3.amazonaws.com", "/kindle-wifi/wifistub-echo.html", ["User-Agent: Dalvik/2.1.0 (Linux; U; Android 7.1.2; AEODN)"])]))
