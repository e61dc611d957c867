"""Ubiquiti UniFi access point (staged): DHCP class, UDP 10001 discovery, inform to its controller. Real: dropbear."""

import os
import struct

from say import dhcp, stay, udp, web

ip = dhcp.lease("U7PG2", "ubnt", (1, 3, 6, 12, 15, 28, 42, 43))
mac = bytes.fromhex("7483c24e103a")
fields = [
    (0x02, mac + bytes(map(int, ip.split(".")))), (0x01, mac), (0x0A, struct.pack("!I", 86400)), (0x0B, b"ap-ward7"),
    (0x0C, b"U7PG2"), (0x03, b"BZ.qca956x.v6.6.77.15402.240730.1120"), (0x15, b"U7PG2"), (0x16, b"6.6.77.15402"),
]
body = b"".join(struct.pack("!BH", code, len(value)) + value for code, value in fields)
udp.announce("233.89.188.1", 10001, b"\x02\x06" + struct.pack("!H", len(body)) + body, every=20)
udp.announce("10.20.10.255", 10001, b"\x02\x06" + struct.pack("!H", len(body)) + body, every=30)
os.system("dropbearkey -t ed25519 -f $BOX/key >/dev/null 2>&1")
stay.program("dropbear", "-F", "-r", os.environ["BOX"] + "/key", "-p", "22")
inform = ["User-Agent: AirControl Agent v1.0", "Content-Type: application/x-binary"]
stay.on(lambda: web.request("10.20.10.10", 8080, "/inform", inform, "POST", "TNBU"))
