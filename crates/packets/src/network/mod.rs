//! The network layer: from an IP header to who sent what to whom.

mod fragments;
mod ipv4;
mod ipv6;

pub(crate) use fragments::Fragments;
use std::net::IpAddr;

/// An IP packet in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Packet {
    pub(crate) source: IpAddr,
    pub(crate) destination: IpAddr,
    /// TTL or hop limit.
    pub(crate) hop_limit: u8,
    /// IP protocol number of the payload.
    pub(crate) protocol: u8,
    /// Where the payload begins and ends in the frame.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Set for a fragment.
    pub(crate) fragment: Option<Fragment>,
    /// The frame ends before the packet does.
    pub(crate) cut: bool,
}

/// A fragment's place in its packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fragment {
    pub(crate) id: u32,
    /// In bytes.
    pub(crate) offset: usize,
    pub(crate) more: bool,
}

/// Reads the IP header at `at`, of whichever version its first nibble says.
#[inline]
pub(crate) fn parse(frame: &[u8], at: usize) -> Result<Packet, &'static str> {
    match frame.get(at).map(|byte| byte >> 4) {
        Some(4) => ipv4::parse(frame, at),
        Some(6) => ipv6::parse(frame, at),
        Some(_) => Err("version"),
        None => Err("short"),
    }
}
