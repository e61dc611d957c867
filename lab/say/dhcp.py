"""A DHCP client whose options are chosen by the caller, so that a staged device asks as the real one is known to ask."""

import random
import socket
import struct
import subprocess
import time

MAGIC = b"\x63\x82\x53\x63"


def lease(hostname=None, vendor_class=None, parameters=(1, 3, 6, 15), extra=(), interface="eth0"):
    """DISCOVER, REQUEST, then set the address. `extra` is a list of (option, bytes)."""
    subprocess.run(["sysctl", "-qw", f"net.ipv6.conf.{interface}.disable_ipv6=1"])
    subprocess.run(["ip", "link", "set", interface, "up"], check=True)
    mac = bytes.fromhex(open(f"/sys/class/net/{interface}/address").read().strip().replace(":", ""))
    wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800))
    wire.bind((interface, 0))
    wire.settimeout(1)
    identity = random.randbytes(4)
    common = [(61, b"\x01" + mac)]
    if hostname:
        common.append((12, hostname.encode()))
    if vendor_class:
        common.append((60, vendor_class.encode()))
    common += list(extra) + [(55, bytes(parameters))]
    for _ in range(8):
        wire.send(frame(mac, identity, [(53, b"\x01")] + common))
        offer = answer(wire, identity, 2)
        if not offer:
            continue
        address, server, _ = offer
        wire.send(frame(mac, identity, [(53, b"\x03"), (50, address), (54, server)] + common))
        granted = answer(wire, identity, 5)
        if granted:
            address, server, router = granted
            ip = socket.inet_ntoa(address)
            subprocess.run(["ip", "addr", "add", ip + "/24", "brd", "+", "dev", interface], check=True)
            subprocess.run(["ip", "route", "add", "default", "via", socket.inet_ntoa(router)])
            wire.send(b"\xff" * 6 + mac + b"\x08\x06\0\x01\x08\0\x06\x04\0\x01" + mac + address + b"\0" * 6 + address)
            return ip
    raise SystemExit("no lease")


def frame(mac, identity, options):
    body = struct.pack("!BBBB4sHH16s16s64s128s", 1, 1, 6, 0, identity, 0, 0, b"", mac, b"", b"")
    body += MAGIC + b"".join(struct.pack("BB", code, len(value)) + value for code, value in options) + b"\xff"
    body = body.ljust(300, b"\0")
    source, broadcast = b"\0\0\0\0", b"\xff\xff\xff\xff"
    length = 8 + len(body)
    pseudo = source + broadcast + struct.pack("!BBH", 0, 17, length)
    udp = struct.pack("!HHH", 68, 67, length)
    udp += struct.pack("!H", checksum(pseudo + udp + b"\0\0" + body) or 0xFFFF) + body
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + length, 0, 0, 64, 17, 0, source, broadcast)
    ip = ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:]
    return b"\xff" * 6 + mac + b"\x08\x00" + ip + udp


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def answer(wire, identity, wanted):
    """The (address, server, router) of an OFFER (2) or ACK (5), or None after two seconds."""
    end = time.monotonic() + 2
    while time.monotonic() < end:
        try:
            data = wire.recv(2048)
        except TimeoutError:
            continue
        udp = 14 + (data[14] & 15) * 4
        if data[23] != 17 or data[udp : udp + 4] != b"\0\x43\0\x44" or data[udp + 12 : udp + 16] != identity:
            continue
        options, at = {}, udp + 8 + 240
        while at < len(data) and data[at] != 255:
            options[data[at]] = data[at + 2 : at + 2 + data[at + 1]]
            at += 2 + data[at + 1]
        if options.get(53) == bytes([wanted]):
            return data[udp + 24 : udp + 28], options[54], options.get(3, options[54])[:4]
    return None
