//! Google's QUIC before the standard (versions Q0xx up to Q046): its client hello stood in the clear, as a list of tagged values
//! with the server's name and the program's own name.

use crate::Cursor;

/// Where a hello begins at the latest, and how many tags are looked at.
const WITHIN: usize = 80;
const TAGS: usize = 64;

/// What the hello says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Hello<'a> {
    pub(super) server_name: Option<&'a [u8]>,
    pub(super) user_agent: Option<&'a [u8]>,
}

/// The version's name (`Q046`), with the long header of the last versions or the public header of the first ones.
pub(super) fn version(datagram: &[u8]) -> Option<&[u8]> {
    let first = datagram.first()?;
    let at = if first & 0x80 != 0 {
        1
    } else if first & 0x09 == 0x09 {
        // Flags: a version is there, and a connection id of eight bytes.
        9
    } else {
        return None;
    };
    let version = datagram.get(at..at + 4)?;
    matches!(version, [b'Q', b'0', b'2'..=b'4', b'0'..=b'9']).then_some(version)
}

/// Reads the tags of a client hello: each says where its value ends.
pub(super) fn hello(datagram: &[u8]) -> Option<Hello<'_>> {
    let at = datagram.windows(4).take(WITHIN).position(|window| window == b"CHLO")?;
    let mut cursor = Cursor::new(datagram.get(at + 4..)?);
    let count = usize::from(cursor.u16_le()?).min(TAGS);
    cursor.skip(2)?;
    let mut tags = Cursor::new(cursor.take(count * 8)?);
    let mut hello = Hello::default();
    let mut before = 0;
    while let (Some(tag), Some(end)) = (tags.array::<4>(), tags.u32_le()) {
        let end = end as usize;
        // Values stand in order; one that is cut is none.
        let value = end.checked_sub(before).and_then(|length| cursor.take(length))?;
        before = end;
        match &tag {
            b"SNI\0" => hello.server_name = Some(value),
            b"UAID" => hello.user_agent = Some(value),
            _ => {}
        }
    }
    Some(hello)
}
