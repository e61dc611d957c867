# Ubiquiti discovery (staged): version 1 question and a version 2 announcement.
record udp port 10001
limit=4 client "$LAB_PYTHON" -c "
import struct; from say import stay, udp
mac = bytes.fromhex(\"7483c24e103a\")
fields = [(2, mac + bytes([10, 99, 0, 2])), (1, mac), (10, struct.pack(\"!I\", 86400)), (11, b\"ap-ward7\"), (12, b\"U7PG2\"), (3, b\"BZ.qca956x.v6.6.77.15402.240730.1120\")]
body = b\"\".join(struct.pack(\"!BH\", c, len(v)) + v for c, v in fields)
udp.announce(\"10.99.0.255\", 10001, b\"\\x01\\x00\\x00\\x00\", every=9)
udp.announce(\"10.99.0.255\", 10001, b\"\\x02\\x06\" + struct.pack(\"!H\", len(body)) + body, every=1)
udp.announce(\"10.99.0.255\", 10001, b\"\\x01\\x00\" + struct.pack(\"!H\", len(body)) + body, every=2); stay.on()"
