//! Digits as a number, eight at a time.
//!
//! A payroll is mostly digits. Reading them one by one costs a guess of the processor at every end of a
//! number, which it often gets wrong; read as machine words, numbers of all usual lengths take the same way.

/// The number that up to 18 digits write; `None` if anything else is among them, or nothing there.
#[inline]
pub(super) fn digits(text: &[u8]) -> Option<i64> {
    match text.len() {
        4..=8 => eight(word(text)?, text.len()),
        9..=16 => {
            let (begin, end) = text.split_at(text.len() - 8);
            let begin = if begin.len() < 4 { few(begin)? } else { eight(word(begin)?, begin.len())? };
            Some(begin * 100_000_000 + eight(word(end)?, 8)?)
        }
        1..=18 => few(text),
        _ => None,
    }
}

/// Four to eight bytes at the upper end of a word, the last one highest.
#[inline]
fn word(text: &[u8]) -> Option<u64> {
    let begin = u64::from(u32::from_le_bytes(*text.first_chunk()?));
    let end = u64::from(u32::from_le_bytes(*text.last_chunk()?));
    // Where the two halves overlap they are the same.
    Some(end << 32 | begin << (64 - 8 * text.len()))
}

/// The number of so many digits at the upper end of a word.
#[inline]
fn eight(word: u64, count: usize) -> Option<i64> {
    let zeros = 0x3030_3030_3030_3030 & u64::MAX << (64 - 8 * count);
    let digits = word ^ zeros;
    // Adding 0x76 brings whatever is above nine to the highest bit of its byte.
    let strays = (digits.wrapping_add(0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080;
    if strays != 0 {
        return None;
    }
    // Neighbours are joined: digits to pairs, pairs to fours, fours to eight.
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8) & 0x00FF_00FF_00FF_00FF;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_FFFF_0000_FFFF;
    let eight = fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0x0000_0000_FFFF_FFFF;
    Some(eight as i64)
}

/// One by one.
#[inline]
fn few(text: &[u8]) -> Option<i64> {
    let mut value = 0_i64;
    for byte in text {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + i64::from(digit);
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn numbers_of_every_length_are_read_as_the_standard_library_reads_them() {
        for length in 1..=20 {
            let text: String = (0..length).map(|place| char::from(b'0' + (place * 7 + 9) % 10)).collect();
            let expected = if length <= 18 { text.parse().ok() } else { None };
            assert_eq!(digits(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn a_stray_byte_is_seen_at_every_place() {
        for length in 1..=18 {
            for place in 0..length {
                for stray in (0..=u8::MAX).filter(|byte| !byte.is_ascii_digit()) {
                    let mut text = vec![b'7'; length];
                    text[place] = stray;
                    assert_eq!(digits(&text), None, "{text:?}");
                }
            }
        }
    }
}
