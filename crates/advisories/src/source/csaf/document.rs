//! The shape of a CSAF document (OASIS CSAF 2.0 and 2.1, §3): what we read of it, borrowed from its bytes.

use crate::source::lenient::{List, Loose, Text};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Document<'a> {
    pub(super) document: Meta<'a>,
    #[serde(default)]
    pub(super) product_tree: Option<Tree<'a>>,
    #[serde(default)]
    pub(super) vulnerabilities: List<Vulnerability<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Meta<'a> {
    #[serde(default)]
    pub(super) category: Text<'a>,
    #[serde(default)]
    pub(super) title: Text<'a>,
    #[serde(default)]
    pub(super) publisher: Publisher<'a>,
    pub(super) tracking: Tracking<'a>,
    #[serde(default)]
    pub(super) notes: List<Note<'a>>,
    #[serde(default)]
    pub(super) references: List<Reference<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Publisher<'a> {
    #[serde(default)]
    pub(super) category: Text<'a>,
    #[serde(default)]
    pub(super) name: Text<'a>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Tracking<'a> {
    pub(super) id: Text<'a>,
    #[serde(default)]
    pub(super) version: Loose<'a>,
    #[serde(default)]
    pub(super) status: Text<'a>,
    #[serde(default)]
    pub(super) initial_release_date: Text<'a>,
    #[serde(default)]
    pub(super) current_release_date: Text<'a>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Note<'a> {
    #[serde(default)]
    pub(super) category: Text<'a>,
    #[serde(default)]
    pub(super) title: Text<'a>,
    #[serde(default)]
    pub(super) text: Text<'a>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Reference<'a> {
    #[serde(default)]
    pub(super) category: Text<'a>,
    #[serde(default)]
    pub(super) url: Text<'a>,
    #[serde(default)]
    pub(super) summary: Text<'a>,
}

#[derive(Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Tree<'a> {
    #[serde(default)]
    pub(super) branches: List<Branch<'a>>,
    #[serde(default)]
    pub(super) full_product_names: List<FullName<'a>>,
    #[serde(default)]
    pub(super) product_groups: List<Group<'a>>,
    #[serde(default)]
    pub(super) relationships: List<Relation<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Branch<'a> {
    #[serde(default)]
    pub(super) category: Text<'a>,
    #[serde(default)]
    pub(super) name: Text<'a>,
    #[serde(default)]
    pub(super) branches: List<Branch<'a>>,
    #[serde(default)]
    pub(super) product: Option<FullName<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct FullName<'a> {
    #[serde(default)]
    pub(super) name: Text<'a>,
    pub(super) product_id: Text<'a>,
    #[serde(default)]
    pub(super) product_identification_helper: Option<Helper<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Helper<'a> {
    #[serde(default)]
    pub(super) cpe: Text<'a>,
    /// CSAF 2.0 has one, 2.1 several.
    #[serde(default)]
    pub(super) purl: Text<'a>,
    #[serde(default)]
    pub(super) purls: List<Text<'a>>,
    #[serde(default)]
    pub(super) model_numbers: List<Text<'a>>,
    #[serde(default)]
    pub(super) serial_numbers: List<Text<'a>>,
    #[serde(default)]
    pub(super) skus: List<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Group<'a> {
    pub(super) group_id: Text<'a>,
    #[serde(default)]
    pub(super) product_ids: List<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Relation<'a> {
    #[serde(default)]
    pub(super) category: Text<'a>,
    #[serde(default)]
    pub(super) product_reference: Text<'a>,
    #[serde(default)]
    pub(super) relates_to_product_reference: Text<'a>,
    pub(super) full_product_name: FullName<'a>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Vulnerability<'a> {
    #[serde(default)]
    pub(super) cve: Text<'a>,
    #[serde(default)]
    pub(super) title: Text<'a>,
    #[serde(default)]
    pub(super) ids: List<Id<'a>>,
    #[serde(default)]
    pub(super) cwe: Option<Cwe<'a>>,
    /// CSAF 2.1.
    #[serde(default)]
    pub(super) cwes: List<Cwe<'a>>,
    #[serde(default)]
    pub(super) notes: List<Note<'a>>,
    #[serde(default)]
    pub(super) references: List<Reference<'a>>,
    #[serde(default)]
    pub(super) product_status: Option<Status<'a>>,
    #[serde(default)]
    pub(super) remediations: List<Remediation<'a>>,
    #[serde(default)]
    pub(super) flags: List<Flag<'a>>,
    #[serde(default)]
    pub(super) threats: List<Threat<'a>>,
    /// CSAF 2.0.
    #[serde(default)]
    pub(super) scores: List<Score<'a>>,
    /// CSAF 2.1.
    #[serde(default)]
    pub(super) metrics: List<Metric<'a>>,
    /// CSAF 2.1.
    #[serde(default)]
    pub(super) first_known_exploitation_dates: List<Exploitation<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Id<'a> {
    #[serde(default)]
    pub(super) system_name: Text<'a>,
    #[serde(default)]
    pub(super) text: Text<'a>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Cwe<'a> {
    #[serde(default)]
    pub(super) id: Text<'a>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Status<'a> {
    #[serde(default)]
    pub(super) first_affected: List<Text<'a>>,
    #[serde(default)]
    pub(super) first_fixed: List<Text<'a>>,
    #[serde(default)]
    pub(super) fixed: List<Text<'a>>,
    #[serde(default)]
    pub(super) known_affected: List<Text<'a>>,
    #[serde(default)]
    pub(super) known_not_affected: List<Text<'a>>,
    #[serde(default)]
    pub(super) last_affected: List<Text<'a>>,
    #[serde(default)]
    pub(super) recommended: List<Text<'a>>,
    #[serde(default)]
    pub(super) under_investigation: List<Text<'a>>,
    /// CSAF 2.1.
    #[serde(default)]
    pub(super) unknown: List<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Remediation<'a> {
    #[serde(default)]
    pub(super) category: Text<'a>,
    #[serde(default)]
    pub(super) details: Text<'a>,
    #[serde(default)]
    pub(super) product_ids: List<Text<'a>>,
    #[serde(default)]
    pub(super) group_ids: List<Text<'a>>,
    #[serde(default)]
    pub(super) url: Text<'a>,
    #[serde(default)]
    pub(super) date: Text<'a>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Flag<'a> {
    #[serde(default)]
    pub(super) label: Text<'a>,
    #[serde(default)]
    pub(super) product_ids: List<Text<'a>>,
    #[serde(default)]
    pub(super) group_ids: List<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Threat<'a> {
    #[serde(default)]
    pub(super) category: Text<'a>,
    #[serde(default)]
    pub(super) details: Text<'a>,
    #[serde(default)]
    pub(super) date: Text<'a>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Score<'a> {
    #[serde(default)]
    pub(super) cvss_v2: Option<Cvss<'a>>,
    #[serde(default)]
    pub(super) cvss_v3: Option<Cvss<'a>>,
    #[serde(default)]
    pub(super) cvss_v4: Option<Cvss<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Cvss<'a> {
    #[serde(default, rename = "vectorString")]
    pub(super) vector: Text<'a>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Metric<'a> {
    #[serde(default)]
    pub(super) content: Option<Content<'a>>,
    #[serde(default)]
    pub(super) source: Text<'a>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Content<'a> {
    #[serde(default)]
    pub(super) cvss_v2: Option<Cvss<'a>>,
    #[serde(default)]
    pub(super) cvss_v3: Option<Cvss<'a>>,
    #[serde(default)]
    pub(super) cvss_v4: Option<Cvss<'a>>,
    #[serde(default)]
    pub(super) epss: Option<Epss<'a>>,
    #[serde(default)]
    pub(super) ssvc_v1: Option<Selections<'a>>,
    #[serde(default)]
    pub(super) ssvc_v2: Option<Selections<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Epss<'a> {
    #[serde(default)]
    pub(super) probability: Loose<'a>,
    #[serde(default)]
    pub(super) percentile: Loose<'a>,
    #[serde(default)]
    pub(super) timestamp: Text<'a>,
}

/// SSVC decision point values: version 1 has names and texts, version 2 keys and objects.
#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Selections<'a> {
    #[serde(default)]
    pub(super) selections: List<Selection<'a>>,
    #[serde(default)]
    pub(super) timestamp: Text<'a>,
    #[serde(default)]
    pub(super) role: Text<'a>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Selection<'a> {
    #[serde(default)]
    pub(super) name: Text<'a>,
    #[serde(default)]
    pub(super) key: Text<'a>,
    #[serde(default)]
    pub(super) values: List<Selected<'a>>,
}

/// A text (version 1), or an object with a key or a name (version 2).
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Selected<'a> {
    Text(#[serde(borrow)] std::borrow::Cow<'a, str>),
    Object {
        #[serde(default)]
        key: String,
        #[serde(default)]
        name: String,
    },
}

impl Selected<'_> {
    /// What was chosen.
    pub(super) fn word(&self) -> &str {
        match self {
            Selected::Text(text) => text,
            Selected::Object { key, .. } if !key.is_empty() => key,
            Selected::Object { name, .. } => name,
        }
    }
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Exploitation<'a> {
    #[serde(default)]
    pub(super) exploitation_date: Text<'a>,
}
