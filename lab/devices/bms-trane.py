"""The chillers' building controller, told to be a Trane: bacpypes3 that reads and commands the plant's controller."""

import asyncio
import contextlib

from bacpypes3.pdu import Address
from bacpypes3.primitivedata import ObjectIdentifier, Real

from programs.bacnet import analog, device, ip_port, run
from say import address

ip = address.fixed("10.20.30.32")
peer = Address("10.20.30.31")


async def main():
    application = run(device(3200032, "CHILLER-SC", 2, "Trane", "Tracer SC+", "v5.60.1036", "v5.60.1036", "Chillers 1 and 2"), ip_port(ip), analog(1, "LeavingWater", 6.4))
    await asyncio.sleep(8)
    application.i_am()
    count = 0
    while True:
        with contextlib.suppress(Exception, asyncio.TimeoutError):
            await asyncio.wait_for(application.read_property(peer, ObjectIdentifier("analog-value,1"), "present-value"), 3)
            if count % 4 == 1:
                await asyncio.wait_for(application.write_property(peer, ObjectIdentifier("analog-value,2"), "present-value", Real(62.0 + count % 3), priority=8), 3)
        count += 1
        await asyncio.sleep(5)


asyncio.run(main())
