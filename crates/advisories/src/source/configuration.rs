//! Logical conditions over CPE names as NVD 2.0 and CVE 5 write them: configurations, nodes, matches.

use super::desk::Desk;
use super::lenient::{List, Text};
use crate::advisory::Range;
use crate::cpe::{Applicability, CpeMatch, Node};
use serde::Deserialize;

/// A configuration, or a node in it: some sources nest nodes as children.
#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Said<'a> {
    #[serde(default)]
    operator: Text<'a>,
    #[serde(default)]
    negate: Option<bool>,
    #[serde(default)]
    nodes: List<Said<'a>>,
    #[serde(default)]
    children: List<Said<'a>>,
    #[serde(default, rename = "cpeMatch", alias = "cpe_match")]
    matches: List<SaidMatch<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
struct SaidMatch<'a> {
    #[serde(alias = "cpe23Uri")]
    criteria: Text<'a>,
    #[serde(default)]
    vulnerable: Option<bool>,
    #[serde(default, rename = "versionStartIncluding")]
    start_including: Text<'a>,
    #[serde(default, rename = "versionStartExcluding")]
    start_excluding: Text<'a>,
    #[serde(default, rename = "versionEndIncluding")]
    end_including: Text<'a>,
    #[serde(default, rename = "versionEndExcluding")]
    end_excluding: Text<'a>,
}

/// Reads the configurations. A configuration with a name that cannot be read is left out as a whole: without one leg of
/// an AND it would hold for devices that it does not mean.
pub(super) fn applicability(
    said: &List<Said<'_>>,
    pointer: &str,
    desk: &mut Desk<'_>,
) -> Option<Applicability> {
    let mut configurations = Vec::with_capacity(said.len());
    for (index, configuration) in said.placed() {
        let pointer = format!("{pointer}/{index}");
        match node(configuration) {
            Ok(node) if node.matches.is_empty() && node.nodes.is_empty() => {}
            Ok(node) => configurations.push(node),
            Err(what) => desk.refuse(&pointer, what, "the configuration was left out, the rest was read"),
        }
    }
    (!configurations.is_empty()).then_some(Applicability { configurations })
}

fn node(said: &Said<'_>) -> Result<Node, String> {
    let all = match said.operator.trim().to_ascii_uppercase().as_str() {
        "AND" => true,
        "OR" | "" => false,
        other => return Err(format!("the operator `{other}` is neither AND nor OR")),
    };
    let matches = said.matches.iter().map(cpe_match).collect::<Result<Vec<CpeMatch>, String>>()?;
    let children = said.nodes.iter().chain(said.children.iter());
    let nodes = children.map(node).collect::<Result<Vec<Node>, String>>()?;
    Ok(Node { all, negate: said.negate == Some(true), matches, nodes })
}

fn cpe_match(said: &SaidMatch<'_>) -> Result<CpeMatch, String> {
    let cpe =
        said.criteria.parse().map_err(|error| format!("`{}` is no CPE name: {error}", &*said.criteria))?;
    let bound = |including: &Text<'_>, excluding: &Text<'_>| match (including.said(), excluding.said()) {
        (Some(bound), _) => Some((bound, true)),
        (None, Some(bound)) => Some((bound, false)),
        (None, None) => None,
    };
    let range = Range {
        from: bound(&said.start_including, &said.start_excluding),
        to: bound(&said.end_including, &said.end_excluding),
        ..Range::default()
    };
    Ok(CpeMatch { cpe, vulnerable: said.vulnerable != Some(false), range })
}
