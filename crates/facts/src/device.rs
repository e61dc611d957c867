//! What is concluded: a thing on the network, and what we hold of it with how much certainty and why.

use crate::{Certainty, DeviceId, Endpoint, EndpointKey, EvidenceId, Mac, StatementId, Timestamp};
use std::collections::BTreeMap;
use std::net::IpAddr;

/// What a claim is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The brand on the device.
    Vendor,
    /// The model as the maker writes it.
    Model,
    /// The maker's order or part number.
    OrderNumber,
    /// Firmware or software version.
    Firmware,
    /// One of `data/kinds.toml`.
    Kind,
    /// IT, IoT, OT or IoMT.
    Realm,
    /// Where it stands: site, building, floor, ward, room, from outside to inside.
    Place,
    /// Who answers for it: a role, a team or a person.
    Owner,
}

impl Field {
    /// Every field, in the order in which they are printed.
    pub const ALL: [Field; 8] = [
        Field::Vendor,
        Field::Model,
        Field::OrderNumber,
        Field::Firmware,
        Field::Kind,
        Field::Realm,
        Field::Place,
        Field::Owner,
    ];

    /// Whether it tells what the device is; place and owner tell where and whose.
    pub fn is_identity(self) -> bool {
        !matches!(self, Field::Place | Field::Owner)
    }

    /// The name in JSON, in rules and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Field::Vendor => "vendor",
            Field::Model => "model",
            Field::OrderNumber => "order_number",
            Field::Firmware => "firmware",
            Field::Kind => "kind",
            Field::Realm => "realm",
            Field::Place => "place",
            Field::Owner => "owner",
        }
    }

    /// The field of that name.
    pub fn from_name(name: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| field.name() == name)
    }
}

/// How a claim came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// A rule concluded it from something that does not say it outright (a cloud's name, a default by kind).
    Inferred,
    /// A list says so.
    Declared,
    /// The device said it itself, on the wire.
    Observed,
    /// A person said so.
    Said,
}

impl Basis {
    /// The word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Basis::Inferred => "inferred",
            Basis::Declared => "declared",
            Basis::Observed => "observed",
            Basis::Said => "said",
        }
    }
}

/// One reason for a claim: the rule, and the evidence it read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reason {
    /// The rule's id in `data/fingerprints/`, or a built-in step such as `kind.default_realm` or `said`.
    pub rule: String,
    /// What the rule read. Empty only for a step that rests on another claim of the same device, or on what a person said.
    pub evidence: Vec<EvidenceId>,
    /// What a person said.
    pub statement: Option<StatementId>,
}

impl Reason {
    /// A rule that read evidence.
    pub fn rule(rule: impl Into<String>, evidence: Vec<EvidenceId>) -> Reason {
        Reason { rule: rule.into(), evidence, statement: None }
    }
}

/// A value that lost against the claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Rival {
    /// The other value.
    pub value: String,
    /// How sure it would have been.
    pub certainty: Certainty,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// What we hold of one field of a device.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The value.
    pub value: String,
    /// How sure.
    pub certainty: Certainty,
    /// How it came about.
    pub basis: Basis,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What else it could be, surest first.
    pub rivals: Vec<Rival>,
    /// Two strong sources disagree.
    pub conflict: bool,
}

/// Which side of a service a device is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ServiceRole {
    /// It answers.
    Server,
    /// It asks.
    Client,
}

/// A service that a device offers, as its traffic shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Service {
    /// Port number.
    pub port: u16,
    /// `tcp` or `udp`.
    pub transport: String,
    /// The protocol's folder name.
    pub protocol: String,
    /// Server or client.
    pub role: ServiceRole,
    /// What showed it.
    pub evidence: Vec<EvidenceId>,
}

/// Endpoints that evidence ties to one thing, and what we hold of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Device {
    /// Derived from the site and the least endpoint key.
    pub id: DeviceId,
    /// What it is known by, least first: what people say of it is bound to these. Empty for a host that is nobody's device.
    pub keys: Vec<EndpointKey>,
    /// The gateway it sits behind, for a thing with no address of its own.
    pub parent: Option<DeviceId>,
    /// Its endpoints.
    pub endpoints: Vec<Endpoint>,
    /// Link-layer addresses.
    pub macs: Vec<Mac>,
    /// Network addresses.
    pub ips: Vec<IpAddr>,
    /// Names it gave itself.
    pub names: Vec<String>,
    /// First seen.
    pub first_seen: Option<Timestamp>,
    /// Last seen.
    pub last_seen: Option<Timestamp>,
    /// Frames it sent.
    pub frames: u64,
    /// Bytes it sent.
    pub bytes: u64,
    /// What holds (certainty at least 0.5), by field.
    pub claims: BTreeMap<Field, Claim>,
    /// What was thought of but does not hold, by field, surest first.
    pub runners_up: BTreeMap<Field, Vec<Rival>>,
    /// Services offered.
    pub services: Vec<Service>,
    /// All evidence about it.
    pub evidence: Vec<EvidenceId>,
    /// What to know about how it was joined: "behind a router", "randomised address" …
    pub notes: Vec<String>,
    /// What people said of it and did not take back, oldest first.
    pub statements: Vec<StatementId>,
    /// Somebody said that it is not to be listed and counted.
    pub ignored: bool,
    /// What it may be, because a device that a person named shows the same. No claim rests on it.
    pub suggestions: Vec<Suggestion>,
}

impl Device {
    /// Whether something is claimed of what it is.
    pub fn is_identified(&self) -> bool {
        self.claims.keys().any(|field| field.is_identity())
    }

    /// Whether it has, or once had, this id: an id is made of the least key, and evidence or people join devices.
    pub fn answers_to(&self, id: &str) -> bool {
        self.id.0 == id || self.keys.iter().any(|key| key.device_id().0 == id)
    }
}

/// What a device may be: it shows the same as one of which a person said what it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The field that is not known.
    pub field: Field,
    /// The value that the person gave the other device.
    pub value: String,
    /// The other device.
    pub like: DeviceId,
    /// What the person said of it.
    pub statement: StatementId,
    /// What both show, weightiest first.
    pub signs: Vec<SharedSign>,
    /// The sum of the signs' weights, at least the threshold of `data/identity/suggest.toml`.
    pub weight: u32,
}

/// Something that two devices both show.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedSign {
    /// What it is, in words: "the same list of DHCP options".
    pub says: String,
    /// What is the same.
    pub value: String,
    /// The evidence of the device that is not known.
    pub evidence: Vec<EvidenceId>,
    /// The evidence of the device that a person named.
    pub like: Vec<EvidenceId>,
}
