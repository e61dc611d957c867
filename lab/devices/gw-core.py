"""The staged voice of the router: MikroTik's neighbour discovery (MNDP) on its VLANs."""

import struct

from say import stay, udp


def mndp(mac, interface):
    fields = [
        (1, bytes.fromhex(mac)), (5, b"gw-core"), (7, b"7.16.1 (stable) 2024-10-10 14:03:32"), (8, b"MikroTik"),
        (10, struct.pack("<I", 864000)), (11, b"HF1A-B2C3"), (12, b"RB5009UG+S+"), (14, b"\x00"), (16, interface),
    ]
    return b"\0\0\x0d\x01" + b"".join(struct.pack("!HH", code, len(value)) + value for code, value in fields)


udp.announce("10.20.10.255", 5678, mndp("085531a00001", b"vlan10"), every=30)
udp.announce("10.20.20.255", 5678, mndp("085531a00002", b"vlan20"), every=30)
udp.announce("10.20.30.255", 5678, mndp("085531a00003", b"vlan30"), every=30)
stay.on()
