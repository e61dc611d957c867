//! Which dissectors a message is offered to: tables made once from the protocol list.

use crate::link::Payload;
use crate::protocol::{Carrier, PROTOCOLS, Pdu, Probe};
use rustc_hash::FxHashMap;

/// Candidates by where a message was met. Protocols are indices into [`PROTOCOLS`].
pub(crate) struct Candidates {
    link: Vec<(Payload, u8)>,
    ip: [Option<u8>; 256],
    udp_ports: FxHashMap<u16, Vec<u8>>,
    /// One bit a port: the quick "not for us" of most datagrams.
    udp_hinted: Vec<u64>,
    /// By the first byte: who could be certain of such a message on any port.
    udp: Vec<Vec<u8>>,
    tcp_ports: FxHashMap<u16, Vec<u8>>,
    tcp_hinted: Vec<u64>,
    tcp: Vec<Vec<u8>>,
    /// Which protocols are read to a connection's end.
    to_end: Vec<bool>,
}

impl Candidates {
    pub(crate) fn new() -> Candidates {
        let mut candidates = Candidates {
            link: Vec::new(),
            ip: [None; 256],
            udp_ports: FxHashMap::default(),
            udp_hinted: vec![0; 1024],
            udp: vec![Vec::new(); 256],
            tcp_ports: FxHashMap::default(),
            tcp_hinted: vec![0; 1024],
            tcp: vec![Vec::new(); 256],
            to_end: vec![false; PROTOCOLS.len()],
        };
        for (index, protocol) in PROTOCOLS.iter().enumerate() {
            let Ok(index) = u8::try_from(index) else { break };
            let begins = protocol.carriers.iter().find_map(|carrier| match carrier {
                Carrier::Begins(bytes) => Some(*bytes),
                _ => None,
            });
            for carrier in protocol.carriers {
                candidates.add(index, *carrier, begins);
            }
        }
        candidates
    }

    fn add(&mut self, index: u8, carrier: Carrier, begins: Option<&[u8]>) {
        let by_first_byte = |lists: &mut Vec<Vec<u8>>| {
            for (byte, list) in (0..=u8::MAX).zip(lists) {
                if begins.is_none_or(|bytes| bytes.contains(&byte)) {
                    list.push(index);
                }
            }
        };
        match carrier {
            Carrier::Begins(_) => {}
            Carrier::EtherType(kind) => self.link.push((Payload::EtherType(kind), index)),
            Carrier::Llc(sap) => self.link.push((Payload::Llc(sap), index)),
            Carrier::Snap(organisation, protocol) => {
                self.link.push((Payload::Snap(organisation, protocol), index))
            }
            Carrier::IpProtocol(number) => {
                if let Some(slot) = self.ip.get_mut(usize::from(number)) {
                    *slot = Some(index);
                }
            }
            Carrier::Udp(ports) => {
                by_first_byte(&mut self.udp);
                for port in ports {
                    self.udp_ports.entry(*port).or_default().push(index);
                    if let Some(word) = self.udp_hinted.get_mut(usize::from(port / 64)) {
                        *word |= 1 << (port % 64);
                    }
                }
            }
            Carrier::Tcp(ports) | Carrier::TcpToEnd(ports) => {
                if let (Carrier::TcpToEnd(_), Some(slot)) = (carrier, self.to_end.get_mut(usize::from(index)))
                {
                    *slot = true;
                }
                by_first_byte(&mut self.tcp);
                for port in ports {
                    self.tcp_ports.entry(*port).or_default().push(index);
                    if let Some(word) = self.tcp_hinted.get_mut(usize::from(port / 64)) {
                        *word |= 1 << (port % 64);
                    }
                }
            }
        }
    }

    pub(crate) fn link(&self, payload: Payload) -> Option<u8> {
        self.link.iter().find(|(carried, _)| *carried == payload).map(|(_, index)| *index)
    }

    pub(crate) fn ip(&self, protocol: u8) -> Option<u8> {
        self.ip.get(usize::from(protocol)).copied().flatten()
    }

    /// Whether some protocol calls this UDP port its own.
    #[inline]
    pub(crate) fn is_udp_port(&self, port: u16) -> bool {
        is_set(&self.udp_hinted, port)
    }

    /// Whether the protocol is read to a connection's end.
    pub(crate) fn is_to_end(&self, index: u8) -> bool {
        self.to_end.get(usize::from(index)).copied().unwrap_or(false)
    }

    /// Whether some protocol calls this TCP port its own.
    #[inline]
    pub(crate) fn is_tcp_port(&self, port: u16) -> bool {
        is_set(&self.tcp_hinted, port)
    }

    /// The dissector of a datagram: one that owns a port and may know it, else one that is certain.
    pub(crate) fn udp(&self, pdu: &Pdu<'_>) -> Option<u8> {
        pick(pdu, &self.udp_ports, &self.udp)
    }

    /// The dissector of a stream, from its first bytes.
    pub(crate) fn tcp(&self, pdu: &Pdu<'_>) -> Option<u8> {
        pick(pdu, &self.tcp_ports, &self.tcp)
    }
}

fn is_set(bits: &[u64], port: u16) -> bool {
    bits.get(usize::from(port / 64)).is_some_and(|word| word >> (port % 64) & 1 == 1)
}

fn pick(pdu: &Pdu<'_>, by_port: &FxHashMap<u16, Vec<u8>>, by_first_byte: &[Vec<u8>]) -> Option<u8> {
    let probe =
        |index: &u8| PROTOCOLS.get(usize::from(*index)).map_or(Probe::No, |protocol| (protocol.probe)(pdu));
    let on_ports = [pdu.destination.port, pdu.source.port];
    let hinted = on_ports.iter().filter_map(|port| by_port.get(port)).flatten();
    // The surest of the port's own; the first of equals.
    let mut best: Option<(Probe, u8)> = None;
    for index in hinted {
        let sure = probe(index);
        if sure > best.map_or(Probe::No, |(sure, _)| sure) {
            best = Some((sure, *index));
        }
        if sure == Probe::Certain {
            return Some(*index);
        }
    }
    let first = pdu.bytes.first().and_then(|byte| by_first_byte.get(usize::from(*byte)));
    let certain = first.into_iter().flatten().find(|index| probe(index) == Probe::Certain);
    certain.copied().or(best.map(|(_, index)| index))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::test_support::pdu;
    use crate::protocol::{Direction, Transport};

    /// What a protocol says of its first bytes is true of all protocols' messages, with any first byte, on any port.
    #[test]
    fn nobody_is_certain_of_a_message_that_begins_otherwise() {
        let mut ports: Vec<u16> = vec![50_000];
        let mut declared = 0;
        for protocol in PROTOCOLS {
            for carrier in protocol.carriers {
                match carrier {
                    Carrier::Udp(list) | Carrier::Tcp(list) | Carrier::TcpToEnd(list) => ports.extend(*list),
                    Carrier::Begins(_) => declared += 1,
                    _ => {}
                }
            }
        }
        ports.sort_unstable();
        ports.dedup();
        assert!(declared > 80);
        let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/protocols");
        let captures = std::fs::read_dir(examples).unwrap().flatten().map(|entry| entry.path());
        let captures = captures.filter(|path| path.to_string_lossy().contains(".pcap"));
        let seeds: Vec<_> =
            captures.flat_map(|path| crate::fuzz_seeds(std::fs::File::open(path).unwrap(), 12)).collect();
        assert!(seeds.len() >= 300);
        for (_, seed) in seeds {
            let Some((_, message)) = seed.split_first() else { continue };
            for byte in
                (0..=u8::MAX).filter(|byte| *byte < 8 || byte % 3 == 0 || byte.is_ascii_alphanumeric())
            {
                let mut bytes = message.to_vec();
                let Some(first) = bytes.first_mut() else { continue };
                *first = byte;
                let port =
                    ports.get(usize::from(byte).wrapping_mul(31).wrapping_add(bytes.len()) % ports.len());
                for (transport, direction) in
                    [(Transport::Udp, Direction::ToServer), (Transport::Tcp, Direction::ToClient)]
                {
                    for port in [50_001, *port.unwrap_or(&50_001)] {
                        hold(&pdu(&bytes, transport, direction, 50_000, port), byte, port);
                        hold(&pdu(&bytes, transport, direction, port, 50_000), byte, port);
                    }
                }
            }
        }
    }

    fn hold(pdu: &Pdu<'_>, byte: u8, port: u16) {
        for protocol in PROTOCOLS {
            let mut begins = None;
            let mut own = false;
            for carrier in protocol.carriers {
                match carrier {
                    Carrier::Begins(bytes) => begins = Some(*bytes),
                    Carrier::Udp(list) => own |= pdu.transport == Transport::Udp && list.contains(&port),
                    Carrier::Tcp(list) | Carrier::TcpToEnd(list) => {
                        own |= pdu.transport == Transport::Tcp && list.contains(&port);
                    }
                    _ => {}
                }
            }
            let on = |carrier: &Carrier| match carrier {
                Carrier::Udp(_) => pdu.transport == Transport::Udp,
                Carrier::Tcp(_) | Carrier::TcpToEnd(_) => pdu.transport == Transport::Tcp,
                _ => false,
            };
            if begins.is_some_and(|bytes| !bytes.contains(&byte)) && !own && protocol.carriers.iter().any(on)
            {
                assert_ne!((protocol.probe)(pdu), Probe::Certain, "{} on {port}: {byte:#04x}", protocol.name);
            }
        }
    }
}
