//! Looking for something: many ports of one host, one port of many hosts, many functions of one controller.
//!
//! A scan shows in what does not answer. Somebody who opens twenty ports that all work is a busy client.

use crate::cite;
use crate::finding::{Finding, Findings, Subject};
use crate::rule::ExposureRule;
use crate::scene::Scene;
use holdfast_facts::{Carriage, Conversation, ConversationKey, Party, SiteId, is_public};
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

type Listed<'a> = Vec<(&'a ConversationKey, &'a Conversation)>;

/// Nothing came of it: no answer, a refusal, or a connection in which nothing was said.
fn is_fruitless(key: &ConversationKey, talk: &Conversation) -> bool {
    match key.carriage {
        Carriage::Tcp => talk.data_frames == 0 && talk.opened > 0,
        _ => talk.answered_frames == 0,
    }
}

/// The most conversations whose beginnings lie within `seconds` of each other.
fn within<'a>(list: &[(&'a ConversationKey, &'a Conversation)], seconds: f64) -> Listed<'a> {
    let mut sorted = list.to_vec();
    sorted.sort_by_key(|(key, talk)| (talk.first, *key));
    let window = (seconds * 1e6) as i64;
    let (mut best, mut start) = (0..0, 0);
    for (end, (_, talk)) in sorted.iter().enumerate() {
        while sorted.get(start).is_some_and(|(_, first)| talk.first.0 - first.first.0 > window) {
            start += 1;
        }
        if end + 1 - start > best.len() {
            best = start..end + 1;
        }
    }
    sorted.drain(best).collect()
}

/// The wanted conversations, those with something in common side by side; among them in their own order.
fn side_by_side<'a, K: Ord>(
    scene: &Scene<'a>,
    wanted: impl Fn(&ConversationKey) -> bool,
    common: impl Fn(&'a ConversationKey) -> K,
) -> Listed<'a> {
    let mut all: Listed<'a> = scene.set.conversations.iter().filter(|(key, _)| wanted(key)).collect();
    all.sort_by_key(|(key, _)| common(key));
    all
}

fn cited(list: &Listed<'_>) -> Vec<(holdfast_facts::EvidenceId, holdfast_facts::Evidence)> {
    list.iter().take(4).filter_map(|(key, talk)| cite::conversation(key, talk)).collect()
}

/// Many ports of one host. Limits: `ports`, `seconds`, `share` of fruitless ones.
pub(super) fn ports(scene: &Scene<'_>, rule: &ExposureRule, findings: &mut Findings<'_>) {
    let wanted = |key: &ConversationKey| matches!(key.carriage, Carriage::Tcp | Carriage::Udp);
    fn pair(key: &ConversationKey) -> (&SiteId, &Party, Option<IpAddr>) {
        (&key.site, &key.client, key.server.ip)
    }
    for list in side_by_side(scene, wanted, pair).chunk_by(|a, b| pair(a.0) == pair(b.0)) {
        // Most pairs share a port or two: they are done before anything is sorted.
        let Some((ConversationKey { site, client, server, .. }, _)) = list.first() else { continue };
        let server = server.ip;
        if (list.len() as f64) < rule.limit("ports") {
            continue;
        }
        let fruitless: Listed<'_> =
            list.iter().filter(|(key, talk)| is_fruitless(key, talk)).copied().collect();
        let burst = within(&fruitless, rule.limit("seconds"));
        let ports: BTreeSet<_> = burst.iter().map(|(key, _)| (key.carriage, key.port)).collect();
        let share = fruitless.len() as f64 / list.len().max(1) as f64;
        // High ports that answer nothing are often the client's side of conversations that began before the capture.
        let begun = burst.iter().any(|(key, talk)| key.carriage == Carriage::Udp || talk.opened > 0);
        if (ports.len() as f64) < rule.limit("ports") || share < rule.limit("share") || !begun {
            continue;
        }
        // Datagrams to many high ports are a trace of the way, or media.
        let low = ports.iter().filter(|(_, port)| *port < 10_000).count();
        if low < ports.len() / 8 {
            continue;
        }
        let peer = server.map(|ip| ip.to_string()).unwrap_or_default();
        findings.add(
            rule,
            Subject::Party(site, client),
            Finding {
                peers: vec![peer],
                per_peer: true,
                words: vec![("count", ports.len().to_string())],
                because: cited(&burst),
                ..Finding::default()
            },
        );
    }
}

/// Many hosts. Limits: `hosts`, `seconds`, `share` of fruitless ones.
pub(super) fn hosts(scene: &Scene<'_>, rule: &ExposureRule, findings: &mut Findings<'_>) {
    fn port_of(key: &ConversationKey) -> u16 {
        if matches!(key.carriage, Carriage::Tcp | Carriage::Udp) { key.port } else { 0 }
    }
    fn sweep(key: &ConversationKey) -> (&SiteId, &Party, Carriage, u16) {
        (&key.site, &key.client, key.carriage, port_of(key))
    }
    let wanted = |key: &ConversationKey| !matches!(key.carriage, Carriage::Link | Carriage::Ip);
    for list in side_by_side(scene, wanted, sweep).chunk_by(|a, b| sweep(a.0) == sweep(b.0)) {
        let Some((key @ ConversationKey { site, client, carriage, .. }, _)) = list.first() else { continue };
        let (carriage, port) = (*carriage, port_of(key));
        if (list.len() as f64) < rule.limit("hosts") {
            continue;
        }
        let burst = within(list, rule.limit("seconds"));
        let targets: BTreeSet<_> = burst.iter().filter_map(|(key, _)| key.server.ip).collect();
        if (targets.len() as f64) < rule.limit("hosts") {
            continue;
        }
        let answers = |key: &ConversationKey, talk: &Conversation| match carriage {
            // An ARP answer goes to the asker alone; whether there is anybody shows elsewhere.
            Carriage::Arp => is_there(scene, key.server.ip),
            _ => !is_fruitless(key, talk),
        };
        let fruitless = burst.iter().filter(|(key, talk)| !answers(key, talk)).count();
        let share = fruitless as f64 / burst.len().max(1) as f64;
        // Somebody who looks all over the internet for a name server is no scanner; for closed ports he is.
        let outside = targets.iter().filter(|ip| is_public(**ip)).count() * 2 > targets.len();
        let asked: u64 = burst.iter().map(|(_, talk)| talk.asked_frames).sum();
        // Nor is a relay that passes everything on to the same forty others.
        let busy = carriage == Carriage::Udp && (outside || asked > 3 * burst.len() as u64);
        if share < rule.limit("share") || busy {
            continue;
        }
        let what = match carriage {
            Carriage::Arp => "ARP requests".to_owned(),
            Carriage::Echo => "echo requests".to_owned(),
            _ => format!("{}/{port}", carriage.name()),
        };
        findings.add(
            rule,
            Subject::Party(site, client),
            Finding {
                peers: targets.iter().take(6).map(ToString::to_string).collect(),
                per_peer: false,
                subject: what.clone(),
                words: vec![("count", targets.len().to_string()), ("what", what)],
                because: cited(&burst),
            },
        );
    }
}

/// Many hosts greeted (ICMP echo), each once or twice: a monitor greets the same hosts again and again. Limits: `hosts`,
/// `seconds`, `each`.
pub(super) fn echoes(scene: &Scene<'_>, rule: &ExposureRule, findings: &mut Findings<'_>) {
    let mut sweeps: BTreeMap<(&SiteId, &Party), Listed<'_>> = BTreeMap::new();
    for (key, talk) in scene.set.conversations.iter().filter(|(key, _)| key.carriage == Carriage::Echo) {
        sweeps.entry((&key.site, &key.client)).or_default().push((key, talk));
    }
    for ((site, client), list) in sweeps {
        let burst = within(&list, rule.limit("seconds"));
        let targets: BTreeSet<_> = burst.iter().filter_map(|(key, _)| key.server.ip).collect();
        let asked: u64 = burst.iter().map(|(_, talk)| talk.asked_frames).sum();
        let each = asked as f64 / burst.len().max(1) as f64;
        if (targets.len() as f64) < rule.limit("hosts") || each > rule.limit("each") {
            continue;
        }
        findings.add(
            rule,
            Subject::Party(site, client),
            Finding {
                peers: targets.iter().take(6).map(ToString::to_string).collect(),
                words: vec![("count", targets.len().to_string())],
                because: cited(&burst),
                ..Finding::default()
            },
        );
    }
}

fn is_there(scene: &Scene<'_>, ip: Option<IpAddr>) -> bool {
    ip.is_some_and(|ip| {
        scene.device(&Party { mac: None, ip: Some(ip) }).is_some_and(|device| device.frames > 0)
    })
}

/// Many different functions of one controller, most of them refused. Limits: `functions`, `share` refused.
pub(super) fn functions(scene: &Scene<'_>, rule: &ExposureRule, findings: &mut Findings<'_>) {
    pairs(scene, |site, client, server, protocol, list| {
        let refused =
            list.iter().filter(|(_, operation)| operation.refused > 0 && operation.accepted == 0).count();
        if (refused as f64) < rule.limit("functions")
            || (refused as f64) < rule.limit("share") * list.len() as f64
        {
            return;
        }
        add(rule, findings, (site, client, server), protocol, refused, list);
    });
}

/// Very many refused requests of one controller: somebody tries addresses. Limits: `refused`, `share`.
pub(super) fn refused(scene: &Scene<'_>, rule: &ExposureRule, findings: &mut Findings<'_>) {
    pairs(scene, |site, client, server, protocol, list| {
        let requests = list.iter().filter(|(key, _)| key.class != holdfast_facts::OperationClass::Login);
        let (refused, asked) = requests.fold((0u64, 0u64), |sum, (_, operation)| {
            (sum.0 + operation.refused, sum.1 + operation.asked.max(operation.accepted + operation.refused))
        });
        if (refused as f64) < rule.limit("refused") || (refused as f64) < rule.limit("share") * asked as f64 {
            return;
        }
        add(rule, findings, (site, client, server), protocol, refused as usize, list);
    });
}

type Asked<'a> = Vec<(&'a holdfast_facts::OperationKey, &'a holdfast_facts::Operation)>;

fn pairs<'a>(scene: &Scene<'a>, mut judge: impl FnMut(&SiteId, &Party, &Party, &str, &Asked<'a>)) {
    let mut pairs: BTreeMap<(&SiteId, &Party, &Party, &str), Asked<'a>> = BTreeMap::new();
    for (key, operation) in &scene.set.operations {
        pairs.entry((&key.site, &key.client, &key.server, &key.protocol)).or_default().push((key, operation));
    }
    for ((site, client, server, protocol), list) in pairs {
        judge(site, client, server, protocol, &list);
    }
}

fn add(
    rule: &ExposureRule,
    findings: &mut Findings<'_>,
    (site, client, server): (&SiteId, &Party, &Party),
    protocol: &str,
    count: usize,
    list: &Asked<'_>,
) {
    let refused = list.iter().filter(|(_, operation)| operation.refused > 0);
    findings.add(
        rule,
        Subject::Party(site, client),
        Finding {
            peers: vec![server.to_string()],
            per_peer: true,
            subject: protocol.to_owned(),
            words: vec![("count", count.to_string()), ("protocol", protocol.to_owned())],
            because: refused.take(4).filter_map(|(key, operation)| cite::operation(key, operation)).collect(),
        },
    );
}
