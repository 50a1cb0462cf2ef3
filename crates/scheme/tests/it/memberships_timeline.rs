//! Timelines: stretches say for each month what a slow look at every fact says.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use base::{Day, Moment, Month};
use expect_test::{Expect, expect};
use scheme::facts::{Fact, History, Months, Subject, is_own};
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::memberships::timeline::{Stretch, pack, payer_timeline, timeline, touched, unpack};
use testing::Random;

use crate::facts::some_facts;
use crate::facts_made::{facts, month, resolve};

const PERSON: Subject = Subject::Person(PersonId(1));
const MEMBERSHIP: Subject = Subject::Membership(MembershipId(2));
const PAYER: PayerId = PayerId(3);

fn stretches(person: &[Fact], membership: &[Fact], known: Moment) -> Vec<Stretch> {
    let history = |facts: &[Fact]| History::new(facts.to_vec());
    timeline(PAYER, &history(membership), &[&history(person)], known)
}

fn check(person: &str, membership: &str, expected: &Expect) {
    let said = stretches(&facts(PERSON, person), &facts(MEMBERSHIP, membership), Moment::new(99));
    let mut text = String::new();
    for stretch in &said {
        let _ = writeln!(text, "{} payer {} {}", stretch.months(), stretch.payer, pack(&stretch.facts));
    }
    expected.assert_eq(&text);
}

#[test]
fn from_the_month_of_starting_to_that_of_ending() {
    check(
        "1 birth_date 1990-01-01 1990-01",
        "1 started 2026-02-20 2026-02\n1 wage 5 2026-01\n2 wage 6 2026-04\n3 ended 2026-05-01 2026-05",
        &expect![[r"
            2026-02 … 2026-03 payer 3 birth_date=1990-01-01;wage=5
            2026-04 … 2026-05 payer 3 birth_date=1990-01-01;wage=6
        "]],
    );
}

#[test]
fn not_after_death_but_again_if_death_was_an_error() {
    let membership = "1 started 2026-02-20 2026-02";
    check(
        "2 died 2026-03-01 2026-03",
        membership,
        &expect![[r"
        2026-02 … 2026-03 payer 3 
    "]],
    );
    check(
        "2 died 2026-03-01 2026-03\n3 died - 2026-03",
        membership,
        &expect![[r"
        2026-02 … payer 3 
    "]],
    );
}

#[test]
fn begun_again_after_a_lapse_and_paid_by_a_sponsor_for_a_while() {
    check(
        "",
        "1 started 2026-01-05 2026-01\n2 ended 2026-02-28 2026-02\n3 started 2026-06-10 2026-06\n\
         4 funder 77 2026-07 2026-09\n4 funded_by donor 2026-07 2026-09",
        &expect![[r"
            2026-01 … 2026-02 payer 3 
            2026-06 payer 3 
            2026-07 … 2026-08 payer 77 funded_by=donor
            2026-09 … payer 3 
        "]],
    );
}

#[test]
fn equal_neighbours_are_one() {
    check(
        "",
        "1 started 2026-01-05 2026-01\n2 wage 5 2026-01\n3 wage 5 2026-03\n4 wage 5 2026-04",
        &expect![[r"
            2026-01 … payer 3 wage=5
        "]],
    );
}

/// A month, looked at by hand.
fn slow(
    person: &[Fact],
    membership: &[Fact],
    month: Month,
    known: Moment,
) -> Option<(PayerId, Vec<(String, String)>)> {
    let value = |name: &str| {
        resolve(membership, name, month, known)
            .or_else(|| resolve(person, name, month, known))
            .map(str::to_owned)
    };
    let day = |name: &str| value(name).map(|day| day.parse::<Day>().expect("a day"));
    let started = day("started").filter(|started| started.month() <= month)?;
    if day("ended").is_some_and(|ended| started <= ended && ended.month() < month) {
        return None;
    }
    if day("died").is_some_and(|died| died.month() < month) {
        return None;
    }
    let mut said = BTreeMap::new();
    for fact in person.iter().chain(membership).filter(|fact| !is_own(&fact.name)) {
        if let Some(value) = value(&fact.name) {
            said.insert(fact.name.clone(), value);
        }
    }
    let payer = value("funder").map_or(PAYER, |number| PayerId(number.parse().expect("a number")));
    Some((payer, said.into_iter().collect()))
}

const DAYS: &[&str] = &["2026-02-28", "2026-03-01", "2026-05-15", "2026-09-30"];
const OF_MEMBERSHIP: &[(&str, &[&str])] = &[
    ("started", DAYS),
    ("started", &["2025-12-01", "2026-01-31", "2026-07-01"]),
    ("ended", DAYS),
    ("wage", &["1", "2"]),
    ("sector", &["other", "transport"]),
    ("funder", &["8", "9"]),
];
const OF_PERSON: &[(&str, &[&str])] =
    &[("died", &["2026-08-08"]), ("sector", &["other"]), ("nationality", &["foreign", "indonesian"])];

#[test]
fn stretches_say_what_a_slow_look_at_each_month_says() {
    let mut covered = 0;
    for seed in 0..4000 {
        let mut random = Random::new(seed);
        let person = some_facts(&mut random, PERSON, OF_PERSON);
        let mut membership = facts(MEMBERSHIP, "0 started 2026-01-20 2026-01");
        membership.extend(some_facts(&mut random, MEMBERSHIP, OF_MEMBERSHIP));
        for known in [0, 3, 99].map(Moment::new) {
            let stretches = stretches(&person, &membership, known);
            for pair in stretches.windows(2) {
                let end = pair[0].until.expect("only the last has no end");
                assert!(end <= pair[1].from, "seed {seed}: {pair:?}");
                let same = (pair[0].payer, &pair[0].facts) == (pair[1].payer, &pair[1].facts);
                assert!(end < pair[1].from || !same, "seed {seed}: not joined {pair:?}");
            }
            for month in (-2..30).map(month) {
                let fast = stretches.iter().find(|stretch| stretch.months().contains(month));
                let fast = fast.map(|stretch| (stretch.payer, stretch.facts.clone()));
                covered += u32::from(fast.is_some());
                assert_eq!(fast, slow(&person, &membership, month, known), "seed {seed}: {month} at {known}");
            }
        }
    }
    assert!(covered > 50_000, "the facts are too seldom those of a member: {covered}");
}

#[test]
fn what_is_touched_is_what_differs() {
    for seed in 0..1000 {
        let mut random = Random::new(seed);
        let mut membership = facts(MEMBERSHIP, "0 started 2026-01-20 2026-01");
        membership.extend(some_facts(&mut random, MEMBERSHIP, OF_MEMBERSHIP));
        let (before, after) =
            (stretches(&[], &membership, Moment::new(3)), stretches(&[], &membership, Moment::new(99)));
        let touched = touched(&before, &after);
        for pair in touched.windows(2) {
            assert!(pair[0].until.is_some_and(|until| until < pair[1].from), "seed {seed}: {touched:?}");
        }
        for month in (-2..30).map(month) {
            let differs = slow(&[], &membership, month, Moment::new(3))
                != slow(&[], &membership, month, Moment::new(99));
            let listed = touched.iter().any(|months: &Months| months.contains(month));
            assert_eq!(differs, listed, "seed {seed}: {month}");
        }
    }
}

#[test]
fn of_a_merged_person_the_chosen_number_speaks_first() {
    let history = |lines: &str| History::new(facts(PERSON, lines));
    let chosen = history("1 nationality indonesian 2026-03");
    let merged = history("1 nationality foreign 2026-01\n1 jkn_member no 2026-01");
    let membership = History::new(facts(MEMBERSHIP, "1 started 2026-02-20 2026-02"));
    let said = timeline(PAYER, &membership, &[&chosen, &merged], Moment::new(9));
    let said: Vec<String> =
        said.iter().map(|stretch| format!("{} {}", stretch.from, pack(&stretch.facts))).collect();
    expect![[r"
        2026-02 jkn_member=no;nationality=foreign
        2026-03 jkn_member=no;nationality=indonesian"]]
    .assert_eq(&said.join("\n"));
}

#[test]
fn facts_of_a_payer_are_a_timeline_of_their_own() {
    let payer = Subject::Payer(PAYER);
    let facts =
        facts(payer, "1 started 2026-01-01 2026-01\n1 risk_class low 2026-02\n2 risk_class high 2026-05");
    let said = payer_timeline(&History::new(facts), Moment::new(9));
    let said: Vec<String> =
        said.iter().map(|stretch| format!("{} {}", stretch.from, pack(&stretch.facts))).collect();
    expect![[r"
        2026-02 risk_class=low
        2026-05 risk_class=high"]]
    .assert_eq(&said.join("\n"));
}

#[test]
fn facts_as_one_text_are_read_back() {
    let facts = vec![("a".to_owned(), "1".to_owned()), ("b".to_owned(), "x y".to_owned())];
    assert_eq!(pack(&facts), "a=1;b=x y");
    let back: Vec<_> = unpack("a=1;b=x y").map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    assert_eq!(back, facts);
    assert_eq!(unpack("").count(), 0);
}
