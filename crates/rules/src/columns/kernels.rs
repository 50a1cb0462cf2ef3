//! The inner loops: one function an operation, compiled for several processors.
//!
//! Exactness of [`share_quick`]: for whole `0 ≤ x` with `x·times + bias < 2^51` every number here is a
//! whole number below 2^52 and so has an exact double; `x·(1/by)` is off by less than one part in 2^51, so
//! the nearest whole number to it is the floor of the quotient or one more, and the sign of the remainder,
//! itself exact, tells which.

#![expect(clippy::inline_always, reason = "an inner loop that calls is not compiled for wide registers")]

use base::Rounding;
use multiversion::multiversion;

/// Adding this to a double below 2^51 leaves its nearest whole number in the low bits.
const MAGIC: f64 = 6_755_399_441_055_744.0;
const MAGIC_BITS: i64 = MAGIC.to_bits() as i64;

/// Above this, `share_quick` may not be used.
pub(super) const QUICK_MAX: i128 = 1 << 51;

/// One operand: a block, or the same number for everybody.
#[derive(Clone, Copy)]
pub(super) enum Operand<'a> {
    Block(&'a [i64]),
    Constant(i64),
}

macro_rules! pairwise {
    ($(#[$doc:meta])* $name:ident, $block:ident, $constant:ident, |$a:ident, $b:ident| $result:expr) => {
        #[multiversion(targets = "simd")]
        fn $block(out: &mut [i64], left: &[i64], right: &[i64]) {
            for ((out, $a), $b) in out.iter_mut().zip(left).zip(right) {
                let ($a, $b) = (*$a, *$b);
                *out = $result;
            }
        }

        #[multiversion(targets = "simd")]
        fn $constant(out: &mut [i64], left: &[i64], $b: i64) {
            for (out, $a) in out.iter_mut().zip(left) {
                let $a = *$a;
                *out = $result;
            }
        }

        $(#[$doc])*
        pub(super) fn $name(out: &mut [i64], left: Operand<'_>, right: Operand<'_>) {
            match (left, right) {
                (Operand::Block(left), Operand::Block(right)) => $block(out, left, right),
                (Operand::Block(left), Operand::Constant(right)) => $constant(out, left, right),
                (Operand::Constant($a), Operand::Block(right)) => {
                    for (out, $b) in out.iter_mut().zip(right) {
                        let $b = *$b;
                        *out = $result;
                    }
                }
                (Operand::Constant($a), Operand::Constant($b)) => out.fill($result),
            }
        }
    };
}

pairwise!(/// Sum.
    add, add_block, add_constant, |a, b| a.wrapping_add(b));
pairwise!(/// Difference.
    subtract, subtract_block, subtract_constant, |a, b| a.wrapping_sub(b));
pairwise!(/// Product.
    multiply, multiply_block, multiply_constant, |a, b| a.wrapping_mul(b));
pairwise!(/// The lesser.
    min, min_block, min_constant, |a, b| if a < b { a } else { b });
pairwise!(/// The greater.
    max, max_block, max_constant, |a, b| if a > b { a } else { b });
pairwise!(/// Truth of less.
    less, less_block, less_constant, |a, b| -i64::from(a < b));
pairwise!(/// Truth of equal.
    equal, equal_block, equal_constant, |a, b| -i64::from(a == b));
pairwise!(/// Both.
    and, and_block, and_constant, |a, b| a & b);
pairwise!(/// Either.
    or, or_block, or_constant, |a, b| a | b);

pairwise!(/// Whole months completed from one day to another; the last day of a month completes it.
    months_between, months_between_block, months_between_constant, |a, b| whole_months(a, b));

/// Month number and day of the month of a day between 1900 and 2200, with divisions by constants only.
#[inline(always)]
fn civil(day: i64) -> (i64, i64) {
    // Years that begin in March put the leap day last; eras of 400 years all have the same days.
    let n = (day + DAYS_TO_EPOCH) as u32;
    let (era, of_era) = (n / 146_097, n % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month + 2) / 5 + 1;
    (i64::from((era * 400 + year) * 12 + month + 2), i64::from(of_month))
}

/// Days from 1 March of year 0 to 1 January 1970.
const DAYS_TO_EPOCH: i64 = 719_468;

/// Whole months between two days, backwards below zero.
#[inline(always)]
fn whole_months(from: i64, to: i64) -> i64 {
    let backwards = to < from;
    let (from, to) = if backwards { (to, from) } else { (from, to) };
    let ((month, day), (month_to, day_to)) = (civil(from), civil(to));
    let is_last = civil(to + 1).1 == 1;
    let reached = day_to >= day || is_last;
    let months = month_to - month - i64::from(!reached);
    if backwards { -months } else { months }
}

/// The month a day lies in.
#[multiversion(targets = "simd")]
pub(super) fn month_of(out: &mut [i64], days: &[i64]) {
    for (out, day) in out.iter_mut().zip(days) {
        *out = civil(*day).0;
    }
}

#[multiversion(targets = "simd")]
fn select_blocks(out: &mut [i64], mask: &[i64], yes: &[i64], no: &[i64]) {
    for (((out, mask), yes), no) in out.iter_mut().zip(mask).zip(yes).zip(no) {
        *out = (yes & mask) | (no & !mask);
    }
}

/// With the mask turned round this also serves a constant `yes`.
#[multiversion(targets = "simd")]
fn select_block_or(out: &mut [i64], mask: &[i64], turn: i64, yes: &[i64], no: i64) {
    for ((out, mask), yes) in out.iter_mut().zip(mask).zip(yes) {
        let mask = mask ^ turn;
        *out = (yes & mask) | (no & !mask);
    }
}

#[multiversion(targets = "simd")]
fn select_constants(out: &mut [i64], mask: &[i64], yes: i64, no: i64) {
    for (out, mask) in out.iter_mut().zip(mask) {
        *out = (yes & mask) | (no & !mask);
    }
}

/// The second where the mask is set, else the third.
pub(super) fn select(out: &mut [i64], mask: Operand<'_>, yes: Operand<'_>, no: Operand<'_>) {
    let mask = match mask {
        Operand::Block(mask) => mask,
        Operand::Constant(mask) => {
            let chosen = if mask == 0 { no } else { yes };
            return add(out, chosen, Operand::Constant(0));
        }
    };
    match (yes, no) {
        (Operand::Block(yes), Operand::Block(no)) => select_blocks(out, mask, yes, no),
        (Operand::Block(yes), Operand::Constant(no)) => select_block_or(out, mask, 0, yes, no),
        (Operand::Constant(yes), Operand::Block(no)) => select_block_or(out, mask, -1, no, yes),
        (Operand::Constant(yes), Operand::Constant(no)) => select_constants(out, mask, yes, no),
    }
}

/// Truth of "this option is one of the bits".
#[multiversion(targets = "simd")]
pub(super) fn within(out: &mut [i64], codes: &[i64], bits: u64) {
    for (out, code) in out.iter_mut().zip(codes) {
        *out = -(((bits >> (*code as u64 & 63)) & 1) as i64);
    }
}

/// Whether every number lies between two bounds.
#[multiversion(targets = "simd")]
pub(super) fn all_within(numbers: &[i64], least: i64, most: i64) -> bool {
    let mut outside = 0;
    for number in numbers {
        outside |= i64::from(*number < least) | i64::from(*number > most);
    }
    outside == 0
}

/// A table by whole index; the index is known to lie inside.
#[multiversion(targets = "simd")]
pub(super) fn gather(out: &mut [i64], codes: &[i64], table: &[i64]) {
    let last = table.len() - 1;
    for (out, code) in out.iter_mut().zip(codes) {
        *out = table[(*code as usize).min(last)];
    }
}

/// A whole number below 2^51 as a double, without the processor's own conversion, which few have for blocks.
#[inline(always)]
fn to_double(whole: i64) -> f64 {
    f64::from_bits((whole.wrapping_add(MAGIC_BITS)) as u64) - MAGIC
}

/// The floor of `dividend / divisor` for whole doubles, `0 ≤ dividend < 2^51`; see the top of this file.
#[inline(always)]
fn floor_div(dividend: f64, divisor: f64, reciprocal: f64) -> i64 {
    let near = dividend * reciprocal + MAGIC;
    let remainder = dividend - (near - MAGIC) * divisor;
    (near.to_bits() as i64).wrapping_sub(MAGIC_BITS) - i64::from(remainder < 0.0)
}

/// A table by steps of one width above the first bound; beyond its ends, the ends.
#[multiversion(targets = "simd")]
pub(super) fn stepped(out: &mut [i64], keys: &[i64], first: i64, width: i64, table: &[i64]) {
    let last = (table.len() - 1) as i64;
    let (divisor, reciprocal) = (width as f64, 1.0 / width as f64);
    for (out, key) in out.iter_mut().zip(keys) {
        let above = (*key - first).max(0);
        *out = floor_div(to_double(above), divisor, reciprocal).min(last);
    }
    let last = table.len() - 1;
    for out in out.iter_mut() {
        *out = table[(*out as usize).min(last)];
    }
}

/// The value of the greatest bound not above the key; below the first, the first value.
pub(super) fn bracket(out: &mut [i64], keys: &[i64], bounds: &[i64], values: &[i64]) {
    for (out, key) in out.iter_mut().zip(keys) {
        let above = bounds.partition_point(|bound| bound <= key);
        *out = values[above.saturating_sub(1)];
    }
}

/// What is added before the floor, and what is divided by, so that the floor is the rounding wanted.
/// `None` for roundings that look at the parity of the result.
pub(super) fn as_floor(times: i64, by: i64, mode: Rounding) -> Option<(i64, i64, i64)> {
    let (twice, twice_by) = (times.checked_mul(2)?, by.checked_mul(2)?);
    match mode {
        Rounding::Down => Some((times, 0, by)),
        Rounding::Up => Some((times, by - 1, by)),
        Rounding::HalfUp if by % 2 == 0 => Some((times, by / 2, by)),
        Rounding::HalfUp => Some((twice, by, twice_by)),
        Rounding::HalfDown => Some((twice, by - 1, twice_by)),
        Rounding::HalfEven | Rounding::HalfOdd => None,
    }
}

/// `(x × times + bias) / by`, floor; exact while `x × times + bias < 2^51` and `0 ≤ x`.
#[multiversion(targets = "simd")]
pub(super) fn share_quick(out: &mut [i64], source: &[i64], times: i64, bias: i64, by: i64) {
    let (times, bias) = (times as f64, bias as f64);
    let (divisor, reciprocal) = (by as f64, 1.0 / by as f64);
    for (out, x) in out.iter_mut().zip(source) {
        *out = floor_div(to_double(*x) * times + bias, divisor, reciprocal);
    }
}

/// The same for numbers of both signs: every way of rounding here treats them as mirror images.
#[multiversion(targets = "simd")]
pub(super) fn share_signed(out: &mut [i64], source: &[i64], times: i64, bias: i64, by: i64) {
    let (times, bias) = (times as f64, bias as f64);
    let (divisor, reciprocal) = (by as f64, 1.0 / by as f64);
    for (out, x) in out.iter_mut().zip(source) {
        let sign = *x >> 63;
        let size = (*x ^ sign) - sign;
        let share = floor_div(to_double(size) * times + bias, divisor, reciprocal);
        *out = (share ^ sign) - sign;
    }
}

/// `x × times / by`, rounded, with 128-bit integers.
pub(super) fn share_wide(out: &mut [i64], source: &[i64], times: i64, by: i64, mode: Rounding) {
    for (out, x) in out.iter_mut().zip(source) {
        *out = mode.divide(i128::from(*x) * i128::from(times), i128::from(by)) as i64;
    }
}
