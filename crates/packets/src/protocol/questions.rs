//! Questions that wait for their answers: a small ring in a flow's memory, for protocols whose answers do not say what was
//! asked. The newest thirty are kept; an answer that comes later than that is told without its question.

use super::FlowMemory;

/// Entries kept: eight bytes each, so that the ring fits into [`MEMORY_LIMIT`](super::MEMORY_LIMIT).
const KEPT: usize = 30;
const ENTRY: usize = 8;

/// Notes that `id` asked for `what`.
pub(super) fn ask(memory: &mut FlowMemory, id: u32, what: u32) {
    let mut note = without(memory.note(), id);
    let over = (note.len() / ENTRY + 1).saturating_sub(KEPT);
    note.drain(..(over * ENTRY).min(note.len()));
    note.extend(id.to_be_bytes());
    note.extend(what.to_be_bytes());
    memory.set_note(&note);
}

/// What `id` asked for; the entry stays, for answers that come in several parts.
pub(super) fn asked(memory: &FlowMemory, id: u32) -> Option<u32> {
    memory.note().chunks_exact(ENTRY).rev().find_map(|entry| {
        let (held, what) = split(entry)?;
        (held == id).then_some(what)
    })
}

/// What `id` asked for; the entry is taken away.
pub(super) fn answered(memory: &mut FlowMemory, id: u32) -> Option<u32> {
    let what = asked(memory, id)?;
    let note = without(memory.note(), id);
    memory.set_note(&note);
    Some(what)
}

fn without(note: &[u8], id: u32) -> Vec<u8> {
    let others = note.chunks_exact(ENTRY).filter(|entry| split(entry).is_some_and(|(held, _)| held != id));
    others.flatten().copied().collect()
}

fn split(entry: &[u8]) -> Option<(u32, u32)> {
    let (id, what) = entry.split_at_checked(4)?;
    Some((u32::from_be_bytes(id.try_into().ok()?), u32::from_be_bytes(what.try_into().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_are_kept_and_each_is_answered_once() {
        let mut memory = FlowMemory::default();
        for id in 0..40 {
            ask(&mut memory, id, id * 2);
        }
        assert!(memory.note().len() <= super::super::MEMORY_LIMIT);
        assert_eq!(asked(&memory, 9), None);
        assert_eq!(answered(&mut memory, 39), Some(78));
        assert_eq!(answered(&mut memory, 39), None);
        ask(&mut memory, 20, 7);
        assert_eq!(asked(&memory, 20), Some(7));
    }
}
