//! IPv6 (RFC 8200) and its extension headers.

use super::{Fragment, Packet};
use std::net::{IpAddr, Ipv6Addr};

/// More extension headers than any sender uses; the chain stops here.
const HEADER_LIMIT: usize = 8;

pub(super) fn parse(frame: &[u8], at: usize) -> Result<Packet, &'static str> {
    let address = |from: usize| -> Option<IpAddr> {
        let octets: [u8; 16] = frame.get(from..from + 16)?.try_into().ok()?;
        Some(IpAddr::V6(Ipv6Addr::from(octets)))
    };
    let (Some(source), Some(destination)) = (address(at + 8), address(at + 24)) else { return Err("short") };
    let Some([l1, l0, next, hop_limit]) = frame.get(at + 4..at + 8).and_then(|b| <[u8; 4]>::try_from(b).ok())
    else {
        return Err("short");
    };
    let length = usize::from(u16::from_be_bytes([l1, l0]));
    // Zero: a jumbogram, or left open by segmentation offload.
    let claimed = if length == 0 { frame.len() } else { at + 40 + length };
    let end = claimed.min(frame.len());
    let (mut protocol, mut start, mut fragment) = (next, at + 40, None);
    for _ in 0..HEADER_LIMIT {
        let size = match protocol {
            // Hop-by-hop, routing, destination options, mobility, HIP, shim6: length in eight bytes, less the first.
            0 | 43 | 60 | 135 | 139 | 140 => 8 + 8 * usize::from(*frame.get(start + 1).ok_or("short")?),
            // Authentication: length in four bytes, less two.
            51 => 8 + 4 * usize::from(*frame.get(start + 1).ok_or("short")?),
            44 => {
                let header: [u8; 8] =
                    frame.get(start..start + 8).and_then(|b| b.try_into().ok()).ok_or("short")?;
                let [_, _, o1, o0, i3, i2, i1, i0] = header;
                let place = u16::from_be_bytes([o1, o0]);
                fragment = Some(Fragment {
                    id: u32::from_be_bytes([i3, i2, i1, i0]),
                    offset: usize::from(place & 0xfff8),
                    more: place & 1 == 1,
                });
                8
            }
            _ => break,
        };
        protocol = *frame.get(start).ok_or("short")?;
        start += size;
        // What follows a later fragment's header is the middle of something, not another header.
        if fragment.is_some_and(|f: Fragment| f.offset > 0) {
            break;
        }
    }
    if fragment.is_some_and(|f: Fragment| f.offset == 0 && !f.more) {
        // An atomic fragment (RFC 6946) is whole.
        fragment = None;
    }
    if start > end {
        return Err("short");
    }
    Ok(Packet { source, destination, hop_limit, protocol, start, end, fragment, cut: claimed > frame.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(next: u8, payload: &[u8]) -> Vec<u8> {
        let mut frame = vec![0x60, 0, 0, 0, 0, payload.len() as u8, next, 255];
        frame.extend([0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
        frame.extend([0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
        frame.extend(payload);
        frame
    }

    #[test]
    fn extension_headers_are_stepped_over() {
        // Hop-by-hop with a router alert, then ICMPv6.
        let frame = packet(0, &[58, 0, 5, 2, 0, 0, 1, 0, 135, 0]);
        let parsed = parse(&frame, 0).unwrap();
        assert_eq!((parsed.protocol, parsed.start, parsed.end), (58, 48, 50));
        for length in 0..frame.len() {
            let _ = parse(&frame[..length], 0);
        }
    }

    #[test]
    fn fragments_and_atomic_fragments() {
        let first = packet(44, &[17, 0, 0, 1, 0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(parse(&first, 0).unwrap().fragment, Some(Fragment { id: 9, offset: 0, more: true }));
        let atomic = packet(44, &[17, 0, 0, 0, 0, 0, 0, 9, 1, 2]);
        assert_eq!(parse(&atomic, 0).unwrap().fragment, None);
    }
}
