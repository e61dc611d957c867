//! The login dialogue: prompt for a name, prompt for a password, and what the server says then.

use super::{FlowMemory, Pdu, Progress, Sink, without_commands};
use holdfast_facts::OperationClass;

const FUNCTION: &str = "user and password";
/// Bytes of a typed line that are compared.
const LINE: usize = 64;
/// What the server says is read so far.
const ANSWER: usize = 512;

/// Where the dialogue stands: the note is `state`, length of the name, name, password as far as it is typed.
const NAME: u8 = b'n';
const PASSWORD: u8 = b'p';
const JUDGED: u8 = b'j';

/// A prompt was shown.
pub(super) fn begins(text: &[u8], memory: &mut FlowMemory) {
    let state = if asks_for(text, b"password") { PASSWORD } else { NAME };
    memory.set_note(&[state, 0]);
}

pub(super) fn has_begun(memory: &FlowMemory) -> bool {
    !memory.note().is_empty()
}

/// What the client types, key by key or line by line.
pub(super) fn typed(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if !has_begun(memory) {
        return Progress::Consumed(pdu.bytes.len());
    }
    let (text, _) = without_commands(pdu.bytes);
    for byte in text {
        let note = memory.note().to_vec();
        let [state, name, rest @ ..] = note.as_slice() else { break };
        match (*state, byte) {
            (NAME, b'\r' | b'\n') if !rest.is_empty() => {
                let length = u8::try_from(rest.len()).unwrap_or(0);
                memory.set_note(&[&[PASSWORD, length], rest].concat());
            }
            // The line feed behind a carriage return is no empty password.
            (PASSWORD, b'\n') if rest.len() <= usize::from(*name) => {}
            (PASSWORD, b'\r' | b'\n') => {
                let (user, password) = rest.split_at_checked(usize::from(*name)).unwrap_or((rest, &[]));
                sink.logs_in(FUNCTION, user, password, pdu.bytes);
                memory.set_note(&[JUDGED, 0]);
            }
            (NAME | PASSWORD, 0x08 | 0x7f) => {
                let floor = if *state == PASSWORD { 2 + usize::from(*name) } else { 2 };
                let end = note.len().saturating_sub(1).max(floor);
                memory.set_note(note.get(..end).unwrap_or(&note));
            }
            (NAME | PASSWORD, byte) if byte >= b' ' && rest.len() < usize::from(*name) + LINE => {
                memory.set_note(&[&note[..], &[byte]].concat());
            }
            _ => {}
        }
    }
    Progress::Consumed(pdu.bytes.len())
}

/// What the server says after the password: its prompt again and "incorrect" refuse; anything else of some length lets in.
pub(super) fn answered(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let (text, _) = without_commands(pdu.bytes);
    let lower = text.to_ascii_lowercase();
    match memory.note().first() {
        Some(&JUDGED) => {
            const REFUSED: [&[u8]; 8] = [
                b"incorrect",
                b"invalid",
                b"failed",
                b"failure",
                b"denied",
                b"bad password",
                b"wrong",
                b"refused",
            ];
            let has = |word: &&[u8]| lower.windows(word.len()).any(|window| window == *word);
            let prompts =
                asks_for(&text, b"login") || asks_for(&text, b"username") || asks_for(&text, b"password");
            let refused = REFUSED.iter().any(has);
            let shell =
                lower.trim_ascii_end().last().is_some_and(|last| matches!(last, b'$' | b'#' | b'>' | b'%'));
            let said = lower.iter().filter(|byte| byte.is_ascii_alphanumeric()).count();
            if refused || prompts {
                sink.answers(OperationClass::Login, FUNCTION, "", false, pdu.bytes);
                begins(&text, memory);
            } else if shell || said >= 24 {
                sink.answers(OperationClass::Login, FUNCTION, "", true, pdu.bytes);
                return Progress::Done;
            } else if pdu.bytes.len() < ANSWER {
                return Progress::More;
            }
        }
        // A prompt for the password alone, or the name again.
        Some(&NAME) if asks_for(&text, b"password") => memory.set_note(&[PASSWORD, 0]),
        _ => {}
    }
    Progress::Consumed(pdu.bytes.len())
}

fn asks_for(text: &[u8], what: &[u8]) -> bool {
    let lower = text.to_ascii_lowercase();
    let end = lower.trim_ascii_end();
    let tail = end.get(end.len().saturating_sub(40)..).unwrap_or(end);
    tail.ends_with(b":") && tail.windows(what.len()).any(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::super::super::test_support::{be_nasty, operations, pdu};
    use super::super::super::{Direction, Transport};
    use super::super::DISSECTOR;
    use super::*;

    fn to(bytes: &[u8]) -> Pdu<'_> {
        pdu(bytes, Transport::Tcp, Direction::ToServer, 40000, 23)
    }

    fn from(bytes: &[u8]) -> Pdu<'_> {
        let there = to(bytes);
        Pdu { source: there.destination, destination: there.source, direction: Direction::ToClient, ..there }
    }

    #[test]
    fn a_refused_login_and_one_that_lets_in() {
        let session = [
            from(b"Moxa NPort\r\nlogin: "),
            to(b"ro"),
            from(b"ro"),
            to(b"ot\r\n"),
            from(b"Password: "),
            to(b"x\r\n"),
            from(b"\r\nLogin incorrect\r\nlogin: "),
            to(b"root\r"),
            from(b"Password: "),
            to(b"y\r"),
            from(b"\r\nLast login: Mon\r\nroot@plc:~# "),
        ];
        assert_eq!(
            operations(&DISSECTOR, &session),
            ["192.0.2.1 > 192.0.2.2: login `user and password` asked 2 accepted 1 refused 1"]
        );
        for message in session {
            be_nasty(&DISSECTOR, &message);
        }
    }
}
