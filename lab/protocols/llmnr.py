"""LLMNR as Windows speaks it (staged): llmnr.py answer|ask ADDRESS, for the invented name "ward7-print"."""

import socket
import struct
import sys

from say import ssdp

GROUP = ("224.0.0.252", 5355)
NAME = b"\x0bward7-print\0"
role, ip = sys.argv[1:]
if role == "answer":
    wire = ssdp.join(ip, GROUP)
    while True:
        data, peer = wire.recvfrom(512)
        if NAME in data:
            head = data[:2] + struct.pack("!5H", 0x8000, 1, 1, 0, 0)
            record = NAME + struct.pack("!HHIH", 1, 1, 30, 4) + socket.inet_aton(ip)
            wire.sendto(head + data[12:] + record, peer)
wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
wire.bind((ip, 0))
wire.settimeout(1)
for kind in (1, 28):
    wire.sendto(struct.pack("!6H", 0x4711 + kind, 0, 1, 0, 0, 0) + NAME + struct.pack("!HH", kind, 1), GROUP)
    try:
        wire.recv(512)
    except TimeoutError:
        pass
