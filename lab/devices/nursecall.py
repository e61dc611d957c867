"""Nurse call (staged): Rauland Responder 5 gateway. SIP to the registrar, syslog, an HL7 message through python-hl7."""

import asyncio

import hl7
from hl7.mllp import open_hl7_connection

from say import dhcp, sip, stay, udp

ip = dhcp.lease("R5-GATEWAY-6101", None, (1, 3, 6, 12, 15, 28, 42))
udp.announce("10.20.10.10", 514, b"<134>Nov 25 08:00:00 R5-GATEWAY-6101 responder5: call placed ward=7 bed=3 priority=routine", every=20)


async def report():
    reader, writer = await asyncio.wait_for(open_hl7_connection("10.20.10.11", 2575), 3)
    writer.writemessage(hl7.parse("MSH|^~\\&|RESPONDER5|STEXAMPLE|EHRLINK|STEXAMPLE|20261125080000||ORU^R01|HF0001|P|2.5\rSFT|Rauland-Borg|21.1|Responder 5|21.1.0\r"))
    await asyncio.wait_for(reader.readmessage(), 3)
    writer.close()


def tell():
    try:
        asyncio.run(report())
    except (OSError, TimeoutError):
        pass


sip.register(ip, "10.20.10.10", "nursecall", "Rauland Responder5/21.1")
stay.on(tell, every=25)
