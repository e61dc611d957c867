//! TiVo beacon (UDP 2190): recorders announce machine, platform and services as `key=value` lines.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};

/// TiVo.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "tivo",
    title: "TiVo beacon",
    standard: "TiVo Connect Automatic Machine Discovery",
    carriers: &[Carrier::Udp(&[2190]), Carrier::Begins(b"t")],
    attributes: &[
        attribute("tivo.platform", "Platform: `tcd/Series3`, `pc/win-nt`."),
        attribute("tivo.version", "Software version."),
        attribute("tivo.services", "Services and their ports."),
        attribute("tivo.machine", "Name of the machine."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    if pdu.bytes.starts_with(b"tivoconnect=") { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    for line in pdu.bytes.split(|b| *b == b'\n').take(16) {
        let mut parts = line.splitn(2, |b| *b == b'=');
        let (Some(key), Some(value)) = (parts.next(), parts.next()) else { continue };
        match key {
            b"platform" => sink.text(About::Source, "tivo.platform", value),
            b"swversion" => sink.text(About::Source, "tivo.version", value),
            b"services" => sink.text(About::Source, "tivo.services", value),
            b"machine" => sink.text(About::Source, "tivo.machine", value),
            _ => {}
        }
    }
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_recorder() {
        let bytes = b"tivoconnect=1\nmethod=broadcast\nplatform=tcd/Series3\nmachine=Ward TV\nidentity=648000\nswversion=8.3\n";
        let message = pdu(bytes, Transport::Udp, Direction::Unknown, 2190, 2190);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source tivo.machine = Ward TV",
                "source tivo.platform = tcd/Series3",
                "source tivo.version = 8.3"
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }
}
