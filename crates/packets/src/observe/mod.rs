//! What was seen of whom: a bounded table of endpoints, each with a bounded list of attributes.
//!
//! This is the only state that grows with the network. A flood of made-up addresses cannot push out a
//! device that said something: endpoints that only ever sent a link-layer frame go first, then new ones
//! are refused and counted; those that say something wait in a reserve until more is known of them.

mod conversations;
mod endpoints;
mod finish;
mod key;
mod newcomers;
mod operations;
mod record;

pub(crate) use conversations::{Conversations, Counting, Packet as Counted};
use endpoints::Endpoints;
pub(crate) use finish::Provenance;
pub(crate) use key::{Key, Subject, pack};
use newcomers::Newcomers;
pub(crate) use operations::{Asked, Operations, Step};
use record::Record;

use crate::credentials::Credentials;
use crate::protocol::AttributeSpec;
use holdfast_facts::{Coverage, Span, Timestamp};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Bounds of the state that one capture can build up.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Endpoints kept at most.
    pub endpoints: usize,
    /// Things behind endpoints kept at most.
    pub children: usize,
    /// Conversations kept at most, and half as many pairs of which operations are kept.
    pub conversations: usize,
    /// Bytes of attributes kept per endpoint.
    pub bytes_per_endpoint: usize,
}

impl Default for Limits {
    /// 131 072 endpoints of at most 4 KiB; a million made-up addresses stay under 512 MiB, devices and report included.
    fn default() -> Limits {
        Limits { endpoints: 1 << 17, children: 1 << 16, conversations: 1 << 16, bytes_per_endpoint: 4000 }
    }
}

/// The table and the counts of one capture.
pub(crate) struct Observations {
    limits: Limits,
    pub(crate) credentials: Arc<Credentials>,
    specs: Vec<AttributeSpec>,
    /// Places in `specs` by where the name stands in the program, which is quicker to look up than its text.
    spec_of: FxHashMap<(usize, usize), u16>,
    endpoints: Endpoints,
    children: FxHashMap<(Key, Box<str>), Record>,
    conversations: Conversations,
    operations: Operations,
    /// No more link-layer-only endpoints are left to drop.
    swept: bool,
    sweeps: u32,
    newcomers: Newcomers,
    /// Where the record stands that the last attribute went to.
    met_last: u32,
    now: Timestamp,
    frame: u64,
    anomalies: BTreeMap<(&'static str, &'static str), u64>,
    pub(crate) coverage: Coverage,
}

impl Observations {
    pub(crate) fn new<'a>(
        limits: Limits,
        credentials: Arc<Credentials>,
        specs: impl Iterator<Item = &'a AttributeSpec>,
    ) -> Observations {
        Observations {
            limits,
            credentials,
            specs: specs.copied().collect(),
            spec_of: FxHashMap::default(),
            endpoints: Endpoints::default(),
            children: FxHashMap::default(),
            conversations: Conversations::default(),
            operations: Operations::default(),
            swept: false,
            sweeps: 0,
            newcomers: Newcomers::default(),
            met_last: u32::MAX,
            now: Timestamp(0),
            frame: 0,
            anomalies: BTreeMap::new(),
            coverage: Coverage::default(),
        }
    }

    /// The frame that is being read now.
    pub(crate) fn at(&mut self, now: Timestamp, frame: u64) {
        self.now = now;
        self.frame = frame;
    }

    /// Counts a frame for its sender, and says where. `None` when the table is full and the sender is not in it.
    pub(crate) fn sent(&mut self, key: Key, bytes: u32, hop_limit: u8) -> Option<u32> {
        match self.endpoint(key, false) {
            Some(place) => {
                self.sent_on(place, bytes, hop_limit);
                Some(place)
            }
            None => {
                self.coverage.add("endpoints.refused_frames", 1);
                None
            }
        }
    }

    /// Counts a frame for a sender whose place is known.
    #[inline]
    pub(crate) fn sent_on(&mut self, place: u32, bytes: u32, hop_limit: u8) {
        if let Some(record) = self.endpoints.at(place) {
            record.sent(self.now, self.frame, bytes, hop_limit);
        }
    }

    /// Counts a packet between two hosts.
    #[inline]
    pub(crate) fn converse(&mut self, packet: &Counted) -> Option<Counting> {
        self.conversations.count(packet, self.now, self.frame, self.limits.conversations)
    }

    /// Counts a packet that is like one before.
    #[inline]
    pub(crate) fn converse_on(&mut self, counting: Counting, packet: &Counted) {
        self.conversations.count_on(counting, packet, self.now);
    }

    /// Whether the places are those of this sender and of its conversation with this receiver.
    #[inline]
    pub(crate) fn leads_to(&self, sender: u32, counting: Counting, source: &Key, destination: &Key) -> bool {
        self.endpoints.is_at(sender, source) && self.conversations.is_between(counting, source, destination)
    }

    /// A number that changes when places of endpoints change.
    #[inline]
    pub(crate) fn sweeps(&self) -> u32 {
        self.sweeps
    }

    /// Counts what was asked, or what came of it.
    pub(crate) fn operate(&mut self, what: &Asked<'_>, step: Step, spans: impl FnOnce() -> Vec<Span>) {
        self.operations.count(what, step, self.now, self.limits.conversations / 2, spans);
    }

    /// Keeps an attribute of a subject, or only its time when it is known already.
    pub(crate) fn observe(
        &mut self,
        subject: Subject<'_>,
        name: &'static str,
        value: &str,
        span: Span,
        more: Vec<Span>,
    ) {
        self.observe_of(false, subject, name, value, span, more);
    }

    /// The same; and whether it was another that said it.
    pub(crate) fn observe_of(
        &mut self,
        by_another: bool,
        subject: Subject<'_>,
        name: &'static str,
        value: &str,
        span: Span,
        more: Vec<Span>,
    ) {
        let spec = self.spec(name);
        let (now, budget) = (self.now, self.limits.bytes_per_endpoint);
        if value.trim().is_empty() || !subject.can_own_attributes() {
            return;
        }
        let key = Key::of(&subject);
        let record = match subject.child {
            None => {
                // A message says several things of one endpoint.
                let same = self.endpoints.is_at(self.met_last, &key);
                let place = if same { Some(self.met_last) } else { self.endpoint(key, !spec.1.weak) };
                self.met_last = place.unwrap_or(u32::MAX);
                place.and_then(|place| self.endpoints.at(place))
            }
            Some(child) => self.child(key, child),
        };
        match record {
            Some(record) => {
                record.told_by_another |= by_another;
                if !record.observe(spec, value, now, span, more, budget) {
                    self.coverage.add("attributes.refused", 1);
                }
            }
            None => self.coverage.add("attributes.refused", 1),
        }
    }

    /// An attribute's place in the list and what is said there of it. One that nobody declared is added as a weak one.
    fn spec(&mut self, name: &'static str) -> (u16, AttributeSpec) {
        let place = *self.spec_of.entry((name.as_ptr() as usize, name.len())).or_insert_with(|| {
            let place = self.specs.iter().position(|spec| spec.name == name).unwrap_or_else(|| {
                self.specs.push(AttributeSpec { name, says: "", limit: 8, weak: true });
                self.specs.len() - 1
            });
            u16::try_from(place).unwrap_or(u16::MAX)
        });
        let spec = self.specs.get(usize::from(place)).copied();
        (place, spec.unwrap_or(AttributeSpec { name, says: "", limit: 0, weak: true }))
    }

    pub(crate) fn anomaly(&mut self, protocol: &'static str, what: &'static str) {
        let count = self.anomalies.entry((protocol, what)).or_default();
        *count = count.saturating_add(1);
    }

    /// The endpoint's record, made where there is room. An eighth of the room is kept for strong evidence.
    fn endpoint(&mut self, key: Key, strong: bool) -> Option<u32> {
        if let Some(place) = self.endpoints.find(&key) {
            return Some(place);
        }
        let limit = self.limits.endpoints;
        let reserve_from = limit - limit / 8;
        let room = if strong { limit } else { reserve_from };
        if self.endpoints.len() >= room {
            if !self.swept {
                self.sweeps = self.sweeps.wrapping_add(1);
                let before = self.endpoints.len();
                self.endpoints.retain(|key, record| key.has_ip() || record.spoke());
                let dropped = before.saturating_sub(self.endpoints.len());
                self.coverage.add("endpoints.dropped", dropped as u64);
                self.newcomers = Newcomers::waiting_at(reserve_from..self.endpoints.len());
                // A sweep that frees little is not worth repeating at every new address.
                self.swept = dropped < limit / 8;
            }
            if self.endpoints.len() >= room {
                if !strong {
                    return None;
                }
                let specs = &self.specs;
                let protocol_of = |spec: u16| {
                    let name = specs.get(usize::from(spec)).map_or("", |spec| spec.name);
                    name.split('.').next().unwrap_or(name)
                };
                let place = self.newcomers.make_room(key, &mut self.endpoints, reserve_from, protocol_of);
                self.coverage.add("endpoints.dropped", u64::from(place.is_some()));
                return place;
            }
        }
        let place = self.endpoints.add(key);
        if self.endpoints.len() > reserve_from {
            self.newcomers.took(place);
        }
        Some(place)
    }

    fn child(&mut self, key: Key, child: &str) -> Option<&mut Record> {
        let id = (key, Box::from(child));
        if self.children.len() >= self.limits.children && !self.children.contains_key(&id) {
            return None;
        }
        Some(self.children.entry(id).or_default())
    }
}

#[cfg(test)]
impl Observations {
    pub(crate) fn for_tests() -> Observations {
        let mut observations =
            Observations::new(Limits::default(), Arc::default(), crate::protocol::attributes());
        observations.at(Timestamp(1), 1);
        observations
    }

    /// Every operation, as a line, in order.
    pub(crate) fn operations(&self) -> Vec<String> {
        self.operations.listed()
    }

    /// Every attribute with its subject, in no order.
    pub(crate) fn listed(&self) -> Vec<(Subject<'_>, &'static str, &str)> {
        let endpoints = self.endpoints.iter().map(|(key, record)| (key.subject(None), record));
        let children = self.children.iter().map(|((key, child), record)| (key.subject(Some(child)), record));
        endpoints
            .chain(children)
            .flat_map(|(subject, record)| {
                record.attributes().filter_map(move |(spec, value)| {
                    Some((subject, self.specs.get(usize::from(spec))?.name, value))
                })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::attribute;
    use holdfast_facts::Mac;

    const STRONG: AttributeSpec = attribute("test.strong", "");

    fn subject(number: u64) -> Subject<'static> {
        Subject { vlan: None, mac: Some(Mac::from_u64(number << 8)), ip: None, child: None }
    }

    #[test]
    fn a_flood_does_not_push_out_what_spoke() {
        let limits = Limits { endpoints: 800, children: 10, conversations: 10, bytes_per_endpoint: 4000 };
        let mut observations = Observations::new(limits, Arc::default(), [STRONG].iter());
        let span = Span { frame: 1, start: 0, end: 1 };
        for number in 1..100 {
            observations.sent(Key::of(&subject(number)), 60, 0);
            observations.observe(subject(number), "test.strong", "x", span, Vec::new());
        }
        for number in 1000..50_000 {
            observations.sent(Key::of(&subject(number)), 60, 0);
        }
        for number in 100..150 {
            observations.observe(subject(number), "test.strong", "x", span, Vec::new());
        }
        assert!(observations.endpoints.len() <= 800);
        let strong = observations.listed().iter().filter(|(_, name, _)| *name == "test.strong").count();
        assert_eq!(strong, 149, "each endpoint that said something is still there");
        assert!(observations.coverage.get("endpoints.dropped") > 0);
    }

    /// A crowd that says one thing each: those before it stay, those who go on stay, and of the crowd itself the first.
    #[test]
    fn a_crowd_that_says_one_thing_pushes_out_nobody_who_goes_on() {
        const OTHER: AttributeSpec = attribute("other.strong", "");
        let limits = Limits { endpoints: 800, children: 10, conversations: 10, bytes_per_endpoint: 4000 };
        let mut observations = Observations::new(limits, Arc::default(), [STRONG, OTHER].iter());
        let span = Span { frame: 1, start: 0, end: 1 };
        for number in 1..20_000 {
            observations.at(Timestamp(number as i64 * 1000), number);
            observations.observe(subject(number), "test.strong", "x", span, Vec::new());
            if number > 60 && number % 100 == 60 {
                observations.observe(subject(number - 60), "other.strong", "y", span, Vec::new());
            }
            if number > 60 && number % 100 == 30 {
                observations.observe_of(true, subject(number - 5), "test.strong", "z", span, Vec::new());
            }
        }
        assert_eq!(observations.endpoints.len(), 800);
        let there = |number: u64| observations.endpoints.find(&Key::of(&subject(number))).is_some();
        assert!((1..100).all(there), "known before");
        assert!((1..199).all(|hundred| there(hundred * 100) && there(hundred * 100 + 25)), "went on");
        assert!(there(19_999), "the last one waits");
        assert_eq!(observations.coverage.get("endpoints.dropped"), 19_999 - 800);
    }

    /// Where everybody goes on, newcomers are refused and counted.
    #[test]
    fn a_table_full_of_devices_takes_no_more() {
        let limits = Limits { endpoints: 80, children: 10, conversations: 10, bytes_per_endpoint: 4000 };
        let mut observations = Observations::new(limits, Arc::default(), [STRONG].iter());
        let span = Span { frame: 1, start: 0, end: 1 };
        for number in 1..1000 {
            observations.observe_of(true, subject(number), "test.strong", "x", span, Vec::new());
        }
        assert_eq!(observations.endpoints.len(), 80);
        assert!((1..81).all(|number| observations.endpoints.find(&Key::of(&subject(number))).is_some()));
        assert_eq!(observations.coverage.get("attributes.refused"), 999 - 80);
    }

    #[test]
    fn attributes_of_one_endpoint_are_bounded() {
        let mut observations = Observations::new(Limits::default(), Arc::default(), [STRONG].iter());
        let span = Span { frame: 1, start: 0, end: 1 };
        for number in 0..100_000 {
            observations.observe(subject(1), "test.strong", &format!("{number:0200}"), span, Vec::new());
        }
        assert_eq!(observations.listed().len(), 8);
        assert_eq!(observations.coverage.get("attributes.refused"), 99_992);
    }

    #[test]
    fn weak_attributes_give_way_to_strong_ones() {
        const WEAK: AttributeSpec = crate::protocol::weak("test.weak", "", 200);
        let mut observations = Observations::new(Limits::default(), Arc::default(), [STRONG, WEAK].iter());
        let span = Span { frame: 1, start: 0, end: 1 };
        for number in 0..100 {
            observations.observe(subject(1), "test.weak", &format!("{number:0100}"), span, Vec::new());
        }
        let weak = observations.listed().len();
        for number in 0..8 {
            observations.observe(subject(1), "test.strong", &format!("{number:0250}"), span, Vec::new());
        }
        let strong = observations.listed().iter().filter(|(_, name, _)| *name == "test.strong").count();
        assert_eq!((weak, strong), (2000 / (size_of::<record::Held>() + 100), 8));
        assert!(observations.listed().len() < weak + strong);
    }
}
