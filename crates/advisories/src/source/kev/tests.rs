//! Both forms of the catalogue.

use crate::source::tests::{read, refusals};

#[test]
fn both_forms_say_the_same() {
    let json = r#"{"title":"t","catalogVersion":"2025.08.25","dateReleased":"2025-08-25T17:04:19.9Z","count":2,"vulnerabilities":[
        {"cveID":"CVE-2024-1000","vendorProject":"Maker","product":"Unit","dateAdded":"2025-08-25","dueDate":"2025-09-15","requiredAction":"Apply updates.","knownRansomwareCampaignUse":"Known"},
        {"cveID":7},
        {"cveID":"CVE-2024-1001","dateAdded":"2025-08-01","dueDate":"2025-08-20","requiredAction":"Stop.","knownRansomwareCampaignUse":"Unknown"}]}"#;
    let table = "cveID,vendorProject,dateAdded,requiredAction,dueDate,knownRansomwareCampaignUse\r\n\
        CVE-2024-1000,Maker,2025-08-25,\"Apply updates.\",2025-09-15,Known\r\n\
        nothing,Maker,2025-08-25,,,\r\n\
        CVE-2024-1001,Maker,2025-08-01,Stop.,2025-08-20,Unknown\r\n";
    for (text, place, pointer) in
        [(json, "feed, entry 2, /vulnerabilities/1", "/vulnerabilities/0"), (table, "feed, row 3", "row 2")]
    {
        let feeds = read(text);
        assert_eq!(feeds.exploited.len(), 2);
        let entry = &feeds.exploited["CVE-2024-1000"];
        assert_eq!(
            (entry.added.as_str(), entry.due.as_str(), entry.ransomware),
            ("2025-08-25", "2025-09-15", true)
        );
        assert_eq!((entry.action.as_str(), entry.pointer.as_str()), ("Apply updates.", pointer));
        assert!(!feeds.exploited["CVE-2024-1001"].ransomware);
        assert!(refusals(&feeds)[0].starts_with(place), "{:?}", feeds.refused);
        assert!(feeds.documents[0].newest.starts_with("2025-08-25"));
    }
}
