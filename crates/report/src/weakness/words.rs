//! The words for states, scores and fixes: the same on the terminal, in documents and on paper.

use holdfast_facts::{Assertion, Claim, Device, Field, FixState, MatchStatus, Weakness};

/// Whether it applies, in words.
pub(crate) fn status(status: MatchStatus) -> &'static str {
    match status {
        MatchStatus::Affected => "affected",
        MatchStatus::PossiblyAffected => "possibly",
        MatchStatus::NotAffected => "not affected",
    }
}

/// Whether there is a fix, in words.
pub(crate) fn fix(state: &FixState) -> String {
    match state {
        FixState::FixAvailable(Some(version)) => format!("fix in {version}"),
        FixState::FixAvailable(None) => "there is a fix; its version is not named".to_owned(),
        FixState::FixPlanned => "no fix yet: one is planned".to_owned(),
        FixState::FixForOtherBranch => "no fix for this branch; another one has it".to_owned(),
        FixState::ReplaceOnly => "no fix: replace".to_owned(),
        FixState::NoFix => "no fix, and none will come".to_owned(),
        FixState::Unknown => "nobody says whether there is a fix".to_owned(),
    }
}

/// The fixed version, where one is named.
pub(crate) fn fix_version(state: &FixState) -> &str {
    match state {
        FixState::FixAvailable(Some(version)) => version,
        _ => "",
    }
}

/// The assertion that decided: the most believed one that says what the answer says.
pub(crate) fn decider(weakness: &Weakness) -> Option<&Assertion> {
    let same = weakness.assertions.iter().find(|assertion| assertion.status == weakness.status);
    same.or(weakness.assertions.first())
}

/// The deciding document's number.
pub(crate) fn advisory(weakness: &Weakness) -> &str {
    decider(weakness).map_or(weakness.vulnerability.as_str(), |assertion| assertion.advisory.as_str())
}

/// Every document's number, the most believed first, each once.
pub(crate) fn advisories(weakness: &Weakness) -> Vec<&str> {
    let mut list: Vec<&str> = Vec::new();
    for assertion in &weakness.assertions {
        if !list.contains(&assertion.advisory.as_str()) {
            list.push(&assertion.advisory);
        }
    }
    list
}

/// "A, B and 5 more".
pub(crate) fn some_of(list: &[&str], most: usize) -> String {
    let shown = list.get(..most.min(list.len())).unwrap_or(list).join(", ");
    match list.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// The word for a score; version 2 of CVSS ends at "high".
pub(crate) fn severity(vector: &str, score: f32) -> &'static str {
    match score {
        score if score <= 0.0 => "none",
        score if score < 4.0 => "low",
        score if score < 7.0 => "medium",
        score if score < 9.0 || cvss_version(vector) == "2.0" => "high",
        _ => "critical",
    }
}

/// Which CVSS a vector is written in.
pub(crate) fn cvss_version(vector: &str) -> &'static str {
    match vector.strip_prefix("CVSS:").and_then(|rest| rest.split('/').next()) {
        Some("4.0") => "4.0",
        Some("3.1") => "3.1",
        Some("3.0") => "3.0",
        // Its prefix was lost: version 2 has no such metric.
        None if vector.contains("/PR:") => "3.1",
        _ => "2.0",
    }
}

/// A score with one digit, as it is published: 7.1 and not 7.099999904.
pub(crate) fn score(score: f32) -> f64 {
    (f64::from(score) * 10.0).round() / 10.0
}

/// A probability with five digits, as EPSS is published.
pub(crate) fn probability(likely: f32) -> f64 {
    (f64::from(likely) * 100_000.0).round() / 100_000.0
}

/// A claim's value.
pub(crate) fn claim(device: Option<&Device>, field: Field) -> Option<&str> {
    device.and_then(|device| device.claims.get(&field)).map(|claim: &Claim| claim.value.as_str())
}

/// Maker, model and firmware as far as they are known.
pub(crate) fn product(device: Option<&Device>) -> String {
    let mut words: Vec<String> = [Field::Vendor, Field::Model]
        .into_iter()
        .filter_map(|field| claim(device, field))
        .map(str::to_owned)
        .collect();
    if claim(device, Field::Model).is_none() {
        words.extend(claim(device, Field::OrderNumber).map(str::to_owned));
    }
    words.extend(claim(device, Field::Firmware).map(|version| format!("firmware {version}")));
    words.join(" ")
}

/// `CVE-` and its numbers; other numbers are the publisher's own.
pub(crate) fn is_cve(text: &str) -> bool {
    let digits = |text: &str, least: usize| text.len() >= least && text.bytes().all(|b| b.is_ascii_digit());
    let mut parts = text.split('-');
    parts.next() == Some("CVE")
        && parts.next().is_some_and(|year| year.len() == 4 && digits(year, 4))
        && parts.next().is_some_and(|number| digits(number, 4))
        && parts.next().is_none()
}

/// A place on the web that may be linked: nothing else becomes a link.
pub(crate) fn web(url: &str) -> bool {
    let plain =
        |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}');
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_plain_and_scores_are_as_published() {
        assert_eq!(fix(&FixState::FixAvailable(Some("V6.6".into()))), "fix in V6.6");
        assert_eq!(fix(&FixState::default()), "nobody says whether there is a fix");
        assert_eq!(some_of(&["a", "b", "c", "d"], 2), "a, b and 2 more");
        assert_eq!(some_of(&["a"], 2), "a");
        assert_eq!(score(7.1), 7.1);
        assert_eq!(severity("CVSS:3.1/AV:N", 9.8), "critical");
        assert_eq!(severity("AV:N/AC:L/Au:N/C:C/I:C/A:C", 10.0), "high");
        assert_eq!(severity("CVSS:4.0/AV:N", 0.0), "none");
    }

    #[test]
    fn only_what_is_a_cve_is_called_one_and_only_web_addresses_are_linked() {
        assert!(is_cve("CVE-2019-10964") && is_cve("CVE-2024-1234"));
        for other in ["CVE-19-1", "cve-2019-10964", "ICSA-22-223-07", "CVE-2019-10964-x", "CVE-2019-"] {
            assert!(!is_cve(other), "{other}");
        }
        assert!(web("https://www.example.org/a?b=c"));
        for bad in [
            "javascript:alert(1)",
            "https://",
            "https://a b",
            "https://a\"onclick=",
            "file:///etc",
            "https://é",
        ] {
            assert!(!web(bad), "{bad}");
        }
    }
}
