//! `nmap -oX`: hosts, their addresses and names, services with product and version, guesses at the system, and the
//! scripts that read identity. Holdfast runs no scan; it reads the one that somebody made.
//!
//! The document's own entities are never expanded, and a document that declares any is refused.

mod host;
mod script;

use crate::desk::Desk;
use crate::{Format, ImportError};
use holdfast_facts::Timestamp;
use host::Host;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Depth of real documents is 7.
const DEPTH: usize = 64;

/// Reads every host.
pub(crate) fn read(bytes: &[u8], desk: &mut Desk) -> Result<(), ImportError> {
    let (text, _) = crate::text::decode(bytes);
    let broken = |row: u64, what: String| ImportError::Broken { format: Format::Nmap, row, what };
    let mut reader = Reader::from_str(&text);
    let mut lines = LineCount { text: &text, at: 0, line: 1 };
    let (mut depth, mut host): (usize, Option<Host>) = (0, None);
    loop {
        let row = lines.at(reader.buffer_position());
        let event = match reader.read_event() {
            Ok(event) => event,
            // A scan that was broken off has no end; its whole hosts count.
            Err(error) if desk.rows > 0 => {
                host = None;
                desk.refuse(None, row, format!("the rest cannot be read: {error}"), Vec::new());
                break;
            }
            Err(error) => return Err(broken(row, error.to_string())),
        };
        match event {
            // Nmap writes `<!DOCTYPE nmaprun>`; anything of its own in it is an attack or not Nmap's.
            Event::DocType(text) if text.contains(['[', '"', '\'']) => {
                return Err(ImportError::Hostile("the XML document declares entities of its own".to_owned()));
            }
            Event::Start(tag) => {
                depth += 1;
                if depth > DEPTH {
                    return Err(ImportError::Hostile(format!("XML within XML, more than {DEPTH} deep")));
                }
                open(&tag, row, &mut host, desk.as_of);
            }
            Event::Empty(tag) => {
                open(&tag, row, &mut host, desk.as_of);
                if let Some(host) = &mut host {
                    host.leave(tag.name().as_ref());
                }
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                if tag.name().as_ref() == "host" {
                    if let Some(host) = host.take() {
                        host.finish(desk);
                    }
                } else if let Some(host) = &mut host {
                    host.leave(tag.name().as_ref());
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if let Some(host) = host {
        desk.refuse(None, host.row, "the host has no end: the scan was broken off", Vec::new());
    }
    Ok(())
}

fn open(tag: &BytesStart<'_>, row: u64, host: &mut Option<Host>, as_of: Timestamp) {
    if tag.name().as_ref() == "host" {
        *host = Some(Host::new(
            row,
            attribute(tag, "starttime").and_then(|text| seconds(&text)).unwrap_or(as_of),
        ));
    } else if let Some(host) = host {
        host.enter(tag, row);
    }
}

/// An attribute's text; entities other than XML's own five make it none.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.try_get_attribute(name).ok()??;
    let text = found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?;
    let text = crate::text::clean(&text);
    (!text.is_empty()).then_some(text)
}

fn seconds(text: &str) -> Option<Timestamp> {
    text.parse().ok().map(|seconds| Timestamp::from_parts(seconds, 0))
}

/// Line numbers of growing positions.
struct LineCount<'t> {
    text: &'t str,
    at: usize,
    line: u64,
}

impl LineCount<'_> {
    fn at(&mut self, position: u64) -> u64 {
        let position = usize::try_from(position).unwrap_or(usize::MAX).min(self.text.len());
        let passed = self.text.as_bytes().get(self.at..position).unwrap_or(&[]);
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.at = self.at.max(position);
        self.line
    }
}

#[cfg(test)]
mod tests;
