//! What a protocol's folder hands over: one static [`Dissector`] that says what it is and what it reads.

use super::{FlowMemory, Pdu, Sink};

/// How sure a dissector is that a message is its own, from the first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Probe {
    /// It is not.
    No,
    /// It may be: enough on the protocol's own port, not enough elsewhere.
    Possible,
    /// No other protocol begins like that: good on any port.
    Certain,
}

/// What a dissector wants next of a TCP direction. Ignored for datagrams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nothing more to learn from this direction; its later segments are not looked at.
    Done,
    /// Call again with the same bytes and more (the engine stops at [`STREAM_LIMIT`](crate::STREAM_LIMIT)).
    More,
    /// So many bytes are read; call again with what follows them.
    Consumed(usize),
}

/// Where a protocol is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// Ethernet frames of this type (IEEE 802 numbers).
    EtherType(u16),
    /// LLC frames to this destination SAP (IEEE 802.2).
    Llc(u8),
    /// SNAP frames of this organisation and protocol id.
    Snap([u8; 3], u16),
    /// IP payloads of this protocol number.
    IpProtocol(u8),
    /// UDP, with these server ports first. Ports 0-only (`&[]`): by probe alone.
    Udp(&'static [u16]),
    /// TCP, with these server ports first. The first 256 KiB of each direction are read.
    Tcp(&'static [u16]),
    /// TCP, with these server ports first, read to the connection's end and over gaps, because what is done matters as much
    /// as who does it. Its messages should begin where segments begin.
    TcpToEnd(&'static [u16]),
    /// How messages begin that are ours beyond doubt on a port that is not: the first bytes that they can have; none where
    /// such a message cannot be told. Over TCP and UDP, a protocol is asked about others' ports only where one of these comes
    /// first; one that does not say is asked always.
    Begins(&'static [u8]),
}

/// One attribute that a dissector can read.
#[derive(Clone, Copy, Debug)]
pub struct AttributeSpec {
    /// `protocol.field`.
    pub name: &'static str,
    /// One sentence for the reference page: what it is, from which field, about whom.
    pub says: &'static str,
    /// How many different values are kept per endpoint.
    pub limit: u8,
    /// Says little about what the speaker is (a name asked for, a multicast group): gives way when room is short.
    pub weak: bool,
}

/// A strong attribute with room for eight values per endpoint.
pub const fn attribute(name: &'static str, says: &'static str) -> AttributeSpec {
    AttributeSpec { name, says, limit: 8, weak: false }
}

/// A weak attribute with room for `limit` values per endpoint.
pub const fn weak(name: &'static str, says: &'static str, limit: u8) -> AttributeSpec {
    AttributeSpec { name, says, limit, weak: true }
}

/// A protocol: its names, where it is met, what it reads, and the two functions that do it.
#[derive(Debug)]
pub struct Dissector {
    /// The folder's name, which begins the names of its attributes.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// The standard or public description that the code follows.
    pub standard: &'static str,
    /// Where it is met.
    pub carriers: &'static [Carrier],
    /// Everything that it can read.
    pub attributes: &'static [AttributeSpec],
    /// Is this message ours? Must be cheap: it looks at the first bytes only.
    pub probe: fn(&Pdu<'_>) -> Probe,
    /// Reads the message. Cannot fail: what is odd is told to the sink as an anomaly.
    pub dissect: fn(&Pdu<'_>, &mut FlowMemory, &mut Sink<'_>) -> Progress,
}
