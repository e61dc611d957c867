"""The vaccine store's sensor. Real: mosquitto_pub; staged: Shelly H&T's client id, topics, DNS-SD and /shelly page."""

import os

from say import dhcp, mdns, stay, web

dhcp.lease("shellyht-2E4401", "dhcpcd", (1, 3, 28, 6, 15, 44, 46, 47, 31, 33, 121, 43))
stack = mdns.announce("shellyht-2E4401", [("_http._tcp", "shellyht-2E4401", 80, {"id": "shellyht-2E4401", "fw_id": "20230913-112003/v1.14.0-gcb84623", "arch": "esp8266"})])
about = '{"type":"SHHT-1","mac":"68C63A2E4401","auth":false,"fw":"20230913-112003/v1.14.0-gcb84623","sleep_mode":true}'
web.serve(80, {"/shelly": ("200 OK", "application/json", about)}, server="Mongoose/6.18")
send = "mosquitto_pub -h 10.20.10.10 -i shellyht-2E4401 -q 1 -t %s -m '%s'"
stay.on(lambda: os.system(send % ("shellies/announce", '{"id":"shellyht-2E4401","model":"SHHT-1","mac":"68C63A2E4401","ip":"10.20.20.44","new_fw":false,"fw_ver":"20230913-112003/v1.14.0-gcb84623"}')), lambda: os.system(send % ("shellies/shellyht-2E4401/sensor/temperature", "4.6")), every=20)
