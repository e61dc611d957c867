"""Calls home: asks the ward's resolver for a maker's name, then opens TLS with that name to the stand-in server."""

import socket
import time

from say.web import any_certificate, request


def visit(*names, http=()):
    """`names` get DNS and TLS (the name is in the SNI); `http` are (host, path, headers) in the clear."""
    for name in names:
        host, _, port = name.partition(":")
        try:
            with socket.create_connection((host, int(port or 443)), timeout=4) as plain:
                with any_certificate().wrap_socket(plain, server_hostname=host) as secure:
                    if not port:
                        secure.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
                        secure.recv(1024)
        except OSError:
            pass
        time.sleep(0.2)
    for host, path, headers in http:
        request(host, 80, path, headers)
