//! Lists the files under `data/` and the examples, so that the binary carries them, and names the sources that it is made of.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// The crates whose code decides what is concluded, and how it is kept.
const CONCLUDING: [&str; 5] = ["facts", "names", "identify", "behaviour", "holdfast"];

/// A name for the code: what it concluded is believed only by the same code.
fn name_code(root: &Path) {
    let mut hasher = DefaultHasher::new();
    let mut found = vec![root.join("Cargo.lock")];
    for part in CONCLUDING {
        let folder = root.join("crates").join(part).join("src");
        println!("cargo::rerun-if-changed={}", folder.display());
        files(&folder, &mut found);
    }
    found.sort();
    for path in found {
        path.strip_prefix(root).unwrap_or(&path).hash(&mut hasher);
        std::fs::read(&path).unwrap_or_default().hash(&mut hasher);
    }
    println!("cargo::rustc-env=HOLDFAST_CODE={:016x}", hasher.finish());
}

/// Carries the files of a folder (not of those within it): name and bytes.
fn embed(code: &mut String, comment: &str, name: &str, folder: &Path, wanted: fn(&str) -> bool) {
    let _ = writeln!(code, "{comment}: name and bytes.\npub(crate) static {name}: &[(&str, &[u8])] = &[");
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    found.sort();
    for path in found.iter().filter(|path| path.is_file()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if wanted(&name) {
            let path = path.canonicalize().expect("it was just listed");
            let _ = writeln!(code, "    ({name:?}, include_bytes!({path:?})),");
        }
    }
    code.push_str("];\n");
}

fn main() {
    // Asked when it runs, not when it was built: a target folder may be shared by checkouts in several places.
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let root = Path::new(&manifest).join("../..");
    let out = std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    let mut code = String::from(
        "/// Every text file under `data/`: its path there and its text.\npub(crate) static DATA: &[(&str, &str)] = &[\n",
    );
    let data = root.join("data");
    let mut found = Vec::new();
    files(&data, &mut found);
    found.sort();
    assert!(!found.is_empty(), "no data files in {}", data.display());
    for path in &found {
        let name = path.strip_prefix(&data).expect("found below data").to_string_lossy().replace('\\', "/");
        if name.ends_with(".toml") || name.ends_with(".csv") || name.ends_with("oui.tsv") {
            let _ = writeln!(
                code,
                "    ({name:?}, include_str!({:?})),",
                path.canonicalize().expect("it was just listed")
            );
        }
    }
    let examples = root.join("examples");
    code.push_str("];\n");
    embed(&mut code, "/// The example captures", "EXAMPLES", &examples, |name| name.contains(".pcap"));
    embed(&mut code, "/// The example's lists", "LISTS", &examples.join("lists"), |_| true);
    embed(&mut code, "/// The example's feeds", "FEEDS", &examples.join("feeds"), |name| {
        !name.ends_with(".md")
    });
    std::fs::write(Path::new(&out).join("embedded.rs"), code).expect("OUT_DIR can be written");
    name_code(&root);
    println!("cargo::rerun-if-changed={}", data.display());
    println!("cargo::rerun-if-changed={}", examples.display());
}
