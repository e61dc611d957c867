"""The ambulance entrance's door station (staged): DoorBird's DNS-SD name and its documented LAN API."""

from say import cloud, dhcp, mdns, stay, web

dhcp.lease("bha-1CCAE3702301", "udhcp 1.22.1", (1, 3, 6, 12, 15, 28, 42))
info = '{"BHA": {"RETURNCODE": "1", "VERSION": [{"FIRMWARE": "000134", "BUILD_NUMBER": "15870439", "WIFI_MAC_ADDR": "1CCAE3702301", "RELAYS": ["1"], "DEVICE-TYPE": "DoorBird D2101V"}]}}'
web.serve(80, {"/bha-api/info.cgi": ("200 OK", "application/json", info), "": web.html("DoorBird")}, server="Boa/0.94.14rc21")
stack = mdns.announce("bha-1CCAE3702301", [("_axis-video._tcp", "Doorstation - 1CCAE3702301", 80, {"macaddress": "1CCAE3702301"})])
stay.on(lambda: cloud.visit("api.doorbird.net", "update.doorbird.net"))
