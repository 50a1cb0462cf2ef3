//! Lists of names: what a line comes to, who is chosen, who comes next, and what ends when.

use std::collections::BTreeMap;

use base::Month;
use expect_test::{Expect, expect};
use scheme::id::{MembershipId, PayerId};
use scheme::solidarity::choose::{Candidate, Criterion, First, Order, Quota, Rule, Trait, choose};
use scheme::solidarity::fairness::report;
use scheme::solidarity::forecast::{Paid, asked_by, endings};
use scheme::solidarity::list::{Cover, Heard, Judge, Line, NikState, Verdict};
use scheme::solidarity::replace::next;
use testing::Random;

use super::solidarity_law;

/// A line: `named_before nik alive born cover`.
fn line(text: &str) -> Line {
    let cells: Vec<&str> = text.split_whitespace().collect();
    Line {
        named_before: cells[0] == "again",
        nik: NikState::of_word(cells[1]).expect("a state"),
        is_alive: cells[2] == "alive",
        born: cells[3].parse().ok(),
        cover: Cover::of_word(cells[4]).expect("cover"),
    }
}

fn check(lines: &str, expected: &Expect) {
    let on = "2026-05-01".parse().expect("a day");
    let mut judge = Judge::new(solidarity_law().law(), on).expect("the law has lists");
    let mut shown = String::new();
    for text in lines.lines().map(str::trim).filter(|text| !text.is_empty()) {
        let verdict = match judge.verdict(&line(text)) {
            Ok(verdict) => verdict.word().to_owned(),
            Err(refusal) => refusal.code.to_owned(),
        };
        shown.push_str(&verdict);
        shown.push('\n');
    }
    expected.assert_eq(&shown);
}

#[test]
fn a_line_comes_under_the_first_reason_that_holds() {
    check(
        "
        first confirmed alive 1980-03-04 no_cover
        first unchecked alive 1980-03-04 no_cover
        again badly_formed dead - by_employer
        first badly_formed alive - no_cover
        first unknown_nik alive 1980-03-04 no_cover
        first other_person alive 1980-03-04 by_employer
        first confirmed dead 1950-01-01 no_cover
        first confirmed alive 1961-05-01 no_cover
        first confirmed alive 1961-05-02 no_cover
        first confirmed alive 1980-03-04 by_employer
        first confirmed alive 1980-03-04 by_other_funder
        first unchecked alive 1980-03-04 by_own_means
        first confirmed alive - no_cover
        ",
        &expect![[r"
            can_be_paid_for
            waits_for_registry
            named_twice
            wrong_nik
            wrong_nik
            wrong_nik
            is_dead
            too_old
            can_be_paid_for
            has_employer
            has_funder
            pays_already
            facts_missing
        "]],
    );
}

#[test]
fn a_stranger_hears_nothing_that_tells_whom_we_know() {
    let heard = |has_form: bool| -> Vec<&str> {
        Verdict::ALL.iter().map(|verdict| verdict.heard(has_form).word()).collect()
    };
    let known = heard(true);
    expect!["open open named_twice cannot is_dead too_old cannot cannot cannot unreadable"]
        .assert_eq(&known.join(" "));
    // What can be seen without a register is said.
    assert_eq!(Verdict::WrongNik.heard(false), Heard::BadForm);
}

#[test]
fn counts_of_a_list_tell_of_nobody_alone() {
    use Heard::{Cannot, Checked, IsDead, NamedTwice, Open, TooOld};
    for (counts, told) in [
        // A list of one line, whatever came of it.
        (vec![(Open, 1)], vec![(Checked, 1)]),
        (vec![(Cannot, 1)], vec![(Checked, 1)]),
        (vec![(IsDead, 1)], vec![(Checked, 1)]),
        // Neither side may be few: not even nobody.
        (vec![(Open, 500)], vec![(Checked, 500)]),
        (vec![(Open, 491), (Cannot, 9)], vec![(Checked, 500)]),
        (vec![(Open, 9), (Cannot, 491)], vec![(Checked, 500)]),
        (vec![(Open, 490), (Cannot, 10)], vec![(Open, 490), (Cannot, 10)]),
        // What the list itself shows is said however few.
        (vec![(Open, 1), (NamedTwice, 1)], vec![(NamedTwice, 1), (Checked, 1)]),
        // Few of a reason are counted with the others, and none can be worked out from the rest.
        (vec![(Open, 400), (IsDead, 3), (Cannot, 60)], vec![(Open, 400), (Cannot, 63)]),
        (vec![(Open, 400), (IsDead, 60), (Cannot, 3)], vec![(Open, 400), (Cannot, 63)]),
        (vec![(Open, 400), (IsDead, 6), (TooOld, 6), (Cannot, 60)], vec![(Open, 400), (Cannot, 72)]),
        (
            vec![(Open, 400), (IsDead, 30), (TooOld, 20), (Cannot, 60)],
            vec![(Open, 400), (IsDead, 30), (TooOld, 20), (Cannot, 60)],
        ),
        (vec![(Open, 400), (IsDead, 30), (TooOld, 20)], vec![(Open, 400), (IsDead, 30), (TooOld, 20)]),
        (
            vec![(Open, 400), (IsDead, 30), (TooOld, 20), (Cannot, 4)],
            vec![(Open, 400), (IsDead, 30), (Cannot, 24)],
        ),
    ] {
        let counts: BTreeMap<Heard, i64> = counts.into_iter().collect();
        let expected: BTreeMap<Heard, i64> = told.into_iter().collect();
        assert_eq!(Heard::in_groups(&counts, 10), expected, "{counts:?}");
    }
    let alone: Vec<&str> = Heard::ALL.iter().map(|heard| heard.of_one().word()).collect();
    assert_eq!(alone.join(" "), "checked named_twice bad_form checked checked checked unreadable checked");
}

const WORKS: [&str; 3] = ["petani", "nelayan", "buruh"];

/// So many people, drawn from a seed.
fn people(count: i64, seed: u64) -> Vec<Candidate> {
    let mut random = Random::new(seed);
    (1..=count)
        .map(|line| Candidate {
            list: 7,
            line,
            area: format!("3{}01", random.below(4)),
            sex: if random.below(3) == 0 { "female" } else { "male" }.to_owned(),
            work: WORKS[random.below(3) as usize].to_owned(),
            decile: Some(random.below(10) as u8 + 1).filter(|decile| *decile < 10),
            disabled: random.below(20) == 0,
        })
        .collect()
}

fn criterion(text: &str) -> Criterion {
    text.parse().expect("a criterion")
}

fn rule() -> Rule {
    Rule {
        only: vec![criterion("decile=4")],
        first: vec![First::Who(criterion("disabled=yes")), First::Poorest],
        quotas: vec![Quota { who: criterion("sex=female"), percent: 50 }],
    }
}

#[test]
fn the_same_seed_gives_the_same_order_whatever_the_order_of_lines() {
    let people = people(400, 1);
    let lines = |order: &Order, people: &[Candidate]| -> Vec<i64> {
        order.chosen.iter().chain(&order.waiting).map(|at| people[*at].line).collect()
    };
    let once = choose(&rule(), &people, 60, b"seed");
    let mut turned = people.clone();
    turned.reverse();
    assert_eq!(lines(&once, &people), lines(&choose(&rule(), &turned, 60, b"seed"), &turned));
    assert_ne!(lines(&once, &people), lines(&choose(&rule(), &people, 60, b"another"), &people));
    assert_eq!(once.chosen.len() + once.waiting.len() + once.left_out.len(), 400);
    assert!(once.left_out.iter().all(|at| !rule().admits(&people[*at])));
}

#[test]
fn a_quota_is_kept_and_the_first_in_order_have_the_other_places() {
    let people = people(400, 2);
    let order = choose(&rule(), &people, 61, b"seed");
    assert_eq!(order.chosen.len(), 61);
    let women = |of: &[usize]| of.iter().filter(|at| people[**at].sex == "female").count();
    assert_eq!(women(&order.chosen), 31, "half of 61, a part of a place counted whole");
    let plain = choose(&Rule { quotas: Vec::new(), ..rule() }, &people, 61, b"seed");
    assert!(women(&plain.chosen) < 31, "by turn alone fewer come");
    let deciles = |of: &[usize]| -> Vec<Option<u8>> {
        of.iter().filter(|at| !people[**at].disabled).map(|at| people[*at].decile).collect()
    };
    assert!(deciles(&plain.chosen).last() <= deciles(&plain.waiting).first(), "the poorest first");
    assert!(deciles(&plain.waiting).is_sorted());
    let too_many = Quota { who: criterion("work=penyelam"), percent: 30 };
    let vain = choose(&Rule { quotas: vec![too_many], ..rule() }, &people, 61, b"seed");
    assert_eq!(vain.chosen.len(), 61, "places that nobody fits go to the others");
}

#[test]
fn more_places_than_people_and_none_at_all() {
    let people = people(20, 3);
    let all = choose(&Rule::default(), &people, 1_000, b"seed");
    assert_eq!((all.chosen.len(), all.waiting.len()), (20, 0));
    let none = choose(&rule(), &people, 0, b"seed");
    assert!(none.chosen.is_empty());
    assert_eq!(choose(&rule(), &[], 5, b"seed"), Order::default());
}

#[test]
fn whoever_leaves_is_replaced_within_the_rule() {
    let people = people(1_200, 4);
    let order = choose(&rule(), &people, 60, b"seed");
    let of = |all: &[usize]| -> Vec<Candidate> { all.iter().map(|at| people[*at].clone()).collect() };
    let (mut stay, mut waiting) = (of(&order.chosen), of(&order.waiting));
    let mut random = Random::new(9);
    for _ in 0..37 {
        stay.remove(random.below(stay.len() as u64) as usize);
        let at = next(&rule(), &stay, &waiting, 60).expect("somebody waits");
        stay.push(waiting.remove(at));
        let women = stay.iter().filter(|one| one.sex == "female").count();
        assert!(women >= 30, "{women}");
        assert_eq!(stay.len(), 60);
    }
    let man = waiting.iter().position(|one| one.sex == "male").expect("a man waits");
    let men: Vec<Candidate> = stay.iter().filter(|one| one.sex == "male").cloned().collect();
    assert_eq!(
        next(&rule(), &men, &waiting[man..=man], 60),
        Some(0),
        "who waits is taken where no woman does"
    );
    assert_eq!(next(&rule(), &stay, &[], 60), None);
}

#[test]
fn the_report_counts_everybody_once_in_each_respect() {
    let people = people(300, 5);
    let order = choose(&rule(), &people, 50, b"seed");
    let fairness = report(&people, &order.chosen);
    for of in [Trait::Area, Trait::Sex, Trait::Work] {
        let shares = || fairness.shares.iter().filter(|share| share.of == of);
        assert_eq!(shares().map(|share| share.candidates).sum::<u64>(), 300);
        assert_eq!(shares().map(|share| share.chosen).sum::<u64>(), 50);
    }
    let women = fairness.shares.iter().find(|share| share.value == "female").expect("women");
    let (all, chosen) = fairness.per_mille(women);
    assert_eq!(chosen, 500);
    assert!(all < 400, "{all}");
}

#[test]
fn a_criterion_is_read_or_refused() {
    for text in ["area=32", "area=Sukamaju", "sex=female", "work=buruh tani", "decile=10", "disabled=no"] {
        assert_eq!(criterion(text).to_string(), text);
    }
    for text in ["", "area", "area=", "sex=other", "decile=0", "decile=11", "colour=red", "work=a;b"] {
        assert!(text.parse::<Criterion>().is_err(), "{text}");
    }
    let village = Candidate { area: "3201022001".to_owned(), ..Candidate::default() };
    assert!(criterion("area=3201").holds(&village) && !criterion("area=3202").holds(&village));
    assert!(!criterion("decile=10").holds(&village), "who has no decile meets none");
}

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

#[test]
fn what_ends_is_counted_once_with_the_last_funder() {
    let paid = |funder, membership, last: &str| Paid {
        funder: PayerId(funder),
        membership: MembershipId(membership),
        last: month(last),
    };
    let all = [
        paid(1, 10, "2026-06"),
        paid(2, 10, "2026-09"),
        paid(1, 11, "2026-06"),
        paid(3, 12, "2026-07"),
        paid(2, 12, "2026-07"),
        paid(1, 13, "2027-06"),
    ];
    let shown = endings(all, month("2026-06"), month("2026-12"));
    let shown: Vec<String> =
        shown.iter().map(|one| format!("{} {} {}", one.last, one.funder, one.people)).collect();
    expect!["2026-06 1 1, 2026-07 2 1, 2026-09 2 1"].assert_eq(&shown.join(", "));
}

#[test]
fn a_funder_is_asked_two_months_before_the_end() {
    let asked = |last: &str| {
        let day = asked_by(&solidarity_law(), month(last)).expect("the law says it");
        day.map(|day| day.to_string())
    };
    assert_eq!(asked("2026-12").as_deref(), Some("2026-11-01"));
    assert_eq!(asked("2026-02").as_deref(), Some("2025-12-30"));
}
