"""The lifts' serial device server (staged): Moxa NPort in HTTP and UDP 4800. Real: telnetd from inetutils."""

import os

from say import dhcp, stay, udp, web

ip = dhcp.lease("NP5110_3601", None, (1, 3, 6, 12, 15))
mac = bytes.fromhex("0090e85d3601")
reply = b"\x81\x00\x00\x18\x00\x00\x00\x00" + b"\x10\x51\x00\x80" + b"\x10\x51" + mac + bytes(map(int, ip.split(".")))
udp.answer(4800, lambda data: reply if data[:1] == b"\x01" else None)
page = web.html("NPort Web Console", "<table><tr><td>Model name</td><td>NPort 5110</td></tr><tr><td>Firmware version</td><td>2.10 Build 19011016</td></tr></table>")
web.serve(80, {"": page}, server="MoxaHttp/1.0")
box = os.environ["BOX"]
open(box + "/login", "w").write("#!/bin/sh\nprintf 'Model name : NPort 5110\\r\\nMAC address : 00:90:E8:5D:36:01\\r\\nFirmware version : 2.10 Build 19011016\\r\\nPlease keyin your password:'\nsleep 3\n")
os.chmod(box + "/login", 0o755)
stay.program("socat", "TCP-LISTEN:23,reuseaddr,fork", f"EXEC:/usr/sbin/telnetd -h -E {box}/login,nofork")
stay.on()
