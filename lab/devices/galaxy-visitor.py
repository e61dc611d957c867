"""A visitor's telephone with a randomised MAC (staged): Android's DHCP class, Google's connectivity check."""

from say import cloud, dhcp, stay

dhcp.lease("Galaxy-S23", "android-dhcp-14", (1, 3, 6, 15, 26, 28, 51, 58, 59, 43, 114, 108))
agent = ["User-Agent: Dalvik/2.1.0 (Linux; U; Android 14; SM-S911B Build/UP1A.231005.007)"]
stay.on(lambda: cloud.visit("mtalk.google.com:5228", "samsung-omc.com", "fota-cloud-dn.ospserver.net", http=[("connectivitycheck.gstatic.com", "/generate_204", agent)]))
