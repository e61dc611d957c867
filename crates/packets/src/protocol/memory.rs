//! A few bytes that a dissector may keep between the messages of one flow (both directions share them).

/// At most this many bytes are kept per flow.
pub const MEMORY_LIMIT: usize = 256;

/// What a dissector noted of a flow: for pairing an answer with its question.
#[derive(Clone, Debug, Default)]
pub struct FlowMemory {
    note: Option<Box<[u8]>>,
}

impl FlowMemory {
    /// What was noted; empty at first.
    pub fn note(&self) -> &[u8] {
        self.note.as_deref().unwrap_or(&[])
    }

    /// Replaces the note, cut to [`MEMORY_LIMIT`] bytes.
    pub fn set_note(&mut self, note: &[u8]) {
        self.note = Some(note.get(..MEMORY_LIMIT).unwrap_or(note).into());
    }

    /// Bytes held, for the engine's bound on all flows together.
    pub(crate) fn held(&self) -> usize {
        self.note.as_ref().map_or(0, |note| note.len())
    }
}
