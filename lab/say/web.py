"""A tiny HTTP/1.1 server that says exactly the headers it is told, and a plain client."""

import socket
import ssl
import threading


def serve(port, pages, server=None, headers=(), tls=None):
    """pages: path -> (status line, content type, body) or a function of the request giving that; "" is the default."""
    door = socket.create_server(("0.0.0.0", port))

    def handle(peer):
        with peer:
            try:
                if tls:
                    peer = tls.wrap_socket(peer, server_side=True)
                peer.settimeout(5)
                request = b""
                while b"\r\n\r\n" not in request:
                    piece = peer.recv(4096)
                    if not piece:
                        return
                    request += piece
                head, _, body = request.partition(b"\r\n\r\n")
                for line in head.lower().split(b"\r\n"):
                    if line.startswith(b"content-length:"):
                        while len(body) < int(line.split(b":")[1]):
                            body += peer.recv(4096)
                path = head.split(b" ")[1].decode().split("?")[0]
                page = pages.get(path, pages.get("", ("404 Not Found", "text/html", "<html><title>404 Not Found</title></html>")))
                if callable(page):
                    page = page(head + b"\r\n\r\n" + body)
                status, kind, text, *more = page
                text = text.encode()
                lines = [f"HTTP/1.1 {status}"] + ([f"Server: {server}"] if server else []) + list(headers) + more
                lines += [f"Content-Type: {kind}", f"Content-Length: {len(text)}", "Connection: close"]
                peer.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + text)
                peer.shutdown(socket.SHUT_WR)
            except (OSError, IndexError):
                pass

    def loop():
        while True:
            peer, _ = door.accept()
            threading.Thread(target=handle, args=(peer,), daemon=True).start()

    threading.Thread(target=loop, daemon=True).start()


def html(title, extra=""):
    return ("200 OK", "text/html", f"<html><head><title>{title}</title></head><body>{extra}</body></html>")


def request(host, port, path, headers=(), method="GET", body=""):
    """One request; gives the answer's bytes, or nothing if the other side was not there."""
    try:
        with socket.create_connection((host, port), timeout=4) as peer:
            lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", *headers]
            if body:
                lines.append(f"Content-Length: {len(body.encode())}")
            peer.sendall(("\r\n".join(lines) + "\r\nConnection: close\r\n\r\n" + body).encode())
            answer = b""
            while piece := peer.recv(4096):
                answer += piece
            return answer
    except OSError:
        return b""


def any_certificate():
    """A TLS client context that accepts the lab's self-made certificates."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
