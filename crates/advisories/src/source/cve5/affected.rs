//! Which products and versions a container speaks of (CVE schema, `affected`).
//!
//! One entry becomes one product with all of its intervals, those that are not affected marked as such; versions that are
//! written as a sentence become products of their own, because a sentence can be read only as a whole.

use super::record::{Affected, Change, Version};
use crate::advisory::{Product, Range, VersionText, Vulnerability};
use crate::cpe::{Component, Cpe};
use crate::source::desk::Desk;
use crate::source::lenient::List;
use crate::source::size::{LIMIT, size};
use rustc_hash::FxHashMap;

/// Reads the list; fills who is affected.
pub(super) fn products(
    affected: &List<Affected<'_>>,
    pointer: &str,
    vulnerability: &mut Vulnerability,
    desk: &mut Desk<'_>,
) -> Vec<Product> {
    let mut products: Vec<Product> = Vec::new();
    let mut text = 0;
    for (index, entry) in affected.placed() {
        let pointer = format!("{pointer}/affected/{index}");
        let (vendor, product) =
            (named(&entry.vendor), named(&entry.product).or_else(|| named(&entry.package)));
        // `n/a` for both names nobody: the texts are kept, there is nothing to match.
        if product.is_none() && vendor.is_none() {
            continue;
        }
        let (vendor, name) = (vendor.unwrap_or(""), product.unwrap_or(""));
        let mut base = Product {
            vendor: vendor.to_owned(),
            names: product.map(str::to_owned).into_iter().collect(),
            full_name: format!("{vendor} {name}").trim().to_owned(),
            pointer,
            ..Product::default()
        };
        base.purls.extend(entry.purl.said());
        let mut cpes = Vec::new();
        for (at, text) in entry.cpes.placed() {
            match text.parse() {
                Ok(cpe) => cpes.push(cpe),
                Err(error) => {
                    let what = format!("`{}` is no CPE name: {error}", &**text);
                    desk.refuse(
                        &format!("{}/cpes/{at}", base.pointer),
                        what,
                        "the product was read without it",
                    );
                }
            }
        }
        // A product has one CPE name. Further ones make further products with the same versions.
        let cpes = if entry.versions.is_empty() { cpes } else { without_versions(cpes) };
        let mut cpes: Vec<Option<Cpe>> = cpes.into_iter().map(Some).collect();
        if cpes.is_empty() {
            cpes.push(None);
        }
        for (state, version) in statements(entry) {
            base.version = version;
            for cpe in &cpes {
                text += size(&base);
                if text > LIMIT {
                    let what = format!("its products, written out, are larger than {} MiB", LIMIT >> 20);
                    desk.refuse(
                        &base.pointer,
                        what,
                        "the rest of the list was left out: look at where it is from",
                    );
                    return products;
                }
                let list = match state {
                    State::Affected => &mut vulnerability.affected,
                    State::NotAffected => &mut vulnerability.not_affected,
                    State::Unknown => &mut vulnerability.under_investigation,
                };
                list.push(products.len());
                let key = products.len().to_string();
                products.push(Product { key, cpe: cpe.clone(), ..base.clone() });
            }
        }
    }
    products
}

/// Some write a CPE name for each version beside the list of versions, thousands of both. Names that differ in their
/// version alone become one name for every version: which of them are meant, the list says.
fn without_versions(cpes: Vec<Cpe>) -> Vec<Cpe> {
    let any = |cpe: &Cpe| Cpe { version: Component::Any, update: Component::Any, ..cpe.clone() };
    let mut families: Vec<(Cpe, usize)> = Vec::new();
    let mut known: FxHashMap<Cpe, usize> = FxHashMap::default();
    for cpe in cpes {
        let next = families.len();
        match known.entry(any(&cpe)).or_insert(next) {
            place if *place == next => families.push((cpe, 1)),
            place => {
                if let Some((_, count)) = families.get_mut(*place) {
                    *count += 1;
                }
            }
        }
    }
    families.into_iter().map(|(cpe, count)| if count > 1 { any(&cpe) } else { cpe }).collect()
}

/// A name that is one.
fn named(text: &str) -> Option<&str> {
    let text = text.trim();
    let nothing = ["", "n/a", "na", "unspecified", "unknown", "-"];
    (!nothing.iter().any(|word| text.eq_ignore_ascii_case(word))).then_some(text)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Affected,
    NotAffected,
    Unknown,
}

fn state(text: &str) -> State {
    match text.trim().to_ascii_lowercase().as_str() {
        "affected" | "" => State::Affected,
        "unaffected" => State::NotAffected,
        _ => State::Unknown,
    }
}

/// What an entry says, a statement for each kind of status and each sentence.
fn statements(entry: &Affected<'_>) -> Vec<(State, VersionText)> {
    // Without a default the versions that are not listed are unknown; an entry without any names the product all the same.
    let default = match (entry.default_status.trim(), entry.versions.is_empty()) {
        ("", true) => Some(State::Affected),
        ("", false) => None,
        (text, _) => Some(state(text)),
    };
    if entry.versions.is_empty() {
        return vec![(default.unwrap_or(State::Affected), VersionText::Unsaid)];
    }
    let (mut affected, mut unaffected, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
    let mut statements = Vec::new();
    for version in entry.versions.iter() {
        let state = state(&version.status);
        match said(version) {
            Said::Nothing => statements.push((state, VersionText::Unsaid)),
            Said::Sentence(text) => statements.push((state, VersionText::Written(text))),
            Said::Interval(range) => {
                for (state, range) in with_changes(state, range, &version.changes) {
                    match state {
                        State::Affected => affected.push(range),
                        State::NotAffected => unaffected.push(range),
                        State::Unknown => unknown.push(range),
                    }
                }
            }
        }
    }
    // The default holds for versions that are not listed. Many authorities list the affected ones and write the default
    // beside them as a label for the entry: there the list counts, or every later version would be affected for good.
    let listed = !affected.is_empty() || statements.iter().any(|(state, _)| *state == State::Affected);
    if default == Some(State::Affected) && (!unaffected.is_empty() || !unknown.is_empty() || !listed) {
        affected = vec![Range::default()];
    }
    if !affected.is_empty() {
        let besides = unaffected.iter().map(|range| Range { unaffected: true, ..range.clone() });
        affected.extend(besides);
        statements.push((State::Affected, VersionText::Ranges(affected)));
    }
    if !unaffected.is_empty() {
        statements.push((State::NotAffected, VersionText::Ranges(unaffected)));
    }
    if !unknown.is_empty() {
        statements.push((State::Unknown, VersionText::Ranges(unknown)));
    }
    statements
}

enum Said {
    /// `n/a`: no version is named.
    Nothing,
    Sentence(String),
    Interval(Range),
}

fn said(version: &Version<'_>) -> Said {
    let from = version.version.trim();
    let scheme = version.scheme.trim().to_owned();
    let (to, closed) = match (version.less_than.trim(), version.less_than_or_equal.trim()) {
        ("", "") => {
            return match from {
                _ if no_version(from) => Said::Nothing,
                "*" => Said::Interval(Range { scheme, ..Range::default() }),
                _ if is_plain(from) => {
                    let bound = Some((from.to_owned(), true));
                    Said::Interval(Range { from: bound.clone(), to: bound, scheme, unaffected: false })
                }
                _ => Said::Sentence(from.to_owned()),
            };
        }
        ("", to) => (to, true),
        (to, _) => (to, false),
    };
    // `0` begins before every version (CVE schema, `version`).
    let from = if no_version(from) || matches!(from, "0" | "*") || is_all(from) {
        None
    } else if let Some(before) = from.strip_prefix("next of ") {
        Some((before.trim().to_owned(), false))
    } else {
        Some((from.to_owned(), true))
    };
    let to = (!(no_version(to) || to == "*")).then(|| (to.to_owned(), closed));
    Said::Interval(Range { from, to, scheme, unaffected: false })
}

fn no_version(text: &str) -> bool {
    ["", "n/a", "na", "unspecified", "unknown", "-"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn is_all(text: &str) -> bool {
    text.eq_ignore_ascii_case("all") || text.eq_ignore_ascii_case("all versions")
}

/// One version, not a sentence about several: no blank, no comparison, no list, and a digit in it.
fn is_plain(text: &str) -> bool {
    let odd = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '=' | ',' | ';' | '*' | '|' | '≤' | '≥');
    !text.contains(odd) && text.bytes().any(|byte| byte.is_ascii_digit())
}

/// A change of the status within an interval holds from its version to the next change (CVE schema, `changes`).
fn with_changes(state: State, range: Range, changes: &List<Change<'_>>) -> Vec<(State, Range)> {
    let points: Vec<(&str, State)> =
        changes.iter().map(|change| (change.at.trim(), self::state(&change.status))).collect();
    let mut pieces = vec![(state, range.clone())];
    for (index, (at, to)) in points.iter().enumerate() {
        let end =
            points.get(index + 1).map(|(next, _)| ((*next).to_owned(), false)).or_else(|| range.to.clone());
        // Bounds of other branches may lie beyond the interval; such a piece is empty and harms nobody.
        let piece = Range { from: Some(((*at).to_owned(), true)), to: end, ..range.clone() };
        if state != State::Affected && *to == State::Affected && index == 0 {
            // What was not affected ends where the change begins.
            pieces = vec![(state, Range { to: Some(((*at).to_owned(), false)), ..range.clone() })];
        }
        if *to != state || index > 0 {
            pieces.push((*to, piece));
        }
    }
    pieces
}
