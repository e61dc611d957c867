//! What stands inside a notice's sentences: model numbers behind the word for them, CVE numbers.

use regex::Regex;
use std::sync::LazyLock;

/// Numbers that one description may name.
const MOST: usize = 2000;
/// A word for a number, then numbers with commas between them. A number has a digit.
static NUMBERED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let word = r"(?:models?|ref(?:erence)?|catalog(?:ue)?|cat|part|order|item|article|product|list|sku)";
    let number = r"[A-Z0-9][A-Z0-9./_-]*";
    let pattern = format!(
        r"(?i)\b{word}\.?\s*(?:codes?|numbers?|nos?\b\.?|nrs?\b\.?|#s?)?\s*(?:[:#]|is|are)?\s*({number}(?:\s*(?:,|;|and|or|&)\s*{number})*)"
    );
    Regex::new(&pattern).ok()
});
static CVE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)\bCVE-\d{4}-\d{4,7}\b").ok());

/// Model, reference and catalogue numbers that a description names.
pub(super) fn models(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let Some(numbered) = NUMBERED.as_ref() else { return found };
    for list in numbered.captures_iter(text).filter_map(|hit| hit.get(1)) {
        for number in list.as_str().split([',', ';', '&', ' ']) {
            let number = number.trim().trim_end_matches(['.', '-', '/']);
            let has_digit = number.bytes().any(|byte| byte.is_ascii_digit());
            if number.len() >= 3
                && has_digit
                && found.len() < MOST
                && !found.iter().any(|known| known == number)
            {
                found.push(number.to_owned());
            }
        }
    }
    found
}

/// CVE numbers.
pub(super) fn cves(text: &str) -> Vec<String> {
    let Some(cve) = CVE.as_ref() else { return Vec::new() };
    cve.find_iter(text).map(|hit| hit.as_str().to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_behind_their_word() {
        let text =
            "Insulin pump, Model Numbers: MMT-1780, MMT-1781K and MMT-1782. REF 35700BAX; sold since 2019";
        assert_eq!(models(text), ["MMT-1780", "MMT-1781K", "MMT-1782", "35700BAX"]);
        assert!(models("a model of the year, part of a product list").is_empty());
        assert_eq!(cves("see cve-2019-10964."), ["CVE-2019-10964"]);
    }
}
