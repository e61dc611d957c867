//! What went wrong, in three lines: what, where, what to do.

use std::fmt;
use std::io;

/// Exit codes of DESIGN §5.
pub(crate) const DONE: u8 = 0;
pub(crate) const INTERNAL: u8 = 1;
pub(crate) const USAGE: u8 = 2;
pub(crate) const INPUT: u8 = 3;
pub(crate) const PARTLY: u8 = 4;

/// An error that ends the program.
#[derive(Debug)]
pub(crate) struct Failure {
    code: u8,
    what: String,
    place: String,
    advice: String,
    broken_pipe: bool,
}

impl Failure {
    pub(crate) fn new(
        code: u8,
        what: impl fmt::Display,
        place: impl fmt::Display,
        advice: impl fmt::Display,
    ) -> Failure {
        let clean = |text: String| holdfast_report::terminal(&text);
        Failure {
            code,
            what: clean(what.to_string()),
            place: clean(place.to_string()),
            advice: clean(advice.to_string()),
            broken_pipe: false,
        }
    }

    /// The parser of the command line says several lines; the first says what is wrong.
    pub(crate) fn usage(text: &str) -> Failure {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let first = lines.next().unwrap_or("wrong use");
        // Missing arguments are listed on the lines below.
        let named: Vec<&str> =
            lines.take_while(|line| line.starts_with('<') || line.starts_with("--")).collect();
        let what = format!("{} {}", first.strip_prefix("error: ").unwrap_or(first), named.join(" "));
        Failure::new(
            USAGE,
            what.trim_end(),
            "the command line",
            "`holdfast --help`, or `holdfast VERB --help`, says what can be given",
        )
    }

    pub(crate) fn code(&self) -> u8 {
        self.code
    }

    pub(crate) fn is_broken_pipe(&self) -> bool {
        self.broken_pipe
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}\n  where: {}\n  what to do: {}", self.what, self.place, self.advice)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        let broken_pipe = error.kind() == io::ErrorKind::BrokenPipe;
        Failure {
            broken_pipe,
            ..Failure::new(INTERNAL, &error, "writing the result", "check the disk and the pipe it goes to")
        }
    }
}

impl From<holdfast_store::StoreError> for Failure {
    fn from(error: holdfast_store::StoreError) -> Failure {
        use holdfast_store::StoreError as E;
        let advice = match &error {
            E::Newer { .. } => "use the newer Holdfast, or another file with --store",
            E::Foreign(_) => "give a file of Holdfast's own with --store",
            E::Damaged { .. } => "look the captures again into a new store with --store",
            E::Open { .. } | E::Sqlite(_) => {
                "check that the file is Holdfast's and can be written, or use --store :memory:"
            }
        };
        Failure::new(INPUT, &error, "the store", advice)
    }
}
