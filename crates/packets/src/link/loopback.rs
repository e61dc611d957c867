//! Links without addresses: BSD null and loop, raw IP, PPP and Cisco HDLC.

use super::ethernet::ppp_payload;
use super::{IPV4, IPV6, Link, Payload, Unread, u16_at};

fn without_addresses(payload: Payload, offset: usize) -> Link {
    Link { source: None, destination: None, vlan: None, payload, offset }
}

/// Four bytes of address family, in the byte order of whoever recorded them.
pub(super) fn parse(frame: &[u8]) -> Result<Link, Unread> {
    let family: [u8; 4] = frame.get(..4).and_then(|b| b.try_into().ok()).ok_or(Unread::Short)?;
    match u32::from_be_bytes(family).min(u32::from_le_bytes(family)) {
        2 => Ok(without_addresses(Payload::EtherType(IPV4), 4)),
        // AF_INET6 is 24, 28 or 30 by BSD and 10 on Linux.
        10 | 24 | 28 | 30 => Ok(without_addresses(Payload::EtherType(IPV6), 4)),
        _ => Err(Unread::NoPayload),
    }
}

/// IPv4 or IPv6 by the first nibble.
pub(super) fn raw_ip(frame: &[u8], at: usize) -> Result<Link, Unread> {
    match frame.get(at).map(|byte| byte >> 4) {
        Some(4) => Ok(without_addresses(Payload::EtherType(IPV4), at)),
        Some(6) => Ok(without_addresses(Payload::EtherType(IPV6), at)),
        Some(_) => Err(Unread::NoPayload),
        None => Err(Unread::Short),
    }
}

/// PPP (RFC 1661) with or without HDLC framing (RFC 1662), behind a direction byte, or a PPPoE session.
pub(super) fn ppp(frame: &[u8], link_type: u16) -> Result<Link, Unread> {
    let mut at = match link_type {
        51 => 6,
        204 => 1,
        _ => 0,
    };
    if frame.get(at..at + 2) == Some(&[0xff, 0x03]) {
        at += 2;
    }
    let first = *frame.get(at).ok_or(Unread::Short)?;
    // A protocol number whose first byte is odd was compressed to one byte (RFC 1661 §6.5).
    let (protocol, offset) = if first & 1 == 1 {
        (u16::from(first), at + 1)
    } else {
        (u16_at(frame, at).ok_or(Unread::Short)?, at + 2)
    };
    Ok(without_addresses(ppp_payload(protocol), offset))
}

/// Address, control, EtherType (RFC 1547 and Cisco's variant).
pub(super) fn cisco_hdlc(frame: &[u8]) -> Result<Link, Unread> {
    let kind = u16_at(frame, 2).ok_or(Unread::Short)?;
    Ok(without_addresses(Payload::EtherType(kind), 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_in_both_byte_orders() {
        assert_eq!(parse(&[2, 0, 0, 0, 0x45]).unwrap().payload, Payload::EtherType(IPV4));
        assert_eq!(parse(&[0, 0, 0, 30, 0x60]).unwrap().payload, Payload::EtherType(IPV6));
        assert_eq!(parse(&[9, 9, 9, 9]), Err(Unread::NoPayload));
        assert_eq!(ppp(&[0xff, 3, 0, 0x21, 0x45], 9).unwrap().offset, 4);
        assert_eq!(ppp(&[0x21, 0x45], 9).unwrap().offset, 1);
    }
}
