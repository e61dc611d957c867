//! A DNS message (RFC 1035 §4.1) as questions and records, bounded.

use super::name;
use crate::Cursor;

/// More questions or records than that are not looked at.
const QUESTIONS: u16 = 64;
const RECORDS: u16 = 64;

/// One question.
pub(in crate::protocol) struct Question<'a> {
    pub(in crate::protocol) name: Vec<u8>,
    pub(in crate::protocol) kind: u16,
    /// The bytes it stands in.
    pub(in crate::protocol) bytes: &'a [u8],
}

/// One resource record.
pub(in crate::protocol) struct Record<'a> {
    pub(in crate::protocol) name: Vec<u8>,
    pub(in crate::protocol) kind: u16,
    pub(in crate::protocol) class: u16,
    pub(in crate::protocol) ttl: u32,
    /// Where the data begins in the message: names in it may point back.
    pub(in crate::protocol) data_at: usize,
    pub(in crate::protocol) data: &'a [u8],
    /// The whole record's bytes.
    pub(in crate::protocol) bytes: &'a [u8],
}

/// A message's parts, as far as they could be read.
pub(in crate::protocol) struct Message<'a> {
    pub(in crate::protocol) response: bool,
    pub(in crate::protocol) opcode: u8,
    pub(in crate::protocol) code: u8,
    pub(in crate::protocol) questions: Vec<Question<'a>>,
    pub(in crate::protocol) records: Vec<Record<'a>>,
    /// How many of the records are answers; behind them stand `authority` ones, then the additional ones.
    pub(in crate::protocol) answers: usize,
    pub(in crate::protocol) authority: usize,
    /// Everything that was announced could be read.
    pub(in crate::protocol) whole: bool,
}

/// Reads a message; `None` where not even the header is one.
pub(in crate::protocol) fn read(bytes: &[u8]) -> Option<Message<'_>> {
    let mut cursor = Cursor::new(bytes);
    cursor.skip(2)?;
    let flags = cursor.u16()?;
    let (questions, answers) = (cursor.u16()?, cursor.u16()?);
    let (authority, additional) = (cursor.u16()?, cursor.u16()?);
    let mut message = Message {
        response: flags & 0x8000 != 0,
        opcode: (flags >> 11) as u8 & 15,
        code: flags as u8 & 15,
        questions: Vec::new(),
        records: Vec::new(),
        answers: usize::from(answers),
        authority: usize::from(authority),
        whole: true,
    };
    for _ in 0..questions.min(QUESTIONS) {
        match question(bytes, &mut cursor) {
            Some(question) => message.questions.push(question),
            None => {
                message.whole = false;
                return Some(message);
            }
        }
    }
    // What stands behind the last question cannot be found without reading them all.
    if questions > QUESTIONS {
        return Some(message);
    }
    for _ in 0..answers.saturating_add(authority).saturating_add(additional).min(RECORDS) {
        match record(bytes, &mut cursor) {
            Some(record) => message.records.push(record),
            None => {
                message.whole = false;
                break;
            }
        }
    }
    Some(message)
}

fn question<'a>(bytes: &'a [u8], cursor: &mut Cursor<'a>) -> Option<Question<'a>> {
    let start = cursor.position();
    let name = name::read(bytes, cursor)?;
    let kind = cursor.u16()?;
    cursor.skip(2)?;
    Some(Question { name, kind, bytes: bytes.get(start..cursor.position())? })
}

fn record<'a>(bytes: &'a [u8], cursor: &mut Cursor<'a>) -> Option<Record<'a>> {
    let start = cursor.position();
    let name = name::read(bytes, cursor)?;
    let kind = cursor.u16()?;
    let class = cursor.u16()?;
    let ttl = cursor.u32()?;
    let length = usize::from(cursor.u16()?);
    let data_at = cursor.position();
    let data = cursor.take(length)?;
    Some(Record { name, kind, class, ttl, data_at, data, bytes: bytes.get(start..cursor.position())? })
}

impl Message<'_> {
    /// The authority section: what a multicast probe is about to own (RFC 6762 §8.1), and what an update changes
    /// (RFC 2136 §2.5).
    pub(in crate::protocol) fn authority(&self) -> impl Iterator<Item = &Record<'_>> {
        self.records.iter().skip(self.answers).take(self.authority)
    }
}

/// A name in a record's data, `skip` bytes in.
pub(in crate::protocol) fn name_in(bytes: &[u8], record: &Record<'_>, skip: usize) -> Option<Vec<u8>> {
    let mut cursor = Cursor::new(bytes);
    cursor.skip(record.data_at.checked_add(skip)?)?;
    name::read(bytes, &mut cursor)
}

/// An A or AAAA record's address.
pub(in crate::protocol) fn address(record: &Record<'_>) -> Option<std::net::IpAddr> {
    match record.kind {
        1 => <[u8; 4]>::try_from(record.data).ok().map(Into::into),
        28 => <[u8; 16]>::try_from(record.data).ok().map(Into::into),
        _ => None,
    }
}

/// Counts that a real message can have, and an opcode that is in use: cheap enough for every datagram.
pub(in crate::protocol) fn looks_like_one(bytes: &[u8]) -> bool {
    let Some([_, _, f1, _, q1, q0, a1, a0, n1, n0, r1, r0]) =
        bytes.get(..12).and_then(|b| <[u8; 12]>::try_from(b).ok())
    else {
        return false;
    };
    let counts = [[q1, q0], [a1, a0], [n1, n0], [r1, r0]].map(u16::from_be_bytes);
    let opcode = f1 >> 3 & 15;
    opcode <= 6 && counts.iter().all(|count| *count <= 512) && counts.iter().any(|count| *count > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many questions for `a`, then one answer: `a` has 192.0.2.1.
    fn message(questions: u16) -> Vec<u8> {
        let mut bytes = vec![0, 0, 0x84, 0];
        bytes.extend(questions.to_be_bytes());
        bytes.extend([0, 1, 0, 0, 0, 0]);
        for _ in 0..questions {
            bytes.extend([1, b'a', 0, 0, 12, 0, 1]);
        }
        bytes.extend([1, b'a', 0, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 1]);
        bytes
    }

    #[test]
    fn answers_are_found_behind_many_questions_and_not_guessed_behind_too_many() {
        for (questions, answers) in [(1, 1), (17, 1), (64, 1), (65, 0)] {
            let bytes = message(questions);
            let read = read(&bytes).unwrap();
            assert_eq!((read.records.len(), read.whole), (answers, true), "{questions}");
        }
    }
}
