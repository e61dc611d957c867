#!/usr/bin/env python3
"""tag.py VLAN IN.pcap OUT.pcap: adds an 802.1Q tag to every Ethernet frame, as a trunk carries it."""
import struct
import sys

vlan, source, target = int(sys.argv[1]), *sys.argv[2:4]
data = open(source, "rb").read()
out = bytearray(data[:24])
at = 24
while at + 16 <= len(data):
    seconds, micros, kept, length = struct.unpack("<IIII", data[at:at + 16])
    frame = data[at + 16:at + 16 + kept]
    if len(frame) < kept:
        break
    tagged = frame[:12] + struct.pack("!HH", 0x8100, vlan) + frame[12:]
    # Lengths of 802.3 frames stay as they are: the tag stands in front of them.
    out += struct.pack("<IIII", seconds, micros, kept + 4, length + 4) + tagged
    at += 16 + kept
open(target, "wb").write(out)
