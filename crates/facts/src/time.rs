//! A moment, in microseconds since 1970-01-01T00:00:00Z. Nothing here asks a clock.

use std::fmt;

/// Microseconds since the Unix epoch, as captures record them (nanoseconds are cut).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// From whole seconds and nanoseconds, as pcap and pcapng give them.
    pub fn from_parts(seconds: u64, nanoseconds: u64) -> Timestamp {
        let seconds = i64::try_from(seconds).unwrap_or(i64::MAX / 2_000_000);
        let micros = i64::try_from(nanoseconds / 1_000).unwrap_or(0);
        Timestamp(seconds.saturating_mul(1_000_000).saturating_add(micros))
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC; a moment that no calendar can show is printed as its number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_microsecond(self.0) {
            Ok(moment) => write!(f, "{moment:.6}"),
            Err(_) => write!(f, "@{}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_rfc3339() {
        assert_eq!(
            Timestamp::from_parts(1_700_000_000, 123_456_789).to_string(),
            "2023-11-14T22:13:20.123456Z"
        );
        assert_eq!(Timestamp(0).to_string(), "1970-01-01T00:00:00.000000Z");
        assert!(Timestamp(i64::MAX).to_string().starts_with('@'));
    }
}
