//! `explain` and `columns` agree to the rupiah on people who do not exist.
//!
//! A failure prints the seed of its batch and the facts of the person, as the lines of an example.

use std::fmt::Write as _;

use base::Month;
use rules::columns::{Output, Plan, RowFault, Scratch, requirements, whole};
use rules::explain::{self, Benefit, Defined};
use rules::facts::Facts;
use rules::reason::Stop;
use rules::tree::{Target, Tree};
use rules::value::{Type, Value};
use rules::{LawPack, selectors};

use crate::chance::Chance;
use crate::packs;
use crate::people::{Batch, Held, People, described, months};

/// People whose contributions are compared.
const CONTRIBUTORS: usize = if cfg!(debug_assertions) { 60_000 } else { 1_000_000 };

/// People whose definitions and benefits are compared.
const CLAIMANTS: usize = if cfg!(debug_assertions) { 6_000 } else { 40_000 };

#[test]
fn contributions_agree_on_a_million_people() {
    let pack = packs::indonesia();
    let report = in_two_threads(|half| contributions(&pack, pack.tree(), CONTRIBUTORS / 2, half));
    report.agrees();
    // A plan that read everything row by row would agree, and prove nothing.
    let share = report.programs * 100 / report.outputs;
    assert!(share >= 65, "{share} % of the lines run as programs");
}

#[test]
fn definitions_and_benefits_agree_on_claimants() {
    let pack = packs::indonesia();
    in_two_threads(|half| claims(&pack, pack.tree(), CLAIMANTS / 2, half)).agrees();
}

/// Lands with cents, tables of three keys and other shapes of law.
#[test]
fn other_lands_agree_too() {
    for folder in packs::entries(&packs::folder("good")).iter().filter(|path| path.is_dir()) {
        let pack = packs::read(packs::files(folder));
        let people = if cfg!(debug_assertions) { 600 } else { 20_000 };
        contributions(&pack, pack.tree(), people, 7).agrees();
        claims(&pack, pack.tree(), people / 2, 8).agrees();
    }
}

/// The net must catch: a plan of a law that is wrong by a rupiah, or a hundredth of a percent, is noticed.
#[test]
fn a_wrong_plan_is_noticed() {
    let pack = packs::indonesia();
    for wrong in ["bpu_jkm 6_801", "jp_wage_ceiling[2026-03] 11_086_200", "jkk_rate[very_low] 0.25"] {
        let assumption = pack.assumption(wrong).unwrap_or_else(|problem| panic!("{wrong}: {problem}"));
        let tree = pack.assuming(&[assumption]);
        let report = contributions(&pack, &tree, 30_000, 1);
        assert!(!report.differences.is_empty(), "`{wrong}` was not noticed");
    }
    let assumption = pack.assumption("death_grant 20_000_001").unwrap_or_else(|problem| panic!("{problem}"));
    let report = claims(&pack, &pack.assuming(&[assumption]), 600, 1);
    assert!(!report.differences.is_empty(), "a wrong benefit was not noticed");
}

/// What a comparison has found.
#[derive(Default)]
struct Report {
    /// People on whom the readers differ.
    differences: Vec<String>,
    /// Outputs of all plans, and how many of them ran as programs.
    outputs: usize,
    programs: usize,
}

impl Report {
    fn agrees(&self) {
        let first = self.differences.first();
        assert!(
            first.is_none(),
            "{} differences; the first:\n{}",
            self.differences.len(),
            first.map_or("", |text| text)
        );
    }
}

fn in_two_threads(run: impl Fn(u64) -> Report + Sync) -> Report {
    let halves = std::thread::scope(|scope| {
        let run = &run;
        let halves = [1, 2].map(|half| scope.spawn(move || run(half)));
        halves.map(|half| half.join().expect("a half ends"))
    });
    let mut all = Report::default();
    for half in halves {
        all.differences.extend(half.differences);
        all.outputs += half.outputs;
        all.programs += half.programs;
    }
    all
}

/// Contributions of every segment and month: reasons from the pack, the plan from `planned`.
fn contributions(pack: &LawPack, planned: &Tree, people: usize, seed: u64) -> Report {
    let tree = pack.tree();
    let maker = People::new(tree);
    let (months, segments) = (months(tree), tree.jurisdiction.segments.len());
    let rows = (people / (months.len() * segments)).max(1);
    let mut report = Report::default();
    for (number, month) in months.iter().enumerate() {
        for segment in 0..segments {
            let mut chance = Chance::new(seed << 32 | (number * segments + segment) as u64);
            let mut constants = constants(tree, segment, *month);
            let items = explain::owed(tree, segment);
            let shared = shared(tree, &items);
            for fact in &shared {
                let given = constants.get(*fact).is_some();
                if !given && chance.percent(90) {
                    constants.put(*fact, maker.value(&tree.facts[*fact], month.first_day(), &mut chance));
                }
            }
            let items = explain::owed_now(tree, &constants, segment);
            let batch = maker.batch(constants, &shared, rows, false, &mut chance);
            let label = format!("seed {seed}, {month}, {}", tree.jurisdiction.segments[segment].name);
            compare_contributions(tree, planned, &batch, &items, &label, &mut report);
        }
    }
    report
}

fn constants(tree: &Tree, segment: usize, month: Month) -> Facts {
    let mut facts = Facts::new(tree);
    let name = &tree.jurisdiction.segments[segment].name;
    if let Some(fact) = tree.names.facts.get("segment") {
        let option = tree.options(tree.facts[*fact].ty).iter().position(|option| option == name);
        facts.put(*fact, option.map(|at| Value::Option(at as u16)));
    }
    if let Some(fact) = tree.names.facts.get("contribution_month") {
        facts.put(*fact, Some(Value::Month(month)));
    }
    facts
}

/// The facts that a batch has in common: its segment and the dates that select its law.
fn shared(tree: &Tree, items: &[usize]) -> Vec<usize> {
    let mut shared = selectors(tree, items.iter().copied());
    shared.extend(["segment", "contribution_month"].iter().filter_map(|name| tree.names.facts.get(*name)));
    shared.into_iter().collect()
}

fn compare_contributions(
    tree: &Tree,
    planned: &Tree,
    batch: &Batch,
    items: &[usize],
    label: &str,
    report: &mut Report,
) {
    let outputs: Vec<Output> = items.iter().map(|item| Output::Owed(*item)).collect();
    let (numbers, faults) = run(planned, batch, &outputs, report);
    for (row, facts) in batch.rows.iter().enumerate() {
        let answer = explain::contribution(tree, facts, false);
        let lines = || answer.lines.iter().chain(&answer.moves);
        if let Some(stray) = lines().find(|line| !items.contains(&line.item)) {
            report
                .differences
                .push(format!("{label}: {} is owed and in no plan", tree_name(tree, stray.item)));
        }
        for (output, item) in items.iter().enumerate() {
            let line = lines().find(|line| line.item == *item);
            let fault = faults.iter().find(|fault| fault.row == row && fault.output == output);
            let wanted = match line {
                Some(line) => Wanted::Number(whole(tree, &Value::Number(line.amount.clone()), Type::Money)),
                None => not_owed(explain::definition(tree, facts, *item, false)),
            };
            note(tree, *item, &wanted, numbers[output][row], fault, facts, label, report);
        }
    }
}

/// What a column has to hold.
enum Wanted {
    /// This number; or a fault, if it is not whole.
    Number(Option<i64>),
    /// A fault that names these facts.
    Missing(Vec<usize>),
    /// A fault.
    Outside,
}

fn not_owed(defined: Defined) -> Wanted {
    match defined.value {
        Err(Stop::Outside { words, .. }) if words.en == "no rule applies in this case" => {
            Wanted::Number(Some(0))
        }
        _ => of_definition(defined, |_| None),
    }
}

fn of_definition(defined: Defined, number: impl Fn(&Value) -> Option<i64>) -> Wanted {
    match defined.value {
        Ok(value) => Wanted::Number(number(&value)),
        Err(Stop::Missing) => Wanted::Missing(defined.missing.into_iter().collect()),
        Err(Stop::Outside { .. }) => Wanted::Outside,
    }
}

#[expect(clippy::too_many_arguments, reason = "a report needs all of it")]
fn note(
    tree: &Tree,
    item: usize,
    wanted: &Wanted,
    number: i64,
    fault: Option<&RowFault>,
    facts: &Facts,
    label: &str,
    report: &mut Report,
) {
    let agree = match (wanted, fault) {
        (Wanted::Number(Some(wanted)), None) => *wanted == number,
        (Wanted::Number(None) | Wanted::Outside, Some(_)) => true,
        (Wanted::Missing(missing), Some(fault)) => *missing == fault.missing,
        _ => false,
    };
    if agree {
        return;
    }
    let wanted = match wanted {
        Wanted::Number(number) => format!("{number:?}"),
        Wanted::Missing(missing) => format!("missing {:?}", names(tree, missing)),
        Wanted::Outside => "outside the law".to_owned(),
    };
    let mut text = format!("{label}: {}: explain gives {wanted}, columns {number}", tree_name(tree, item));
    if let Some(fault) = fault {
        let _ = write!(text, ", fault {:?} {:?}", names(tree, &fault.missing), fault.stop);
    }
    report.differences.push(format!("{text}\n{}", described(tree, facts)));
}

fn names<'t>(tree: &'t Tree, facts: &[usize]) -> Vec<&'t str> {
    facts.iter().map(|at| tree.facts[*at].name.as_str()).collect()
}

fn tree_name(tree: &Tree, item: usize) -> String {
    let land = &tree.jurisdiction;
    match &tree.items[item].target {
        Target::Line { segment, programme, payer } => format!(
            "{} owes {}, paid by {}",
            land.segments[*segment].name, land.programmes[*programme].name, land.payers[*payer].name
        ),
        Target::Move { segment, programme, fund } => format!(
            "{} moves {} from {}",
            land.segments[*segment].name, land.programmes[*programme].name, land.funds[*fund].name
        ),
        Target::Definition(name) => name.clone(),
        Target::Component { benefit, name } => format!("{} pays {name}", land.benefits[*benefit].name),
        Target::Requirement { benefit, name } => format!("{} requires {name}", land.benefits[*benefit].name),
    }
}

fn run(
    tree: &Tree,
    batch: &Batch,
    outputs: &[Output],
    report: &mut Report,
) -> (Vec<Vec<i64>>, Vec<RowFault>) {
    let plan = Plan::new(tree, &batch.constants, &batch.columns, outputs);
    report.outputs += plan.outputs();
    report.programs += plan.quick_outputs();
    let held: Vec<Held> = batch.columns.iter().map(|fact| Held::new(tree, *fact, &batch.rows)).collect();
    let columns: Vec<_> = held.iter().map(Held::column).collect();
    let mut numbers = vec![vec![0; batch.rows.len()]; outputs.len()];
    let mut slices: Vec<&mut [i64]> = numbers.iter_mut().map(Vec::as_mut_slice).collect();
    let faults = plan.run(&columns, &mut slices, &mut Scratch::default());
    (numbers, faults)
}

/// Definitions, conditions and components of people drawn for every kind of date.
fn claims(pack: &LawPack, planned: &Tree, people: usize, seed: u64) -> Report {
    const ROWS: usize = 20;
    let tree = pack.tree();
    let maker = People::new(tree);
    let months = months(tree);
    let items: Vec<usize> = (0..tree.items.len()).collect();
    let shared = shared(tree, &items);
    let mut report = Report::default();
    for number in 0..people.div_ceil(ROWS) {
        let mut chance = Chance::new(seed << 48 | number as u64);
        let month = *chance.pick(&months);
        let segment = chance.below(tree.jurisdiction.segments.len());
        let mut constants = constants(tree, segment, month);
        for fact in &shared {
            if constants.get(*fact).is_none() && chance.percent(97) {
                constants.put(*fact, maker.value(&tree.facts[*fact], month.first_day(), &mut chance));
            }
        }
        let batch = maker.batch(constants, &shared, ROWS, true, &mut chance);
        let label = format!("seed {seed}, claim batch {number}");
        compare_definitions(tree, planned, &batch, &label, &mut report);
        for benefit in 0..tree.jurisdiction.benefits.len() {
            compare_benefit(tree, planned, &batch, benefit, &label, &mut report);
        }
    }
    report
}

fn compare_definitions(tree: &Tree, planned: &Tree, batch: &Batch, label: &str, report: &mut Report) {
    let items: Vec<usize> =
        (0..tree.items.len()).filter(|at| matches!(tree.items[*at].target, Target::Definition(_))).collect();
    let outputs: Vec<Output> = items.iter().map(|item| Output::Defined(*item)).collect();
    let (numbers, faults) = run(planned, batch, &outputs, report);
    for (row, facts) in batch.rows.iter().enumerate() {
        for (output, item) in items.iter().enumerate() {
            let fault = faults.iter().find(|fault| fault.row == row && fault.output == output);
            let ty = tree.items[*item].ty;
            let defined = explain::definition(tree, facts, *item, false);
            let wanted = of_definition(defined, |value| whole(tree, value, ty));
            note(tree, *item, &wanted, numbers[output][row], fault, facts, label, report);
        }
    }
}

fn compare_benefit(
    tree: &Tree,
    planned: &Tree,
    batch: &Batch,
    benefit: usize,
    label: &str,
    report: &mut Report,
) {
    let is_component =
        |at: &usize| matches!(tree.items[*at].target, Target::Component { benefit: b, .. } if b == benefit);
    let components: Vec<usize> = (0..tree.items.len()).filter(is_component).collect();
    let mut outputs = vec![Output::Refusal(benefit)];
    outputs.extend(components.iter().map(|item| Output::Component(*item)));
    let (numbers, faults) = run(planned, batch, &outputs, report);
    let order = requirements(tree, benefit);
    for (row, facts) in batch.rows.iter().enumerate() {
        let fault = |output: usize| faults.iter().find(|fault| fault.row == row && fault.output == output);
        let eligible = explain::eligibility(tree, facts, benefit, false);
        let place = |answer: &Benefit| {
            let refused = answer.refusal.as_ref();
            refused
                .and_then(|(item, ..)| order.iter().position(|at| at == item))
                .map_or(0, |at| at as i64 + 1)
        };
        let wanted = answered(&eligible, place(&eligible));
        let first = order.first().or(components.first()).copied().unwrap_or(0);
        note(tree, first, &wanted, numbers[0][row], fault(0), facts, label, report);
        let answer = explain::benefit(tree, facts, benefit, false);
        for (at, item) in components.iter().enumerate() {
            let component = answer.components.iter().find(|component| component.item == *item);
            let total = component.map_or_else(base::Exact::zero, explain::Component::total);
            let number = whole(tree, &Value::Number(total), Type::Money);
            // A program may answer for a component while another of the same benefit lacks a fact.
            let wanted = match fault(at + 1) {
                Some(_) => answered(&answer, 0),
                None if component.is_none() && answer.refusal.is_none() => absent(tree, facts, *item),
                None => Wanted::Number(number),
            };
            note(tree, *item, &wanted, numbers[at + 1][row], fault(at + 1), facts, label, report);
        }
    }
}

/// A refusal is an answer; what lacks a fact is none.
fn answered(answer: &Benefit, number: i64) -> Wanted {
    if answer.refusal.is_some() || answer.stops.is_empty() && answer.missing.is_empty() {
        Wanted::Number(Some(number))
    } else if answer.stops.is_empty() {
        Wanted::Missing(answer.missing.iter().copied().collect())
    } else {
        Wanted::Outside
    }
}

/// A component that is not paid: because no rule applies, or because something is not known.
fn absent(tree: &Tree, facts: &Facts, item: usize) -> Wanted {
    not_owed(explain::definition(tree, facts, item, false))
}
