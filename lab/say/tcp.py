"""Plain TCP: say a banner to whoever comes, or send some bytes to someone."""

import socket
import threading


def banner(port, greeting=b"", reply=None):
    """Sends `greeting`; then for each piece received sends reply(piece), if any."""
    door = socket.create_server(("0.0.0.0", port))

    def handle(peer):
        with peer:
            try:
                peer.settimeout(4)
                if greeting:
                    peer.sendall(greeting)
                while piece := peer.recv(4096):
                    back = reply(piece) if reply else None
                    if back:
                        peer.sendall(back)
            except OSError:
                pass

    def loop():
        while True:
            peer, _ = door.accept()
            threading.Thread(target=handle, args=(peer,), daemon=True).start()

    threading.Thread(target=loop, daemon=True).start()


def tell(host, port, *pieces):
    """Opens a connection, sends each piece and waits for an answer after each."""
    try:
        with socket.create_connection((host, port), timeout=3) as peer:
            peer.settimeout(2)
            for piece in pieces:
                peer.sendall(piece)
                try:
                    peer.recv(4096)
                except TimeoutError:
                    pass
    except OSError:
        pass
