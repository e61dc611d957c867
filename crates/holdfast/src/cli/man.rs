//! `holdfast man`: the manual page, or one for each verb.

use crate::args::Arguments;
use crate::failure::{DONE, Failure, INPUT};
use clap::CommandFactory as _;
use std::io::Write as _;
use std::path::Path;

pub(crate) fn run(folder: Option<&Path>) -> Result<u8, Failure> {
    let command = Arguments::command();
    match folder {
        Some(folder) => {
            let failed = |error: std::io::Error| {
                Failure::new(INPUT, error, folder.display(), "name a folder that can be written")
            };
            std::fs::create_dir_all(folder).map_err(failed)?;
            clap_mangen::generate_to(command, folder).map_err(failed)?;
        }
        None => {
            let mut text = Vec::new();
            clap_mangen::Man::new(command).render(&mut text)?;
            std::io::stdout().write_all(&text)?;
        }
    }
    Ok(DONE)
}
