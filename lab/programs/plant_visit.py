"""One round of the engineer's own programs: S7 SZL reads, Modbus device identification, BACnet properties, badge and serial discovery."""

import asyncio
import contextlib
import sys

net = sys.argv[1]


def s7():
    import snap7

    client = snap7.client.Client()
    client.connect(net + ".35", 0, 2)
    for read in (client.get_cpu_info, client.get_order_code, lambda: client.db_read(1, 0, 8)):
        with contextlib.suppress(Exception):
            read()
    client.disconnect()


def modbus():
    from pymodbus.client import ModbusTcpClient

    client = ModbusTcpClient(net + ".33")
    client.connect()
    client.read_device_information(read_code=1, object_id=0)
    client.read_device_information(read_code=2, object_id=0)
    client.read_holding_registers(100, count=8)
    client.close()


async def bacnet():
    from bacpypes3.app import Application
    from bacpypes3.local.device import DeviceObject
    from bacpypes3.local.networkport import NetworkPortObject
    from bacpypes3.pdu import Address
    from bacpypes3.primitivedata import ObjectIdentifier

    device = DeviceObject(objectIdentifier=("device", 4190001), objectName="ENG-WS", vendorIdentifier=999)
    application = Application.from_object_list([device, NetworkPortObject(net + ".37/24", objectIdentifier=("network-port", 1), objectName="port")])
    await application.who_is(timeout=2)
    for name in ("object-name", "vendor-name", "model-name", "firmware-revision", "application-software-version", "description", "location"):
        with contextlib.suppress(Exception):
            await asyncio.wait_for(application.read_property(Address(net + ".31"), ObjectIdentifier(("device", 2098177)), name), 2)
    application.close()


def private():
    from say import udp

    udp.plain().sendto(b"discover;013;", (net + ".255", 4070))
    udp.plain().sendto(b"\x01\0\0\x08\0\0\0\0", (net + ".255", 4800))


for step in (s7, modbus, lambda: asyncio.run(bacnet()), private):
    with contextlib.suppress(Exception):
        step()
