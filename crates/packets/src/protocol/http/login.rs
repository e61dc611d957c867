//! Logins over plain HTTP: Basic (RFC 7617), and forms with a password field. What is sent is compared with documented
//! defaults where it stands, and goes no further.

use super::head::Head;
use crate::protocol::{Sink, base64};
use holdfast_facts::OperationClass;

/// How somebody logs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    Basic = 1,
    Form = 2,
}

impl How {
    pub(super) fn from_number(number: u8) -> Option<How> {
        match number {
            1 => Some(How::Basic),
            2 => Some(How::Form),
            _ => None,
        }
    }

    fn function(self) -> &'static str {
        match self {
            How::Basic => "basic",
            How::Form => "form",
        }
    }
}

/// A request: whether it logs in, and how.
pub(super) fn asked(head: &Head<'_>, body: &[u8], sink: &mut Sink<'_>) -> Option<How> {
    if let Some(value) = head.get(b"authorization") {
        let (scheme, encoded) = value.split_at_checked(6)?;
        if !scheme.eq_ignore_ascii_case(b"basic ") {
            return None;
        }
        let (user, password) = base64::pair(encoded.trim_ascii())?;
        sink.logs_in(How::Basic.function(), &user, &password, scheme);
        return Some(How::Basic);
    }
    let form = head.get(b"content-type").is_some_and(|kind| {
        kind.get(..33).is_some_and(|kind| kind.eq_ignore_ascii_case(b"application/x-www-form-urlencoded"))
    });
    if !form {
        return None;
    }
    let field = |known: &[&[u8]]| {
        body.get(..1024).unwrap_or(body).split(|byte| *byte == b'&').take(24).find_map(|pair| {
            let at = pair.iter().position(|byte| *byte == b'=')?;
            let (name, value) = pair.split_at_checked(at)?;
            let lower = name.to_ascii_lowercase();
            known
                .iter()
                .any(|word| lower.windows(word.len()).any(|window| window == *word))
                .then(|| (name, value.get(1..)))
        })
    };
    let (name, password) = field(&[b"passw", b"pwd", b"passwd", b"pswd"])?;
    let user = field(&[b"user", b"login", b"name", b"account"]).and_then(|(_, value)| value).unwrap_or(&[]);
    sink.logs_in(How::Form.function(), user, password.unwrap_or(&[]), name);
    Some(How::Form)
}

/// The answer. A form that is refused often answers 200 with the form again: only what is clear counts.
pub(super) fn answered(how: How, code: &[u8], sink: &mut Sink<'_>) {
    let accepted = match how {
        How::Basic if code.starts_with(b"2") || code.starts_with(b"3") => true,
        _ if matches!(code, b"401" | b"403") => false,
        How::Form if code.starts_with(b"3") => true,
        _ => return,
    };
    sink.answers(OperationClass::Login, how.function(), "", accepted, code);
}

#[cfg(test)]
mod tests {
    use super::super::super::test_support::{be_nasty, operations, pdu};
    use super::super::super::{Direction, Pdu, Transport};
    use super::super::DISSECTOR;

    #[test]
    fn basic_and_forms() {
        let to = |bytes| pdu(bytes, Transport::Tcp, Direction::ToServer, 40000, 80);
        let from = |bytes| Pdu {
            source: to(bytes).destination,
            destination: to(bytes).source,
            direction: Direction::ToClient,
            ..to(bytes)
        };
        let session = [
            to(b"GET / HTTP/1.1\r\nAuthorization: Basic YWRtaW46YWRtaW4=\r\n\r\n"),
            from(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"),
            to(b"POST /login HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 19\r\n\r\nuser=a&password=b&c"),
            from(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"),
        ];
        assert_eq!(
            operations(&DISSECTOR, &session),
            [
                "192.0.2.1 > 192.0.2.2: login `basic` asked 1 accepted 0 refused 1",
                "192.0.2.1 > 192.0.2.2: login `form` asked 1 accepted 1 refused 0",
            ]
        );
        for message in session {
            be_nasty(&DISSECTOR, &message);
        }
    }
}
