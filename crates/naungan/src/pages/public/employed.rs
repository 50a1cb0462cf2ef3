//! How many people work, from the table in docs/reference: what coverage is compared with.

use std::sync::OnceLock;

use base::Month;
use rules::render::Lang;
use rules::tree::Words;

use crate::pages::templates::month_said;
use crate::pages::texts;

const TABLE: &str = include_str!("../../../../../docs/reference/employed-people.md");

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Employed {
    /// `all`, or the code of a province.
    pub(super) place: &'static str,
    /// `all`, `formal` or `informal`.
    pub(super) who: &'static str,
    pub(super) people: i64,
    month: Month,
    instrument: Words,
    letter: &'static str,
    source: Words,
}

/// Every row.
pub(super) fn all() -> &'static [Employed] {
    static ROWS: OnceLock<Vec<Employed>> = OnceLock::new();
    ROWS.get_or_init(|| TABLE.lines().filter_map(row).collect())
}

/// How many work, if it was found.
pub(super) fn of(place: &str, who: &str) -> Option<i64> {
    all().iter().find(|row| row.place == place && row.who == who).map(|row| row.people)
}

fn row(line: &'static str) -> Option<Employed> {
    let cells: Vec<&str> = line.strip_prefix('|')?.split('|').map(str::trim).collect();
    let [place, who, people, month, instrument, _checked, letter, source, ..] = cells.as_slice() else {
        return None;
    };
    let (people, month) = (people.parse().ok()?, month.parse().ok()?);
    let (instrument, source) = (Words::split(instrument), Words::split(source));
    Some(Employed { place, who, people, month, instrument, letter, source })
}

/// Where the figures come from, each source once.
pub(super) fn sources(lang: Lang) -> Vec<String> {
    let mut said = Vec::new();
    for row in all() {
        let month = month_said(row.month, lang);
        let parts = [
            ("instrument", lang.of(&row.instrument)),
            ("month", month.as_str()),
            ("letter", row.letter),
            ("source", lang.of(&row.source)),
        ];
        let text = texts::said(lang, "front.source_of", &parts);
        if !said.contains(&text) {
            said.push(text);
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read() {
        let rows = TABLE.lines().filter(|line| line.starts_with('|')).count();
        assert_eq!(all().len(), rows - 2, "all but the heading and the line below it");
        assert_eq!(of("all", "formal").zip(of("all", "informal")).map(|(a, b)| a + b), of("all", "all"));
        assert_eq!(of("11", "all"), None);
        assert!(all().iter().all(|row| ["A", "B", "C", "D"].contains(&row.letter)));
        // Each fact says where it comes from in both languages.
        let both = |words: &Words| words.id != words.en;
        assert!(all().iter().all(|row| both(&row.instrument) && both(&row.source)));
    }
}
