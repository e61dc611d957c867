//! Scores, and that those of two models are never mixed.

use crate::feeds::Feeds;
use crate::source::tests::{read, refusals};

#[test]
fn tables_and_answers() {
    let daily = "#model_version:v2025.03.14,score_date:2025-07-05T00:00:00+0000\ncve,epss,percentile\nCVE-2024-1,0.5,0.9\nCVE-2024-2,1.5,0.9\n";
    let feeds = read(daily);
    assert_eq!((feeds.epss.model.as_str(), feeds.epss.date.as_str()), ("v2025.03.14", "2025-07-05"));
    assert_eq!(feeds.epss.scores["CVE-2024-1"], 0.5);
    assert!(refusals(&feeds)[0].starts_with("feed, row 4: `CVE-2024-2` with `1.5`"), "{:?}", feeds.refused);
    let slice =
        "CVE,CVSS Score,EPSS,Description\nCVE-2024-1,0.0,0.48591,\"text, with\nlines\"\nCVE-2024-3,9,0.1,x\n";
    let feeds = read(slice);
    assert_eq!((feeds.epss.scores.len(), feeds.epss.model.as_str()), (2, ""));
    let answer = r#"{"status":"OK","data":[{"cve":"CVE-2024-1","epss":"0.25","percentile":"0.5","date":"2025-07-05"},{"cve":"CVE-2024-2","epss":null}]}"#;
    let feeds = read(answer);
    assert_eq!((feeds.epss.scores["CVE-2024-1"], feeds.epss.date.as_str()), (0.25, "2025-07-05"));
    assert_eq!(feeds.refused.len(), 1);
}

#[test]
fn two_models_are_never_mixed() {
    let file = |model: &str, day: &str, score: &str| {
        format!("#model_version:{model},score_date:{day}\ncve,epss\nCVE-2024-1,{score}\n")
    };
    let (old, new) = (file("v2023.03.01", "2025-03-01", "0.9"), file("v2025.03.14", "2025-03-20", "0.1"));
    for order in [[("old", &old), ("new", &new)], [("new", &new), ("old", &old)]] {
        let mut feeds = Feeds::default();
        for (name, text) in order {
            crate::source::read(name, text.as_bytes(), &mut feeds);
        }
        assert_eq!(feeds.epss.scores["CVE-2024-1"], 0.1);
        assert_eq!(feeds.refused.len(), 1);
        assert_eq!(feeds.refused[0].place, "old");
        assert!(feeds.refused[0].what.contains("the model v2023.03.01, day 2025-03-01, were not taken"));
    }
}
