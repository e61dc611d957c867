//! What vendors really write, a line each.

use super::*;
use std::cmp::Ordering;

fn words() -> Words {
    Words::parse("words.toml", include_str!("../../../../data/versions/words.toml")).unwrap()
}

/// `i` inside, `o` outside, `?` open.
fn judged(text: &str, version: &str) -> char {
    let words = words();
    let condition = written::read(text, &words).finished();
    let version = (!version.is_empty()).then(|| Version::parse(version, &words).expect("a version"));
    match condition.judge(version.as_ref(), Order::Unknown) {
        Judgement::Inside => 'i',
        Judgement::Outside => 'o',
        Judgement::Open(_) => '?',
    }
}

#[test]
fn what_vendors_write() {
    // Condition; versions inside; outside; open.
    type Row<'a> = (&'a str, &'a [&'a str], &'a [&'a str], &'a [&'a str]);
    let table: &[Row<'_>] = &[
        ("vers:all/*", &["1.0", ""], &[], &[]),
        ("vers:all/<V7.0.3", &["V7.0.2", "6.9", "v07.00.02"], &["V7.0.3", "FW 7.0.3.0", "7.0.10"], &[""]),
        ("All versions < V4.2 HF1", &["V4.2", "4.1.9"], &["V4.2 HF1", "V4.3"], &[""]),
        (">= 8.10 | <= 15.2.3", &["8.10", "15.2.3"], &["8.9", "15.2.13"], &[]),
        ("vers:all/>=V2022.4<V2023.1", &["V2022.4", "2022.9"], &["2023.1", "2022.3"], &[]),
        ("2.3.6 and  below", &["2.3.6", "1.0"], &["2.3.7"], &[]),
        (
            "< V14 SP1 Update 14",
            &["V14", "V14 SP1", "V14 SP1 Upd 3"],
            &["V14 SP1 Update 14", "V14 SP2", "V15"],
            &[],
        ),
        ("<= 2.4A", &["2.4A", "2.4", "2.3B"], &["2.4B"], &[]),
        ("1.00 | 1.04", &["1.00", "1.04"], &["1.05"], &[]),
        ("12.4.1-12.4.11", &["12.4.1", "12.4.5", "12.4.11"], &["12.4.12", "12.4.0"], &[]),
        ("V1.81.01 - V1.81.03", &["1.81.02"], &["1.81.04"], &[]),
        ("7.2.x", &["7.2", "7.2.9"], &["7.3"], &[]),
        ("<=the_first_5_digits_of_serial_number_24031", &[], &[], &["", "1.0"]),
        ("All versions with U-Boot < V2016.05RS09", &[], &[], &["", "2016.01"]),
        (
            "All versions between V3.0 (including) and V3.0.2 (excluding)",
            &["3.0", "3.0.1"],
            &["3.0.2", "2.9"],
            &[],
        ),
        ("< 02.07.07(10)", &["02.07.07(09)", "02.06.00(20)"], &["02.07.07(10)", "02.08.01(01)"], &[]),
        (
            "<v36.011_v35.013_v34.014",
            &["34.013", "35.012", "36.010", "33.020"],
            &["34.014", "35.013", "36.011"],
            &[],
        ),
        ("<11.0.6 and <12.0.4", &["11.0.5", "12.0.3"], &["11.0.7", "12.0.4"], &[]),
        ("SV20.1 | SV23.0", &["20.1"], &["20.2"], &[]),
        ("<= N", &["M.04.00", "N"], &["P.01"], &[]),
        (
            "<=2020_R2_SP1_P01",
            &["2020 R2", "2020 R2 SP1", "2020 R2 SP1 P01"],
            &["2020 R2 SP1 P02", "2023"],
            &[],
        ),
        (">= V2.0 and < V2.1.3", &["2.0", "2.1.2"], &["2.1.3", "1.9"], &[]),
        ("<=Ver.2.60", &["2.60", "2.59"], &["2.61"], &[]),
        (
            "<= 3.4.4 Build 16102416",
            &["3.4.4 Build 16102416", "3.4.3"],
            &["3.4.4 Build 16102417", "3.4.5"],
            &[],
        ),
        ("<=firmware_32", &["32", "20.11"], &["33"], &[]),
        ("<June/20/2023", &[], &[], &["1.0"]),
        ("5.9", &["5.9"], &["5.8", "6.0", "5.9.3"], &[]),
        ("32", &["32"], &["33.011"], &["32.011"]),
        ("< 8.10", &["8.9"], &["8.10"], &[]),
        ("2017 R2", &["2017 R2"], &["2017 R3", "2017"], &[]),
        ("< 1.5.0.0 Beta 4", &["1.5.0.0 Beta 3", "1.4"], &["1.5.0.0", "1.5.0.0 Beta 4"], &[]),
        ("Versions 2.00 to 6.11", &["2.00", "6.11"], &["6.12", "1.99"], &[]),
        (
            "< build 210625",
            &["V5.5.800 build 210416", "build 210101"],
            &["V5.7.3 build 220112", "build 210625"],
            &["V5.5.800", ""],
        ),
        ("01-03", &["01-03"], &["02-11", "01-04", "02"], &[]),
        ("20-33", &["20", "21.011", "33"], &["34", "19"], &[]),
        ("<= 1.9", &["1.8"], &["2.0"], &["1.68"]),
    ];
    let mut wrong = Vec::new();
    for (text, inside, outside, open) in table {
        for (versions, expected) in [(inside, 'i'), (outside, 'o'), (open, '?')] {
            for version in *versions {
                let got = judged(text, version);
                if got != expected {
                    wrong.push(format!(
                        "`{text}` and `{version}`: {got}, not {expected}: {:?}",
                        written::read(text, &words())
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn names_in_the_place_of_versions_are_kept() {
    let words = words();
    for text in ["1783-SAD4T0SBK9", "H4W2PER2", "CODESYS Control for PFC100", "MMT-1715 | MMT-1754"] {
        assert!(!written::read(text, &words).names.is_empty(), "{text}");
    }
}

#[test]
fn order_is_an_order() {
    let words = words();
    let versions = [
        "1.0", "1.0.1", "1.2 SP1", "1.2 SP2", "1.2.3", "1.10.0", "2.0 RC1", "2.0", "2.0 HF1", "2.0A",
        "10.0.0",
    ];
    let parsed: Vec<Version> = versions.iter().map(|text| Version::parse(text, &words).unwrap()).collect();
    for (i, a) in parsed.iter().enumerate() {
        for (j, b) in parsed.iter().enumerate() {
            if let Some(order) = a.compare(b, Order::Parts) {
                assert_eq!(order, i.cmp(&j), "{} {}", versions[i], versions[j]);
                assert_eq!(b.compare(a, Order::Parts), Some(order.reverse()));
            }
        }
        assert_eq!(a.compare(a, Order::Unknown), Some(Ordering::Equal));
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_read(text in ".{0,80}", version in ".{0,30}") {
        let words = words();
        let condition = written::read(&text, &words).finished();
        let _ = condition.judge(Version::parse(&version, &words).as_ref(), Order::Unknown);
    }

    #[test]
    fn a_bound_divides(a in 0u32..40, b in 0u32..40, c in 0u32..40) {
        let text = format!("< V{a}.{b}.{c}");
        proptest::prop_assert_eq!(judged(&text, &format!("{a}.{b}.{c}")), 'o');
        proptest::prop_assert_eq!(judged(&text, &format!("{a}.{b}.{}", c + 1)), 'o');
        if c > 0 {
            proptest::prop_assert_eq!(judged(&text, &format!("{a}.{b}.{}", c - 1)), 'i');
        }
    }
}
