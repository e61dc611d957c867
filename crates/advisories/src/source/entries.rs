//! Big lists, entry by entry: a wrong entry costs itself, a file that breaks off keeps what came before.

use super::desk::{Desk, Step};
use super::lenient::Scalar;
use super::mend::unreadable;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// A list in a document, and the plain values beside it.
#[derive(Default)]
pub(super) struct Entries<'a> {
    /// Key and value of what is neither list nor object.
    pub(super) beside: BTreeMap<String, String>,
    /// The entries as they stand.
    entries: Vec<&'a RawValue>,
    /// Where it breaks off.
    broken: Option<serde_json::Error>,
}

/// Reads the list at this key, or the document itself where it is a list.
pub(super) fn entries<'a>(bytes: &'a [u8], key: &str) -> Entries<'a> {
    let mut found = Entries::default();
    let mut input = serde_json::Deserializer::from_slice(bytes);
    let outer = Outer { key, found: &mut found };
    let result = input.deserialize_any(outer).and_then(|()| input.end());
    found.broken = result.err();
    found
}

/// Reads each entry by itself; what is no object, and a break, are told.
pub(super) fn each<'a>(
    found: Entries<'a>,
    desk: &mut Desk<'_>,
    read: &mut dyn FnMut(usize, &'a [u8], &mut Desk<'_>),
) {
    for (index, entry) in found.entries.iter().enumerate() {
        desk.path.push(Step::Entry(index + 1));
        match entry.get().as_bytes() {
            object @ [b'{', ..] => read(index, object, desk),
            _ => desk.refuse("", "it is no object", "the entry was left out, the rest was read"),
        }
        desk.path.pop();
    }
    if let Some(error) = found.broken {
        desk.refuse("", unreadable(&error), "fetch it again; the entries before were read");
    }
}

struct Outer<'k, 'f, 'a> {
    key: &'k str,
    found: &'f mut Entries<'a>,
}

impl<'a> Visitor<'a> for Outer<'_, '_, 'a> {
    type Value = ();
    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object or a list")
    }
    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == self.key {
                map.next_value_seed(Inner(&mut self.found.entries))?;
            } else if let Some(value) = map.next_value::<Scalar>()?.0 {
                self.found.beside.insert(key, value);
            }
        }
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'a>>(self, items: A) -> Result<(), A::Error> {
        Inner(&mut self.found.entries).visit_seq(items)
    }
}

struct Inner<'f, 'a>(&'f mut Vec<&'a RawValue>);

impl<'a> Visitor<'a> for Inner<'_, 'a> {
    type Value = ();
    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }
    fn visit_seq<A: SeqAccess<'a>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element::<&'a RawValue>()? {
            self.0.push(item);
        }
        Ok(())
    }
}

impl<'a> DeserializeSeed<'a> for Inner<'_, 'a> {
    type Value = ();
    fn deserialize<D: Deserializer<'a>>(self, input: D) -> Result<(), D::Error> {
        input.deserialize_seq(self)
    }
}
