//! Names of people and employers that do not exist: common given names, put together anew.

use std::sync::OnceLock;

use super::margins::place;
use super::random::Stream;
use super::table::rows;

const NAMES: &str = include_str!("../../demo/names.csv");

/// The lists of `names.csv`.
struct Names {
    female: Vec<&'static str>,
    male: Vec<&'static str>,
    second: Vec<&'static str>,
    word: Vec<&'static str>,
}

fn names() -> &'static Names {
    static READ: OnceLock<Names> = OnceLock::new();
    let list = |name| rows(NAMES).filter(|row| row[0] == name).map(|row| row[1]).collect();
    READ.get_or_init(|| Names {
        female: list("female"),
        male: list("male"),
        second: list("second"),
        word: list("word"),
    })
}

/// Two or three names.
pub(super) fn person(woman: bool, stream: &mut Stream) -> String {
    let names = names();
    let given = if woman { &names.female } else { &names.male };
    let first = one(given, stream);
    let middle = one(given, stream);
    let last = one(&names.second, stream);
    if middle == first || stream.chance(1, 2) {
        format!("{first} {last}")
    } else {
        format!("{first} {middle} {last}")
    }
}

/// Two words and a number under the word for "example", so that nobody takes it for a firm.
pub(super) fn employer(form: &str, number: usize, stream: &mut Stream) -> String {
    let words = &names().word;
    format!("{form} Contoh {} {} {:06}", one(words, stream), one(words, stream), number + 1)
}

/// The name as a hasty clerk writes it: always another text, rarely more than a letter off.
pub(super) fn misspelt(name: &str, stream: &mut Stream) -> String {
    let letters: Vec<char> = name.chars().collect();
    let inner: Vec<usize> = (1..letters.len()).filter(|i| letters[*i].is_ascii_lowercase()).collect();
    let at = inner[place(stream.next(), inner.len())];
    let mut changed = letters.clone();
    match (letters[at], stream.below(2)) {
        ('i', _) => changed[at] = 'y',
        ('u', _) => changed.splice(at..=at, ['o', 'e']).for_each(drop),
        (letter, 0) => changed.insert(at, letter),
        _ => drop(changed.remove(at)),
    }
    changed.into_iter().collect()
}

fn one(list: &[&'static str], stream: &mut Stream) -> &'static str {
    list[place(stream.next(), list.len())]
}
