//! ProConOS (KW-Software, now Phoenix Contact), the runtime inside controllers of many makers: it answers an information
//! request with its own name, the controller's type and the names of its project.

use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use holdfast_facts::OperationClass::{Identify, Read};

/// ProConOS.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "proconos",
    title: "ProConOS",
    standard: "ProConOS/MultiProg (as public scanners parse its identification; no description is published)",
    carriers: &[Carrier::Tcp(&[20547]), Carrier::Begins(&[])],
    attributes: &[
        attribute("proconos.runtime", "Ladder logic runtime, with its version."),
        attribute("proconos.type", "Type of the controller."),
        weak("proconos.project", "Name of the project.", 2),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    match *pdu.bytes {
        [0xcc, _, 0, ..] if pdu.on_port(20547) => Probe::Certain,
        [0xcc, ..] if pdu.on_port(20547) => Probe::Possible,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let at = pdu.bytes.get(..2).unwrap_or(&[]);
    if pdu.direction != Direction::ToClient {
        // 1 asks for information; what other requests mean is not public.
        match pdu.bytes.get(1) {
            Some(1) => sink.asks(Identify, "read information", "", at),
            Some(_) => sink.asks(Read, "other function", "", at),
            None => {}
        }
        return Progress::Done;
    }
    if pdu.bytes.len() < 112 && !pdu.cut && pdu.bytes.len() > 12 {
        return Progress::More;
    }
    let mut told = false;
    for (place, name) in [(12, "proconos.runtime"), (44, "proconos.type"), (77, "proconos.project")] {
        let text = pdu.bytes.get(place..).unwrap_or(&[]);
        let end = text.iter().take(33).position(|byte| *byte == 0).unwrap_or(0);
        let text = text.get(..end).unwrap_or(&[]);
        if text.len() >= 2 && text.iter().all(|byte| (0x20..0x7f).contains(byte)) {
            sink.text(About::Source, name, text);
            told = true;
        }
    }
    if told {
        sink.answers(Identify, "read information", "", true, at);
    }
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::Transport;
    use super::super::test_support::{be_nasty, dissect, hex, operations, pdu};
    use super::*;

    #[test]
    fn a_runtime_says_what_it_is() {
        // No public capture: written from what public scanners send and parse.
        let ask = hex("cc01000b4002000047ee");
        let mut answer = vec![0; 120];
        answer[..4].copy_from_slice(&[0xcc, 0x01, 0, 0x76]);
        answer[12..34].copy_from_slice(b"ProConOS V4.1.0230 Feb");
        answer[44..51].copy_from_slice(b"ADAM564");
        answer[77..83].copy_from_slice(b"Bridge");
        let to = pdu(&ask, Transport::Tcp, Direction::ToServer, 50000, 20547);
        let back = Pdu {
            source: to.destination,
            destination: to.source,
            ..pdu(&answer, Transport::Tcp, Direction::ToClient, 20547, 50000)
        };
        assert_eq!(probe(&to), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &back),
            [
                "source proconos.project = Bridge",
                "source proconos.runtime = ProConOS V4.1.0230 Feb",
                "source proconos.type = ADAM564",
            ]
        );
        assert_eq!(
            operations(&DISSECTOR, &[to, back]),
            ["192.0.2.1 > 192.0.2.2: identify `read information` asked 1 accepted 1 refused 0"]
        );
        be_nasty(&DISSECTOR, &back);
        assert_eq!(probe(&pdu(&ask, Transport::Tcp, Direction::ToServer, 50000, 80)), Probe::No);
    }
}
