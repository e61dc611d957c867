//! Where dissectors put what they read. The sink finds out whom it is about and where its bytes stand.

use super::{Party, Pdu};
use crate::observe::{Asked, Key, Observations, Step, Subject};
use crate::service::DEFAULT_LOGIN;
use holdfast_facts::{Mac, OperationClass, Span, readable};
use std::fmt::Write as _;
use std::net::IpAddr;

/// Whom an attribute is about. Attribution goes by direction: what a server's header says is about the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About<'a> {
    /// The sender of this message.
    Source,
    /// The receiver (an NTLM challenge names the server; its target is told to the client …).
    Destination,
    /// Whoever has this link-layer address (the client of a DHCP reply).
    Mac(Mac),
    /// Whoever has this network address.
    Ip(IpAddr),
    /// Whoever has both.
    Address(Mac, IpAddr),
    /// A thing behind the sender that has no address of its own, by its name there: `hue:3`.
    Child(&'a str),
}

/// Which bytes of the stitched message came from which frame.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment {
    /// Where the segment begins in the message.
    pub(crate) message_start: usize,
    /// Its length.
    pub(crate) length: usize,
    /// The frame that brought it.
    pub(crate) frame: u64,
    /// Where it begins in that frame.
    pub(crate) frame_start: u32,
}

impl Segment {
    /// The segment without the first `count` bytes of the message (a transport header).
    pub(crate) fn without_header(self, count: usize) -> Segment {
        let cut = count.saturating_sub(self.message_start);
        Segment {
            message_start: self.message_start.saturating_sub(count),
            length: self.length.saturating_sub(cut),
            frame: self.frame,
            frame_start: self.frame_start.saturating_add(u32::try_from(cut).unwrap_or(u32::MAX)),
        }
    }
}

/// Collects the attributes of one message.
pub struct Sink<'a> {
    pub(crate) pdu: Pdu<'a>,
    pub(crate) segments: &'a [Segment],
    pub(crate) protocol: &'static str,
    pub(crate) vlan: Option<u16>,
    pub(crate) observations: &'a mut Observations,
    pub(crate) scratch: String,
}

impl Sink<'_> {
    /// A value that is a piece of the message, as text (bytes that are not UTF-8 become `\xNN`).
    pub fn text(&mut self, about: About<'_>, name: &'static str, value: &[u8]) {
        self.text_at(about, name, value, value);
    }

    /// A value made from the message (unpacked, decoded), proved by the piece `at` of it.
    pub fn text_at(&mut self, about: About<'_>, name: &'static str, value: &[u8], at: &[u8]) {
        match readable(value.get(..512).unwrap_or(value)) {
            std::borrow::Cow::Borrowed(text) => self.put(about, name, text, at),
            std::borrow::Cow::Owned(text) => self.put(about, name, &text, at),
        }
    }

    /// A value that is printed, proved by the piece `at` of the message: `sink.value(Source, "ntp.version", 4, at)`.
    pub fn value(&mut self, about: About<'_>, name: &'static str, value: impl std::fmt::Display, at: &[u8]) {
        let mut text = std::mem::take(&mut self.scratch);
        text.clear();
        let _ = write!(text, "{value}");
        self.put(about, name, &text, at);
        self.scratch = text;
    }

    /// A value given as text, proved by the piece `at` of the message.
    pub fn put(&mut self, about: About<'_>, name: &'static str, value: &str, at: &[u8]) {
        let subject = self.subject(about);
        let (span, more) = spans(&self.pdu, self.segments, at);
        let by_another = subject.mac.is_some() && subject.mac != self.pdu.source.mac;
        self.observations.observe_of(by_another, subject, name, value, span, more);
    }

    /// The sender asks the receiver for something. `function` is the protocol's own name of it, from a closed list (never a
    /// value); `unit` the part behind the receiver that is meant, or empty.
    pub fn asks(&mut self, class: OperationClass, function: &str, unit: &str, at: &[u8]) {
        let Pdu { source, destination, .. } = self.pdu;
        self.operation((source, destination), (class, function, unit), Step::Asked, at);
    }

    /// The sender answers what it was asked: did it, or refused.
    pub fn answers(&mut self, class: OperationClass, function: &str, unit: &str, accepted: bool, at: &[u8]) {
        let Pdu { source, destination, .. } = self.pdu;
        let step = if accepted { Step::Accepted } else { Step::Refused };
        self.operation((destination, source), (class, function, unit), step, at);
    }

    /// The sender logs in to the receiver in clear text. Name and password are compared with documented defaults, and are
    /// gone: what is kept is that a login was asked for, how, and whose default it was.
    pub fn logs_in(&mut self, function: &str, user: &[u8], password: &[u8], at: &[u8]) {
        self.asks(OperationClass::Login, function, "", at);
        if let Some(makers) = self.observations.credentials.makers(user, password) {
            let text = format!("{}: a documented default of {makers}", self.protocol);
            self.put(About::Destination, DEFAULT_LOGIN, &text, at);
        }
    }

    fn operation(
        &mut self,
        (client, server): (Party, Party),
        (class, function, unit): (OperationClass, &str, &str),
        step: Step,
        at: &[u8],
    ) {
        let key =
            |party: Party| Key::of(&Subject { vlan: self.vlan, mac: party.mac, ip: party.ip, child: None });
        let what = Asked {
            client: key(client),
            server: key(server),
            protocol: self.protocol,
            class,
            function,
            unit,
        };
        // What is asked of everybody is asked of nobody.
        let group = |party: Party| {
            !(Subject { vlan: None, mac: party.mac, ip: party.ip, child: None }).can_own_attributes()
        };
        if group(server) || group(client) {
            return;
        }
        let (pdu, segments) = (self.pdu, self.segments);
        self.observations.operate(&what, step, || {
            let (span, more) = spans(&pdu, segments, at);
            std::iter::once(span).chain(more).collect()
        });
    }

    /// Something odd: counted under `anomaly.<protocol>.<what>` and shown in the coverage.
    pub fn anomaly(&mut self, what: &'static str) {
        self.observations.anomaly(self.protocol, what);
    }

    fn subject<'s>(&self, about: About<'s>) -> Subject<'s> {
        let Pdu { source, destination, .. } = self.pdu;
        let vlan = self.vlan;
        match about {
            About::Source => Subject { vlan, mac: source.mac, ip: source.ip, child: None },
            About::Destination => Subject { vlan, mac: destination.mac, ip: destination.ip, child: None },
            About::Mac(mac) => Subject { vlan, mac: Some(mac), ip: None, child: None },
            About::Ip(ip) => Subject { vlan, mac: None, ip: Some(ip), child: None },
            About::Address(mac, ip) => Subject { vlan, mac: Some(mac), ip: Some(ip), child: None },
            About::Child(child) => Subject { vlan, mac: source.mac, ip: source.ip, child: Some(child) },
        }
    }
}

/// Where `part` stands: in one frame, or in several where a value was split over segments.
fn spans(pdu: &Pdu<'_>, segments: &[Segment], part: &[u8]) -> (Span, Vec<Span>) {
    // A piece that is not of the message (a decoded copy) is proved by the message as a whole.
    let (start, length) = match pdu.offset_of(part) {
        Some(start) if !part.is_empty() => (start, part.len()),
        _ => (0, pdu.bytes.len()),
    };
    let end = start.saturating_add(length);
    let mut spans = segments.iter().filter_map(|segment| {
        let from = start.max(segment.message_start);
        let to = end.min(segment.message_start.saturating_add(segment.length));
        (from < to || (length == 0 && from == to)).then(|| {
            let shift = |at: usize| {
                let within = u32::try_from(at.saturating_sub(segment.message_start)).unwrap_or(u32::MAX);
                segment.frame_start.saturating_add(within)
            };
            Span { frame: segment.frame, start: shift(from), end: shift(to) }
        })
    });
    let first = spans.next().unwrap_or_else(|| {
        let segment = segments.first();
        Span {
            frame: segment.map_or(0, |s| s.frame),
            start: segment.map_or(0, |s| s.frame_start),
            end: segment.map_or(0, |s| s.frame_start),
        }
    });
    (first, spans.collect())
}
