//! Questions that are still open in a flow, kept in its memory: an answer that does not say what it answers finds it here.
//! A ring of (key, function): the key is what the protocol pairs by (an invoke id, a sequence number).

use super::{FlowMemory, Pdu};

/// Bytes of one entry: the key and the function.
const ENTRY: usize = 5;
/// Questions kept; an older one gives way.
const OPEN: usize = 48;

/// Keeps that `function` was asked under `key`.
pub(super) fn remember(memory: &mut FlowMemory, key: u32, function: u8) {
    let kept: Vec<[u8; ENTRY]> = entries(memory).filter(|entry| key_of(entry) != key).collect();
    let mut note = Vec::with_capacity((kept.len() + 1) * ENTRY);
    for entry in kept.iter().skip((kept.len() + 1).saturating_sub(OPEN)) {
        note.extend_from_slice(entry);
    }
    note.extend_from_slice(&key.to_be_bytes());
    note.push(function);
    memory.set_note(&note);
}

/// What was asked under `key`; it is not open any more.
pub(super) fn recall(memory: &mut FlowMemory, key: u32) -> Option<u8> {
    let found = entries(memory).find(|entry| key_of(entry) == key).map(|[.., function]| function)?;
    let note: Vec<u8> = entries(memory).filter(|entry| key_of(entry) != key).flatten().collect();
    memory.set_note(&note);
    Some(found)
}

/// A bit that tells the two ends of a flow apart, so that both may ask under the same number: who of them is the asker.
pub(super) fn asker(pdu: &Pdu<'_>, asks: bool) -> u32 {
    let source_first = (pdu.source.ip, pdu.source.port) < (pdu.destination.ip, pdu.destination.port);
    u32::from(source_first == asks)
}

fn entries(memory: &FlowMemory) -> impl Iterator<Item = [u8; ENTRY]> + '_ {
    memory.note().chunks_exact(ENTRY).filter_map(|entry| entry.try_into().ok())
}

fn key_of([a, b, c, d, _]: &[u8; ENTRY]) -> u32 {
    u32::from_be_bytes([*a, *b, *c, *d])
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
