//! The 5-tuple, the same for both directions.

use crate::observe::pack;
use std::net::IpAddr;

/// Which of the two ends of a [`FlowKey`] sent a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The lesser address and port.
    A = 0,
    /// The greater.
    B = 1,
}

impl Side {
    pub(crate) fn other(self) -> Side {
        match self {
            Side::A => Side::B,
            Side::B => Side::A,
        }
    }
}

/// Both ends, the lesser first, and the transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct FlowKey {
    a: [u64; 2],
    b: [u64; 2],
    /// Port of a, port of b, IP protocol.
    ports: u64,
}

impl FlowKey {
    /// The key, and the side that the packet came from.
    #[inline]
    pub(crate) fn of(
        source: IpAddr,
        from: u16,
        destination: IpAddr,
        to: u16,
        protocol: u8,
    ) -> (FlowKey, Side) {
        let (source, destination) = (pack(source), pack(destination));
        let join = |low: u16, high: u16| u64::from(low) << 32 | u64::from(high) << 8 | u64::from(protocol);
        if (source, from) <= (destination, to) {
            (FlowKey { a: source, b: destination, ports: join(from, to) }, Side::A)
        } else {
            (FlowKey { a: destination, b: source, ports: join(to, from) }, Side::B)
        }
    }
}
