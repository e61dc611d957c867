//! One row of a log, whichever way it is written.

use crate::text::start;
use crate::values;
use holdfast_facts::{Mac, Timestamp};
use rustc_hash::FxHashMap;
use serde_json::Value;
use std::net::IpAddr;

/// Fields of one log; the widest of ICSNPP have some hundred.
const FIELDS: usize = 512;

/// What the `#` lines said.
pub(super) struct Header {
    separator: char,
    unset: String,
    empty: String,
    path: String,
    fields: Vec<String>,
}

impl Default for Header {
    fn default() -> Header {
        Header {
            separator: '\t',
            unset: "-".to_owned(),
            empty: "(empty)".to_owned(),
            path: String::new(),
            fields: Vec::new(),
        }
    }
}

impl Header {
    /// A line that begins with `#`.
    pub(super) fn line(&mut self, line: &str) {
        if let Some(rest) = line.strip_prefix("#separator ") {
            // A new log begins.
            *self = Header::default();
            let code = rest.trim().strip_prefix("\\x").and_then(|hex| u8::from_str_radix(hex, 16).ok());
            self.separator = code.map_or('\t', char::from);
            return;
        }
        let mut words = line.split(self.separator);
        let word = words.next().unwrap_or("");
        let mut first = || words.next().unwrap_or("").trim().to_owned();
        match word {
            "#unset_field" => self.unset = first(),
            "#empty_field" => self.empty = first(),
            "#path" => self.path = first(),
            "#fields" => self.fields = words.map(str::to_owned).take(FIELDS).collect(),
            _ => {}
        }
    }

    /// A line of values.
    pub(super) fn row(&self, line: &str, number: u64) -> Result<Row, String> {
        if self.fields.is_empty() {
            return Err("values before any `#fields` line".to_owned());
        }
        let values: Vec<&str> = line.split(self.separator).collect();
        if values.len() != self.fields.len() {
            return Err(format!("{} values for {} fields", values.len(), self.fields.len()));
        }
        let known =
            self.fields.iter().zip(values).filter(|(_, value)| *value != self.unset && *value != self.empty);
        let fields = known.map(|(name, value)| (name.clone(), unescaped(value))).collect();
        Ok(Row::new(fields, self.path.clone(), number))
    }
}

/// Zeek writes control characters and its own separator as `\x09`.
fn unescaped(value: &str) -> String {
    let Some((before, after)) = value.split_once("\\x") else { return value.to_owned() };
    let mut bytes = before.as_bytes().to_vec();
    for part in after.split("\\x") {
        let code = part.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code {
            Some(code) => {
                bytes.push(code);
                bytes.extend_from_slice(part.get(2..).unwrap_or("").as_bytes());
            }
            None => {
                bytes.extend_from_slice(b"\\x");
                bytes.extend_from_slice(part.as_bytes());
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// One row: fields that are set.
pub(super) struct Row {
    fields: FxHashMap<String, String>,
    kind: String,
    pub(super) number: u64,
}

impl Row {
    fn new(fields: FxHashMap<String, String>, path: String, number: u64) -> Row {
        let mut row = Row { fields, kind: path, number };
        if row.kind.is_empty() {
            row.kind = row.guess().to_owned();
        }
        row
    }

    /// A JSON line. The parser bounds its depth; fields that are objects themselves are flattened one level.
    pub(super) fn from_json(line: &str, number: u64) -> Result<Row, String> {
        let value: Value = serde_json::from_str(line).map_err(|error| format!("no JSON: {error}"))?;
        let Value::Object(object) = value else { return Err("no JSON object".to_owned()) };
        let mut fields = FxHashMap::default();
        for (name, value) in object.into_iter().take(FIELDS) {
            match value {
                Value::Object(inner) => {
                    for (key, value) in inner.into_iter().take(FIELDS) {
                        fields.extend(plain(value).map(|text| (format!("{name}.{key}"), text)));
                    }
                }
                other => fields.extend(plain(other).map(|text| (name, text))),
            }
        }
        let path = fields.get("_path").cloned().unwrap_or_default();
        Ok(Row::new(fields, path, number))
    }

    /// The log's name.
    pub(super) fn kind(&self) -> &str {
        &self.kind
    }

    /// JSON without `_path` names no log; its fields do.
    fn guess(&self) -> &'static str {
        const SIGNS: [(&str, &str); 19] = [
            ("conn_state", "conn"),
            ("msg_types", "dhcp"),
            ("qtype_name", "dns"),
            ("query", "dns"),
            ("user_agent", "http"),
            ("status_code", "http"),
            ("hasshVersion", "ssh"),
            ("kex_alg", "ssh"),
            ("software_type", "software"),
            ("get_bulk_requests", "snmp"),
            ("issuer_subject", "known_certs"),
            ("certificate.subject", "x509"),
            ("port_num", "known_services"),
            ("dhcp_host_name", "known_devices"),
            ("vendor_name", "cip_identity"),
            ("next_protocol", "ssl"),
            ("cipher", "ssl"),
            ("server_name", "ssl"),
            ("host", "known_hosts"),
        ];
        SIGNS.iter().find(|(field, _)| self.fields.contains_key(*field)).map_or("", |(_, kind)| *kind)
    }

    /// A field's value, where it is set.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The first of several names under which versions of Zeek write a field.
    pub(super) fn any<'n>(&self, names: &[&'n str]) -> Option<(&'n str, &str)> {
        names.iter().find_map(|name| Some((*name, self.get(name)?)))
    }

    pub(super) fn ip(&self, name: &str) -> Option<IpAddr> {
        values::ip(self.get(name)?).ok()
    }

    pub(super) fn mac(&self, name: &str) -> Option<Mac> {
        values::mac(self.get(name)?).ok()
    }

    pub(super) fn number(&self, name: &str) -> u64 {
        self.get(name).and_then(|text| text.parse().ok()).unwrap_or(0)
    }

    /// Seconds with a fraction, as microseconds.
    pub(super) fn micros(&self, name: &str) -> Option<i64> {
        micros(self.get(name)?)
    }

    /// When the row was written: seconds since 1970, or RFC 3339.
    pub(super) fn at(&self) -> Result<Timestamp, String> {
        let text = self.get("ts").ok_or("no time (`ts`)")?;
        let moment = || text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_microsecond);
        let at = micros(text).or_else(moment);
        at.map(Timestamp).ok_or_else(|| format!("`{}` is no time", start(text, 40)))
    }
}

/// Floating point would lose microseconds.
fn micros(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let whole: i64 = whole.parse().ok()?;
    if part.bytes().any(|byte| !byte.is_ascii_digit()) || !(0..=i64::MAX / 2_000_000).contains(&whole) {
        return None;
    }
    let part: String = part.chars().chain("000000".chars()).take(6).collect();
    Some(whole * 1_000_000 + part.parse::<i64>().ok()?)
}

/// Numbers as JSON has them, lists with commas as TSV has them.
fn plain(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(if yes { "T" } else { "F" }.to_owned()),
        Value::Array(list) => {
            let part = |part| match part {
                Value::String(text) => Some(text),
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            };
            let parts: Vec<String> = list.into_iter().take(64).filter_map(part).collect();
            (!parts.is_empty()).then(|| parts.join(","))
        }
        Value::Null | Value::Object(_) => None,
    }
}
