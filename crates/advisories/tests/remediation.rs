//! Fix states against the hand-read benchmark and the whole corpus.

mod support;

use holdfast_advisories::fix::{DocumentClass, DocumentFix};
use jiff::civil::date;

#[test]
fn benchmark() {
    let Some(bench) = support::shared("data/advisories/remediation_bench.dev.jsonl") else { return };
    let Some(corpus) = support::corpus() else { return };
    let rules = support::fix_rules();
    let (mut kept, mut fixes, mut wrong, mut cases) = (0, 0, Vec::new(), 0);
    let mut shown_fixable = Vec::new();
    for line in std::fs::read_to_string(bench).unwrap().lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let id = case["advisory"].as_str().unwrap();
        let Some(advisory) = corpus.get(id) else { continue };
        cases += 1;
        let expected = case["expected_class"].as_str().unwrap();
        let fix = DocumentFix::of(advisory, &[], rules, date(2026, 11, 25));
        let class = fix.class();
        let got = match class {
            DocumentClass::VendorFix => "vendor_fix",
            DocumentClass::ReplaceOnly => "replace_only",
            DocumentClass::NoFix => "no_fix",
            DocumentClass::Partial => "partial",
            DocumentClass::Unknown => "unknown",
        };
        if expected == "vendor_fix" {
            fixes += 1;
            kept += usize::from(class == DocumentClass::VendorFix);
        }
        if matches!(expected, "no_fix" | "replace_only")
            && fix.products.iter().any(|product| product.answer.state.is_fixable())
        {
            shown_fixable.push(id.to_owned());
        }
        if got != expected {
            wrong.push(format!("{id}: {got}, expected {expected}"));
            for product in &fix.products {
                let says = product.answer.says.first().map_or("", |cited| &cited.text);
                wrong.push(format!("    {}: {:?} {says}", product.name, product.answer.state));
            }
        }
    }
    println!(
        "{cases} cases; {kept} of {fixes} true fixes kept; {} unpatchable shown as fixable",
        shown_fixable.len()
    );
    println!("{}", wrong.join("\n"));
    assert!(shown_fixable.is_empty(), "{shown_fixable:?}");
    assert!(kept * 100 >= fixes * 95, "{kept} of {fixes}");
    let misses = wrong.iter().filter(|line| !line.starts_with(' ')).count();
    assert!(misses == 0, "{}", wrong.join("\n"));
}

/// Prints what the rules say of documents, for reading by eye:
/// `FIX_PRINT=ICSA-… cargo test -p holdfast-advisories --test remediation print -- --ignored --nocapture`.
#[test]
#[ignore = "prints; it checks nothing"]
fn print() {
    let Some(corpus) = support::corpus() else { return };
    let rules = support::fix_rules();
    let wanted = std::env::var("FIX_PRINT").unwrap_or_default();
    for advisory in corpus.values() {
        if !(wanted.is_empty() || wanted.split(',').any(|id| advisory.id.starts_with(id))) {
            continue;
        }
        let fix = DocumentFix::of(advisory, &[], rules, date(2026, 11, 25));
        println!("## {} {:?} {}", advisory.id, fix.class(), advisory.title);
        for product in &fix.products {
            let answer = &product.answer;
            println!(
                "  {} = {:?} {}{} | {}",
                product.name,
                answer.state,
                answer.who.name(),
                if answer.conflict { " CONFLICT" } else { "" },
                answer.says.first().map_or("", |cited| &cited.text)
            );
        }
    }
}

fn states(products: &[&str], remediations: &[(&str, &str)]) -> Vec<String> {
    let rules = support::fix_rules();
    let advisory = support::small(products, remediations);
    DocumentFix::of(&advisory, &[], rules, date(2026, 11, 25))
        .products
        .iter()
        .map(|product| match &product.answer.state {
            holdfast_facts::FixState::FixAvailable(Some(version)) => format!("fix {version}"),
            state => state.name().to_owned(),
        })
        .collect()
}

/// What no publisher of the corpus wrote in just these words: small worlds, each a trap.
#[test]
fn small_worlds() {
    let one = |category: &str, text: &str| states(&["Pump 7"], &[(category, text)]).concat();
    for (category, text, state) in [
        ("vendor_fix", "Update to V6.6 or later.", "fix V6.6"),
        ("mitigation", "Users should upgrade to firmware 2.3.1.", "fix 2.3.1"),
        (
            "none_available",
            "Fixed in Otherpump 4.8.4. This one is no longer maintained.",
            "fix_for_other_branch",
        ),
        ("vendor_fix", "Ask your healthcare provider about changing to a newer model pump.", "replace_only"),
        ("vendor_fix", "The pump has reached end of life. No further updates will be provided.", "no_fix"),
        ("vendor_fix", "No fix is currently available. The maker is working on an update.", "fix_planned"),
        ("vendor_fix", "No fix is currently available.", "no_fix"),
        ("vendor_fix", "The maker recommends to apply the following compensating controls.", "unknown"),
        (
            "vendor_fix",
            "See the security bulletin at https://acme.example/document/1.2.3/port-80.",
            "unknown",
        ),
        (
            "mitigation",
            "Restrict access to port 80. VPNs should be updated to the most current version available.",
            "unknown",
        ),
        (
            "vendor_fix",
            "Although the pump is end-of-life, the maker has created new firmware version 2.0.",
            "fix 2.0",
        ),
        (
            "vendor_fix",
            "Pump 7 is discontinued. Users should upgrade to the Pump X9 version 3.1.",
            "replace_only",
        ),
        ("no_fix_planned", "", "no_fix"),
        (
            "vendor_fix",
            "Pump 7 is end-of-life. Users may download the BigPump v1.3.1 from the website.",
            "replace_only",
        ),
        ("mitigation", "Users should upgrade to newer models with the latest firmware.", "replace_only"),
        (
            "vendor_fix",
            "The maker phased out Pump 7 and replaced this product with EdgePump.",
            "replace_only",
        ),
        ("vendor_fix", "A new version that mitigates this will be available in May.", "fix_planned"),
        ("vendor_fix", "Update to version 12.0.14 (to be released in February 2022).", "fix_planned"),
        ("fix_planned", "A correction follows.", "fix_planned"),
        ("vendor_fix", "If the pump cannot be updated, use a firewall.", "unknown"),
        ("text", "Es ist kein Patch geplant.", "no_fix"),
        ("text", "Aktualisieren Sie auf Version 3.2.1 oder höher.", "fix 3.2.1"),
        ("text", "Aucun correctif n'est prévu.", "no_fix"),
        ("text", "Actualice a la versión 3.2.1 o posterior.", "fix 3.2.1"),
    ] {
        assert_eq!(one(category, text), state, "{category}: {text}");
    }
}

#[test]
fn products_of_one_advisory_differ() {
    assert_eq!(
        states(
            &["Modicon M340", "Modicon M580"],
            &[
                ("vendor_fix", "Modicon M340: currently, no fix is available."),
                ("mitigation", "Modicon M580 firmware Version 2.80 is available for download."),
            ]
        ),
        ["no_fix", "fix 2.80"]
    );
    assert_eq!(
        states(
            &["Alaris: Version 9.7", "Alaris: Versions 9.33 and prior"],
            &[
                (
                    "vendor_fix",
                    "No product fix has been developed. All software versions less than 9.19 are end of life."
                ),
                ("vendor_fix", "Users should upgrade when the maker releases its next version of software."),
            ]
        ),
        ["no_fix", "fix_planned"]
    );
    assert_eq!(
        states(
            &["Flex Gen 2", "Pro Gen 3", "Pro 2"],
            &[
                ("mitigation", "Flex Gen 2: upgrade to Version 1.9.4"),
                ("mitigation", "Pro Gen 3: upgrade to Version 2.8.0"),
                ("mitigation", "Pro 2 is EOL"),
            ]
        ),
        ["fix 1.9.4", "fix 2.8.0", "no_fix"]
    );
    // A version of one product is not the other's.
    assert_eq!(
        states(
            &["Gateway G10", "Gateway G20"],
            &[("vendor_fix", "Update Gateway G10 to version 3.1. Gateway G20 will not be fixed.")]
        ),
        ["fix 3.1", "no_fix"]
    );
}

#[test]
fn lists_of_ends_of_support_count_where_nobody_speaks() {
    let rules = support::fix_rules();
    let support = holdfast_advisories::Support {
        vendor: "ACME Inc".into(),
        product: "Pump 7".into(),
        end_of_support: "2020-01-31".into(),
        document: "d1".into(),
        pointer: "row 2".into(),
        ..Default::default()
    };
    let answer = |text: &str, day| {
        let advisory = support::small(&["Pump 7"], &[("mitigation", text)]);
        holdfast_advisories::fix::state(&advisory, None, 0, std::slice::from_ref(&support), rules, day)
    };
    let silent = answer("Use a firewall.", date(2026, 11, 25));
    assert_eq!((silent.state.name(), silent.who.name()), ("no_fix", "lifecycle"));
    assert!(silent.says[0].text.contains("2020-01-31"));
    assert_eq!(answer("Use a firewall.", date(2019, 1, 1)).state.name(), "unknown");
    let fixed = answer("Update to 2.1.", date(2026, 11, 25));
    assert_eq!(fixed.state.name(), "fix_available");
    assert!(fixed.out_of_support);
}

proptest::proptest! {
    /// Any text: an answer, no panic, and the same one twice.
    #[test]
    fn any_text(text in "\\PC{0,400}", category in "[a-z_]{0,12}") {
        proptest::prop_assert_eq!(states(&["A 1", "B 2"], &[(&category, &text)]), states(&["A 1", "B 2"], &[(&category, &text)]));
    }
}

/// Prints what the rules say of single remediation texts of the corpus, every n-th one, for reading by eye:
/// `FIX_EVERY=60 cargo test -p holdfast-advisories --test remediation single_texts -- --ignored --nocapture`.
#[test]
#[ignore = "prints; it checks nothing"]
fn single_texts() {
    let Some(corpus) = support::corpus() else { return };
    let every: usize = std::env::var("FIX_EVERY").ok().and_then(|every| every.parse().ok()).unwrap_or(60);
    let remediations =
        corpus.values().flat_map(|advisory| &advisory.vulnerabilities).flat_map(|v| &v.remediations);
    let texts: std::collections::BTreeSet<(&str, &str)> =
        remediations.map(|remediation| (remediation.category.as_str(), remediation.text.as_str())).collect();
    println!("{} different texts", texts.len());
    for (category, text) in texts.into_iter().skip(every / 2).step_by(every) {
        println!(
            "{} | {category} | {}",
            states(&["Thing"], &[(category, text)]).concat(),
            text.replace('\n', " ")
        );
    }
}

/// Over the whole corpus, with a yardstick that knows nothing of our rules: an advisory whose vendor fixes name a version
/// to update to, and that has no word of an end anywhere, has a fix.
#[test]
fn plain_fixes_of_the_corpus_are_kept() {
    let Some(corpus) = support::corpus() else { return };
    let names_version = regex::Regex::new(
        r"(?i)(?-u:\b)(?:update|upgrade)[sd]?(?-u:\b)[^.;]{0,80}(?-u:\b)to(?-u:\b)[^.;]{0,40}\d+\.\d",
    )
    .unwrap();
    let ends = regex::Regex::new(
        r"(?i)end[- ]of| no longer|discontinu|obsolete|replac|migrat| not | no (?:fix|patch|update|mitig|remed)|eol |retire|legacy|phase|success?or|newer model|switch|unsupported|cannot|unable",
    )
    .unwrap();
    let (mut plain, mut kept, mut lost) = (0, 0, Vec::new());
    let (mut explicit, mut none) = (0, 0);
    fn texts(advisory: &holdfast_advisories::Advisory) -> std::collections::BTreeSet<(&str, &str)> {
        let remediations = advisory.vulnerabilities.iter().flat_map(|v| &v.remediations);
        remediations.map(|r| (r.text.as_str(), r.category.as_str())).collect()
    }
    for advisory in corpus.values() {
        let remediations = || advisory.vulnerabilities.iter().flat_map(|v| &v.remediations);
        let denied = |category: &str| matches!(category, "no_fix_planned" | "none_available");
        let fix = DocumentFix::of(advisory, &[], support::fix_rules(), date(2026, 11, 25));
        if remediations().any(|r| r.category == "vendor_fix" && names_version.is_match(&r.text))
            && !texts(advisory).into_iter().any(|r| ends.is_match(r.0) || denied(r.1))
        {
            plain += 1;
            if fix.class() == DocumentClass::VendorFix {
                kept += 1;
            } else {
                lost.push(format!("{} {:?}", advisory.id, fix.class()));
            }
        }
        if remediations().any(|r| denied(&r.category)) && !remediations().any(|r| r.category == "vendor_fix")
        {
            explicit += 1;
            if fix.class() == DocumentClass::VendorFix {
                lost.push(format!("{} denied", advisory.id));
            } else {
                none += 1;
            }
        }
    }
    println!(
        "{kept} of {plain} plain fixes kept; {none} of {explicit} without a vendor fix and with a denial are not fixable"
    );
    assert!(kept * 100 >= plain * 98, "{lost:?}");
    println!("{lost:?}");
}
