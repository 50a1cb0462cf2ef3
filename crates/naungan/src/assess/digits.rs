//! Whole numbers as digits, for the inner loop: pieces of one size are copied, which needs no call.

/// The most bytes a number of 64 bits has, with its sign.
const MOST: usize = 20;

/// Digits of 0 to 99, two each.
const PAIRS: [[u8; 2]; 100] = pairs();

const fn pairs() -> [[u8; 2]; 100] {
    let mut pairs = [[0; 2]; 100];
    let mut number = 0;
    while number < 100 {
        pairs[number] = [b'0' + (number / 10) as u8, b'0' + (number % 10) as u8];
        number += 1;
    }
    pairs
}

/// Writes a number behind what is there.
#[inline]
pub(super) fn write(bytes: &mut Vec<u8>, number: i64) {
    // Digits are made from the last; what stands behind them is copied too, and cut off again.
    let mut digits = [0_u8; 2 * MOST];
    let mut start = MOST;
    let mut left = number.unsigned_abs();
    while left >= 100 {
        start -= 2;
        digits[start..start + 2].copy_from_slice(&PAIRS[(left % 100) as usize]);
        left /= 100;
    }
    let [tens, ones] = PAIRS[left as usize];
    start -= 1;
    digits[start] = ones;
    if left >= 10 {
        start -= 1;
        digits[start] = tens;
    }
    if number < 0 {
        start -= 1;
        digits[start] = b'-';
    }
    let length = bytes.len() + MOST - start;
    if let Some(piece) = digits[start..].first_chunk::<MOST>() {
        bytes.extend_from_slice(piece);
    }
    bytes.truncate(length);
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn digits_are_those_of_the_standard_library() {
        let powers = (0..19).map(|power| 10_i64.pow(power));
        let edges = powers.flat_map(|power| [power - 1, power, power + 1, -power, 1 - power]);
        for number in edges.chain([0, 7, 42, 99, 100, i64::MAX, i64::MIN]) {
            let mut bytes = b"before,".to_vec();
            write(&mut bytes, number);
            assert_eq!(String::from_utf8_lossy(&bytes), format!("before,{number}"));
        }
    }
}
