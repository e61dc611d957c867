"""Philips IntelliVue bedside monitor (staged): UDP 24005 connect indication, as Philips' public data export guide describes it.

Written from memory of that guide and not compared with a real monitor."""

import struct

from say import dhcp, stay, udp

ip = dhcp.lease("IPM-00095C4101", "Philips IntelliVue", (1, 3, 6, 12, 43))


def attribute(code, value):
    return struct.pack("!HH", code, len(value)) + value


def connect_indication():
    mac, address = bytes.fromhex("0009fb244101"), bytes(map(int, ip.split(".")))
    attributes = [
        attribute(0x0986, b"\0\1\0\x21"),  # system type: NOM_DEV_ANALY_SAT_O2… as a medical device system
        attribute(0xF100, mac + address + b"\xff\xff\xff\0"),  # network address info: MAC, IP, mask
        attribute(0xF101, struct.pack("!HHHHHH", 1, 8, 1, 5, 24105, 0)),  # protocol support: data export on UDP 24105
    ]
    body = b"".join(attributes)
    listing = struct.pack("!HH", len(attributes), len(body)) + body
    event = struct.pack("!HHHIHH", 0x21, 0, 0, 0x12345678, 0x0D06, len(listing)) + listing  # managed object MDS, NOM_NOTI_MDS_CONNECT_INDIC
    invoke = struct.pack("!HHH", 1, 0, len(event)) + event  # command 0: event report
    remote = struct.pack("!HH", 1, len(invoke)) + invoke  # ROIV
    return struct.pack("!I", 0x00000100) + remote


udp.announce("10.20.10.255", 24005, connect_indication(), every=10, source=24105)
stay.on()
