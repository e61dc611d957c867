//! Ways of spoiling an input: bits, bytes that lengths and counts like to be wrong with, pieces moved and joined.

use crate::chance::Chance;

/// No input grows beyond this.
const LONGEST: usize = 128 * 1024;
/// Values at the edges of fields.
const EDGES: [u8; 8] = [0x00, 0x01, 0x7f, 0x80, 0xff, 0xc0, 0x0a, 0x20];

/// One of the inputs, changed in one to eight ways; noise where there is none.
pub(super) fn one(pool: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut input = match pool.get(chance.below(pool.len())) {
        Some(seed) => seed.clone(),
        None => (0..chance.below(600)).map(|_| chance.next() as u8).collect(),
    };
    for _ in 0..=chance.below(8) {
        change(&mut input, pool, chance);
        input.truncate(LONGEST);
    }
    input
}

fn change(input: &mut Vec<u8>, pool: &[Vec<u8>], chance: &mut Chance) {
    if input.is_empty() {
        input.push(chance.next() as u8);
        return;
    }
    // Headers are short and stand at the front: half of all changes fall there.
    let reach = if chance.below(2) == 0 { input.len().min(64) } else { input.len() };
    let at = chance.below(reach);
    let length = 1 + chance.below(32.min(input.len() - at));
    let edge = EDGES[chance.below(EDGES.len())];
    match chance.below(9) {
        0 => input[at] ^= 1 << chance.below(8),
        1 => input[at] = edge,
        2 => input[at] = chance.next() as u8,
        // A field of 2 or 4 bytes at its edge.
        3 => {
            let end = (at + 2 + 2 * chance.below(2)).min(input.len());
            input[at..end].fill(edge);
        }
        4 => input.truncate(at),
        5 => {
            input.drain(at..at + length);
        }
        6 => {
            let piece = input[at..at + length].to_vec();
            let to = chance.below(input.len());
            input.splice(to..to, piece);
        }
        // The same piece again and again: nesting, lists without end.
        7 => {
            let piece = input[at..at + length].repeat(1 + chance.below(64));
            input.splice(at..at, piece);
        }
        _ => {
            if let Some(other) = pool.get(chance.below(pool.len())) {
                let from = chance.below(other.len());
                input.truncate(at);
                input.extend_from_slice(other.get(from..).unwrap_or(&[]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_inputs_and_none_is_too_long() {
        let pool = vec![b"GET / HTTP/1.1\r\n\r\n".to_vec(), vec![0; 300]];
        let run = |seed| {
            let mut chance = Chance::new(seed);
            (0..5000).map(|_| one(&pool, &mut chance)).collect::<Vec<_>>()
        };
        let first = run(7);
        assert_eq!(first, run(7));
        assert_ne!(first, run(8));
        assert!(first.iter().all(|input| input.len() <= LONGEST));
        assert!(!one(&[], &mut Chance::new(3)).is_empty() || !one(&[], &mut Chance::new(4)).is_empty());
    }
}
