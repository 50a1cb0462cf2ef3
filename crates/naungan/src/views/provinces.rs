//! The provinces, from the table in docs/reference: their codes, their names, where each stands on the map.

use std::sync::OnceLock;

const TABLE: &str = include_str!("../../../../docs/reference/provinces.md");

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Province {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    /// What stands on its tile.
    pub(crate) letters: &'static str,
    /// Where its tile stands, from the west and from the north.
    pub(crate) place: (u32, u32),
}

/// All of them, by their codes.
pub(crate) fn all() -> &'static [Province] {
    static ROWS: OnceLock<Vec<Province>> = OnceLock::new();
    ROWS.get_or_init(|| TABLE.lines().filter_map(row).collect())
}

/// The name of a code; the code itself where it is none.
pub(crate) fn name(code: &str) -> &str {
    all().iter().find(|province| province.code == code).map_or(code, |province| province.name)
}

/// Whether it is the code of a province.
pub(crate) fn is_code(text: &str) -> bool {
    all().iter().any(|province| province.code == text)
}

fn row(line: &'static str) -> Option<Province> {
    let cells: Vec<&str> = line.strip_prefix('|')?.split('|').map(str::trim).collect();
    let [code, name, letters, column, row, ..] = cells.as_slice() else { return None };
    Some(Province { code, name, letters, place: (column.parse().ok()?, row.parse().ok()?) })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use base::id::is_province;

    use super::*;

    #[test]
    fn the_table_has_each_province_once_and_no_tile_stands_on_another() {
        // 99 is nobody's.
        let known: Vec<String> =
            (0..99).filter(|code| is_province(*code)).map(|code| code.to_string()).collect();
        assert_eq!(all().iter().map(|province| province.code).collect::<Vec<_>>(), known);
        let different = |of: fn(&Province) -> String| all().iter().map(of).collect::<BTreeSet<_>>().len();
        assert_eq!(different(|province| province.name.to_owned()), 38);
        assert_eq!(different(|province| province.letters.to_owned()), 38);
        assert_eq!(different(|province| format!("{:?}", province.place)), 38);
        assert_eq!((name("96"), name("99")), ("Papua Barat Daya", "99"));
    }
}
