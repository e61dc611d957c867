//! The program as its users meet it: exit codes, errors in three lines, the same bytes for the same input.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn examples() -> [PathBuf; 2] {
    [root().join("examples/ward.pcapng"), root().join("examples/facilities.pcap.gz")]
}

/// A folder that is gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("holdfast-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn holdfast<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_holdfast"))
        .args(arguments)
        .env_clear()
        .env("PATH", "/usr/bin")
        .output()
        .unwrap()
}

fn look(files: &[&Path], more: &[&str]) -> Output {
    let mut arguments = vec!["look".to_owned(), "--store".to_owned(), ":memory:".to_owned()];
    arguments.extend(files.iter().map(|path| path.to_string_lossy().into_owned()));
    arguments.extend(more.iter().map(|text| (*text).to_owned()));
    holdfast(&arguments)
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// What, where, what to do; nothing else, and nothing on standard output.
fn three_lines(output: &Output) {
    let text = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(
        lines[0].starts_with("error: ")
            && lines[1].starts_with("  where: ")
            && lines[2].starts_with("  what to do: "),
        "{text}"
    );
    assert!(output.stdout.is_empty());
}

#[test]
fn the_same_bytes_for_any_order_and_number_of_threads() {
    let [ward, facilities] = examples();
    let first = look(&[&ward, &facilities], &["--json", "--threads", "1"]);
    assert_eq!(code(&first), 0);
    for (files, threads) in
        [([&ward, &facilities], "2"), ([&facilities, &ward], "1"), ([&facilities, &ward], "2")]
    {
        let files: Vec<&Path> = files.iter().map(|path| path.as_path()).collect();
        assert!(
            look(&files, &["--json", "--threads", threads]).stdout == first.stdout,
            "{files:?}, {threads} threads"
        );
    }
}

#[test]
fn looking_twice_changes_nothing() {
    let folder = Folder::new("twice");
    let store = folder.0.join("store.db").to_string_lossy().into_owned();
    let [ward, facilities] = examples().map(|path| path.to_string_lossy().into_owned());
    let run = |files: &[&str]| {
        let mut arguments = vec!["look", "--json", "--store", &store];
        arguments.extend(files);
        let output = holdfast(&arguments);
        assert_eq!(code(&output), 0, "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    let first = run(&[&ward]);
    assert!(run(&[&ward]) == first, "the same capture again");
    let both = run(&[&facilities]);
    assert!(both.len() > first.len(), "a further capture adds");
    assert!(run(&[&ward, &facilities]) == both, "both again");
    let devices = holdfast(&["devices", "--json", "--sort", "id", "--store", &store]);
    assert!(devices.stdout == both, "`devices` shows the same");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&store).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "others cannot read the store");
    }
}

#[test]
fn errors_are_three_lines_and_exit_codes_say_which() {
    let folder = Folder::new("errors");
    let text = folder.0.join("notes.txt");
    std::fs::write(&text, "no capture").unwrap();
    let empty = folder.0.join("empty");
    std::fs::create_dir_all(&empty).unwrap();
    let site = folder.0.join("site.toml");
    std::fs::write(&site, "[site]\nid = \"h\"\nsectr = \"nhs\"\n").unwrap();
    let site = site.to_string_lossy().into_owned();
    let [ward, _] = examples();
    for (output, wanted) in [
        (look(&[&text], &[]), 3),
        (look(&[&folder.0.join("none.pcap")], &[]), 3),
        (look(&[&empty], &[]), 3),
        (look(&[&ward], &["--site", &site]), 3),
        (look(&[&ward], &["--threads", "0"]), 2),
        (look(&[&ward], &["--as-of", "yesterday"]), 2),
        (holdfast(&["look"]), 2),
        (holdfast(&["lok"]), 2),
        (holdfast(&["devices", "--store", ":memory:"]), 3),
        (holdfast(&["why", "D-NOBODY", &ward.to_string_lossy()]), 3),
    ] {
        assert_eq!(code(&output), wanted, "{}", String::from_utf8_lossy(&output.stderr));
        three_lines(&output);
    }
    let said = String::from_utf8_lossy(&look(&[&ward], &["--site", &site]).stderr).into_owned();
    assert!(said.contains("line 3") && said.contains("sectr"), "{said}");
}

#[test]
fn what_can_be_read_is_read() {
    let folder = Folder::new("partly");
    let [ward, _] = examples();
    let whole = std::fs::read(&ward).unwrap();
    let cut = folder.0.join("cut.pcapng");
    std::fs::write(&cut, &whole[..whole.len() * 2 / 3]).unwrap();
    let output = look(&[&cut], &["--csv"]);
    assert_eq!(code(&output), 4, "a capture that breaks off");
    assert!(output.stdout.len() > 1000);
    let missing = folder.0.join("none.pcap");
    let empty = folder.0.join("empty");
    std::fs::create_dir_all(&empty).unwrap();
    for other in [&missing, &empty] {
        let output = look(&[&ward, other], &["--csv"]);
        assert_eq!(code(&output), 4, "one of two");
        assert!(output.stdout.len() > 1000);
    }
}

#[test]
fn help_and_the_small_verbs() {
    for arguments in
        [&["--help"][..], &["look", "--help"], &["--version"], &["man"], &["completions", "bash"], &["demo"]]
    {
        let output = holdfast(arguments);
        assert_eq!(code(&output), 0, "{arguments:?}");
        assert!(!output.stdout.is_empty(), "{arguments:?}");
    }
    let demo = String::from_utf8_lossy(&holdfast(&["demo"]).stdout).into_owned();
    let count: usize = demo.lines().find_map(|line| line.strip_suffix(" devices.")?.parse().ok()).unwrap();
    assert!(count >= 25, "{count} devices");
    assert!(!demo.contains('\u{1b}'), "no colour in a pipe");
}

#[test]
fn the_demo_shows_seen_and_listed_five_exposures_and_what_nobody_declared() {
    let demo = String::from_utf8_lossy(&holdfast(&["demo", "--as-of", "2026-11-25"]).stdout).into_owned();
    for line in demo.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
    assert!(demo.lines().count() <= 130, "two screens");
    let number = |what: &str| -> usize {
        let line =
            demo.lines().find(|line| line.contains(what)).unwrap_or_else(|| panic!("no `{what}` in\n{demo}"));
        line.split(' ').next().unwrap().parse().unwrap()
    };
    // The sums are those of the lists: 44 things stand in them.
    assert_eq!(number("seen and listed") + number("listed, never seen"), 44);
    assert!(number("seen, on no list") > 10);
    assert_eq!(number("rows of cmms-equipment.xlsx refused"), 12);
    assert_eq!(demo.lines().filter(|line| line.starts_with("  row ")).count(), 12, "each with its reason");
    for sentence in
        ["could have been seen: others of its network were", "cannot be seen: the list gives it no address"]
    {
        assert!(demo.contains(sentence), "{sentence}");
    }
    for realm in ["IoMT", "OT", "IoT", "IT"] {
        assert!(
            demo.lines().any(|line| line.starts_with("D-") && line.contains(&format!(" {realm} "))),
            "{realm}"
        );
    }
    let exposures: Vec<&str> =
        demo.lines().filter(|line| line.starts_with("  high ") || line.starts_with("  critical ")).collect();
    assert_eq!(exposures.len(), 5, "{exposures:?}");
    let conduit = demo.lines().position(|line| line.contains("over modbus (tcp/502)")).unwrap();
    assert!(demo.lines().nth(conduit).unwrap().contains("Plant room"));
    // The pump of the list that was recalled: no fix, and not to be put off.
    let pump =
        demo.lines().position(|line| line.trim_start().starts_with("CVE-2019-10964")).expect("the pump");
    let said = demo.lines().skip(pump).take(2).collect::<String>();
    assert!(said.contains("replace only") && said.contains("isolate now"), "{said}");
    // Ids of the page lead on: the first exposure's, and the conduit's conversation.
    let id = |line: &str, start: &str| {
        let word = line.split([' ', ':', ',']).find(|word| word.starts_with(start));
        word.unwrap_or_else(|| panic!("no {start} in {line}")).to_owned()
    };
    let exposure = id(exposures[0], "X-");
    let evidence = demo.lines().skip(conduit).find(|line| line.trim_start().starts_with("E-")).unwrap();
    for id in [exposure, id(evidence, "E-")] {
        let (examples, site) = (root().join("examples"), root().join("examples/holdfast.toml"));
        let output = holdfast(&[
            "why".as_ref(),
            id.as_ref(),
            examples.as_os_str(),
            "--site".as_ref(),
            site.as_os_str(),
        ]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(code(&output) == 0 && text.contains(&id) && text.contains(", frame "), "{id}: {text}");
    }
}
