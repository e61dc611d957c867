//! The example hospital's lists against its captures: what is taken, what is refused, and sums that agree.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    Command::new(env!("CARGO_BIN_EXE_holdfast"))
        .args(arguments)
        .args(["--as-of", "2026-11-25", "--store"])
        .arg(folder.join("store.db"))
        .arg("--site")
        .arg(root.join("examples/holdfast.toml"))
        .current_dir(folder)
        .output()
        .unwrap()
}

#[test]
fn lists_and_captures_come_together() {
    let folder = Folder(std::env::temp_dir().join(format!("holdfast-lists-{}", std::process::id())));
    std::fs::create_dir_all(&folder.0).unwrap();
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").canonicalize().unwrap();
    let path = |name: &str| examples.join(name).to_string_lossy().into_owned();
    let looked = run(
        &folder.0,
        &["look", "-q", &path("ward.pcapng"), &path("facilities.pcap.gz"), &path("plant.pcapng")],
    );
    assert_eq!(looked.status.code(), Some(0));
    let imported = run(&folder.0, &["import", &path("lists")]);
    // Some rows are refused, on purpose.
    assert_eq!(imported.status.code(), Some(4), "{}", String::from_utf8_lossy(&imported.stderr));
    let rejected = std::fs::read_dir(&folder.0).unwrap().flatten();
    assert!(rejected.into_iter().any(|entry| entry.file_name().to_string_lossy().ends_with(".rejected.csv")));
    // The same lists again change nothing.
    let before = run(&folder.0, &["devices", "--json"]).stdout;
    assert_eq!(run(&folder.0, &["import", &path("lists")]).status.code(), Some(4));
    assert_eq!(before, run(&folder.0, &["devices", "--json"]).stdout);

    let answer: Value = serde_json::from_slice(&run(&folder.0, &["reconcile", "--json"]).stdout).unwrap();
    let count = |standing: &str| {
        answer["devices"].as_array().unwrap().iter().filter(|one| one["standing"] == standing).count()
    };
    let (both, seen, listed) =
        (count("seen and listed"), count("seen, not listed"), count("listed, not seen"));
    assert!(both >= 30 && seen >= 20 && listed == 9, "{both} {seen} {listed}");
    let text = String::from_utf8(run(&folder.0, &["reconcile"]).stdout).unwrap();
    assert!(text.starts_with(&format!("{} seen: {both} of them listed, {seen} not.", both + seen)), "{text}");
    assert!(text.contains(&format!("{} listed: {both} of them seen, {listed} not.", both + listed)));
    // A pump that is never on a network lives through its row.
    let pump = String::from_utf8(run(&folder.0, &["devices", "--kind", "insulin-pump"]).stdout).unwrap();
    assert!(pump.contains("MiniMed"), "{pump}");
}
