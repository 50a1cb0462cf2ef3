//! Merges and un-merges: against a slow model, and what does not count twice afterwards.

use std::collections::BTreeMap;

use base::Moment;
use expect_test::{Expect, expect};
use scheme::facts::{Fact, History, Months, Subject};
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::memberships::{Covered, Segment, Stretch, timeline};
use scheme::people::merge::{Link, Side, members, merge, overlaps, root, unmerge};
use testing::Random;

use crate::facts_made::month;
use crate::memberships::day;

fn side(person: i64) -> Side {
    Side { person: PersonId(person), birth_date: day("1990-01-01"), died: None }
}

/// The model: who is merged into whom, written out again after each step.
type Model = BTreeMap<i64, i64>;

fn slow_root(model: &Model, person: i64) -> i64 {
    model.get(&person).map_or(person, |into| slow_root(model, *into))
}

#[test]
fn links_say_what_the_model_says_at_every_moment() {
    let (mut merges, mut unmerges) = (0, 0);
    for seed in 0..400 {
        let mut random = Random::new(seed);
        let (mut links, mut model): (Vec<Link>, Model) = (Vec::new(), Model::new());
        let mut models = vec![model.clone()];
        for step in 1..=20 {
            let (one, other) = (random.below(6) as i64, random.below(6) as i64);
            let known = Moment::new(step);
            let link = if random.below(3) == 0 {
                let link = unmerge(&links, PersonId(one), known);
                assert_eq!(link.is_ok(), model.remove(&one).is_some(), "seed {seed} step {step}");
                unmerges += u32::from(link.is_ok());
                link
            } else {
                let link = merge(&links, side(one), side(other), None, known);
                let lawful = one != other && !model.contains_key(&one) && slow_root(&model, other) != one;
                assert_eq!(link.is_ok(), lawful, "seed {seed} step {step}: {one} into {other}");
                merges += u32::from(lawful);
                lawful.then(|| model.insert(one, other));
                link
            };
            links.extend(link);
            models.push(model.clone());
        }
        for (step, model) in models.iter().enumerate() {
            let known = Moment::new(step as i64);
            for person in 0..6 {
                let wanted = slow_root(model, person);
                assert_eq!(
                    root(&links, PersonId(person), known),
                    PersonId(wanted),
                    "seed {seed} step {step}"
                );
                let mut all: Vec<i64> = (0..6).filter(|other| slow_root(model, *other) == wanted).collect();
                all.sort_by_key(|other| (*other != wanted, *other));
                let said: Vec<i64> =
                    members(&links, PersonId(person), known).iter().map(|person| person.0).collect();
                assert_eq!(said, all, "seed {seed} step {step}");
            }
        }
    }
    assert!(merges > 1000 && unmerges > 500, "{merges} {unmerges}");
}

fn refused(from: Side, to: Side, reason: Option<&str>, expected: &Expect) {
    let links = [Link { person: PersonId(3), into: Some(PersonId(4)), known: Moment::new(1) }];
    let said = match merge(&links, from, to, reason, Moment::new(5)) {
        Ok(link) => format!("{} {:?}", link.person, link.into),
        Err(refusal) => format!("{}\n{}\n{refusal}\n", refusal.code, refusal.id),
    };
    expected.assert_eq(&said);
}

#[test]
fn what_is_not_merged() {
    refused(
        side(1),
        side(1),
        None,
        &expect![[r"
        merge_self
        satu nomor tidak digabungkan ke dirinya
        a number is not merged into itself
    "]],
    );
    refused(
        side(3),
        side(1),
        None,
        &expect![[r"
        merged_already
        nomor 3 sudah digabungkan ke 4; pisahkan dahulu
        number 3 is merged into 4 already; un-merge it first
    "]],
    );
    refused(
        side(4),
        side(3),
        None,
        &expect![[r"
        merge_circle
        nomor 3 sudah digabungkan ke 4
        number 3 is merged into 4 already
    "]],
    );
    let younger = Side { birth_date: day("1991-01-01"), ..side(1) };
    refused(
        younger,
        side(2),
        Some(" "),
        &expect![[r"
        birth_dates_differ
        tanggal lahir berbeda, 1991-01-01 dan 1990-01-01: tulis alasannya
        the dates of birth differ, 1991-01-01 and 1990-01-01: say why
    "]],
    );
    refused(younger, side(2), Some("kartu keluarga"), &expect!["1 Some(PersonId(2))"]);
    let dead = |on| Some(day(on));
    let (one, other) =
        (Side { died: dead("2026-01-01"), ..side(1) }, Side { died: dead("2026-01-02"), ..side(2) });
    refused(
        one,
        other,
        None,
        &expect![[r"
        deaths_differ
        tanggal meninggal berbeda, 2026-01-01 dan 2026-01-02: perbaiki salah satu dahulu
        the days of death differ, 2026-01-01 and 2026-01-02: correct one of them first
    "]],
    );
    refused(one, side(2), None, &expect!["1 Some(PersonId(2))"]);
    let said = unmerge(&[], PersonId(1), Moment::new(1)).expect_err("not merged");
    expect!["not_merged number 1 is not merged"].assert_eq(&format!("{} {said}", said.code));
}

/// Spells within two years, each a pair of first and last month.
fn spells(random: &mut Random, id: i64) -> Vec<Stretch> {
    let mut facts = Vec::new();
    let mut at = random.below(8) as i32;
    for _ in 0..=random.below(2) {
        let subject = Subject::Membership(MembershipId(id));
        let last = at + random.below(8) as i32;
        let (from, until) = (month(at), month(last));
        facts.push(Fact::since(subject, "started", &from.first_day(), from, Moment::new(1)));
        if random.below(4) != 0 {
            facts.push(Fact::since(subject, "ended", &until.last_day(), until, Moment::new(1)));
        }
        at = last + 2 + random.below(3) as i32;
    }
    timeline(PayerId(id), &History::new(facts), &[], Moment::new(9))
}

#[test]
fn each_month_counts_once_for_who_has_run_longest() {
    let mut excluded_months = 0;
    for seed in 0..1500 {
        let mut random = Random::new(seed);
        let timelines: Vec<Vec<Stretch>> = (1..=3).map(|id| spells(&mut random, id)).collect();
        let memberships: Vec<Covered<'_>> = (1..=3)
            .zip(&timelines)
            .map(|(id, timeline)| {
                let wage = random.below(4) == 0;
                let segment = if wage { Segment::WageEarner } else { Segment::SelfEmployed };
                Covered { membership: MembershipId(id), segment, payer: PayerId(id), timeline }
            })
            .collect();
        let excluded = overlaps(&memberships);
        for after in 0..40 {
            let covers = |of: &Covered<'_>, after| of.first_in(Months::one(month(after))).is_some();
            // Where the run of months that holds this one began.
            let began = |of: &Covered<'_>| (0..=after).rev().take_while(|after| covers(of, *after)).last();
            let alone: Vec<_> = memberships.iter().filter(|of| of.segment == Segment::SelfEmployed).collect();
            let first = alone.iter().filter_map(|of| began(of).map(|began| (began, of.membership))).min();
            for of in &memberships {
                let out =
                    excluded.iter().any(|(id, months)| *id == of.membership && months.contains(month(after)));
                let wanted = of.segment == Segment::SelfEmployed
                    && covers(of, after)
                    && first.is_some_and(|(_, first)| first != of.membership);
                assert_eq!(out, wanted, "seed {seed}: {} in {} {excluded:?}", of.membership, month(after));
                excluded_months += u32::from(out);
            }
        }
    }
    assert!(excluded_months > 5000, "{excluded_months}");
}

#[test]
fn one_employer_pays_once_for_one_person() {
    let timeline = |from| {
        let subject = Subject::Membership(MembershipId(1));
        let fact = Fact::since(subject, "started", &month(from).first_day(), month(from), Moment::new(1));
        timeline(PayerId(1), &History::new([fact]), &[], Moment::new(9))
    };
    let (one, other) = (timeline(0), timeline(3));
    let of = |id, payer, timeline| Covered {
        membership: MembershipId(id),
        segment: Segment::WageEarner,
        payer: PayerId(payer),
        timeline,
    };
    let shown = |memberships: &[Covered<'_>]| {
        let all = overlaps(memberships).into_iter();
        all.map(|(membership, months)| format!("{membership} {months}")).collect::<Vec<_>>().join("\n")
    };
    expect!["2 2026-04 …"].assert_eq(&shown(&[of(2, 7, &other), of(5, 7, &one)]));
    expect![""].assert_eq(&shown(&[of(2, 7, &other), of(5, 8, &one)]));
}
