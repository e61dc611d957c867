# MikroTik neighbour discovery (staged): a request and announcements.
record udp port 5678
limit=4 client "$LAB_PYTHON" -c "
import struct; from say import stay, udp
fields = [(1, bytes.fromhex(\"085531a00001\")), (5, b\"gw-core\"), (7, b\"7.16.1 (stable) 2024-10-10 14:03:32\"), (8, b\"MikroTik\"), (10, struct.pack(\"<I\", 864000)), (11, b\"HF1A-B2C3\"), (12, b\"RB5009UG+S+\"), (16, b\"ether1\")]
udp.announce(\"10.99.0.255\", 5678, b\"\\0\\0\\0\\0\", every=9)
udp.announce(\"10.99.0.255\", 5678, b\"\\0\\0\\0\\1\" + b\"\".join(struct.pack(\"!HH\", c, len(v)) + v for c, v in fields), every=1); stay.on()"
