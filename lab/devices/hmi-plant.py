"""The plant's operator panel (DHCP staged). Real: pymodbus and python-snap7 poll both controllers once a second, all the
time, on connections that stay open; every ten seconds the panel sets its life bit, which nobody else writes."""

import contextlib
import time

import snap7
from pymodbus.client import ModbusTcpClient

from say import dhcp

dhcp.lease("cMT2108X-4E21", None, (1, 3, 6, 12, 15, 28))
modbus, s7 = ModbusTcpClient("10.20.30.11", timeout=1), snap7.client.Client()
count = 0
while True:
    with contextlib.suppress(Exception):
        if not modbus.connected:
            modbus.connect()
        modbus.read_holding_registers(100, count=16)
        modbus.read_coils(0, count=16)
        if count % 10 == 0:
            modbus.write_coil(15, count % 20 == 0)
    with contextlib.suppress(Exception):
        if not s7.get_connected():
            s7.connect("10.20.30.12", 0, 2)
        s7.db_read(1, 0, 32)
        if count % 10 == 5:
            s7.db_write(1, 40, bytearray([count % 256]))
    count += 1
    time.sleep(1)
