"""Tuya announcements (staged): plain on 6666 and, with the published key, encrypted on 6667. tuya.py OWN_ADDRESS BROADCAST."""

import hashlib
import json
import struct
import sys
import zlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from say import stay, udp

own, broadcast = sys.argv[1:]


def frame(command, body):
    head = struct.pack("!IIIII", 0x55AA, 0, command, len(body) + 12, 0) + body
    return head + struct.pack("!II", zlib.crc32(head), 0xAA55)


def text(version, identity):
    fields = {"ip": own, "gwId": identity, "active": 2, "ablilty": 0, "encrypt": True, "productKey": "keyjup78v54myhan", "version": version}
    return json.dumps(fields, separators=(",", ":")).encode()


def encrypted(clear):
    padding = 16 - len(clear) % 16
    # The key is the same for every Tuya device and has been public for years: MD5 of this text.
    cipher = Cipher(algorithms.AES(hashlib.md5(b"yGAdlopoPVldABfn").digest()), modes.ECB()).encryptor()
    return cipher.update(clear + bytes([padding]) * padding) + cipher.finalize()


udp.announce(broadcast, 6666, frame(0, text("3.1", "20040020hf1d561c4301")), every=2)
udp.announce(broadcast, 6667, frame(0x13, encrypted(text("3.3", "20040020hf1d561c4302"))), every=2)
stay.on()
