//! One thing that a dissector or an importer read, verbatim; never a payload, a credential or a patient's data.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The longest value kept, in bytes of UTF-8. Longer ones are cut at a character.
pub const VALUE_LIMIT: usize = 256;

/// A named value as the wire showed it: `dhcp.vendor_class` = `Withings00`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Attribute {
    name: Cow<'static, str>,
    value: Box<str>,
}

/// Why an attribute was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Nothing in it.
    Empty,
    /// The name is not `protocol.field` in lower case.
    Name,
    /// The value looks like a password, a key, a cookie or a login header.
    Credential,
    /// The value looks like a patient's record (HL7 PID/PV1/NK1/OBX segments).
    Patient,
}

impl Attribute {
    /// Builds the attribute, cut to [`VALUE_LIMIT`], or says why it must not exist.
    pub fn new(name: impl Into<Cow<'static, str>>, value: &str) -> Result<Attribute, Refused> {
        let name = name.into();
        let value = kept(&name, value)?;
        Ok(Attribute { name, value: value.into() })
    }

    /// The same from a value that is at hand: most are kept as they are.
    pub fn owned(name: impl Into<Cow<'static, str>>, value: Box<str>) -> Result<Attribute, Refused> {
        let name = name.into();
        let part = kept(&name, &value)?;
        let value = if part.len() == value.len() { value } else { part.into() };
        Ok(Attribute { name, value })
    }

    /// `protocol.field`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The protocol's folder name: what stands before the first dot.
    pub fn protocol(&self) -> &str {
        self.name.split('.').next().unwrap_or("")
    }

    /// The value, at most [`VALUE_LIMIT`] bytes.
    pub fn value(&self) -> &str {
        &self.value
    }
}

/// The part of the value that is kept, or why there is none.
fn kept<'v>(name: &str, value: &'v str) -> Result<&'v str, Refused> {
    if !well_formed(name) {
        return Err(Refused::Name);
    }
    // The cut may leave a blank at the end; without it, the value reads back as itself and keeps its id.
    Ok(cut(clean(value)?).trim_end_matches(|c: char| c.is_whitespace() || c == '\0'))
}

/// The text without blanks at its ends, or why it must not be kept.
pub(crate) fn clean(value: &str) -> Result<&str, Refused> {
    let value = value.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    if value.is_empty() {
        return Err(Refused::Empty);
    }
    if holds_credential(value) {
        return Err(Refused::Credential);
    }
    if holds_patient_segment(value) {
        return Err(Refused::Patient);
    }
    Ok(value)
}

fn well_formed(name: &str) -> bool {
    let mut parts = name.split('.');
    let good = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    match (parts.next(), parts.next(), parts.next()) {
        (Some(protocol), Some(field), None) => good(protocol) && good(field) && name.len() <= 48,
        _ => false,
    }
}

/// The longest start of `value` that fits the limit and ends at a character.
fn cut(value: &str) -> &str {
    if value.len() <= VALUE_LIMIT {
        return value;
    }
    let end = (0..=VALUE_LIMIT).rev().find(|i| value.is_char_boundary(*i)).unwrap_or(0);
    value.get(..end).unwrap_or("")
}

/// Words that stand before a secret, with the sign that ends them. Compared without case against the whole value.
const SECRETS: [&str; 14] = [
    "password=",
    "passwd=",
    "passwort=",
    "pwd=",
    "pass=",
    "secret=",
    "token=",
    "apikey=",
    "api_key=",
    "sessionid=",
    "authorization:",
    "proxy-authorization:",
    "set-cookie:",
    "cookie:",
];
/// Words that are a secret's own beginning: a key in PEM, a Basic login.
const BEGINNINGS: [&str; 2] = ["private key-----", "basic ywrt"];

fn holds_credential(value: &str) -> bool {
    let bytes = value.as_bytes();
    let ends_with = |end: usize, word: &str| {
        let Some(start) = (end + 1).checked_sub(word.len()) else { return false };
        let found = bytes.get(start..=end).is_some_and(|text| text.eq_ignore_ascii_case(word.as_bytes()));
        // "compass=" is no password: the word must begin there.
        let inside = start.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        found && !inside
    };
    let signs = bytes.iter().enumerate().filter(|(_, byte)| matches!(byte, b'=' | b':'));
    for (at, _) in signs {
        if SECRETS.iter().any(|word| ends_with(at, word)) {
            return true;
        }
    }
    // Both hold one of these.
    let may_begin = bytes.iter().enumerate().any(|(at, byte)| match byte {
        b'-' => bytes.get(at..at + 5) == Some(b"-----"),
        b'b' | b'B' => bytes.get(at..at + 6).is_some_and(|text| text.eq_ignore_ascii_case(b"basic ")),
        _ => false,
    });
    may_begin && {
        let lower = value.to_ascii_lowercase();
        BEGINNINGS.iter().any(|word| lower.contains(word))
    }
}

/// A segment begins the value or a line of it.
fn holds_patient_segment(value: &str) -> bool {
    const SEGMENTS: [&[u8]; 8] = [b"PID|", b"PV1|", b"NK1|", b"OBX|", b"IN1|", b"GT1|", b"AL1|", b"DG1|"];
    let bytes = value.as_bytes();
    let begins =
        |text: &[u8]| text.get(3) == Some(&b'|') && SEGMENTS.iter().any(|mark| text.starts_with(mark));
    let line_begins =
        |(at, byte): (usize, &u8)| matches!(byte, b'\r' | b'\n') && bytes.get(at + 1..).is_some_and(begins);
    begins(bytes) || bytes.iter().enumerate().any(line_begins)
}

/// Bytes from the wire as text: valid UTF-8 stays, every other byte becomes `\xNN`.
pub fn readable(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => {
            let mut text = String::with_capacity(bytes.len() + 16);
            for chunk in bytes.utf8_chunks() {
                text.push_str(chunk.valid());
                for byte in chunk.invalid() {
                    let _ = write!(text, "\\x{byte:02X}");
                }
            }
            Cow::Owned(text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn refuses_what_must_not_be_kept() {
        for secret in [
            "Authorization: Basic YWRtaW46YWRtaW4=",
            "/login?user=a&password=hunter2",
            "Set-Cookie: a=b",
            "-----BEGIN RSA PRIVATE KEY-----",
        ] {
            assert_eq!(Attribute::new("http.uri", secret), Err(Refused::Credential), "{secret}");
        }
        assert_eq!(Attribute::new("hl7.header", "MSH|^~\\&|A\rPID|1||12345"), Err(Refused::Patient));
        assert!(Attribute::new("http.uri", "/set?compass=north").is_ok());
    }

    #[test]
    fn names_are_protocol_and_field() {
        for bad in ["dhcp", "DHCP.hostname", "dhcp.", "a.b.c", "dhcp.host name", ".x"] {
            assert_eq!(Attribute::new(bad, "x"), Err(Refused::Name), "{bad}");
        }
        assert_eq!(Attribute::new("dhcp.hostname", "HS100(EU)").unwrap().protocol(), "dhcp");
        assert_eq!(Attribute::new("dhcp.hostname", " \0 "), Err(Refused::Empty));
    }

    #[test]
    fn invalid_utf8_is_shown_as_hex() {
        assert_eq!(readable(b"a\xffb"), "a\\xFFb");
    }

    proptest! {
        #[test]
        fn never_longer_than_the_limit(value in ".{0,400}") {
            if let Ok(attribute) = Attribute::new("dns.query", &value) {
                prop_assert!(attribute.value().len() <= VALUE_LIMIT);
                prop_assert!(value.contains(attribute.value()));
                let again = Attribute::new("dns.query", attribute.value());
                prop_assert_eq!(again, Ok(attribute));
            }
        }
    }
}
