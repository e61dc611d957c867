"""The badge reader at the ambulance entrance (staged): HID EDGE EVO's discovery answer on UDP 4070."""

from say import dhcp, stay, udp, web

ip = dhcp.lease("EDGEHEVO4A2401", "udhcp 1.9.1", (1, 3, 6, 12, 15, 28, 40, 41, 42))
text = f"00:06:8E:4A:24:01;EdgeEVO;{ip};3;EH400-K;3.7.0.1039;07/11/2018;"
udp.answer(4070, lambda data: f"discovered;{len(text) + 15:03};{text}".encode() if data.startswith(b"discover;") else None)
web.serve(80, {"": ("302 Found", "text/html", "", "Location: https://" + ip + "/html/en_EN/login.shtml")}, server="mini_httpd/1.19 19dec2003")
stay.on()
