//! What was asked for and done: a bounded table, filled by the dissectors.

use super::Key;
use holdfast_facts::{
    CaptureId, Exemplar, Operation, OperationClass, OperationKey, Party, Place, SiteId, Span, Timestamp,
};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Functions and units kept of one pair of client and server.
const PER_PAIR: usize = 96;

/// Who asked whom for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Asked<'a> {
    pub(crate) client: Key,
    pub(crate) server: Key,
    pub(crate) protocol: &'static str,
    pub(crate) class: OperationClass,
    pub(crate) function: &'a str,
    /// Empty where there is none.
    pub(crate) unit: &'a str,
}

#[derive(Debug)]
struct Held {
    function: Box<str>,
    unit: Box<str>,
    class: OperationClass,
    protocol: &'static str,
    asked: u64,
    accepted: u64,
    refused: u64,
    first: Timestamp,
    last: Timestamp,
    at: Timestamp,
    spans: Vec<Span>,
}

/// What is counted: a request, or what its answer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Asked,
    Accepted,
    Refused,
}

/// The table.
#[derive(Debug, Default)]
pub(crate) struct Operations {
    pairs: FxHashMap<(Key, Key), Vec<Held>>,
    pub(crate) refused: u64,
}

impl Operations {
    pub(crate) fn count(
        &mut self,
        what: &Asked<'_>,
        step: Step,
        now: Timestamp,
        limit: usize,
        spans: impl FnOnce() -> Vec<Span>,
    ) {
        if self.pairs.len() >= limit && !self.pairs.contains_key(&(what.client, what.server)) {
            self.refused += 1;
            return;
        }
        let list = self.pairs.entry((what.client, what.server)).or_default();
        let found = list.iter().position(|held| {
            held.class == what.class
                && held.protocol == what.protocol
                && *held.function == *what.function
                && *held.unit == *what.unit
        });
        let place = match found {
            Some(place) => place,
            None if list.len() >= PER_PAIR => {
                self.refused += 1;
                return;
            }
            None => {
                list.push(Held {
                    function: what.function.into(),
                    unit: what.unit.into(),
                    class: what.class,
                    protocol: what.protocol,
                    asked: 0,
                    accepted: 0,
                    refused: 0,
                    first: now,
                    last: now,
                    at: now,
                    spans: spans(),
                });
                list.len() - 1
            }
        };
        let Some(held) = list.get_mut(place) else { return };
        held.first = held.first.min(now);
        held.last = held.last.max(now);
        let counter = match step {
            Step::Asked => &mut held.asked,
            Step::Accepted => &mut held.accepted,
            Step::Refused => &mut held.refused,
        };
        *counter = counter.saturating_add(1);
    }

    /// The operations with their keys.
    pub(crate) fn finish(self, site: &SiteId, capture: CaptureId) -> Vec<(OperationKey, Operation)> {
        let party = |key: Key| {
            let subject = key.subject(None);
            Party { mac: subject.mac, ip: subject.ip }
        };
        let mut list = Vec::new();
        for ((client, server), held) in self.pairs {
            let vlan = client.subject(None).vlan;
            for held in held {
                let key = OperationKey {
                    site: site.clone(),
                    vlan,
                    client: party(client),
                    server: party(server),
                    unit: (!held.unit.is_empty()).then(|| Arc::from(&*held.unit)),
                    protocol: held.protocol.into(),
                    class: held.class,
                    function: Arc::from(&*held.function),
                };
                let operation = Operation {
                    asked: held.asked,
                    accepted: held.accepted,
                    refused: held.refused,
                    first: held.first,
                    last: held.last,
                    exemplar: Exemplar { at: held.at, capture, place: Place::Frames(held.spans) },
                };
                list.push((key, operation));
            }
        }
        list
    }

    #[cfg(test)]
    pub(crate) fn listed(&self) -> Vec<String> {
        let mut lines: Vec<String> = self
            .pairs
            .iter()
            .flat_map(|((client, server), list)| {
                list.iter().map(move |held| {
                    let name = |key: &Key| {
                        let subject = key.subject(None);
                        subject.ip.map_or_else(|| format!("{:?}", subject.mac), |ip| ip.to_string())
                    };
                    let unit = if held.unit.is_empty() { String::new() } else { format!(" [{}]", held.unit) };
                    format!(
                        "{} > {}{unit}: {} `{}` asked {} accepted {} refused {}",
                        name(client),
                        name(server),
                        held.class.name(),
                        held.function,
                        held.asked,
                        held.accepted,
                        held.refused
                    )
                })
            })
            .collect();
        lines.sort();
        lines
    }
}
