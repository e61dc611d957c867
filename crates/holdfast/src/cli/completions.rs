//! `holdfast completions SHELL`.

use crate::args::Arguments;
use crate::failure::{DONE, Failure};
use clap::CommandFactory as _;
use std::io::Write as _;

pub(crate) fn run(shell: clap_complete::Shell) -> Result<u8, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "holdfast", &mut text);
    std::io::stdout().write_all(&text)?;
    Ok(DONE)
}
