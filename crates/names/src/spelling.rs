//! Spellings that mean the same although their letters differ: text that was read in the wrong encoding, accents and
//! umlauts that were written out or left out, and a single slip of the pen in a long word.

/// What Windows-1252 shows for the bytes 0x80–0x9f; the other bytes above 0x7f are their own code points.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The byte that Windows-1252 shows as this character.
fn byte(c: char) -> Option<u8> {
    if let Some(at) = HIGH.iter().position(|high| *high == c) {
        return u8::try_from(0x80 + at).ok();
    }
    u8::try_from(u32::from(c)).ok().filter(|byte| *byte >= 0x80)
}

/// Undoes UTF-8 that was read as Latin-1 or Windows-1252: `YhtymÃ¤` → `Yhtymä`, `Câ€¢CURE` → `C•CURE`.
/// Runs that are no UTF-8 stay as they are.
pub fn repair(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut bytes: Vec<u8> = Vec::new();
    let mut run = String::new();
    let close = |bytes: &mut Vec<u8>, run: &mut String, out: &mut String| {
        match std::str::from_utf8(bytes) {
            Ok(meant) if !bytes.is_empty() => out.push_str(meant),
            _ => out.push_str(run),
        }
        bytes.clear();
        run.clear();
    };
    for c in text.chars() {
        if let Some(byte) = byte(c) {
            bytes.push(byte);
            run.push(c);
        } else {
            close(&mut bytes, &mut run, &mut out);
            out.push(c);
        }
    }
    close(&mut bytes, &mut run, &mut out);
    out
}

/// A letter without its accent, in lower case; the second form is the one that German and the Nordic languages write
/// out. Nothing for what is neither a letter nor a digit.
fn plain(c: char) -> Option<(&'static str, &'static str)> {
    Some(match c {
        'ä' | 'æ' => ("a", "ae"),
        'ö' | 'ø' => ("o", "oe"),
        'ü' => ("u", "ue"),
        'å' => ("a", "aa"),
        'ß' => ("ss", "ss"),
        'à' | 'á' | 'â' | 'ã' | 'ā' | 'ă' | 'ą' => ("a", "a"),
        'ç' | 'ć' | 'č' => ("c", "c"),
        'ď' | 'ð' => ("d", "d"),
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => ("e", "e"),
        'ğ' => ("g", "g"),
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => ("i", "i"),
        'ł' => ("l", "l"),
        'ñ' | 'ń' | 'ň' => ("n", "n"),
        'ò' | 'ó' | 'ô' | 'õ' | 'ō' | 'ő' => ("o", "o"),
        'œ' => ("oe", "oe"),
        'ř' => ("r", "r"),
        'ś' | 'š' | 'ş' => ("s", "s"),
        'ť' | 'ţ' => ("t", "t"),
        'ù' | 'ú' | 'û' | 'ū' | 'ű' | 'ů' => ("u", "u"),
        'ý' | 'ÿ' => ("y", "y"),
        'ź' | 'ż' | 'ž' => ("z", "z"),
        _ => return None,
    })
}

/// Lower-case letters and digits alone, without accents: `GeutebrÃ¼ck GmbH` → `geutebruckgmbh`. Letters of other
/// scripts stay.
pub fn fold(text: &str) -> String {
    folded(text, false)
}

/// The same with umlauts written out (`Dräger` → `draeger`), where that differs from [`fold`].
pub(crate) fn fold_written_out(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let long = folded(text, true);
    (long != folded(text, false)).then_some(long)
}

fn folded(text: &str, written_out: bool) -> String {
    let repaired;
    let text = if text.is_ascii() {
        text
    } else {
        repaired = repair(text);
        &repaired
    };
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if let Some((short, long)) = plain(c) {
            out.push_str(if written_out { long } else { short });
        } else if c.is_alphanumeric() && !c.is_ascii() && !matches!(c, 'ª' | 'º' | '²' | '³' | '¹') {
            out.push(c);
        }
    }
    out
}

/// Where the one slip lies between two spellings, counted in bytes of the first: a letter too many, too few, wrong, or
/// two letters swapped. Never in the first letter, and never a digit: `MX450` is not `MX550`.
pub(crate) fn one_slip(a: &str, b: &str) -> Option<usize> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > 1 || a.first() != b.first() || a == b {
        return None;
    }
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let end = end.min(a.len() - start).min(b.len() - start);
    let (x, y) = (a.get(start..a.len() - end)?, b.get(start..b.len() - end)?);
    if x.iter().chain(y).any(u8::is_ascii_digit) {
        return None;
    }
    let one = match (x, y) {
        ([] | [_], [_]) | ([_], []) => true,
        ([first, second], [other, another]) => first == another && second == other,
        _ => false,
    };
    one.then_some(start)
}

/// Whether two slips lead from one spelling to the other, neither in the first letter.
pub(crate) fn two_slips(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > 2 || a.first() != b.first() || a.iter().chain(b).any(u8::is_ascii_digit) {
        return false;
    }
    // Edit distance, a row at a time.
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for ((y, above), diagonal) in b.iter().zip(row.iter().skip(1)).zip(&row) {
            let left = next.last().copied().unwrap_or(usize::MAX - 1);
            next.push((diagonal + usize::from(x != y)).min(above + 1).min(left + 1));
        }
        if next.iter().all(|distance| *distance > 2) {
            return false;
        }
        row = next;
    }
    row.last().is_some_and(|distance| *distance <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_read_in_the_wrong_encoding_is_repaired() {
        assert_eq!(repair("Innokas YhtymÃ¤ Oy"), "Innokas Yhtymä Oy");
        assert_eq!(repair("Software House Câ€¢CURE"), "Software House C•CURE");
        assert_eq!(repair("ArmorStratixâ„¢ 5700"), "ArmorStratix™ 5700");
        assert_eq!(repair("Leão – Geutebrück"), "Leão – Geutebrück", "what is right stays");
        assert_eq!(repair("Dr\u{e4}ger"), "Dräger");
    }

    #[test]
    fn umlauts_are_written_out_or_left_out() {
        assert_eq!(fold("Dräger"), "drager");
        assert_eq!(fold_written_out("Dräger"), Some("draeger".to_owned()));
        assert_eq!(fold_written_out("Draeger"), None);
        assert_eq!(fold("GeutebrÃ¼ck GmbH"), "geutebruckgmbh");
        assert_eq!(fold("bioMérieux"), "biomerieux");
        assert_eq!(fold("6ES7 151-8AB01-0AB0"), "6es71518ab010ab0");
        assert_eq!(fold("Weiß & Søn"), "weissson");
    }

    #[test]
    fn one_slip_is_one() {
        assert!(one_slip("johnsoncontols", "johnsoncontrols").is_some());
        assert!(one_slip("phillips", "philips").is_some());
        assert!(one_slip("schnieder", "schneider").is_some(), "swapped");
        assert!(one_slip("siemans", "siemens").is_some());
        assert!(one_slip("siemens", "siemens").is_none(), "none is not one");
        assert!(one_slip("mx450", "mx550").is_none(), "digits are not slips");
        assert!(one_slip("axis", "taxis").is_none(), "nor is the first letter");
        assert!(one_slip("johnsncontols", "johnsoncontrols").is_none());
        assert!(one_slip("", "a").is_none() && one_slip("", "").is_none());
    }

    #[test]
    fn two_slips_are_at_most_two() {
        assert!(two_slips("johnsoncontolls", "johnsoncontrols"));
        assert!(!two_slips("johnsonmonitor", "johnsoncontrols"));
        assert!(!two_slips("scalancex300", "scalancex400"), "digits are not slips");
    }

    proptest! {
        #[test]
        fn nothing_panics_and_folding_is_stable(text in "\\PC*") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once.clone());
            let _ = (repair(&text), fold_written_out(&text), one_slip(&text, &once));
        }

        #[test]
        fn what_was_spoiled_comes_back(text in "[a-zA-Zäöüéßøåñ ]{0,20}") {
            let spoiled: String = text.bytes().map(|b| match b { 0x80..=0x9f => HIGH[usize::from(b) - 0x80], b => char::from(b) }).collect();
            prop_assert_eq!(repair(&spoiled), text);
        }

        #[test]
        fn a_slip_is_a_slip_both_ways(a in "[a-z]{0,8}", b in "[a-z]{0,8}") {
            prop_assert_eq!(one_slip(&a, &b), one_slip(&b, &a));
        }
    }
}
