//! The data that reading lists rests on, read once.

use crate::table::{Headers, Words};
use holdfast_names::{DataError, Kinds};

/// What columns are called, and what words for kinds mean.
#[derive(Debug, Default)]
pub struct Knowledge {
    pub(crate) headers: Headers,
    pub(crate) words: Words,
}

impl Knowledge {
    /// Takes the files of `data/` as pairs of path and text; those that are not needed here are passed over.
    pub fn load(files: &[(&'static str, &'static str)]) -> Result<Knowledge, DataError> {
        let text = |path: &str| files.iter().find(|(name, _)| *name == path).map_or("", |(_, text)| *text);
        let kinds = Kinds::parse("kinds.toml", text("kinds.toml"))?;
        let (headers, words) = ("imports/headers.toml", "imports/words.toml");
        Ok(Knowledge {
            headers: Headers::parse(headers, text(headers))?,
            words: Words::parse(words, text(words), &kinds)?,
        })
    }

    /// Products whose exports are recognised.
    pub fn products(&self) -> impl Iterator<Item = &str> {
        self.headers.products()
    }
}
