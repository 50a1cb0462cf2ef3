//! After a demo, every month of everybody is booked as the facts say, reckoned anew one by one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use base::Month;
use rules::render::Lang;
use scheme::id::{MembershipId, PayerId};
use scheme::lines::Lines;
use scheme::memberships::Segment;
use store::queries::{
    agent_cash, assessments, campaigns, claim_desk, commissions, grievances, memberships, person_lists, pots,
    renewals, rolls,
};
use store::{Address, Keys, Unit};

use super::{play, summary};
use crate::actions::publish_vacancy;
use crate::auth::Role;
use crate::demo::solidarity::accident;
use crate::demo::{Plan, cases, logins};
use crate::office::{self, Clock, Desk, Founding, Office};
use crate::runs::close::reckoned;
use crate::views::{lists, pot};

const EVERYBODY: (i64, i64) = (0, i64::MAX);

fn office(address: &Address, first: Month) -> Office {
    let founding = Founding {
        name: "Contoh".to_owned(),
        production: false,
        crediting: "compound_monthly".to_owned(),
        jurisdiction: "id".to_owned(),
        on: first.first_day(),
    };
    let keys = Keys::generate();
    office::found(address, &keys, &founding).expect("it is founded");
    let pack = Arc::new(crate::law::pack(None).expect("the law"));
    Office::open(address, keys, pack, Clock::set(founding.on)).expect("it opens")
}

/// What each member's month is booked with, by payer.
type Booked = BTreeMap<(PayerId, MembershipId), Lines>;

fn booked(unit: &mut Unit<'_>, desk: &Desk<'_>, month: Month) -> anyhow::Result<Booked> {
    let mut booked = Booked::new();
    assessments::each_of_month(unit, month, EVERYBODY, &mut |row| {
        let row = assessments::from_row(row)?;
        let lines = Lines::unpack(&row.lines, desk.slots).expect("lines");
        let sum = booked.entry((row.payer, row.membership)).or_default();
        *sum = sum.plus(&lines);
        Ok(())
    })?;
    // Who is on the roll and has nothing booked would not be looked at otherwise.
    rolls::each(unit, month, EVERYBODY, &mut |payer, membership, segment, _| {
        if segment != Segment::Migrant.name() {
            booked.entry((PayerId(payer), MembershipId(membership))).or_default();
        }
        Ok(())
    })?;
    Ok(booked)
}

/// A placement abroad is billed whole, in its first month.
fn is_later_placement(unit: &mut Unit<'_>, membership: MembershipId, month: Month) -> anyhow::Result<bool> {
    let Some(row) = memberships::read(unit, membership)? else { return Ok(true) };
    Ok(row.segment == Segment::Migrant.name() && row.started.month() != month)
}

#[test]
fn every_month_is_booked_as_the_facts_say() {
    for seed in [1, 6] {
        let scratch = testing::sqlite::scratch();
        let Ok(address) = scratch.address().parse();
        let first = Month::new(2025, 10).expect("a month");
        let plan = Plan::new(seed, 400, 6, first).expect("a plan");
        let mut office = office(&address, first);
        let played = play(&plan, &mut office, Lang::En).expect("it is played");
        let summary = summary(&plan, &played, &mut office).expect("a summary");
        assert_eq!(summary.faults, Vec::<String>::new());
        let mut looked_at = 0;
        for k in 0..plan.months() {
            let month = first.plus_months(k.cast_signed()).expect("a month");
            looked_at += office.look(|unit, desk| reckon_all(unit, desk, month)).expect("the facts");
        }
        assert!(looked_at > 1_500, "{looked_at} months of members");
    }
}

fn reckon_all(unit: &mut Unit<'_>, desk: &Desk<'_>, month: Month) -> anyhow::Result<usize> {
    let all = booked(unit, desk, month)?;
    for ((payer, membership), lines) in &all {
        if is_later_placement(unit, *membership, month)? {
            assert!(lines.is_zero(), "membership {membership} is billed again in {month}: {lines}");
            continue;
        }
        let now = reckoned(unit, desk, month, *payer, *membership)?;
        assert_eq!(lines.to_string(), now.to_string(), "membership {membership} of payer {payer} in {month}");
    }
    Ok(all.len())
}

/// What others' money came to by state, and words of lists and renewals that were seen.
type OfOthers = (Vec<(String, i64)>, BTreeSet<String>);

fn of_others(unit: &mut Unit<'_>, desk: &Desk<'_>) -> anyhow::Result<OfOthers> {
    let (mut sums, mut seen) = (BTreeMap::new(), BTreeSet::new());
    for row in campaigns::all(unit)? {
        let money = serde_json::to_value(pot::campaign(unit, desk, row)?.money)?;
        for (state, amount) in money.as_object().into_iter().flatten() {
            *sums.entry(state.clone()).or_insert(0) += amount.as_i64().unwrap_or(0);
        }
    }
    for list in person_lists::latest(unit, None, 100)? {
        seen.insert(list.state.clone());
        seen.extend(lists::counts(unit, list.id)?.into_iter().map(|(verdict, _)| verdict));
    }
    for pot in pots::all(unit)? {
        seen.extend(renewals::of_pot(unit, pot.payer)?.into_iter().map(|renewal| renewal.state));
    }
    sums.insert("with agents".to_owned(), agent_cash::held(unit)?.iter().map(|(_, held)| held).sum());
    sums.insert("commission".to_owned(), commissions::due(unit)?.iter().map(|(_, due)| due).sum());
    // What is readied stands so while a month is run, and none is.
    sums.remove("readied");
    Ok((sums.into_iter().collect(), seen))
}

#[test]
fn money_of_others_stands_wherever_it_can_stay() {
    testing::both(|address| {
        let Ok(address) = address.parse();
        let first = Month::new(2025, 7).expect("a month");
        let plan = Plan::new(3, 60, 8, first).expect("a plan");
        let mut office = office(&address, first);
        let played = play(&plan, &mut office, Lang::En).expect("it is played");
        let summary = summary(&plan, &played, &mut office).expect("a summary");
        assert_eq!(summary.faults, Vec::<String>::new());
        let (sums, seen) = office.look(of_others).expect("a look");
        assert!(sums.iter().all(|(_, amount)| *amount > 0), "{sums:?}");
        for word in [
            "can_be_paid_for",
            "named_twice",
            "wrong_nik",
            "is_dead",
            "has_employer",
            "waits_for_registry",
            "unreadable",
            "chosen",
            "checked",
            "renewed",
            "asked",
        ] {
            assert!(seen.contains(word), "{word} is not among {seen:?}");
        }
        let logins = logins::open(&mut office, 3).expect("logins");
        for (role, who) in [(Role::Member, "rider"), (Role::Donor, "village"), (Role::Platform, "platform")] {
            assert!(logins.iter().any(|login| login.role == role && login.who == who), "{who}");
        }
        assert!(accident::report(&mut office).expect("an accident") > 0);
    });
}

/// Of each programme there is a claim to work at, and there is work to find.
#[test]
fn there_is_a_living_claim_of_each_programme() {
    testing::both(|address| {
        let Ok(address) = address.parse();
        let first = Month::new(2025, 1).expect("a month");
        let plan = Plan::new(1, 300, 14, first).expect("a plan");
        let mut office = office(&address, first);
        play(&plan, &mut office, Lang::En).expect("it is played");
        let logins = logins::open(&mut office, 1).expect("logins");
        cases::open(&mut office, &logins).expect("cases");
        let seen = office.look(|unit, desk| {
            let wanted = claim_desk::Wanted::default();
            let claims = claim_desk::list(unit, &wanted, 100)?.into_iter();
            let claims =
                claims.map(|claim| format!("{} {}", claim.kind, claim.state)).collect::<BTreeSet<_>>();
            let vacancies = publish_vacancy::open(unit, desk)?.len();
            let grievances = grievances::after(unit, false, 0, 10)?.len();
            Ok((claims, vacancies, grievances))
        });
        let (claims, vacancies, grievances) = seen.expect("a look");
        for living in [
            "jkk_injury assessed",
            "jkk_death paid",
            "jkm_death closed",
            "jht_left_work notified",
            "jp_disability paid",
            "jkp_cash paid",
        ] {
            assert!(claims.contains(living), "no {living} among {claims:?}");
        }
        assert_eq!((vacancies, grievances), (5, 1));
        assert_eq!(summary_faults(&mut office), Vec::<String>::new());
    });
}

fn summary_faults(office: &mut Office) -> Vec<String> {
    crate::books::checks::verify(office).expect("a verdict").faults
}
