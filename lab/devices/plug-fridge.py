"""The vaccine fridge's plug (staged): TP-Link HS110 on UDP and TCP 9999, TP-Link's servers. Asked by python-kasa."""

import json
import struct

from say import cloud, dhcp, stay, tcp, udp

dhcp.lease("HS110", "udhcp 1.15.2", (1, 3, 6, 12, 15, 28, 42))
sysinfo = {"system": {"get_sysinfo": {"sw_ver": "1.5.10 Build 191125 Rel.094314", "hw_ver": "4.1", "model": "HS110(EU)", "deviceId": "8006HF0000000000000000000000000000000001", "oemId": "HF", "hwId": "HF", "rssi": -47, "longitude_i": 0, "latitude_i": 0, "alias": "vaccine fridge", "status": "new", "mic_type": "IOT.SMARTPLUGSWITCH", "feature": "TIM:ENE", "mac": "D0:37:45:8E:41:01", "updating": 0, "led_off": 0, "relay_state": 1, "on_time": 86400, "active_mode": "none", "icon_hash": "", "dev_name": "Smart Wi-Fi Plug With Energy Monitoring", "next_action": {"type": -1}, "err_code": 0}}}


def scramble(text):
    """TP-Link's autokey XOR, which starts from 171."""
    key, out = 171, bytearray()
    for byte in text.encode():
        key ^= byte
        out.append(key)
    return bytes(out)


answer = scramble(json.dumps(sysinfo, separators=(",", ":")))
udp.answer(9999, lambda data: answer)
tcp.banner(9999, reply=lambda data: struct.pack("!I", len(answer)) + answer)
stay.on(lambda: cloud.visit("devs.tplinkcloud.com:50443", "use1-api.tplinkra.com"))
