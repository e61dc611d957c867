//! The link layer of DNP3: a header and blocks of sixteen bytes, each with a checksum (IEEE 1815 §9).

/// A frame without its checksums.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) control: u8,
    pub(super) destination: u16,
    pub(super) source: u16,
    /// Transport and application data.
    pub(super) data: Vec<u8>,
    /// A block's checksum is wrong.
    pub(super) damaged: bool,
}

/// Length of the whole frame, from its start.
pub(super) fn length(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [0x05, 0x64, length @ 5..=255, ..] => {
            let data = usize::from(*length) - 5;
            Some(10 + data + 2 * data.div_ceil(16))
        }
        _ => None,
    }
}

/// Whether the header's checksum is right.
pub(super) fn is_sound(bytes: &[u8]) -> bool {
    bytes.get(..10).is_some_and(checked)
}

pub(super) fn read(bytes: &[u8]) -> Option<Frame> {
    let [_, _, _, control, d0, d1, s0, s1, ..] = *bytes.first_chunk::<10>()?;
    let (mut data, mut damaged) = (Vec::with_capacity(bytes.len()), !is_sound(bytes));
    for block in bytes.get(10..)?.chunks(18) {
        damaged |= !checked(block);
        data.extend_from_slice(block.get(..block.len().saturating_sub(2)).unwrap_or(&[]));
    }
    Some(Frame {
        control,
        destination: u16::from_le_bytes([d0, d1]),
        source: u16::from_le_bytes([s0, s1]),
        data,
        damaged,
    })
}

/// A block with its checksum behind it: polynomial 0x3d65 from the low bit, complemented.
fn checked(block: &[u8]) -> bool {
    let Some((data, sum)) = block.len().checked_sub(2).and_then(|at| block.split_at_checked(at)) else {
        return false;
    };
    let register = data.iter().fold(0u16, |register, byte| {
        (0..8).fold(register ^ u16::from(*byte), |register, _| {
            if register & 1 == 1 { register >> 1 ^ 0xa6bc } else { register >> 1 }
        })
    });
    (!register).to_le_bytes() == *sum
}
