//! What stands beside the sheets: their names, shared texts, and which styles show dates.

use super::archive::Archive;
use super::broken;
use super::markup::{Markup, Next, attribute, name};
use crate::ImportError;
use crate::text::clean;
use std::collections::BTreeMap;

/// Sheets that are read. Workbooks with one sheet a month have some dozens.
const SHEETS: usize = 256;
/// Shared texts of a workbook, and styles.
const SHARED: usize = 8_000_000;

/// What cells refer to.
#[derive(Default)]
pub(super) struct Book {
    /// Name and part of each sheet, in their order.
    pub(super) sheets: Vec<(String, String)>,
    /// Texts by number.
    pub(super) texts: Vec<String>,
    /// Whether a style shows a date, by number.
    pub(super) dates: Vec<bool>,
    /// Days are counted from 1904.
    pub(super) from_1904: bool,
}

impl Book {
    pub(super) fn read(archive: &mut Archive<'_>) -> Result<Book, ImportError> {
        let path = archive.find("xl/workbook.xml").or_else(|| archive.find("workbook.xml"));
        let path = path.ok_or_else(|| broken("there is no workbook in the archive"))?;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let relations_path = format!("{folder}/_rels/workbook.xml.rels");
        let relations = relations(&text(archive, &relations_path)?, &folder)?;
        let mut book = Book::default();
        book.names(&text(archive, &path)?, &relations)?;
        for (kind, target) in relations.values() {
            match kind.as_str() {
                "sharedStrings" => book.texts = texts(&text(archive, target)?)?,
                "styles" => book.dates = dates(&text(archive, target)?)?,
                _ => {}
            }
        }
        Ok(book)
    }

    fn names(&mut self, part: &str, relations: &Relations) -> Result<(), ImportError> {
        let mut markup = Markup::new(part);
        while let Some(next) = markup.step()? {
            let Next::Open(tag, _) = next else { continue };
            match name(&tag) {
                "workbookPr" => {
                    let value = attribute(&tag, "date1904").unwrap_or_default();
                    self.from_1904 = value == "1" || value == "true";
                }
                "sheet" if self.sheets.len() < SHEETS => {
                    let named = attribute(&tag, "name").unwrap_or_default();
                    let target = attribute(&tag, "id").and_then(|id| relations.get(&id));
                    self.sheets.extend(target.map(|(_, path)| (clean(&named), path.clone())));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// A part as text; empty where there is none.
fn text(archive: &mut Archive<'_>, path: &str) -> Result<String, ImportError> {
    Ok(archive.part(path)?.map(|bytes| crate::text::decode(&bytes).0).unwrap_or_default())
}

/// Id to kind (the last word of its type) and path.
type Relations = BTreeMap<String, (String, String)>;

fn relations(part: &str, folder: &str) -> Result<Relations, ImportError> {
    let mut relations = Relations::new();
    let mut markup = Markup::new(part);
    while let Some(next) = markup.step()? {
        let Next::Open(tag, _) = next else { continue };
        if name(&tag) != "Relationship" {
            continue;
        }
        let get = |name: &str| attribute(&tag, name);
        if let (Some(id), Some(kind), Some(target)) = (get("Id"), get("Type"), get("Target")) {
            let path = match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None if folder.is_empty() => target,
                None => format!("{folder}/{target}"),
            };
            let kind = kind.rsplit('/').next().unwrap_or("").to_owned();
            relations.insert(id, (kind, path));
        }
    }
    Ok(relations)
}

/// `<si>` holds one `<t>`, or several with their own fonts; `<rPh>` is how a word is pronounced.
fn texts(part: &str) -> Result<Vec<String>, ImportError> {
    let (mut texts, mut text) = (Vec::new(), String::new());
    let (mut within, mut pronounced) = (false, false);
    let mut markup = Markup::new(part);
    while let Some(next) = markup.step()? {
        match next {
            Next::Open(tag, closed) => match name(&tag) {
                "t" => within = !closed,
                "rPh" => pronounced = !closed,
                // An empty one has its number too.
                "si" if closed => texts.push(String::new()),
                _ => {}
            },
            Next::Text(more) if within && !pronounced => text.push_str(&more),
            Next::Text(_) => {}
            Next::Close(name) => match name.as_str() {
                "t" => within = false,
                "rPh" => pronounced = false,
                "si" => texts.push(clean(&std::mem::take(&mut text))),
                _ => {}
            },
        }
        if texts.len() > SHARED {
            return Err(ImportError::Hostile(format!("more than {SHARED} texts in one workbook")));
        }
    }
    Ok(texts)
}

/// `<cellXfs>` lists the styles of cells; each names a number format, of which some are built in (part 1, §18.8.30).
fn dates(part: &str) -> Result<Vec<bool>, ImportError> {
    let mut own: BTreeMap<String, bool> = BTreeMap::new();
    let (mut dates, mut within) = (Vec::new(), false);
    let mut markup = Markup::new(part);
    while let Some(next) = markup.step()? {
        match next {
            Next::Open(tag, closed) => match name(&tag) {
                "numFmt" => {
                    if let (Some(id), Some(code)) =
                        (attribute(&tag, "numFmtId"), attribute(&tag, "formatCode"))
                    {
                        own.insert(id, is_date(&code));
                    }
                }
                "cellXfs" => within = !closed,
                "xf" if within && dates.len() < SHARED => {
                    let id = attribute(&tag, "numFmtId").unwrap_or_default();
                    let built_in = matches!(id.parse(), Ok(14..=17 | 22 | 27..=31 | 36 | 50..=58));
                    dates.push(own.get(&id).copied().unwrap_or(built_in));
                }
                _ => {}
            },
            Next::Close(name) if name == "cellXfs" => within = false,
            _ => {}
        }
    }
    Ok(dates)
}

/// A format with day or year outside quotes and brackets. Months alone may be minutes.
fn is_date(code: &str) -> bool {
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    code.chars().any(|character| {
        if std::mem::take(&mut escaped) {
            return false;
        }
        match character {
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            '[' => bracketed = true,
            ']' => bracketed = false,
            'd' | 'D' | 'y' | 'Y' => return !quoted && !bracketed,
            _ => {}
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn formats_of_dates() {
        for code in ["dd.mm.yyyy", "[$-407]d. mmmm yyyy", "yyyy\\-mm\\-dd", "m/d/yy h:mm"] {
            assert!(is_date(code), "{code}");
        }
        for code in ["0.00", "[Red]0", "#,##0 \"days\"", "mm:ss", "\\d0", "General"] {
            assert!(!is_date(code), "{code}");
        }
    }
}
