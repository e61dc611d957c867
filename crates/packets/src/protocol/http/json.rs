//! Named fields of JSON documents (RFC 8259) that device APIs send: a scanner that copes with a document that is cut.
//!
//! A field inside an object that stands in a collection of things (`lights`, `sensors` …) is about that child: a lamp
//! behind a bridge is a device of its own. A list of several nameless objects is about nobody that we could tell.

use super::head::from_to;
use crate::protocol::{About, Sink};

const DEPTH: usize = 16;
/// Strings and structure marks that are looked at.
const TOKENS: usize = 6000;

/// Keys that say what a device is. Names that people give, places, keys and ids are not among them.
const IDENTITY: [&str; 47] = [
    "model",
    "modelid",
    "model_id",
    "modelname",
    "model_name",
    "modelnumber",
    "model_number",
    "modeltype",
    "manufacturer",
    "manufacturername",
    "manufacturer_name",
    "vendor",
    "vendorname",
    "brand",
    "make",
    "productname",
    "product_name",
    "productid",
    "product",
    "device_type",
    "devicetype",
    "dev_type",
    "swversion",
    "sw_version",
    "sw_ver",
    "swver",
    "softwareversion",
    "software_version",
    "fw_ver",
    "fwversion",
    "fw_version",
    "fw_id",
    "fw",
    "firmware",
    "firmwareversion",
    "firmware_version",
    "hw_ver",
    "hw_type",
    "hwversion",
    "hw_version",
    "hardware",
    "hardwareversion",
    "apiversion",
    "datastoreversion",
    "platform",
    "cast_build_revision",
    "build_version",
];

/// Of a child, these too: everywhere else they may mean anything.
const OF_A_CHILD: [&str; 2] = ["type", "uniqueid"];

const COLLECTIONS: [&str; 6] = ["lights", "sensors", "devices", "accessories", "children", "things"];

/// Whether things stand under this name.
pub(super) fn is_collection(name: &[u8]) -> bool {
    COLLECTIONS.iter().any(|known| known.as_bytes() == name)
}

/// How one gets from an object to one inside it.
#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    Key(&'a [u8]),
    /// In a list: the number, and whether it is the only one.
    Item(u32, bool),
}

struct Open<'a> {
    step: Step<'a>,
    /// For a list: the number of the item that comes, and whether there is only one.
    list: Option<(u32, bool)>,
}

enum Token<'a> {
    Open(bool),
    Close,
    Colon,
    Comma,
    Text(&'a [u8]),
    Bare(&'a [u8]),
}

/// Reads the fields that carry identity. `asked` is where the document stands: `lights/3` for the third lamp's.
pub(super) fn read(bytes: &[u8], asked: &[u8], sink: &mut Sink<'_>) {
    let mut tokens = Tokens { bytes, at: 0 };
    let mut path: Vec<Open<'_>> = Vec::new();
    let mut key: Option<&[u8]> = None;
    let mut last: Option<&[u8]> = None;
    let mut after_colon = false;
    for _ in 0..TOKENS {
        let Some(token) = tokens.next() else { return };
        match token {
            Token::Open(list) => {
                if path.len() >= DEPTH {
                    return sink.anomaly("json_depth");
                }
                let parent = path.last().and_then(|open| open.list);
                let step = match (key.take().filter(|_| after_colon), parent) {
                    (Some(key), _) => Step::Key(key),
                    (None, Some((number, alone))) => Step::Item(number, alone),
                    (None, None) => Step::Root,
                };
                let list = list.then(|| (0, tokens.holds_one()));
                path.push(Open { step, list });
                after_colon = false;
                last = None;
            }
            Token::Close => {
                path.pop();
                key = None;
                after_colon = false;
            }
            Token::Colon => {
                key = last.take();
                after_colon = true;
            }
            Token::Comma => {
                if let Some(Open { list: Some((number, _)), .. }) = path.last_mut() {
                    *number = number.saturating_add(1);
                }
                key = None;
                last = None;
                after_colon = false;
            }
            Token::Text(text) | Token::Bare(text) => {
                if after_colon {
                    if let Some(key) = key {
                        field(&path, asked, key, text, sink);
                    }
                    after_colon = false;
                } else {
                    last = Some(text);
                }
            }
        }
    }
}

fn field(path: &[Open<'_>], asked: &[u8], key: &[u8], value: &[u8], sink: &mut Sink<'_>) {
    if value.is_empty()
        || value.len() > 100
        || key.len() > 24
        || matches!(value, b"null" | b"true" | b"false")
    {
        return;
    }
    let is_in = |list: &[&str]| list.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(key));
    let (identity, of_a_child) = (is_in(&IDENTITY), is_in(&OF_A_CHILD));
    if !identity && !of_a_child {
        return;
    }
    let lower = key.to_ascii_lowercase();
    let text = format!("{}={}", String::from_utf8_lossy(&lower), holdfast_facts::readable(value));
    let message = sink.pdu;
    let at = from_to(&message, key, value);
    match owner(path, asked) {
        Owner::Sender if identity => sink.put(About::Source, "http.json", &text, at),
        Owner::Child(child) => sink.put(About::Child(&child), "http.json", &text, at),
        Owner::Sender | Owner::Nobody => {}
    }
}

#[derive(Debug, PartialEq)]
enum Owner {
    Sender,
    Child(String),
    Nobody,
}

fn owner(path: &[Open<'_>], asked: &[u8]) -> Owner {
    let before = asked.split(|byte| *byte == b'/').filter(|word| !word.is_empty()).map(Step::Key);
    let mut steps = before
        .chain(path.iter().map(|open| open.step))
        .filter(|step| !matches!(step, Step::Root | Step::Item(_, true)))
        .enumerate()
        .peekable();
    while let Some((at, step)) = steps.next() {
        match step {
            Step::Key(name) if is_collection(name) => {
                return match steps.peek() {
                    Some((_, Step::Key(id))) => {
                        child(name, &holdfast_facts::readable(id.get(..40).unwrap_or(id)))
                    }
                    Some((_, Step::Item(number, _))) => child(name, &number.to_string()),
                    _ => Owner::Sender,
                };
            }
            // A document that is a table of numbered things, asked for before the capture began.
            Step::Key(name) if at == 0 && name.len() <= 4 && name.iter().all(u8::is_ascii_digit) => {
                return child(b"child", &String::from_utf8_lossy(name));
            }
            Step::Item(..) => return Owner::Nobody,
            _ => {}
        }
    }
    Owner::Sender
}

fn child(collection: &[u8], id: &str) -> Owner {
    Owner::Child(format!("{}:{id}", String::from_utf8_lossy(collection)))
}

struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Tokens<'_> {
    /// Whether the list that was just opened holds one thing: looks ahead to its first comma or its end.
    fn holds_one(&self) -> bool {
        let ahead = Tokens { bytes: self.bytes, at: self.at };
        let mut depth = 0u32;
        for token in ahead {
            match token {
                Token::Open(_) => depth += 1,
                Token::Close if depth == 0 => return true,
                Token::Close => depth -= 1,
                Token::Comma if depth == 0 => return false,
                _ => {}
            }
        }
        false
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            match byte {
                b'{' | b'[' => return Some(Token::Open(byte == b'[')),
                b'}' | b']' => return Some(Token::Close),
                b':' => return Some(Token::Colon),
                b',' => return Some(Token::Comma),
                b'"' => {
                    let start = self.at;
                    loop {
                        match *self.bytes.get(self.at)? {
                            b'"' => break,
                            b'\\' => self.at += 2,
                            _ => self.at += 1,
                        }
                    }
                    let text = self.bytes.get(start..self.at)?;
                    self.at += 1;
                    return Some(Token::Text(text));
                }
                byte if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.') => {
                    let start = self.at - 1;
                    while self
                        .bytes
                        .get(self.at)
                        .is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'+'))
                    {
                        self.at += 1;
                    }
                    // At the end of the bytes it may be half a number.
                    self.bytes.get(self.at)?;
                    return Some(Token::Bare(self.bytes.get(start..self.at)?));
                }
                _ => {}
            }
        }
    }
}
