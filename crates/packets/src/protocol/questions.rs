//! Questions that wait for their answers: a small ring in a flow's memory, for protocols whose answers do not say what was
//! asked. The newest thirty are kept; an answer that comes later than that is told without its question.

use super::FlowMemory;

/// Entries kept: eight bytes each, so that the ring fits into [`MEMORY_LIMIT`](super::MEMORY_LIMIT).
const KEPT: usize = 30;
const ENTRY: usize = 8;

/// Notes that `id` asked for `what`.
pub(super) fn ask(memory: &mut FlowMemory, id: u32, what: u32) {
    forget(memory, id);
    let over = (memory.note().len() / ENTRY + 1).saturating_sub(KEPT);
    memory.remove(0, over * ENTRY);
    memory.append(&id.to_be_bytes());
    memory.append(&what.to_be_bytes());
}

/// What `id` asked for; the entry stays, for answers that come in several parts.
pub(super) fn asked(memory: &FlowMemory, id: u32) -> Option<u32> {
    let at = find(memory, id)?;
    memory.note().get(at..at + ENTRY).and_then(split).map(|(_, what)| what)
}

/// What `id` asked for; the entry is taken away.
pub(super) fn answered(memory: &mut FlowMemory, id: u32) -> Option<u32> {
    let what = asked(memory, id)?;
    forget(memory, id);
    Some(what)
}

/// Where the newest entry of `id` begins.
fn find(memory: &FlowMemory, id: u32) -> Option<usize> {
    let place = memory.note().chunks_exact(ENTRY).rposition(|entry| entry.starts_with(&id.to_be_bytes()))?;
    Some(place * ENTRY)
}

/// Takes the entry of `id` away. There is at most one: asking again takes the place of what was asked before.
fn forget(memory: &mut FlowMemory, id: u32) {
    if let Some(at) = find(memory, id) {
        memory.remove(at, ENTRY);
    }
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
