//! The rules in `data/exposures/`: each reads what exists, each example matches, each detector is one of ours.

use holdfast_behaviour::{ExposureRules, When, detector_names};
use std::collections::BTreeSet;
use std::path::Path;

fn rules() -> ExposureRules {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/exposures");
    let files: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .map(|path| {
            let name = format!("exposures/{}", path.file_name().unwrap().to_string_lossy());
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    ExposureRules::load(&files).unwrap()
}

#[test]
fn every_rule_belongs_to_a_family_and_says_a_sentence() {
    const FAMILIES: [&str; 14] = [
        "cred", "auth", "tls", "svc", "data", "info", "ctrl", "zone", "net", "dns", "exploit", "lateral",
        "c2", "malware",
    ];
    let rules = rules();
    assert!(rules.iter().count() >= 40);
    for rule in rules.iter() {
        let family = rule.id.split('.').next().unwrap_or("");
        assert!(FAMILIES.contains(&family), "{}", rule.id);
        assert!(rule.says.ends_with('.') && rule.says.len() > 20, "{}: {}", rule.id, rule.says);
        assert!(!rule.source.is_empty() && rule.date.len() >= 7, "{}", rule.id);
    }
}

#[test]
fn examples_match_and_counters_do_not() {
    for rule in rules().iter() {
        let When::Attribute { pattern, names, .. } = &rule.when else { continue };
        assert!(!rule.examples.is_empty(), "{} has no example", rule.id);
        for text in &rule.examples {
            assert!(pattern.is_match(text), "{}: `{text}` does not match", rule.id);
        }
        for text in &rule.counters {
            assert!(!pattern.is_match(text), "{}: `{text}` matches", rule.id);
        }
        let known: BTreeSet<&str> = holdfast_packets::attributes().map(|spec| spec.name).collect();
        for name in names {
            assert!(known.contains(name.as_str()), "{} reads `{name}`, which nothing gives", rule.id);
        }
    }
}

#[test]
fn every_detector_is_named_and_every_name_is_one() {
    let asked: BTreeSet<String> = rules()
        .iter()
        .filter_map(|rule| match &rule.when {
            When::Detector(name) => Some(name.clone()),
            _ => None,
        })
        .collect();
    let known: BTreeSet<String> = detector_names().map(str::to_owned).collect();
    assert_eq!(asked, known);
}

#[test]
fn documented_defaults_can_be_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/exposures/default-credentials.toml");
    let credentials = holdfast_packets::Credentials::parse(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(credentials.len() > 100);
}
