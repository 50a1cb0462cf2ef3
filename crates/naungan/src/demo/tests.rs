//! The same seed gives the same institution, the margins are met, the numbers are valid and unique.

use std::collections::{BTreeMap, HashSet};
use std::time::Instant;

use base::id::Sex;
use base::{Day, Money, Month};

use super::choices::{Segment, Size};
use super::margins::{Margins, PARAMETERS, Parameters, QUANTILES, Spread, WEIGHTS};
use super::table::rows;
use super::{Event, Happening, Membership, PayerIndex, PayerKind, Paying, Plan, Who};

fn plan(seed: u64, members: u32, months: u32) -> Plan {
    Plan::new(seed, members, months, Month::new(2026, 1).expect("a month")).expect("a plan")
}

fn memberships(plan: &Plan) -> Vec<Membership> {
    let enrolled = |event: Event| match event.what {
        Happening::Enrolled(membership) => Some(membership),
        _ => None,
    };
    plan.founding(0..plan.members()).filter_map(enrolled).collect()
}

/// Whether a count lies within five standard deviations of what the weights say, reckoned in whole numbers.
fn near(found: u64, of: u64, weight: u64, total: u64) -> bool {
    let (n, w, t) = (i128::from(of), i128::from(weight), i128::from(total));
    let off = i128::from(found) * t - n * w;
    // (found - n p)² ≤ 25 n p (1 - p), times t².
    off * off <= 25 * n * w * (t - w)
}

#[test]
fn the_same_seed_gives_the_same_plan() {
    let (one, two, other) = (plan(7, 2_000, 6), plan(7, 2_000, 6), plan(8, 2_000, 6));
    assert!(one.founding(0..2_000).eq(two.founding(0..2_000)));
    assert!(one.payers().eq(two.payers()));
    for k in 0..6 {
        assert_eq!(one.month(k), two.month(k));
    }
    assert!(!one.founding(0..2_000).eq(other.founding(0..2_000)));
}

#[test]
fn what_cannot_be_founded_says_why() {
    let why = |members, months, year| {
        let month = Month::new(year, 1).expect("a month");
        Plan::new(1, members, months, month).err().map(|why| why.to_string()).unwrap_or_default()
    };
    assert_eq!(why(0, 1, 2026), "a demo has 1 to 12498750 members, not 0: choose another number");
    assert_eq!(why(1, 481, 2026), "a demo has 1 to 480 months, not 481: choose another number");
    let late =
        "a demo that begins in 2150-01 leaves the calendar: choose a month between 2000-01 and 2149-12";
    assert_eq!(why(1, 1, 2150), late);
    assert_eq!(why(1, 480, 2149), "");
}

#[test]
fn a_month_in_pieces_is_the_same_month() {
    let plan = plan(3, 3_000, 5);
    let mut pieces = plan.month_of_payers(4);
    for from in (0..3_000).step_by(700) {
        pieces.extend(plan.month_of(4, from..from + 700));
    }
    pieces.sort_by_key(|event| event.day);
    assert_eq!(pieces, plan.month(4));
}

#[test]
fn a_larger_demo_begins_with_the_same_people() {
    let (small, large) = (plan(5, 500, 3), plan(5, 5_000, 3));
    for (one, other) in memberships(&small).iter().zip(memberships(&large)) {
        assert_eq!(*one, other);
        assert_eq!(small.person(one.person), large.person(other.person));
    }
}

#[test]
fn margins_are_met_within_sampling_error() {
    let plan = plan(1, 100_000, 1);
    let all = memberships(&plan);
    let shares = &Margins::get().shares;
    let segments = [25_000_000, 8_835_005, 7_360_000, 354_995];
    for (segment, weight) in Segment::ALL.iter().zip(segments) {
        let found = all.iter().filter(|one| one.segment == *segment).count() as u64;
        assert!(near(found, 100_000, weight, shares.segment.total()), "{segment:?} {found}");
    }
    let women = (0..20_000).filter(|i| plan.person(all[*i].person).sex == Sex::Female).count();
    assert!(near(women as u64, 20_000, 1_257, 4_155), "{women} women");
    let mut provinces = vec![0_u64; Margins::get().provinces.len()];
    for seat in 0..100_000 {
        provinces[usize::from(super::founding::Seat::of(1, seat).province)] += 1;
    }
    for (province, found) in Margins::get().provinces.iter().zip(provinces) {
        assert!(near(found, 100_000, province.members, shares.province.total()), "{} {found}", province.name);
    }
}

#[test]
fn employers_have_the_published_sizes() {
    let plan = plan(1, 100_000, 1);
    let employs = |kind| matches!(kind, PayerKind::Employer | PayerKind::Branch { .. });
    let firms: Vec<_> = plan.payers().filter(|payer| employs(payer.kind)).collect();
    let micro = firms.iter().filter(|firm| firm.size == Size::Micro).count() as u64;
    assert!(near(micro, firms.len() as u64, 807, 1_000), "{micro} of {}", firms.len());
    let (larger, count) = in_larger_firms(&plan);
    // Two thirds, less what the last firms of each province lack; lumps, so no binomial tolerance.
    assert!((55..=75).contains(&(larger * 100 / count)), "{larger} of {count} with medium and large firms");
}

/// Wage earners with medium and large firms, and all.
fn in_larger_firms(plan: &Plan) -> (u64, u64) {
    let (mut larger, mut count) = (0, 0);
    for one in memberships(plan).iter().filter(|one| one.segment == Segment::WageEarner) {
        let Paying::Payer(payer) = one.paying else { panic!("a wage earner has an employer") };
        count += 1;
        larger += u64::from(plan.payer(payer).size >= Size::Medium);
    }
    (larger, count)
}

#[test]
fn about_half_earn_less_than_the_minimum_wage() {
    let plan = plan(1, 20_000, 1);
    let (mut below, mut count) = (0, 0);
    for one in memberships(&plan).iter().filter(|one| one.segment == Segment::WageEarner) {
        let Paying::Payer(payer) = one.paying else { continue };
        let code = plan.payer(payer).province;
        let province = Margins::get().provinces.iter().find(|province| province.code == code);
        let minimum = province.expect("a province").minimum_wage(2026);
        count += 1;
        below += u64::from(one.amount < Money::new(minimum));
    }
    assert!((42..=60).contains(&(below * 100 / count)), "{below} of {count} below the minimum");
}

#[test]
fn numbers_are_valid_and_unique() {
    let plan = plan(9, 20_000, 24);
    let mut niks = HashSet::new();
    let first = Day::new(2030, 1, 1).expect("a day");
    for index in 0..plan.people_count() {
        let person = plan.person(super::PersonIndex(index));
        assert!(person.nik.is_invented() && niks.insert(person.nik), "{index}");
        assert_eq!(person.nik.sex(), person.sex);
        assert_eq!(person.nik.birth_date(first), Some(person.birth_date));
        if let Some(original) = person.duplicate_of {
            let original = plan.person(original);
            let digits = |nik: base::Nik| nik.to_string().into_bytes();
            let (a, b) = (digits(person.nik), digits(original.nik));
            assert_eq!(a.iter().zip(&b).filter(|(a, b)| a != b).count(), 1);
            assert_ne!(person.name, original.name);
            assert_eq!(person.birth_date, original.birth_date);
        }
    }
    let npps: HashSet<_> = plan.payers().map(|payer| payer.npp).collect();
    assert_eq!(npps.len(), plan.payers_count() as usize);
    let mut kpjs = HashSet::new();
    for event in plan.founding(0..20_000).chain((0..24).flat_map(|k| plan.month(k))) {
        if let Happening::Enrolled(membership) = event.what {
            assert!(kpjs.insert(membership.kpj));
        }
    }
}

/// Everything is introduced before it is spoken of, nobody leaves twice, and the days are in order.
#[test]
fn events_come_in_an_order_that_can_be_played() {
    let plan = plan(4, 20_000, 24);
    let (mut people, mut memberships, mut ended) = (HashSet::new(), HashSet::new(), HashSet::new());
    let mut dead = HashSet::new();
    let mut payers: HashSet<PayerIndex> =
        plan.payers().filter(|payer| payer.opens.is_none()).map(|payer| payer.index).collect();
    let mut last = Day::MIN;
    for event in plan.founding(0..20_000).chain((0..24).flat_map(|k| plan.month(k))) {
        assert!(last <= event.day);
        last = event.day;
        match event.what {
            Happening::PayerRegistered(payer) => assert!(payers.insert(payer)),
            Happening::RiskChanged { payer, .. } => assert!(payers.contains(&payer)),
            Happening::PersonRegistered(person) => assert!(people.insert(person)),
            Happening::Enrolled(one) => {
                assert!(people.contains(&one.person) && memberships.insert(one.index));
                assert!(one.registered <= event.day && one.started <= event.day);
                if let Paying::Payer(payer) | Paying::Sponsor(payer) = one.paying {
                    assert!(payers.contains(&payer));
                }
            }
            Happening::AmountReported { membership, .. }
            | Happening::AmountCorrected { membership, .. }
            | Happening::Resumed { membership } => {
                assert!(memberships.contains(&membership) && !ended.contains(&membership));
            }
            Happening::Left { membership, ended: on, .. } => {
                assert!(memberships.contains(&membership) && ended.insert(membership) && on <= event.day);
            }
            Happening::Died { person, died } => {
                assert!(people.contains(&person) && dead.insert(person) && died <= event.day);
            }
            Happening::NameCorrected { person, .. } => assert!(people.contains(&person)),
            Happening::Merged { kept, duplicate } | Happening::Unmerged { kept, duplicate } => {
                assert!(people.contains(&kept) && people.contains(&duplicate));
            }
        }
    }
}

#[test]
fn every_kind_of_thing_happens() {
    let plan = plan(2, 20_000, 24);
    let mut kinds = HashSet::new();
    for event in (0..24).flat_map(|k| plan.month(k)) {
        kinds.insert(std::mem::discriminant(&event.what));
    }
    assert_eq!(kinds.len(), 12, "the number of variants of `Happening`");
}

#[test]
fn a_bill_is_never_paid_before_it_exists_nor_twice() {
    let plan = plan(6, 5_000, 12);
    let month = Month::new(2026, 5).expect("a month");
    let issued = month.last_day();
    let open = Money::new(1_000_001);
    let check = |who: Who, times: i64| {
        let payments = plan.pays(who, month, issued, open);
        assert!(payments.iter().all(|payment| payment.day >= issued));
        let sum = Money::sum(payments.iter().map(|payment| payment.amount)).expect("a sum");
        assert!(sum.minor() <= open.minor() * times);
        assert_eq!(payments, plan.pays(who, month, issued, open));
        payments.len()
    };
    let counts: HashSet<_> = plan.payers().map(|payer| check(Who::Payer(payer.index), 12)).collect();
    assert_eq!(counts, HashSet::from([0, 1, 2]));
    for one in memberships(&plan).iter().filter(|one| one.paying == Paying::Own) {
        check(Who::Own(one.index), 12);
    }
    assert_eq!(plan.pays(Who::Payer(PayerIndex(5)), month, issued, Money::ZERO), []);
}

#[test]
fn every_row_of_the_tables_is_used_and_says_where_it_comes_from() {
    let names = |text| rows(text).map(|row| row[0]).collect::<HashSet<_>>();
    assert_eq!(names(PARAMETERS), Parameters::FIELDS.iter().copied().collect());
    assert_eq!(names(QUANTILES), Spread::FIELDS.iter().copied().collect());
    for row in rows(PARAMETERS) {
        assert!(["A", "B", "C", "D", "E"].contains(&row[3]) && !row[4].is_empty(), "{row:?}");
    }
}

#[test]
fn every_assumption_stands_on_the_page() {
    let page = include_str!("../../../../docs/concepts/demo.md");
    for text in [PARAMETERS, QUANTILES, WEIGHTS] {
        for row in rows(text) {
            assert!(
                page.contains(&format!("`{}`", row[0])),
                "docs/concepts/demo.md has no line on `{}`",
                row[0]
            );
        }
    }
}

/// Prints how long a million members take; nothing is asserted, machines differ.
#[test]
#[ignore = "a measurement: cargo test --release -- --ignored --nocapture million"]
fn a_million_members() {
    let started = Instant::now();
    let plan = plan(1, 1_000_000, 12);
    println!("founded in {:?}: {} payers", started.elapsed(), plan.payers_count());
    println!("{} with medium and large firms, of {}", in_larger_firms(&plan).0, in_larger_firms(&plan).1);
    println!("{} people, {} memberships", plan.people_count(), plan.memberships_count());
    println!("{} events of the founding at {:?}", plan.founding(0..1_000_000).count(), started.elapsed());
    let mut kinds = BTreeMap::new();
    for k in 0..12 {
        let events = plan.month(k);
        println!("month {k}: {} events at {:?}", events.len(), started.elapsed());
        for event in events {
            let words = format!("{:?}", event.what);
            let kind = words.split([' ', '(', '{']).next().unwrap_or_default().to_owned();
            *kinds.entry(kind).or_insert(0) += 1;
        }
    }
    println!("{kinds:#?}");
}
