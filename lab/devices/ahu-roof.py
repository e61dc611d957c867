"""The roof air handler's controller: bacpypes3's BACnet/IP stack, told to be a Siemens PXC4."""

import asyncio

from bacpypes3.app import Application
from bacpypes3.local.analog import AnalogValueObject
from bacpypes3.local.device import DeviceObject
from bacpypes3.local.networkport import NetworkPortObject

from say import dhcp

ip = dhcp.lease("PXC4-2B3101", None, (1, 3, 6, 12, 15, 28, 42))


async def main():
    device = DeviceObject(objectIdentifier=("device", 2098177), objectName="AHU01-ROOF", vendorIdentifier=7, vendorName="Siemens Schweiz AG", modelName="PXC4.E16", firmwareRevision="01.20.45.29", applicationSoftwareVersion="AHU01 V1.3", description="Air handling unit, theatres 1 and 2", location="Roof plant room")
    port = NetworkPortObject(ip + "/24", objectIdentifier=("network-port", 1), objectName="port")
    supply = AnalogValueObject(objectIdentifier=("analog-value", 1), objectName="SupplyAirTemperature", presentValue=19.5, units="degreesCelsius")
    application = Application.from_object_list([device, port, supply])
    for _ in range(20):
        application.i_am()
        await asyncio.sleep(30)


asyncio.run(main())
