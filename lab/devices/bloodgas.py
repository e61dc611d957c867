"""Blood gas analyser (staged): DHCP and an ASTM E1394 header record to the interface engine; no results, no patient."""

from say import dhcp, stay, tcp

dhcp.lease("cobasb221-5101", "MSFT 5.0", (1, 15, 3, 6, 44, 46, 47, 31, 33, 249, 43))


def record(number, text):
    body = f"{number}{text}\r\x03".encode()
    return b"\x02" + body + b"%02X\r\n" % (sum(body) % 256)


def header():
    frames = [record(1, "H|\\^&|||cobas b 221^Roche^7.09^5101|||||EHRLINK||P|1|20261125080000"), record(2, "L|1|N")]
    tcp.tell("10.20.10.11", 4000, b"\x05", *frames, b"\x04")


stay.on(header, every=25)
