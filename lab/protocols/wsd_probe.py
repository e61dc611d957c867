"""Asks wsdd as Windows does: a Probe for computers, then the metadata (Get) over HTTP. wsd_probe.py OWN_ADDRESS PEER."""

import re
import socket
import sys

from say import onvif, web

own, peer = sys.argv[1:]
wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
wire.bind((own, 0))
wire.settimeout(2)
probe = onvif.envelope("Probe", "8d2c0f5a-6a0e-4d8e-9d0b-5f3f0a7a0002", '<d:Probe><d:Types xmlns:wsdp="http://schemas.xmlsoap.org/ws/2006/02/devprof">wsdp:Device</d:Types></d:Probe>')
wire.sendto(probe.replace(b"uuid:8d2c", b"urn:uuid:8d2c"), onvif.GROUP)
endpoint = re.search(rb"urn:uuid:([0-9a-f-]{36})</\w+:Address>", wire.recv(8192)).group(1).decode()
get = (
    f'<?xml version="1.0"?><s:Envelope xmlns:s="{onvif.SOAP}" xmlns:a="{onvif.ADDRESSING}"><s:Header><a:To>urn:uuid:{endpoint}</a:To>'
    "<a:Action>http://schemas.xmlsoap.org/ws/2004/09/transfer/Get</a:Action><a:MessageID>urn:uuid:8d2c0f5a-6a0e-4d8e-9d0b-5f3f0a7a0003</a:MessageID></s:Header><s:Body/></s:Envelope>"
)
web.request(peer, 5357, "/" + endpoint, ["Content-Type: application/soap+xml", "User-Agent: WSDAPI"], "POST", get)
