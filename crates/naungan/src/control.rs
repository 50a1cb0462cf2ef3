//! Characters that nobody means to write, such as NUL: no text of the register holds one.

use anyhow::Result;
use rules::render::Lang;
use scheme::refusal::Refusal;

/// The first of them: which letter of the text it is, counted from 1, and which character.
pub(crate) fn first(text: &str) -> Option<(usize, char)> {
    let found = text.chars().enumerate().find(|(_, letter)| letter.is_control());
    found.map(|(before, letter)| (before + 1, letter))
}

/// What is wrong with a text of that name and what to do, in the reader's language.
pub(crate) fn told(what: &str, (at, letter): (usize, char), lang: Lang) -> String {
    let refusal = refusal(what, (at, letter));
    lang.pick(&refusal.id, &refusal.en).to_owned()
}

fn refusal(what: &str, (at, letter): (usize, char)) -> Refusal {
    let number = u32::from(letter);
    let id =
        format!("{what}: huruf ke-{at} adalah karakter kendali U+{number:04X}; tulis tanpa karakter itu");
    let en = format!("{what}: letter {at} is the control character U+{number:04X}; write it without");
    Refusal::new("control_character", id, en)
}

/// Refuses a command line with one of them, by the option or the place it stands at: every text that a
/// command keeps comes from there or from a file.
pub(crate) fn refuse(arguments: impl Iterator<Item = String>) -> Result<(), Refusal> {
    let mut option: Option<String> = None;
    for (number, argument) in arguments.enumerate() {
        let (name, text) = match argument.split_once('=') {
            Some((name, text)) if name.starts_with("--") => (Some(name), text),
            _ => (None, argument.as_str()),
        };
        if let Some(found) = first(text) {
            let name = name.map(str::to_owned).or(option);
            return Err(refusal(&name.unwrap_or_else(|| format!("#{number}")), found));
        }
        option = argument.starts_with("--").then(|| argument.clone());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{first, refuse};

    fn check(line: &[&str]) -> String {
        let words = line.iter().map(|word| (*word).to_owned());
        refuse(words).map_or_else(|refusal| refusal.to_string(), |()| "fine".to_owned())
    }

    #[test]
    fn the_first_is_found_by_its_place() {
        assert_eq!(first("Siti Rahma"), None);
        assert_eq!(first("Siti\u{0}"), Some((5, '\u{0}')));
        assert_eq!(first("Å\tB"), Some((2, '\t')));
    }

    #[test]
    fn a_command_line_says_where_it_stands() {
        assert_eq!(check(&["naungan", "pay", "--reference", "a b"]), "fine");
        let said = "--reference: letter 2 is the control character U+001B; write it without";
        assert_eq!(check(&["naungan", "pay", "--reference", "a\u{1b}b"]), said);
        let said = "--name: letter 1 is the control character U+000A; write it without";
        assert_eq!(check(&["naungan", "x", "--name=\nA"]), said);
        let said = "#2: letter 1 is the control character U+0007; write it without";
        assert_eq!(check(&["naungan", "found", "\u{7}"]), said);
    }
}
