//! What is taken as an answer to each question, and what is said to one that is not.

use base::Nik;
use base::id::NikFault;

use crate::control;

/// Longer names stand on no card.
const NAME_MAX: usize = 120;

/// A NIK as people write it, with blanks or points between the digits; or the key of what to say.
pub(in crate::pages) fn nik(given: &str, is_production: bool) -> Result<Nik, &'static str> {
    let digits: String = given.chars().filter(|letter| !" .-".contains(*letter)).collect();
    let nik: Nik = digits.parse().map_err(|fault: NikFault| match fault {
        NikFault::Length { .. } => "register.nik_length",
        NikFault::NotADigit { .. } => "register.nik_digit",
        NikFault::Province { .. } => "register.nik_province",
        NikFault::Birth { .. } => "register.nik_birth",
        NikFault::Serial => "register.nik_serial",
    })?;
    if is_production && nik.is_invented() {
        return Err("register.nik_province");
    }
    Ok(nik)
}

/// A name with one blank between its words.
pub(in crate::pages) fn name(given: &str) -> Result<String, &'static str> {
    let name = given.split_whitespace().collect::<Vec<_>>().join(" ");
    if !name.chars().any(char::is_alphabetic) {
        return Err("register.name_missing");
    }
    let is_name = |letter: char| letter.is_alphabetic() || " .,'’`-/()".contains(letter);
    let fits =
        name.chars().all(is_name) && name.chars().count() <= NAME_MAX && control::first(&name).is_none();
    if fits { Ok(name) } else { Err("register.name_odd") }
}

/// A telephone number of this country: 08…, 628… or +628…, kept as 08….
pub(in crate::pages) fn telephone(given: &str) -> Result<String, &'static str> {
    let digits: String = given.chars().filter(|letter| !" .-()".contains(*letter)).collect();
    let digits = digits.strip_prefix('+').unwrap_or(&digits);
    let own = match digits.strip_prefix("62") {
        Some(rest) => format!("0{rest}"),
        None => digits.to_owned(),
    };
    let plain = own.bytes().all(|digit| digit.is_ascii_digit());
    let fits = plain && own.starts_with("08") && (10..=14).contains(&own.len());
    if fits { Ok(own) } else { Err("register.phone_form") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nik_is_checked_on_the_spot() {
        for good in ["9901014501900001", "9901 0145 0190 0001", "99.01.01-450190.0001"] {
            assert_eq!(nik(good, false).map(Nik::number), Ok(9_901_014_501_900_001), "{good}");
        }
        for (bad, key) in [
            ("", "register.nik_length"),
            ("990101450190000", "register.nik_length"),
            ("99010145019000O1", "register.nik_digit"),
            ("1001014501900001", "register.nik_province"),
            ("9901014513900001", "register.nik_birth"),
            ("9901014501900000", "register.nik_serial"),
        ] {
            assert_eq!(nik(bad, false), Err(key), "{bad}");
        }
        assert_eq!(nik("9901014501900001", true), Err("register.nik_province"));
    }

    #[test]
    fn names_and_telephones() {
        assert_eq!(name("  Siti   Nur’aini, S.Pd. "), Ok("Siti Nur’aini, S.Pd.".to_owned()));
        assert_eq!(name(" . "), Err("register.name_missing"));
        for bad in ["<b>Siti</b>", "Siti\u{202e}", "=cmd()|A", "S1ti"] {
            assert_eq!(name(bad), Err("register.name_odd"), "{bad}");
        }
        assert_eq!(name(&"a".repeat(121)), Err("register.name_odd"));
        for good in ["081299990001", "0812-9999-0001", "+62 812 9999 0001", "6281299990001"] {
            assert_eq!(telephone(good), Ok("081299990001".to_owned()), "{good}");
        }
        for bad in ["", "0812", "021555000", "08129999000123456", "08x2999900011"] {
            assert_eq!(telephone(bad), Err("register.phone_form"), "{bad}");
        }
    }
}
