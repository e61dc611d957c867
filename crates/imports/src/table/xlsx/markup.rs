//! The XML of a part as the few things that are asked of it. Entities of the document's own are never expanded.

use super::broken;
use crate::ImportError;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Real parts are 10 deep.
const DEPTH: usize = 64;

/// What stands next in a part.
pub(super) enum Next<'a> {
    /// A tag begins; whether it ends at once.
    Open(BytesStart<'a>, bool),
    /// A tag of that name ends.
    Close(String),
    /// Text between tags.
    Text(String),
}

/// A part, read from front to back.
pub(super) struct Markup<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
}

impl<'a> Markup<'a> {
    pub(super) fn new(part: &'a str) -> Markup<'a> {
        Markup { reader: Reader::from_str(part), depth: 0 }
    }

    /// The next thing; `None` at the end.
    pub(super) fn step(&mut self) -> Result<Option<Next<'a>>, ImportError> {
        loop {
            return Ok(Some(match self.reader.read_event().map_err(broken)? {
                Event::DocType(_) => {
                    return Err(ImportError::Hostile(
                        "the workbook's XML declares entities of its own".to_owned(),
                    ));
                }
                Event::Start(tag) => {
                    self.depth += 1;
                    if self.depth > DEPTH {
                        return Err(ImportError::Hostile(format!("XML within XML, more than {DEPTH} deep")));
                    }
                    Next::Open(tag, false)
                }
                Event::Empty(tag) => Next::Open(tag, true),
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    Next::Close(local(tag.name().as_ref()).to_owned())
                }
                Event::Text(text) => Next::Text((*text).to_owned()),
                Event::CData(text) => Next::Text((*text).to_owned()),
                Event::GeneralRef(name) => match character(&name) {
                    Some(character) => Next::Text(character.to_string()),
                    None => continue,
                },
                Event::Eof => return Ok(None),
                _ => continue,
            }));
        }
    }
}

/// XML's own five entities, and numbers.
fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The name of a tag without its prefix.
pub(super) fn name<'t>(tag: &'t BytesStart<'_>) -> &'t str {
    let whole: &str = tag;
    local(whole.split(|c: char| c.is_whitespace()).next().unwrap_or(whole))
}

/// An attribute's text, by its name without prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let mut found = attributes.with_checks(false).take(64).flatten();
    let found = found.find(|attribute| local(attribute.key.as_ref()) == wanted)?;
    found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(|text| text.into_owned())
}
