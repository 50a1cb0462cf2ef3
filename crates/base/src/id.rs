//! The numbers by which people, memberships and employers are known.

mod kpj;
mod nik;
mod npp;
mod region;

pub use kpj::{Kpj, KpjFault};
pub use nik::{Nik, NikFault, Sex};
pub use npp::{Npp, NppFault};
pub use region::{Region, is_province};

/// The number that the digits write; `None` if anything else is among them. At most 19 digits.
fn number(digits: &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    let mut largest = 0_u8;
    for byte in digits {
        // Whatever is no digit comes out above nine; looking once at the end keeps the loop straight.
        let digit = byte.wrapping_sub(b'0');
        largest = largest.max(digit);
        value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
    }
    (largest <= 9).then_some(value)
}

/// Where the first byte stands that is no digit, counted from 1.
fn stray(digits: &[u8]) -> usize {
    digits.iter().take_while(|byte| byte.is_ascii_digit()).count() + 1
}

/// The first and the last characters, and a star for each between.
fn masked(text: &str, first: usize, last: usize) -> String {
    let end = text.len() - last;
    format!("{}{}{}", &text[..first], "*".repeat(end - first), &text[end..])
}
