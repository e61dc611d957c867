//! Lines of a log, one at a time: a log may be larger than memory.

use std::io::{self, BufRead};

/// EVE lines with whole certificate chains have some 10 KiB; what is longer is no line of a log.
pub(crate) const LINE_LIMIT: usize = 1 << 20;

/// Numbered lines of bounded length.
pub(crate) struct Lines<R> {
    input: R,
    number: u64,
    line: Vec<u8>,
}

/// One line without its end.
pub(crate) struct Line<'a> {
    pub(crate) number: u64,
    pub(crate) text: &'a [u8],
    /// Cut at [`LINE_LIMIT`].
    pub(crate) too_long: bool,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(input: R) -> Lines<R> {
        Lines { input, number: 0, line: Vec::new() }
    }

    /// The next line; `None` at the end.
    pub(crate) fn next_line(&mut self) -> io::Result<Option<Line<'_>>> {
        self.line.clear();
        let (mut any, mut too_long) = (false, false);
        loop {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                break;
            }
            any = true;
            let (part, used, ended) = match chunk.iter().position(|byte| *byte == b'\n') {
                Some(at) => (chunk.get(..at), at + 1, true),
                None => (Some(chunk), chunk.len(), false),
            };
            let room = LINE_LIMIT.saturating_sub(self.line.len());
            let part = part.unwrap_or(&[]);
            too_long |= part.len() > room;
            self.line.extend_from_slice(part.get(..part.len().min(room)).unwrap_or(&[]));
            self.input.consume(used);
            if ended {
                break;
            }
        }
        if !any {
            return Ok(None);
        }
        self.number += 1;
        let text = self.line.strip_suffix(b"\r").unwrap_or(&self.line);
        Ok(Some(Line { number: self.number, text, too_long }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_cut_and_the_next_one_is_found() {
        let mut bytes = vec![b'a'; LINE_LIMIT + 5];
        bytes.extend_from_slice(b"\r\nb\n\nc");
        let mut lines = Lines::new(io::BufReader::with_capacity(7, bytes.as_slice()));
        let mut seen = Vec::new();
        while let Some(line) = lines.next_line().unwrap() {
            seen.push((line.number, line.text.len(), line.too_long));
        }
        assert_eq!(seen, [(1, LINE_LIMIT, true), (2, 1, false), (3, 0, false), (4, 1, false)]);
    }
}
