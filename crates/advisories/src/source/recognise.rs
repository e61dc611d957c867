//! What a JSON document is, by the first of its keys that tells.

use super::lenient::Scalar;
use serde::de::{Deserializer as _, Error as _, IgnoredAny, MapAccess, Visitor};
use std::fmt;

/// Formats of JSON documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Csaf,
    Cve5,
    /// `{"vulnerabilities": [{"cve": …}]}`.
    NvdList,
    /// `{"cve": …}`.
    NvdEntry,
    /// The record without its wrapping.
    NvdRecord,
    NvdOverride,
    KevList,
    KevEntry,
    /// `{"results": […]}`.
    RecallList,
    RecallEntry,
    EpssList,
    OpenVex,
    CycloneDx,
    Attack,
    /// Lists of where documents are, not documents.
    Directory,
}

/// Keys that were seen and may mean several things.
#[derive(Default)]
struct Seen {
    cve: bool,
    vulnerabilities: bool,
    statements: bool,
    data: bool,
}

struct Keys<'f> {
    found: &'f mut Option<Format>,
}

impl<'de> Visitor<'de> for Keys<'_> {
    type Value = ();
    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = Seen::default();
        while let Some(key) = map.next_key::<String>()? {
            if let Some(format) = by_key(&key) {
                *self.found = Some(format);
                // Enough is known: the rest is not looked at twice.
                return Err(A::Error::custom("recognised"));
            }
            match key.as_str() {
                "dataType" | "type" | "format" | "@context" => {
                    let value = map.next_value::<Scalar>()?.0.unwrap_or_default();
                    if let Some(format) = by_value(&key, &value) {
                        *self.found = Some(format);
                        return Err(A::Error::custom("recognised"));
                    }
                    continue;
                }
                "cve" => seen.cve = true,
                "vulnerabilities" => seen.vulnerabilities = true,
                "statements" => seen.statements = true,
                "data" => seen.data = true,
                _ => {}
            }
            map.next_value::<IgnoredAny>()?;
        }
        *self.found = match seen {
            Seen { cve: true, .. } => Some(Format::NvdEntry),
            Seen { vulnerabilities: true, .. } => Some(Format::NvdList),
            Seen { statements: true, .. } => Some(Format::OpenVex),
            Seen { data: true, .. } => Some(Format::EpssList),
            _ => None,
        };
        Ok(())
    }
}

/// Keys that stand in documents of one format only.
fn by_key(key: &str) -> Option<Format> {
    Some(match key {
        "document" => Format::Csaf,
        "cveMetadata" | "containers" => Format::Cve5,
        "_annotation" => Format::NvdOverride,
        "resultsPerPage" | "totalResults" => Format::NvdList,
        "sourceIdentifier" | "vulnStatus" => Format::NvdRecord,
        "catalogVersion" => Format::KevList,
        "cveID" => Format::KevEntry,
        "results" => Format::RecallList,
        "recall_number" | "product_res_number" | "reason_for_recall" | "cfres_id" => Format::RecallEntry,
        "bomFormat" => Format::CycloneDx,
        "objects" => Format::Attack,
        "feed" | "canonical_url" | "distributions" => Format::Directory,
        _ => return None,
    })
}

fn by_value(key: &str, value: &str) -> Option<Format> {
    match (key, value) {
        ("dataType", "CVE_RECORD") => Some(Format::Cve5),
        ("type", "bundle") => Some(Format::Attack),
        ("format", "NVD_CVE") => Some(Format::NvdList),
        ("@context", context) if context.contains("openvex") => Some(Format::OpenVex),
        _ => None,
    }
}

/// Looks at a JSON object. An error where it breaks off before it can be told.
pub(super) fn recognise(bytes: &[u8]) -> Result<Option<Format>, serde_json::Error> {
    let mut found = None;
    let result = serde_json::Deserializer::from_slice(bytes).deserialize_map(Keys { found: &mut found });
    match (found, result) {
        // Without keys of its own an exploited list looks like NVD's, whose entries have no such key.
        (Some(Format::NvdList), _) if first_entry_is_exploited(bytes) => Ok(Some(Format::KevList)),
        (Some(format), _) => Ok(Some(format)),
        (None, Err(error)) => Err(error),
        (None, Ok(())) => Ok(None),
    }
}

fn first_entry_is_exploited(bytes: &[u8]) -> bool {
    bytes.get(..2048).unwrap_or(bytes).windows(7).any(|window| window == b"\"cveID\"")
}
