//! A donor who pays for a thousand workers, some of whom refuse; and three years until nothing is left.

use std::collections::BTreeMap;

use base::Month;
use ledger::chart;
use scheme::id::MembershipId;
use scheme::solidarity::pot::line;
use scheme::solidarity::reserve::bought;
use store::queries::worker_months;
use testing::Random;

use crate::actions::free_months::{self, FreeMonths};
use crate::actions::{open_campaign, pledge_money, return_gift};
use crate::books;
use crate::registry::pots;
use crate::runs::{Task, close, open, work};
use crate::trial::giving::{Giving, months};
use crate::trial::{day, month};

const WORKERS: usize = 1_000;
const REFUSALS: usize = 37;

/// Frees what is reserved for a worker from a month on, as when she refuses.
fn frees(giving: &mut Giving, membership: MembershipId, from: Month, why: &str) {
    let asked = FreeMonths { membership, from, pot: None, why: why.to_owned() };
    free_months::run(&mut giving.trial.office, &asked).expect("months are freed");
}

/// Which gift paid for which month adds up to what was used, gift by gift and month by month.
fn report_adds_up(giving: &mut Giving) {
    let pot = giving.pot;
    let (given, took) = giving
        .trial
        .office
        .look(|unit, _| Ok((pots::given(unit, pot)?, pots::took(unit, pot)?)))
        .expect("the line");
    let paid = line(&given, &took);
    let mut by_month: BTreeMap<Month, i64> = BTreeMap::new();
    let mut by_gift: BTreeMap<i64, i64> = BTreeMap::new();
    for one in &paid {
        *by_month.entry(one.month).or_default() += one.amount;
        *by_gift.entry(one.gift).or_default() += one.amount;
    }
    assert!(took.iter().all(|took| by_month.get(&took.month) == Some(&took.amount)), "{took:?}");
    assert!(given.iter().all(|gift| by_gift.get(&gift.no).is_none_or(|part| *part <= gift.amount)));
    let used = giving.standing().used;
    assert_eq!(took.iter().map(|took| took.amount).sum::<i64>(), used);
}

#[test]
fn a_thousand_workers_for_six_months_and_thirty_seven_refusals() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, "2026-01-05", "months 6\nplaces 1000\nsource company");
        let half = months("2026-01", 6);
        let mut workers: Vec<MembershipId> = (0..WORKERS).map(|_| giving.worker(6)).collect();
        let prices: Vec<i64> = giving.cost(&workers[..1], &half).iter().map(|(.., amount)| *amount).collect();
        let each: i64 = prices.iter().sum();
        giving.gives(each * 600).expect("a first gift");
        giving.gives(each * 400).expect("a second gift");
        let standing = giving.standing();
        assert_eq!(bought(standing.free, &prices).workers, 1_000);
        giving.reserves(&workers, &half).expect("all months");
        assert_eq!(giving.standing().free, 0);

        // Thirty-seven refuse before the first run; as many come in their place, within the same money.
        for refused in workers.drain(..REFUSALS).collect::<Vec<_>>() {
            frees(&mut giving, refused, half[0], "refused");
            giving.ends(refused, "2026-01-05");
        }
        assert_eq!(giving.standing().free, each * REFUSALS as i64);
        let instead: Vec<MembershipId> = (0..REFUSALS).map(|_| giving.worker(6)).collect();
        giving.reserves(&instead, &half).expect("the replacements");
        workers.extend(instead);
        let standing = giving.standing();
        assert_eq!((standing.free, standing.reserved), (0, each * 1_000));

        for month in &half {
            giving.turn(&month.day(5).to_string());
            giving.trial.run(&month.to_string());
        }
        let standing = giving.standing();
        assert_eq!((standing.received, standing.used), (each * 1_000, each * 1_000));
        assert!(standing.is_empty());
        report_adds_up(&mut giving);
        let lines: Vec<String> =
            giving.months().lines().filter(|line| line.contains("used")).map(str::to_owned).collect();
        let took = |(month, price): (&Month, &i64)| {
            let whole = price * 1_000;
            format!("{month} used 1000 {whole} {whole}")
        };
        let expected: Vec<String> = half.iter().zip(&prices).map(took).collect();
        assert_eq!(lines, expected);
    });
}

/// Three years of gifts, of promises that fall away, of workers who refuse, lapse, die and come; then all
/// goes back.
#[test]
fn three_years_come_to_nothing_when_a_campaign_is_closed() {
    testing::both(|address| {
        let mut chance = Random::new(6);
        let mut giving = Giving::begin(address, "2025-01-05", "months 12");
        let mut covered: Vec<MembershipId> = Vec::new();
        let mut gone = Gone::default();
        for at in 0..36 {
            let now = month("2025-01").plus_months(at).expect("a month");
            giving.turn(&now.day(5).to_string());
            year_goes_on(&mut giving, &mut chance, &mut covered, now);
            gone.goes_on(&mut giving, &mut chance, &mut covered, now);
            giving.trial.run(&now.to_string());
            lapses(&mut giving, &now.day(20).to_string());
            if at % 6 == 5 {
                report_adds_up(&mut giving);
            }
        }
        gone.left_what_was_set_aside(&mut giving);
        closes(&mut giving, &covered);
    });
}

/// Who refuses her months, and who never pays her part of a month that she shares.
#[derive(Default)]
struct Gone {
    refused: usize,
    never_pay: Vec<MembershipId>,
}

impl Gone {
    fn goes_on(
        &mut self,
        giving: &mut Giving,
        chance: &mut Random,
        covered: &mut Vec<MembershipId>,
        now: Month,
    ) {
        let next = now.next().expect("a month");
        if chance.between(1, 4) == 1
            && let Some(worker) = covered.pop()
        {
            let asked = FreeMonths { membership: worker, from: next, pot: None, why: "refused".to_owned() };
            // Her last month may have begun already.
            self.refused += usize::from(free_months::run(&mut giving.trial.office, &asked).is_ok());
        }
        let left = next.months_until(month("2027-12"));
        if chance.between(1, 5) == 1 && left > 7 && giving.standing().free > 50_000 {
            let worker = giving.alone();
            giving.shares(worker, &months(&next.to_string(), 3), "1/2").expect("parts of months");
            self.never_pay.push(worker);
        }
    }

    /// Who never paid has lapsed, and nobody's gift went into her arrears.
    fn left_what_was_set_aside(&self, giving: &mut Giving) {
        assert!(self.refused > 2 && self.never_pay.len() > 2, "{} {}", self.refused, self.never_pay.len());
        for worker in &self.never_pay {
            let rows = giving.trial.office.look(|unit, _| worker_months::of_membership(unit, *worker));
            let rows = rows.expect("her months");
            assert!(rows.len() == 3 && rows.iter().all(|row| row.state == "freed"), "{rows:?}");
        }
    }
}

/// Whose grace is over on a day is a member no more.
fn lapses(giving: &mut Giving, on: &str) {
    giving.turn(on);
    let run = open::open(&mut giving.trial.office, Task::Lapse(day(on))).expect("a run");
    work::work_together(&mut giving.trial.office, &run, &|_, _| {}).expect("it is worked");
    close::close(&mut giving.trial.office, &run).expect("it closes");
}

fn year_goes_on(giving: &mut Giving, chance: &mut Random, covered: &mut Vec<MembershipId>, now: Month) {
    let amount = chance.between(50_000, 150_000);
    giving.gives(amount).expect("a gift");
    let asked = pledge_money::PledgeMoney { pot: giving.pot, amount, due: None, account: None };
    let promised = pledge_money::run(&mut giving.trial.office, &asked, None).expect("a promise");
    if chance.between(1, 2) == 1 {
        pledge_money::withdraw(&mut giving.trial.office, promised.pledge).expect("it falls away");
    }
    // The law is known to the end of the third year.
    let left = now.months_until(month("2027-12")) + 1;
    let span = months(&now.to_string(), left.min(4));
    if giving.standing().free >= giving.would_cost(&span) {
        let worker = giving.worker(left.min(4));
        giving.reserves(&[worker], &span).expect("months");
        covered.push(worker);
    }
    if chance.between(1, 3) == 1 && !covered.is_empty() {
        let at = chance.between(0, covered.len() as i64 - 1) as usize;
        let gone = covered.remove(at);
        giving.dies(gone, &now.day(5).to_string());
    }
    if chance.between(1, 6) == 1 && giving.standing().free > 1_000 {
        let (pot, today) = (giving.pot, giving.trial.office.today());
        return_gift::run(&mut giving.trial.office, pot, Some(1_000), today, None).expect("a return");
    }
}

/// Everything that is open falls away, is freed or goes back; then the accounts of pots are at nothing.
fn closes(giving: &mut Giving, covered: &[MembershipId]) {
    let (pot, today) = (giving.pot, giving.trial.office.today());
    for worker in covered {
        let rows = giving.trial.office.look(|unit, _| worker_months::of_membership(unit, *worker));
        if rows.expect("months").iter().any(|row| row.state == "reserved") {
            giving.ends(*worker, &today.to_string());
        }
    }
    let open =
        giving.trial.office.look(|unit, _| store::queries::pledges::of_pot(unit, pot)).expect("promises");
    for pledge in open.iter().filter(|pledge| pledge.open() > 0) {
        pledge_money::withdraw(&mut giving.trial.office, pledge.id).expect("it falls away");
    }
    if giving.standing().free > 0 {
        return_gift::run(&mut giving.trial.office, pot, None, today, None).expect("the rest");
    }
    open_campaign::close(&mut giving.trial.office, giving.campaign).expect("it closes");
    let standing = giving.standing();
    assert!(standing.is_empty(), "{standing:?}");
    assert_eq!(standing.received, standing.used + standing.returned);
    report_adds_up(giving);
    let trial = books::trial_on(&mut giving.trial.office.store, base::Day::MAX).expect("a trial balance");
    for number in [chart::PLEDGES, chart::PLEDGED, chart::RESERVED] {
        let left: i128 =
            trial.rows.iter().filter(|row| row.account.number == number).map(|row| row.balance).sum();
        assert_eq!(left, 0, "account {number}");
    }
}
