//! For tests: read bytes with the project's own data, and show what came out as lines.

use crate::{Format, ImportError, Imported, Knowledge, Map, NoMappings, Request, read_list};
use holdfast_facts::{Place, Timestamp};
use std::path::Path;
use std::sync::OnceLock;

/// The data that the program carries.
pub(crate) fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
    KNOWLEDGE.get_or_init(|| {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
        let files: Vec<(&'static str, &'static str)> =
            ["kinds.toml", "imports/headers.toml", "imports/words.toml"]
                .into_iter()
                .map(|path| (path, &*std::fs::read_to_string(data.join(path)).unwrap().leak()))
                .collect();
        Knowledge::load(&files).unwrap()
    })
}

/// 2026-11-25, the date of every list here.
pub(crate) const AS_OF: Timestamp = Timestamp(1_795_564_800_000_000);

pub(crate) fn try_import(
    bytes: &[u8],
    format: Option<Format>,
    maps: &[&str],
) -> Result<Imported, ImportError> {
    let maps: Vec<Map> = maps.iter().map(|text| text.parse().unwrap()).collect();
    let request = Request { site: "s".into(), as_of: AS_OF, format, maps: &maps, remembered: &NoMappings };
    read_list(bytes, &request, knowledge())
}

/// Reads what its content says that it is.
pub(crate) fn import(bytes: impl AsRef<[u8]>) -> Imported {
    try_import(bytes.as_ref(), None, &[]).unwrap_or_else(|error| panic!("{error}"))
}

/// `endpoint name = value (row, column)`, without the site, in order.
pub(crate) fn lines(imported: &Imported) -> Vec<String> {
    let mut lines: Vec<String> = imported
        .set
        .evidence
        .values()
        .map(|evidence| {
            assert!(crate::attributes::is_known(evidence.attribute.name()), "{}", evidence.attribute.name());
            let endpoint = evidence.endpoint.to_string();
            let who: Vec<&str> = endpoint.split('|').skip(1).filter(|part| *part != "-").collect();
            let place = match &evidence.seen.exemplar.place {
                Place::Row { row, column } => format!("{row}, {column}"),
                Place::Frames(_) => "frames".to_owned(),
            };
            let (name, value) = (evidence.attribute.name(), evidence.attribute.value());
            format!("{} {name} = {value} ({place})", who.join("|"))
        })
        .collect();
    lines.sort();
    lines
}

/// The lines of one attribute or protocol.
pub(crate) fn about(imported: &Imported, part: &str) -> Vec<String> {
    lines(imported).into_iter().filter(|line| line.contains(part)).collect()
}

/// The reasons of refused rows, with their rows.
pub(crate) fn refusals(imported: &Imported) -> Vec<String> {
    imported.refusals.iter().map(|refusal| format!("{}: {}", refusal.row, refusal.reason)).collect()
}
