"""The day room's speaker (staged): Google Home Mini in DNS-SD, its setup page, Google's servers."""

from say import cloud, dhcp, mdns, stay, web

dhcp.lease("Google-Home-Mini", "dhcpcd-6.8.2:Linux-4.19.157+:aarch64:Amlogic", (1, 33, 3, 6, 15, 28, 51, 58, 59))
stack = mdns.announce("58cb521ca201", [("_googlecast._tcp", "Google-Home-Mini-58cb521ca201", 8009, {"id": "58cb521ca20158cb521ca20158cb521c", "md": "Google Home Mini", "fn": "Day room", "ca": "199172", "ve": "05", "ic": "/setup/icon.png"})])
web.serve(8008, {"/setup/eureka_info": ("200 OK", "application/json", '{"name":"Day room","build_version":"375114","cast_build_revision":"1.56.375114","mac_address":"58:CB:52:1C:A2:01"}')})
stay.on(lambda: cloud.visit("clients3.google.com", "clouddevices.googleapis.com", "tools.google.com"))
