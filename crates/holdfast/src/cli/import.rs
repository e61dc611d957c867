//! `holdfast import FILE…`: lists and logs → store. Says how each table was understood, and what was refused and why.

mod rejected;
mod tell;

use crate::answers::Answers;
use crate::args::{Arguments, Import};
use crate::failure::{DONE, Failure, INPUT, PARTLY, USAGE};
use crate::world::World;
use crate::{data, pipeline};
use holdfast_facts::{Join as _, Timestamp};
use holdfast_imports::{Format, ImportError, Imported, Knowledge, Map, Mappings, Request, read_list};
use holdfast_report::Inputs;
use holdfast_store::Store;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// Folders within folders.
const DEPTH: usize = 16;

/// One file, read.
struct Read {
    path: PathBuf,
    list: Imported,
    /// Where its refused rows went.
    rejected: Option<PathBuf>,
}

/// What was said of headers before, in the store.
struct Remembered<'a> {
    store: Option<&'a Store>,
    site: &'a str,
}

impl Mappings for Remembered<'_> {
    fn remembered(&self, fingerprint: &[u8; 32]) -> Option<String> {
        // A store that cannot be read says so when it is written.
        self.store?.remembered(self.site, fingerprint).ok().flatten()
    }
}

pub(crate) fn run(arguments: &Arguments, import: &Import) -> Result<u8, Failure> {
    let world = World::of(arguments)?;
    let knowledge = data::lists()?;
    let maps = maps(import)?;
    let format = format(import)?;
    let mut store = if world.in_memory() { None } else { Some(world.open()?) };
    let (mut lists, mut failures) = (Vec::new(), Vec::new());
    let as_of = midnight(world.as_of);
    for (path, named) in files(&import.files)? {
        let remembered = Remembered { store: store.as_ref(), site: &world.site.id };
        let request =
            Request { site: world.site.id.clone(), as_of, format, maps: &maps, remembered: &remembered };
        match read(&path, &request, &knowledge) {
            Ok(list) => lists.push(Read { path, list, rejected: None }),
            // What else lies in a folder is nobody's fault.
            Err(ImportError::Unknown(_)) if !named => {
                if arguments.verbose > 0 && !arguments.quiet {
                    let _ = writeln!(std::io::stderr(), "passed over: {}", path.display());
                }
            }
            Err(error) => failures.push(refused(&path, &error)),
        }
    }
    unused(&maps, &lists, &mut failures);
    rejected::write(&mut lists, import.rejected.as_deref(), &mut failures);
    if !arguments.quiet {
        let mut out = BufWriter::new(std::io::stderr().lock());
        for read in &lists {
            let _ = tell::talk(read, arguments.verbose > 0, &mut out);
        }
        let _ = out.flush();
    }
    if lists.is_empty()
        && let Some(first) = failures.pop()
    {
        tell_failures(&failures);
        return Err(first);
    }
    tell_failures(&failures);
    if let Some(store) = &mut store {
        keep(store, &world, &lists)?;
    }
    let mut out = BufWriter::new(std::io::stdout().lock());
    match import.json {
        true => tell::json(&lists, &mut out)?,
        false => tell::result(&lists, &mut out)?,
    }
    out.flush()?;
    if let Some(store) = store {
        // So that the next questions find it concluded; where that fails, they say why.
        let _ = Answers::of(store, &world.site);
    }
    let whole = lists.iter().all(|read| read.list.refused == 0 && !read.list.truncated);
    Ok(if whole && failures.is_empty() { DONE } else { PARTLY })
}

fn tell_failures(failures: &[Failure]) {
    for failure in failures {
        let _ = writeln!(std::io::stderr(), "{failure}");
    }
}

fn maps(import: &Import) -> Result<Vec<Map>, Failure> {
    let wrong = |what: String| {
        Failure::new(USAGE, what, "--map", "write it as \"HEADER=FIELD\", for instance \"Eqpt No=asset_tag\"")
    };
    import.map.iter().map(|text| text.parse().map_err(wrong)).collect()
}

fn format(import: &Import) -> Result<Option<Format>, Failure> {
    let wrong = |what: String| Failure::new(USAGE, what, "--format", "give one of these, or leave it out");
    import.format.as_deref().map(|text| text.parse().map_err(wrong)).transpose()
}

pub(super) fn midnight(day: jiff::civil::Date) -> Timestamp {
    let moment = day.to_zoned(jiff::tz::TimeZone::UTC).map(|zoned| zoned.timestamp().as_microsecond());
    Timestamp(moment.unwrap_or(0))
}

/// Every file, in a fixed order, and whether it was named outright.
fn files(named: &[PathBuf]) -> Result<Vec<(PathBuf, bool)>, Failure> {
    let mut found = Vec::new();
    for path in named {
        if path.is_dir() {
            let mut inside = Vec::new();
            walk(path, 0, &mut inside)?;
            found.extend(inside.into_iter().map(|path| (path, false)));
        } else {
            found.push((path.clone(), true));
        }
    }
    found.sort();
    found.dedup_by(|a, b| a.0 == b.0);
    Ok(found)
}

fn walk(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::new(INPUT, error, folder.display(), "check that the folder can be read")
    };
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let is_ours = path.to_string_lossy().ends_with(rejected::ENDING);
        // A link to a folder may lead in a circle.
        if path.is_dir() && !path.is_symlink() && depth < DEPTH {
            walk(&path, depth + 1, found)?;
        } else if path.is_file() && !is_ours {
            found.push(path);
        }
    }
    Ok(())
}

fn read(path: &Path, request: &Request<'_>, knowledge: &Knowledge) -> Result<Imported, ImportError> {
    if path == Path::new("-") {
        return read_list(std::io::stdin().lock(), request, knowledge);
    }
    read_list(std::fs::File::open(path)?, request, knowledge)
}

fn refused(path: &Path, error: &ImportError) -> Failure {
    let place = if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() };
    let place = match error {
        ImportError::Broken { row, .. } if *row > 0 => format!("{place}, line {row}"),
        _ => place,
    };
    Failure::new(INPUT, error, place, error.advice())
}

/// A map that no table has a column for is a slip of the pen, and the row of headers says how it is really written.
fn unused(maps: &[Map], lists: &[Read], failures: &mut Vec<Failure>) {
    let chosen = || lists.iter().flat_map(|read| &read.list.chosen);
    for map in maps.iter().filter(|map| !chosen().any(|chosen| chosen.said.contains(map))) {
        let headers: Vec<&str> = chosen()
            .flat_map(|chosen| &chosen.columns)
            .map(|column| column.header.as_str())
            .filter(|header| !header.is_empty())
            .take(24)
            .collect();
        failures.push(Failure::new(
            USAGE,
            format!("no table has a column `{}`", map.header),
            "--map",
            format!("the columns are: {}", headers.join(", ")),
        ));
    }
}

/// All lists in one transaction; then what was said of their headers.
fn keep(store: &mut Store, world: &World, lists: &[Read]) -> Result<(), Failure> {
    let mut set = holdfast_facts::EvidenceSet::default();
    let mut names = Inputs::new();
    for read in lists {
        for id in read.list.set.lists.keys() {
            names.entry(*id).or_default().push(read.path.to_string_lossy().into_owned());
        }
        set.join(read.list.set.clone());
    }
    store.merge(&world.site.id, &set)?;
    pipeline::name(store, &world.site, &names)?;
    for chosen in lists.iter().flat_map(|read| &read.list.chosen).filter(|chosen| !chosen.said.is_empty()) {
        let lines: Vec<String> = chosen.said.iter().map(Map::line).collect();
        store.remember(&world.site.id, &chosen.fingerprint, &lines.join("\n"))?;
    }
    Ok(())
}
