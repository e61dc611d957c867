"""SIP over UDP as a telephone says it: REGISTER and OPTIONS with its own User-Agent."""

import socket


def register(ip, registrar, user, agent, contact=""):
    wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    wire.bind((ip, 5060))
    wire.settimeout(2)
    for sequence, method in ((1, "REGISTER"), (2, "OPTIONS")):
        lines = [
            f"{method} sip:{registrar} SIP/2.0",
            f"Via: SIP/2.0/UDP {ip}:5060;branch=z9hG4bK776asdh{sequence}",
            f'From: "{user}" <sip:{user}@{registrar}>;tag=49583{sequence}',
            f"To: <sip:{user}@{registrar}>",
            f"Call-ID: {user}{sequence}@{ip}",
            f"CSeq: {sequence} {method}",
            f"Contact: <sip:{user}@{ip}:5060>{contact}",
            "Max-Forwards: 70",
            f"User-Agent: {agent}",
            "Expires: 3600",
            "Content-Length: 0",
        ]
        wire.sendto(("\r\n".join(lines) + "\r\n\r\n").encode(), (registrar, 5060))
        try:
            wire.recv(4096)
        except TimeoutError:
            pass
