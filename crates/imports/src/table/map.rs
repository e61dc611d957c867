//! `--map "Eqpt No=asset_tag"`: what the user says a column means, and where that is remembered.

use super::field::{Field, fields};
use crate::text::plain;
use std::str::FromStr;

/// One column and what it means; `ignore` for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Map {
    /// The column's header.
    pub header: String,
    pub(crate) field: Option<Field>,
}

impl Map {
    pub(crate) fn is_of(&self, header: &str) -> bool {
        plain(&self.header) == plain(header)
    }

    /// The line in the store.
    pub fn line(&self) -> String {
        format!("{}={}", self.header, self.field.map_or("ignore", Field::name))
    }
}

impl FromStr for Map {
    type Err = String;

    /// `HEADER=FIELD`; the header may hold an equals sign itself.
    fn from_str(text: &str) -> Result<Map, String> {
        let (header, field) = text.rsplit_once('=').ok_or_else(|| format!("`{text}` is not HEADER=FIELD"))?;
        let (header, field) = (header.trim(), plain(field));
        if plain(header).is_empty() {
            return Err(format!("`{text}` names no column"));
        }
        if ["ignore", "ignored", "none", ""].contains(&field.as_str()) {
            return Ok(Map { header: header.to_owned(), field: None });
        }
        let known = fields().map(|(name, _)| name).find(|name| plain(name) == field);
        match known.and_then(Field::from_name) {
            Some(field) => Ok(Map { header: header.to_owned(), field: Some(field) }),
            None => {
                let names: Vec<&str> = fields().map(|(name, _)| name).collect();
                Err(format!("`{field}` is no field; there are {}, ignore", names.join(", ")))
            }
        }
    }
}

/// Where what the user said of a header is remembered.
pub trait Mappings {
    /// What was said of the columns of this header: the lines of [`Map::line`].
    fn remembered(&self, fingerprint: &[u8; 32]) -> Option<String>;
}

/// Nothing is remembered.
pub struct NoMappings;

impl Mappings for NoMappings {
    fn remembered(&self, _: &[u8; 32]) -> Option<String> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_are_read_and_written() {
        let map: Map = "Eqpt No = Asset-Tag".parse().unwrap();
        assert_eq!((map.header.as_str(), map.field), ("Eqpt No", Some(Field::AssetTag)));
        assert_eq!(map.line().parse(), Ok(map));
        assert_eq!("a=b=ignore".parse::<Map>().unwrap(), Map { header: "a=b".into(), field: None });
        assert!("Eqpt No".parse::<Map>().is_err());
        assert!("Eqpt No=tag".parse::<Map>().unwrap_err().contains("asset_tag"));
        assert!("=mac".parse::<Map>().is_err());
    }
}
