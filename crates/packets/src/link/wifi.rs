//! IEEE 802.11 data frames, plain or behind a radiotap, AVS, Prism or PPI header. Encrypted ones are counted.

use super::ethernet::llc;
use super::{Link, Unread, mac, u16_at};

/// radiotap.org: version, pad, length (little-endian), then as many bytes.
pub(super) fn radiotap(frame: &[u8]) -> Result<Link, Unread> {
    parse(frame, length_le(frame, 2)?)
}

/// PPI (CACE): version, flags, length, and the link type of what follows.
pub(super) fn ppi(frame: &[u8]) -> Result<Link, Unread> {
    let length = length_le(frame, 2)?;
    match frame.get(4..8) {
        Some([105, 0, 0, 0]) => parse(frame, length),
        Some([1, 0, 0, 0]) => super::ethernet::parse(frame, length),
        Some(_) => Err(Unread::UnknownLinkType),
        None => Err(Unread::Short),
    }
}

/// AVS header: magic, then its length (big-endian).
pub(super) fn avs(frame: &[u8]) -> Result<Link, Unread> {
    let length: [u8; 4] = frame.get(4..8).and_then(|b| b.try_into().ok()).ok_or(Unread::Short)?;
    parse(frame, usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX))
}

fn length_le(frame: &[u8], at: usize) -> Result<usize, Unread> {
    u16_at(frame, at).map(|value| usize::from(value.swap_bytes())).ok_or(Unread::Short)
}

/// IEEE 802.11-2020 §9.2: frame control, addresses by the two DS bits, optional QoS field, then LLC.
pub(super) fn parse(frame: &[u8], start: usize) -> Result<Link, Unread> {
    let header = frame.get(start..).ok_or(Unread::Short)?;
    let (control, flags) = match header {
        [control, flags, ..] => (*control, *flags),
        _ => return Err(Unread::Short),
    };
    let (kind, subtype) = ((control >> 2) & 3, control >> 4);
    // Data frames only; bit 2 of the subtype means "no data".
    if kind != 2 || subtype & 4 != 0 {
        return Err(Unread::NoPayload);
    }
    if flags & 0x40 != 0 {
        return Err(Unread::Encrypted);
    }
    let address = |number: usize| mac(header, 4 + 6 * (number - 1));
    let (destination, source, mut length) = match flags & 3 {
        0 => (address(1), address(2), 24),
        1 => (address(3), address(2), 24),
        2 => (address(1), address(3), 24),
        _ => (address(3), mac(header, 24), 30),
    };
    if subtype & 8 != 0 {
        length += 2;
        // HT control follows where the order bit is set.
        if flags & 0x80 != 0 {
            length += 4;
        }
    }
    if source.is_none() {
        return Err(Unread::Short);
    }
    let (payload, more) = llc(header, length).ok_or(Unread::Short)?;
    Ok(Link { source, destination, vlan: None, payload, offset: start + length + more })
}

#[cfg(test)]
mod tests {
    use super::super::{IPV4, Payload};
    use super::*;
    use holdfast_facts::Mac;

    #[test]
    fn a_qos_data_frame_from_a_station() {
        let mut frame = vec![0, 0, 8, 0, 0, 0, 0, 0]; // radiotap of eight bytes
        frame.extend([0x88, 0x01, 0, 0]); // QoS data, to the distribution system
        frame.extend([2, 0, 0, 0, 0, 1]); // access point
        frame.extend([2, 0, 0, 0, 0, 2]); // station
        frame.extend([2, 0, 0, 0, 0, 3]); // destination
        frame.extend([0, 0, 0, 0]); // sequence, QoS
        frame.extend([0xaa, 0xaa, 3, 0, 0, 0, 8, 0, 0x45]);
        let link = radiotap(&frame).unwrap();
        assert_eq!(link.source, Some(Mac([2, 0, 0, 0, 0, 2])));
        assert_eq!(link.destination, Some(Mac([2, 0, 0, 0, 0, 3])));
        assert_eq!((link.payload, frame[link.offset]), (Payload::EtherType(IPV4), 0x45));
        frame[9] |= 0x40;
        assert_eq!(radiotap(&frame), Err(Unread::Encrypted));
    }
}
