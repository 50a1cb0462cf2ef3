//! People who do not exist: every fact of a pack, on its edges and between them, present and absent.

use std::sync::Arc;

use base::{Day, Exact, Month};
use rules::columns::{Column, whole};
use rules::facts::Facts;
use rules::tree::{Fact, KeyKind, Tree};
use rules::value::{Entry, Type, Value};

use crate::chance::Chance;

/// Draws facts for a tree.
pub(crate) struct People<'a> {
    tree: &'a Tree,
    /// Amounts at which the law changes: values and bounds of tables.
    amounts: Vec<i64>,
    /// Days at which the law changes.
    days: Vec<Day>,
}

/// Facts that the people of a batch share, and the facts of each.
pub(crate) struct Batch {
    pub(crate) constants: Facts,
    pub(crate) columns: Vec<usize>,
    pub(crate) rows: Vec<Facts>,
}

impl<'a> People<'a> {
    pub(crate) fn new(tree: &'a Tree) -> Self {
        let mut amounts = vec![0, 1, 2, 999_999, 1_000_000];
        let mut days = vec![tree.jurisdiction.known.0];
        for table in &tree.tables {
            let rows = table.versions.iter().flat_map(|version| &version.rows);
            for row in rows {
                let bounds = row
                    .keys
                    .iter()
                    .zip(&table.keys)
                    .filter(|(_, (kind, _))| matches!(kind, KeyKind::Bracket | KeyKind::Slice));
                let values =
                    bounds.map(|(key, _)| key).chain((table.unit == Type::Money).then_some(&row.value));
                amounts.extend(values.filter_map(|value| whole(tree, value, Type::Money)));
            }
            days.extend(table.versions.iter().filter_map(|version| version.from));
        }
        let clauses = tree.items.iter().flat_map(rules::tree::Item::every_clause);
        for (from, until) in clauses.filter_map(|clause| clause.validity) {
            days.extend([Some(from), until].into_iter().flatten());
        }
        amounts.sort_unstable();
        amounts.dedup();
        days.sort_unstable();
        days.dedup();
        Self { tree, amounts, days }
    }

    /// A batch of one month and segment; `shared` facts are the same for all. So are, by chance, some others;
    /// some are known of nobody; the rest are columns.
    pub(crate) fn batch(
        &self,
        mut constants: Facts,
        shared: &[usize],
        rows: usize,
        lists: bool,
        chance: &mut Chance,
    ) -> Batch {
        let near = constants_day(&constants, self.tree);
        let mut columns = Vec::new();
        for (at, fact) in self.tree.facts.iter().enumerate() {
            let is_list = matches!(fact.ty, Type::List(_));
            if shared.contains(&at) || is_list && !lists {
                continue;
            }
            let (column, constant) = match fact.ty {
                Type::Kind(_) | Type::YesNo => (25, 35),
                Type::List(_) => (90, 0),
                _ => (75, 15),
            };
            match chance.below(100) {
                dice if dice < column => columns.push(at),
                dice if dice < column + constant => constants.put(at, self.value(fact, near, chance)),
                _ => {}
            }
        }
        let mut people = Vec::new();
        for _ in 0..rows {
            let mut facts = constants.clone();
            // Some people have told everything, most have left something out.
            let absent = *chance.pick(&[0, 0, 2, 30]);
            for at in &columns {
                let fact = &self.tree.facts[*at];
                let value = (!chance.percent(absent)).then(|| self.value(fact, near, chance)).flatten();
                facts.put(*at, value);
            }
            people.push(facts);
        }
        Batch { constants, columns, rows: people }
    }

    /// A value of a fact, often on an edge.
    pub(crate) fn value(&self, fact: &Fact, near: Day, chance: &mut Chance) -> Option<Value> {
        let limits = fact.limits.as_ref().map(|(least, most)| (least.to_i64(), most.to_i64()));
        let (least, most) = match limits {
            Some((Some(least), Some(most))) => (least, most),
            _ => (0, 2_000_000_000),
        };
        Some(match fact.ty {
            Type::Money => Value::whole(self.amount(chance).clamp(least, most)),
            Type::Count => Value::whole(count(least, most, chance)),
            Type::Rate => Value::Number(Exact::fraction(chance.between(0, 2_000).into(), 10_000)?),
            Type::YesNo => Value::YesNo(chance.percent(50)),
            Type::Day => Value::Day(self.day(near, chance)),
            Type::Month => Value::Month(self.day(near, chance).month()),
            Type::Kind(kind) => Value::Option(chance.below(self.tree.kinds[kind].options.len()) as u16),
            Type::List(record) => Value::List(Arc::new(self.list(record, near, chance))),
        })
    }

    /// Around the amounts of the law, or anything up to a thousand million.
    fn amount(&self, chance: &mut Chance) -> i64 {
        match chance.below(10) {
            0..5 => chance.pick(&self.amounts) + chance.between(-1, 1),
            5 => chance.pick(&self.amounts) / 2 + chance.between(-1, 1),
            6 => chance.between(0, 1_000),
            7 => chance.between(1_000_000, 20_000_000) / 100_000 * 100_000,
            8 => chance.between(0, 1_000_000_000_000),
            _ => chance.between(0, 30_000_000),
        }
    }

    /// Around the days of the law, ends of months, 29 February, birthdays that matter.
    fn day(&self, near: Day, chance: &mut Chance) -> Day {
        let base = match chance.below(4) {
            0 => *chance.pick(&self.days),
            1 => near,
            2 => near.plus_months(chance.between(-30, 30) as i32).unwrap_or(near),
            _ => near.plus_years(-chance.between(0, 70) as i32).unwrap_or(near),
        };
        let day = match chance.below(6) {
            0 => base.month().last_day(),
            1 => base.month().first_day(),
            2 => Day::new(base.year() / 4 * 4, 2, 29).unwrap_or(base),
            3 => base.month().day(chance.between(27, 31) as u32),
            4 => base.plus_days(chance.between(-1, 1) as i32).unwrap_or(base),
            _ => base.plus_days(chance.between(-400, 400) as i32).unwrap_or(base),
        };
        // A lunar year of 2100 has no 29 February; the calendar begins in 1900.
        day.max(Day::new(1900, 1, 1).unwrap_or(day))
    }

    fn list(&self, record: usize, near: Day, chance: &mut Chance) -> Vec<Entry> {
        let length = *chance.pick(&[0, 0, 1, 1, 2, 3, 5, 24]);
        let fields = &self.tree.records[record].fields;
        let field = |field: &Fact, chance: &mut Chance| {
            let absent = chance.percent(1);
            if absent { field.default.clone() } else { self.value(field, near, chance) }
        };
        (0..length).map(|_| fields.iter().map(|of| field(of, chance)).collect()).collect()
    }
}

/// Small numbers, the limits, and one beside them.
fn count(least: i64, most: i64, chance: &mut Chance) -> i64 {
    let number = match chance.below(6) {
        0 => least,
        1 => most.min(1_200) - chance.between(0, 1),
        2 => least + chance.between(0, 2),
        3 => *chance.pick(&[1, 3, 5, 6, 11, 12, 13, 24, 56, 57, 58, 59, 60, 65, 179, 180, 181]),
        _ => chance.between(least, most.min(least + 400)),
    };
    number.clamp(least, most)
}

/// The date the batch is about.
fn constants_day(constants: &Facts, tree: &Tree) -> Day {
    let dates = (0..tree.facts.len()).filter_map(|at| constants.get(at).and_then(Value::day));
    dates.max().unwrap_or(tree.jurisdiction.known.0)
}

/// A month of the time that is modelled.
pub(crate) fn months(tree: &Tree) -> Vec<Month> {
    let (first, end) = tree.jurisdiction.known;
    let (first, end) = (first.month().index(), end.month().index());
    (first..end).filter_map(Month::from_index).collect()
}

/// One column of a batch as a plan takes it.
pub(crate) enum Held {
    Known(Vec<i64>),
    Partly(Vec<i64>, Vec<bool>),
    Values(Vec<Option<Value>>),
}

impl Held {
    pub(crate) fn new(tree: &Tree, fact: usize, rows: &[Facts]) -> Self {
        let ty = tree.facts[fact].ty;
        let values = rows.iter().map(|facts| facts.get(fact).cloned());
        if matches!(ty, Type::List(_) | Type::Rate) {
            return Self::Values(values.collect());
        }
        let numbers: Vec<Option<i64>> =
            values.map(|value| value.and_then(|value| whole(tree, &value, ty))).collect();
        let known: Vec<bool> = numbers.iter().map(Option::is_some).collect();
        let numbers = numbers.into_iter().map(Option::unwrap_or_default).collect();
        if known.iter().all(|known| *known) { Self::Known(numbers) } else { Self::Partly(numbers, known) }
    }

    pub(crate) fn column(&self) -> Column<'_> {
        match self {
            Self::Known(numbers) => Column::Known(numbers),
            Self::Partly(numbers, known) => Column::Partly(numbers, known),
            Self::Values(values) => Column::Values(values),
        }
    }
}

/// The facts of a person, as an example writes them.
pub(crate) fn described(tree: &Tree, facts: &Facts) -> String {
    let told = (0..tree.facts.len()).filter_map(|at| {
        let value = facts.get(at)?;
        let shown = match value {
            Value::Number(number) => number.to_string(),
            Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Value::Day(day) => day.to_string(),
            Value::Month(month) => month.to_string(),
            Value::Option(option) => tree.options(tree.facts[at].ty)[usize::from(*option)].clone(),
            Value::List(list) => format!("{list:?}"),
        };
        Some(format!("  {:<24} {shown}", tree.facts[at].name))
    });
    told.collect::<Vec<_>>().join("\n")
}
