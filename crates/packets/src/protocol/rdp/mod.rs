//! RDP (MS-RDPBCGR): the connection request shows a Windows client and how it asks to be routed; the client's core data
//! its name and build. The user's name in the cookie is not kept.

use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;

/// RDP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "rdp",
    title: "RDP connection request",
    standard: "MS-RDPBCGR 2.2.1.1, 2.2.1.2, 2.2.1.3.2; RFC 1006",
    carriers: &[Carrier::Tcp(&[3389]), Carrier::Begins(&[3])],
    attributes: &[
        attribute("rdp.cookie", "Kind of the routing cookie: `mstshash` or `msts`; never the user's name."),
        attribute("rdp.protocols", "Security protocols that the client asks for."),
        attribute("rdp.selected", "Security protocol that the server chose."),
        attribute("rdp.client_name", "Name of the client computer (core data)."),
        attribute("rdp.client_build", "Build number of the client (core data)."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    // TPKT, then an X.224 connection request (0xE0) or confirm (0xD0) that carries a cookie or a negotiation.
    match pdu.bytes {
        [3, 0, _, _, _, 0xe0, 0, 0, _, _, _, rest @ ..] if rest.starts_with(b"Cookie: mst") => Probe::Certain,
        [3, 0, _, _, _, 0xe0, 0, 0, _, _, _, 1, _, 8, 0, ..] => Probe::Certain,
        [3, 0, _, _, _, 0xd0, 0, 0, _, _, _, 2, _, 8, 0, ..] => Probe::Certain,
        [3, 0, _, _, _, 0xe0 | 0xd0, ..] if pdu.on_port(3389) => Probe::Possible,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let Some([3, _, high, low]) = pdu.bytes.get(..4).and_then(|b| <[u8; 4]>::try_from(b).ok()) else {
        return if pdu.bytes.len() < 4 { Progress::More } else { Progress::Done };
    };
    let length = usize::from(u16::from_be_bytes([high, low])).max(7);
    let Some(packet) = pdu.bytes.get(..length) else {
        return if pdu.cut { Progress::Done } else { Progress::More };
    };
    let body = packet.get(11..).unwrap_or(&[]);
    match packet.get(5) {
        Some(0xe0) => request(body, sink),
        Some(0xd0) => {
            if let Some([2, _, 8, 0, protocol, ..]) = body.get(..8).and_then(|b| <[u8; 8]>::try_from(b).ok())
            {
                sink.put(About::Source, "rdp.selected", protocol_names(u32::from(protocol)).as_str(), body);
            }
        }
        // Data: the client's MCS connect-initial holds its core data, where no TLS was chosen.
        Some(0xf0) if pdu.direction == Direction::ToServer => {
            core_data(packet, sink);
            return Progress::Done;
        }
        _ => return Progress::Done,
    }
    Progress::Consumed(length)
}

fn request(body: &[u8], sink: &mut Sink<'_>) {
    let mut rest = body;
    if let Some(cookie) = body.strip_prefix(b"Cookie: ") {
        let end = cookie.windows(2).position(|pair| pair == b"\r\n").unwrap_or(cookie.len());
        let kind = cookie.get(..end).unwrap_or(cookie).split(|b| *b == b'=').next().unwrap_or(&[]);
        if kind == b"mstshash" || kind == b"msts" {
            sink.text(About::Source, "rdp.cookie", kind);
        }
        rest = cookie.get(end + 2..).unwrap_or(&[]);
    }
    if let Some([1, _, 8, 0, protocols @ ..]) = rest.get(..8).and_then(|b| <[u8; 8]>::try_from(b).ok()) {
        sink.put(About::Source, "rdp.protocols", &protocol_names(u32::from_le_bytes(protocols)), rest);
    }
}

/// MS-RDPBCGR 2.2.1.1.1.
fn protocol_names(bits: u32) -> String {
    let names = ["tls", "credssp", "rdstls", "credssp-ex", "aad"];
    let set: Vec<&str> =
        names.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1).map(|(_, name)| *name).collect();
    if set.is_empty() { "rdp".to_owned() } else { set.join(",") }
}

/// TS_UD_CS_CORE (0xC001): build at 12 and 32 bytes of name in UTF-16 at 24, behind its header of four.
fn core_data(packet: &[u8], sink: &mut Sink<'_>) {
    // The block says its length: at least up to the name's end, at most the versions that exist.
    let is_core = |block: &[u8]| match block {
        [0x01, 0xc0, low, high] => (132..=260).contains(&u16::from_le_bytes([*low, *high])),
        _ => false,
    };
    let Some(at) = packet.windows(4).position(is_core) else { return };
    let mut cursor = Cursor::new(packet.get(at + 4..).unwrap_or(&[]));
    let _ = cursor.skip(16);
    let Some(build) = cursor.take(4) else { return };
    if let Ok(number) = <[u8; 4]>::try_from(build).map(u32::from_le_bytes) {
        sink.value(About::Source, "rdp.client_build", number, build);
    }
    let Some(name) = cursor.take(32) else { return };
    let units: Vec<u16> =
        name.chunks_exact(2).filter_map(|pair| Some(u16::from_le_bytes(pair.try_into().ok()?))).collect();
    let text: String = char::decode_utf16(units.into_iter().take_while(|unit| *unit != 0))
        .map(|c| c.unwrap_or('\u{fffd}'))
        .collect();
    sink.put(About::Source, "rdp.client_name", &text, name);
}

#[cfg(test)]
mod tests {
    use super::super::Transport;
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::*;

    #[test]
    fn the_users_name_is_not_kept() {
        let mut bytes = hex("03 00 002b 26 e0 0000 0000 00");
        bytes.extend(b"Cookie: mstshash=annsmit\r\n");
        bytes.extend(hex("01 00 0800 03000000"));
        bytes[3] = bytes.len() as u8;
        let message = pdu(&bytes, Transport::Tcp, Direction::ToServer, 40000, 3389);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source rdp.cookie = mstshash", "source rdp.protocols = tls,credssp"]
        );
        be_nasty(&DISSECTOR, &message);
        let confirm = hex("03 00 0013 0e d0 0000 1234 00 02 1f 0800 02000000");
        let message = pdu(&confirm, Transport::Tcp, Direction::ToClient, 3389, 40000);
        assert_eq!(dissect(&DISSECTOR, &message), ["source rdp.selected = credssp"]);
    }

    /// The core data block inside an MCS connect-initial, its own fields only (MS-RDPBCGR 2.2.1.3.2).
    #[test]
    fn name_and_build_of_a_client() {
        let mut bytes = hex("03 00 0000 02 f0 80 7f65 01c0 ffff   # TPKT, data, something that is no core block
            01c0 d800 04000800 0005 2004 01ca 03aa 09040000   # core, 216 bytes, version, size, colours, keyboard
            65 4a 00 00");
        for unit in "WARD7-PC".encode_utf16() {
            bytes.extend(unit.to_le_bytes());
        }
        bytes.resize(260, 0);
        bytes[2..4].copy_from_slice(&[1, 4]);
        let message = pdu(&bytes, Transport::Tcp, Direction::ToServer, 40000, 3389);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source rdp.client_build = 19045", "source rdp.client_name = WARD7-PC"]
        );
        be_nasty(&DISSECTOR, &message);
    }
}
