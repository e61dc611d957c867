//! Who registered an address block: `data/registers/oui`. The table stays as text and is searched in place.

use crate::DataError;
use holdfast_facts::Mac;
use serde::Deserialize;

#[derive(Deserialize)]
struct Makers {
    maker: Vec<Maker>,
}

/// Somebody whose registered name does not tell the brand of the device.
#[derive(Clone, Debug, Deserialize)]
struct Maker {
    name: String,
    r#match: Vec<String>,
    what: String,
    #[serde(default)]
    own_devices: bool,
}

#[derive(Deserialize)]
struct Virtual {
    range: Vec<Range>,
}

#[derive(Clone, Debug, Deserialize)]
struct Range {
    prefix: String,
    meaning: String,
    note: String,
    maker: Option<String>,
}

/// The register of address blocks.
#[derive(Debug, Default)]
pub struct Oui {
    table: &'static str,
    makers: Vec<Maker>,
    ranges: Vec<Range>,
}

/// What an address block says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Registrant<'a> {
    /// The organisation as registered.
    pub organisation: &'a str,
    /// Set where it makes modules, chips or cards for other brands: `wifi-module`, `soc` …
    pub module: Option<&'a str>,
    /// A module maker that also sells devices under its own name.
    pub own_devices: bool,
}

impl Oui {
    /// `table` is `PREFIX<TAB>ORGANISATION` a line, sorted by bytes; prefixes have 6, 7 or 9 hex digits.
    pub fn parse(table: &'static str, makers: (&str, &str), ranges: (&str, &str)) -> Result<Oui, DataError> {
        let parsed: Makers = toml::from_str(makers.1).map_err(|error| DataError::new(makers.0, error))?;
        let virtuals: Virtual = toml::from_str(ranges.1).map_err(|error| DataError::new(ranges.0, error))?;
        Ok(Oui { table, makers: parsed.maker, ranges: virtuals.range })
    }

    /// Who registered the block that the address is in; the smallest block counts. Made-up addresses have nobody.
    pub fn find(&self, mac: Mac) -> Option<Registrant<'_>> {
        if mac.is_local() || mac.is_group() {
            return None;
        }
        let digits = digits(mac);
        let organisation = self.smallest(&digits)?;
        // "Private" is somebody who does not want to be named.
        if organisation == "Private" {
            return None;
        }
        let maker = self.maker(organisation);
        Some(Registrant {
            organisation,
            module: maker.map(|maker| maker.what.as_str()),
            own_devices: maker.is_none_or(|maker| maker.own_devices),
        })
    }

    /// Whose virtual machine it is: VMware gives its blocks to nothing else.
    pub fn machine_maker(&self, mac: Mac) -> Option<&str> {
        self.range(mac)?.maker.as_deref()
    }

    /// What a virtual or special address stands for: `virtual-router`, `virtual-machine` …, and a note.
    pub fn special(&self, mac: Mac) -> Option<(&str, &str)> {
        let range = self.range(mac)?;
        Some((&range.meaning, &range.note))
    }

    fn range(&self, mac: Mac) -> Option<&Range> {
        let digits = digits(mac);
        self.ranges
            .iter()
            .filter(|range| digits.starts_with(range.prefix.as_bytes()))
            .max_by_key(|range| range.prefix.len())
    }

    /// The name people use for a module maker.
    pub fn module_name(&self, organisation: &str) -> Option<&str> {
        Some(&self.maker(organisation)?.name)
    }

    /// The first maker that one of its spellings says registered so.
    fn maker(&self, organisation: &str) -> Option<&Maker> {
        let lower = organisation.to_lowercase();
        let first = lower.bytes().next()?;
        // Nearly all are told apart by their first letter.
        let begins =
            |start: &String| start.bytes().next() == Some(first) && lower.starts_with(start.as_str());
        self.makers.iter().find(|maker| maker.r#match.iter().any(begins))
    }

    /// The organisation of the smallest block that these digits begin in.
    fn smallest(&self, digits: &[u8; 12]) -> Option<&'static str> {
        let large = digits.get(..6)?;
        let at = self.first_not_below(large)?;
        let rest = self.table.get(at..)?;
        if !rest.as_bytes().starts_with(large) {
            return None;
        }
        let (line, next) = rest.split_once('\n').unwrap_or((rest, ""));
        let (key, organisation) = line.split_once('\t')?;
        // Most large blocks have no smaller ones within.
        if key.len() == 6 && !next.as_bytes().starts_with(large) {
            return Some(organisation);
        }
        let of = |length: usize| {
            let prefix = digits.get(..length)?;
            let line = self.table.get(self.first_not_below(prefix)?..)?.lines().next()?;
            line.split_once('\t')
                .filter(|(key, _)| key.as_bytes() == prefix)
                .map(|(_, organisation)| organisation)
        };
        [9, 7, 6].into_iter().find_map(of)
    }

    /// Binary search: where the first line begins whose prefix is not below this one.
    fn first_not_below(&self, prefix: &[u8]) -> Option<usize> {
        let bytes = self.table.as_bytes();
        let (mut low, mut high) = (0, bytes.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let start =
                bytes.get(low..middle)?.iter().rposition(|b| *b == b'\n').map_or(low, |at| low + at + 1);
            let rest = bytes.get(start..)?;
            let key = rest.get(..rest.iter().take(10).position(|b| *b == b'\t')?)?;
            if key < prefix {
                low = start + rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len()) + 1;
            } else {
                high = start;
            }
        }
        (high < bytes.len()).then_some(high)
    }
}

/// The address in lower-case hex without separators.
fn digits(mac: Mac) -> [u8; 12] {
    let mut digits = [0; 12];
    for (place, digit) in digits.iter_mut().enumerate() {
        let nibble = (mac.to_u64() >> (44 - 4 * place) & 15) as u8;
        *digit = if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 };
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "001788\tPhilips Lighting BV\n0055da\tIEEE Registration Authority\n0055da0\tShinko\n18fe34\tEspressif Inc.\n70b3d5\tIEEE\n70b3d5001\tSOREDI\nfcffaa\tPrivate\n";

    fn oui() -> Oui {
        let makers = "[[maker]]\nname=\"Espressif\"\nmatch=[\"espressif\"]\nwhat=\"soc\"\nsource=\"x\"";
        let ranges =
            "[[range]]\nprefix=\"00005e0001\"\nmeaning=\"virtual-router\"\nnote=\"VRRP\"\nsource=\"x\"";
        Oui::parse(TABLE, ("m", makers), ("r", ranges)).unwrap()
    }

    #[test]
    fn every_line_is_found_and_the_smallest_block_counts() {
        let oui = oui();
        let find = |text: &str| oui.find(text.parse().unwrap()).map(|r| r.organisation);
        assert_eq!(find("00:17:88:00:00:01"), Some("Philips Lighting BV"));
        assert_eq!(find("00:55:da:01:00:00"), Some("Shinko"));
        assert_eq!(find("00:55:da:f1:00:00"), Some("IEEE Registration Authority"));
        assert_eq!(find("70:b3:d5:00:10:00"), Some("SOREDI"));
        assert_eq!(find("fc:ff:aa:00:00:00"), None, "private");
        assert_eq!(find("02:17:88:00:00:01"), None, "made up");
        assert_eq!(find("ff:00:00:00:00:01"), None);
        let espressif = oui.find("18:fe:34:00:00:01".parse().unwrap()).unwrap();
        assert_eq!((espressif.module, espressif.own_devices), (Some("soc"), false));
        assert_eq!(oui.special("00:00:5e:00:01:07".parse().unwrap()), Some(("virtual-router", "VRRP")));
    }
}
