"""Splits the mirror port's capture by VLAN: cut.py MIRROR OUT_DIR PART gives ward.pcapng (VLAN 10) and facilities.pcap.gz
(VLAN 20) where PART is "ward", plant.pcapng (VLAN 30) where it is "plant".

The pcapng is written with one interface called "mirror" and no note of the machine that recorded it."""

import gzip
import struct
import sys


def frames(path):
    with open(path, "rb") as capture:
        magic = capture.read(24)[:4]
        order = "<" if magic == b"\xd4\xc3\xb2\xa1" else ">"
        while len(head := capture.read(16)) == 16:
            seconds, micros, kept, length = struct.unpack(order + "IIII", head)
            yield seconds, micros, length, capture.read(kept)


def vlan(frame):
    return struct.unpack("!H", frame[14:16])[0] & 0xFFF if frame[12:14] == b"\x81\x00" else None


def option(code, value):
    return struct.pack("<HH", code, len(value)) + value + b"\0" * (-len(value) % 4)


def block(kind, body):
    body += b"\0" * (-len(body) % 4)
    size = len(body) + 12
    return struct.pack("<II", kind, size) + body + struct.pack("<I", size)


def pcapng(path, wanted):
    with open(path, "wb") as out:
        out.write(block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1) + option(4, b"Holdfast lab") + option(0, b"")))
        out.write(block(1, struct.pack("<HHI", 1, 0, 262144) + option(2, b"mirror") + option(9, b"\x06") + option(0, b"")))
        for seconds, micros, length, frame in wanted:
            time = seconds * 1_000_000 + micros
            out.write(block(6, struct.pack("<IIIII", 0, time >> 32, time & 0xFFFFFFFF, len(frame), length) + frame))


def pcap(path, wanted):
    opened = gzip.GzipFile(path, "wb", mtime=0) if path.endswith(".gz") else open(path, "wb")
    with opened as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
        for seconds, micros, length, frame in wanted:
            out.write(struct.pack("<IIII", seconds, micros, len(frame), length) + frame)


if __name__ == "__main__":
    source, out, part = sys.argv[1:4]
    if part == "plant":
        pcapng(out + "/plant.pcapng", (each for each in frames(source) if vlan(each[3]) == 30))
    else:
        pcapng(out + "/ward.pcapng", (each for each in frames(source) if vlan(each[3]) == 10))
        pcap(out + "/facilities.pcap.gz", (each for each in frames(source) if vlan(each[3]) == 20))
