//! Dropbox LAN sync (UDP 17500): the sender runs Dropbox, so it is a computer. Ids of people and folders are not kept.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};

/// Dropbox LAN sync.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "dropbox",
    title: "Dropbox LAN sync",
    standard: "observed layout",
    carriers: &[Carrier::Udp(&[17500]), Carrier::Begins(b"{")],
    attributes: &[attribute("dropbox.version", "Version of the announcement: `2.0`.")],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    let top = pdu.bytes.get(..64).unwrap_or(pdu.bytes);
    if top.starts_with(b"{\"") && top.windows(10).any(|w| w == b"\"host_int\"") {
        Probe::Certain
    } else {
        Probe::No
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let key = b"\"version\": [";
    if let Some(at) = pdu.bytes.windows(key.len()).position(|w| w == key).map(|at| at + key.len()) {
        let list = pdu.bytes.get(at..).and_then(|rest| rest.split(|b| *b == b']').next()).unwrap_or(&[]);
        let text: String =
            String::from_utf8_lossy(list).split(',').map(str::trim).collect::<Vec<_>>().join(".");
        sink.put(About::Source, "dropbox.version", &text, list);
    }
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn only_the_version_is_kept() {
        let bytes = b"{\"host_int\": 123456, \"version\": [2, 0], \"displayname\": \"\", \"port\": 17500, \"namespaces\": [1]}";
        let message = pdu(bytes, Transport::Udp, Direction::Unknown, 17500, 17500);
        assert_eq!(dissect(&DISSECTOR, &message), ["source dropbox.version = 2.0"]);
        be_nasty(&DISSECTOR, &message);
    }
}
