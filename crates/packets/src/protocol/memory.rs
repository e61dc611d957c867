//! A few bytes that a dissector may keep between the messages of one flow (both directions share them).

/// At most this many bytes are kept per flow.
pub const MEMORY_LIMIT: usize = 256;

/// What a dissector noted of a flow: for pairing an answer with its question.
#[derive(Clone, Debug, Default)]
pub struct FlowMemory {
    note: Vec<u8>,
}

impl FlowMemory {
    /// What was noted; empty at first.
    pub fn note(&self) -> &[u8] {
        &self.note
    }

    /// Replaces the note, cut to [`MEMORY_LIMIT`] bytes.
    pub fn set_note(&mut self, note: &[u8]) {
        self.note.clear();
        self.note.extend_from_slice(note.get(..MEMORY_LIMIT).unwrap_or(note));
    }

    /// Bytes held, for the engine's bound on all flows together.
    pub(crate) fn held(&self) -> usize {
        self.note.capacity()
    }
}
