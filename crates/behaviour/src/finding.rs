//! Findings become exposures: one per device, rule, peer and subject, with the sentence and all the evidence.

use crate::rule::ExposureRule;
use crate::scene::Scene;
use holdfast_facts::{
    Device, DeviceId, Endpoint, Evidence, EvidenceId, Exposure, ExposureId, Party, SiteId, Timestamp,
    is_public,
};
use std::collections::BTreeMap;

/// Evidence kept of one exposure.
const CITED: usize = 12;

/// Who has it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Subject<'a> {
    Device(&'a Device),
    /// A party that may be no device of ours.
    Party(&'a SiteId, &'a Party),
}

/// Words for a rule's sentence, by name.
type Words = Vec<(&'static str, String)>;

/// What goes into one exposure.
#[derive(Debug, Default)]
pub(crate) struct Finding {
    /// The other side.
    pub(crate) peers: Vec<String>,
    /// Whether each first peer is an exposure of its own; else all peers are one.
    pub(crate) per_peer: bool,
    /// What tells two findings of one rule and peer apart: a port, a protocol.
    pub(crate) subject: String,
    /// Words for the rule's sentence, by name.
    pub(crate) words: Words,
    pub(crate) because: Vec<(EvidenceId, Evidence)>,
}

pub(crate) struct Findings<'a> {
    scene: &'a Scene<'a>,
    /// With the words of the sentence, which is made when all peers are known.
    exposures: BTreeMap<(DeviceId, String, ExposureId), (Exposure, Words)>,
    outsiders: BTreeMap<DeviceId, Device>,
}

impl<'a> Findings<'a> {
    pub(crate) fn new(scene: &'a Scene<'a>) -> Findings<'a> {
        Findings { scene, exposures: BTreeMap::new(), outsiders: BTreeMap::new() }
    }

    /// Adds a finding. Without evidence there is none.
    pub(crate) fn add(&mut self, rule: &ExposureRule, subject: Subject<'_>, finding: Finding) {
        let Finding { mut peers, per_peer, subject: part, words, mut because } = finding;
        let first = because.iter().map(|(_, evidence)| evidence.seen.first).min();
        let last = because.iter().map(|(_, evidence)| evidence.seen.last).max();
        let (Some(first), Some(last)) = (first, last) else { return };
        let Some(device) = self.place(subject, (first, last)) else { return };
        peers.sort();
        peers.dedup();
        let towards = peers.first().filter(|_| per_peer).map_or("", String::as_str);
        let id = ExposureId::of(&device, &rule.id, towards, &part);
        because.sort_by_key(|(id, evidence)| (evidence.seen.exemplar.at, *id));
        because.dedup_by_key(|(id, _)| *id);
        let key = (device.clone(), rule.id.clone(), id.clone());
        let (exposure, _) = self.exposures.entry(key).or_insert_with(|| {
            let exposure = Exposure {
                id,
                device,
                rule: rule.id.clone(),
                severity: rule.severity,
                says: rule.says.clone(),
                peers: Vec::new(),
                first,
                last,
                because: Vec::new(),
            };
            (exposure, words)
        });
        exposure.first = exposure.first.min(first);
        exposure.last = exposure.last.max(last);
        for peer in peers {
            if !exposure.peers.contains(&peer) {
                exposure.peers.push(peer);
            }
        }
        for cited in because {
            if exposure.because.len() < CITED && exposure.because.iter().all(|(id, _)| *id != cited.0) {
                exposure.because.push(cited);
            }
        }
    }

    /// The device; a host of the internet is made one.
    fn place(&mut self, subject: Subject<'_>, (first, last): (Timestamp, Timestamp)) -> Option<DeviceId> {
        let (site, party) = match subject {
            Subject::Device(device) => return Some(device.id.clone()),
            Subject::Party(site, party) => (site, party),
        };
        if let Some(device) = self.scene.device(party) {
            return Some(device.id.clone());
        }
        let ip = party.ip.filter(|ip| is_public(*ip))?;
        let id = DeviceId::of(&format!("{site}|net|{ip}"));
        let outsider = self.outsiders.entry(id.clone()).or_insert_with(|| Device {
            id: id.clone(),
            keys: Vec::new(),
            parent: None,
            endpoints: vec![Endpoint {
                site: site.clone(),
                vlan: None,
                mac: None,
                ip: Some(ip),
                child: None,
            }],
            macs: Vec::new(),
            ips: vec![ip],
            names: Vec::new(),
            first_seen: Some(first),
            last_seen: Some(last),
            frames: 0,
            bytes: 0,
            claims: BTreeMap::new(),
            runners_up: BTreeMap::new(),
            services: Vec::new(),
            evidence: Vec::new(),
            notes: vec!["on the internet, not ours: shown because of what it did".to_owned()],
            statements: Vec::new(),
            ignored: false,
            suggestions: Vec::new(),
        });
        outsider.first_seen = outsider.first_seen.min(Some(first));
        outsider.last_seen = outsider.last_seen.max(Some(last));
        Some(id)
    }

    pub(crate) fn finish(self) -> crate::Behaviour {
        let exposures = self
            .exposures
            .into_values()
            .map(|(mut exposure, words)| {
                exposure.peers.sort();
                exposure.says = sentence(&exposure.says, &exposure.peers, &words);
                exposure
            })
            .collect();
        crate::Behaviour { exposures, outsiders: self.outsiders.into_values().collect() }
    }
}

/// The rule's sentence with its words put in: `{peer}`, and what the finding brings.
fn sentence(template: &str, peers: &[String], words: &[(&'static str, String)]) -> String {
    let peer = match peers {
        [] => "nobody in particular".to_owned(),
        [one] => one.clone(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    };
    let mut text = template.replace("{peer}", &peer);
    for (name, word) in words {
        text = text.replace(&format!("{{{name}}}"), word);
    }
    text
}
