//! Linux cooked captures, as `tcpdump -i any` writes them: version 1 (LINKTYPE 113) and 2 (276).

use super::ethernet::{from_type, llc};
use super::{Link, Unread, mac, u16_at};
use holdfast_facts::Mac;

pub(super) fn version_1(frame: &[u8]) -> Result<Link, Unread> {
    let length = u16_at(frame, 4).ok_or(Unread::Short)?;
    finish(frame, address(frame, 6, length), 14, 16)
}

pub(super) fn version_2(frame: &[u8]) -> Result<Link, Unread> {
    let length = u16::from(*frame.get(11).ok_or(Unread::Short)?);
    let source = address(frame, 12, length);
    let kind = u16_at(frame, 0).ok_or(Unread::Short)?;
    if frame.len() < 20 {
        return Err(Unread::Short);
    }
    // The type stands at the front; a VLAN tag, if there is one, begins the payload.
    let link = from_front(frame, source, kind)?;
    Ok(link)
}

/// Only 6-byte addresses are MACs; a tunnel or PPP interface has others.
fn address(frame: &[u8], at: usize, length: u16) -> Option<Mac> {
    (length == 6).then(|| mac(frame, at)).flatten().filter(|mac| mac.is_unicast())
}

fn finish(frame: &[u8], source: Option<Mac>, type_at: usize, offset: usize) -> Result<Link, Unread> {
    match u16_at(frame, type_at).ok_or(Unread::Short)? {
        // 1: 802.3 without LLC (Novell), 4: 802.2 LLC.
        0x0001 | 0x0004 => {
            let (payload, length) = llc(frame, offset).ok_or(Unread::Short)?;
            Ok(Link { source, destination: None, vlan: None, payload, offset: offset + length })
        }
        _ => from_type(frame, source, None, type_at),
    }
}

fn from_front(frame: &[u8], source: Option<Mac>, kind: u16) -> Result<Link, Unread> {
    match kind {
        0x0001 | 0x0004 => {
            let (payload, length) = llc(frame, 20).ok_or(Unread::Short)?;
            Ok(Link { source, destination: None, vlan: None, payload, offset: 20 + length })
        }
        0x8100 | 0x88a8 => {
            let tag = u16_at(frame, 20).ok_or(Unread::Short)? & 0x0fff;
            let mut link = from_type(frame, source, None, 22)?;
            link.vlan = link.vlan.or((tag != 0).then_some(tag));
            Ok(link)
        }
        _ => Ok(Link {
            source,
            destination: None,
            vlan: None,
            payload: super::Payload::EtherType(kind),
            offset: 20,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{IPV4, Payload};
    use super::*;

    #[test]
    fn both_versions_give_the_sender() {
        let one = [0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 9, 0, 0, 8, 0, 0x45];
        let link = version_1(&one).unwrap();
        assert_eq!(
            (link.source, link.payload, link.offset),
            (Some(Mac([2, 0, 0, 0, 0, 9])), Payload::EtherType(IPV4), 16)
        );
        let two = [8, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0, 6, 2, 0, 0, 0, 0, 9, 0, 0, 0x45];
        let link = version_2(&two).unwrap();
        assert_eq!(
            (link.source, link.payload, link.offset),
            (Some(Mac([2, 0, 0, 0, 0, 9])), Payload::EtherType(IPV4), 20)
        );
        assert_eq!(version_2(&two[..19]), Err(Unread::Short));
    }
}
