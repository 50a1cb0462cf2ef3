//! Which facts a payroll may bring, and how its cells spell their options.

use base::Day;
use base::id::Nik;
use rules::tree::{Fact, Tree};
use rules::value::Type;

use crate::payroll::{Field, FieldKind};

/// Facts that are the same for a whole file, never a column of it.
const OF_THE_FILE: [&str; 1] = ["contribution_month"];

/// Every fact that a cell can hold, as fields of a payroll, and the index of each.
pub fn fields(tree: &Tree) -> (Vec<Field>, Vec<usize>) {
    let facts = tree.facts.iter().enumerate().filter(|(_, fact)| !OF_THE_FILE.contains(&fact.name.as_str()));
    let fields = facts.filter_map(|(at, fact)| Some((field(tree, fact)?, at)));
    fields.unzip()
}

fn field(tree: &Tree, fact: &Fact) -> Option<Field> {
    let kind = match fact.ty {
        Type::Money => {
            let (min, max) = limits(fact, (0, base::limit::MONEY_MAX));
            FieldKind::Money { min, max }
        }
        Type::Count => {
            let (min, max) = limits(fact, (0, i64::from(i32::MAX)));
            FieldKind::Count { min, max }
        }
        Type::YesNo => FieldKind::YesNo,
        Type::Day => FieldKind::Date,
        Type::Month => FieldKind::Month,
        Type::Kind(kind) => FieldKind::Options(spellings(tree, kind)),
        Type::Rate | Type::List(_) => return None,
    };
    let headings = vec![fact.words.id.clone(), fact.words.en.clone()];
    Some(Field { name: fact.name.clone(), kind, headings, required: false })
}

/// The law's own limits, else what no cell sensibly exceeds.
fn limits(fact: &Fact, otherwise: (i64, i64)) -> (i64, i64) {
    let declared = fact.limits.as_ref().and_then(|(least, most)| Some((least.to_i64()?, most.to_i64()?)));
    declared.unwrap_or(otherwise)
}

/// An option by its name, by its words, and by what employers write for it.
fn spellings(tree: &Tree, kind: usize) -> Vec<(String, i64)> {
    let kind = &tree.kinds[kind];
    let mut all = Vec::new();
    for (code, option) in kind.options.iter().enumerate() {
        let words = &kind.words[code];
        let mut spelled = vec![option.clone(), option.replace('_', " "), words.id.clone(), words.en.clone()];
        // `sangat rendah (I)` is also `sangat rendah`, and `I`.
        for text in [&words.id, &words.en] {
            if let Some((name, rest)) = text.split_once(" (") {
                spelled.push(name.to_owned());
                spelled.push(rest.trim_end_matches(')').to_owned());
            }
        }
        if kind.name == "risk_class" {
            spelled.push((code + 1).to_string());
        }
        for text in spelled {
            if !all.iter().any(|(known, _)| *known == text) {
                all.push((text, code as i64));
            }
        }
    }
    all
}

/// The birth date that a NIK carries, for payrolls without a column for it. The century is the one that
/// makes the person alive on `on` and under a hundred.
pub fn from_nik(nik: u64, on: Day) -> Option<i64> {
    let nik = Nik::from_number(nik).ok()?;
    nik.birth_date(on).map(|day| i64::from(day.epoch_days()))
}
