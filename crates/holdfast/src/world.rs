//! What a verb works on: the site, the store's place, today's date, how to write.

use crate::args::{Arguments, Color};
use crate::failure::{Failure, INPUT, USAGE};
use crate::site::Site;
use holdfast_report::Style;
use holdfast_store::Store;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

/// Settings that are the same for every verb.
pub(crate) struct World {
    pub(crate) site: Site,
    pub(crate) store: PathBuf,
    pub(crate) style: Style,
    pub(crate) as_of: jiff::civil::Date,
}

impl World {
    pub(crate) fn of(arguments: &Arguments) -> Result<World, Failure> {
        let as_of = match &arguments.as_of {
            Some(text) => text.parse().map_err(|error| {
                Failure::new(USAGE, error, format!("--as-of {text}"), "give a date as YYYY-MM-DD")
            })?,
            None => jiff::Zoned::now().date(),
        };
        Ok(World { site: Site::of(arguments)?, store: store_path(arguments), style: style(arguments), as_of })
    }

    pub(crate) fn in_memory(&self) -> bool {
        self.store == Path::new(":memory:")
    }

    /// Opens the store, and makes its folder where the default place is used.
    pub(crate) fn open(&self) -> Result<Store, Failure> {
        if !self.in_memory()
            && let Some(folder) = self.store.parent().filter(|folder| !folder.as_os_str().is_empty())
        {
            std::fs::create_dir_all(folder).map_err(|error| {
                Failure::new(
                    INPUT,
                    error,
                    folder.display(),
                    "give another place with --store, or --store :memory:",
                )
            })?;
        }
        Ok(Store::open(&self.store)?)
    }

    /// Opens a store that must be there already.
    pub(crate) fn open_existing(&self) -> Result<Store, Failure> {
        if self.in_memory() || !self.store.exists() {
            return Err(Failure::new(
                INPUT,
                "there is no store yet",
                self.store.display(),
                "run `holdfast look FILE` first",
            ));
        }
        self.open()
    }
}

/// `--store`, `HOLDFAST_STORE`, or the user's data folder.
pub(crate) fn store_path(arguments: &Arguments) -> PathBuf {
    if let Some(path) = &arguments.store {
        return path.clone();
    }
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let data = variable("XDG_DATA_HOME").or_else(|| variable("HOME").map(|home| home.join(".local/share")));
    data.unwrap_or_else(|| PathBuf::from(".")).join("holdfast/store.db")
}

fn style(arguments: &Arguments) -> Style {
    let terminal = std::io::stdout().is_terminal();
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let color = match arguments.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => terminal && !refused,
    };
    let width = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok()).filter(|_| terminal);
    Style { color, width }
}
