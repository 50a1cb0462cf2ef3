//! Texts of the pages, from files of both languages: a line a text, `key = text with {places}`.

use std::collections::HashMap;
use std::sync::OnceLock;

use rules::render::Lang;

use crate::text::fill;

const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/text.rs"));

/// A language's texts by their keys.
pub(crate) type Texts = HashMap<&'static str, &'static str>;

/// The texts of a language.
pub(crate) fn of(lang: Lang) -> &'static Texts {
    static ID: OnceLock<Texts> = OnceLock::new();
    static EN: OnceLock<Texts> = OnceLock::new();
    match lang {
        Lang::Id => ID.get_or_init(|| read("text/id/")),
        Lang::En => EN.get_or_init(|| read("text/en/")),
    }
}

fn read(folder: &str) -> Texts {
    let files = FILES.iter().filter(|(path, _)| path.starts_with(folder));
    files.flat_map(|(_, text)| lines(text)).collect()
}

fn lines(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(" = ")).map(|(key, text)| (key.trim(), text.trim()))
}

/// A text with its places filled in; a key that is not there shows itself, and a test finds it.
pub(crate) fn said(lang: Lang, key: &str, parts: &[(&str, &str)]) -> String {
    of(lang).get(key).map_or_else(|| format!("⟨{key}⟩"), |text| fill(text, parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<&str> {
        let mut places: Vec<&str> =
            text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
        // English says some of them again, for one and for many.
        places.retain(|name| !name.contains(':'));
        places.sort_unstable();
        places
    }

    #[test]
    fn both_languages_have_the_same_texts_with_the_same_places() {
        let (id, en) = (of(Lang::Id), of(Lang::En));
        for (key, text) in id {
            let other = en.get(key).unwrap_or_else(|| panic!("no English text for {key}"));
            assert_eq!(places(text), places(other), "{key}");
        }
        for key in en.keys() {
            assert!(id.contains_key(key), "no Indonesian text for {key}");
        }
    }

    #[test]
    fn a_key_stands_once() {
        for folder in ["text/id/", "text/en/"] {
            let files = FILES.iter().filter(|(path, _)| path.starts_with(folder));
            let mut keys: Vec<&str> = files.flat_map(|(_, text)| lines(text)).map(|(key, _)| key).collect();
            let all = keys.len();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), all, "{folder} has a key twice");
        }
    }
}
