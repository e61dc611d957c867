//! The site file: `holdfast.toml`.

use crate::args::Arguments;
use crate::failure::{Failure, INPUT};
use holdfast_facts::{DeclaredConduit, Zone};
use holdfast_identify::Settings;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    site: SiteTable,
    #[serde(default)]
    zone: Vec<ZoneTable>,
    #[serde(default)]
    conduit: Vec<ConduitTable>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SiteTable {
    id: Option<String>,
    name: Option<String>,
    sector: Option<String>,
    #[serde(default)]
    smartphones_are_iot: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ZoneTable {
    id: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    cidr: Vec<String>,
    #[serde(default)]
    vlan: Vec<u16>,
    realm: Option<String>,
    level: Option<f64>,
    owner: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConduitTable {
    from: String,
    to: String,
    #[serde(default)]
    protocols: Vec<String>,
}

/// What is known of the site.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) id: Arc<str>,
    pub(crate) name: Option<String>,
    pub(crate) sector: Option<String>,
    pub(crate) settings: Settings,
    /// What may cross between zones.
    pub(crate) conduits: Vec<DeclaredConduit>,
    /// Where it was read; `None` for the built-in one.
    pub(crate) file: Option<PathBuf>,
}

impl Site {
    /// The flag's file, or `./holdfast.toml`, or the built-in site.
    pub(crate) fn of(arguments: &Arguments) -> Result<Site, Failure> {
        let here = Path::new("holdfast.toml");
        match &arguments.site {
            Some(path) => Site::read(path),
            None if here.is_file() => Site::read(here),
            None => Ok(Site {
                id: "site".into(),
                name: None,
                sector: None,
                settings: Settings::default(),
                conduits: Vec::new(),
                file: None,
            }),
        }
    }

    fn read(path: &Path) -> Result<Site, Failure> {
        let failed = |what: String| {
            Failure::new(INPUT, what, path.display(), "mend the site file, or leave --site out")
        };
        let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
        Site::parse(&text, Some(path.to_owned())).map_err(failed)
    }

    pub(crate) fn parse(text: &str, file: Option<PathBuf>) -> Result<Site, String> {
        let parsed: File = toml::from_str(text).map_err(|error| {
            let line = error
                .span()
                .map_or(1, |span| 1 + text.bytes().take(span.start).filter(|b| *b == b'\n').count());
            format!("line {line}: {}", error.message().lines().next().unwrap_or("not TOML"))
        })?;
        let mut zones = Vec::new();
        for zone in parsed.zone {
            if let Some(realm) =
                zone.realm.as_deref().filter(|realm| !["IT", "IoT", "OT", "IoMT"].contains(realm))
            {
                return Err(format!("zone `{}`: realm `{realm}` is none of IT, IoT, OT, IoMT", zone.id));
            }
            if let Some(level) = zone.level.filter(|level| !(0.0..=5.0).contains(level)) {
                return Err(format!("zone `{}`: level {level} is no Purdue level (0 to 5)", zone.id));
            }
            let networks = zone.cidr.iter().map(|text| text.parse()).collect::<Result<_, String>>();
            let networks = networks.map_err(|error| format!("zone `{}`: {error}", zone.id))?;
            zones.push(Zone {
                id: zone.id,
                name: zone.name,
                networks,
                vlans: zone.vlan,
                realm: zone.realm,
                level: zone.level,
                owner: zone.owner,
            });
        }
        let mut conduits = Vec::new();
        for ConduitTable { from, to, protocols } in parsed.conduit {
            if let Some(unknown) =
                [&from, &to].into_iter().find(|id| zones.iter().all(|zone: &Zone| zone.id != **id))
            {
                return Err(format!("conduit from `{from}` to `{to}`: there is no zone `{unknown}`"));
            }
            conduits.push(DeclaredConduit { from, to, protocols });
        }
        let settings = Settings { smartphones_are_iot: parsed.site.smartphones_are_iot, zones };
        let id = parsed.site.id.unwrap_or_else(|| "site".to_owned());
        Ok(Site {
            id: id.into(),
            name: parsed.site.name,
            sector: parsed.site.sector,
            settings,
            conduits,
            file,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_and_bad_values_are_errors() {
        let good = "[site]\nid = \"h\"\n[[zone]]\nid = \"ward\"\ncidr = [\"10.0.0.0/24\"]\nvlan = [10]\n";
        assert_eq!(Site::parse(good, None).unwrap().settings.zones.len(), 1);
        assert!(Site::parse("[site]\nidd = \"h\"\n", None).unwrap_err().contains("idd"));
        assert!(
            Site::parse("[[zone]]\nid = \"w\"\ncidr = [\"10.0.0.0/99\"]\n", None)
                .unwrap_err()
                .contains("zone `w`")
        );
        assert!(Site::parse("[[zone]]\nid = \"w\"\nrealm = \"XX\"\n", None).is_err());
        let conduit = format!("{good}[[conduit]]\nfrom = \"ward\"\nto = \"plant\"\n");
        assert!(Site::parse(&conduit, None).unwrap_err().contains("no zone `plant`"));
    }
}
