//! A bundle in small.

use crate::source::tests::{read, refusals};

#[test]
fn techniques_and_what_they_refer_to() {
    let text = r#"{"type":"bundle","id":"bundle--1","objects":[
        {"type":"attack-pattern","id":"attack-pattern--1","name":"Unauthorized Command Message","modified":"2024-04-01T00:00:00Z",
         "external_references":[{"source_name":"mitre-attack","external_id":"T0855","url":"x"},{"source_name":"cwe","external_id":"CWE-306"}]},
        {"type":"attack-pattern","id":"attack-pattern--2","name":"Old","revoked":true,"external_references":[{"external_id":"T0800"}]},
        {"type":"attack-pattern","id":"attack-pattern--3","name":"Exploit Public-Facing Application","external_references":[{"external_id":"T0819"}]},
        {"type":"vulnerability","id":"vulnerability--1","name":"v","external_references":[{"source_name":"cve","external_id":"CVE-2019-10964"}]},
        {"type":"relationship","id":"relationship--1","source_ref":"attack-pattern--3","target_ref":"vulnerability--1"},
        {"type":"relationship","id":"relationship--2","source_ref":"attack-pattern--1","target_ref":"attack-pattern--3"},
        {"type":"malware","id":"malware--1","name":"m","external_references":[{"external_id":"S0603"},{"external_id":"CVE-2010-2568"}]},
        7]}"#;
    let feeds = read(text);
    let of = |key: &str| {
        feeds.techniques.get(key).map(|list| list.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>())
    };
    assert_eq!(of("CWE-306"), Some(vec!["T0855"]));
    assert_eq!(of("CVE-2019-10964"), Some(vec!["T0819"]));
    assert_eq!(of("T0855"), Some(vec!["T0855"]), "a name by its number");
    assert_eq!((of("T0800"), of("CVE-2010-2568")), (None, None), "revoked, and of no technique");
    assert_eq!(refusals(&feeds), ["feed, entry 8: it is no object"]);
    assert_eq!((feeds.documents[0].taken, feeds.documents[0].newest.as_str()), (2, "2024-04-01T00:00:00Z"));
}
