//! Ethernet II and 802.3 with LLC/SNAP; 802.1Q and QinQ tags, PPPoE sessions and MPLS labels are passed over.

use super::{IPV4, IPV6, Link, Payload, Unread, mac, u16_at};
use holdfast_facts::Mac;

/// Tags in front of the payload; more than four is nonsense.
const TAG_LIMIT: usize = 4;
const LABEL_LIMIT: usize = 8;

#[inline]
pub(super) fn parse(frame: &[u8], start: usize) -> Result<Link, Unread> {
    let (destination, source) = (mac(frame, start), mac(frame, start + 6));
    if source.is_none() {
        return Err(Unread::Short);
    }
    from_type(frame, source, destination, start + 12)
}

/// Goes on at the type (or length) field at `at`.
#[inline]
pub(super) fn from_type(
    frame: &[u8],
    source: Option<Mac>,
    destination: Option<Mac>,
    mut at: usize,
) -> Result<Link, Unread> {
    let mut vlan = None;
    let mut kind = u16_at(frame, at).ok_or(Unread::Short)?;
    for _ in 0..TAG_LIMIT {
        if !matches!(kind, 0x8100 | 0x88a8 | 0x9100 | 0x9200) {
            break;
        }
        // A tag with VLAN 0 carries only a priority (802.1Q §9.6).
        let id = u16_at(frame, at + 2).ok_or(Unread::Short)? & 0x0fff;
        if id != 0 {
            vlan = Some(id);
        }
        kind = u16_at(frame, at + 4).ok_or(Unread::Short)?;
        at += 4;
    }
    let mut offset = at + 2;
    let payload = match kind {
        0x8864 => {
            // PPPoE session (RFC 2516): six bytes, then the PPP protocol number.
            let protocol = u16_at(frame, offset + 6).ok_or(Unread::Short)?;
            offset += 8;
            ppp_payload(protocol)
        }
        0x8847 | 0x8848 => {
            offset = after_labels(frame, offset).ok_or(Unread::Short)?;
            match frame.get(offset).map(|byte| byte >> 4) {
                Some(4) => Payload::EtherType(IPV4),
                Some(6) => Payload::EtherType(IPV6),
                _ => Payload::EtherType(kind),
            }
        }
        0..=1500 => {
            let (payload, length) = llc(frame, offset).ok_or(Unread::Short)?;
            offset += length;
            payload
        }
        _ => Payload::EtherType(kind),
    };
    Ok(Link { source, destination, vlan, payload, offset })
}

/// IEEE 802.2 LLC, with SNAP where it is announced; and how many bytes it takes.
pub(super) fn llc(frame: &[u8], at: usize) -> Option<(Payload, usize)> {
    let (dsap, ssap) = (*frame.get(at)?, *frame.get(at + 1)?);
    if (dsap, ssap) != (0xaa, 0xaa) {
        return Some((Payload::Llc(dsap), 3));
    }
    let organisation: [u8; 3] = frame.get(at + 3..at + 6)?.try_into().ok()?;
    let protocol = u16_at(frame, at + 6)?;
    let payload = match organisation {
        // RFC 1042 and the 802.1H bridge tunnel carry EtherTypes.
        [0, 0, 0] | [0, 0, 0xf8] => Payload::EtherType(protocol),
        _ => Payload::Snap(organisation, protocol),
    };
    Some((payload, 8))
}

pub(super) fn ppp_payload(protocol: u16) -> Payload {
    match protocol {
        0x0021 => Payload::EtherType(IPV4),
        0x0057 => Payload::EtherType(IPV6),
        other => Payload::EtherType(other),
    }
}

fn after_labels(frame: &[u8], mut at: usize) -> Option<usize> {
    for _ in 0..LABEL_LIMIT {
        let bottom = frame.get(at + 2)? & 1 == 1;
        at += 4;
        if bottom {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(rest: &[u8]) -> Vec<u8> {
        let mut bytes = vec![2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2];
        bytes.extend_from_slice(rest);
        bytes
    }

    #[test]
    fn tags_are_passed_over_and_the_innermost_counts() {
        let link = parse(&frame(&[0x88, 0xa8, 0, 5, 0x81, 0, 0x20, 7, 8, 0, 0x45]), 0).unwrap();
        assert_eq!((link.vlan, link.payload, link.offset), (Some(7), Payload::EtherType(IPV4), 22));
        let priority = parse(&frame(&[0x81, 0, 0x20, 0, 8, 6]), 0).unwrap();
        assert_eq!((priority.vlan, priority.payload), (None, Payload::EtherType(0x0806)));
    }

    #[test]
    fn llc_snap_mpls_and_pppoe() {
        assert_eq!(parse(&frame(&[0, 38, 0x42, 0x42, 3]), 0).unwrap().payload, Payload::Llc(0x42));
        let cdp = parse(&frame(&[0, 60, 0xaa, 0xaa, 3, 0, 0, 0x0c, 0x20, 0]), 0).unwrap();
        assert_eq!((cdp.payload, cdp.offset), (Payload::Snap([0, 0, 0x0c], 0x2000), 22));
        let mpls = parse(&frame(&[0x88, 0x47, 0, 1, 0, 64, 0, 2, 1, 64, 0x45]), 0).unwrap();
        assert_eq!((mpls.payload, mpls.offset), (Payload::EtherType(IPV4), 22));
        let pppoe = parse(&frame(&[0x88, 0x64, 0x11, 0, 0, 1, 0, 9, 0, 0x57, 0x60]), 0).unwrap();
        assert_eq!((pppoe.payload, pppoe.offset), (Payload::EtherType(IPV6), 22));
    }

    #[test]
    fn short_frames_are_told() {
        for length in 0..13 {
            assert_eq!(parse(&frame(&[8])[..length], 0), Err(Unread::Short));
        }
    }
}
