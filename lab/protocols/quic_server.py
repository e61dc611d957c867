"""An HTTP/3 server (aioquic) that answers 200: quic_server.py ADDRESS PORT CERTIFICATE KEY."""

import asyncio
import sys

from aioquic.asyncio import QuicConnectionProtocol, serve
from aioquic.h3.connection import H3Connection
from aioquic.h3.events import HeadersReceived
from aioquic.quic.configuration import QuicConfiguration
from aioquic.quic.events import ProtocolNegotiated


class Answer(QuicConnectionProtocol):
    http = None

    def quic_event_received(self, event):
        if isinstance(event, ProtocolNegotiated):
            self.http = H3Connection(self._quic)
        if self.http:
            for what in self.http.handle_event(event):
                if isinstance(what, HeadersReceived):
                    self.http.send_headers(what.stream_id, [(b":status", b"200"), (b"server", b"aioquic")], end_stream=True)
                    self.transmit()


async def main(address, port, certificate, key):
    settings = QuicConfiguration(is_client=False, alpn_protocols=["h3"])
    settings.load_cert_chain(certificate, key)
    await serve(address, int(port), configuration=settings, create_protocol=Answer)
    await asyncio.sleep(600)


asyncio.run(main(*sys.argv[1:]))
