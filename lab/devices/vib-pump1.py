"""The vibration sensor of pump 1. Real: mosquitto_pub, which needs no login; staged: client id, topics, DHCP host name."""

import os

from say import dhcp, stay

dhcp.lease("VSE-3F8101", None, (1, 3, 6, 12, 15, 28))
send = "mosquitto_pub -h 10.20.30.41 -i vib-pump1 -q 1 -t plant/pump1/%s -m '%s'"
stay.on(lambda: os.system(send % ("vibration", '{"v-RMS":1.8,"unit":"mm/s"}')), lambda: os.system(send % ("temperature", "44.1")), every=12)
