"""The pharmacy's thermostat (staged): ecobee3 lite's HomeKit record and ecobee's servers."""

from say import cloud, dhcp, mdns, stay

dhcp.lease("ecobee3lite-320D3201", "udhcp 1.24.1", (1, 3, 6, 12, 15, 28, 42))
stack = mdns.announce("ecobee3lite", [("_hap._tcp", "Pharmacy", 1200, {"md": "ecobee3 lite", "ci": "9", "id": "44:61:32:0D:32:01", "pv": "1.1", "s#": "1", "sf": "0", "ff": "1", "c#": "2"}), ("_ecobee._tcp", "Pharmacy", 1200, {"model": "ecobee3 lite", "serial": "HF5218320001", "fw": "4.8.70226"})])
stay.on(lambda: cloud.visit("home.ecobee.com:8190", "prod.ecobee.com"))
