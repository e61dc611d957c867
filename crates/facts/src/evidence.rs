//! An attribute of an endpoint over a time span, with the frame that first showed it.

use crate::{Attribute, CaptureId, Endpoint, EvidenceId, Join, Timestamp};

/// Bytes of one frame: numbered from 1 as Wireshark does; `start..end` counts from the frame's first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Frame number in its capture, from 1.
    pub frame: u64,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// Where something stands in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// In a capture: in one frame, or in several for a value split over segments.
    Frames(Vec<Span>),
    /// In a list.
    Row {
        /// Row or line, from 1, as an editor or a spreadsheet counts.
        row: u64,
        /// The column's own header, or the field's name in a log.
        column: std::sync::Arc<str>,
    },
}

impl Place {
    /// The frames; none for a list.
    pub fn spans(&self) -> &[Span] {
        match self {
            Place::Frames(spans) => spans,
            Place::Row { .. } => &[],
        }
    }
}

/// The frame or the row that first showed an attribute.
///
/// Ordered by time, then file, then place, so that "the least exemplar" is the same everywhere.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Exemplar {
    /// When the frame was recorded; for a list, the date that it is of.
    pub at: Timestamp,
    /// The file it stands in: a capture or a list.
    pub capture: CaptureId,
    /// Where it stands there.
    pub place: Place,
}

impl Exemplar {
    /// The frames; none for a list.
    pub fn spans(&self) -> &[Span] {
        self.place.spans()
    }
}

/// When an attribute was seen, and the least exemplar of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Earliest time.
    pub first: Timestamp,
    /// Latest time.
    pub last: Timestamp,
    /// The least frame that shows it.
    pub exemplar: Exemplar,
}

/// What an endpoint said. Its id names endpoint, attribute and sensor; [`Seen`] grows by [`Join`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Who said it, or whom it is about. Shared by all that it said.
    pub endpoint: std::sync::Arc<Endpoint>,
    /// What was said.
    pub attribute: Attribute,
    /// Who recorded it (`look` for captures given on the command line).
    pub sensor: std::sync::Arc<str>,
    /// When, and where it can be read again.
    pub seen: Seen,
}

impl Evidence {
    /// Content-derived: equal content has equal ids on every machine.
    pub fn id(&self) -> EvidenceId {
        self.id_with(&self.endpoint.to_string())
    }

    /// The id, where the endpoint's key is at hand: one endpoint has many attributes.
    pub fn id_with(&self, endpoint_key: &str) -> EvidenceId {
        EvidenceId::of(&[endpoint_key, self.attribute.name(), self.attribute.value(), &self.sensor])
    }
}

impl Join for Seen {
    fn join(&mut self, other: Seen) {
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        if other.exemplar < self.exemplar {
            self.exemplar = other.exemplar;
        }
    }
}
