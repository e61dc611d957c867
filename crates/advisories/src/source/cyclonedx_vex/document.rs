//! The shape of a CycloneDX document: what we read of it.

use crate::source::lenient::{List, Loose, Text};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Document<'a> {
    #[serde(default, rename = "serialNumber")]
    pub(super) serial: Text<'a>,
    #[serde(default)]
    pub(super) version: Loose<'a>,
    #[serde(default)]
    pub(super) metadata: Option<Metadata<'a>>,
    #[serde(default)]
    pub(super) components: List<Component<'a>>,
    #[serde(default)]
    pub(super) vulnerabilities: List<Vulnerability<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Metadata<'a> {
    #[serde(default)]
    pub(super) timestamp: Text<'a>,
    #[serde(default)]
    pub(super) component: Option<Component<'a>>,
    #[serde(default)]
    pub(super) supplier: Option<Organization<'a>>,
    /// 1.4 and 1.5; 1.6 says `manufacturer`.
    #[serde(default, alias = "manufacturer")]
    pub(super) manufacture: Option<Organization<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Organization<'a> {
    #[serde(default)]
    pub(super) name: Text<'a>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Component<'a> {
    #[serde(default, rename = "bom-ref")]
    pub(super) reference: Text<'a>,
    #[serde(default)]
    pub(super) supplier: Option<Organization<'a>>,
    /// 1.6.
    #[serde(default)]
    pub(super) manufacturer: Option<Organization<'a>>,
    #[serde(default)]
    pub(super) publisher: Text<'a>,
    #[serde(default)]
    pub(super) group: Text<'a>,
    #[serde(default)]
    pub(super) name: Text<'a>,
    #[serde(default)]
    pub(super) version: Loose<'a>,
    #[serde(default)]
    pub(super) cpe: Text<'a>,
    #[serde(default)]
    pub(super) purl: Text<'a>,
    #[serde(default)]
    pub(super) components: List<Component<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Vulnerability<'a> {
    #[serde(default)]
    pub(super) id: Text<'a>,
    #[serde(default)]
    pub(super) ratings: List<Rating<'a>>,
    #[serde(default)]
    pub(super) cwes: List<Loose<'a>>,
    #[serde(default)]
    pub(super) description: Text<'a>,
    #[serde(default)]
    pub(super) detail: Text<'a>,
    #[serde(default)]
    pub(super) recommendation: Text<'a>,
    #[serde(default)]
    pub(super) workaround: Text<'a>,
    #[serde(default)]
    pub(super) analysis: Option<Analysis<'a>>,
    #[serde(default)]
    pub(super) affects: List<Affects<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Rating<'a> {
    #[serde(default)]
    pub(super) vector: Text<'a>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Analysis<'a> {
    #[serde(default)]
    pub(super) state: Text<'a>,
    #[serde(default)]
    pub(super) justification: Text<'a>,
    #[serde(default)]
    pub(super) response: List<Text<'a>>,
    #[serde(default)]
    pub(super) detail: Text<'a>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Affects<'a> {
    #[serde(default, rename = "ref")]
    pub(super) reference: Text<'a>,
    #[serde(default)]
    pub(super) versions: List<Version<'a>>,
}

impl Affects<'_> {
    /// What is said of the version at this place.
    pub(super) fn versions_status(&self, place: usize) -> Option<String> {
        self.versions.placed().find(|(index, _)| *index == place)?.1.status.said()
    }
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct Version<'a> {
    #[serde(default)]
    pub(super) version: Loose<'a>,
    #[serde(default)]
    pub(super) range: Text<'a>,
    #[serde(default)]
    pub(super) status: Text<'a>,
}
