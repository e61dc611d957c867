//! Formatted strings of CPE 2.3 (NISTIR 7695 §6.2): reading and printing.
//!
//! Escapes are read as the standard has them. Punctuation that should have been escaped and was not is taken as it is,
//! because old lists are full of it; a wildcard in the middle of a value is refused, because nobody can say what it means.

use super::{Component, Cpe};
use std::fmt::{self, Write as _};
use std::str::FromStr;

/// A value longer than this is no name.
const LONGEST: usize = 4096;

/// Why a text is no CPE name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CpeError {
    /// It begins with neither `cpe:2.3:` nor `cpe:/`.
    #[error("it begins with neither `cpe:2.3:` nor `cpe:/`")]
    Unknown,
    /// A formatted string has eleven components.
    #[error("it has {0} components instead of 11")]
    Components(usize),
    /// The part is one of a, o, h.
    #[error("its part is `{0}`; a, o and h are known")]
    Part(String),
    /// `*` stands alone or at an end, `?` at the ends.
    #[error("the wildcard in `{0}` stands in the middle")]
    Wildcard(String),
    /// A percent sign or a backslash with nothing behind it that it could mean.
    #[error("the escape in `{0}` is broken")]
    Escape(String),
    /// Longer than any name.
    #[error("it is longer than {LONGEST} bytes")]
    Long,
}

impl FromStr for Cpe {
    type Err = CpeError;

    /// Reads a formatted string or a URI.
    fn from_str(text: &str) -> Result<Cpe, CpeError> {
        let text = text.trim();
        if text.len() > LONGEST {
            return Err(CpeError::Long);
        }
        match text.split_at_checked(5) {
            Some((head, rest)) if head.eq_ignore_ascii_case("cpe:/") => super::uri::read(rest),
            _ => match text.split_at_checked(8) {
                Some((head, rest)) if head.eq_ignore_ascii_case("cpe:2.3:") => formatted(rest),
                _ => Err(CpeError::Unknown),
            },
        }
    }
}

/// The eleven components behind `cpe:2.3:`.
fn formatted(text: &str) -> Result<Cpe, CpeError> {
    let mut components = Vec::with_capacity(11);
    let (mut start, mut escaped) = (0, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b':' => {
                components.push(text.get(start..at).unwrap_or(""));
                start = at + 1;
            }
            _ => {}
        }
    }
    components.push(text.get(start..).unwrap_or(""));
    let count = components.len();
    let Ok(components) = <[&str; 11]>::try_from(components) else { return Err(CpeError::Components(count)) };
    build(components, component)
}

/// A name from its parts in the order of the standard.
pub(super) fn build(
    parts: [&str; 11],
    read: fn(&str) -> Result<Component, CpeError>,
) -> Result<Cpe, CpeError> {
    let [part, vendor, product, version, update, edition, language, software, target, hardware, other] =
        parts;
    let part = match read(part)? {
        Component::Text(letter) if !matches!(letter.as_str(), "a" | "o" | "h") => {
            return Err(CpeError::Part(letter));
        }
        part => part,
    };
    Ok(Cpe {
        part,
        vendor: read(vendor)?,
        product: read(product)?,
        version: read(version)?,
        update: read(update)?,
        rest: [
            read(edition)?,
            read(language)?,
            read(software)?,
            read(target)?,
            read(hardware)?,
            read(other)?,
        ],
    })
}

/// One component of a formatted string. An empty one is taken for ANY: it says as little.
fn component(text: &str) -> Result<Component, CpeError> {
    match text {
        "" | "*" => return Ok(Component::Any),
        "-" => return Ok(Component::NotApplicable),
        _ => {}
    }
    let mut value = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let meant = match character {
            '\\' => characters.next().ok_or_else(|| CpeError::Escape(text.to_owned()))?,
            _ => {
                value.extend(character.to_lowercase());
                continue;
            }
        };
        push_literal(&mut value, meant);
    }
    well_placed(value)
}

/// A character that means itself.
pub(super) fn push_literal(value: &mut String, character: char) {
    if matches!(character, '*' | '?' | '\\') {
        value.push('\\');
    }
    value.extend(character.to_lowercase());
}

/// Wildcards stand at the ends: one `*`, or several `?`.
pub(super) fn well_placed(value: String) -> Result<Component, CpeError> {
    let inner = value.strip_prefix('*').unwrap_or_else(|| value.trim_start_matches('?'));
    // An escaped wildcard at the end ends with an odd number of backslashes before it.
    let tail = |text: &str| {
        let body = text.get(..text.len().saturating_sub(1)).unwrap_or("");
        (body.len() - body.trim_end_matches('\\').len()).is_multiple_of(2)
    };
    let inner = match inner.chars().next_back() {
        Some('*') if tail(inner) => inner.get(..inner.len() - 1).unwrap_or(""),
        Some('?') => {
            let mut rest = inner;
            while rest.ends_with('?') && tail(rest) {
                rest = rest.get(..rest.len() - 1).unwrap_or("");
            }
            rest
        }
        _ => inner,
    };
    let mut escaped = false;
    for character in inner.chars() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '*' | '?' => return Err(CpeError::Wildcard(value)),
            _ => {}
        }
    }
    Ok(Component::Text(value))
}

impl fmt::Display for Component {
    /// As in a formatted string, with every escape that the standard wants.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Component::Any => return formatter.write_char('*'),
            Component::NotApplicable => return formatter.write_char('-'),
            // A hyphen alone would be read as NA.
            Component::Text(text) if text == "-" => return formatter.write_str("\\-"),
            Component::Text(text) => text,
        };
        let mut escaped = false;
        for character in text.chars() {
            let wild = matches!(character, '*' | '?' | '\\');
            if escaped {
                escaped = false;
            } else if character == '\\' {
                escaped = true;
            } else if !wild && character.is_ascii_punctuation() && !matches!(character, '-' | '.' | '_') {
                formatter.write_char('\\')?;
            }
            formatter.write_char(character)?;
        }
        Ok(())
    }
}

impl fmt::Display for Cpe {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Cpe { part, vendor, product, version, update, rest } = self;
        write!(formatter, "cpe:2.3:{part}:{vendor}:{product}:{version}:{update}")?;
        rest.iter().try_for_each(|component| write!(formatter, ":{component}"))
    }
}
