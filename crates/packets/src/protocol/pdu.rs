//! What a dissector is given: one message (a datagram, a link-layer payload, or the in-order start of one
//! direction of a TCP stream) and who sent it to whom.

use holdfast_facts::Mac;
use std::net::IpAddr;

/// One side of a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Party {
    /// Link-layer address in this frame (the router's, for a host behind one).
    pub mac: Option<Mac>,
    /// Network address.
    pub ip: Option<IpAddr>,
    /// Transport port; 0 where there is none.
    pub port: u16,
}

/// What carries the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// Ethernet, LLC or SNAP payload.
    Link,
    /// Payload of an IP protocol other than TCP and UDP (ICMPv6, IGMP, OSPF, VRRP …).
    Ip,
    /// A UDP datagram.
    Udp,
    /// The start of one direction of a TCP stream.
    Tcp,
}

/// Which way a message goes, as far as the handshake or the ports tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the client to the server: requests.
    ToServer,
    /// From the server to the client: answers, banners.
    ToClient,
    /// Neither side is known to serve (link layer, multicast, peers).
    Unknown,
}

/// One message, borrowed from the frame (or from the stream's stitched start).
#[derive(Clone, Copy, Debug)]
pub struct Pdu<'a> {
    /// The message's bytes, without the headers that carry it. For TCP: everything of this direction, from
    /// its start (or from where [`Progress::Consumed`](super::Progress) left off), that has come so far.
    pub bytes: &'a [u8],
    /// Who sent it.
    pub source: Party,
    /// To whom.
    pub destination: Party,
    /// What carried it.
    pub transport: Transport,
    /// Which way it goes.
    pub direction: Direction,
    /// EtherType, LLC/SNAP protocol id or IP protocol number, by `transport`.
    pub carried_as: u16,
    /// The frame was cut by the snapshot length: the message may end too early.
    pub cut: bool,
}

impl<'a> Pdu<'a> {
    /// Whether one of the two ports is `port`.
    pub fn on_port(&self, port: u16) -> bool {
        self.source.port == port || self.destination.port == port
    }

    /// Where `part` stands in `bytes`, when it is a piece of them.
    pub(crate) fn offset_of(&self, part: &[u8]) -> Option<usize> {
        // Addresses are only compared as numbers; nothing is read through them.
        let start = (part.as_ptr() as usize).checked_sub(self.bytes.as_ptr() as usize)?;
        (start.checked_add(part.len())? <= self.bytes.len()).then_some(start)
    }
}
