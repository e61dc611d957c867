//! Who talks with whom: what one endpoint asked of another's port in one capture, counted.

use crate::{CaptureId, EvidenceId, Join, Mac, SiteId, Timestamp};
use std::fmt;
use std::net::IpAddr;

/// One end of a conversation, as the wire shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Party {
    /// The link-layer address; behind a router it is the router's.
    pub mac: Option<Mac>,
    /// The network address.
    pub ip: Option<IpAddr>,
}

impl fmt::Display for Party {
    /// The network address, else the link-layer one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.ip, self.mac) {
            (Some(ip), _) => write!(f, "{ip}"),
            (None, Some(mac)) => write!(f, "{mac}"),
            (None, None) => f.write_str("-"),
        }
    }
}

/// What carries a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Carriage {
    /// ARP requests (RFC 826): the server is who is asked for.
    Arp,
    /// An EtherType of its own, without IP; the port is the EtherType.
    Link,
    /// ICMP or ICMPv6 echo.
    Echo,
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
    /// Another IP protocol; the port is its number.
    Ip,
}

impl Carriage {
    /// Every one, in the order of their numbers in the store.
    pub const ALL: [Carriage; 6] =
        [Carriage::Arp, Carriage::Link, Carriage::Echo, Carriage::Tcp, Carriage::Udp, Carriage::Ip];

    /// The word in JSON and in rules.
    pub fn name(self) -> &'static str {
        match self {
            Carriage::Arp => "arp",
            Carriage::Link => "link",
            Carriage::Echo => "echo",
            Carriage::Tcp => "tcp",
            Carriage::Udp => "udp",
            Carriage::Ip => "ip",
        }
    }
}

/// Names a conversation. All connections from one client to one port of one server are one conversation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConversationKey {
    /// The site.
    pub site: SiteId,
    /// The innermost 802.1Q tag.
    pub vlan: Option<u16>,
    /// Who asks.
    pub client: Party,
    /// Who is asked.
    pub server: Party,
    /// TCP, UDP …
    pub carriage: Carriage,
    /// The server's port; 0 where there are none.
    pub port: u16,
    /// The capture it was seen in: reading a capture twice counts nothing twice.
    pub capture: CaptureId,
}

impl ConversationKey {
    /// The id under which the conversation is cited.
    pub fn id(&self) -> EvidenceId {
        let ConversationKey { site, vlan, client, server, carriage, port, capture } = self;
        EvidenceId::of(&[
            "conversation",
            site,
            &format!("{vlan:?}|{client:?}|{server:?}|{}|{port}", carriage.name()),
            &capture.to_string(),
        ])
    }
}

/// How much was said, how often it was begun, and in which rhythm. Joined by the greater of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conversation {
    /// Frames from the client.
    pub asked_frames: u64,
    /// Bytes of those on the wire.
    pub asked_bytes: u64,
    /// Frames from the server.
    pub answered_frames: u64,
    /// Bytes of those.
    pub answered_bytes: u64,
    /// Frames with a payload, of both.
    pub data_frames: u64,
    /// First frame's time.
    pub first: Timestamp,
    /// Last frame's time.
    pub last: Timestamp,
    /// Number of the first frame.
    pub frame: u64,
    /// Times that it was begun: a TCP SYN; otherwise a request after two quiet seconds.
    pub opened: u32,
    /// SYN answered by SYN and ACK.
    pub accepted: u32,
    /// SYN answered by RST, or "port unreachable".
    pub refused: u32,
    /// Sum of the times between two beginnings, in hundredths of a second.
    pub interval_sum: u64,
    /// Sum of their squares.
    pub interval_squares: u64,
}

impl Conversation {
    /// Mean and standard deviation of the time between two beginnings, in seconds. `None` below three intervals.
    pub fn rhythm(&self) -> Option<(f64, f64)> {
        let count = f64::from(self.opened.checked_sub(1).filter(|count| *count >= 3)?);
        let mean = self.interval_sum as f64 / count;
        let variance = (self.interval_squares as f64 / count - mean * mean).max(0.0);
        Some((mean / 100.0, variance.sqrt() / 100.0))
    }
}

impl Join for Conversation {
    fn join(&mut self, other: Conversation) {
        self.asked_frames = self.asked_frames.max(other.asked_frames);
        self.asked_bytes = self.asked_bytes.max(other.asked_bytes);
        self.answered_frames = self.answered_frames.max(other.answered_frames);
        self.answered_bytes = self.answered_bytes.max(other.answered_bytes);
        self.data_frames = self.data_frames.max(other.data_frames);
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        self.frame = self.frame.min(other.frame);
        self.opened = self.opened.max(other.opened);
        self.accepted = self.accepted.max(other.accepted);
        self.refused = self.refused.max(other.refused);
        self.interval_sum = self.interval_sum.max(other.interval_sum);
        self.interval_squares = self.interval_squares.max(other.interval_squares);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_rhythm_has_no_spread() {
        let mut talk = Conversation {
            asked_frames: 5,
            asked_bytes: 300,
            answered_frames: 0,
            answered_bytes: 0,
            data_frames: 0,
            first: Timestamp(0),
            last: Timestamp(0),
            frame: 1,
            opened: 5,
            accepted: 5,
            refused: 0,
            interval_sum: 4 * 6000,
            interval_squares: 4 * 6000 * 6000,
        };
        assert_eq!(talk.rhythm(), Some((60.0, 0.0)));
        talk.opened = 3;
        assert_eq!(talk.rhythm(), None);
    }
}
