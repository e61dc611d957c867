//! The shapes of the documents' objects, written straight from what they show: nothing is built first. Their keys stand in
//! alphabetical order.

use crate::statement::suggestion_json;
use holdfast_facts::{
    Claim, Device, Evidence, EvidenceId, Exposure, Field, Place, Rival, Service, ServiceRole, Span,
    StatementId, Timestamp,
};
use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};
use std::collections::BTreeSet;
use std::fmt::Display;

/// Whatever prints, as a string.
struct Text<T>(T);

impl<T: Display> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(&self.0)
    }
}

/// A list of what prints.
struct Texts<'a, T>(&'a [T]);

impl<T: Display> Serialize for Texts<'_, T> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_seq(self.0.iter().map(Text))
    }
}

struct Moment(Option<Timestamp>);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Some(moment) => out.collect_str(&moment),
            None => out.serialize_none(),
        }
    }
}

/// Two digits: more would claim a precision that nobody has.
fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// One piece of evidence.
pub(crate) struct EvidenceShape<'a>(pub(crate) &'a Evidence);

impl Serialize for EvidenceShape<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(Some(1))?;
        match &self.0.seen.exemplar.place {
            Place::Row { row, column } => map.serialize_entry("row", &RowShape(self.0, *row, column))?,
            Place::Frames(_) => map.serialize_entry("observed", &Observed(self.0))?,
        }
        map.end()
    }
}

struct RowShape<'a>(&'a Evidence, u64, &'a str);

impl Serialize for RowShape<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let RowShape(evidence, row, column) = self;
        let mut map = out.serialize_map(Some(5))?;
        map.serialize_entry("attribute", evidence.attribute.name())?;
        map.serialize_entry("column", column)?;
        map.serialize_entry("file", &Text(evidence.seen.exemplar.capture))?;
        map.serialize_entry("row", row)?;
        map.serialize_entry("value", evidence.attribute.value())?;
        map.end()
    }
}

struct Observed<'a>(&'a Evidence);

impl Serialize for Observed<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let Evidence { attribute, endpoint, seen, .. } = self.0;
        let mut map = out.serialize_map(Some(7))?;
        map.serialize_entry("at", &Text(seen.exemplar.at))?;
        map.serialize_entry("attribute", attribute.name())?;
        map.serialize_entry("capture", &Text(seen.exemplar.capture))?;
        map.serialize_entry("endpoint", &Text(endpoint))?;
        map.serialize_entry("protocol", attribute.protocol())?;
        map.serialize_entry("spans", &Spans(seen.exemplar.spans()))?;
        map.serialize_entry("value", attribute.value())?;
        map.end()
    }
}

struct Spans<'a>(&'a [Span]);

impl Serialize for Spans<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut list = out.serialize_seq(Some(self.0.len()))?;
        for span in self.0 {
            list.serialize_element(&SpanShape(*span))?;
        }
        list.end()
    }
}

struct SpanShape(Span);

impl Serialize for SpanShape {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(Some(2))?;
        map.serialize_entry("bytes", &[self.0.start, self.0.end])?;
        map.serialize_entry("frame", &self.0.frame)?;
        map.end()
    }
}

/// One exposure.
pub(crate) struct ExposureShape<'a>(pub(crate) &'a Exposure);

impl Serialize for ExposureShape<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let exposure = self.0;
        let ids: Vec<EvidenceId> = exposure.because.iter().map(|(id, _)| *id).collect();
        let mut map = out.serialize_map(None)?;
        map.serialize_entry("because", &Texts(&ids))?;
        map.serialize_entry("first_seen", &Text(exposure.first))?;
        map.serialize_entry("id", &exposure.id.0)?;
        map.serialize_entry("last_seen", &Text(exposure.last))?;
        if let Some(peer) = exposure.peers.first() {
            map.serialize_entry("peer", peer)?;
        }
        if exposure.peers.len() > 1 {
            map.serialize_entry("peers", &exposure.peers)?;
        }
        map.serialize_entry("rule", &exposure.rule)?;
        map.serialize_entry("says", &exposure.says)?;
        map.serialize_entry("severity", exposure.severity.name())?;
        map.end()
    }
}

fn exposure_shape<'a>(exposure: &&'a Exposure) -> ExposureShape<'a> {
    ExposureShape(exposure)
}

/// One device with its exposures.
pub(crate) struct DeviceShape<'a> {
    pub(crate) device: &'a Device,
    pub(crate) exposures: &'a [&'a Exposure],
}

impl Serialize for DeviceShape<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let DeviceShape { device, exposures } = self;
        let mut map = out.serialize_map(None)?;
        let mut claims: Vec<(&str, &Claim)> =
            device.claims.iter().map(|(field, claim)| (field.name(), claim)).collect();
        claims.sort_unstable_by_key(|(name, _)| *name);
        let mut claims = claims.into_iter().peekable();
        // The claims stand among the others, each at its place in the alphabet.
        macro_rules! entry {
            ($name:literal, $value:expr) => {
                while let Some((field, claim)) = claims.next_if(|(field, _)| *field < $name) {
                    map.serialize_entry(field, &ClaimShape(claim))?;
                }
                map.serialize_entry($name, $value)?;
            };
        }
        entry!("bytes", &device.bytes);
        entry!("exposures", &List(exposures, exposure_shape));
        entry!("first_seen", &Moment(device.first_seen));
        entry!("frames", &device.frames);
        entry!("id", &device.id.0);
        if device.ignored {
            entry!("ignored", &true);
        }
        entry!("ips", &Texts(&device.ips));
        entry!("last_seen", &Moment(device.last_seen));
        entry!("macs", &Texts(&device.macs));
        entry!("names", &device.names);
        entry!("notes", &device.notes);
        if let Some(parent) = &device.parent {
            entry!("parent", &parent.0);
        }
        entry!("runner_up", &RunnersUp(device));
        entry!("services", &List(&device.services, ServiceShape));
        if !device.statements.is_empty() {
            entry!("statements", &Texts(&device.statements));
        }
        if !device.suggestions.is_empty() {
            entry!("suggestions", &List(&device.suggestions, |one| suggestion_json(device, one)));
        }
        for (field, claim) in claims {
            map.serialize_entry(field, &ClaimShape(claim))?;
        }
        map.end()
    }
}

/// A list, each in its shape.
struct List<'a, T, F>(&'a [T], F);

impl<'a, T, S2: Serialize, F: Fn(&'a T) -> S2> Serialize for List<'a, T, F> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_seq(self.0.iter().map(&self.1))
    }
}

/// Evidence for a claim, each once, in order.
pub(crate) fn because(claim: &Claim) -> Vec<EvidenceId> {
    let mut ids: Vec<EvidenceId> =
        claim.reasons.iter().flat_map(|reason| reason.evidence.iter().copied()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// All that a claim rests on: evidence, then what people said.
struct Because<'a>(&'a Claim);

impl Serialize for Because<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let said: BTreeSet<StatementId> =
            self.0.reasons.iter().filter_map(|reason| reason.statement).collect();
        let evidence = because(self.0);
        let mut list = out.serialize_seq(Some(evidence.len() + said.len()))?;
        evidence.iter().try_for_each(|id| list.serialize_element(&Text(id)))?;
        said.iter().try_for_each(|id| list.serialize_element(&Text(id)))?;
        list.end()
    }
}

struct ClaimShape<'a>(&'a Claim);

impl Serialize for ClaimShape<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let claim = self.0;
        let rules: BTreeSet<&str> = claim.reasons.iter().map(|reason| reason.rule.as_str()).collect();
        let mut map = out.serialize_map(None)?;
        map.serialize_entry("basis", claim.basis.name())?;
        map.serialize_entry("because", &Because(claim))?;
        map.serialize_entry("certainty", &rounded(claim.certainty.get()))?;
        if claim.conflict {
            map.serialize_entry("conflict", &true)?;
        }
        map.serialize_entry("rules", &rules)?;
        map.serialize_entry("value", &claim.value)?;
        map.end()
    }
}

struct RunnersUp<'a>(&'a Device);

impl Serialize for RunnersUp<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let device = self.0;
        let mut list = out.serialize_seq(None)?;
        for field in Field::ALL {
            let of_claim = device.claims.get(&field).map(|claim| claim.rivals.as_slice()).unwrap_or_default();
            let alone = device.runners_up.get(&field).map(Vec::as_slice).unwrap_or_default();
            for rival in of_claim.iter().chain(alone) {
                list.serialize_element(&RivalShape(field, rival))?;
            }
        }
        list.end()
    }
}

struct RivalShape<'a>(Field, &'a Rival);

impl Serialize for RivalShape<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let RivalShape(field, rival) = self;
        let certainty = rounded(rival.certainty.get());
        let mut map = out.serialize_map(Some(2))?;
        if field.name() < "certainty" {
            map.serialize_entry(field.name(), &rival.value)?;
        }
        map.serialize_entry("certainty", &certainty)?;
        if field.name() > "certainty" {
            map.serialize_entry(field.name(), &rival.value)?;
        }
        map.end()
    }
}

struct ServiceShape<'a>(&'a Service);

impl Serialize for ServiceShape<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let service = self.0;
        let role = match service.role {
            ServiceRole::Server => "server",
            ServiceRole::Client => "client",
        };
        let mut map = out.serialize_map(Some(5))?;
        map.serialize_entry("because", &Texts(&service.evidence))?;
        map.serialize_entry("port", &service.port)?;
        map.serialize_entry("protocol", &service.protocol)?;
        map.serialize_entry("role", role)?;
        map.serialize_entry("transport", &service.transport)?;
        map.end()
    }
}
