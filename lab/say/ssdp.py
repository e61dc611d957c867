"""SSDP: NOTIFY alive every 15 s and answers to M-SEARCH, with the SERVER line and headers of the caller."""

import socket
import struct
import threading
import time

GROUP = ("239.255.255.250", 1900)


def advertise(ip, server, location, uuid, types, headers=(), max_age=1800):
    """types: the NT values besides upnp:rootdevice and the uuid itself."""
    names = [("upnp:rootdevice", f"uuid:{uuid}::upnp:rootdevice"), (f"uuid:{uuid}", f"uuid:{uuid}")]
    names += [(kind, f"uuid:{uuid}::{kind}") for kind in types]
    common = [f"CACHE-CONTROL: max-age={max_age}", f"LOCATION: {location}", f"SERVER: {server}", *headers]
    wire = join(ip)

    def notify():
        while True:
            for kind, usn in names:
                lines = ["NOTIFY * HTTP/1.1", "HOST: 239.255.255.250:1900", *common, "NTS: ssdp:alive", f"NT: {kind}", f"USN: {usn}"]
                wire.sendto(("\r\n".join(lines) + "\r\n\r\n").encode(), GROUP)
                time.sleep(0.05)
            time.sleep(25)

    def respond():
        while True:
            data, peer = wire.recvfrom(2048)
            if not data.startswith(b"M-SEARCH"):
                continue
            wanted = next((line[3:].strip() for line in data.decode("latin1").split("\r\n") if line.upper().startswith("ST:")), "")
            for kind, usn in names:
                if wanted in ("ssdp:all", kind):
                    lines = ["HTTP/1.1 200 OK", *common, "EXT:", f"ST: {kind}", f"USN: {usn}"]
                    wire.sendto(("\r\n".join(lines) + "\r\n\r\n").encode(), peer)

    threading.Thread(target=notify, daemon=True).start()
    threading.Thread(target=respond, daemon=True).start()


def join(ip, group=GROUP):
    wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    wire.bind(("", group[1]))
    wire.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(group[0]) + socket.inet_aton(ip))
    wire.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(ip))
    wire.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 4)
    wire.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP, 0)
    return wire


def search(ip, target, agent=None):
    """One M-SEARCH."""
    wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    wire.bind((ip, 0))
    lines = ["M-SEARCH * HTTP/1.1", "HOST: 239.255.255.250:1900", 'MAN: "ssdp:discover"', "MX: 1", f"ST: {target}"]
    if agent:
        lines.append(f"USER-AGENT: {agent}")
    wire.sendto(("\r\n".join(lines) + "\r\n\r\n").encode(), GROUP)


def description(**fields):
    """A UPnP device description; `type` is the deviceType, the rest are elements in their order."""
    inner = "".join(f"<{name}>{value}</{name}>\n" for name, value in fields.items())
    return (
        '<?xml version="1.0"?>\n<root xmlns="urn:schemas-upnp-org:device-1-0">\n'
        f"<specVersion><major>1</major><minor>0</minor></specVersion>\n<device>\n{inner}</device>\n</root>\n"
    )
