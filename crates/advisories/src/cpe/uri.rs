//! URIs of CPE 2.2 (NISTIR 7695 §6.1): `cpe:/o:maker:product:1.0`, percent-encoded, with a packed edition.

use super::name::{build, push_literal, well_placed};
use super::{Component, Cpe, CpeError};

/// What follows `cpe:/`. Components at the end may be missing: they are ANY.
pub(super) fn read(text: &str) -> Result<Cpe, CpeError> {
    let parts: Vec<&str> = text.split(':').collect();
    if parts.len() > 7 {
        return Err(CpeError::Components(parts.len()));
    }
    let at = |index: usize| parts.get(index).copied().unwrap_or("");
    let edition = at(5);
    // `~edition~software edition~target software~target hardware~other` in the place of one component (§6.1.2.4).
    let packed: Vec<&str> = match edition.strip_prefix('~') {
        Some(rest) => rest.split('~').collect(),
        None => vec![edition],
    };
    if packed.len() > 5 {
        return Err(CpeError::Components(parts.len() + packed.len() - 1));
    }
    let of = |index: usize| packed.get(index).copied().unwrap_or("");
    build([at(0), at(1), at(2), at(3), at(4), of(0), at(6), of(1), of(2), of(3), of(4)], component)
}

/// One component: `%01` is `?`, `%02` is `*`, every other `%xx` is that character (§6.1.3.2).
fn component(text: &str) -> Result<Component, CpeError> {
    match text {
        "" => return Ok(Component::Any),
        "-" => return Ok(Component::NotApplicable),
        _ => {}
    }
    let mut value = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        if character != '%' {
            push_literal(&mut value, character);
            rest = rest.get(character.len_utf8()..).unwrap_or("");
            continue;
        }
        let code = rest.get(1..3).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let code = code.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match code {
            Some(1) => value.push('?'),
            Some(2) => value.push('*'),
            Some(byte @ 0x20..=0x7e) => push_literal(&mut value, char::from(byte)),
            _ => return Err(CpeError::Escape(text.to_owned())),
        }
        rest = rest.get(3..).unwrap_or("");
    }
    well_placed(value)
}
