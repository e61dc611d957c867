//! Questions that are still open in a flow, kept in its memory: an answer that does not say what it answers finds it here.
//! A ring of (key, function): the key is what the protocol pairs by (an invoke id, a sequence number).

use super::{FlowMemory, Pdu};

/// Bytes of one entry: the key and the function.
const ENTRY: usize = 5;
/// Questions kept; an older one gives way.
const OPEN: usize = 48;

/// Keeps that `function` was asked under `key`.
pub(super) fn remember(memory: &mut FlowMemory, key: u32, function: u8) {
    forget(memory, key);
    let over = (memory.note().len() / ENTRY + 1).saturating_sub(OPEN);
    memory.remove(0, over * ENTRY);
    memory.append(&key.to_be_bytes());
    memory.append(&[function]);
}

/// What was asked under `key`; it is not open any more.
pub(super) fn recall(memory: &mut FlowMemory, key: u32) -> Option<u8> {
    let at = find(memory, key)?;
    let function = memory.note().get(at + ENTRY - 1).copied();
    forget(memory, key);
    function
}

/// Where the entry of `key` begins.
fn find(memory: &FlowMemory, key: u32) -> Option<usize> {
    let place = memory.note().chunks_exact(ENTRY).position(|entry| entry.starts_with(&key.to_be_bytes()))?;
    Some(place * ENTRY)
}

/// Takes the entry of `key` away. There is at most one: asking again takes the place of what was asked before.
fn forget(memory: &mut FlowMemory, key: u32) {
    if let Some(at) = find(memory, key) {
        memory.remove(at, ENTRY);
    }
}

/// A bit that tells the two ends of a flow apart, so that both may ask under the same number: who of them is the asker.
pub(super) fn asker(pdu: &Pdu<'_>, asks: bool) -> u32 {
    let source_first = (pdu.source.ip, pdu.source.port) < (pdu.destination.ip, pdu.destination.port);
    u32::from(source_first == asks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_finds_its_question_once() {
        let mut memory = FlowMemory::default();
        for key in 0..60 {
            remember(&mut memory, key, key as u8);
        }
        assert_eq!(recall(&mut memory, 59), Some(59));
        assert_eq!(recall(&mut memory, 59), None);
        assert_eq!(recall(&mut memory, 0), None);
        assert!(memory.note().len() <= super::super::MEMORY_LIMIT);
    }
}
