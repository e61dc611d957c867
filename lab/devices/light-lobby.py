"""The lobby's light (staged): a Tuya bulb's plain announcement on UDP 6666, Tuya's servers and MQTT over TLS."""

import json
import struct
import zlib

from say import cloud, dhcp, stay, udp

ip = dhcp.lease("wlan0", None, (1, 3, 28, 6))
text = json.dumps({"ip": ip, "gwId": "20040020hf1d561c4301", "active": 2, "ablilty": 0, "mode": 0, "encrypt": True, "productKey": "keyjup78v54myhan", "version": "3.1"}, separators=(",", ":")).encode()
body = struct.pack("!IIIII", 0x55AA, 0, 0, len(text) + 12, 0) + text
udp.announce("255.255.255.255", 6666, body + struct.pack("!II", zlib.crc32(body), 0xAA55), every=10)
stay.on(lambda: cloud.visit("a2.tuyaeu.com", "m2.tuyaeu.com:8883"))
