//! Lines of at most a hundred columns, or of what the terminal has: headings, wrapped text, pairs of columns.

use holdfast_report::{Style, terminal};
use std::io::{self, Write};

/// The most columns, and the least.
const WIDEST: usize = 100;
const NARROWEST: usize = 60;

pub(super) struct Page<'o> {
    out: &'o mut dyn Write,
    color: bool,
    width: usize,
}

impl<'o> Page<'o> {
    pub(super) fn new(out: &'o mut dyn Write, style: Style) -> Page<'o> {
        let width = style.width.unwrap_or(WIDEST).clamp(NARROWEST, WIDEST);
        Page { out, color: style.color, width }
    }

    /// A heading, with an empty line before it.
    pub(super) fn head(&mut self, text: &str) -> io::Result<()> {
        let (bold, plain) = if self.color { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
        writeln!(self.out, "\n{bold}{}{plain}", terminal(text))
    }

    /// Text in as many lines as it needs, each so far from the left; those after the first a little more.
    pub(super) fn text(&mut self, indent: usize, text: &str) -> io::Result<()> {
        self.wrapped("", (indent, indent + 2), text)
    }

    /// A word of so many columns, and text beside it.
    pub(super) fn pair(&mut self, word: &str, columns: usize, text: &str) -> io::Result<()> {
        self.wrapped(&format!("  {word:<columns$}"), (columns + 2, columns + 2), text)
    }

    /// One line, cut where the page ends.
    pub(super) fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", cut(terminal(text).trim_end(), self.width))
    }

    fn wrapped(&mut self, first: &str, (indent, next): (usize, usize), text: &str) -> io::Result<()> {
        let first = terminal(first);
        let mut line = if first.is_empty() { " ".repeat(indent) } else { first };
        let mut empty = true;
        for word in terminal(text).split_whitespace() {
            let length = line.chars().count() + word.chars().count() + usize::from(!empty);
            if !empty && length > self.width {
                writeln!(self.out, "{}", line.trim_end())?;
                line = " ".repeat(next);
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line.push_str(word);
            empty = false;
        }
        writeln!(self.out, "{}", line.trim_end())
    }
}

/// As much as fits, with `…` where something is left out.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_the_page() {
        let mut out = Vec::new();
        let mut page = Page::new(&mut out, Style { color: false, width: Some(60) });
        page.text(4, &"words of several lengths ".repeat(12)).unwrap();
        page.pair("left", 20, &"right hand side ".repeat(9)).unwrap();
        page.line(&"x".repeat(99)).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.lines().all(|line| line.chars().count() <= 60), "{text}");
        assert!(text.lines().count() > 7 && text.contains("    words") && text.contains('…'));
    }
}
