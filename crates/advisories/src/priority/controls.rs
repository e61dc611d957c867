//! Compensating controls: what an advisory asks for instead of a fix, as items that can be tracked, and whether later
//! traffic shows that they hold. "Block 202.114.4.0/24" is refuted by one flow to it.

use super::data::{PriorityError, find, wrong};
use super::targets;
use crate::advisory::Advisory;
use crate::fix::rules::compile;
use crate::fix::{sentences, shorten};
use holdfast_facts::{Cited, EvidenceId, Timestamp};
use regex::Regex;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// What a control acts on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// The device as a whole.
    Device,
    /// A network: address and prefix length.
    Network(IpAddr, u8),
    /// A port, with its transport (`tcp`, `udp`) where said.
    Port(u16, Option<String>),
    /// A service and the ports that it is usually found at.
    Service(String, Vec<(u16, String)>),
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Target::Device => write!(f, "device"),
            Target::Network(address, prefix) if *prefix == targets::whole(*address) => write!(f, "{address}"),
            Target::Network(address, prefix) => write!(f, "{address}/{prefix}"),
            Target::Port(port, Some(transport)) => write!(f, "{port}/{transport}"),
            Target::Port(port, None) => write!(f, "{port}"),
            Target::Service(name, _) => write!(f, "{name}"),
        }
    }
}

/// One thing to do instead of a fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// Stable: kind and target (`block_address:202.114.4.0/24`).
    pub id: String,
    /// `block_address`, `block_port`, `disable_service`, `no_internet`, `segment`, `firewall`, `vpn`, `change_password`,
    /// `physical`, `keep_secret`, `allow_list`.
    pub kind: String,
    /// What it acts on.
    pub target: Target,
    /// Only talk from outside the device's own zone is to be stopped.
    pub outside_only: bool,
    /// The sentence that asks for it.
    pub says: Cited,
    /// Whether traffic can show that it holds or fails.
    pub checkable: bool,
    /// Since when it is said to be in place: talk before that refutes nothing. None: any talk does.
    pub since: Option<Timestamp>,
}

/// Where the other side of a talk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PeerPlace {
    /// In the device's own zone.
    SameZone,
    /// In another zone.
    OtherZone,
    /// On the internet.
    Internet,
    /// It cannot be said.
    Unknown,
}

/// A device was seen to talk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObservedTalk {
    /// The other side.
    pub peer: Option<IpAddr>,
    /// Where it is.
    pub place: PeerPlace,
    /// The server's port, whichever side it is; None for what has no ports.
    pub port: Option<u16>,
    /// `tcp`, `udp` …
    pub transport: String,
    /// Last seen.
    pub last_seen: Timestamp,
    /// What shows it.
    pub evidence: Vec<EvidenceId>,
}

/// What traffic shows of a control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ControlState {
    /// The device was seen, and nothing that the control forbids.
    Holds,
    /// It was seen doing what the control forbids.
    Failed {
        /// The flows.
        because: Vec<EvidenceId>,
    },
    /// Nothing can be said: the device was not seen since, or traffic cannot show it.
    NotSeen,
}

/// A rule that reads controls.
#[derive(Debug)]
pub struct ControlRule {
    /// Stable name.
    pub id: String,
    /// The kind of control.
    pub kind: String,
    target: Wanted,
    checkable: bool,
    pattern: Regex,
    unless: Option<Regex>,
    outside: Regex,
    services: Vec<Service>,
    /// Sentences that must match.
    pub examples: Vec<String>,
    /// Sentences that must not.
    pub counters: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Wanted {
    Address,
    Port,
    Service,
    None,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Service {
    name: String,
    words: Vec<String>,
    ports: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    outside: String,
    rule: Vec<RuleText>,
    service: Vec<Service>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleText {
    id: String,
    kind: String,
    target: Wanted,
    checkable: bool,
    pattern: String,
    unless: Option<String>,
    example: Vec<String>,
    counter: Vec<String>,
}

pub(super) fn load(data: &[(&str, &str)]) -> Result<Vec<ControlRule>, PriorityError> {
    let name = "remediation/controls.toml";
    let file: File = toml::from_str(find(data, name)?).map_err(|error| wrong(name, error))?;
    let build = |pattern: &str| compile(pattern, &BTreeMap::new()).map_err(|error| wrong(name, error));
    file.rule
        .into_iter()
        .map(|rule| {
            Ok(ControlRule {
                pattern: build(&rule.pattern)?,
                unless: rule.unless.as_deref().map(build).transpose()?,
                outside: build(&file.outside)?,
                services: if rule.target == Wanted::Service { file.service.clone() } else { Vec::new() },
                id: rule.id,
                kind: rule.kind,
                target: rule.target,
                checkable: rule.checkable,
                examples: rule.example,
                counters: rule.counter,
            })
        })
        .collect()
}

impl ControlRule {
    /// The targets of the control that a sentence asks for; empty where it asks for none.
    pub fn targets(&self, sentence: &str) -> Vec<Target> {
        if !self.pattern.is_match(sentence)
            || self.unless.as_ref().is_some_and(|unless| unless.is_match(sentence))
        {
            return Vec::new();
        }
        match self.target {
            Wanted::None => vec![Target::Device],
            Wanted::Address => targets::networks(sentence),
            Wanted::Port => targets::ports(sentence),
            Wanted::Service => {
                let low = sentence.to_lowercase();
                let named =
                    |service: &&Service| service.words.iter().any(|word| targets::has_word(&low, word));
                let ports =
                    |service: &Service| service.ports.iter().filter_map(|port| targets::port(port)).collect();
                self.services
                    .iter()
                    .filter(named)
                    .map(|service| Target::Service(service.name.clone(), ports(service)))
                    .collect()
            }
        }
    }
}

/// The controls that an advisory asks for: of all its vulnerabilities, or of one (index); each once, with the first
/// sentence that asks for it. Only those for one product where the remediation is for some.
pub fn extract(
    advisory: &Advisory,
    vulnerability: Option<usize>,
    product: Option<usize>,
    rules: &[ControlRule],
) -> Vec<Control> {
    let mut controls: BTreeMap<String, Control> = BTreeMap::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut read = |text: &str, pointer: &str| {
        for sentence in sentences::split(text) {
            for control in of_sentence(&sentence, pointer, &advisory.document, rules) {
                controls.entry(control.id.clone()).or_insert(control);
            }
        }
    };
    for (index, about) in advisory.vulnerabilities.iter().enumerate() {
        if vulnerability.is_some_and(|wanted| wanted != index) {
            continue;
        }
        for remediation in &about.remediations {
            let listed = |product| remediation.products.is_empty() || remediation.products.contains(&product);
            if product.is_none_or(listed) && seen.insert(remediation.text.as_str()) {
                read(&remediation.text, &remediation.pointer);
            }
        }
    }
    for note in advisory.notes.iter().filter(|note| note.kind != "legal_disclaimer") {
        read(&note.text, &note.pointer);
    }
    controls.into_values().collect()
}

fn of_sentence(sentence: &str, pointer: &str, document: &str, rules: &[ControlRule]) -> Vec<Control> {
    let mut controls = Vec::new();
    for rule in rules {
        for target in rule.targets(sentence) {
            let id = match &target {
                Target::Device => rule.kind.clone(),
                target => format!("{}:{target}", rule.kind),
            };
            controls.push(Control {
                id,
                kind: rule.kind.clone(),
                outside_only: rule.kind == "block_port" && rule.outside.is_match(sentence),
                checkable: rule.checkable
                    && !matches!(&target, Target::Service(_, ports) if ports.is_empty()),
                target,
                says: Cited {
                    document: document.to_owned(),
                    pointer: pointer.to_owned(),
                    text: shorten(sentence, 1000),
                },
                since: None,
            });
        }
    }
    controls
}

/// What traffic shows of a control. One talk that it forbids refutes it; without any talk of the device nothing is shown.
pub fn verify(control: &Control, talks: &[ObservedTalk]) -> ControlState {
    if !control.checkable {
        return ControlState::NotSeen;
    }
    let later = |talk: &&ObservedTalk| control.since.is_none_or(|since| talk.last_seen > since);
    let mut seen = false;
    let mut because: BTreeSet<EvidenceId> = BTreeSet::new();
    for talk in talks.iter().filter(later) {
        seen = true;
        if forbids(control, talk) {
            because.extend(talk.evidence.iter().copied());
        }
    }
    let refuted = talks.iter().filter(later).any(|talk| forbids(control, talk));
    match (refuted, seen) {
        (true, _) => ControlState::Failed { because: because.into_iter().collect() },
        (false, true) => ControlState::Holds,
        (false, false) => ControlState::NotSeen,
    }
}

fn forbids(control: &Control, talk: &ObservedTalk) -> bool {
    let internet = talk.place == PeerPlace::Internet;
    let outside = internet || talk.place == PeerPlace::OtherZone;
    let at = |port: u16, transport: Option<&str>| {
        talk.port == Some(port)
            && transport.is_none_or(|transport| transport.eq_ignore_ascii_case(&talk.transport))
    };
    match &control.target {
        Target::Network(network, prefix) => {
            talk.peer.is_some_and(|peer| targets::contains(*network, *prefix, peer))
        }
        Target::Port(port, transport) => {
            at(*port, transport.as_deref()) && (outside || !control.outside_only)
        }
        Target::Service(_, ports) => ports.iter().any(|(port, transport)| at(*port, Some(transport))),
        Target::Device => match control.kind.as_str() {
            "no_internet" | "firewall" => internet,
            "segment" => outside,
            _ => false,
        },
    }
}
