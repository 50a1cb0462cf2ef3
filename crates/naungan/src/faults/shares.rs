//! Months that several pay: whose part waits, when all go together, and what comes back.

use base::Month;
use scheme::id::{MembershipId, PayerId};
use store::queries::bills;

use crate::actions::{free_months, reverse_payment};
use crate::runs::{Task, close, open, work};
use crate::trial::giving::{Giving, months, refused};
use crate::trial::{day, month};
use crate::views::shares::{self, SharedMonth};

const TODAY: &str = "2026-05-04";

/// A worker who pays 8,400 a month, of which a donor bears three quarters from June on.
fn shared(address: &str) -> (Giving, MembershipId) {
    let mut giving = Giving::begin(address, TODAY, "months 6");
    let worker = giving.alone();
    giving.gives(100_000).expect("a gift");
    giving.pays(worker, 8_400);
    let done = giving.shares(worker, &months("2026-06", 3), "3/4").expect("months");
    assert_eq!((done.amount, done.months[0].worker), (18_900, 2_100));
    giving.trial.run("2026-05");
    giving.turn("2026-06-20");
    giving.trial.run("2026-06");
    (giving, worker)
}

/// What of a worker's month is billed and paid.
fn billed(giving: &mut Giving, worker: MembershipId, of: &str) -> (i64, i64) {
    let (own, month): (PayerId, Month) = (giving.own(worker), month(of));
    let rows = giving.trial.office.look(|unit, _| bills::of_month(unit, own, month)).expect("bills");
    rows.iter().fold((0, 0), |(owed, paid), bill| (owed + bill.owed, paid + bill.paid))
}

fn shown(giving: &mut Giving, worker: MembershipId) -> Vec<SharedMonth> {
    giving.trial.office.look(|unit, desk| shares::of_membership(unit, desk, worker)).expect("months")
}

#[test]
fn the_pot_waits_for_the_worker_and_then_both_pay() {
    testing::both(|address| {
        let (mut giving, worker) = shared(address);
        assert_eq!(billed(&mut giving, worker, "2026-06"), (8_400, 0));
        assert_eq!(giving.standing().reserved, 18_900);
        // Less than her part moves nothing of the donor's.
        giving.pays(worker, 1_000);
        assert_eq!((giving.standing().used, billed(&mut giving, worker, "2026-06")), (0, (8_400, 1_000)));
        giving.pays(worker, 1_100);
        let standing = giving.standing();
        assert_eq!((standing.used, standing.reserved, standing.free), (6_300, 12_600, 81_100));
        assert_eq!(billed(&mut giving, worker, "2026-06"), (8_400, 8_400));
        // What she pays ahead is hers until the month is run, and is enough then.
        assert_eq!(giving.pays(worker, 2_100), 2_100);
        giving.turn("2026-07-20");
        giving.trial.run("2026-07");
        assert_eq!(
            (giving.standing().used, billed(&mut giving, worker, "2026-07")),
            (12_600, (8_400, 8_400))
        );
        let waits: Vec<bool> = shown(&mut giving, worker).iter().map(|month| month.waits).collect();
        assert_eq!(waits, [false, false, true]);
        // After the last step she pays alone.
        giving.turn("2026-09-20");
        giving.trial.run("2026-08");
        giving.trial.run("2026-09");
        assert_eq!(giving.pays(worker, 2_100 + 8_400), 0);
        let standing = giving.standing();
        assert_eq!((standing.used, standing.reserved), (18_900, 0));
    });
}

#[test]
fn an_older_month_comes_first_and_who_never_pays_leaves_her_part() {
    testing::both(|address| {
        let (mut giving, worker) = shared(address);
        giving.turn("2026-07-20");
        giving.trial.run("2026-07");
        // Her part of July is there, and June's is not.
        giving.pays(worker, 2_000);
        assert_eq!(giving.standing().used, 0);
        giving.pays(worker, 2_200);
        assert_eq!(giving.standing().used, 12_600);
        giving.turn("2026-12-20");
        for of in months("2026-08", 4) {
            giving.trial.run(&of.to_string());
        }
        assert_eq!(giving.standing().reserved, 6_300);
        let lapse = open::open(&mut giving.trial.office, Task::Lapse(day("2026-12-20"))).expect("a run");
        work::work_together(&mut giving.trial.office, &lapse, &|_, _| {}).expect("it is worked");
        close::close(&mut giving.trial.office, &lapse).expect("it closes");
        let standing = giving.standing();
        assert_eq!((standing.used, standing.reserved, standing.free), (12_600, 0, 87_400));
        let (from, why) = (month("2026-08"), "refused".to_owned());
        let asked = free_months::FreeMonths { membership: worker, from, pot: None, why };
        assert_eq!(refused(free_months::run(&mut giving.trial.office, &asked)), "nothing_reserved");
    });
}

#[test]
fn a_public_budget_comes_first_and_costs_the_relief() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, TODAY, "months 6");
        let worker = giving.alone();
        giving.gives(100_000).expect("a gift");
        giving.pays(worker, 8_400);
        let june = months("2026-06", 1);
        giving.shares(worker, &june, "3/4").expect("a month");
        let donor = giving.pot;
        giving.pot = giving.another_pot("individual", None);
        giving.gives(50_000).expect("another's gift");
        assert_eq!(refused(giving.shares(worker, &june, "1/4")), "financed_already", "two donors");
        giving.pot = giving.another_pot("village_fund", None);
        assert_eq!(refused(giving.shares(worker, &june, "1/4")), "pot_short");
        giving.gives(50_000).expect("the village's money");
        let done = giving.shares(worker, &june, "1/4").expect("a month");
        // A quarter and three quarters of the whole amount: whom a budget pays has no relief.
        assert_eq!((done.months[0].part, done.months[0].others, done.months[0].worker), (4_200, 16_800, 0));
        let sides: Vec<(String, i64)> =
            shown(&mut giving, worker)[0].parts.iter().map(|part| (part.side.clone(), part.amount)).collect();
        assert_eq!(sides, [("public".to_owned(), 4_200), ("donor".to_owned(), 12_600)]);
        assert_eq!(giving.standing().reserved, 4_200);
        giving.trial.run("2026-05");
        giving.turn("2026-06-20");
        giving.trial.run("2026-06");
        // Nothing is hers, so nobody waits for her.
        assert_eq!(billed(&mut giving, worker, "2026-06"), (16_800, 16_800));
        assert_eq!(giving.standing().used, 4_200);
        giving.pot = donor;
        assert_eq!(giving.standing().used, 12_600);
    });
}

#[test]
fn months_that_cannot_be_shared() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, TODAY, "months 6");
        let (alone, funded) = (giving.alone(), giving.worker(3));
        giving.gives(200_000).expect("a gift");
        giving.pays(alone, 8_400);
        giving.reserves(&[funded], &months("2026-06", 1)).expect("a month");
        for (worker, from, share, code) in [
            (alone, "2026-04", "1/2", "month_begun"),
            (alone, "2026-05", "1/2", "month_billed"),
            (alone, "2026-06", "0/1", "no_amount"),
            (funded, "2026-06", "1/2", "financed_already"),
        ] {
            let asked = giving.shares(worker, &months(from, 1), share);
            assert_eq!(refused(asked), code, "{from} {share}");
        }
        giving.shares(alone, &months("2026-06", 1), "1/2").expect("a month");
        assert_eq!(refused(giving.shares(alone, &months("2026-06", 1), "1/2")), "financed_already");
        assert_eq!(refused(giving.reserves(&[alone], &months("2026-06", 1))), "financed_already");
    });
}

#[test]
fn a_payment_may_bounce_and_a_death_gives_the_part_back() {
    testing::both(|address| {
        let (mut giving, worker) = shared(address);
        giving.pays(worker, 2_100);
        assert_eq!(giving.standing().used, 6_300);
        let own = giving.own(worker);
        reverse_payment::run(&mut giving.trial.office, own, 2, day("2026-06-20")).expect("it bounces");
        assert_eq!((giving.standing().used, billed(&mut giving, worker, "2026-06")), (6_300, (8_400, 6_300)));
        giving.pays(worker, 2_100);
        // The death of May is heard of when June is paid: the pot has its part again.
        giving.dies(worker, "2026-05-15");
        let standing = giving.standing();
        assert_eq!((standing.used, standing.reserved, standing.free), (0, 0, 100_000));
    });
}
