//! The nouns in bytes. A field that a noun gains makes this file fail to compile until it is named here too.

use super::packed::Packed;
use super::{Overview, Stands, Stood};
use holdfast_behaviour::{CouldBeSeen, Dealing, Dealings, Standing};
use holdfast_facts::{
    Attribute, Basis, CaptureId, Carriage, Certainty, Claim, Device, DeviceId, Endpoint, EndpointKey,
    Evidence, EvidenceId, Exemplar, Exposure, ExposureId, Field, Mac, Place, Reason, Retraction, Rival, Seen,
    Service, ServiceRole, Severity, SharedSign, Span, Standing as Holding, StatementId, Suggestion,
    Timestamp,
};
use holdfast_report::ConduitRow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Structs, field by field.
macro_rules! structs {
    ($($name:ident { $($field:ident),* })*) => {$(
        impl Packed for $name {
            fn pack(&self, out: &mut Vec<u8>) {
                let $name { $($field),* } = self;
                $($field.pack(out);)*
            }
            fn unpack(from: &mut &[u8]) -> Option<$name> {
                Some($name { $($field: Packed::unpack(from)?),* })
            }
        }
    )*};
}

/// Names and numbers that wrap one value.
macro_rules! wrappers {
    ($($name:ident($inner:ty))*) => {$(
        impl Packed for $name {
            fn pack(&self, out: &mut Vec<u8>) {
                self.0.pack(out);
            }
            fn unpack(from: &mut &[u8]) -> Option<$name> {
                Some($name(<$inner>::unpack(from)?))
            }
        }
    )*};
}

/// Closed lists of words, by their place in the list.
macro_rules! words {
    ($($name:ident: $all:expr;)*) => {$(
        impl Packed for $name {
            fn pack(&self, out: &mut Vec<u8>) {
                let place = $all.iter().position(|word| word == self);
                out.push(place.and_then(|place| u8::try_from(place).ok()).unwrap_or(u8::MAX));
            }
            fn unpack(from: &mut &[u8]) -> Option<$name> {
                $all.get(usize::from(u8::unpack(from)?)).copied()
            }
        }
    )*};
}

structs! {
    Reason { rule, evidence, statement }
    Rival { value, certainty, reasons }
    Service { port, transport, protocol, role, evidence }
    Endpoint { site, vlan, mac, ip, child }
    Span { frame, start, end }
    Exemplar { at, capture, place }
    Seen { first, last, exemplar }
    Evidence { endpoint, attribute, sensor, seen }
    Exposure { id, device, rule, severity, peers, says, first, last, because }
    Stands { device, standing, could_be_seen, rows }
    Dealing { asks, peer, address, carriage, port, protocol, bytes, frame }
    Dealings { asks, is_asked, shown }
    Stood { statement, standing, devices }
    Suggestion { field, value, like, statement, signs, weight }
    SharedSign { says, value, evidence, like }
    Overview { vlans, has_dhcp }
}

wrappers! {
    DeviceId(String)
    ExposureId(String)
    EvidenceId([u8; 10])
    StatementId([u8; 10])
    CaptureId([u8; 32])
    Mac([u8; 6])
    Timestamp(i64)
}

words! {
    Field: Field::ALL;
    Basis: [Basis::Inferred, Basis::Declared, Basis::Observed, Basis::Said];
    ServiceRole: [ServiceRole::Server, ServiceRole::Client];
    Severity: Severity::ALL;
    Carriage: Carriage::ALL;
    Standing: [Standing::SeenAndListed, Standing::SeenNotListed, Standing::ListedNotSeen];
    CouldBeSeen: [CouldBeSeen::Yes, CouldBeSeen::No, CouldBeSeen::Never, CouldBeSeen::Unknown];
}

impl Packed for Certainty {
    fn pack(&self, out: &mut Vec<u8>) {
        self.get().pack(out);
    }
    fn unpack(from: &mut &[u8]) -> Option<Certainty> {
        Some(Certainty::new(f64::unpack(from)?))
    }
}

impl Packed for Attribute {
    fn pack(&self, out: &mut Vec<u8>) {
        (self.name().to_owned(), self.value().to_owned()).pack(out);
    }
    fn unpack(from: &mut &[u8]) -> Option<Attribute> {
        let (name, value) = <(String, String)>::unpack(from)?;
        Attribute::new(name, &value).ok()
    }
}

impl Packed for Place {
    fn pack(&self, out: &mut Vec<u8>) {
        match self {
            Place::Frames(spans) => {
                out.push(0);
                spans.pack(out);
            }
            Place::Row { row, column } => {
                out.push(1);
                row.pack(out);
                column.pack(out);
            }
        }
    }
    fn unpack(from: &mut &[u8]) -> Option<Place> {
        match u8::unpack(from)? {
            0 => Some(Place::Frames(Vec::unpack(from)?)),
            1 => Some(Place::Row { row: u64::unpack(from)?, column: Arc::unpack(from)? }),
            _ => None,
        }
    }
}

impl Packed for Arc<Endpoint> {
    fn pack(&self, out: &mut Vec<u8>) {
        (**self).pack(out);
    }
    fn unpack(from: &mut &[u8]) -> Option<Arc<Endpoint>> {
        Endpoint::unpack(from).map(Arc::new)
    }
}

impl Packed for EndpointKey {
    fn pack(&self, out: &mut Vec<u8>) {
        self.site().pack(out);
        self.to_string().pack(out);
    }
    fn unpack(from: &mut &[u8]) -> Option<EndpointKey> {
        let (site, text) = (Arc::unpack(from)?, String::unpack(from)?);
        EndpointKey::parse(&site, &text)
    }
}

impl Packed for Retraction {
    fn pack(&self, out: &mut Vec<u8>) {
        self.statement().pack(out);
        self.person().to_owned().pack(out);
        self.at().pack(out);
        self.reason().map(str::to_owned).pack(out);
    }
    fn unpack(from: &mut &[u8]) -> Option<Retraction> {
        let (statement, person) = (Packed::unpack(from)?, String::unpack(from)?);
        let (at, reason) = (Packed::unpack(from)?, Option::<String>::unpack(from)?);
        Retraction::new(statement, &person, at, reason.as_deref()).ok()
    }
}

impl Packed for Holding {
    fn pack(&self, out: &mut Vec<u8>) {
        match self {
            Holding::Holds => out.push(0),
            Holding::Undone(undo) => {
                out.push(1);
                undo.pack(out);
            }
            Holding::Overruled(by) => {
                out.push(2);
                by.pack(out);
            }
            Holding::AboutNothing => out.push(3),
        }
    }
    fn unpack(from: &mut &[u8]) -> Option<Holding> {
        match u8::unpack(from)? {
            0 => Some(Holding::Holds),
            1 => Some(Holding::Undone(Packed::unpack(from)?)),
            2 => Some(Holding::Overruled(Packed::unpack(from)?)),
            3 => Some(Holding::AboutNothing),
            _ => None,
        }
    }
}

/// The words of `ConduitRow::declared`.
const DECLARED: [&str; 3] = ["yes", "no", "?"];

impl Packed for ConduitRow {
    fn pack(&self, out: &mut Vec<u8>) {
        let ConduitRow { from: asking, to, what, declared, clients, servers, bytes, because } = self;
        asking.pack(out);
        to.pack(out);
        what.pack(out);
        DECLARED.iter().position(|word| word == declared).unwrap_or(2).pack(out);
        clients.pack(out);
        servers.pack(out);
        bytes.pack(out);
        because.pack(out);
    }
    fn unpack(from: &mut &[u8]) -> Option<ConduitRow> {
        Some(ConduitRow {
            from: Packed::unpack(from)?,
            to: Packed::unpack(from)?,
            what: Packed::unpack(from)?,
            declared: DECLARED.get(usize::unpack(from)?)?,
            clients: Packed::unpack(from)?,
            servers: Packed::unpack(from)?,
            bytes: Packed::unpack(from)?,
            because: Packed::unpack(from)?,
        })
    }
}

/// A device without its reasons: what tables show, and what is searched.
pub(super) struct Brief(pub(super) Device);

impl Packed for Brief {
    fn pack(&self, out: &mut Vec<u8>) {
        pack_brief(&self.0, out);
    }
    fn unpack(from: &mut &[u8]) -> Option<Brief> {
        let mut device = Device {
            id: Packed::unpack(from)?,
            parent: Packed::unpack(from)?,
            macs: Packed::unpack(from)?,
            ips: Packed::unpack(from)?,
            names: Packed::unpack(from)?,
            first_seen: Packed::unpack(from)?,
            last_seen: Packed::unpack(from)?,
            frames: Packed::unpack(from)?,
            bytes: Packed::unpack(from)?,
            notes: Packed::unpack(from)?,
            statements: Packed::unpack(from)?,
            ignored: Packed::unpack(from)?,
            suggestions: Packed::unpack(from)?,
            keys: Vec::new(),
            endpoints: Vec::new(),
            claims: BTreeMap::new(),
            runners_up: BTreeMap::new(),
            services: Vec::new(),
            evidence: Vec::new(),
        };
        for _ in 0..u8::unpack(from)? {
            let field = Field::unpack(from)?;
            let claim = Claim {
                value: Packed::unpack(from)?,
                certainty: Packed::unpack(from)?,
                basis: Packed::unpack(from)?,
                conflict: Packed::unpack(from)?,
                reasons: Vec::new(),
                rivals: Vec::new(),
            };
            device.claims.insert(field, claim);
        }
        for _ in 0..usize::unpack(from)? {
            device.services.push(Service {
                port: Packed::unpack(from)?,
                transport: Packed::unpack(from)?,
                protocol: Packed::unpack(from)?,
                role: Packed::unpack(from)?,
                evidence: Vec::new(),
            });
        }
        Some(Brief(device))
    }
}

/// The device's part that [`Brief`] takes back.
pub(super) fn pack_brief(device: &Device, out: &mut Vec<u8>) {
    let Device { id, parent, macs, ips, names, first_seen, last_seen, frames, bytes, notes, .. } = device;
    let Device { statements, ignored, suggestions, .. } = device;
    id.pack(out);
    parent.pack(out);
    macs.pack(out);
    ips.pack(out);
    names.pack(out);
    first_seen.pack(out);
    last_seen.pack(out);
    frames.pack(out);
    bytes.pack(out);
    notes.pack(out);
    statements.pack(out);
    ignored.pack(out);
    suggestions.pack(out);
    out.push(device.claims.len() as u8);
    for (field, Claim { value, certainty, basis, conflict, .. }) in &device.claims {
        field.pack(out);
        value.pack(out);
        certainty.pack(out);
        basis.pack(out);
        conflict.pack(out);
    }
    device.services.len().pack(out);
    for Service { port, transport, protocol, role, .. } in &device.services {
        port.pack(out);
        transport.pack(out);
        protocol.pack(out);
        role.pack(out);
    }
}

/// What [`pack_brief`] leaves out.
pub(super) fn pack_reasons(device: &Device, out: &mut Vec<u8>) {
    let Device { keys, endpoints, claims, runners_up, services, evidence, .. } = device;
    keys.pack(out);
    endpoints.pack(out);
    for Claim { reasons, rivals, .. } in claims.values() {
        reasons.pack(out);
        rivals.pack(out);
    }
    runners_up.pack(out);
    for service in services {
        service.evidence.pack(out);
    }
    evidence.pack(out);
}

/// Puts the reasons back into a device that came without them.
pub(super) fn unpack_reasons(device: &mut Device, mut from: &[u8]) -> Option<()> {
    let from = &mut from;
    device.keys = Packed::unpack(from)?;
    device.endpoints = Packed::unpack(from)?;
    for claim in device.claims.values_mut() {
        claim.reasons = Packed::unpack(from)?;
        claim.rivals = Packed::unpack(from)?;
    }
    device.runners_up = Packed::unpack(from)?;
    for service in &mut device.services {
        service.evidence = Packed::unpack(from)?;
    }
    device.evidence = Packed::unpack(from)?;
    from.is_empty().then_some(())
}
