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
    carriers: &[Carrier::Tcp(&[445, 139]), Carrier::Begins(&[0])],
    attributes: &[
        attribute("smb.dialect", "Dialect that the server chose: `3.1.1`; or `1` for SMB 1."),
        attribute("smb.offered", "The best dialect that the client offers: `1`, `2.0.2` … `3.1.1`."),
        attribute("smb.signing", "Whether the server requires signing: `required`, `enabled`, `off`."),
        attribute("smb.server_guid", "Server GUID."),
        attribute("smb.native_os", "Operating system (SMB 1 session setup), about the sender."),
        attribute("smb.native_lan_manager", "LAN manager (SMB 1 session setup), about the sender."),
        attribute(
            "smb.ntlm_computer",
            "NetBIOS name of the server (NTLM challenge), or the workstation's own.",
        ),
        attribute("smb.ntlm_domain", "NetBIOS domain of the server."),
        attribute("smb.ntlm_dns_computer", "DNS name of the server."),
        attribute("smb.ntlm_dns_domain", "DNS domain of the server."),
        attribute("smb.ntlm_version", "Version of the NTLM proof that the client sends: `1` or `2`."),
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
                // 02ff answers an SMB 1 question: the choice comes in the next answer.
                if let Some(name) = version_name(number) {
                    sink.put(About::Source, "smb.dialect", name, dialect);
                }
                let required = mode.first().is_some_and(|mode| mode & 2 != 0);
                sink.put(About::Source, "smb.signing", if required { "required" } else { "enabled" }, mode);
                let text: String = guid.iter().map(|byte| format!("{byte:02x}")).collect();
                sink.put(About::Source, "smb.server_guid", &text, guid);
            }
            true
        }
        (0, false) => {
            offered(body, sink);
            true
        }
        (1, _) => {
            ntlmssp::find(body, sink);
            true
        }
        _ => false,
    }
}

fn version_name(number: u16) -> Option<&'static str> {
    match number {
        0x0202 => Some("2.0.2"),
        0x0210 => Some("2.1"),
        0x0300 => Some("3.0"),
        0x0302 => Some("3.0.2"),
        0x0311 => Some("3.1.1"),
        _ => None,
    }
}

/// MS-SMB2 §2.2.3: the count at 2, the list at 36.
fn offered(body: &[u8], sink: &mut Sink<'_>) {
    let count = Cursor::new(body.get(2..).unwrap_or(&[])).u16_le().unwrap_or(0);
    let mut list = Cursor::new(body.get(36..).unwrap_or(&[]));
    let mut best = 0;
    for _ in 0..count.min(16) {
        best = best.max(list.u16_le().unwrap_or(0));
    }
    if let Some(name) = version_name(best) {
        let end = 36 + usize::from(count.min(16)) * 2;
        sink.put(About::Source, "smb.offered", name, body.get(36..end).unwrap_or(&[]));
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
                // NT LM 0.12 answers in 17 words: which of the dialects, then the security mode.
                if let (Some(17), Some(mode)) = (message.get(32), message.get(35..36)) {
                    let signing = match mode.first().map_or(0, |mode| mode & 0x0c) {
                        0x0c => "required",
                        0x04 => "enabled",
                        _ => "off",
                    };
                    sink.put(About::Source, "smb.signing", signing, mode);
                }
            } else if !message.windows(6).any(|w| w == b"SMB 2.") {
                sink.put(About::Source, "smb.offered", "1", message.get(35..).unwrap_or(&[]));
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
            // Extended security has a blob in front of the strings; its length is the last word but two, or but none.
            // A request without it has passwords and names there, which are not looked at.
            let blob_at = match (response, words) {
                (true, 3) => None,
                (true, 4) => Some(33 + 6),
                (false, 12) => Some(33 + 14),
                _ => Some(usize::MAX),
            };
            if blob_at != Some(usize::MAX) {
                let blob =
                    blob_at.and_then(|at| Cursor::new(message.get(at..)?).u16_le()).map_or(0, usize::from);
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

    /// Windows Server 2003 asks Windows XP (as recorded, frames 379 to 382 of one capture).
    const OFFER: &str = "00000085 ff534d42 72 00000000 18 53c8 0000 0000000000000000 0000 0000 fffe 0000 0000 00 6200
        025043204e4554574f524b2050524f4752414d20312e3000024c414e4d414e312e30000257696e646f777320666f7220576f726b67726f
        75707320332e316100024c4d312e325830303200024c414e4d414e322e3100024e54204c4d20302e313200";
    const CHOICE: &str =
        "00000055ff534d4272000000009853c80000000000000000000000000000fffe00000000110500030a0001000411
        00000000010000000000fde30080c2ec667c0d45c9012c0100100005a36e02ed9c0544a3e1c6e5d7d5929a";
    const SETUP: &str = "000000f4ff534d4273000000001807c80000000000000000000000000000fffe000010000cff00f40004110a000000
        00000000280000000000d40000a0b9004e544c4d5353500001000000078208a2000000000000000000000000000000000502ce0e000000
        0f00570069006e0064006f0077007300200053006500720076006500720020003200300030003300200052003200200033003700390030
        002000530065007200760069006300650020005000610063006b002000320000000000570069006e0064006f0077007300200053006500
        720076006500720020003200300030003300200052003200200035002e00320000000000";

    #[test]
    fn an_old_client_and_an_old_server() {
        let bytes = hex(OFFER);
        let message = pdu(&bytes, Transport::Tcp, Direction::ToServer, 3269, 139);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(dissect(&DISSECTOR, &message), ["source smb.offered = 1"]);
        let bytes = hex(CHOICE);
        let message = pdu(&bytes, Transport::Tcp, Direction::ToClient, 139, 3269);
        assert_eq!(dissect(&DISSECTOR, &message), ["source smb.dialect = 1", "source smb.signing = off"]);
        let bytes = hex(SETUP);
        let message = pdu(&bytes, Transport::Tcp, Direction::ToServer, 3269, 139);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                // An empty text stands where the LAN manager's name should.
                "source smb.native_os = Windows Server 2003 R2 3790 Service Pack 2",
                "source smb.ntlm_os = 5.2.3790",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn a_new_client_offers_the_newest() {
        // As recorded; the contexts behind the dialects are left out.
        let bytes = hex("0000006e fe534d42400001000000000000001f0010000000000000000000000000000000fffe000000000000
            0000000000000000000000000000000000000000000000002400050001000000 7f0000004aac0b46e4c9ea11a7080050560cd549
            7000000002000000 0202 1002 0003 0203 1103");
        let message = pdu(&bytes, Transport::Tcp, Direction::ToServer, 50060, 445);
        assert_eq!(dissect(&DISSECTOR, &message), ["source smb.offered = 3.1.1"]);
    }

    #[test]
    fn a_users_name_is_not_kept() {
        // A session setup without extended security: 13 words, then passwords, account, domain, system.
        let mut message = hex("ff534d42 73 00000000 18 0300 0000 0000000000000000 0000 0000 fffe 0000 0000
            0d ff000000 ffff 0200 0100 00000000 0100 0000 00000000 d4000000");
        message.extend(hex("1a00 70"));
        message.extend(b"ann.smith\0WARD\0Windows 4.0\0");
        let bytes = framed(&message);
        let lines = dissect(&DISSECTOR, &pdu(&bytes, Transport::Tcp, Direction::ToServer, 40000, 139));
        assert!(lines.is_empty(), "{lines:?}");
    }
}
