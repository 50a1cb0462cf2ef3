//! Texts as every bank can read them: the letters, digits and signs that ISO 20022 has in common with SWIFT.

/// Signs beside letters and digits.
const SIGNS: &str = "/-?:().,'+";

/// Letters with marks, by the letter they fall back to.
const MARKED: [(&str, char); 20] = [
    ("ÀÁÂÃÄÅĀĂĄÆ", 'A'),
    ("àáâãäåāăąæ", 'a'),
    ("ÇĆČ", 'C'),
    ("çćč", 'c'),
    ("ÈÉÊËĒĖĘĚ", 'E'),
    ("èéêëēėęě", 'e'),
    ("ÌÍÎÏĪİ", 'I'),
    ("ìíîïīı", 'i'),
    ("ÑŃŇ", 'N'),
    ("ñńň", 'n'),
    ("ÒÓÔÕÖØŌ", 'O'),
    ("òóôõöøō", 'o'),
    ("ÙÚÛÜŪ", 'U'),
    ("ùúûüū", 'u'),
    ("ÝŸ", 'Y'),
    ("ýÿ", 'y'),
    ("ŚŠŞ", 'S'),
    ("śšşß", 's'),
    ("’‘ʼ`´", '\''),
    ("–—_", '-'),
];

/// The text in those letters, with single spaces, cut to so many.
pub(super) fn legible(text: &str, most: usize) -> String {
    let mut cut = String::new();
    let mut is_apart = false;
    for letter in text.chars().map(fallen_back) {
        if letter == ' ' {
            is_apart = !cut.is_empty();
            continue;
        }
        if cut.len() + usize::from(is_apart) >= most {
            break;
        }
        if is_apart {
            cut.push(' ');
            is_apart = false;
        }
        cut.push(letter);
    }
    cut
}

/// One letter as it can be sent; what has no such form leaves a space.
fn fallen_back(letter: char) -> char {
    if letter.is_ascii_alphanumeric() || SIGNS.contains(letter) {
        return letter;
    }
    if letter == '&' {
        return '+';
    }
    MARKED.iter().find(|(marked, _)| marked.contains(letter)).map_or(' ', |(_, plain)| *plain)
}

#[cfg(test)]
mod tests {
    use super::legible;

    #[test]
    fn texts_are_sent_in_letters_that_every_bank_has() {
        for (text, most, sent) in [
            ("Siti Rahmawati", 140, "Siti Rahmawati"),
            ("  Siti \t Rahmawati\n", 140, "Siti Rahmawati"),
            ("José Ñandú & Söhne", 140, "Jose Nandu + Sohne"),
            ("<b>Siti</b> \"x\"", 140, "b Siti /b x"),
            ("Ma’ruf_Amin", 140, "Ma'ruf-Amin"),
            ("陳大文", 140, ""),
            ("Siti Rahmawati", 5, "Siti"),
            ("Siti Rahmawati", 6, "Siti R"),
            ("Siti", 4, "Siti"),
            ("\u{0}\u{1b}[31mSiti", 140, "31mSiti"),
        ] {
            assert_eq!(legible(text, most), sent, "{text:?} in {most}");
        }
    }
}
