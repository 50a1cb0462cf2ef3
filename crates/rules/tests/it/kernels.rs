//! The quick kernels are exact over the whole range for which a plan takes them: against fractions without
//! limit, and against the calendar day by day.

use base::calendar::{days_between, whole_months_between, whole_years_between};
use base::{Day, Exact, Rounding};
use rules::LawPack;
use rules::columns::{Column, Output, Plan, Scratch};
use rules::facts::Facts;
use rules::tree::Target;

use crate::chance::Chance;
use crate::packs;

/// Up to here a double holds every whole number the quick kernel meets.
const QUICK_MAX: i64 = 1 << 51;

/// Rates of the law and others, over their lowest denominator.
const RATES: [(i64, i64, &str); 9] = [
    (3, 1_250, "0.24 %"),
    (27, 5_000, "0.54 %"),
    (87, 5_000, "1.74 %"),
    (37, 1_000, "3.7 %"),
    (1, 50, "2 %"),
    (1, 3, "1 / 3 * 100 %"),
    (5, 7, "5 / 7 * 100 %"),
    (999_999, 1_000_000, "99.9999 %"),
    (1, 2, "50 %"),
];

#[test]
fn shares_are_exact_to_the_end_of_the_range() {
    let mut chance = Chance::new(51);
    for (times, by, rate) in RATES {
        for mode in Rounding::ALL {
            for step in [1, 100] {
                for most in limits(times, by, step) {
                    let pack = share_pack(0, most, rate, mode, step);
                    let amounts = amounts(0, most, by * step, &mut chance);
                    let found = defined(&pack, "due", &[("wage", &amounts)]);
                    for (amount, found) in amounts.iter().zip(found) {
                        assert_eq!(
                            Some(found),
                            exact(*amount, times, by, mode, step),
                            "{amount} at {rate}, {mode} to {step}, up to {most}"
                        );
                    }
                }
            }
        }
    }
}

/// Below zero a tie goes away from zero as above it.
#[test]
fn shares_of_negative_amounts_are_exact() {
    let mut chance = Chance::new(52);
    for (times, by, rate) in RATES {
        for mode in Rounding::ALL {
            for most in [1_000, 1_000_000_000, QUICK_MAX / times.max(1)] {
                let pack = share_pack(-most, most, rate, mode, 1);
                let amounts = amounts(-most, most, by, &mut chance);
                let found = defined(&pack, "due", &[("wage", &amounts)]);
                for (amount, found) in amounts.iter().zip(found) {
                    assert_eq!(Some(found), exact(*amount, times, by, mode, 1), "{amount} at {rate}, {mode}");
                }
            }
        }
    }
}

/// The greatest amounts for which the kernel may be taken, and those just beyond.
fn limits(times: i64, by: i64, step: i64) -> Vec<i64> {
    let (whole, half) = (QUICK_MAX / times, QUICK_MAX / (2 * times));
    let edges = [whole, whole - by * step / 2 / times, half, half - by * step / 2 / times];
    let mut limits: Vec<i64> =
        edges.iter().flat_map(|edge| (-2..=2).map(move |beside| edge + beside)).collect();
    limits.extend([1_000_000, 1_000_000_000_000, base::limit::MONEY_MAX]);
    limits.retain(|limit| *limit > 0 && *limit <= base::limit::MONEY_MAX);
    limits
}

/// The ends of the range, ties everywhere, and chance.
fn amounts(least: i64, most: i64, by: i64, chance: &mut Chance) -> Vec<i64> {
    let mut amounts = Vec::new();
    for beside in 0..40 {
        amounts.extend([least + beside, most - beside, beside, -beside]);
    }
    for _ in 0..60 {
        let number = chance.between(least, most);
        // The nearest multiple of half the denominator: a tie, or a whole share.
        let tie = number / by * by + by / 2;
        amounts.extend([number, tie - 1, tie, tie + 1]);
    }
    amounts.retain(|amount| (least..=most).contains(amount));
    amounts
}

fn exact(amount: i64, times: i64, by: i64, mode: Rounding, step: i64) -> Option<i64> {
    let share = Exact::fraction(i128::from(amount) * i128::from(times), by.into())?;
    share.round(mode, &Exact::from(step)).to_i64()
}

fn share_pack(least: i64, most: i64, rate: &str, mode: Rounding, step: i64) -> LawPack {
    let facts = format!("| wage | money | {least} .. {most} | | upah | wage |\n");
    pack(
        &facts,
        &format!("due is money:\n    share of wage at ({rate}), rounded {mode} to {step}\n"),
        "",
        &["due"],
    )
}

/// A pack of these facts and rules, with a word for each name.
fn pack(facts: &str, rules: &str, tables: &str, names: &[&str]) -> LawPack {
    let mut files = packs::files(&packs::folder("nowhere"));
    files.retain(|file| file.path != "facts.md");
    let words =
        names.iter().map(|name| format!("| {name} | {name} | {name} |\n")).collect::<Vec<_>>().concat();
    let text = format!(
        "# A\n`a` · Act 1 · checked 2026-01-01 · A\n\n{tables}\n```rule\nalways\n{rules}```\n\n\
         ## facts\n\n| fact | type | limits | default | id | en |\n|---|---|---|---|---|---|\n{facts}\n\
         ## words\n\n| name | id | en |\n|---|---|---|\n{words}"
    );
    files.push(rules::SourceFile { path: "a.md".to_owned(), text });
    packs::read(files)
}

/// A definition for each row; no row is at fault.
fn defined(pack: &LawPack, name: &str, columns: &[(&str, &[i64])]) -> Vec<i64> {
    let (numbers, faults) = answered(pack, name, columns);
    assert_eq!(faults, 0, "`{name}` has a value for every row");
    numbers
}

/// A definition for each row, and how many rows are at fault.
fn answered(pack: &LawPack, name: &str, columns: &[(&str, &[i64])]) -> (Vec<i64>, usize) {
    let tree = pack.tree();
    let item = tree.item(&Target::Definition(name.to_owned())).expect("it is defined");
    let facts: Vec<usize> = columns.iter().map(|(fact, _)| tree.names.facts[*fact]).collect();
    let plan = Plan::new(tree, &Facts::new(tree), &facts, &[Output::Defined(item)]);
    assert_eq!(plan.quick_outputs(), 1, "`{name}` runs as a program");
    let held: Vec<Column<'_>> = columns.iter().map(|(_, numbers)| Column::Known(numbers)).collect();
    let mut numbers = vec![0; columns[0].1.len()];
    let faults = plan.run(&held, &mut [&mut numbers], &mut Scratch::default());
    (numbers, faults.len())
}

/// Every day of the calendar from 1900 to 2200.
fn every_day() -> Vec<Day> {
    let first = Day::new(base::limit::YEAR_MIN, 1, 1).expect("a day");
    let last = Day::new(base::limit::YEAR_MAX, 12, 31).expect("a day");
    (first.epoch_days()..=last.epoch_days()).filter_map(Day::from_epoch_days).collect()
}

fn dates() -> LawPack {
    let facts = "| start | date | | | mulai | start |\n| finish | date | | | selesai | finish |\n\
                 | move | count | -1200 .. 1200 | | geser | move |\n";
    let rules = "\
whole_months is count:
    months from start to finish
whole_years is count:
    years from start to finish
all_days is count:
    days from start to finish
its_month is month:
    month of start
its_year is count:
    year of start
moved_month is month:
    month of (start plus move months)
";
    let names = ["whole_months", "whole_years", "all_days", "its_month", "its_year", "moved_month"];
    pack(facts, rules, "", &names)
}

fn numbers(days: &[Day]) -> Vec<i64> {
    days.iter().map(|day| i64::from(day.epoch_days())).collect()
}

#[test]
fn every_day_has_its_month_and_year() {
    let pack = dates();
    let days = every_day();
    let columns = numbers(&days);
    let months = defined(&pack, "its_month", &[("start", &columns)]);
    let years = defined(&pack, "its_year", &[("start", &columns)]);
    for (at, day) in days.iter().enumerate() {
        assert_eq!(months[at], i64::from(day.month().index()), "{day}");
        assert_eq!(years[at], i64::from(day.year()), "{day}");
    }
}

/// Every day against some, and every end of a month against every other end in thirty years.
#[test]
fn distances_are_those_of_the_calendar() {
    let pack = dates();
    let days = every_day();
    let is_end = |day: &&Day| **day == day.month().last_day();
    let ends: Vec<Day> = days.iter().filter(is_end).copied().collect();
    let mut pairs: Vec<(Day, Day)> = Vec::new();
    for text in
        ["1900-01-01", "1968-02-29", "1969-12-31", "2000-02-29", "2024-01-31", "2026-02-28", "2200-12-31"]
    {
        let day: Day = text.parse().expect("a day");
        pairs.extend(days.iter().map(|other| (day, *other)));
    }
    for (at, end) in ends.iter().enumerate() {
        let near = (at + 1..at + 14).chain([at + 120, at + 240, at + 359, at + 360, at + 361]);
        for other in near.filter_map(|at| ends.get(at)) {
            for (from, to) in [(0, 0), (-1, 0), (1, 0), (0, -1), (0, 1), (-2, -1)] {
                pairs.extend(end.plus_days(from).zip(other.plus_days(to)));
            }
        }
    }
    let mut chance = Chance::new(3);
    pairs.extend((0..50_000).map(|_| (*chance.pick(&days), *chance.pick(&days))));
    let (from, to): (Vec<Day>, Vec<Day>) = pairs.iter().copied().unzip();
    let (from, to) = (numbers(&from), numbers(&to));
    let columns = [("start", from.as_slice()), ("finish", to.as_slice())];
    let months = defined(&pack, "whole_months", &columns);
    let years = defined(&pack, "whole_years", &columns);
    let all_days = defined(&pack, "all_days", &columns);
    for (at, (from, to)) in pairs.iter().enumerate() {
        assert_eq!(months[at], i64::from(whole_months_between(*from, *to)), "months from {from} to {to}");
        assert_eq!(years[at], i64::from(whole_years_between(*from, *to)), "years from {from} to {to}");
        assert_eq!(all_days[at], i64::from(days_between(*from, *to)), "days from {from} to {to}");
    }
}

#[test]
fn a_day_moved_by_months_lies_in_the_month_the_calendar_says() {
    let pack = dates();
    let days: Vec<Day> = every_day().into_iter().filter(|day| (2000..2100).contains(&day.year())).collect();
    let mut chance = Chance::new(4);
    let moves: Vec<i64> = days.iter().map(|_| chance.between(-1_200, 1_200)).collect();
    let found = defined(&pack, "moved_month", &[("start", &numbers(&days)), ("move", &moves)]);
    for ((day, months), found) in days.iter().zip(&moves).zip(found) {
        let wanted = day.plus_months(*months as i32).map(Day::month);
        assert_eq!(Some(found), wanted.map(|month| i64::from(month.index())), "{day} and {months} months");
    }
}

/// Beyond the calendar there is no day: such rows are faults, as `explain` has none either.
#[test]
fn a_day_moved_beyond_the_calendar_is_no_day() {
    let pack = dates();
    let starts: Vec<Day> =
        ["1900-01-15", "2199-12-31", "2200-06-30"].map(|day| day.parse().expect("a day")).to_vec();
    for (moves, outside) in [([-1, 0, 0], 1), ([0, 13, 7], 2), ([0, 12, 6], 0), ([1, -1, 1_000], 1)] {
        let columns: [(&str, &[i64]); 2] = [("start", &numbers(&starts)), ("move", &moves)];
        let (_, faults) = answered(&pack, "moved_month", &columns);
        assert_eq!(faults, outside, "{moves:?}");
    }
}

/// Brackets of one width run as a table by steps, others by search; below the first bound there is no answer.
#[test]
fn brackets_are_those_of_the_table() {
    for bounds in
        [vec![0, 500, 1_000, 1_500], vec![0, 500, 1_000, 7_500], vec![1, 502, 1_003, 1_100], vec![0, 7, 11]]
    {
        let rows = bounds.iter().enumerate().map(|(at, bound)| format!("| {bound} | {} |\n", at * 10 + 1));
        let rows = rows.collect::<Vec<_>>().concat();
        let tables =
            format!("## amount · crown, by bracket of wage\n\n| at_least | value |\n|---|---|\n{rows}");
        let facts = "| wage | money | 0 .. 1_000_000 | | upah | wage |\n";
        let pack = pack(facts, "due is money:\n    amount[wage]\n", &tables, &["due", "amount"]);
        let first = bounds[0];
        let wages: Vec<i64> = (first..first + 9_000).chain([999_999, 1_000_000]).collect();
        let found = defined(&pack, "due", &[("wage", &wages)]);
        for (wage, found) in wages.iter().zip(found) {
            let at = bounds.iter().filter(|bound| *bound <= wage).count() - 1;
            assert_eq!(found, at as i64 * 10 + 1, "{wage} in {bounds:?}");
        }
    }
}

/// A value that columns give for the whole batch and a key that comes to the same for all.
#[test]
fn a_key_that_is_the_same_for_all_finds_its_cell() {
    let tables = "\
## amount · crown, by size, by bracket of years

| at_least | small | large |
|---|---|---|
| 0 | 10 | 20 |
| 5 | 11 | 21 |

## kinds

| kind | options |
|---|---|
| size | small, large |
";
    let facts = "| age | count | 0 .. 100 | | umur | age |\n| ill | yes/no | | yes | sakit | ill |\n\
                 | years | count | 0 .. 50 | 7 | tahun | years |\n";
    let rules = "\
group is size:
    if age >= 50 or ill then large else small
due is money:
    amount[group, years]
";
    let pack = pack(facts, rules, tables, &["group", "due", "amount"]);
    assert_eq!(defined(&pack, "due", &[("age", &[1, 49, 50, 99])]), [21; 4]);
}

/// Of a bracket that is the same for all, the rows of its bound are left; a table with holes goes row by row.
#[test]
fn a_bracket_that_is_the_same_for_all_leaves_its_rows() {
    let facts =
        "| age | count | 0 .. 100 | | umur | age |\n| years | count | 0 .. 50 | 7 | tahun | years |\n";
    let whole = [(0, 0, 10), (0, 5, 11), (40, 0, 20), (40, 5, 21), (40, 8, 29)];
    let with_hole = [(0, 0, 10), (0, 5, 11), (40, 0, 20), (40, 8, 29)];
    for (rows, quick, wanted) in [(whole.as_slice(), 1, [11, 11, 21, 21]), (&with_hole, 0, [11, 11, 20, 20])]
    {
        let rows = rows.iter().map(|(age, years, value)| format!("| {age} | {years} | {value} |\n"));
        let rows = rows.collect::<Vec<_>>().concat();
        let tables = format!(
            "## amount · crown, by bracket of age, by bracket of years\n\n\
             | at_least age | at_least years | value |\n|---|---|---|\n{rows}"
        );
        let pack = pack(facts, "due is money:\n    amount[age, years]\n", &tables, &["due", "amount"]);
        let tree = pack.tree();
        let item = tree.item(&Target::Definition("due".to_owned())).expect("it is defined");
        let plan = Plan::new(tree, &Facts::new(tree), &[tree.names.facts["age"]], &[Output::Defined(item)]);
        assert_eq!(plan.quick_outputs(), quick);
        let mut numbers = [0; 4];
        let faults =
            plan.run(&[Column::Known(&[0, 39, 40, 99])], &mut [&mut numbers], &mut Scratch::default());
        assert!(faults.is_empty());
        assert_eq!(numbers, wanted);
    }
}
