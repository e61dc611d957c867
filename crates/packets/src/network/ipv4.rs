//! IPv4 (RFC 791).

use super::{Fragment, Packet};
use std::net::{IpAddr, Ipv4Addr};

#[inline]
pub(super) fn parse(frame: &[u8], at: usize) -> Result<Packet, &'static str> {
    let header: [u8; 20] = frame.get(at..at + 20).and_then(|b| b.try_into().ok()).ok_or("short")?;
    let [first, _, t1, t0, i1, i0, f1, f0, hop_limit, protocol, _, _, s3, s2, s1, s0, d3, d2, d1, d0] =
        header;
    let header_length = usize::from(first & 15) * 4;
    if header_length < 20 {
        return Err("header_length");
    }
    let total = usize::from(u16::from_be_bytes([t1, t0]));
    // Segmentation offload leaves the length at zero in captures of the sending machine.
    let claimed = if total == 0 { frame.len() } else { at + total };
    let start = at + header_length;
    if claimed < start {
        return Err("total_length");
    }
    let place = u16::from_be_bytes([f1, f0]);
    let offset = usize::from(place & 0x1fff) * 8;
    let more = place & 0x2000 != 0;
    let fragment =
        (offset > 0 || more).then(|| Fragment { id: u32::from(u16::from_be_bytes([i1, i0])), offset, more });
    let end = claimed.min(frame.len());
    if start > end {
        return Err("short");
    }
    Ok(Packet {
        source: IpAddr::V4(Ipv4Addr::new(s3, s2, s1, s0)),
        destination: IpAddr::V4(Ipv4Addr::new(d3, d2, d1, d0)),
        hop_limit,
        protocol,
        start,
        end,
        fragment,
        cut: claimed > frame.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: [u8; 20] = [0x45, 0, 0, 24, 0, 7, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2];

    #[test]
    fn a_plain_packet_ends_where_it_says() {
        let mut frame = HEADER.to_vec();
        frame.extend([1, 2, 3, 4, 0, 0, 0, 0]); // four bytes and padding
        let packet = parse(&frame, 0).unwrap();
        assert_eq!((packet.start, packet.end, packet.cut, packet.fragment), (20, 24, false, None));
        assert!(parse(&frame[..22], 0).unwrap().cut);
        assert_eq!(parse(&frame[..19], 0), Err("short"));
    }

    #[test]
    fn lies_are_told() {
        let mut frame = HEADER;
        frame[0] = 0x44;
        assert_eq!(parse(&frame, 0), Err("header_length"));
        frame[0] = 0x45;
        frame[3] = 8;
        assert_eq!(parse(&frame, 0), Err("total_length"));
        frame[3] = 24;
        frame[6] = 0x20;
        assert_eq!(parse(&frame, 0).unwrap().fragment, Some(Fragment { id: 7, offset: 0, more: true }));
    }
}
