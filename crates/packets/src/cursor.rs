//! A bounds-checked reader over bytes. Nothing can be read past the end, so nothing can panic.

/// Reads forward through a slice; every read says `None` at the end.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    /// At the start of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Cursor<'a> {
        Cursor { bytes, at: 0 }
    }

    /// How many bytes were read.
    pub fn position(&self) -> usize {
        self.at
    }

    /// How many bytes are left.
    pub fn left(&self) -> usize {
        self.bytes.len().saturating_sub(self.at)
    }

    /// All that is left, without moving.
    pub fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or(&[])
    }

    /// The next `count` bytes.
    pub fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(count)?;
        let part = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(part)
    }

    /// The next `count` bytes, or as many as there are.
    pub fn take_up_to(&mut self, count: usize) -> &'a [u8] {
        let count = count.min(self.left());
        self.take(count).unwrap_or(&[])
    }

    /// The next `N` bytes as an array.
    pub fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    /// Steps over `count` bytes.
    pub fn skip(&mut self, count: usize) -> Option<()> {
        self.take(count).map(|_| ())
    }

    /// One byte.
    pub fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    /// Big-endian 16 bit.
    pub fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }

    /// Big-endian 24 bit.
    pub fn u24(&mut self) -> Option<u32> {
        self.array().map(|[a, b, c]| u32::from_be_bytes([0, a, b, c]))
    }

    /// Big-endian 32 bit.
    pub fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    /// Big-endian 64 bit.
    pub fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_be_bytes)
    }

    /// Little-endian 16 bit.
    pub fn u16_le(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    /// Little-endian 32 bit.
    pub fn u32_le(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    /// Up to (not with) `stop`, stepping over it; everything that is left where `stop` does not come.
    pub fn until(&mut self, stop: u8) -> &'a [u8] {
        let rest = self.rest();
        match memchr::memchr(stop, rest) {
            Some(length) => {
                let part = rest.get(..length).unwrap_or(&[]);
                self.at = self.at.saturating_add(length).saturating_add(1);
                part
            }
            None => {
                self.at = self.bytes.len();
                rest
            }
        }
    }

    /// A line without its `\r\n` or `\n`; `None` at the end of the bytes.
    pub fn line(&mut self) -> Option<&'a [u8]> {
        if self.left() == 0 {
            return None;
        }
        let line = self.until(b'\n');
        Some(line.strip_suffix(b"\r").unwrap_or(line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_to_the_end_and_not_past_it() {
        let mut cursor = Cursor::new(b"\x01\x02\x03host\r\nrest");
        assert_eq!(cursor.u8(), Some(1));
        assert_eq!(cursor.u16(), Some(0x0203));
        assert_eq!(cursor.line(), Some(&b"host"[..]));
        assert_eq!(cursor.take(5), None);
        assert_eq!(cursor.take_up_to(9), b"rest");
        assert_eq!(cursor.line(), None);
        assert_eq!(cursor.skip(usize::MAX), None);
    }
}
