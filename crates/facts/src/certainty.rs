//! How sure a claim is.

use std::fmt;

/// A degree of belief between 0 and 1, printed with two digits. A claim under [`Certainty::HOLDS`] is not made.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Certainty(f64);

impl Certainty {
    /// Below this a claim is not made: the answer is "unknown".
    pub const HOLDS: Certainty = Certainty(0.5);

    /// `value` brought into 0…1; what is not a number becomes 0.
    pub fn new(value: f64) -> Certainty {
        Certainty(if value.is_nan() { 0.0 } else { value.clamp(0.0, 1.0) })
    }

    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }

    /// Noisy-or of independent sources: 1 − Π(1 − cᵢ). Never lowers belief.
    pub fn or(self, other: Certainty) -> Certainty {
        let (low, high) = if self.0 < other.0 { (self.0, other.0) } else { (other.0, self.0) };
        Certainty::new(high + low * (1.0 - high))
    }

    /// Whether the claim may be made.
    pub fn holds(self) -> bool {
        self >= Certainty::HOLDS
    }
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noisy_or_never_lowers() {
        for a in [0.0, 0.2, 0.5, 0.95, 1.0] {
            for b in [0.0, 0.3, 0.6, 1.0] {
                let or = Certainty::new(a).or(Certainty::new(b));
                assert!(or >= Certainty::new(a) && or >= Certainty::new(b) && or <= Certainty::new(1.0));
            }
        }
        assert_eq!(Certainty::new(f64::NAN), Certainty::new(0.0));
    }
}
