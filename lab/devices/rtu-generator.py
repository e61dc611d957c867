"""The emergency generator's remote terminal unit: c104 (lib60870) as an IEC 60870-5-104 outstation."""

import os

import c104

from say import address, stay

server = c104.Server(ip=address.fixed("10.20.30.51"), port=2404)
station = server.add_station(common_address=47)
for number, value in ((100, 230.4), (101, 50.01), (102, 0.0)):
    station.add_point(io_address=number, type=c104.Type.M_ME_NC_1, report_ms=5000).value = value
breaker = station.add_point(io_address=200, type=c104.Type.M_SP_NA_1, report_ms=10000)
breaker.value = True
station.add_point(io_address=300, type=c104.Type.C_SC_NA_1)
station.add_point(io_address=301, type=c104.Type.C_DC_NA_1, command_mode=c104.CommandMode.SELECT_AND_EXECUTE)
server.start()
stay.on()
