//! The normal form of an address, by which two are compared however they are written.

use std::collections::VecDeque;

/// Short forms and the words they stand for.
const SHORT: [(&str, &str); 15] = [
    ("jl", "jalan"),
    ("jln", "jalan"),
    ("gg", "gang"),
    ("kp", "kampung"),
    ("kmp", "kampung"),
    ("ds", "desa"),
    ("dsn", "dusun"),
    ("dk", "dukuh"),
    ("kel", "kelurahan"),
    ("kec", "kecamatan"),
    ("kab", "kabupaten"),
    ("blk", "blok"),
    ("perum", "perumahan"),
    ("komp", "kompleks"),
    ("kompl", "kompleks"),
];

/// Words that say no more than that the number of a house follows.
const NUMBER: [&str; 4] = ["no", "nomor", "nomer", "nmr"];

/// Words whose number is that of a whole neighbourhood, and of no house.
const WIDER: [&str; 5] = ["rt", "rw", "gang", "km", "dusun"];

/// The figures of a postal code.
const POSTAL: usize = 5;

/// An address without case, points and short forms, its words in order of the alphabet. Nothing where it has
/// no number of a house: many live in one street or one hamlet.
pub fn address_key(text: &str) -> Option<String> {
    let mut read = Read::default();
    let text = text.to_lowercase();
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    for word in words.flat_map(parted) {
        read.word(SHORT.iter().find(|(short, _)| *short == word).map_or(word, |(_, whole)| whole));
    }
    read.key()
}

/// `rt03` is two words, `12a` is one.
fn parted(word: &str) -> impl Iterator<Item = &str> {
    let figure = word.find(|letter: char| letter.is_ascii_digit());
    let at = figure.filter(|at| WIDER.contains(&&word[..*at]) || NUMBER.contains(&&word[..*at]));
    let (first, rest) = word.split_at(at.unwrap_or_default());
    [first, rest].into_iter().filter(|part| !part.is_empty())
}

/// What was read of an address.
#[derive(Default)]
struct Read {
    words: Vec<String>,
    /// Words of `WIDER` whose number has not come yet.
    waiting: VecDeque<&'static str>,
    /// After `RT 2` a bare number is that of the RW.
    is_rw_next: bool,
    has_house: bool,
}

impl Read {
    fn word(&mut self, word: &str) {
        if let Some(wider) = WIDER.iter().find(|wider| **wider == word) {
            self.waiting.push_back(wider);
        } else if word.starts_with(|letter: char| letter.is_ascii_digit()) {
            self.number(word);
            return;
        } else if !NUMBER.contains(&word) {
            self.words.extend(self.waiting.drain(..).map(str::to_owned));
            self.words.push(word.to_owned());
        }
        self.is_rw_next = false;
    }

    fn number(&mut self, number: &str) {
        let own = number.trim_start_matches('0');
        let rw = self.is_rw_next.then_some("rw");
        let of = self.waiting.pop_front().or(rw);
        self.is_rw_next = of == Some("rt") && self.waiting.is_empty();
        let is_postal = number.len() == POSTAL && number.bytes().all(|byte| byte.is_ascii_digit());
        self.has_house |= of.is_none() && !is_postal;
        self.words.push(format!("{}{own}", of.unwrap_or_default()));
    }

    fn key(mut self) -> Option<String> {
        self.words.extend(self.waiting.drain(..).map(str::to_owned));
        self.words.sort();
        self.has_house.then(|| self.words.join(" "))
    }
}
