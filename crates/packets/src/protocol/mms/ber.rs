//! Elements of BER with definite lengths (ISO/IEC 8825-1), shared with GOOSE and sampled values.

/// One element: its first byte without the number of high tags, its number, and its contents.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Element<'a> {
    /// Class and "constructed" (the top three bits).
    pub(in super::super) class: u8,
    pub(in super::super) number: u32,
    pub(in super::super) body: &'a [u8],
}

impl Element<'_> {
    /// Whether it is this context-specific number.
    pub(in super::super) fn is_context(&self, number: u32) -> bool {
        self.class & 0xc0 == 0x80 && self.number == number
    }

    /// As a number, where it fits.
    pub(in super::super) fn unsigned(&self) -> Option<u32> {
        let body = self.body.strip_prefix(&[0]).unwrap_or(self.body);
        (body.len() <= 4).then(|| body.iter().fold(0u32, |value, byte| value << 8 | u32::from(*byte)))
    }
}

/// The first element and what follows it.
pub(in super::super) fn element(bytes: &[u8]) -> Option<(Element<'_>, &[u8])> {
    let (first, mut rest) = bytes.split_first()?;
    let mut number = u32::from(first & 0x1f);
    if number == 0x1f {
        number = 0;
        for _ in 0..3 {
            let (byte, after) = rest.split_first()?;
            rest = after;
            number = number << 7 | u32::from(byte & 0x7f);
            if byte & 0x80 == 0 {
                break;
            }
        }
    }
    let (length, after) = rest.split_first()?;
    rest = after;
    let length = if length & 0x80 == 0 {
        usize::from(*length)
    } else {
        let count = usize::from(length & 0x7f);
        if count == 0 || count > 3 {
            return None;
        }
        let (bytes, after) = rest.split_at_checked(count)?;
        rest = after;
        bytes.iter().fold(0usize, |value, byte| value << 8 | usize::from(*byte))
    };
    let (body, rest) = rest.split_at_checked(length)?;
    Some((Element { class: first & 0xe0, number, body }, rest))
}

/// Up to 64 elements, one after the other.
pub(in super::super) fn elements(bytes: &[u8]) -> impl Iterator<Item = Element<'_>> {
    let mut rest = bytes;
    (0..64).map_while(move |_| {
        let (one, after) = element(rest)?;
        rest = after;
        Some(one)
    })
}
