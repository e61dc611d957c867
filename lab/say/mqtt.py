"""MQTT 3.1.1 CONNECT and PUBLISH with a chosen client id (no user, no password)."""

import struct

from say import tcp


def publish(broker, client, *messages):
    def text(value):
        return struct.pack("!H", len(value)) + value.encode()

    pieces = [packet(0x10, text("MQTT") + b"\x04\x02\x00\x3c" + text(client))]
    pieces += [packet(0x32, text(topic) + struct.pack("!H", 1 + index) + payload.encode()) for index, (topic, payload) in enumerate(messages)]
    tcp.tell(broker, 1883, *pieces)


def packet(kind, body):
    length, out = len(body), bytearray([kind])
    while True:
        length, digit = divmod(length, 128)
        out.append(digit | (128 if length else 0))
        if not length:
            return bytes(out) + body
