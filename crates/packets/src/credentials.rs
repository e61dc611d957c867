//! Documented default credentials: a login is compared with them where it is read, and only "matches the documented default
//! of X" leaves this crate.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::fmt::Write as _;

/// Makers named of one match; a password like `admin` has hundreds.
const NAMED: usize = 4;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    credential: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    vendor: String,
    user: String,
    password: String,
    /// Where the maker prints it.
    #[serde(rename = "source")]
    _source: String,
    #[serde(rename = "date")]
    _date: String,
}

/// User name and password.
type Pair = (Box<[u8]>, Box<[u8]>);

/// Makers by user name and password.
#[derive(Debug, Default)]
pub struct Credentials {
    makers: FxHashMap<Pair, Vec<Box<str>>>,
}

impl Credentials {
    /// Reads the text of `data/exposures/default-credentials.toml`.
    pub fn parse(text: &str) -> Result<Credentials, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut credentials = Credentials::default();
        for entry in file.credential {
            if entry.vendor.is_empty() || (entry.user.is_empty() && entry.password.is_empty()) {
                return Err(format!("a credential of `{}` is empty", entry.vendor));
            }
            let key = (entry.user.as_bytes().into(), entry.password.as_bytes().into());
            let makers = credentials.makers.entry(key).or_default();
            makers.push(entry.vendor.into());
            makers.sort();
            makers.dedup();
        }
        Ok(credentials)
    }

    /// How many pairs there are.
    pub fn len(&self) -> usize {
        self.makers.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.makers.is_empty()
    }

    /// Whose documented default the pair is: `Axis, Sony`; `None` where it is nobody's.
    pub(crate) fn makers(&self, user: &[u8], password: &[u8]) -> Option<String> {
        let makers = self.makers.get(&(user.into(), password.into()))?;
        let mut text = makers.iter().take(NAMED).map(|maker| &**maker).collect::<Vec<_>>().join(", ");
        if makers.len() > NAMED {
            let _ = write!(text, " and {} more", makers.len() - NAMED);
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whose_default_it_is_comes_out() {
        let text = "[[credential]]\nvendor = \"B\"\nuser = \"root\"\npassword = \"pass\"\nsource = \"s\"\ndate = \"2026-11\"\n";
        let both = format!("{text}{}", text.replace("\"B\"", "\"A\""));
        let credentials = Credentials::parse(&both).unwrap();
        assert_eq!(credentials.makers(b"root", b"pass").as_deref(), Some("A, B"));
        assert_eq!(credentials.makers(b"root", b"Pass"), None);
        assert!(Credentials::parse(&text.replace("root", "").replace("pass\"", "\"")).is_err());
    }
}
