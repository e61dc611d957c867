"""B. Braun SpaceStation with SpaceCom (staged; plausible, not from a public document): DHCP and short reports to its gateway."""

from say import dhcp, stay, tcp, web

dhcp.lease("SpaceCom-0A3101", "udhcp 1.23.1", (1, 3, 6, 12, 15, 28, 42))
web.serve(80, {"": web.html("SpaceCom", "B. Braun Space")}, server="lighttpd/1.4.35")
stay.on(lambda: tcp.tell("10.20.10.10", 4001, b"SPACECOM;STATUS;BED3;RUN\r\n"), lambda: web.request("10.20.10.10", 8080, "/spaceonline/status", ["User-Agent: SpaceCom"]), every=20)
