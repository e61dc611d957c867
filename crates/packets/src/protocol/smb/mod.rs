//! SMB 1 and 2 (MS-CIFS, MS-SMB2) with NTLMSSP (MS-NLMP): dialect, names of the server and its domain, operating system
//! build of both sides. Users' names are not kept.

pub(super) mod ntlmssp;

use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;

/// SMB.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "smb",
    title: "SMB 1 and 2 with NTLMSSP",
    standard: "MS-CIFS, MS-SMB, MS-SMB2, MS-NLMP, RFC 1002",
    carriers: &[Carrier::Tcp(&[445, 139])],
    attributes: &[
        attribute("smb.dialect", "Dialect that the server chose: `3.1.1`; or `1` for SMB 1."),
        attribute("smb.signing", "Whether the server requires signing: `required`, `enabled`."),
        attribute("smb.server_guid", "Server GUID."),
        attribute("smb.native_os", "Operating system (SMB 1 session setup)."),
        attribute("smb.native_lan_manager", "LAN manager (SMB 1 session setup)."),
        attribute(
            "smb.ntlm_computer",
            "NetBIOS name of the server (NTLM challenge), or the workstation's own.",
        ),
        attribute("smb.ntlm_domain", "NetBIOS domain of the server."),
        attribute("smb.ntlm_dns_computer", "DNS name of the server."),
        attribute("smb.ntlm_dns_domain", "DNS domain of the server."),
        attribute("smb.ntlm_os", "Version and build of the sender's system: `10.0.19041`."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    match pdu.bytes {
        [0, 0 | 1, _, _, 0xff | 0xfe, b'S', b'M', b'B', ..] => Probe::Certain,
        // NetBIOS session request and answer (RFC 1002 §4.3).
        [0x81..=0x83, 0, 0, _, ..] if pdu.on_port(139) => Probe::Possible,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let Some([kind, _, l1, l0]) = pdu.bytes.get(..4).and_then(|b| <[u8; 4]>::try_from(b).ok()) else {
        return Progress::More;
    };
    let flags = pdu.bytes.get(1).copied().unwrap_or(0);
    let length = usize::from(flags) << 16 | usize::from(u16::from_be_bytes([l1, l0]));
    let message = pdu.bytes.get(4..4 + length);
    if kind != 0 {
        return match message {
            Some(_) => Progress::Consumed(4 + length),
            None => Progress::More,
        };
    }
    // Names and builds stand in the small first messages; a large one is data.
    if length > 8192 {
        return Progress::Done;
    }
    let Some(message) = message else { return if pdu.cut { Progress::Done } else { Progress::More } };
    let go_on = match message.get(..4) {
        Some([0xfe, b'S', b'M', b'B']) => version_2(message, sink),
        Some([0xff, b'S', b'M', b'B']) => version_1(pdu, message, sink),
        _ => false,
    };
    if go_on { Progress::Consumed(4 + length) } else { Progress::Done }
}

/// MS-SMB2 §2.2: negotiate (0) and session setup (1).
fn version_2(message: &[u8], sink: &mut Sink<'_>) -> bool {
    let mut cursor = Cursor::new(message);
    let _ = cursor.skip(12);
    let Some(command) = cursor.u16_le() else { return false };
    let _ = cursor.skip(2);
    let response = cursor.u32_le().unwrap_or(0) & 1 == 1;
    let body = message.get(64..).unwrap_or(&[]);
    match (command, response) {
        (0, true) => {
            if let (Some(mode), Some(dialect), Some(guid)) = (body.get(2..3), body.get(4..6), body.get(8..24))
            {
                let number = u16::from_le_bytes(dialect.try_into().unwrap_or_default());
                let name = match number {
                    0x0202 => "2.0.2",
                    0x0210 => "2.1",
                    0x0300 => "3.0",
                    0x0302 => "3.0.2",
                    0x0311 => "3.1.1",
                    0x02ff => "2.x",
                    _ => "unknown",
                };
                sink.put(About::Source, "smb.dialect", name, dialect);
                let required = mode.first().is_some_and(|mode| mode & 2 != 0);
                sink.put(About::Source, "smb.signing", if required { "required" } else { "enabled" }, mode);
                let text: String = guid.iter().map(|byte| format!("{byte:02x}")).collect();
                sink.put(About::Source, "smb.server_guid", &text, guid);
            }
            true
        }
        (0, false) => true,
        (1, _) => {
            ntlmssp::find(body, sink);
            true
        }
        _ => false,
    }
}

/// MS-CIFS §2.2.4.52 and .53: negotiate (0x72) and session setup (0x73).
fn version_1(pdu: &Pdu<'_>, message: &[u8], sink: &mut Sink<'_>) -> bool {
    let (Some(command), Some(flags)) = (message.get(4), message.get(9)) else { return false };
    let response = flags & 0x80 != 0;
    match command {
        0x72 => {
            // An SMB 1 negotiation that ends in SMB 2 is answered in SMB 2.
            if response {
                sink.put(About::Source, "smb.dialect", "1", message.get(4..5).unwrap_or(&[]));
            }
            true
        }
        0x73 => {
            let unicode = message
                .get(10..12)
                .and_then(|b| <[u8; 2]>::try_from(b).ok())
                .map(u16::from_le_bytes)
                .unwrap_or(0)
                & 0x8000
                != 0;
            let words = usize::from(message.get(32).copied().unwrap_or(0));
            let data = message.get(33 + words * 2 + 2..).unwrap_or(&[]);
            if response && words >= 3 {
                // Extended security has a blob in front of the strings.
                let blob = if words >= 4 {
                    message
                        .get(33 + 6..33 + 8)
                        .and_then(|b| <[u8; 2]>::try_from(b).ok())
                        .map_or(0, |b| usize::from(u16::from_le_bytes(b)))
                } else {
                    0
                };
                let strings = data.get(blob..).unwrap_or(&[]);
                native(strings, unicode, (33 + words * 2 + 2 + blob) % 2 == 1, sink);
            }
            ntlmssp::find(data, sink);
            true
        }
        _ => pdu.direction == Direction::Unknown,
    }
}

/// Operating system and LAN manager, each ended by zero; in UTF-16 they begin at an even place of the message.
fn native(strings: &[u8], unicode: bool, padded: bool, sink: &mut Sink<'_>) {
    let names = ["smb.native_os", "smb.native_lan_manager"];
    if !unicode {
        for (name, text) in names.into_iter().zip(strings.split(|b| *b == 0)) {
            sink.text(About::Source, name, text);
        }
        return;
    }
    let mut rest = strings.get(usize::from(padded)..).unwrap_or(&[]);
    for name in names {
        let units: Vec<u16> = rest
            .chunks_exact(2)
            .take(128)
            .filter_map(|pair| Some(u16::from_le_bytes(pair.try_into().ok()?)))
            .take_while(|unit| *unit != 0)
            .collect();
        let at = rest.get(..units.len() * 2).unwrap_or(rest);
        sink.put(About::Source, name, &String::from_utf16_lossy(&units), at);
        rest = rest.get(units.len() * 2 + 2..).unwrap_or(&[]);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Transport;
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::*;

    fn header(command: u8, response: bool) -> Vec<u8> {
        let mut bytes = hex("fe534d42 4000 0000 00000000");
        bytes.extend([command, 0, 0, 0]);
        bytes.extend([u8::from(response), 0, 0, 0]);
        bytes.resize(64, 0);
        bytes
    }

    fn framed(message: &[u8]) -> Vec<u8> {
        let mut bytes = (message.len() as u32).to_be_bytes().to_vec();
        bytes.extend(message);
        bytes
    }

    #[test]
    fn a_server_chooses_its_dialect() {
        let mut message = header(0, true);
        message.extend(hex("4100 0300 1103 0000 00112233445566778899aabbccddeeff"));
        let bytes = framed(&message);
        let message = pdu(&bytes, Transport::Tcp, Direction::ToClient, 445, 40000);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source smb.dialect = 3.1.1",
                "source smb.server_guid = 00112233445566778899aabbccddeeff",
                "source smb.signing = required",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn a_challenge_names_the_server_and_its_build() {
        let mut message = header(1, true);
        message.extend(hex("0900 0000 4800 9a00 6000"));
        message.extend(b"NTLMSSP\0");
        message.extend(hex("02000000 0000 0000 38000000 05828a62 1122334455667788 0000000000000000 2c00 2c00 38000000 0a00614a0000000f"));
        message.extend(hex("0200 0800 57004100 52004400  0100 0a00 57004100 52004400 3700  0300 0a00 77006100 72006400 3700 00000000"));
        let bytes = framed(&message);
        let message = pdu(&bytes, Transport::Tcp, Direction::ToClient, 445, 40000);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source smb.ntlm_computer = WARD7",
                "source smb.ntlm_dns_computer = ward7",
                "source smb.ntlm_domain = WARD",
                "source smb.ntlm_os = 10.0.19041",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }
}
