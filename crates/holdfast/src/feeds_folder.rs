//! The feeds folder: documents as they came, and the index that is built from them.

use crate::data;
use crate::failure::{Failure, INPUT, INTERNAL};
use crate::known::files;
use crate::world::World;
use holdfast_advisories::archive::{self, Archive, ArchiveError};
use holdfast_advisories::{Feeds, source};
use std::fs::File;
use std::io::{BufReader, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// No feed file is bigger: two gigabytes.
const BIGGEST: u64 = 2 << 30;

/// The folder beside the store, or `HOLDFAST_FEEDS`.
pub(crate) fn place(world: &World) -> PathBuf {
    let named = std::env::var_os("HOLDFAST_FEEDS").filter(|value| !value.is_empty()).map(PathBuf::from);
    named.unwrap_or_else(|| match world.store.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) if !world.in_memory() => folder.join("feeds"),
        _ => PathBuf::from("feeds"),
    })
}

fn index_place(world: &World) -> PathBuf {
    place(world).join("index")
}

fn documents_place(world: &World) -> PathBuf {
    place(world).join("documents")
}

/// Whether anything was ever imported.
pub(crate) fn exists(world: &World) -> bool {
    index_place(world).is_file()
}

/// Reads files and folders into feeds. A file that cannot be opened ends it; what is wrong inside is refused.
pub(crate) fn read_all(paths: &[PathBuf], feeds: &mut Feeds) -> Result<(), Failure> {
    for path in paths {
        let mut found = Vec::new();
        files(path, &mut found);
        for file in found {
            source::read(&file.to_string_lossy(), &bytes(&file)?, feeds);
        }
    }
    Ok(())
}

pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::new(INPUT, error, path.display(), "check the name, and that you may read the file")
    };
    let file = File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(BIGGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > BIGGEST {
        return Err(Failure::new(INPUT, "it has more than two gigabytes", path.display(), "split it"));
    }
    Ok(bytes)
}

/// Copies a document into the folder, named by its content and by what it was called.
pub(crate) fn keep(world: &World, path: &Path) -> Result<PathBuf, Failure> {
    let folder = documents_place(world);
    let unwritable = |error: std::io::Error| {
        Failure::new(INPUT, error, folder.display(), "give another place with HOLDFAST_FEEDS")
    };
    std::fs::create_dir_all(&folder).map_err(unwritable)?;
    let content = bytes(path)?;
    let hash = blake3::hash(&content).to_hex();
    let name: String = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' })
        .collect();
    let place = folder.join(format!("{}-{name}", hash.get(..16).unwrap_or_default()));
    if !place.exists() {
        // First under another name, so that an interruption leaves no half document.
        let part = folder.join(format!("{name}.part"));
        std::fs::write(&part, &content).map_err(unwritable)?;
        std::fs::rename(&part, &place).map_err(unwritable)?;
    }
    Ok(place)
}

/// Builds the index anew from every document in the folder: the same documents, the same bytes.
pub(crate) fn rebuild(world: &World) -> Result<Feeds, Failure> {
    let mut feeds = Feeds::default();
    // Whatever was kept is read, whatever it is called.
    let mut found: Vec<PathBuf> = std::fs::read_dir(documents_place(world))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    found.sort();
    for file in found.iter().filter(|file| file.extension().is_none_or(|end| end != "part")) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        source::read(&name, &bytes(file)?, &mut feeds);
    }
    feeds.settle();
    let place = index_place(world);
    let part = place.with_extension("part");
    let unwritable = |error: &dyn std::fmt::Display| {
        Failure::new(INPUT, error, place.display(), "check that there is room, and that you may write there")
    };
    let mut out = BufWriter::new(File::create(&part).map_err(|error| unwritable(&error))?);
    archive::write(&feeds, &data::names()?, &data::version(), &mut out)
        .map_err(|error| unwritable(&error))?;
    out.flush().map_err(|error| unwritable(&error))?;
    std::fs::rename(&part, &place).map_err(|error| unwritable(&error))?;
    Ok(feeds)
}

/// Opens the index; builds it anew where another version of Holdfast or of its data wrote it.
pub(crate) fn open(world: &World) -> Result<Archive<BufReader<File>>, Failure> {
    let place = index_place(world);
    if !place.is_file() {
        return Err(Failure::new(
            INPUT,
            "there are no feeds yet",
            place.parent().unwrap_or(&place).display(),
            "`holdfast feeds import PATH`, or give files with --feeds",
        ));
    }
    if let Some(archive) = read(&place).filter(|archive| archive.head.data == data::version()) {
        return Ok(archive);
    }
    rebuild(world)?;
    read(&place).ok_or_else(|| broken(world, &ArchiveError::Broken))
}

fn read(place: &Path) -> Option<Archive<BufReader<File>>> {
    Archive::open(BufReader::with_capacity(1 << 20, File::open(place).ok()?)).ok()
}

pub(crate) fn broken(world: &World, error: &ArchiveError) -> Failure {
    Failure::new(INTERNAL, error, index_place(world).display(), "delete that file and run the command again")
}
