//! Documents with something wrong in them: what is wrong is taken out, told, and the rest is read.
//!
//! The fast way reads a document at once into its shape. Only when that fails is the document read as a tree; the
//! smallest part that may be left out is put to `null`, which every shape takes for nothing, until the rest fits.

use super::desk::Desk;
use serde::Deserialize;
use serde_json::Value;
use serde_path_to_error::Segment;

/// A document with more wrong parts than this is wrong as a whole.
const MOST: usize = 64;
/// Each try reads the document again: a large one gets fewer.
const LARGE: usize = 32 << 20;
const MOST_OF_LARGE: usize = 4;

/// Why a document does not fit, and where.
pub(super) struct Misfit {
    path: Vec<Step>,
    what: String,
}

enum Step {
    Key(String),
    Index(usize),
}

/// Tries a document against a shape.
pub(super) fn misfit<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Option<Misfit> {
    let error =
        serde_path_to_error::deserialize::<_, T>(&mut serde_json::Deserializer::from_slice(bytes)).err()?;
    let mut path = Vec::new();
    for segment in error.path() {
        path.push(match segment {
            Segment::Seq { index } => Step::Index(*index),
            Segment::Map { key } => Step::Key(key.clone()),
            Segment::Enum { variant } => Step::Key(variant.clone()),
            Segment::Unknown => break,
        });
    }
    let what = error.inner().to_string();
    // The line is that of our own copy.
    let what = what.split(" at line ").next().unwrap_or_default().to_owned();
    Some(Misfit { path, what })
}

/// Takes out what does not fit; the bytes of what is left, or nothing where the document is refused as a whole. `lists`
/// are the keys of lists whose elements may be left out.
pub(super) fn mend(
    bytes: &[u8],
    lists: &[&str],
    misfit: impl Fn(&[u8]) -> Option<Misfit>,
    desk: &mut Desk<'_>,
) -> Option<Vec<u8>> {
    let mut tree: Value = match serde_json::from_slice(bytes) {
        Ok(tree) => tree,
        Err(error) => {
            desk.refuse("", unreadable(&error), advice(&error));
            return None;
        }
    };
    let most = if bytes.len() > LARGE { MOST_OF_LARGE } else { MOST };
    let mut times = 0;
    loop {
        let bytes = serde_json::to_vec(&tree).ok()?;
        let Some(Misfit { path, what }) = misfit(&bytes) else {
            if times == 0 {
                let advice = "the last one was taken: ask its publisher to correct it";
                desk.refuse("", "a key stands twice in one object", advice);
            }
            return Some(bytes);
        };
        let cut = (1..path.len()).rev().find(|at| {
            let list = matches!(path.get(at - 1), Some(Step::Key(key)) if lists.contains(&key.as_str()));
            list && matches!(path.get(*at), Some(Step::Index(_)))
        });
        let whole = pointer(&path);
        let part = cut.and_then(|at| path.get(..=at)).map(pointer);
        let found = part.as_deref().and_then(|part| tree.pointer_mut(part));
        match found {
            Some(found) if !found.is_null() && times < most => *found = Value::Null,
            _ => {
                desk.refuse(&whole, what, "the document was left out: ask its publisher to correct it");
                return None;
            }
        }
        times += 1;
        let left_out = part.unwrap_or_default();
        desk.refuse(
            &whole,
            what,
            &format!("{left_out} was left out, the rest was read: ask its publisher to correct it"),
        );
    }
}

/// RFC 6901.
fn pointer(path: &[Step]) -> String {
    let mut pointer = String::new();
    for step in path {
        pointer.push('/');
        match step {
            Step::Key(key) => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
            Step::Index(index) => pointer.push_str(&index.to_string()),
        }
    }
    pointer
}

/// What is wrong with text that is no JSON.
pub(super) fn unreadable(error: &serde_json::Error) -> String {
    if error.is_eof() { format!("it breaks off: {error}") } else { format!("it is no JSON: {error}") }
}

/// What to do about it.
pub(super) fn advice(error: &serde_json::Error) -> &'static str {
    if error.is_eof() {
        "it was written in half: fetch it again"
    } else if error.to_string().contains("recursion limit") {
        "it is nested deeper than any honest document: look at where it is from"
    } else {
        "fetch it again, or ask its publisher to correct it"
    }
}
