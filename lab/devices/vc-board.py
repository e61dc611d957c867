"""The boardroom's video conference system (staged): Poly Group 500 in DHCP, SIP, HTTP and telnet."""

from say import dhcp, sip, stay, tcp, web

ip = dhcp.lease("RealPresenceGroup500", "Polycom-RealPresence Group 500", (1, 3, 6, 12, 15, 28, 42, 43, 66))
web.serve(80, {"": web.html("RealPresence Group 500")}, server="lighttpd/1.4.45")
tcp.banner(24, b"Hi, my name is : vc-board\r\nHere is what I know about myself:\r\nSerial Number: HF14210001\r\nSoftware Version: 6.2.2-560106\r\nModel: RealPresence Group 500\r\n")
sip.register(ip, "10.20.10.10", "boardroom", "PolycomRealPresenceGroup500/6.2.2")
stay.on()
