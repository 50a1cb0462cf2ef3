//! Columns give what the explaining reader gives, for people who do not exist, in every segment and month.

use base::Month;
use scheme::contributions::{Plans, Roll, Shape, Worked, assess};
use scheme::law::{Law, SegmentLaw};
use scheme::lines::{Lines, Slots};
use testing::Random;

use super::chance::{edges, text};
use super::{law, month};

const ROWS: usize = if cfg!(debug_assertions) { 24 } else { 400 };

#[test]
fn columns_give_what_assess_gives() {
    let law = law();
    let edges = edges(law.tree());
    let mut plans = Plans::new(law);
    let mut worked = Worked::new();
    let (mut answered, mut faulty) = (0, 0);
    let mut now = Some(month("2015-07"));
    while let Some(at) = now.filter(|at| *at <= month("2027-03")) {
        for (place, segment) in law.segments().iter().enumerate() {
            let seed = at.index() as u64 * 10 + place as u64;
            let people = people(law, segment, at, &edges, &mut Random::new(seed));
            let names = people.iter().flatten().map(|(name, _)| name.as_str());
            let mut roll = Roll::new(law, Shape::of(law, segment, names));
            for facts in &people {
                roll.push(facts);
            }
            plans.assess_columns(&roll, at, &mut worked);
            let mut slots = Slots::read(law.slots().iter().cloned());
            let numbers = worked.numbers(&mut slots);
            let mut total = Lines::new();
            for (row, facts) in people.iter().enumerate() {
                let slow = assess(law, facts, segment, at);
                assert_eq!(worked.assessed(row), slow, "seed {seed}, {} {at}, {facts:?}", segment.name);
                let mut bytes = Vec::new();
                worked.pack(row, &numbers, &mut bytes);
                assert_eq!(bytes, slow.lines.pack(&mut slots), "seed {seed}, {} {at}", segment.name);
                total = total.plus(&slow.lines);
                answered += usize::from(!slow.lines.is_zero());
                faulty += usize::from(!slow.faults.is_empty());
            }
            assert_eq!(worked.total(), total);
        }
        now = at.next();
    }
    assert!(answered > ROWS * 200 && faulty > ROWS, "{answered} answered, {faulty} with faults");
}

/// People of one shape: the same facts are known of all of them, save for a few gaps.
fn people(
    law: &Law<'_>,
    segment: &SegmentLaw,
    at: Month,
    edges: &[i64],
    random: &mut Random,
) -> Vec<Vec<(String, String)>> {
    let tree = law.tree();
    let read: Vec<_> = tree.facts.iter().filter(|fact| segment.reads(law, &fact.name)).collect();
    let known: Vec<_> = read.into_iter().filter(|_| random.chance(850)).collect();
    let person = |random: &mut Random| {
        let gaps = *random.pick(&[0, 0, 0, 200]);
        let mut facts = vec![("name".to_owned(), "Siti".to_owned())];
        for fact in &known {
            if !random.chance(gaps) {
                facts.push((fact.name.clone(), text(tree, fact, edges, at, random)));
            }
        }
        if random.chance(200) {
            facts.rotate_left(1);
        }
        facts
    };
    (0..ROWS).map(|_| person(random)).collect()
}
