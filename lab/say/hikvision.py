"""SADP, Hikvision's own discovery on 239.255.255.250:37020: answers an inquiry with a ProbeMatch."""

from say import udp


def sadp(ip, mac, model, firmware, serial):
    match = (
        '<?xml version="1.0" encoding="UTF-8"?>\r\n<ProbeMatch>\r\n<Uuid>13A888A9-F1B1-4020-AE9F-05607682D23B</Uuid>\r\n<Types>inquiry</Types>\r\n'
        f"<DeviceType>24686</DeviceType>\r\n<DeviceDescription>{model}</DeviceDescription>\r\n<DeviceSN>{serial}</DeviceSN>\r\n<CommandPort>8000</CommandPort>\r\n"
        f"<HttpPort>80</HttpPort>\r\n<MAC>{mac}</MAC>\r\n<IPv4Address>{ip}</IPv4Address>\r\n<DHCP>true</DHCP>\r\n<SoftwareVersion>{firmware}</SoftwareVersion>\r\n<Activated>true</Activated>\r\n</ProbeMatch>\r\n"
    )
    group = ("239.255.255.250", 37020)
    return udp.answer(37020, lambda data: match.encode() if b"<Probe>" in data else None, group[0], ip)


INQUIRY = b'<?xml version="1.0" encoding="utf-8"?><Probe><Uuid>13A888A9-F1B1-4020-AE9F-05607682D23B</Uuid><Types>inquiry</Types></Probe>'
