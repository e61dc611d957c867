//! CVSS vectors, wherever they stand: in fields of their own, and inside links and sentences.
//!
//! CSAF 2.0 has no field for version 4, so coordinators put the vector into the link to the calculator.

/// Versions with a prefix; version 2 has none and cannot be found in a text.
const VERSIONS: [&str; 3] = ["4.0", "3.1", "3.0"];

/// Adds a vector once.
pub(super) fn add(vectors: &mut Vec<String>, vector: &str) {
    let vector = vector.trim();
    if !vector.is_empty() && !vectors.iter().any(|known| known == vector) {
        vectors.push(vector.to_owned());
    }
}

/// Finds vectors of version 3 and 4 in a text. `CVSS4.0/AV:…`, a spelling of some coordinators, gets its colon.
pub(super) fn find(vectors: &mut Vec<String>, text: &str) {
    for (at, _) in text.match_indices("CVSS") {
        let rest = text.get(at + 4..).unwrap_or("");
        let rest = rest.strip_prefix([':', ' ']).unwrap_or(rest);
        for version in VERSIONS {
            let Some(metrics) = rest.strip_prefix(version).filter(|rest| rest.starts_with("/AV:")) else {
                continue;
            };
            let end = metrics
                .find(|c: char| !(c.is_ascii_uppercase() || matches!(c, '/' | ':')))
                .unwrap_or(metrics.len());
            let metrics = metrics.get(..end).unwrap_or("").trim_end_matches(['/', ':']);
            add(vectors, &format!("CVSS:{version}{metrics}"));
        }
    }
}
