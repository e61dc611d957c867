//! The shape of a CVE record, JSON 5.0 to 5.2 (CVE Program): what we read of it, borrowed from its bytes.

use crate::source::configuration;
use crate::source::lenient::{List, Loose, Scalar, Text};
use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Record<'a> {
    #[serde(rename = "cveMetadata")]
    pub(super) meta: Meta<'a>,
    #[serde(default)]
    pub(super) containers: Containers<'a>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Meta<'a> {
    #[serde(rename = "cveId")]
    pub(super) id: Text<'a>,
    #[serde(default)]
    pub(super) state: Text<'a>,
    #[serde(default, rename = "assignerShortName")]
    pub(super) assigner: Text<'a>,
    #[serde(default, rename = "datePublished")]
    pub(super) published: Text<'a>,
    #[serde(default, rename = "dateUpdated")]
    pub(super) updated: Text<'a>,
    #[serde(default)]
    pub(super) serial: Loose<'a>,
}

#[derive(Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Containers<'a> {
    #[serde(default)]
    pub(super) cna: Option<Container<'a>>,
    #[serde(default)]
    pub(super) adp: List<Container<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Container<'a> {
    #[serde(default)]
    pub(super) title: Text<'a>,
    #[serde(default, rename = "providerMetadata")]
    pub(super) provider: Option<Provider<'a>>,
    #[serde(default)]
    pub(super) affected: List<Affected<'a>>,
    #[serde(default, rename = "cpeApplicability")]
    pub(super) applicability: List<configuration::Said<'a>>,
    #[serde(default)]
    pub(super) descriptions: List<Described<'a>>,
    #[serde(default, rename = "problemTypes")]
    pub(super) problems: List<Problem<'a>>,
    #[serde(default)]
    pub(super) metrics: List<Metric<'a>>,
    #[serde(default)]
    pub(super) solutions: List<Described<'a>>,
    #[serde(default)]
    pub(super) workarounds: List<Described<'a>>,
    #[serde(default)]
    pub(super) configurations: List<Described<'a>>,
    #[serde(default)]
    pub(super) exploits: List<Described<'a>>,
    #[serde(default, rename = "rejectedReasons")]
    pub(super) rejected: List<Described<'a>>,
    #[serde(default)]
    pub(super) tags: List<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Provider<'a> {
    #[serde(default, rename = "shortName")]
    pub(super) name: Text<'a>,
    #[serde(default, rename = "orgId")]
    pub(super) id: Text<'a>,
    #[serde(default, rename = "dateUpdated")]
    pub(super) updated: Text<'a>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Described<'a> {
    #[serde(default)]
    pub(super) lang: Text<'a>,
    #[serde(default)]
    pub(super) value: Text<'a>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Problem<'a> {
    #[serde(default)]
    pub(super) descriptions: List<Weakness<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Weakness<'a> {
    #[serde(default, rename = "cweId")]
    pub(super) cwe: Text<'a>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Affected<'a> {
    #[serde(default)]
    pub(super) vendor: Text<'a>,
    #[serde(default)]
    pub(super) product: Text<'a>,
    #[serde(default, rename = "packageName")]
    pub(super) package: Text<'a>,
    #[serde(default, rename = "packageURL")]
    pub(super) purl: Text<'a>,
    #[serde(default, rename = "defaultStatus")]
    pub(super) default_status: Text<'a>,
    #[serde(default)]
    pub(super) cpes: List<Text<'a>>,
    #[serde(default)]
    pub(super) versions: List<Version<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Version<'a> {
    #[serde(default)]
    pub(super) version: Loose<'a>,
    #[serde(default)]
    pub(super) status: Text<'a>,
    #[serde(default, rename = "versionType")]
    pub(super) scheme: Text<'a>,
    #[serde(default, rename = "lessThan")]
    pub(super) less_than: Loose<'a>,
    #[serde(default, rename = "lessThanOrEqual")]
    pub(super) less_than_or_equal: Loose<'a>,
    #[serde(default)]
    pub(super) changes: List<Change<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Change<'a> {
    #[serde(default)]
    pub(super) at: Loose<'a>,
    #[serde(default)]
    pub(super) status: Text<'a>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Metric<'a> {
    #[serde(default, rename = "cvssV2_0")]
    pub(super) v2: Option<Cvss<'a>>,
    #[serde(default, rename = "cvssV3_0")]
    pub(super) v3_0: Option<Cvss<'a>>,
    #[serde(default, rename = "cvssV3_1")]
    pub(super) v3_1: Option<Cvss<'a>>,
    #[serde(default, rename = "cvssV4_0")]
    pub(super) v4: Option<Cvss<'a>>,
    #[serde(default)]
    pub(super) other: Option<Other<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Cvss<'a> {
    #[serde(default, rename = "vectorString")]
    pub(super) vector: Text<'a>,
}

/// A score of a kind that the format does not know: everybody fills it as they like, so it is read apart.
#[derive(Deserialize)]
pub(super) struct Other<'a> {
    #[serde(default, rename = "type")]
    pub(super) kind: Scalar,
    #[serde(default, borrow)]
    pub(super) content: Option<&'a RawValue>,
}

/// `other.content` of an SSVC decision.
#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Decision<'a> {
    #[serde(default)]
    pub(super) role: Text<'a>,
    #[serde(default)]
    pub(super) timestamp: Text<'a>,
    /// Each an object with one decision point and its value.
    #[serde(default)]
    pub(super) options: List<std::collections::BTreeMap<String, Scalar>>,
}

/// `other.content` of an entry in the catalogue of exploited ones.
#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Catalogued<'a> {
    #[serde(default, rename = "dateAdded")]
    pub(super) added: Text<'a>,
    #[serde(default)]
    pub(super) reference: Text<'a>,
}
