"""The medical gas manifold's controller. Real: python-snap7's S7 server; staged: its station name, PROFINET DCP."""

from programs import s7_server
from say import address, profinet, stay

address.fixed("10.20.30.12")
running = s7_server.serve("OXYGEN-M1")
profinet.answer("plc-oxygen", "S7-300", 0x002A, 0x0101, role=2, ip="10.20.30.12")
stay.on()
