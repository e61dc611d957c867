"""The staff room's coffee machine (staged): Home Connect's DNS-SD record and servers."""

from say import cloud, dhcp, mdns, stay

dhcp.lease("Siemens-TI9575X1FU-68A40E1D4601", None, (1, 3, 28, 6))
stack = mdns.announce("Siemens-TI9575X1FU-68A40E1D4601", [("_homeconnect._tcp", "Siemens CoffeeMaker TI9575X1FU", 443, {"txtvers": "2", "brand": "Siemens", "type": "CoffeeMaker", "vib": "TI9575X1FU", "mac": "68-A4-0E-FF-FE-1D-46-01", "tls": "true", "ha": "false"})])
stay.on(lambda: cloud.visit("prod.reu.rest.homeconnectegw.com", "discovery-v2.hcpro.io"))
