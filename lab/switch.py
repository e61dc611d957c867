"""A small learning switch in user space, with VLANs and a mirror port.

Usage: switch.py PORTS MIRROR, inside the switch's namespace. PORTS is a file of lines
"interface vlan"; every frame that enters a port is repeated once, 802.1Q-tagged, on MIRROR.
It stands in for a kernel bridge, which not every kernel has.
"""

import select
import socket
import struct
import sys

OUTGOING = 4  # packet type of frames that this host itself has sent


def main(ports_file, mirror_name):
    ports = {}
    for line in open(ports_file):
        interface, vlan = line.split()
        ports[open_port(interface)] = int(vlan)
    mirror = open_port(mirror_name)
    learned = {}
    poller = select.poll()
    by_number = {port.fileno(): port for port in ports}
    for number in by_number:
        poller.register(number, select.POLLIN)
    while True:
        for number, _ in poller.poll():
            port = by_number[number]
            frame, address = port.recvfrom(65535)
            if address[2] == OUTGOING:
                continue
            vlan = ports[port]
            send(mirror, frame[:12] + struct.pack("!HH", 0x8100, vlan) + frame[12:])
            destination, source = frame[:6], frame[6:12]
            learned[vlan, source] = port
            target = learned.get((vlan, destination))
            if target is not None:
                if target is not port:
                    send(target, frame)
                continue
            for other, other_vlan in ports.items():
                if other is not port and other_vlan == vlan:
                    send(other, frame)


def open_port(interface):
    port = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    port.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    port.bind((interface, 0))
    return port


def send(port, frame):
    try:
        port.send(frame)
    except OSError:
        pass  # the other end is down, as a cable can be


main(sys.argv[1], sys.argv[2])
