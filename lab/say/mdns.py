"""DNS-SD announcements through python-zeroconf, so probing, announcing and answering are a real stack's."""

import fcntl
import socket
import struct

from zeroconf import ServiceBrowser, ServiceInfo, Zeroconf


def own_ip(interface="eth0"):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as query:
        packed = fcntl.ioctl(query, 0x8915, struct.pack("256s", interface.encode()))
    return socket.inet_ntoa(packed[20:24])


def announce(host, services, browse=()):
    """services: (type, instance, port, {txt}); browse: types this device itself looks for."""
    ip = own_ip()
    stack = Zeroconf(interfaces=[ip])
    for kind, instance, port, txt in services:
        kind += ".local."
        stack.register_service(
            ServiceInfo(kind, f"{instance}.{kind}", port, properties=txt, server=host + ".local.", parsed_addresses=[ip]),
            cooperating_responders=True,
        )
    if browse:
        ServiceBrowser(stack, [kind + ".local." for kind in browse], handlers=[lambda **_: None])
    return stack
