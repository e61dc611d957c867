"""PROFINET DCP (IEC 61158-6-10): the identify-all question of an engineering station, and a device's answer to it."""

import os
import socket
import struct
import threading

EVERYBODY = bytes.fromhex("010ecf000000")


def open_wire(interface="eth0"):
    wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x8892))
    wire.bind((interface, 0))
    return wire, bytes.fromhex(open(f"/sys/class/net/{interface}/address").read().strip().replace(":", ""))


def identify():
    wire, mac = open_wire()
    body = struct.pack("!HBBIHH", 0xFEFE, 5, 0, int.from_bytes(os.urandom(4), "big"), 1, 4) + b"\xff\xff\0\0"
    wire.send((EVERYBODY + mac + b"\x88\x92" + body).ljust(60, b"\0"))
    # The group address is heard only by who joins it; the answers come to this station's own address.
    wire.close()


def block(option, suboption, value, info=0):
    return struct.pack("!BBHH", option, suboption, len(value) + 2, info) + value + b"\0" * (len(value) % 2)


def answer(name, kind, vendor, device, role, ip):
    wire, mac = open_wire()
    request = struct.pack("iHH8s", socket.if_nametoindex("eth0"), 0, 6, EVERYBODY)
    wire.setsockopt(263, 1, request)  # SOL_PACKET, PACKET_ADD_MEMBERSHIP
    address = socket.inet_aton(ip) + b"\xff\xff\xff\0" + socket.inet_aton(ip.rpartition(".")[0] + ".1")
    blocks = block(2, 1, kind.encode()) + block(2, 2, name.encode()) + block(2, 3, struct.pack("!HH", vendor, device))
    blocks += block(2, 4, bytes([role, 0])) + block(1, 2, address, 1)  # 1: an address is set

    def loop():
        while True:
            frame = wire.recv(2048)
            if frame[14:18] == b"\xfe\xfe\x05\x00":
                head = struct.pack("!HBB4sHH", 0xFEFF, 5, 1, frame[18:22], 0, len(blocks))
                wire.send((frame[6:12] + mac + b"\x88\x92" + head + blocks).ljust(60, b"\0"))

    threading.Thread(target=loop, daemon=True).start()
