//! Named fields of JSON documents that device APIs send: a scanner that copes with a document that is cut.
//!
//! A field inside an object that stands under a number or a name in `lights`, `sensors`, `devices`, `groups` is about that
//! child: a lamp behind a bridge is a device of its own.

use crate::protocol::{About, Sink};

const DEPTH: usize = 16;
/// Strings and structure marks that are looked at.
const TOKENS: usize = 4000;

/// Keys that say what a device is. Names that people give, places, keys and ids are not among them.
const IDENTITY: [&str; 44] = [
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
    "swversion",
    "sw_version",
    "sw_ver",
    "swver",
    "softwareversion",
    "software_version",
    "fw_ver",
    "fwversion",
    "fw_version",
    "fw",
    "firmware",
    "firmwareversion",
    "firmware_version",
    "hw_ver",
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

const COLLECTIONS: [&str; 5] = ["lights", "sensors", "devices", "accessories", "children"];

enum Token<'a> {
    Open,
    Close,
    Colon,
    Comma,
    Text(&'a [u8]),
    Bare(&'a [u8]),
}

/// Reads the fields that carry identity.
pub(super) fn read(bytes: &[u8], sink: &mut Sink<'_>) {
    let mut tokens = Tokens { bytes, at: 0 };
    // The key under which each open object stands.
    let mut path: Vec<Option<&[u8]>> = Vec::new();
    let mut key: Option<&[u8]> = None;
    let mut last: Option<&[u8]> = None;
    let mut after_colon = false;
    for _ in 0..TOKENS {
        let Some(token) = tokens.next() else { return };
        match token {
            Token::Open => {
                if path.len() >= DEPTH {
                    return sink.anomaly("json_depth");
                }
                path.push(key.take());
                after_colon = false;
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
                key = None;
                after_colon = false;
            }
            Token::Text(text) | Token::Bare(text) => {
                if after_colon {
                    if let Some(key) = key {
                        field(&path, key, text, sink);
                    }
                    after_colon = false;
                } else {
                    last = Some(text);
                }
            }
        }
    }
}

fn field(path: &[Option<&[u8]>], key: &[u8], value: &[u8], sink: &mut Sink<'_>) {
    let lower = key.to_ascii_lowercase();
    if value.is_empty()
        || value.len() > 100
        || !IDENTITY.iter().any(|known| known.as_bytes() == lower.as_slice())
    {
        return;
    }
    let text = format!("{}={}", String::from_utf8_lossy(&lower), holdfast_facts::readable(value));
    let child = path.windows(2).find_map(|pair| match pair {
        [Some(collection), Some(name)] if COLLECTIONS.iter().any(|known| known.as_bytes() == *collection) => {
            Some(format!(
                "{}:{}",
                String::from_utf8_lossy(collection),
                String::from_utf8_lossy(name.get(..40).unwrap_or(name))
            ))
        }
        _ => None,
    });
    match child {
        Some(child) => sink.put(About::Child(&child), "http.json", &text, value),
        None => sink.put(About::Source, "http.json", &text, value),
    }
}

struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            match byte {
                b'{' | b'[' => return Some(Token::Open),
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
                    return Some(Token::Bare(self.bytes.get(start..self.at)?));
                }
                _ => {}
            }
        }
    }
}
