//! Invented people of a village, by number.

/// Somebody of the village; the invented registry knows everybody but those whose numbers end in 96 to 99.
pub(crate) fn nik(serial: u32) -> String {
    format!("990202010190{serial:04}")
}

/// The serial of the so manieth person whom the registry confirms.
pub(crate) fn good(at: u32) -> u32 {
    100 * (at / 90) + at % 90 + 1
}

/// A name without digits, another for each.
pub(crate) fn name(at: u32) -> String {
    const SYLLABLES: [&str; 10] = ["ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu"];
    let letters = at.to_string();
    let digits = letters.bytes().map(|digit| SYLLABLES[usize::from(digit - b'0')]);
    format!("Warga {}", digits.collect::<String>())
}
