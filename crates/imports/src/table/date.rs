//! Days as people and spreadsheets write them, as YYYY-MM-DD.

use jiff::civil::Date;

/// In which order a column writes day and month, where slashes leave it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
}

/// Decides a column's order from the dates that can be read in one way only. `None` where both or neither occur.
pub(crate) fn order<'a>(cells: impl Iterator<Item = &'a str>) -> Option<Order> {
    let (mut day_first, mut month_first) = (false, false);
    for cell in cells {
        if let Some([first, second, _]) = numbers(day_part(cell)) {
            day_first |= first > 12 && first <= 31 && second <= 12;
            month_first |= second > 12 && second <= 31 && first <= 12;
        }
    }
    match (day_first, month_first) {
        (true, false) => Some(Order::DayFirst),
        (false, true) => Some(Order::MonthFirst),
        _ => None,
    }
}

/// The day that a cell names.
pub(crate) fn day(cell: &str, order: Order) -> Option<Date> {
    let text = day_part(cell);
    if let Ok(seconds) = text.parse::<i64>() {
        return epoch(text, seconds);
    }
    if let Some([first, second, third]) = numbers(text) {
        // Dots are written where the day comes first.
        let day_first = text.contains('.') || order == Order::DayFirst;
        return match first {
            1000.. => date(first, second, third),
            _ if day_first => date(year(third), second, first),
            _ => date(year(third), first, second),
        };
    }
    named(text)
}

/// Without the time of day.
fn day_part(cell: &str) -> &str {
    let cell = cell.trim();
    let has_time = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit()) && rest.contains(':');
    match cell.split_once(['T', ' ']) {
        Some((day, rest)) if has_time(rest) => day,
        _ => cell,
    }
}

/// Seconds or milliseconds since 1970, as APIs export them; a year alone says no day.
fn epoch(text: &str, number: i64) -> Option<Date> {
    let seconds = match text.len() {
        8 => {
            let (year, rest) = (number / 10_000, number % 10_000);
            return date(
                u32::try_from(year).ok()?,
                u32::try_from(rest / 100).ok()?,
                u32::try_from(rest % 100).ok()?,
            );
        }
        10 => number,
        13 => number / 1000,
        _ => return None,
    };
    let moment = jiff::Timestamp::from_second(seconds).ok()?;
    Some(moment.to_zoned(jiff::tz::TimeZone::UTC).date())
}

fn numbers(text: &str) -> Option<[u32; 3]> {
    let mut parts = text.split(['-', '/', '.']);
    let mut next = || {
        let part = parts.next()?.trim();
        let number: u32 = part.parse().ok()?;
        // A year of four digits is one of our time.
        (part.len() <= 2 || number >= 1000).then_some(number)
    };
    let three = [next()?, next()?, next()?];
    parts.next().is_none().then_some(three)
}

fn year(written: u32) -> u32 {
    match written {
        0..=69 => 2000 + written,
        70..=99 => 1900 + written,
        other => other,
    }
}

fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    // Nothing that is on a network was bought before, and no support lasts longer.
    if !(1950..=2150).contains(&year) {
        return None;
    }
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `5 Jan 2026`, `Jan 5, 2026`, `05-Jan-26`, `5. Januar 2026`.
fn named(text: &str) -> Option<Date> {
    const MONTHS: [&[&str]; 12] = [
        &["jan"],
        &["feb"],
        &["mar", "mär", "mae"],
        &["apr"],
        &["may", "mai"],
        &["jun"],
        &["jul"],
        &["aug"],
        &["sep"],
        &["oct", "okt"],
        &["nov"],
        &["dec", "dez"],
    ];
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .take(8)
        .collect();
    let month = words.iter().find_map(|word| {
        let at = MONTHS.iter().position(|names| names.iter().any(|name| word.starts_with(name)))?;
        u32::try_from(at + 1).ok()
    })?;
    let mut numbers =
        words.iter().filter_map(|word| word.trim_end_matches(char::is_alphabetic).parse::<u32>().ok());
    let (first, second) = (numbers.next()?, numbers.next()?);
    if first > 31 { date(first, month, second) } else { date(year(second), month, first) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_every_spelling() {
        for (text, expect) in [
            ("2026-03-05", "2026-03-05"),
            ("2026-03-05T10:00:00Z", "2026-03-05"),
            ("2026-03-05 10:00", "2026-03-05"),
            ("05.03.2026", "2026-03-05"),
            ("5.3.26", "2026-03-05"),
            ("05/03/2026", "2026-03-05"),
            ("2026/03/05", "2026-03-05"),
            ("20260305", "2026-03-05"),
            ("1772668800", "2026-03-05"),
            ("1772668800000", "2026-03-05"),
            ("5 Mar 2026", "2026-03-05"),
            ("Mar 5, 2026", "2026-03-05"),
            ("05-MAR-26", "2026-03-05"),
            ("5. März 2026", "2026-03-05"),
        ] {
            assert_eq!(day(text, Order::DayFirst).map(|d| d.to_string()).as_deref(), Some(expect), "{text}");
        }
        assert_eq!(day("05/03/2026", Order::MonthFirst).unwrap().to_string(), "2026-05-03");
        assert_eq!(day("05.03.2026", Order::MonthFirst).unwrap().to_string(), "2026-03-05");
        for bad in ["31.02.2026", "soon", "2026", "13/13/2026", "1.1.0001", "45000", "99999999999999999999"] {
            assert_eq!(day(bad, Order::DayFirst), None, "{bad}");
        }
    }

    #[test]
    fn a_column_tells_its_order() {
        assert_eq!(order(["05/03/2026", "25/03/2026"].into_iter()), Some(Order::DayFirst));
        assert_eq!(order(["05/03/2026", "03/25/2026"].into_iter()), Some(Order::MonthFirst));
        assert_eq!(order(["05/03/2026"].into_iter()), None);
    }
}
