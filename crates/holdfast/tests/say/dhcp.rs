//! Captures of hosts that ask for an address (RFC 2131): enough to tell hosts apart.

/// A host and what it says of itself when it asks.
pub(crate) struct Host<'a> {
    pub(crate) mac: &'a str,
    /// Option 12.
    pub(crate) name: &'a str,
    /// Option 60.
    pub(crate) class: &'a str,
    /// Option 55.
    pub(crate) list: &'a [u8],
}

/// A pcap with one DISCOVER a host.
pub(crate) fn capture(hosts: &[Host<'_>]) -> Vec<u8> {
    // Microseconds, version 2.4, Ethernet.
    let mut file =
        vec![0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 1, 0, 0, 0];
    for (second, host) in hosts.iter().enumerate() {
        let frame = discover(host);
        let length = u32::try_from(frame.len()).unwrap().to_le_bytes();
        file.extend((1_700_000_000 + u32::try_from(second).unwrap()).to_le_bytes());
        file.extend([0; 4]);
        file.extend(length);
        file.extend(length);
        file.extend(frame);
    }
    file
}

fn discover(host: &Host<'_>) -> Vec<u8> {
    let mac: Vec<u8> = host.mac.split(':').map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect();
    let mut dhcp = vec![1, 1, 6, 0, 1, 2, 3, 4];
    dhcp.extend([0; 20]);
    dhcp.extend(&mac);
    dhcp.extend([0; 10 + 64 + 128]);
    dhcp.extend([0x63, 0x82, 0x53, 0x63, 53, 1, 1]);
    for (code, value) in [(12, host.name.as_bytes()), (60, host.class.as_bytes()), (55, host.list)] {
        dhcp.extend([code, u8::try_from(value.len()).unwrap()]);
        dhcp.extend(value);
    }
    dhcp.push(255);
    let udp = u16::try_from(8 + dhcp.len()).unwrap().to_be_bytes();
    let ip = u16::try_from(28 + dhcp.len()).unwrap().to_be_bytes();
    let mut header = vec![0x45, 0, ip[0], ip[1], 0, 0, 0, 0, 64, 17, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255];
    let sum: u32 = header.chunks(2).map(|pair| u32::from(pair[0]) << 8 | u32::from(pair[1])).sum();
    let sum = !u16::try_from((sum & 0xffff) + (sum >> 16)).unwrap();
    header[10..12].copy_from_slice(&sum.to_be_bytes());
    let mut frame = vec![0xff; 6];
    frame.extend(&mac);
    frame.extend([8, 0]);
    frame.extend(header);
    frame.extend([0, 68, 0, 67, udp[0], udp[1], 0, 0]);
    frame.extend(dhcp);
    frame
}
