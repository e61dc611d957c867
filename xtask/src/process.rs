//! Running programs: shown line by line while they run, kept for reading afterwards; never with a standard input.

use anyhow::{Context, Result};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;

/// What a program did.
pub(crate) struct Outcome {
    pub(crate) status: ExitStatus,
    /// Standard output, then standard error.
    pub(crate) text: String,
}

/// Runs the command in the project's folder, shows what it prints, and keeps it.
pub(crate) fn shown(command: &mut Command) -> Result<Outcome> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .current_dir(crate::place::root())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("starting {name}"))?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let show_out = thread::spawn(move || copied(out, std::io::stdout()));
    let show_err = thread::spawn(move || copied(err, std::io::stderr()));
    let status = child.wait().with_context(|| format!("waiting for {name}"))?;
    let mut text = show_out.join().unwrap_or_default();
    text.push_str(&show_err.join().unwrap_or_default());
    Ok(Outcome { status, text })
}

/// Whether the command ends well when run without showing anything.
pub(crate) fn works(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .current_dir(crate::place::root())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn copied(from: Option<impl Read>, mut to: impl Write) -> String {
    let mut kept = String::new();
    let Some(from) = from else { return kept };
    let mut lines = BufReader::new(from);
    let mut line = Vec::new();
    while let Ok(count) = lines.read_until(b'\n', &mut line) {
        if count == 0 {
            break;
        }
        // Who reads our output may have gone; the program is read to its end all the same.
        let _ = to.write_all(&line);
        kept.push_str(&String::from_utf8_lossy(&line));
        line.clear();
    }
    kept
}
