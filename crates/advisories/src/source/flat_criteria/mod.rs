//! Flat match criteria, a line each: for benchmarks only, since they have lost the AND of their configurations.
//!
//! Columns, by tabs: CVE, source, part, vendor, product, exact version, `>` or `>=`, lower bound, `<` or `<=`, upper
//! bound.

use crate::advisory::{Advisory, Range, SourceKind, Vulnerability};
use crate::cpe::{Applicability, Component, Cpe, CpeMatch, Node};
use std::collections::BTreeMap;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlatCriterion {
    /// `CVE-2019-7317`.
    pub cve: String,
    /// What it says.
    pub criterion: CpeMatch,
}

/// Reads the lines; what is no criterion is skipped and counted.
pub fn flat_criteria(bytes: &[u8]) -> (Vec<FlatCriterion>, u64) {
    let (mut criteria, mut skipped) = (Vec::new(), 0);
    for line in String::from_utf8_lossy(bytes).lines().filter(|line| !line.trim().is_empty()) {
        match criterion(line) {
            Some(criterion) => criteria.push(criterion),
            None => skipped += 1,
        }
    }
    (criteria, skipped)
}

/// Advisories made of criteria, one a CVE. `copy` above 0 is written behind the number, so that a benchmark can have
/// several times as many.
pub fn flat_advisories(criteria: &[FlatCriterion], copy: u32) -> Vec<Advisory> {
    let mut by_cve: BTreeMap<&str, Vec<CpeMatch>> = BTreeMap::new();
    for each in criteria {
        by_cve.entry(&each.cve).or_default().push(each.criterion.clone());
    }
    let advisory = |(cve, matches): (&str, Vec<CpeMatch>)| {
        let id = if copy == 0 { cve.to_owned() } else { format!("{cve}.{copy}") };
        let configurations = vec![Node { matches, ..Node::default() }];
        let vulnerability = Vulnerability {
            cve: Some(id.clone()),
            applicability: Some(Applicability { configurations }),
            ..Vulnerability::default()
        };
        Advisory {
            id,
            source: SourceKind::Nvd,
            publisher: "flat criteria".to_owned(),
            title: String::new(),
            url: None,
            published: None,
            updated: None,
            revision: String::new(),
            document: String::new(),
            products: Vec::new(),
            vulnerabilities: vec![vulnerability],
            notes: Vec::new(),
            recall: None,
            withdrawn: false,
        }
    };
    by_cve.into_iter().map(advisory).collect()
}

fn criterion(line: &str) -> Option<FlatCriterion> {
    let columns: Vec<&str> = line.split('\t').collect();
    let &[cve, _source, part, vendor, product, exact, lower_sign, lower, upper_sign, upper] =
        columns.as_slice()
    else {
        return None;
    };
    let bound = |sign: &str, version: &str| match sign {
        "" => Some(None),
        ">=" | "<=" => Some(Some((version.to_owned(), true))),
        ">" | "<" => Some(Some((version.to_owned(), false))),
        _ => None,
    };
    let text = |text: &str| match text {
        "" | "*" => Component::Any,
        "-" => Component::NotApplicable,
        text => Component::Text(text.to_lowercase()),
    };
    let cpe = Cpe {
        part: text(part),
        vendor: text(vendor),
        product: text(product),
        version: text(exact),
        ..Cpe::default()
    };
    let range = Range { from: bound(lower_sign, lower)?, to: bound(upper_sign, upper)?, ..Range::default() };
    let plausible = cve.starts_with("CVE-") && matches!(part, "a" | "o" | "h" | "");
    plausible
        .then(|| FlatCriterion { cve: cve.to_owned(), criterion: CpeMatch { cpe, vulnerable: true, range } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_criteria() {
        let text = "CVE-2019-7317\toverride\ta\tlibpng\tlibpng\t\t>=\t1.6.0\t<\t1.6.37\nnothing\n";
        let (criteria, skipped) = flat_criteria(text.as_bytes());
        assert_eq!((criteria.len(), skipped), (1, 1));
        let range = &criteria[0].criterion.range;
        assert_eq!(range.from, Some(("1.6.0".to_owned(), true)));
        assert_eq!(range.to, Some(("1.6.37".to_owned(), false)));
        let advisories = flat_advisories(&criteria, 2);
        assert_eq!(advisories[0].id, "CVE-2019-7317.2");
    }
}
