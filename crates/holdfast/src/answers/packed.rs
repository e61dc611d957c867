//! Values as bytes and back, for what is kept beside the evidence: compact, without names of fields, and only ever read
//! by the very code that wrote it (the key says so). Whole numbers are in LEB128; what cannot be read gives `None`.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::Arc;

/// What can be kept.
pub(super) trait Packed: Sized {
    /// Adds the bytes.
    fn pack(&self, out: &mut Vec<u8>);
    /// Takes them again.
    fn unpack(from: &mut &[u8]) -> Option<Self>;
}

/// The bytes of one value.
pub(super) fn packed(value: &impl Packed) -> Vec<u8> {
    let mut out = Vec::new();
    value.pack(&mut out);
    out
}

/// The value of these bytes, if they are of one and nothing else.
pub(super) fn unpacked<T: Packed>(mut bytes: &[u8]) -> Option<T> {
    let value = T::unpack(&mut bytes)?;
    bytes.is_empty().then_some(value)
}

pub(super) fn bytes<'a>(from: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, rest) = from.split_at_checked(count)?;
    *from = rest;
    Some(taken)
}

impl Packed for u8 {
    fn pack(&self, out: &mut Vec<u8>) {
        out.push(*self);
    }
    fn unpack(from: &mut &[u8]) -> Option<u8> {
        bytes(from, 1)?.first().copied()
    }
}

impl Packed for u64 {
    fn pack(&self, out: &mut Vec<u8>) {
        let mut rest = *self;
        while rest >= 0x80 {
            out.push((rest & 0x7f) as u8 | 0x80);
            rest >>= 7;
        }
        out.push(rest as u8);
    }
    fn unpack(from: &mut &[u8]) -> Option<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = u8::unpack(from)?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }
}

macro_rules! whole_numbers {
    ($($number:ty),*) => {$(
        impl Packed for $number {
            fn pack(&self, out: &mut Vec<u8>) {
                (*self as u64).pack(out);
            }
            fn unpack(from: &mut &[u8]) -> Option<$number> {
                u64::unpack(from)?.try_into().ok()
            }
        }
    )*};
}
whole_numbers!(u16, u32, usize);

impl Packed for i64 {
    fn pack(&self, out: &mut Vec<u8>) {
        out.extend(self.to_le_bytes());
    }
    fn unpack(from: &mut &[u8]) -> Option<i64> {
        Some(i64::from_le_bytes(bytes(from, 8)?.try_into().ok()?))
    }
}

impl Packed for f64 {
    fn pack(&self, out: &mut Vec<u8>) {
        out.extend(self.to_le_bytes());
    }
    fn unpack(from: &mut &[u8]) -> Option<f64> {
        Some(f64::from_le_bytes(bytes(from, 8)?.try_into().ok()?))
    }
}

impl Packed for bool {
    fn pack(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
    fn unpack(from: &mut &[u8]) -> Option<bool> {
        Some(u8::unpack(from)? != 0)
    }
}

fn pack_text(text: &str, out: &mut Vec<u8>) {
    text.len().pack(out);
    out.extend(text.as_bytes());
}

fn unpack_text<'a>(from: &mut &'a [u8]) -> Option<&'a str> {
    let length = usize::unpack(from)?;
    std::str::from_utf8(bytes(from, length)?).ok()
}

impl Packed for String {
    fn pack(&self, out: &mut Vec<u8>) {
        pack_text(self, out);
    }
    fn unpack(from: &mut &[u8]) -> Option<String> {
        Some(unpack_text(from)?.to_owned())
    }
}

impl Packed for Arc<str> {
    fn pack(&self, out: &mut Vec<u8>) {
        pack_text(self, out);
    }
    fn unpack(from: &mut &[u8]) -> Option<Arc<str>> {
        Some(unpack_text(from)?.into())
    }
}

impl<const N: usize> Packed for [u8; N] {
    fn pack(&self, out: &mut Vec<u8>) {
        out.extend(self);
    }
    fn unpack(from: &mut &[u8]) -> Option<[u8; N]> {
        bytes(from, N)?.try_into().ok()
    }
}

impl Packed for IpAddr {
    fn pack(&self, out: &mut Vec<u8>) {
        match self {
            IpAddr::V4(ip) => {
                out.push(4);
                ip.octets().pack(out);
            }
            IpAddr::V6(ip) => {
                out.push(6);
                ip.octets().pack(out);
            }
        }
    }
    fn unpack(from: &mut &[u8]) -> Option<IpAddr> {
        match u8::unpack(from)? {
            4 => Some(<[u8; 4]>::unpack(from)?.into()),
            6 => Some(<[u8; 16]>::unpack(from)?.into()),
            _ => None,
        }
    }
}

impl<T: Packed> Packed for Option<T> {
    fn pack(&self, out: &mut Vec<u8>) {
        self.is_some().pack(out);
        if let Some(value) = self {
            value.pack(out);
        }
    }
    fn unpack(from: &mut &[u8]) -> Option<Option<T>> {
        Some(if bool::unpack(from)? { Some(T::unpack(from)?) } else { None })
    }
}

fn pack_all<'t, T: Packed + 't>(count: usize, items: impl Iterator<Item = &'t T>, out: &mut Vec<u8>) {
    count.pack(out);
    items.for_each(|item| item.pack(out));
}

fn unpack_all<T: Packed, C: FromIterator<T>>(from: &mut &[u8]) -> Option<C> {
    let count = usize::unpack(from)?;
    (0..count).map(|_| T::unpack(from)).collect()
}

impl<T: Packed> Packed for Vec<T> {
    fn pack(&self, out: &mut Vec<u8>) {
        pack_all(self.len(), self.iter(), out);
    }
    fn unpack(from: &mut &[u8]) -> Option<Vec<T>> {
        unpack_all(from)
    }
}

impl<T: Packed + Ord> Packed for BTreeSet<T> {
    fn pack(&self, out: &mut Vec<u8>) {
        pack_all(self.len(), self.iter(), out);
    }
    fn unpack(from: &mut &[u8]) -> Option<BTreeSet<T>> {
        unpack_all(from)
    }
}

impl<K: Packed + Ord, V: Packed> Packed for BTreeMap<K, V> {
    fn pack(&self, out: &mut Vec<u8>) {
        self.len().pack(out);
        for (key, value) in self {
            key.pack(out);
            value.pack(out);
        }
    }
    fn unpack(from: &mut &[u8]) -> Option<BTreeMap<K, V>> {
        unpack_all(from)
    }
}

impl<A: Packed, B: Packed> Packed for (A, B) {
    fn pack(&self, out: &mut Vec<u8>) {
        self.0.pack(out);
        self.1.pack(out);
    }
    fn unpack(from: &mut &[u8]) -> Option<(A, B)> {
        Some((A::unpack(from)?, B::unpack(from)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_wrote_and_nothing_else() {
        let value: Vec<(String, Option<u64>)> =
            vec![("ward".to_owned(), Some(u64::MAX)), (String::new(), None)];
        let bytes = packed(&value);
        assert_eq!(unpacked::<Vec<(String, Option<u64>)>>(&bytes), Some(value));
        for end in 0..bytes.len() {
            assert_eq!(unpacked::<Vec<(String, Option<u64>)>>(&bytes[..end]), None, "cut after {end} bytes");
        }
        let addresses: BTreeSet<IpAddr> = ["10.0.0.1", "fd00::1"].map(|ip| ip.parse().unwrap()).into();
        assert_eq!(unpacked(&packed(&addresses)), Some(addresses));
        assert_eq!(unpacked::<i64>(&packed(&-5i64)), Some(-5));
        assert_eq!(unpacked::<u16>(&packed(&70_000u32)), None, "too large a number");
        // A count that no list has does not make room for it.
        assert_eq!(unpacked::<Vec<String>>(&packed(&u64::MAX)), None);
    }
}
