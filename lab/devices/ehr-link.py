"""The HL7 interface engine: python-hl7's MLLP server, told to call itself an invented product."""

import asyncio
import subprocess

import hl7
from hl7.mllp import start_hl7_server

subprocess.run("ip link set eth0 up; ip addr add 10.20.10.11/24 brd + dev eth0; ip route add default via 10.20.10.1", shell=True)


async def handle(reader, writer):
    while not writer.is_closing():
        try:
            message = await reader.readmessage()
        except asyncio.IncompleteReadError:
            break
        acknowledgement = message.create_ack(application="EHRLINK", facility="STEXAMPLE")
        acknowledgement.append(hl7.parse("MSH|^~\\&|\rSFT|Example Interface Works|4.2.1|EHR Link|4.2.1.77\r")[1])
        writer.writemessage(acknowledgement)
        await writer.drain()
    writer.close()


async def astm(reader, writer):
    """ASTM E1381 on 4000: ACK every ENQ and frame."""
    while data := await reader.read(1024):
        if data != b"\x04":
            writer.write(b"\x06")
    writer.close()


async def main():
    await start_hl7_server(handle, port=2575)
    await asyncio.start_server(astm, "0.0.0.0", 4000)
    await asyncio.sleep(600)


asyncio.run(main())
