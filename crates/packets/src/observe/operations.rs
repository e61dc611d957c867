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

/// What stands once for all that bear it: functions and units are few, and comparing numbers is quicker than texts.
#[derive(Debug, Default)]
struct Names {
    numbers: FxHashMap<Box<str>, u32>,
    list: Vec<Box<str>>,
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.numbers.insert(name.into(), number);
        self.list.push(name.into());
        number
    }

    #[cfg(test)]
    fn get(&self, number: u32) -> &str {
        self.list.get(number as usize).map_or("", |name| name)
    }
}

/// Protocol, class, function and unit, as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct What {
    function: u32,
    unit: u32,
    protocol: u32,
    class: OperationClass,
}

#[derive(Debug)]
struct Held {
    what: What,
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
    names: Names,
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
        let pair = (what.client, what.server);
        // A pair that there is no room for brings no names either: they are bounded by what is kept.
        if self.pairs.len() >= limit && !self.pairs.contains_key(&pair) {
            self.refused += 1;
            return;
        }
        let list = self.pairs.entry(pair).or_default();
        let known = |names: &Names| {
            let number = |name: &str| names.numbers.get(name).copied();
            let (function, unit) = (number(what.function)?, number(what.unit)?);
            Some(What { function, unit, protocol: number(what.protocol)?, class: what.class })
        };
        let found = known(&self.names).and_then(|what| list.iter().position(|held| held.what == what));
        let place = match found {
            Some(place) => place,
            None if list.len() >= PER_PAIR => {
                self.refused += 1;
                return;
            }
            None => {
                let what = What {
                    function: self.names.number(what.function),
                    unit: self.names.number(what.unit),
                    protocol: self.names.number(what.protocol),
                    class: what.class,
                };
                let spans = spans();
                list.push(Held {
                    what,
                    asked: 0,
                    accepted: 0,
                    refused: 0,
                    first: now,
                    last: now,
                    at: now,
                    spans,
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
        let mut list = Vec::with_capacity(self.pairs.values().map(Vec::len).sum());
        // One text for all that bear it.
        let names: Vec<Arc<str>> = self.names.list.iter().map(|name| Arc::from(&**name)).collect();
        let name = |number: u32| names.get(number as usize).cloned().unwrap_or_else(|| "".into());
        for ((client, server), held) in self.pairs {
            let vlan = client.subject(None).vlan;
            for held in held {
                let key = OperationKey {
                    site: site.clone(),
                    vlan,
                    client: party(client),
                    server: party(server),
                    unit: Some(name(held.what.unit)).filter(|unit| !unit.is_empty()),
                    protocol: name(held.what.protocol),
                    class: held.what.class,
                    function: name(held.what.function),
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
                    let unit = self.names.get(held.what.unit);
                    let unit = if unit.is_empty() { String::new() } else { format!(" [{unit}]") };
                    format!(
                        "{} > {}{unit}: {} `{}` asked {} accepted {} refused {}",
                        name(client),
                        name(server),
                        held.what.class.name(),
                        self.names.get(held.what.function),
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
