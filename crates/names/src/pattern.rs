//! A code with gaps: `BMXP34*`, `6ES7 315-????#-*`. Both sides are folded before they are compared, so blanks, dashes,
//! dots and case do not matter.

use crate::spelling::fold;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Letter(char),
    /// `#`: one digit.
    Digit,
    /// `?`: one letter or digit.
    Any,
}

/// The fewest letters and digits that a code must give: fewer would fit too much.
const FEWEST: usize = 3;

/// A code as data files write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    pieces: Vec<Piece>,
    /// Ends in `*`: any tail, also none.
    open: bool,
}

impl Pattern {
    /// Reads a code; the error says what is wrong with it.
    pub(crate) fn parse(code: &str) -> Result<Pattern, &'static str> {
        let (body, open) = match code.trim_end().strip_suffix('*') {
            Some(body) => (body, true),
            None => (code, false),
        };
        let mut pieces = Vec::new();
        for c in body.chars() {
            match c {
                '#' => pieces.push(Piece::Digit),
                '?' => pieces.push(Piece::Any),
                '*' => return Err("`*` may stand at the end only"),
                c => pieces.extend(fold(c.encode_utf8(&mut [0; 4])).chars().map(Piece::Letter)),
            }
        }
        let letters = pieces.iter().filter(|piece| matches!(piece, Piece::Letter(_))).count();
        if letters < FEWEST {
            return Err("fewer than three letters or digits besides the wildcards");
        }
        if !matches!(pieces.first(), Some(Piece::Letter(_))) {
            return Err("begins with a wildcard");
        }
        Ok(Pattern { pieces, open })
    }

    /// A name as it is, without wildcards.
    pub(crate) fn literal(name: &str) -> Result<Pattern, &'static str> {
        let pieces: Vec<Piece> = fold(name).chars().map(Piece::Letter).collect();
        if pieces.len() < FEWEST {
            return Err("fewer than three letters or digits");
        }
        Ok(Pattern { pieces, open: false })
    }

    /// The letters before the first gap.
    pub(crate) fn start(&self) -> String {
        self.pieces
            .iter()
            .map_while(|piece| if let Piece::Letter(c) = piece { Some(*c) } else { None })
            .collect()
    }

    /// How many letters and digits it gives.
    pub(crate) fn letters(&self) -> usize {
        self.pieces.iter().filter(|piece| matches!(piece, Piece::Letter(_))).count()
    }

    /// Whether it leaves anything open.
    pub(crate) fn has_gaps(&self) -> bool {
        self.open || self.pieces.iter().any(|piece| !matches!(piece, Piece::Letter(_)))
    }

    /// Whether it gives digits and nothing else: `8015`.
    pub(crate) fn is_number(&self) -> bool {
        self.pieces.iter().all(|piece| match piece {
            Piece::Letter(c) => c.is_ascii_digit(),
            Piece::Digit => true,
            Piece::Any => false,
        })
    }

    /// Whether a folded text is meant.
    pub(crate) fn fits(&self, folded: &str) -> bool {
        let mut rest = folded.chars();
        for piece in &self.pieces {
            let Some(c) = rest.next() else { return false };
            let fits = match piece {
                Piece::Letter(letter) => *letter == c,
                Piece::Digit => c.is_ascii_digit(),
                Piece::Any => true,
            };
            if !fits {
                return false;
            }
        }
        self.open || rest.next().is_none()
    }

    /// A text that it fits, for comparing two patterns: gaps are filled with `0`.
    pub(crate) fn sample(&self) -> String {
        self.pieces.iter().map(|piece| if let Piece::Letter(c) = piece { *c } else { '0' }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fits(code: &str, text: &str) -> bool {
        Pattern::parse(code).unwrap().fits(&fold(text))
    }

    #[test]
    fn gaps_and_tails() {
        assert!(fits("BMXP34*", "BMX P34 2020"));
        assert!(fits("BMXP34*", "bmxp34"));
        assert!(!fits("BMXP34*", "BMX P35 2020"));
        assert!(fits("1756-L6#", "1756-L61"));
        assert!(
            !fits("1756-L6#", "1756-L61S") && !fits("1756-L6#", "1756-L6X") && !fits("1756-L6#", "1756-L6")
        );
        assert!(fits("CJ2M-CPU??", "CJ2M-CPU31") && fits("7SJ8?", "7SJ82"));
        assert!(fits("96280", "96280"));
    }

    #[test]
    fn careless_codes_are_refused() {
        for code in ["", "*", "A*", "AB", "#123", "?ABC", "A*B12", "##34", "--", "ä*"] {
            assert!(Pattern::parse(code).is_err(), "{code}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived(code in "\\PC{0,12}", text in "\\PC{0,12}") {
            if let Ok(pattern) = Pattern::parse(&code) {
                let _ = pattern.fits(&fold(&text));
                prop_assert!(pattern.fits(&pattern.sample()));
                prop_assert!(pattern.sample().starts_with(&pattern.start()));
            }
        }
    }
}
