//! What bills of materials say of vulnerabilities.

use crate::advisory::{Range, SourceKind, VersionText};
use crate::source::tests::{only, read, refusals};

#[test]
fn analysis_and_components() {
    let text = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","serialNumber":"urn:uuid:1","version":2,
        "metadata":{"timestamp":"2024-01-01T00:00:00Z","supplier":{"name":"Maker"},"component":{"bom-ref":"device","type":"device","name":"Unit 5","version":"1.2","manufacturer":{"name":"Maker AG"}}},
        "components":[{"bom-ref":"fw","type":"firmware","name":"Unit 5 firmware","version":"3","supplier":{"name":"Maker AG"},"cpe":"cpe:2.3:o:maker:unit_5:3:*:*:*:*:*:*:*",
                       "components":[{"bom-ref":"ssl","group":"openssl","name":"openssl","purl":"pkg:generic/openssl@1.1"}]},
                      {"name":7}],
        "vulnerabilities":[
          {"id":"CVE-2024-1","cwes":[787],"ratings":[{"method":"CVSSv31","vector":"CVSS:3.1/AV:N/AC:L"},{"vector":null}],"description":"d","recommendation":"Update to 4.","workaround":"Unplug.",
           "analysis":{"state":"not_affected","justification":"code_not_reachable","response":["will_not_fix","update"],"detail":"Never called."},
           "affects":[{"ref":"urn:cdx:1/2#ssl"},{"ref":"fw"}]},
          {"id":"CVE-2024-2","analysis":{"state":"exploitable"},"affects":[{"ref":"fw","versions":[{"version":"3","status":"affected"},{"range":"vers:generic/<3","status":"unaffected"}]}]},
          {"id":"CVE-2024-3","analysis":{"state":"resolved"},"affects":[{"ref":"elsewhere"}]},
          {"id":"CVE-2024-4","analysis":{"state":"in_triage"},"affects":[{"ref":"device"}]},
          {"analysis":{}},
          {"id":"CVE-2024-5","affects":"fw"}]}"#;
    let feeds = read(text);
    let advisory = &feeds.advisories[0];
    assert_eq!(
        (advisory.id.as_str(), advisory.source, advisory.publisher.as_str()),
        ("urn:uuid:1", SourceKind::Vex, "Maker")
    );
    let names = |indices: &[usize]| {
        indices.iter().map(|index| advisory.products[*index].full_name.clone()).collect::<Vec<_>>()
    };
    let [one, two, three, four] = advisory.vulnerabilities.as_slice() else { panic!("{advisory:#?}") };
    assert_eq!(names(&one.not_affected), ["openssl", "Unit 5 firmware 3"]);
    assert_eq!(
        (one.cwes[0].as_str(), one.cvss.as_slice()),
        ("CWE-787", &["CVSS:3.1/AV:N/AC:L".to_owned()][..])
    );
    assert!(one.notes.iter().any(|note| note.kind == "justification" && note.title == "code_not_reachable"));
    let categories: Vec<&str> = one.remediations.iter().map(|each| each.category.as_str()).collect();
    assert_eq!(categories, ["no_fix_planned", "vendor_fix", "text", "workaround"]);
    assert_eq!((two.affected.len(), two.not_affected.len()), (1, 1), "a version's own status");
    let bound = Some(("3".to_owned(), true));
    assert_eq!(
        advisory.products[two.affected[0]].version,
        VersionText::Ranges(vec![Range { from: bound.clone(), to: bound, ..Range::default() }])
    );
    assert_eq!(
        advisory.products[two.not_affected[0]].version,
        VersionText::Written("vers:generic/<3".to_owned())
    );
    assert_eq!(names(&three.fixed), ["elsewhere"], "what another document describes");
    assert_eq!(advisory.products[four.under_investigation[0]].vendor, "Maker AG");
    let refused = refusals(&feeds);
    assert_eq!(refused.len(), 3, "{refused:?}");
    assert!(refused[0].starts_with("feed, /components/1/name: invalid type"));
    assert!(refused[1].starts_with("feed, /vulnerabilities/5/affects: invalid type"));
    assert!(refused[2].starts_with("feed, /vulnerabilities/4: it has no number"));
}

#[test]
fn references_may_be_names() {
    let text = r#"{"bomFormat":"CycloneDX","specVersion":"1.4","vulnerabilities":[{"id":"CVE-2024-1","analysis":{"state":"exploitable"},"affects":[{"ref":"pkg:generic/maker/unit5@1"},{"ref":"cpe:2.3:o:m:u:1:*:*:*:*:*:*:*"}]}]}"#;
    let advisory = only(text);
    assert_eq!(advisory.products[0].names, ["unit5"]);
    assert!(advisory.products[1].cpe.is_some());
}

#[test]
fn a_list_of_components_is_no_feed() {
    let feeds = read(r#"{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"name":"a"}]}"#);
    assert_eq!(feeds.advisories, []);
    assert_eq!(refusals(&feeds), ["feed: it says nothing of vulnerabilities"]);
}

#[test]
fn names_written_out_without_end_are_refused() {
    let versions = vec![r#"{"version":"1"}"#; 3000].join(",");
    let name = "n".repeat(100_000);
    let feeds = read(format!(
        r#"{{"bomFormat":"CycloneDX","components":[{{"bom-ref":"a","name":"{name}"}}],"vulnerabilities":[{{"id":"CVE-2024-1","affects":[{{"ref":"a","versions":[{versions}]}}]}}]}}"#
    ));
    assert_eq!(feeds.advisories, []);
    assert!(refusals(&feeds)[0].contains("written out, are larger than 64 MiB"), "{:?}", feeds.refused);
}
