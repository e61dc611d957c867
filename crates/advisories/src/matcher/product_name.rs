//! What an advisory's product name means: which words a device must show to be that product.
//!
//! Vendors write families ("S7-300 CPU family"), lists ("522K/722K", "MX400-MX850"), wildcards ("BMXP34*", "HDW1XXX"),
//! order numbers in brackets, branches ("PCS 7 V8.1"). A name becomes alternatives; each is a list of places, and each
//! place a set of forms of which a device must show one.

use holdfast_names::{Words, fold};
use serde::{Deserialize, Serialize};

/// One form of a word.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) enum Form {
    /// The word itself, folded.
    Literal(String),
    /// With wildcards: `*` any tail, `?` one letter or digit.
    Wild(String),
    /// Letters, and numbers from … to, and what follows the number: `MX400-MX850`.
    Range(String, u64, u64),
}

/// One place of a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Slot {
    pub(super) forms: Vec<Form>,
    /// How much it says.
    pub(super) weight: Weight,
}

/// How much a word says of the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Weight {
    /// "pump", "series": nothing.
    Nothing,
    /// A line of products that is often left out, the maker's own name, a remark in brackets.
    Little,
    /// A word of the name.
    Word,
    /// A model: has a digit.
    Model,
}

/// One way to be meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Alternative {
    pub(super) slots: Vec<Slot>,
    /// A version that stands in the name: "SIMATIC PCS 7 V8.1" is about that branch.
    pub(super) branch: Option<String>,
}

/// A product name that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ProductName {
    /// The whole name, folded.
    pub(super) whole: String,
    /// Order numbers that stand in it, folded; with `*` and `?`.
    pub(super) orders: Vec<String>,
    pub(super) alternatives: Vec<Alternative>,
}

/// At most this many forms of one place: "R00/01/02/…".
const FORMS: usize = 24;
/// At most this many alternatives of one name.
const ALTERNATIVES: usize = 24;

/// Reads a name. `vendor` is the vendor's folded words: they say nothing of the product.
pub(super) fn read(name: &str, vendor: &[String], words: &Words) -> ProductName {
    let mut product = ProductName { whole: fold(name), ..ProductName::default() };
    let (outside, asides) = brackets(name);
    let mut remarks: Vec<Slot> = Vec::new();
    for aside in &asides {
        let lower = aside.to_lowercase();
        let pieces: Vec<&str> = aside.split([',', ' ', ';']).filter(|piece| !piece.is_empty()).collect();
        let codes: Vec<&str> = pieces
            .iter()
            .copied()
            .filter(|piece| is_order_number(piece) || is_code_with_tail(piece))
            .collect();
        if !codes.is_empty() {
            product.orders.extend(codes.iter().map(|code| pattern(code)));
        } else if let Some(other) = ["formerly ", "also known as ", "aka ", "previously "]
            .iter()
            .find_map(|start| lower.find(start).and_then(|at| aside.get(at + start.len()..)))
        {
            product.alternatives.extend(alternatives(other, vendor, words));
        } else if pieces.len() <= 4 && !lower.starts_with("incl") && !lower.starts_with("all") {
            remarks.extend(
                pieces
                    .iter()
                    .filter_map(|piece| slot(piece, vendor, words))
                    .map(|slot| Slot { weight: slot.weight.min(Weight::Little), ..slot }),
            );
        }
    }
    for piece in outside.split_whitespace() {
        let piece = piece.trim_matches([',', ';', '.']);
        if is_order_number(piece) {
            product.orders.push(pattern(piece));
        }
    }
    for mut alternative in alternatives(&outside, vendor, words) {
        alternative.slots.extend(remarks.iter().cloned());
        product.alternatives.push(alternative);
    }
    product
        .alternatives
        .retain(|alternative| alternative.slots.iter().any(|slot| slot.weight > Weight::Nothing));
    product.alternatives.truncate(ALTERNATIVES);
    product.orders.sort();
    product.orders.dedup();
    product
}

/// The words of a device's own name that tell it from its siblings, folded: no models (a line's name means them all), and
/// no letters that belong to a number ("CR-IR 357").
pub(super) fn telling_words(text: &str, vendor: &[String], words: &Words) -> Vec<String> {
    let pieces: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '/'))
        .filter(|piece| !piece.is_empty())
        .collect();
    let digit_first =
        |at: usize| pieces.get(at).is_some_and(|piece| piece.starts_with(|c: char| c.is_ascii_digit()));
    let telling = |(at, piece): (usize, &&str)| {
        let slot = slot(piece, vendor, words)?;
        (slot.weight == Weight::Word && !digit_first(at + 1)).then(|| fold(piece))
    };
    pieces.iter().enumerate().filter_map(telling).collect()
}

/// The parts of a list: "MiniMed 508 and MiniMed 511", "Pulsera and Endura".
fn alternatives(text: &str, vendor: &[String], words: &Words) -> Vec<Alternative> {
    let parts: Vec<&str> = text
        .split([',', ';', '|'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" & "))
        .flat_map(|part| part.split(" or "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let whole = alternative(text, vendor, words);
    if parts.len() < 2 {
        return vec![whole];
    }
    let read: Vec<Alternative> = parts.iter().map(|part| alternative(part, vendor, words)).collect();
    // A list only where each part names a product by itself: by a model, or two long words joined by "and".
    let models = read.iter().all(|part| part.slots.iter().any(|slot| slot.weight == Weight::Model));
    let names = read.len() == 2
        && read.iter().all(|part| {
            part.slots.iter().any(|slot| {
                slot.weight == Weight::Word
                    && slot.forms.iter().any(|form| matches!(form, Form::Literal(word) if word.len() > 4))
            })
        });
    if !models && !names {
        return vec![whole];
    }
    // "IntelliVue MX800, MX700": the words of the first stand for all.
    let lead: Vec<Slot> = read
        .first()
        .map(|first| first.slots.iter().take_while(|slot| slot.weight < Weight::Model).cloned().collect())
        .unwrap_or_default();
    read.into_iter()
        .enumerate()
        .map(|(at, mut part)| {
            if at > 0 && models && part.slots.first().is_some_and(|slot| slot.weight == Weight::Model) {
                part.slots.splice(0..0, lead.iter().cloned());
            }
            part
        })
        .collect()
}

fn alternative(text: &str, vendor: &[String], words: &Words) -> Alternative {
    let mut alternative = Alternative::default();
    for piece in text.split_whitespace() {
        let piece = piece.trim_matches([',', ';', ':', '.', '"', '®', '™', '–', '-', '\'']);
        if is_branch(piece) {
            alternative.branch = Some(piece.to_owned());
        } else if let Some(slot) = slot(piece, vendor, words) {
            alternative.slots.push(slot);
        }
    }
    alternative
}

/// One place, or None where nothing stands.
fn slot(piece: &str, vendor: &[String], words: &Words) -> Option<Slot> {
    let folded = fold(piece);
    if folded.is_empty() {
        return None;
    }
    let mut forms = Vec::new();
    if let Some(range) = range(piece) {
        forms.push(range);
    } else if let Some((first, _)) =
        piece.split_once('/').filter(|(first, rest)| !first.is_empty() && !rest.is_empty())
    {
        forms.push(Form::Literal(folded.clone()));
        forms.extend(slashes(piece, first));
    } else {
        forms.push(form(piece));
        // "R08(EN)CPU": with and without.
        if let Some((before, after)) = piece
            .split_once('{')
            .and_then(|(before, rest)| rest.split_once('}').map(|(_, after)| (before, after)))
        {
            forms.push(form(&format!("{before}{after}")));
        }
    }
    forms.truncate(FORMS);
    let has_digit = piece.chars().any(|c| c.is_ascii_digit());
    let parts = || piece.split('/').filter(|part| !part.is_empty());
    let weight = if vendor.contains(&folded) {
        Weight::Little
    } else if words.is_generic(piece) || parts().all(|part| words.is_generic(part)) {
        Weight::Nothing
    } else if !words.line_of(piece).is_empty() {
        Weight::Little
    } else if has_digit {
        Weight::Model
    } else {
        Weight::Word
    };
    Some(Slot { forms, weight })
}

/// A word as it is, or with its wildcards.
fn form(piece: &str) -> Form {
    let text = pattern(piece);
    if text.contains(['*', '?']) { Form::Wild(text) } else { Form::Literal(text) }
}

/// A word folded, its wildcards kept: `BMXP34*`, `1756-L6x` → `1756l6?`, `HDW1XXX` → `hdw1???`, `750-82□` → `75082?`.
pub(super) fn pattern(piece: &str) -> String {
    let characters: Vec<char> = piece.chars().collect();
    let mut out = String::new();
    for (at, c) in characters.iter().enumerate() {
        match c {
            '*' | '…' => {
                if !out.ends_with('*') {
                    out.push('*');
                }
            }
            '□' | '■' | '?' => out.push('?'),
            // A run of x behind a digit, or a single small one: "L6x", "1XXX", "82xx". Not the X of "MX800" or "FX3U".
            'x' | 'X' => {
                let run = characters.iter().skip(at).take_while(|c| matches!(c, 'x' | 'X')).count()
                    + characters
                        .get(..at)
                        .unwrap_or(&[])
                        .iter()
                        .rev()
                        .take_while(|c| matches!(c, 'x' | 'X'))
                        .count();
                let start = characters.get(..at).unwrap_or(&[]).iter().rposition(|c| !matches!(c, 'x' | 'X'));
                let lead = start.and_then(|at| characters.get(at)).copied().unwrap_or(' ');
                let wild = (lead.is_ascii_digit() && (run > 1 || *c == 'x')) || (run > 1 && lead == '-');
                // "2x 230V" and "16x32" are sizes.
                let size = run == 1 && characters.get(at + 1).is_some_and(char::is_ascii_digit);
                if wild && !size { out.push('?') } else { out.push('x') }
            }
            c => out.push_str(&fold(&c.to_string())),
        }
    }
    // A wildcard that says nothing more: "CJ2M-CPU**".
    while out.ends_with("**") {
        out.pop();
    }
    out
}

/// `MX400-MX850`, `M8001–M8010`: letters, numbers from, to.
fn range(piece: &str) -> Option<Form> {
    let (from, to) = piece.split_once(['-', '–'])?;
    let cut = |text: &str| -> Option<(String, u64)> {
        let digits = text.find(|c: char| c.is_ascii_digit())?;
        let (letters, number) = text.split_at(digits);
        Some((fold(letters), number.parse().ok()?))
    };
    let ((from_letters, from_number), (to_letters, to_number)) = (cut(from)?, cut(to)?);
    (from_letters == to_letters && !from_letters.is_empty() && from_number < to_number)
        .then_some(Form::Range(from_letters, from_number, to_number))
}

/// `522K/722K`, `232/422/485`, `AFS660/AFS665`, `R00/01/02CPU`.
fn slashes(piece: &str, first: &str) -> Vec<Form> {
    let parts: Vec<&str> = piece.split('/').filter(|part| !part.is_empty()).collect();
    let letters: String = first.chars().take_while(|c| !c.is_ascii_digit()).collect();
    // The stem up to the last number: "SM-S4-24MTS/ESS" keeps "SM-S4-24".
    let last = parts.last().copied().unwrap_or_default();
    let tail: String = {
        let digits = last.chars().take_while(char::is_ascii_digit).count();
        if digits > 0 { last.chars().skip(digits).collect() } else { String::new() }
    };
    let mut forms = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        forms.push(form(part));
        let digits_first = part.starts_with(|c: char| c.is_ascii_digit());
        let no_tail = part.chars().all(|c| c.is_ascii_digit())
            || (at == 0 && part.ends_with(|c: char| c.is_ascii_digit()));
        if at > 0 && digits_first && !letters.is_empty() {
            forms.push(form(&format!("{letters}{part}")));
            if no_tail && !tail.is_empty() {
                forms.push(form(&format!("{letters}{part}{tail}")));
            }
        } else if no_tail && !tail.is_empty() {
            forms.push(form(&format!("{part}{tail}")));
        }
    }
    forms.dedup();
    forms
}

/// `V8.1`, `v5.x`, `R2`: a version that stands in a name.
fn is_branch(piece: &str) -> bool {
    let Some(rest) = piece.strip_prefix(['V', 'v']) else { return false };
    rest.starts_with(|c: char| c.is_ascii_digit())
        && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'x' | 'X'))
        && (rest.contains('.') || rest.len() <= 2)
}

/// `6ES7315-2EH14-0AB0`, `1766-L32BWA`, `BMXNOR0200H`: at least eight letters and digits with three digits, no plain number.
pub(super) fn is_order_number(piece: &str) -> bool {
    let digits = piece.chars().filter(char::is_ascii_digit).count();
    let letters = piece.chars().filter(|c| c.is_alphabetic()).count();
    digits >= 3
        && letters >= 1
        && digits + letters >= 8
        && piece.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '*' | '□' | '_' | '…'))
}

/// `BMXP34*`: a code of which only the beginning counts.
fn is_code_with_tail(piece: &str) -> bool {
    let start = piece.trim_end_matches('*');
    start.len() < piece.len()
        && start.chars().filter(|c| c.is_alphanumeric()).count() > 3
        && start.chars().any(|c| c.is_ascii_digit())
        && start.chars().any(char::is_alphabetic)
}

/// A name without what stands in brackets, and what does. Brackets inside a word stay as `{…}`.
fn brackets(name: &str) -> (String, Vec<String>) {
    let (mut outside, mut asides, mut inner) = (String::new(), Vec::new(), String::new());
    let mut depth = 0u32;
    let mut glued = false;
    let characters: Vec<char> = name.chars().collect();
    for (at, c) in characters.iter().enumerate() {
        match c {
            '(' | '[' => {
                depth += 1;
                if depth == 1 {
                    glued = outside.ends_with(|c: char| c.is_alphanumeric());
                    inner.clear();
                } else {
                    inner.push(' ');
                }
            }
            ')' | ']' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    let next = characters.get(at + 1).is_some_and(|c| c.is_alphanumeric());
                    if glued && next && inner.len() <= 4 {
                        outside.push('{');
                        outside.push_str(&inner);
                        outside.push('}');
                    } else {
                        asides.push(inner.trim().to_owned());
                        outside.push(' ');
                    }
                }
            }
            c if depth > 0 => inner.push(*c),
            c => outside.push(*c),
        }
    }
    if depth > 0 && !inner.trim().is_empty() {
        asides.push(inner.trim().to_owned());
    }
    (outside, asides)
}
