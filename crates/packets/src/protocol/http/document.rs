//! Which bodies are looked into, and for what.

use super::head::Head;
use super::{json, xml};
use crate::protocol::{About, Sink};

/// A title stands near the top of a page.
const TITLE_WITHIN: usize = 4096;

/// By content type: pages for their title, XML and JSON for named fields; scripts, pictures and packed bodies are not.
pub(super) fn is_wanted(head: &Head<'_>, response: bool) -> bool {
    if head.get(b"content-encoding").is_some_and(|encoding| !encoding.eq_ignore_ascii_case(b"identity")) {
        return false;
    }
    match kind(head) {
        Kind::Page => response,
        Kind::Xml | Kind::Json => true,
        Kind::Other => false,
    }
}

enum Kind {
    Page,
    Xml,
    Json,
    Other,
}

fn kind(head: &Head<'_>) -> Kind {
    let Some(value) = head.get(b"content-type") else { return Kind::Other };
    let lower = value.to_ascii_lowercase();
    let has = |word: &[u8]| lower.windows(word.len()).any(|window| window == word);
    if has(b"html") {
        Kind::Page
    } else if has(b"xml") {
        Kind::Xml
    } else if has(b"json") {
        Kind::Json
    } else {
        Kind::Other
    }
}

/// Reads a body. What a client posts is about the client.
pub(super) fn read(head: &Head<'_>, response: bool, body: &[u8], sink: &mut Sink<'_>) {
    match kind(head) {
        Kind::Page => {
            // Many devices send XML and JSON under text/html.
            match body.trim_ascii_start() {
                [b'{' | b'[', ..] => json::read(body, sink),
                [b'<', b'?', ..] => xml::read(body, sink),
                _ => title(body, sink),
            }
        }
        Kind::Xml => xml::read(body, sink),
        Kind::Json if response => json::read(body, sink),
        Kind::Json | Kind::Other => {}
    }
}

fn title(body: &[u8], sink: &mut Sink<'_>) {
    let top = body.get(..TITLE_WITHIN).unwrap_or(body);
    let find = |word: &[u8], from: usize| {
        top.get(from..)?
            .windows(word.len())
            .position(|window| window.eq_ignore_ascii_case(word))
            .map(|at| from + at)
    };
    let Some(open) = find(b"<title", 0) else { return };
    let Some(start) =
        top.get(open..).and_then(|rest| rest.iter().position(|b| *b == b'>')).map(|at| open + at + 1)
    else {
        return;
    };
    let Some(end) = find(b"</title", start) else { return };
    let raw = top.get(start..end).unwrap_or(&[]);
    let text = xml::unescaped(&holdfast_facts::readable(raw));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    sink.put(About::Source, "http.title", &text, raw);
}
