//! The table as evidence: what leaves this crate.

use super::{Key, Observations, Record, Subject};
use crate::service::LINK_ADDRESS;
use holdfast_facts::{
    Attribute, CaptureId, Coverage, Endpoint, Evidence, EvidenceSet, Exemplar, Seen, SiteId, Span, Tally,
    TallyKey, Timestamp,
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
        let Observations { endpoints, children, anomalies, mut coverage, .. } = self;
        let mut set = EvidenceSet::default();
        for ((protocol, what), count) in anomalies {
            coverage.add(&format!("anomaly.{protocol}.{what}"), count);
        }
        for (key, sender) in senders(&endpoints) {
            put_address(&mut set, from, &key.subject(None), &sender);
        }
        let mut refused = 0;
        for (key, record) in endpoints {
            refused += put(&mut set, from, &key.subject(None), record);
        }
        for ((key, child), record) in children {
            refused += put(&mut set, from, &key.subject(Some(&child)), record);
        }
        coverage.add("attributes.withheld", refused);
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
fn senders(endpoints: &FxHashMap<Key, Record>) -> FxHashMap<Key, Sender> {
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

fn put_address(set: &mut EvidenceSet, from: &Provenance, subject: &Subject<'_>, sender: &Sender) {
    let (Some(mac), Some(at)) = (subject.mac, from.address_at) else { return };
    let Ok(attribute) = Attribute::new(LINK_ADDRESS, &mac.to_string()) else { return };
    set.insert(Evidence {
        endpoint: Endpoint {
            site: from.site.clone(),
            vlan: subject.vlan,
            mac: Some(mac),
            ip: None,
            child: None,
        },
        attribute,
        sensor: from.sensor.clone(),
        seen: Seen {
            first: sender.first,
            last: sender.last,
            exemplar: Exemplar {
                at: sender.first,
                capture: from.capture,
                spans: vec![Span { frame: sender.frame, start: at, end: at.saturating_add(6) }],
            },
        },
    });
}

/// Puts one record; counts the attributes that the constructor refused (credentials, patient data).
fn put(set: &mut EvidenceSet, from: &Provenance, subject: &Subject<'_>, record: Record) -> u64 {
    let endpoint = Endpoint {
        site: from.site.clone(),
        vlan: subject.vlan,
        mac: subject.mac,
        ip: subject.ip,
        child: subject.child.map(Arc::from),
    };
    if record.frames > 0 {
        let tally = Tally {
            frames: record.frames,
            bytes: record.bytes,
            first: record.first,
            last: record.last,
            frame: record.frame,
            hop_limit: record.hop_limit,
        };
        set.insert_tally(TallyKey { endpoint: endpoint.clone(), capture: from.capture }, tally);
    }
    let mut refused = 0;
    for held in record.held {
        let Ok(attribute) = Attribute::new(held.name, &held.value) else {
            refused += u64::from(!held.value.trim().is_empty());
            continue;
        };
        let mut spans = Vec::with_capacity(1 + held.more.len());
        spans.push(held.span);
        spans.extend_from_slice(&held.more);
        set.insert(Evidence {
            endpoint: endpoint.clone(),
            attribute,
            sensor: from.sensor.clone(),
            seen: Seen {
                first: held.first,
                last: held.last,
                exemplar: Exemplar { at: held.at, capture: from.capture, spans },
            },
        });
    }
    refused
}
