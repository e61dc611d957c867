"""The desk telephone (staged texts): Yealink. LLDP-MED is lldpd's own; SIP REGISTER goes to kamailio."""

import time

from say import dhcp, sip, stay, web

ip = dhcp.lease("SIP-T46U", "yealink", (1, 3, 6, 12, 15, 28, 42, 43, 66, 120, 125, 128, 132, 150, 160))
stay.program("lldpd", "-d", "-k", "-I", "eth0", "-M", "3", "-S", "SIP-T46U 108.86.0.45")
time.sleep(1)
for field, value in (("manufacturer", "Yealink"), ("model", "SIP-T46U"), ("software-revision", "108.86.0.45"), ("hardware-revision", "108.0.0.0"), ("serial", "HF805EC03D9101")):
    stay.program("lldpcli", "configure", "inventory", field, value).wait()
web.serve(80, {"": web.html("Yealink T46U Phone")}, server="embed httpd")
instance = ';+sip.instance="<urn:uuid:00000000-0000-1000-8000-805ec03d9101>"'
sip.register(ip, "10.20.10.10", "ward7-desk", "Yealink SIP-T46U 108.86.0.45", instance)
stay.on()
