//! Link layers: from a frame to who sent it to whom, on which VLAN, and what it carries.

mod cooked;
mod ethernet;
mod loopback;
mod wifi;

use holdfast_facts::Mac;

/// What a frame carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Payload {
    /// An EtherType (IEEE 802 numbers).
    EtherType(u16),
    /// LLC to this destination SAP.
    Llc(u8),
    /// SNAP of this organisation and protocol.
    Snap([u8; 3], u16),
}

/// A frame's link layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) source: Option<Mac>,
    pub(crate) destination: Option<Mac>,
    /// The innermost 802.1Q tag.
    pub(crate) vlan: Option<u16>,
    pub(crate) payload: Payload,
    /// Where the payload begins in the frame.
    pub(crate) offset: usize,
}

/// Why a frame has no link layer that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// The link type is none of ours.
    UnknownLinkType,
    /// Too short for its headers.
    Short,
    /// An encrypted 802.11 data frame.
    Encrypted,
    /// An 802.11 management or control frame, or one with no payload.
    NoPayload,
}

pub(crate) const IPV4: u16 = 0x0800;
pub(crate) const IPV6: u16 = 0x86dd;

/// Reads the link layer of a frame of this LINKTYPE_ (tcpdump.org/linktypes).
#[inline]
pub(crate) fn parse(link_type: u16, frame: &[u8]) -> Result<Link, Unread> {
    match link_type {
        1 => ethernet::parse(frame, 0),
        0 | 108 => loopback::parse(frame),
        // RAW in its three numbers, and the two that say the version.
        12 | 14 | 101 | 228 | 229 => loopback::raw_ip(frame, 0),
        9 | 50 | 51 | 204 => loopback::ppp(frame, link_type),
        104 => loopback::cisco_hdlc(frame),
        105 => wifi::parse(frame, 0),
        127 => wifi::radiotap(frame),
        119 => wifi::parse(frame, 144),
        163 => wifi::avs(frame),
        192 => wifi::ppi(frame),
        113 => cooked::version_1(frame),
        276 => cooked::version_2(frame),
        _ => Err(Unread::UnknownLinkType),
    }
}

fn mac(frame: &[u8], at: usize) -> Option<Mac> {
    frame.get(at..at + 6).and_then(|bytes| bytes.try_into().ok()).map(Mac)
}

fn u16_at(frame: &[u8], at: usize) -> Option<u16> {
    frame.get(at..at + 2).and_then(|bytes| bytes.try_into().ok()).map(u16::from_be_bytes)
}
