//! Conduits: what crosses from one zone to another, and whether the site file says that it may.

use crate::cite;
use crate::scene::Scene;
use holdfast_facts::{Carriage, Conversation, ConversationKey, DeclaredConduit, Evidence, EvidenceId};
use std::collections::{BTreeMap, BTreeSet};

/// What crosses between two zones over one port.
#[derive(Clone, Debug, PartialEq)]
pub struct Conduit {
    /// The asking zone's id.
    pub from: String,
    /// The asked zone's id.
    pub to: String,
    /// TCP, UDP …
    pub carriage: Carriage,
    /// The port.
    pub port: u16,
    /// The protocol that was recognised there.
    pub protocol: Option<String>,
    /// Whether the site file says that it may cross. `None` where the site file declares no conduits at all.
    pub declared: Option<bool>,
    /// Devices that ask, and that are asked.
    pub clients: BTreeSet<String>,
    /// Devices that are asked.
    pub servers: BTreeSet<String>,
    /// Bytes both ways.
    pub bytes: u64,
    /// The first conversation of it.
    pub because: Vec<(EvidenceId, Evidence)>,
}

/// Every conduit that was seen, in the order of the zones.
pub fn conduits(scene: &Scene<'_>) -> Vec<Conduit> {
    let mut found: BTreeMap<(String, String, Carriage, u16), Conduit> = BTreeMap::new();
    for (key, talk) in crossing(scene) {
        let (Some(from), Some(to)) =
            (scene.zone_of_party(&key.client, key.vlan), scene.zone_of_party(&key.server, None))
        else {
            continue;
        };
        if from.id == to.id {
            continue;
        }
        let protocol = protocol(scene, key);
        let place = (from.id.clone(), to.id.clone(), key.carriage, key.port);
        let conduit = found.entry(place).or_insert_with(|| Conduit {
            from: from.id.clone(),
            to: to.id.clone(),
            carriage: key.carriage,
            port: key.port,
            declared: declared(scene.conduits, &from.id, &to.id, protocol.as_deref(), key),
            protocol,
            clients: BTreeSet::new(),
            servers: BTreeSet::new(),
            bytes: 0,
            because: cite::conversation(key, talk).into_iter().collect(),
        });
        conduit.clients.insert(key.client.to_string());
        conduit.servers.insert(key.server.to_string());
        conduit.bytes = conduit.bytes.saturating_add(talk.asked_bytes).saturating_add(talk.answered_bytes);
    }
    found.into_values().collect()
}

/// Conversations in which something was said, each once: of a routed packet that was recorded on both sides of its router,
/// the side of the one who asks.
pub(crate) fn crossing<'a>(
    scene: &Scene<'a>,
) -> impl Iterator<Item = (&'a ConversationKey, &'a Conversation)> {
    let set = scene.set;
    set.conversations.iter().filter(|(key, talk)| {
        // A refusal is no answer: a scan makes no conduits.
        let answered = match key.carriage {
            Carriage::Tcp => talk.accepted > 0 || talk.data_frames > 0,
            _ => talk.answered_frames > 0,
        };
        let said = answered || (key.carriage == Carriage::Udp && talk.asked_frames > 0);
        said && !matches!(key.carriage, Carriage::Arp | Carriage::Link)
    })
}

/// The protocol that the server is known to speak at that port.
pub(crate) fn protocol(scene: &Scene<'_>, key: &ConversationKey) -> Option<String> {
    let device = scene.device(&key.server)?;
    let service = device
        .services
        .iter()
        .find(|service| service.port == key.port && service.transport == key.carriage.name())?;
    Some(service.protocol.clone()).filter(|name| name != "unknown")
}

/// Whether one of the declared conduits allows it. `None` where none are declared.
pub(crate) fn declared(
    conduits: &[DeclaredConduit],
    from: &str,
    to: &str,
    protocol: Option<&str>,
    key: &ConversationKey,
) -> Option<bool> {
    if conduits.is_empty() {
        return None;
    }
    let port = format!("{}/{}", key.carriage.name(), key.port);
    Some(conduits.iter().any(|conduit| {
        conduit.from == from
            && conduit.to == to
            && (conduit.protocols.is_empty()
                || conduit.protocols.iter().any(|name| {
                    Some(name.as_str()) == protocol || *name == port || name == key.carriage.name()
                }))
    }))
}
