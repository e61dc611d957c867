//! The table as evidence: what leaves this crate.

use super::record::Held;
use super::{Endpoints, Key, Observations, Record, Subject};
use crate::protocol::AttributeSpec;
use crate::service::LINK_ADDRESS;
use holdfast_facts::{
    Attribute, CaptureId, Coverage, Endpoint, Evidence, EvidenceId, EvidenceSet, Exemplar, Place, Seen,
    SiteId, Span, Tally, TallyKey, Timestamp,
};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Where the evidence of a capture comes from.
#[derive(Clone, Debug)]
pub(crate) struct Provenance {
    pub(crate) site: SiteId,
    pub(crate) sensor: Arc<str>,
    pub(crate) capture: CaptureId,
    /// Where the sender's link-layer address stands in this capture's frames.
    pub(crate) address_at: Option<u32>,
}

impl Observations {
    /// Turns the table into evidence and tallies, and gives back the counts.
    pub(crate) fn finish(self, from: &Provenance) -> (EvidenceSet, Coverage) {
        let Observations {
            endpoints,
            children,
            conversations,
            operations,
            anomalies,
            specs,
            mut coverage,
            ..
        } = self;
        coverage.add("conversations.refused", conversations.refused);
        coverage.add("operations.refused", operations.refused);
        let mut lists = Lists { from, specs, evidence: Vec::new(), tallies: Vec::new(), refused: 0 };
        for ((protocol, what), count) in anomalies {
            coverage.add(&format!("anomaly.{protocol}.{what}"), count);
        }
        let senders = senders(&endpoints);
        let held = |record: &Record| record.held.len();
        let attributes: usize = endpoints.iter().map(|(_, record)| held(record)).sum::<usize>()
            + children.values().map(held).sum::<usize>();
        lists.evidence.reserve_exact(senders.len() + attributes);
        lists.tallies.reserve_exact(endpoints.len());
        for (key, sender) in senders {
            lists.address(&key.subject(None), &sender);
        }
        for (key, record) in endpoints.into_list() {
            lists.record(&key.subject(None), record);
        }
        for ((key, child), record) in children {
            lists.record(&key.subject(Some(&child)), record);
        }
        coverage.add("attributes.withheld", lists.refused);
        let mut set = EvidenceSet::from_lists(lists.evidence, lists.tallies);
        let mut conversations = conversations.finish(&from.site, from.capture);
        conversations.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        set.conversations = conversations.into_iter().collect();
        set.operations = operations.finish(&from.site, from.capture).into_iter().collect();
        (set, coverage)
    }
}

/// When and in which frame a link-layer address was first a sender's.
struct Sender {
    first: Timestamp,
    last: Timestamp,
    frame: u64,
}

/// The senders that said anything: only their addresses can matter to a claim.
fn senders(endpoints: &Endpoints) -> FxHashMap<Key, Sender> {
    let mut senders: FxHashMap<Key, Sender> = FxHashMap::default();
    for (key, record) in endpoints.iter().filter(|(_, record)| record.spoke()) {
        let subject = key.subject(None);
        if record.frames > 0 && subject.mac.is_some() {
            let key = Key::of(&Subject { ip: None, ..subject });
            let sender = senders.entry(key).or_insert(Sender {
                first: record.first,
                last: record.last,
                frame: record.frame,
            });
            sender.first = sender.first.min(record.first);
            sender.last = sender.last.max(record.last);
            sender.frame = sender.frame.min(record.frame);
        }
    }
    senders
}

/// What a capture's set is made of, in the table's order.
struct Lists<'f> {
    from: &'f Provenance,
    specs: Vec<AttributeSpec>,
    evidence: Vec<(EvidenceId, Evidence)>,
    tallies: Vec<(TallyKey, Tally)>,
    /// Attributes that the constructor refused (credentials, patient data).
    refused: u64,
}

impl Lists<'_> {
    fn address(&mut self, subject: &Subject<'_>, sender: &Sender) {
        let (Some(mac), Some(at)) = (subject.mac, self.from.address_at) else { return };
        let Ok(attribute) = Attribute::new(LINK_ADDRESS, &mac.to_string()) else { return };
        let evidence = Evidence {
            endpoint: Arc::new(Endpoint {
                site: self.from.site.clone(),
                vlan: subject.vlan,
                mac: Some(mac),
                ip: None,
                child: None,
            }),
            attribute,
            sensor: self.from.sensor.clone(),
            seen: Seen {
                first: sender.first,
                last: sender.last,
                exemplar: Exemplar {
                    at: sender.first,
                    capture: self.from.capture,
                    place: Place::Frames(vec![Span {
                        frame: sender.frame,
                        start: at,
                        end: at.saturating_add(6),
                    }]),
                },
            },
        };
        self.evidence.push((evidence.id(), evidence));
    }

    fn record(&mut self, subject: &Subject<'_>, record: Record) {
        let endpoint = Endpoint {
            site: self.from.site.clone(),
            vlan: subject.vlan,
            mac: subject.mac,
            ip: subject.ip,
            child: subject.child.map(Arc::from),
        };
        let endpoint = Arc::new(endpoint);
        if !record.held.is_empty() {
            let key = endpoint.to_string();
            for held in record.held {
                self.attribute(&endpoint, &key, held);
            }
        }
        if record.frames > 0 {
            let tally = Tally {
                frames: record.frames,
                bytes: record.bytes,
                first: record.first,
                last: record.last,
                frame: record.frame,
                hop_limit: record.hop_limit,
            };
            let endpoint = Arc::unwrap_or_clone(endpoint);
            self.tallies.push((TallyKey { endpoint, capture: self.from.capture }, tally));
        }
    }

    fn attribute(&mut self, endpoint: &Arc<Endpoint>, endpoint_key: &str, held: Held) {
        let Some(spec) = self.specs.get(usize::from(held.spec)) else { return };
        let Ok(attribute) = Attribute::owned(spec.name, held.value) else {
            // What is empty was not kept in the first place.
            self.refused += 1;
            return;
        };
        let more = held.more.as_deref().map(Vec::as_slice).unwrap_or_default();
        let mut spans = Vec::with_capacity(1 + more.len());
        spans.push(held.span);
        spans.extend_from_slice(more);
        let evidence = Evidence {
            endpoint: endpoint.clone(),
            attribute,
            sensor: self.from.sensor.clone(),
            seen: Seen {
                first: held.first,
                last: held.last,
                exemplar: Exemplar { at: held.at, capture: self.from.capture, place: Place::Frames(spans) },
            },
        };
        self.evidence.push((evidence.id_with(endpoint_key), evidence));
    }
}
