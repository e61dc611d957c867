//! Base 64 (RFC 4648 §4), as far as logins need it.

/// The bytes, or nothing where there is another character. At most 192 characters are read.
pub(super) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let text = text.get(..192).unwrap_or(text);
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut held, mut bits) = (0u32, 0u32);
    for byte in text.iter().take_while(|byte| **byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = (held << 6) | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    Some(bytes)
}

/// `user:password` of a Basic login (RFC 7617).
pub(super) fn pair(text: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let bytes = decode(text)?;
    let at = bytes.iter().position(|byte| *byte == b':')?;
    let (user, password) = bytes.split_at_checked(at)?;
    Some((user.to_vec(), password.get(1..)?.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs() {
        assert_eq!(
            pair(b"QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
            Some((b"Aladdin".to_vec(), b"open sesame".to_vec()))
        );
        assert_eq!(pair(b"!!"), None);
        assert_eq!(pair(b"QQ=="), None);
    }
}
