"""Private UDP protocols: answer what is asked on a port, or announce."""

import socket
import threading
import time


def answer(port, reply, group=None, ip=None):
    """reply(data) gives the bytes to send back, or None."""
    from say import ssdp

    wire = ssdp.join(ip, (group, port)) if group else plain(port)

    def loop():
        while True:
            data, peer = wire.recvfrom(4096)
            back = reply(data)
            if back:
                wire.sendto(back, peer)

    threading.Thread(target=loop, daemon=True).start()
    return wire


def plain(port=0):
    wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    wire.bind(("", port))
    return wire


def announce(address, port, data, every=15, source=0):
    wire = plain(source)

    def loop():
        while True:
            try:
                wire.sendto(data, (address, port))
            except OSError:
                pass
            time.sleep(every)

    threading.Thread(target=loop, daemon=True).start()
