//! The table as evidence: what leaves this crate.

use super::{Observations, Record, Subject};
use holdfast_facts::{
    Attribute, CaptureId, Coverage, Endpoint, Evidence, EvidenceSet, Exemplar, Seen, SiteId, Tally, TallyKey,
};
use std::sync::Arc;

/// Where the evidence of a capture comes from.
#[derive(Clone, Debug)]
pub(crate) struct Provenance {
    pub(crate) site: SiteId,
    pub(crate) sensor: Arc<str>,
    pub(crate) capture: CaptureId,
}

impl Observations {
    /// Turns the table into evidence and tallies, and gives back the counts.
    pub(crate) fn finish(self, from: &Provenance) -> (EvidenceSet, Coverage) {
        let Observations { endpoints, children, anomalies, mut coverage, .. } = self;
        let mut set = EvidenceSet::default();
        for ((protocol, what), count) in anomalies {
            coverage.add(&format!("anomaly.{protocol}.{what}"), count);
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
