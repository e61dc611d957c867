//! The real feeds beside the project: all of them are read, nothing is lost, and the counts are those of another reader.
//!
//! Needs `../shared/data/advisories`; says that it was skipped where it is missing.

use holdfast_advisories::{Feeds, SourceKind, VersionText, source};
use std::collections::BTreeSet;
use std::path::PathBuf;

fn shared(name: &str) -> Option<Vec<u8>> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("HOLDFAST_SHARED").map_or(beside, PathBuf::from);
    let bytes = std::fs::read(shared.join("data/advisories").join(name)).ok();
    if bytes.is_none() {
        println!("skipped: needs ../shared/data/advisories/{name}");
    }
    bytes
}

fn read(name: &str) -> Option<Feeds> {
    let mut feeds = Feeds::default();
    source::read(name, &shared(name)?, &mut feeds);
    Some(feeds)
}

#[test]
fn coordinator_advisories() {
    let Some(feeds) = read("cisa-csaf-cisa-terms.jsonl.zst") else { return };
    assert_eq!(feeds.refused, []);
    assert_eq!(feeds.advisories.len(), 2178);
    assert!(feeds.advisories.iter().all(|advisory| advisory.source == SourceKind::CoordinatorCsaf));
    let said = || feeds.advisories.iter().flat_map(|advisory| &advisory.vulnerabilities);
    // Counted in the JSON by another program.
    assert_eq!(said().count(), 6222);
    assert_eq!(said().map(|each| each.remediations.len()).sum::<usize>(), 31710);
    let products = || feeds.advisories.iter().flat_map(|advisory| &advisory.products);
    assert_eq!(products().count(), 12850, "12,849 leaves and one relationship");
    assert_eq!(products().filter(|product| !product.model_numbers.is_empty()).count(), 3069);
    assert_eq!(
        products().filter(|product| matches!(product.version, VersionText::Written(_))).count(),
        10690
    );
    assert!(products().all(|product| !product.vendor.is_empty() && !product.names.is_empty()));
    let version_4 =
        said().filter(|each| each.cvss.iter().any(|vector| vector.starts_with("CVSS:4.0/"))).count();
    assert!(version_4 > 200, "{version_4} with CVSS 4, which this format has no field for");
}

#[test]
fn records_of_the_cve_list() {
    let Some(feeds) = read("cve5-cisa-vulnrichment-2025-01-24.jsonl.zst") else { return };
    let of = |source: SourceKind| feeds.advisories.iter().filter(move |advisory| advisory.source == source);
    assert_eq!(of(SourceKind::Cve5Cna).count(), 62862);
    assert_eq!(of(SourceKind::Cve5Cna).filter(|advisory| advisory.withdrawn).count(), 145);
    let decided = of(SourceKind::Cve5Adp).filter(|advisory| !advisory.vulnerabilities[0].ssvc.is_empty());
    assert_eq!(decided.count(), 62713);
    let exploited =
        of(SourceKind::Cve5Adp).filter(|advisory| advisory.vulnerabilities[0].exploited.is_some());
    assert_eq!(exploited.count(), 332);
    let conditions =
        feeds.advisories.iter().filter(|advisory| advisory.vulnerabilities[0].applicability.is_some());
    assert_eq!(conditions.count(), 1885);
    // 26 names with a colon that was not escaped.
    assert_eq!(feeds.refused.len(), 26);
    assert!(
        feeds.refused.iter().all(|refusal| refusal.what.contains("is no CPE name")),
        "{:?}",
        feeds.refused
    );
}

#[test]
fn corrections_of_conditions() {
    let Some(feeds) = read("nvd-overrides-anchore-2026-08-21.jsonl.zst") else { return };
    assert_eq!((feeds.refused.len(), feeds.advisories.len()), (0, 32184));
    let ands =
        feeds.advisories.iter().filter_map(|advisory| advisory.vulnerabilities[0].applicability.as_ref());
    let ands = ands.flat_map(|condition| &condition.configurations).filter(|each| each.all);
    assert!(ands.count() > 900);
}

#[test]
fn exploited_and_likely() {
    let (Some(csv), Some(json)) = (read("kev-2025-11-14.csv"), read("kev-2025-08-25.json")) else { return };
    assert_eq!((csv.exploited.len(), csv.refused.len()), (1460, 0));
    assert_eq!((json.exploited.len(), json.refused.len()), (1404, 0));
    let older: BTreeSet<&String> = json.exploited.keys().collect();
    assert!(older.iter().filter(|cve| !csv.exploited.contains_key(**cve)).count() < 5, "the catalogue grows");
    let Some(epss) = read("epss-slice-2025-07-05.csv") else { return };
    assert_eq!((epss.epss.scores.len(), epss.refused.len()), (6182, 0));
}
