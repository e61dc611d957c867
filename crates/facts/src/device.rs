//! What is concluded: a thing on the network, and what we hold of it with how much certainty and why.

use crate::{Certainty, DeviceId, Endpoint, EvidenceId, Mac, Timestamp};
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
}

impl Field {
    /// Every field, in the order in which they are printed.
    pub const ALL: [Field; 6] =
        [Field::Vendor, Field::Model, Field::OrderNumber, Field::Firmware, Field::Kind, Field::Realm];

    /// The name in JSON, in rules and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Field::Vendor => "vendor",
            Field::Model => "model",
            Field::OrderNumber => "order_number",
            Field::Firmware => "firmware",
            Field::Kind => "kind",
            Field::Realm => "realm",
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
    /// The rule's id in `data/fingerprints/`, or a built-in step such as `kind.default-realm`.
    pub rule: String,
    /// What the rule read. Empty only for a step that rests on another claim of the same device.
    pub evidence: Vec<EvidenceId>,
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
}
