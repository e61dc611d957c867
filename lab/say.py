#!/usr/bin/env python3
"""Says, inside one device's namespace, what hospital.toml lists for it: mDNS, SSDP, HTTP, WS-Discovery, SIP and private discovery.

    say.py NAME ADDRESS

Staged: the words are those that such devices are publicly documented to send; the sockets, the frames and the answers of others are real.
"""
import http.server
import os
import socket
import struct
import sys
import threading
import time
import tomllib

NAME, ADDRESS = sys.argv[1:3]
HERE = os.path.dirname(os.path.abspath(__file__))
DEVICE = next(d for d in tomllib.load(open(os.path.join(HERE, "hospital.toml"), "rb"))["device"] if d["name"] == NAME)
MAC = bytes.fromhex(DEVICE["mac"].replace(":", ""))


def multicast(port):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 4 if port == 1900 else 255)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    s.bind((ADDRESS, port))
    s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(ADDRESS))
    return s


def name(text):
    return b"".join(bytes([len(l)]) + l for l in (p.encode() for p in text)) + b"\0"


def mdns_message(entry):
    """`Instance._service._proto PORT key=value|key=value` as PTR, TXT, SRV and A records (RFC 6763)."""
    before, service = entry.split("._", 1)
    service, port, txt = service.split(" ", 2)
    labels = ["_" + service.split(".")[0], service.split(".")[1], "local"]
    host = [DEVICE["hostname"].replace(".", "-"), "local"]
    record = lambda owner, kind, ttl, data: owner + struct.pack("!HHIH", kind, 1 if kind == 12 else 0x8001, ttl, len(data)) + data
    instance = name([before] + labels)
    pairs = b"".join(bytes([len(p)]) + p for p in (x.encode() for x in txt.split("|")))
    records = [record(name(labels), 12, 4500, instance), record(instance, 16, 4500, pairs),
               record(instance, 33, 120, struct.pack("!HHH", 0, 0, int(port)) + name(host)),
               record(name(host), 1, 120, socket.inet_aton(ADDRESS))]
    return struct.pack("!HHHHHH", 0, 0x8400, 0, len(records), 0, 0) + b"".join(records)


def description():
    fields = "".join(f"<{k}>{v}</{k}>" for k, v in DEVICE["description"].items())
    return f'<?xml version="1.0"?><root xmlns="urn:schemas-upnp-org:device-1-0"><specVersion><major>1</major><minor>0</minor></specVersion><device>{fields}<UDN>uuid:00000000-0000-0000-0000-{MAC.hex()}</UDN></device></root>'


class Page(http.server.BaseHTTPRequestHandler):
    """What the device's own web server answers."""
    spec = {}

    def version_string(self):
        return self.spec.get("server", "httpd")

    def do_GET(self):
        body, kind, code = f"<html><head><title>{self.spec.get('title', '')}</title></head><body></body></html>", "text/html", 200
        if self.path == "/description.xml":
            body, kind = description(), "text/xml"
        elif self.path == "/api" and "json" in DEVICE:
            body, kind = DEVICE["json"], "application/json"
        elif self.path == "/private" and "realm" in self.spec:
            code = 401
        self.send_response(code)
        if code == 401:
            self.send_header("WWW-Authenticate", f'Basic realm="{self.spec["realm"]}"')
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


def serve(spec):
    server = http.server.ThreadingHTTPServer((ADDRESS, spec["port"]), type("P", (Page,), {"spec": spec}))
    threading.Thread(target=server.serve_forever, daemon=True).start()


def tlv(kind, value, form):
    return struct.pack(form, kind, len(value)) + value


def cdp(c):
    body = b"".join(struct.pack("!HH", k, len(v) + 4) + v for k, v in
                    [(1, c["device"].encode()), (3, b"GigabitEthernet1/0/1"), (4, struct.pack("!I", 0x28)), (5, c["version"].encode()), (6, c["platform"].encode())])
    body = b"\x02\xb4\0\0" + body
    payload = b"\xaa\xaa\x03\x00\x00\x0c\x20\x00" + body
    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    s.bind(("eth0", 0))
    s.send(bytes.fromhex("01000ccccccc") + MAC + struct.pack("!H", len(payload)) + payload)


def main():
    if "http" in DEVICE:
        serve(DEVICE["http"])
    if "ssdp" in DEVICE:
        serve({"port": DEVICE["ssdp"]["port"], "server": DEVICE["ssdp"]["server"]})
    for round_ in range(2):
        time.sleep(2)
        if "mdns" in DEVICE:
            s = multicast(5353)
            for entry in DEVICE["mdns"]:
                s.sendto(mdns_message(entry), ("224.0.0.251", 5353))
            s.close()
        if "ssdp" in DEVICE:
            d = DEVICE["ssdp"]
            s = multicast(1900)
            s.sendto((f"NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nCACHE-CONTROL: max-age=1800\r\nLOCATION: http://{ADDRESS}:{d['port']}/description.xml\r\n"
                      f"NT: {d['type']}\r\nNTS: ssdp:alive\r\nSERVER: {d['server']}\r\nUSN: uuid:00000000-0000-0000-0000-{MAC.hex()}::{d['type']}\r\n\r\n").encode(), ("239.255.255.250", 1900))
            s.close()
        if "wsd" in DEVICE:
            s = multicast(3702)
            s.sendto((f'<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"><s:Header><a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Hello</a:Action></s:Header><s:Body><d:Hello><a:EndpointReference><a:Address>urn:uuid:{MAC.hex()}</a:Address></a:EndpointReference><d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes>{DEVICE["wsd"]}</d:Scopes><d:XAddrs>http://{ADDRESS}/onvif/device_service</d:XAddrs></d:Hello></s:Body></s:Envelope>').encode(), ("239.255.255.250", 3702))
            s.close()
        gateway = ADDRESS.rsplit(".", 1)[0] + ".1"
        if "sip" in DEVICE:
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.bind((ADDRESS, 5060))
            s.sendto((f"REGISTER sip:{gateway} SIP/2.0\r\nVia: SIP/2.0/UDP {ADDRESS}:5060;branch=z9hG4bK{round_}\r\nFrom: <sip:100@{gateway}>;tag=1\r\nTo: <sip:100@{gateway}>\r\nCall-ID: {round_}@{ADDRESS}\r\nCSeq: {round_ + 1} REGISTER\r\n"
                      f"Contact: <sip:100@{ADDRESS}:5060>\r\nUser-Agent: {DEVICE['sip']}\r\nContent-Length: 0\r\n\r\n").encode(), (gateway, 5060))
            s.close()
        if "kasa" in DEVICE:
            key, out = 171, bytearray()
            for byte in DEVICE["kasa"].encode():
                key ^= byte
                out.append(key)
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            s.bind((ADDRESS, 9999))
            s.sendto(bytes(out), (ADDRESS.rsplit(".", 1)[0] + ".255", 40000))
            s.close()
        if "ubnt" in DEVICE:
            u = DEVICE["ubnt"]
            body = tlv(1, MAC, "!BH") + tlv(11, DEVICE["hostname"].encode(), "!BH") + tlv(12, u["platform"].encode(), "!BH") + tlv(21, u["model"].encode(), "!BH") + tlv(22, u["version"].encode(), "!BH")
            s = multicast(10001)
            s.sendto(struct.pack("!BBH", 2, 6, len(body)) + body, ("233.89.188.1", 10001))
            s.close()
        if "mndp" in DEVICE:
            m = DEVICE["mndp"]
            body = tlv(1, MAC, "!HH") + tlv(5, m["identity"].encode(), "!HH") + tlv(7, m["version"].encode(), "!HH") + tlv(8, m["platform"].encode(), "!HH") + tlv(12, m["board"].encode(), "!HH")
            s = multicast(5678)
            s.sendto(struct.pack("!HH", 0, round_) + body, (ADDRESS.rsplit(".", 1)[0] + ".255", 5678))
            s.close()
        if "cdp" in DEVICE:
            cdp(DEVICE["cdp"])
    time.sleep(60)


main()
