//! Amounts as people write them: `£1,234.50`, `1.234,50 €`, `USD 900`.

/// The amount with two digits after the point, then the currency's code where one is written.
pub(crate) fn amount(cell: &str) -> Option<String> {
    const SIGNS: [(&str, &str); 4] = [("£", "GBP"), ("€", "EUR"), ("$", "USD"), ("CHF", "CHF")];
    let upper = cell.to_uppercase();
    let code = upper
        .split(|c: char| !c.is_ascii_alphabetic())
        .find(|word| word.len() == 3)
        .map(str::to_owned)
        .or_else(|| SIGNS.iter().find(|(sign, _)| upper.contains(sign)).map(|(_, code)| (*code).to_owned()));
    // Whatever else is written beside the digits makes it no amount.
    let strange = |c: char| !(c.is_ascii_digit() || ".,' £€$\u{a0}-".contains(c) || c.is_ascii_alphabetic());
    let letters = upper.chars().filter(char::is_ascii_alphabetic).count();
    if cell.len() > 40
        || cell.contains(strange)
        || !(letters == 0 || (letters == 3 && code.is_some()))
        || cell.trim_start().starts_with('-')
    {
        return None;
    }
    let digits: String = cell.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
    let digits = digits.trim_matches(['.', ',']);
    // The last sign is the decimal one, if it stands there once and not before three digits.
    let (whole, part) = match digits.rfind(['.', ',']) {
        Some(at) => {
            let (before, after) = (digits.get(..at)?, digits.get(at + 1..)?);
            let sign = digits.get(at..=at)?;
            let other = if sign == "." { "," } else { "." };
            let thousands = after.len() == 3 && !before.contains(other);
            if thousands || before.contains(sign) { (digits, "") } else { (before, after) }
        }
        None => (digits, ""),
    };
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    if whole.is_empty() || whole.len() > 12 || part.len() > 4 {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let cents: String = part.chars().chain("00".chars()).take(2).collect();
    Some(match code {
        Some(code) => format!("{whole}.{cents} {code}"),
        None => format!("{whole}.{cents}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_in_every_spelling() {
        for (text, expect) in [
            ("£1,234.50", "1234.50 GBP"),
            ("1.234,50 €", "1234.50 EUR"),
            ("USD 900", "900.00 USD"),
            ("1234.5", "1234.50"),
            ("12,000", "12000.00"),
            ("1.200.000", "1200000.00"),
            ("0,99", "0.99"),
            ("CHF 1'250.00", "1250.00 CHF"),
        ] {
            assert_eq!(amount(text).as_deref(), Some(expect), "{text}");
        }
        for bad in ["", "free", "=1+1", "-5", "see contract", "1e9999"] {
            assert_eq!(amount(bad), None, "{bad}");
        }
    }
}
