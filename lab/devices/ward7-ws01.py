"""A Windows workstation (staged: DHCP, LLMNR, connectivity check, names). Real: Samba's nmbd and smbclient beside it."""

import os
import socket
import struct

from say import cloud, dhcp, ssdp, stay

name = "WARD7-WS01"
ip = dhcp.lease(name, "MSFT 5.0", (1, 3, 6, 15, 31, 33, 43, 44, 46, 47, 119, 121, 249, 252), [(81, b"\0\0\0" + name.encode())])
box = os.environ["BOX"]
open(box + "/smb.conf", "w").write(
    f"[global]\nnetbios name={name}\nworkgroup=STEXAMPLE\nos level=16\nserver string=\nlock directory={box}\nstate directory={box}\ncache directory={box}\n"
    f"private dir={box}\npid directory={box}\nncalrpc dir={box}/rpc\ninterfaces=eth0\nlog file={box}/log\n"
)
stay.program("nmbd", "-F", "--no-process-group", "-s", box + "/smb.conf")


def llmnr():
    label = b"".join(bytes([len(part)]) + part for part in (b"ward7-print",)) + b"\0"
    wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    wire.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(ip))
    wire.sendto(struct.pack("!6H", 0x4711, 0, 1, 0, 0, 0) + label + b"\0\x01\0\x01", ("224.0.0.252", 5355))


def windows():
    cloud.visit("settings-win.data.microsoft.com", "v10.events.data.microsoft.com", http=[("www.msftconnecttest.com", "/connecttest.txt", ["User-Agent: Microsoft NCSI"])])
    ssdp.search(ip, "urn:schemas-upnp-org:device:InternetGatewayDevice:1")
    os.system("smbclient -s $BOX/smb.conf -g -L 10.20.20.10 -U ward7-nurse%not-a-secret -W STEXAMPLE >/dev/null 2>&1 &")


stay.on(llmnr, windows, every=35)
