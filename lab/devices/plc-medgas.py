"""The medical gas plant's controller: python-snap7's S7 server with the answers that it ships (a CPU 315-2 PN/DP)."""

import ctypes

import snap7
from snap7.type import SrvArea

from say import dhcp, stay

dhcp.lease("plc-medgas", None, (1, 3, 6))
server = snap7.server.Server(log=False)
server.register_area(SrvArea.DB, 1, (ctypes.c_uint8 * 64)())
server.start(tcp_port=102)
stay.on()
