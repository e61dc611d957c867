//! Answers, feed files, single records and corrections.

use crate::advisory::SourceKind;
use crate::cpe::{Answer, Relation, evaluate};
use crate::source::tests::{only, read, refusals};
use serde_json::{Value, json};

fn cve(configurations: Value) -> Value {
    json!({
        "id": "CVE-2024-1000", "sourceIdentifier": "cna@example.com", "vulnStatus": "Deferred",
        "published": "2024-01-01T00:00:00.000", "lastModified": "2024-02-01T00:00:00.000",
        "descriptions": [{"lang": "en", "value": "A crafted packet."}, {"lang": "es", "value": "Un paquete."}],
        "metrics": {
            "cvssMetricV31": [{"source": "nvd@nist.gov", "type": "Primary", "cvssData": {"vectorString": "CVSS:3.1/AV:N/AC:L"}}],
            "cvssMetricV2": [{"cvssData": {"vectorString": "AV:N/AC:L"}}]
        },
        "weaknesses": [{"description": [{"lang": "en", "value": "CWE-787"}, {"lang": "en", "value": "NVD-CWE-noinfo"}]}],
        "cisaExploitAdd": "2024-03-01",
        "configurations": configurations
    })
}

fn device() -> Value {
    json!([{"operator": "AND", "nodes": [
        {"operator": "OR", "negate": false, "cpeMatch": [{"vulnerable": true, "criteria": "cpe:2.3:o:maker:unit_firmware:*:*:*:*:*:*:*:*", "versionStartExcluding": "1.0", "versionEndIncluding": "2.0", "matchCriteriaId": "X"}]},
        {"operator": "OR", "negate": false, "cpeMatch": [{"vulnerable": false, "criteria": "cpe:2.3:h:maker:unit:-:*:*:*:*:*:*:*"}]}
    ]}])
}

#[test]
fn every_wrapping() {
    let record = cve(device());
    let wrapped = json!({"cve": record});
    let answer = json!({"resultsPerPage": 1, "startIndex": 0, "totalResults": 1, "format": "NVD_CVE", "version": "2.0",
                        "timestamp": "2024-06-01T00:00:00.000", "vulnerabilities": [wrapped]});
    for (bytes, pointer) in
        [(record.to_string(), ""), (wrapped.to_string(), "/cve"), (answer.to_string(), "/cve")]
    {
        let advisory = only(&bytes);
        assert_eq!((advisory.id.as_str(), advisory.source), ("CVE-2024-1000", SourceKind::Nvd));
        let said = &advisory.vulnerabilities[0];
        assert_eq!(said.pointer, pointer);
        assert_eq!((said.cvss.len(), said.cwes.as_slice()), (2, &["CWE-787".to_owned()][..]));
        assert_eq!(said.exploited.as_deref(), Some("2024-03-01"));
        assert!(said.notes.iter().any(|note| note.kind == "status" && note.title == "Deferred"));
        let leaf = &said.applicability.as_ref().unwrap().configurations[0].nodes[0].matches[0];
        assert_eq!(leaf.range.from, Some(("1.0".to_owned(), false)));
        assert_eq!(leaf.range.to, Some(("2.0".to_owned(), true)));
    }
    assert_eq!(read(answer.to_string()).documents[0].newest, "2024-06-01T00:00:00.000");
    // The same record has the same name by content, in an answer and by itself.
    assert_eq!(only(wrapped.to_string()).document, only(answer.to_string()).document);
}

#[test]
fn conditions_decide() {
    let advisory = only(cve(device()).to_string());
    let condition = advisory.vulnerabilities[0].applicability.as_ref().unwrap();
    let hardware: crate::cpe::Cpe = "cpe:2.3:h:maker:unit:-:*:*:*:*:*:*:*".parse().unwrap();
    let verdict = evaluate(condition, &mut |leaf| match leaf.cpe.relation(&hardware) {
        Relation::Equal => Answer::Yes,
        _ => Answer::Unknown,
    });
    assert_eq!(verdict.applies, Answer::Unknown);
    assert_eq!(verdict.missing[0].cpe.to_string(), "cpe:2.3:o:maker:unit_firmware:*:*:*:*:*:*:*:*");
}

#[test]
fn corrections() {
    let text = json!({
        "_annotation": {"cve_id": "CVE-2024-1000", "cna": "mitre", "reason": "Too wide.", "modified": "2024-08-01T00:00:00+00:00",
                        "description": "d", "generated_from": "https://example.com/x.json"},
        "cve": {"configurations": device(), "references": []}
    });
    let advisory = only(text.to_string());
    assert_eq!((advisory.id.as_str(), advisory.source), ("CVE-2024-1000", SourceKind::NvdOverride));
    assert!(
        advisory.vulnerabilities[0]
            .notes
            .iter()
            .any(|note| note.kind == "reason" && note.text == "Too wide.")
    );
    assert!(advisory.vulnerabilities[0].applicability.is_some());
}

#[test]
fn what_is_wrong_costs_itself() {
    let broken_name = json!([
        {"nodes": [{"operator": "OR", "cpeMatch": [{"vulnerable": true, "criteria": "cpe:2.3:o:a"}]}]},
        {"nodes": [{"operator": "XOR", "cpeMatch": []}]},
        device()[0]
    ]);
    let feeds = read(cve(broken_name).to_string());
    assert_eq!(
        feeds.advisories[0].vulnerabilities[0].applicability.as_ref().unwrap().configurations.len(),
        1
    );
    let refused = refusals(&feeds);
    assert!(refused[0].starts_with("feed, /configurations/0: `cpe:2.3:o:a` is no CPE name"), "{refused:?}");
    assert!(refused[1].contains("`XOR` is neither AND nor OR"));
    let wrong = json!({"resultsPerPage": 3, "vulnerabilities": [{"cve": cve(json!({"a": 1}))}, {"cve": 5}, [], {"cve": cve(device())}]});
    let feeds = read(wrong.to_string());
    assert_eq!(feeds.advisories.len(), 1, "a record without its condition would be a lie");
    let places: Vec<&str> = feeds.refused.iter().map(|refusal| refusal.place.as_str()).collect();
    assert_eq!(places, ["feed, entry 1, /cve/configurations", "feed, entry 2, /cve", "feed, entry 3"]);
    let rejected = cve(json!([])).to_string().replace("Deferred", "Rejected");
    assert!(only(rejected).withdrawn);
}
