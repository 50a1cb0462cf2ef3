//! `columns` beside the loop by hand and a plain copy of the same memory.

use base::Day;
use rules::LawPack;
use rules::columns::{Column, Output, Plan, Scratch};
use rules::explain;
use rules::facts::Facts;

use crate::by_hand::{self, Numbers};
use crate::people::{self, SelfEmployed, WageEarners};
use crate::{best, say};

/// The month that is worked out; the peers take the same.
const MONTH: &str = "2026-03";

/// Prints the figures for so many people, half of them wage earners.
pub(crate) fn figures(pack: &LawPack, people: usize) {
    println!("columns, {people} people, month {MONTH}, one core unless said");
    let earners = people::wage_earners(people);
    let own = people::self_employed(people);
    let day: Day = format!("{MONTH}-01").parse().expect("a day");
    let numbers = Numbers::of(pack, day);
    let mut ours = vec![vec![0_i64; earners.wage.len()]; 8];
    let mut theirs = ours.clone();
    one_age(pack, &numbers, (&earners, &own), (&mut ours, &mut theirs), people);
    all_ages(pack, &numbers, &earners, (&mut ours, &mut theirs));
}

type Buffers<'a> = (&'a mut Vec<Vec<i64>>, &'a mut Vec<Vec<i64>>);

/// Everybody of one age: the work the peers do too.
fn one_age(
    pack: &LawPack,
    numbers: &Numbers,
    (earners, own): (&WageEarners, &SelfEmployed),
    (ours, theirs): Buffers<'_>,
    people: usize,
) {
    let wage_plan = plan(
        pack,
        "wage_earner",
        &[("birth_date", "1990-01-01"), ("registration_date", "2020-01-01")],
        &["wage", "risk_class"],
    );
    let own_plan = plan(pack, "self_employed", &[("jht_chosen", "yes")], &["income", "sector"]);
    let mut scratch = Scratch::default();
    let ours_seconds = best(|| {
        run(&wage_plan, &[&earners.wage, &earners.risk_class], ours, earners.wage.len(), &mut scratch);
        run(&own_plan, &[&own.income, &own.sector], ours, own.income.len(), &mut scratch);
    });
    run(&wage_plan, &[&earners.wage, &earners.risk_class], ours, earners.wage.len(), &mut scratch);
    by_hand::wage_earners(numbers, earners, &mut slices(theirs, earners.wage.len()));
    assert!(ours == theirs, "both give the same rupiah");
    let half = [&mut ours[..3], &mut theirs[..3]];
    let [ours_three, theirs_three] = half;
    run_slices(&own_plan, &[&own.income, &own.sector], ours_three, own.income.len(), &mut scratch);
    by_hand::self_employed(
        numbers,
        own,
        &mut theirs_three.iter_mut().map(|c| &mut c[..own.income.len()]).collect::<Vec<_>>(),
    );
    assert!(
        ours_three
            .iter()
            .zip(theirs_three.iter())
            .all(|(a, b)| a[..own.income.len()] == b[..own.income.len()]),
        "both give the same rupiah"
    );
    let hand_seconds = best(|| {
        by_hand::wage_earners(numbers, earners, &mut slices(theirs, earners.wage.len()));
        by_hand::self_employed(numbers, own, &mut slices_of(theirs, 3, own.income.len()));
    });
    let copy_seconds = best(|| {
        for (to, from) in ours.iter_mut().zip(theirs.iter()) {
            to.copy_from_slice(from);
        }
        for (to, from) in ours.iter_mut().zip(theirs.iter()).take(3) {
            let length = own.income.len();
            to[..length].copy_from_slice(&from[..length]);
        }
    });
    say("copying as much memory", copy_seconds, people);
    say("a loop by hand", hand_seconds, people);
    say("columns, from the law files", ours_seconds, people);
    println!("  {:<58} {:>8.2}", "columns / by hand", ours_seconds / hand_seconds);
    let both_seconds = best(|| {
        on_two_cores(&wage_plan, &[&earners.wage, &earners.risk_class], ours);
        on_two_cores(&own_plan, &[&own.income, &own.sector], ours);
    });
    say("columns on two cores", both_seconds, people);
}

/// Half of the rows a thread: a plan is shared, its scratch is not.
fn on_two_cores(plan: &Plan, columns: &[&Vec<i64>], out: &mut [Vec<i64>]) {
    let rows = columns[0].len();
    let half = rows / 2;
    let outputs = out.iter_mut().take(plan.outputs()).map(|column| column[..rows].split_at_mut(half));
    let (mut first, mut second): (Vec<&mut [i64]>, Vec<&mut [i64]>) = outputs.unzip();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let columns: Vec<Column<'_>> =
                columns.iter().map(|column| Column::Known(&column[..half])).collect();
            plan.run(&columns, &mut first, &mut Scratch::default());
        });
        let columns: Vec<Column<'_>> = columns.iter().map(|column| Column::Known(&column[half..])).collect();
        plan.run(&columns, &mut second, &mut Scratch::default());
    });
}

/// With dates of birth and registration as columns, wage earners only.
fn all_ages(pack: &LawPack, numbers: &Numbers, earners: &WageEarners, (ours, theirs): Buffers<'_>) {
    let count = earners.wage.len();
    println!("the same with dates of birth and registration, {count} wage earners");
    let plan = plan(pack, "wage_earner", &[], &["wage", "risk_class", "birth_date", "registration_date"]);
    let columns = [&earners.wage, &earners.risk_class, &earners.birth_date, &earners.registration_date];
    let mut scratch = Scratch::default();
    let ours_seconds = best(|| run(&plan, &columns, ours, count, &mut scratch));
    let hand_seconds =
        best(|| by_hand::wage_earners_of_all_ages(numbers, earners, &mut slices(theirs, count)));
    assert!(ours == theirs, "both give the same rupiah");
    say("a loop by hand", hand_seconds, count);
    say("columns, from the law files", ours_seconds, count);
    println!("  {:<58} {:>8.2}", "columns / by hand", ours_seconds / hand_seconds);
}

/// A plan for all lines and moves of a segment.
fn plan(pack: &LawPack, segment: &str, constants: &[(&str, &str)], columns: &[&str]) -> Plan {
    let tree = pack.tree();
    let mut facts = Facts::new(tree);
    for (name, value) in [("segment", segment), ("contribution_month", MONTH)].iter().chain(constants) {
        facts.set(tree, name, value).expect("a fact of the pack");
    }
    let place = tree.jurisdiction.segments.iter().position(|named| named.name == segment).expect("a segment");
    let outputs: Vec<Output> = explain::owed_now(tree, &facts, place).into_iter().map(Output::Owed).collect();
    let columns: Vec<usize> = columns.iter().map(|name| tree.names.facts[*name]).collect();
    let plan = Plan::new(tree, &facts, &columns, &outputs);
    assert_eq!(plan.quick_outputs(), outputs.len(), "every line runs as a program");
    plan
}

fn run(plan: &Plan, columns: &[&Vec<i64>], out: &mut [Vec<i64>], rows: usize, scratch: &mut Scratch) {
    run_slices(plan, columns, out, rows, scratch);
}

fn run_slices(plan: &Plan, columns: &[&Vec<i64>], out: &mut [Vec<i64>], rows: usize, scratch: &mut Scratch) {
    let columns: Vec<Column<'_>> = columns.iter().map(|column| Column::Known(column)).collect();
    let mut slices: Vec<&mut [i64]> =
        out.iter_mut().take(plan.outputs()).map(|column| &mut column[..rows]).collect();
    let faults = plan.run(&columns, &mut slices, scratch);
    assert!(faults.is_empty(), "no row is at fault");
}

fn slices(out: &mut [Vec<i64>], rows: usize) -> Vec<&mut [i64]> {
    slices_of(out, 8, rows)
}

fn slices_of(out: &mut [Vec<i64>], count: usize, rows: usize) -> Vec<&mut [i64]> {
    out.iter_mut().take(count).map(|column| &mut column[..rows]).collect()
}
