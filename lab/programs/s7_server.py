"""python-snap7's S7 server as a controller: s7_server.serve(STATION NAME).

The server library answers SZL reads with texts of its own (a CPU 315-2 PN/DP whose station is called SNAP7-SERVER). Only
the station's name is replaced, in the memory of this process, by one of the same length."""

import ctypes
import re

import snap7
from snap7.type import SrvArea


def serve(station):
    server = snap7.server.Server(log=False)
    rename(b"SNAP7-SERVER", station.encode().ljust(12, b"\0"))
    data = (ctypes.c_uint8 * 256)()
    server.register_area(SrvArea.DB, 1, data)
    server.register_area(SrvArea.MK, 0, (ctypes.c_uint8 * 64)())
    server.start(tcp_port=102)
    return server, data


def rename(old, new):
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "r+b", buffering=0) as memory:
        for line in maps:
            span = re.match(r"(\w+)-(\w+) r.*libsnap7", line)
            if not span:
                continue
            begin, end = (int(number, 16) for number in span.groups())
            memory.seek(begin)
            text = memory.read(end - begin)
            for found in re.finditer(re.escape(old), text):
                memory.seek(begin + found.start())
                memory.write(new)
