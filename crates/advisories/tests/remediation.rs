//! Fix states against the hand-read benchmark and the whole corpus.

mod support;

use holdfast_advisories::fix::{DocumentClass, DocumentFix, FixRules};
use jiff::civil::date;

#[test]
fn benchmark() {
    let Some(bench) = support::shared("data/advisories/remediation_bench.dev.jsonl") else { return };
    let Some(corpus) = support::corpus() else { return };
    let files = support::data();
    let rules = FixRules::load(&support::borrowed(&files)).unwrap();
    let (mut kept, mut fixes, mut wrong, mut cases) = (0, 0, Vec::new(), 0);
    let mut shown_fixable = Vec::new();
    for line in std::fs::read_to_string(bench).unwrap().lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let id = case["advisory"].as_str().unwrap();
        let Some(advisory) = corpus.get(id) else { continue };
        cases += 1;
        let expected = case["expected_class"].as_str().unwrap();
        let fix = DocumentFix::of(advisory, &[], &rules, date(2026, 11, 25));
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
    let files = support::data();
    let rules = FixRules::load(&support::borrowed(&files)).unwrap();
    let wanted = std::env::var("FIX_PRINT").unwrap_or_default();
    for advisory in corpus.values() {
        if !(wanted.is_empty() || wanted.split(',').any(|id| advisory.id.starts_with(id))) {
            continue;
        }
        let fix = DocumentFix::of(advisory, &[], &rules, date(2026, 11, 25));
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
