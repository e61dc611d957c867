//! Where readers put what they read: endpoints with their attributes, conversations, refused rows. The file's name by
//! content is known only at its end, so evidence is made then.

use holdfast_facts::{
    Attribute, CaptureId, Conversation, ConversationKey, Endpoint, Evidence, EvidenceSet, Exemplar, Mac,
    Place, Seen, SiteId, Tally, TallyKey, Timestamp,
};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

/// Different values of one attribute of one endpoint: a browser's host asks for thousands of names.
const VALUES: usize = 24;
/// Endpoints of one file. A log of a scan over IPv6 would name more than fit into memory.
const ENDPOINTS: usize = 1_000_000;
/// Conversations of one file, for the same reason.
const CONVERSATIONS: usize = 1_000_000;
/// Refused rows that are kept with their cells; more are counted. Nobody mends more by hand.
const REFUSALS: usize = 100_000;
/// Warnings that are kept; more are counted.
const WARNINGS: usize = 10_000;

/// A row that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The sheet, where there are several.
    pub sheet: Option<String>,
    /// Row or line, from 1.
    pub row: u64,
    /// Why.
    pub reason: String,
    /// What stood in it, where it is a table's row.
    pub cells: Vec<String>,
}

/// A cell that was passed over in a row that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Row or line, from 1; 0 where it is about the file.
    pub row: u64,
    /// The column; empty where it is about the row.
    pub column: String,
    /// What is wrong.
    pub what: String,
}

/// Where something is said.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot<'a> {
    pub(crate) row: u64,
    pub(crate) column: &'a str,
    pub(crate) at: Timestamp,
}

struct Held {
    attribute: Attribute,
    sensor: &'static str,
    first: Timestamp,
    last: Timestamp,
    place: (Timestamp, u64, Arc<str>),
}

/// A conversation, and when it was last begun.
struct Talk {
    counts: Conversation,
    begun: Timestamp,
}

/// Collects what one file says.
pub(crate) struct Desk {
    site: SiteId,
    /// The date that the list is of.
    pub(crate) as_of: Timestamp,
    held: FxHashMap<Endpoint, BTreeMap<&'static str, Vec<Held>>>,
    tallies: FxHashMap<Endpoint, Tally>,
    talks: FxHashMap<ConversationKey, Talk>,
    columns: FxHashMap<String, Arc<str>>,
    /// Rows taken.
    pub(crate) rows: u64,
    pub(crate) refused: u64,
    pub(crate) refusals: Vec<Refusal>,
    pub(crate) warned: u64,
    pub(crate) warnings: Vec<Warning>,
    full: bool,
}

/// The sensor of what an organisation's list says.
pub(crate) const LIST: &str = "list";
/// The sensor of what a log or a device's table says.
pub(crate) const LOG: &str = "log";

impl Desk {
    pub(crate) fn new(site: SiteId, as_of: Timestamp) -> Desk {
        Desk {
            site,
            as_of,
            held: FxHashMap::default(),
            tallies: FxHashMap::default(),
            talks: FxHashMap::default(),
            columns: FxHashMap::default(),
            rows: 0,
            refused: 0,
            refusals: Vec::new(),
            warned: 0,
            warnings: Vec::new(),
            full: false,
        }
    }

    /// The endpoint with these addresses.
    pub(crate) fn endpoint(&self, mac: Option<Mac>, ip: Option<IpAddr>) -> Endpoint {
        Endpoint { site: self.site.clone(), vlan: None, mac, ip, child: None }
    }

    /// A thing without addresses, known by its key in a list.
    pub(crate) fn listed(&self, key: &str) -> Endpoint {
        let child = format!("list:{}", crate::text::start(key, 120));
        Endpoint { site: self.site.clone(), vlan: None, mac: None, ip: None, child: Some(child.into()) }
    }

    /// Notes what a log says of an endpoint. Values that must not be kept are dropped by [`Attribute::new`].
    pub(crate) fn say(&mut self, endpoint: &Endpoint, name: &'static str, value: &str, spot: Spot<'_>) {
        self.note(endpoint, name, value, LOG, spot);
    }

    /// Notes what a list says of an endpoint; gives whether the value could be kept.
    pub(crate) fn declare(
        &mut self,
        endpoint: &Endpoint,
        name: &'static str,
        value: &str,
        spot: Spot<'_>,
    ) -> bool {
        self.note(endpoint, name, value, LIST, spot)
    }

    fn note(
        &mut self,
        endpoint: &Endpoint,
        name: &'static str,
        value: &str,
        sensor: &'static str,
        spot: Spot<'_>,
    ) -> bool {
        debug_assert!(
            crate::attributes().any(|s| s.name == name) || crate::BORROWED.contains(&name),
            "{name}"
        );
        let Ok(attribute) = Attribute::new(name, value) else { return false };
        if !self.held.contains_key(endpoint) {
            if self.held.len() >= ENDPOINTS {
                self.is_full();
                return true;
            }
            self.held.insert(endpoint.clone(), BTreeMap::new());
        }
        let column = match self.columns.get(spot.column) {
            Some(column) => column.clone(),
            None => {
                let column: Arc<str> = crate::text::start(spot.column, 120).into();
                self.columns.insert(spot.column.to_owned(), column.clone());
                column
            }
        };
        let place = (spot.at, spot.row, column);
        let Some(values) = self.held.get_mut(endpoint).map(|names| names.entry(name).or_default()) else {
            return true;
        };
        let room = values.len() < VALUES;
        match values.iter_mut().find(|held| held.attribute == attribute && held.sensor == sensor) {
            Some(held) => {
                held.first = held.first.min(spot.at);
                held.last = held.last.max(spot.at);
                if place < held.place {
                    held.place = place;
                }
            }
            None if room => {
                values.push(Held { attribute, sensor, first: spot.at, last: spot.at, place });
            }
            None => {}
        }
        true
    }

    /// An endpoint sent so much.
    pub(crate) fn sent(
        &mut self,
        endpoint: &Endpoint,
        frames: u64,
        bytes: u64,
        at: (Timestamp, Timestamp),
        row: u64,
    ) {
        if frames == 0 || (self.tallies.len() >= ENDPOINTS && !self.tallies.contains_key(endpoint)) {
            return;
        }
        let (first, last) = at;
        let tally = self.tallies.entry(endpoint.clone()).or_insert(Tally {
            frames: 0,
            bytes: 0,
            first,
            last,
            frame: row,
            hop_limit: 0,
        });
        tally.frames = tally.frames.saturating_add(frames);
        tally.bytes = tally.bytes.saturating_add(bytes);
        tally.first = tally.first.min(first);
        tally.last = tally.last.max(last);
    }

    /// One connection more of a conversation. The key's capture is filled in at the end.
    pub(crate) fn talk(&mut self, key: ConversationKey, counts: Conversation) {
        if let Some(talk) = self.talks.get_mut(&key) {
            // Logs are written when connections end: only what begins later than the last one has an interval.
            let interval = (counts.first.0 - talk.begun.0) / 10_000;
            if let Ok(interval) = u64::try_from(interval) {
                talk.counts.interval_sum = talk.counts.interval_sum.saturating_add(interval);
                talk.counts.interval_squares =
                    talk.counts.interval_squares.saturating_add(interval.saturating_mul(interval));
                talk.begun = counts.first;
            }
            let held = &mut talk.counts;
            held.asked_frames = held.asked_frames.saturating_add(counts.asked_frames);
            held.asked_bytes = held.asked_bytes.saturating_add(counts.asked_bytes);
            held.answered_frames = held.answered_frames.saturating_add(counts.answered_frames);
            held.answered_bytes = held.answered_bytes.saturating_add(counts.answered_bytes);
            held.data_frames = held.data_frames.saturating_add(counts.data_frames);
            held.first = held.first.min(counts.first);
            held.last = held.last.max(counts.last);
            held.frame = held.frame.min(counts.frame);
            held.opened = held.opened.saturating_add(counts.opened);
            held.accepted = held.accepted.saturating_add(counts.accepted);
            held.refused = held.refused.saturating_add(counts.refused);
        } else if self.talks.len() < CONVERSATIONS {
            let begun = counts.first;
            self.talks.insert(key, Talk { counts, begun });
        } else {
            self.is_full();
        }
    }

    /// A row is not taken.
    pub(crate) fn refuse(
        &mut self,
        sheet: Option<&str>,
        row: u64,
        reason: impl Into<String>,
        cells: Vec<String>,
    ) {
        self.refused += 1;
        if self.refusals.len() < REFUSALS {
            let sheet = sheet.map(str::to_owned);
            self.refusals.push(Refusal { sheet, row, reason: reason.into(), cells });
        }
    }

    /// A cell is passed over.
    pub(crate) fn warn(&mut self, row: u64, column: &str, what: impl Into<String>) {
        self.warned += 1;
        if self.warnings.len() < WARNINGS {
            self.warnings.push(Warning { row, column: column.to_owned(), what: what.into() });
        }
    }

    fn is_full(&mut self) {
        if !self.full {
            self.full = true;
            self.warn(0, "", "more hosts than are kept of one file: what came later was left out");
        }
    }

    /// Makes evidence of it, once the file's name by content is known.
    pub(crate) fn finish(self, id: CaptureId) -> (EvidenceSet, Leftovers) {
        let mut evidence = Vec::new();
        for (endpoint, names) in self.held {
            let key = endpoint.to_string();
            let endpoint = Arc::new(endpoint);
            for held in names.into_values().flatten() {
                let (at, row, column) = held.place;
                let piece = Evidence {
                    endpoint: endpoint.clone(),
                    attribute: held.attribute,
                    sensor: held.sensor.into(),
                    seen: Seen {
                        first: held.first,
                        last: held.last,
                        exemplar: Exemplar { at, capture: id, place: Place::Row { row, column } },
                    },
                };
                evidence.push((piece.id_with(&key), piece));
            }
        }
        let tallies = self
            .tallies
            .into_iter()
            .map(|(endpoint, tally)| (TallyKey { endpoint, capture: id }, tally))
            .collect();
        let mut set = EvidenceSet::from_lists(evidence, tallies);
        for (key, talk) in self.talks {
            set.insert_conversation(ConversationKey { capture: id, ..key }, talk.counts);
        }
        let leftovers = Leftovers {
            rows: self.rows,
            refused: self.refused,
            refusals: self.refusals,
            warned: self.warned,
            warnings: self.warnings,
        };
        (set, leftovers)
    }
}

/// What is not evidence: the counts and complaints.
pub(crate) struct Leftovers {
    pub(crate) rows: u64,
    pub(crate) refused: u64,
    pub(crate) refusals: Vec<Refusal>,
    pub(crate) warned: u64,
    pub(crate) warnings: Vec<Warning>,
}
