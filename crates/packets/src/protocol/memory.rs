//! A few bytes that a dissector may keep between the messages of one flow (both directions share them).

/// At most this many bytes are kept per flow.
pub const MEMORY_LIMIT: usize = 256;

/// What a dissector noted of a flow: for pairing an answer with its question.
#[derive(Clone, Debug, Default)]
pub struct FlowMemory {
    /// Made once for a flow and written over: some protocols note something of every message.
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
        self.append(note);
    }

    /// Adds to the note, as far as there is room.
    pub fn append(&mut self, more: &[u8]) {
        let room = MEMORY_LIMIT.saturating_sub(self.note.len());
        self.note.extend_from_slice(more.get(..room).unwrap_or(more));
    }

    /// Takes the bytes from `start` on, `length` of them, out of the note.
    pub fn remove(&mut self, start: usize, length: usize) {
        let end = start.saturating_add(length).min(self.note.len());
        if start < end {
            self.note.drain(start..end);
        }
    }

    /// Bytes held, for the engine's bound on all flows together.
    pub(crate) fn held(&self) -> usize {
        self.note.len()
    }
}
