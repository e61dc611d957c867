//! NAT-PMP (RFC 6886) and PCP (RFC 6887): a host asks its router to let the internet in.

use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use holdfast_facts::OperationClass;

/// NAT-PMP and PCP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "natpmp",
    title: "NAT-PMP and PCP",
    standard: "RFC 6886, RFC 6887",
    carriers: &[Carrier::Udp(&[5351]), Carrier::Begins(&[])],
    attributes: &[attribute("natpmp.router", "The sender answers requests for port mappings: `answers`.")],
    probe,
    dissect,
};

const FUNCTION: &str = "add port mapping";

fn probe(pdu: &Pdu<'_>) -> Probe {
    let known =
        pdu.on_port(5351) && matches!(pdu.bytes, [0, 0..=2 | 128..=130, ..] | [2, 0..=2 | 128..=130, ..]);
    if known { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let at = pdu.bytes.get(..2).unwrap_or(&[]);
    match (pdu.bytes, pdu.direction) {
        // Version 0: 1 maps UDP, 2 maps TCP; a lifetime of 0 takes it away. Version 2: 1 maps.
        ([0, 1 | 2, _, _, _, _, _, _, lifetime @ ..], Direction::ToServer) if lifetime != [0, 0, 0, 0] => {
            sink.asks(OperationClass::Configure, FUNCTION, "", at);
        }
        ([2, 1, _, _, lifetime @ ..], Direction::ToServer) if lifetime.get(..4) != Some(&[0, 0, 0, 0]) => {
            sink.asks(OperationClass::Configure, FUNCTION, "", at);
        }
        ([0, 129 | 130, high, low, ..], Direction::ToClient) => {
            sink.answers(OperationClass::Configure, FUNCTION, "", [*high, *low] == [0, 0], at);
        }
        ([2, 129, _, code, ..], Direction::ToClient) => {
            sink.answers(OperationClass::Configure, FUNCTION, "", *code == 0, at);
        }
        _ => {}
    }
    if pdu.direction == Direction::ToClient {
        sink.put(About::Source, "natpmp.router", "answers", at);
    }
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::Transport;
    use super::super::test_support::{be_nasty, hex, operations, pdu};
    use super::*;

    #[test]
    fn a_port_is_opened() {
        // version 0, map TCP, reserved, inside 8080, outside 80, for 7200 s
        let ask = hex("00 02 0000 1f90 0050 00001c20");
        let to = pdu(&ask, Transport::Udp, Direction::ToServer, 40000, 5351);
        assert_eq!(probe(&to), Probe::Certain);
        assert_eq!(
            operations(&DISSECTOR, &[to]),
            ["192.0.2.1 > 192.0.2.2: configure `add port mapping` asked 1 accepted 0 refused 0"]
        );
        let answer = hex("00 82 0000 00000010 1f90 0050 00001c20");
        let back = pdu(&answer, Transport::Udp, Direction::ToClient, 5351, 40000);
        be_nasty(&DISSECTOR, &to);
        be_nasty(&DISSECTOR, &back);
    }
}
