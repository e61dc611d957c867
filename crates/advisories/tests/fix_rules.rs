//! Every rule's own examples and counter-examples.

mod support;

use holdfast_advisories::fix::FixRules;

#[test]
fn examples_match_and_counters_do_not() {
    let files = support::data();
    let rules = FixRules::load(&support::borrowed(&files)).unwrap();
    assert!(rules.rules.len() > 40);
    let mut wrong = Vec::new();
    for rule in &rules.rules {
        assert!(
            !rule.examples.is_empty() && !rule.counters.is_empty(),
            "{} needs an example and a counter",
            rule.id
        );
        for example in rule.examples.iter().filter(|example| !rule.matches(example)) {
            wrong.push(format!("{} does not match its example: {example}", rule.id));
        }
        for counter in rule.counters.iter().filter(|counter| rule.matches(counter)) {
            wrong.push(format!("{} matches its counter: {counter}", rule.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Which rules match a sentence: `FIX_SENTENCE="Update to 2." cargo test -p holdfast-advisories --test fix_rules which -- --ignored --nocapture`.
#[test]
#[ignore = "prints; it checks nothing"]
fn which() {
    let sentence = std::env::var("FIX_SENTENCE").unwrap_or_default();
    for rule in support::fix_rules().rules.iter().filter(|rule| rule.matches(&sentence)) {
        println!("{} {:?}", rule.id, rule.means);
    }
}
