"""The office printer (staged): Kyocera's DNS-SD TXT, HTTP server and PJL id. Real: snmpd, told to say the model."""

import os

from say import dhcp, mdns, stay, tcp, web

dhcp.lease("KM5F1101", "Kyocera Printer", (1, 3, 6, 12, 15, 44, 69, 81))
txt = {"txtvers": "1", "qtotal": "1", "rp": "ipp/print", "ty": "Kyocera ECOSYS M5526cdw", "product": "(ECOSYS M5526cdw)", "usb_MFG": "Kyocera", "usb_MDL": "ECOSYS M5526cdw", "adminurl": "http://KM5F1101.local", "pdl": "application/octet-stream,application/pdf,image/urf", "note": "Facilities office"}
stack = mdns.announce("KM5F1101", [(kind, "Kyocera ECOSYS M5526cdw", port, txt) for kind, port in (("_ipp._tcp", 631), ("_pdl-datastream._tcp", 9100))])
web.serve(80, {"": web.html("Command Center RX", "ECOSYS M5526cdw")}, server="KM-MFP-http/V0.0.1")
tcp.banner(9100, reply=lambda data: b'@PJL INFO ID\r\n"ECOSYS M5526cdw"\r\n\x0c' if b"INFO ID" in data else None)
os.system('bash -c \'. "$LAB/devices/lib.sh"; snmp_agent "KYOCERA Document Solutions Printing System" .1.3.6.1.4.1.1347.41 "Facilities office"; wait\' &')
stay.on()
