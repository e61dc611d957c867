//! Conversations and operations as evidence: so that an exposure cites them like an attribute, down to the frame.

use holdfast_facts::{
    Attribute, Conversation, ConversationKey, Endpoint, Evidence, EvidenceId, Exemplar, Operation,
    OperationKey, Party, Place, Seen, SiteId, Span,
};
use std::sync::Arc;

/// The headers of a frame up to the ports: what a conversation is proved by.
const HEADERS: u32 = 34;

/// A conversation's first frame, with what was counted.
pub(crate) fn conversation(key: &ConversationKey, talk: &Conversation) -> Option<(EvidenceId, Evidence)> {
    let value = format!(
        "{} to {} {}/{}: begun {}, accepted {}, refused {}, {} frames and {} answers",
        key.client,
        key.server,
        key.carriage.name(),
        key.port,
        talk.opened,
        talk.accepted,
        talk.refused,
        talk.asked_frames,
        talk.answered_frames
    );
    let seen = Seen {
        first: talk.first,
        last: talk.last,
        exemplar: Exemplar {
            at: talk.first,
            capture: key.capture,
            place: Place::Frames(vec![Span { frame: talk.frame, start: 0, end: HEADERS }]),
        },
    };
    put("flow.conversation", &value, (&key.site, key.vlan, &key.client), seen)
}

/// An operation's first frame, with how often it was asked and done.
pub(crate) fn operation(key: &OperationKey, operation: &Operation) -> Option<(EvidenceId, Evidence)> {
    let unit = key.unit.as_deref().map(|unit| format!(" ({unit})")).unwrap_or_default();
    let value = format!(
        "{} asks {}{unit} to {}: asked {}, done {}, refused {}",
        key.client, key.server, key.function, operation.asked, operation.accepted, operation.refused
    );
    let seen = Seen { first: operation.first, last: operation.last, exemplar: operation.exemplar.clone() };
    let name = format!("{}.{}", key.protocol, key.class.name());
    put(&name, &value, (&key.site, key.vlan, &key.client), seen)
}

fn put(
    name: &str,
    value: &str,
    (site, vlan, party): (&SiteId, Option<u16>, &Party),
    seen: Seen,
) -> Option<(EvidenceId, Evidence)> {
    let evidence = Evidence {
        endpoint: Arc::new(Endpoint { site: site.clone(), vlan, mac: party.mac, ip: party.ip, child: None }),
        attribute: Attribute::new(name.to_owned(), value).ok()?,
        sensor: Arc::from("look"),
        seen,
    };
    Some((evidence.id(), evidence))
}
