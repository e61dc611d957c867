//! Talk on standard error while captures are read: a line that is written over on a terminal, a plain line every ten
//! seconds elsewhere.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Counts files and bytes.
pub(crate) struct Progress {
    quiet: bool,
    terminal: bool,
    state: Mutex<State>,
}

struct State {
    files: usize,
    done: usize,
    bytes: u64,
    told: Instant,
    shown: bool,
}

impl Progress {
    pub(crate) fn new(files: usize, quiet: bool) -> Progress {
        let state = State { files, done: 0, bytes: 0, told: Instant::now(), shown: false };
        Progress { quiet, terminal: std::io::stderr().is_terminal(), state: Mutex::new(state) }
    }

    /// So many more bytes were read.
    pub(crate) fn read(&self, bytes: usize) {
        let Ok(mut state) = self.state.lock() else { return };
        state.bytes += bytes as u64;
        let every = if self.terminal { Duration::from_millis(200) } else { Duration::from_secs(10) };
        if self.quiet || state.told.elapsed() < every {
            return;
        }
        state.told = Instant::now();
        let (done, files, mib) = (state.done, state.files, state.bytes >> 20);
        if self.terminal {
            const CELLS: usize = 20;
            let full = (done * CELLS).checked_div(files).unwrap_or(0);
            let bar: String = (0..CELLS).map(|cell| if cell < full { '#' } else { '.' }).collect();
            state.shown = true;
            let _ = write!(std::io::stderr(), "\r[{bar}] {done} of {files} files, {mib} MiB");
        } else {
            let _ = writeln!(std::io::stderr(), "read {mib} MiB, {done} of {files} files");
        }
    }

    /// A file is done.
    pub(crate) fn file_done(&self) {
        if let Ok(mut state) = self.state.lock() {
            state.done += 1;
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        if self.state.lock().is_ok_and(|state| state.shown) {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

/// A reader that tells how far it is.
pub(crate) struct Told<'a, R> {
    pub(crate) input: R,
    pub(crate) progress: &'a Progress,
}

impl<R: std::io::Read> std::io::Read for Told<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.progress.read(count);
        Ok(count)
    }
}
