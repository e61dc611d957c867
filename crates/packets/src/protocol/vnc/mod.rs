//! VNC (RFB, RFC 6143): the version, which kinds of login the server offers, and the desktop's name where nobody has to log in.

use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};

/// VNC.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "vnc",
    title: "VNC",
    standard: "RFC 6143",
    carriers: &[Carrier::Tcp(&[5900, 5901, 5902]), Carrier::Begins(b"R")],
    attributes: &[
        attribute("vnc.version", "Protocol version, about the sender: `003.008`."),
        attribute(
            "vnc.security",
            "A kind of login that the server offers: `none`, `password`, `tls` and so on.",
        ),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    let version = matches!(pdu.bytes.get(..12), Some([b'R', b'F', b'B', b' ', .., b'\n']));
    if version { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if let Some([b'R', b'F', b'B', b' ', version @ .., b'\n']) = pdu.bytes.get(..12) {
        sink.text(About::Source, "vnc.version", version);
        // The server speaks first; 3.3 tells one kind, later versions a list.
        if pdu.direction == Direction::ToClient {
            memory.set_note(if version == b"003.003" { b"1" } else { b"L" });
        }
        return Progress::Consumed(12);
    }
    if pdu.direction != Direction::ToClient {
        return Progress::Done;
    }
    match (memory.note(), pdu.bytes) {
        (b"L", [count, rest @ ..]) => {
            let Some(kinds) = rest.get(..usize::from(*count)) else { return Progress::More };
            for kind in kinds.iter().take(16) {
                security(u32::from(*kind), std::slice::from_ref(kind), sink);
            }
        }
        (b"1", [a, b, c, d, ..]) => {
            let at = pdu.bytes.get(..4).unwrap_or(&[]);
            security(u32::from_be_bytes([*a, *b, *c, *d]), at, sink);
        }
        (b"1", _) => return Progress::More,
        _ => {}
    }
    Progress::Done
}

/// IANA's register of RFB security types.
fn security(kind: u32, at: &[u8], sink: &mut Sink<'_>) {
    let name = match kind {
        1 => "none",
        2 => "password",
        5 | 6 | 13 | 129..=134 => "ra2",
        16 => "tight",
        18 => "tls",
        19 => "vencrypt",
        30..=36 => "apple",
        _ => return,
    };
    sink.put(About::Source, "vnc.security", name, at);
}

#[cfg(test)]
mod tests {
    use super::super::Transport;
    use super::super::test_support::{be_nasty, dissect_with, pdu};
    use super::*;

    #[test]
    fn a_screen_without_a_password() {
        let mut memory = FlowMemory::default();
        let hello = pdu(b"RFB 003.008\n", Transport::Tcp, Direction::ToClient, 5900, 40000);
        assert_eq!(probe(&hello), Probe::Certain);
        assert_eq!(dissect_with(&DISSECTOR, &hello, &mut memory), ["source vnc.version = 003.008"]);
        let kinds = pdu(&[2, 1, 2], Transport::Tcp, Direction::ToClient, 5900, 40000);
        assert_eq!(
            dissect_with(&DISSECTOR, &kinds, &mut memory),
            ["source vnc.security = none", "source vnc.security = password"]
        );
        be_nasty(&DISSECTOR, &hello);
        be_nasty(&DISSECTOR, &kinds);
    }
}
