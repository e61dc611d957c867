"""An HTTP/3 request (aioquic) with a name of one's choice in the SNI: quic_client.py HOST PORT [NAME]."""

import asyncio
import ssl
import sys

from aioquic.asyncio import connect
from aioquic.h3.connection import H3Connection
from aioquic.quic.configuration import QuicConfiguration


async def main(host, port, name=None):
    settings = QuicConfiguration(is_client=True, alpn_protocols=["h3"], verify_mode=ssl.CERT_NONE, server_name=name or host)
    async with connect(host, int(port), configuration=settings) as client:
        http = H3Connection(client._quic)
        stream = client._quic.get_next_available_stream_id()
        request = [(b":method", b"GET"), (b":scheme", b"https"), (b":authority", (name or host).encode()), (b":path", b"/")]
        http.send_headers(stream, request, end_stream=True)
        client.transmit()
        await asyncio.sleep(0.5)


asyncio.run(asyncio.wait_for(main(*sys.argv[1:]), 6))
