//! Which bodies are looked into, and for what: pages for their title, XML, JSON and lists of parameters for named fields.
//! Scripts, pictures and packed bodies are not.

use super::head::{Head, from_to};
use super::{json, xml};
use crate::protocol::{About, Sink};

/// A title stands near the top of a page.
const TITLE_WITHIN: usize = 8192;
/// Lines of a parameter list that are looked at.
const LINES: usize = 400;

enum Kind {
    Page,
    Xml,
    Json,
    Lines,
}

/// Whether the body may hold something. What a client posts is about whatever it sets or asks for, not about itself; only an
/// event (NOTIFY) comes from the thing that it is about.
pub(super) fn is_wanted(head: &Head<'_>, response: bool) -> bool {
    let packed =
        head.get(b"content-encoding").is_some_and(|encoding| !encoding.eq_ignore_ascii_case(b"identity"));
    let told_by_its_subject = response || head.start.starts_with(b"NOTIFY ");
    told_by_its_subject && !packed && kind(head).is_some()
}

fn kind(head: &Head<'_>) -> Option<Kind> {
    let lower = head.get(b"content-type")?.to_ascii_lowercase();
    let has = |word: &[u8]| lower.windows(word.len()).any(|window| window == word);
    if has(b"html") {
        Some(Kind::Page)
    } else if has(b"xml") {
        Some(Kind::Xml)
    } else if has(b"json") {
        Some(Kind::Json)
    } else {
        has(b"text/plain").then_some(Kind::Lines)
    }
}

/// Reads a body. `asked` is the collection that the client asked for, where there was one.
pub(super) fn read(head: &Head<'_>, asked: &[u8], body: &[u8], sink: &mut Sink<'_>) {
    // Many devices send XML and JSON under text/html or text/plain.
    match (kind(head), body.trim_ascii_start()) {
        (Some(Kind::Xml), _) | (Some(Kind::Page | Kind::Lines), [b'<', b'?', ..]) => xml::read(body, sink),
        (Some(Kind::Json), _) | (Some(Kind::Page | Kind::Lines), [b'{' | b'[', ..]) => {
            json::read(body, asked, sink)
        }
        (Some(Kind::Page), _) => title(body, sink),
        (Some(Kind::Lines), _) => lines(body, sink),
        (None, _) => {}
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

/// `root.Brand.ProdFullName=AXIS P3367`: parameter lists of cameras (VAPIX and its like), by the last word of the name.
fn lines(body: &[u8], sink: &mut Sink<'_>) {
    const NAMES: [&str; 12] = [
        "prodfullname",
        "prodshortname",
        "prodnbr",
        "brand",
        "devicetype",
        "model",
        "modelname",
        "productname",
        "softwareversion",
        "firmwareversion",
        "hardwareid",
        "version",
    ];
    // A last line without its end may be half a value.
    let Some(end) = body.iter().rposition(|byte| *byte == b'\n') else { return };
    for line in body.get(..end).unwrap_or(&[]).split(|byte| *byte == b'\n').take(LINES) {
        let Some(equals) = line.iter().position(|byte| *byte == b'=').filter(|at| *at <= 64) else {
            continue;
        };
        let name = line.get(..equals).unwrap_or(&[]).trim_ascii();
        let last = name.rsplit(|byte| *byte == b'.').next().unwrap_or(name).to_ascii_lowercase();
        let value = line.get(equals + 1..).unwrap_or(&[]).trim_ascii();
        let known = NAMES.iter().any(|known| known.as_bytes() == last);
        if known && !value.is_empty() && value.len() <= 100 {
            let shown = holdfast_facts::readable(value);
            let message = sink.pdu;
            let at = from_to(&message, name, value);
            let name = String::from_utf8_lossy(name);
            sink.value(About::Source, "http.text", format_args!("{name}={shown}"), at);
        }
    }
}
