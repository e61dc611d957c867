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
    udp: Vec<u8>,
    tcp_ports: FxHashMap<u16, Vec<u8>>,
    tcp_hinted: Vec<u64>,
    tcp: Vec<u8>,
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
            udp: Vec::new(),
            tcp_ports: FxHashMap::default(),
            tcp_hinted: vec![0; 1024],
            tcp: Vec::new(),
            to_end: vec![false; PROTOCOLS.len()],
        };
        for (index, protocol) in PROTOCOLS.iter().enumerate() {
            let Ok(index) = u8::try_from(index) else { break };
            for carrier in protocol.carriers {
                candidates.add(index, *carrier);
            }
        }
        candidates
    }

    fn add(&mut self, index: u8, carrier: Carrier) {
        match carrier {
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
                self.udp.push(index);
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
                self.tcp.push(index);
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

fn pick(pdu: &Pdu<'_>, by_port: &FxHashMap<u16, Vec<u8>>, all: &[u8]) -> Option<u8> {
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
    let certain = all.iter().find(|index| probe(index) == Probe::Certain);
    certain.copied().or(best.map(|(_, index)| index))
}
