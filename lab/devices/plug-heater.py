"""The waiting room heater's plug (staged): Edimax SP-1101W, announcing on UDP 20560 after its published layout."""

from say import dhcp, stay, udp
from say.edimax import block

dhcp.lease("EDIMAX", "udhcp 1.10.3", (1, 3, 6, 12, 15, 28))
data = block("001f1fb34201", "SP-1101W", "1.05", "Edimax.SP1101W_Heater")
udp.announce("255.255.255.255", 20560, data, every=20)
udp.announce("10.20.20.255", 20560, data, every=25)
stay.on()
