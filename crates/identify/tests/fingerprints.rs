//! The fingerprint pack: every rule's examples are its tests, and the pack keeps what it promises.

use holdfast_identify::{Knowledge, Rule, RuleSet};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")
}

fn leaked(path: &str) -> (&'static str, &'static str) {
    let text =
        std::fs::read_to_string(data().join(path)).unwrap_or_else(|error| panic!("data/{path}: {error}"));
    (path.to_owned().leak(), text.leak())
}

fn knowledge() -> Knowledge {
    let mut paths: Vec<String> = std::fs::read_dir(data().join("fingerprints"))
        .unwrap()
        .map(|entry| format!("fingerprints/{}", entry.unwrap().file_name().to_string_lossy()))
        .filter(|path| path.ends_with(".toml"))
        .collect();
    paths.sort();
    let fixed = [
        "kinds.toml",
        "names/brands.toml",
        "registers/oui/oui.tsv",
        "registers/oui/module-makers.toml",
        "registers/oui/virtual-macs.toml",
    ];
    let files: Vec<_> = paths.iter().map(String::as_str).chain(fixed).map(leaked).collect();
    Knowledge::load(&files).unwrap_or_else(|error| panic!("{error}"))
}

fn problems(rules: &RuleSet, check: impl Fn(&Rule) -> Vec<String>) {
    let wrong: Vec<String> = rules
        .iter()
        .flat_map(|rule| {
            check(rule).into_iter().map(move |what| format!("{} {}: {what}", rule.file, rule.id))
        })
        .collect();
    assert!(wrong.is_empty(), "{} problems:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_example_comes_out_and_no_counter_does() {
    let knowledge = knowledge();
    problems(&knowledge.rules, |rule| {
        let mut wrong = Vec::new();
        if rule.examples.is_empty() || rule.counters.is_empty() {
            wrong.push("needs an example and a counter".to_owned());
        }
        if let Err(error) = rule.check() {
            wrong.push(format!("its pattern does not build: {error}"));
        }
        for example in &rule.examples {
            let said = rule.apply(&example.text, &example.text.to_ascii_lowercase()).unwrap_or_default();
            let said: BTreeMap<String, String> =
                said.into_iter().map(|(f, v)| (f.name().to_owned(), v)).collect();
            if said.is_empty() {
                wrong.push(format!("does not match its example `{}`", example.text));
            }
            for (field, value) in &example.expect {
                if said.get(field) != Some(value) {
                    wrong.push(format!(
                        "`{}`: {field} is {:?}, not `{value}`",
                        example.text,
                        said.get(field)
                    ));
                }
            }
        }
        for counter in &rule.counters {
            if let Some(said) = rule.apply(&counter.text, &counter.text.to_ascii_lowercase()) {
                wrong.push(format!("matches its counter `{}`: {said:?}", counter.text));
            }
        }
        wrong
    });
}

#[test]
fn rules_read_attributes_that_exist_and_name_kinds_that_exist() {
    let knowledge = knowledge();
    let packets = holdfast_packets::attributes().map(|spec| spec.name);
    let vocabulary: BTreeSet<&str> =
        packets.chain(holdfast_imports::attributes().map(|spec| spec.name)).collect();
    let mut ids = BTreeSet::new();
    for rule in knowledge.rules.iter() {
        assert!(ids.insert(rule.id.clone()), "{} stands there twice", rule.id);
    }
    problems(&knowledge.rules, |rule| {
        let unknown = rule.attributes.iter().filter(|name| !vocabulary.contains(name.as_str()));
        let mut wrong: Vec<String> =
            unknown.map(|name| format!("reads `{name}`, which no dissector gives")).collect();
        if let Some(kind) = rule.kind().filter(|kind| !kind.contains('$'))
            && knowledge.kinds.get(kind).is_none()
        {
            wrong.push(format!("names the kind `{kind}`, which is not in kinds.toml"));
        }
        if rule.source.len() < 8 || !rule.date.starts_with("20") {
            wrong.push("has no source or no date".to_owned());
        }
        wrong
    });
}

#[test]
fn the_pack_is_as_large_and_as_general_as_promised() {
    let knowledge = knowledge();
    let all = knowledge.rules.iter().count();
    let corpus =
        knowledge.rules.iter().filter(|rule| rule.origin == holdfast_identify::Origin::Corpus).count();
    let vendors: BTreeSet<&str> = knowledge
        .rules
        .iter()
        .filter_map(Rule::vendor)
        .filter(|vendor| !vendor.contains('$'))
        .map(|vendor| knowledge.brands.canonical(vendor))
        .collect();
    assert!(all >= 400, "{all} rules");
    assert!(vendors.len() >= 120, "{} vendors", vendors.len());
    assert!(corpus * 5 <= all, "{corpus} of {all} rules rest on the development corpus alone");
}
