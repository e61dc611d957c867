"""Edimax's discovery answer (UDP 20560): MAC, the word EDIMAX, then fixed fields of version, model and name.

After the layout published by people who took it apart: 6 bytes of MAC, "EDIMAX" padded to 12, 16 bytes of flags,
14 bytes of model, 8 of version, 128 of display name."""


def block(mac, model, version, name):
    def text(value, size):
        return value.encode().ljust(size, b"\0")

    return bytes.fromhex(mac) + text("EDIMAX", 12) + bytes.fromhex("04010000a1ff5e000000000000000000") + text(model, 14) + text(version, 8) + text(name, 128)
