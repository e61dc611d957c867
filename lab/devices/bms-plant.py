"""The plant room's building controller, all bacpypes3: BBMD, router to network 3001, and two devices behind it there.

Staged are only the names; network 3001 is inside the process, where a real one would have an MS/TP bus."""

import asyncio

from bacpypes3.vlan import VirtualNetwork

from programs.bacnet import analog, binary, device, field_port, ip_port, run
from say import address

ip = address.fixed("10.20.30.31")


async def main():
    VirtualNetwork("field")
    router = run(
        device(2098190, "PLANT-AS01", 7, "Siemens Schweiz AG", "PXC4.E16", "01.20.45.29", "PLANT V2.1", "Heating and chilled water"),
        ip_port(ip, 30, [ip]), field_port(1, 3001),
        analog(1, "FlowTemperature", 61.5), analog(2, "FlowSetpoint", 62.0), binary(1, "PumpEnable", "active"),
    )
    fan_coil = run(device(2098204, "PLANT-FCU04", 7, "Siemens Schweiz AG", "DXR2.E09", "01.15.30.2", "FCU V1.0", "Fan coil unit, workshop"), field_port(4, 3001, 1), analog(1, "RoomTemperature", 21.3))
    damper = run(device(2098209, "PLANT-VAV09", 423, "BELIMO Automation AG", "LMV-D3-MOD", "1.08", "1.08", "Damper actuator, generator room"), field_port(9, 3001, 1), analog(1, "Position", 40.0, "percent"))
    while True:
        for application in (router, fan_coil, damper):
            application.i_am()
        await asyncio.sleep(40)


asyncio.run(main())
