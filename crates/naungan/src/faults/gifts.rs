//! Gifts that come twice or in a wrong amount, months that are paid for already, money that is not there.

use rules::render::Lang;
use scheme::id::PayerId;
use store::queries::{claim_settings, pledges};

use crate::actions::change_membership::{self, Sponsored};
use crate::actions::free_months::{self, FreeMonths};
use crate::actions::pledge_money::{self, PledgeMoney, Pledged};
use crate::actions::receive_payment::{self, ForWhom, ReceivePayment};
use crate::actions::return_gift;
use crate::actions::take_gift::{self, TakeGift};
use crate::actions::{refund_credit, reserve_months, reverse_payment};
use crate::approvals::{self, Change};
use crate::office::code;
use crate::trial::giving::{Giving, months, refused};
use crate::trial::{day, month};

const TODAY: &str = "2026-01-05";

fn promise(giving: &mut Giving, amount: i64) -> Pledged {
    let asked = PledgeMoney { pot: giving.pot, amount, due: None, account: None };
    pledge_money::run(&mut giving.trial.office, &asked, None).expect("a promise")
}

fn under(code: &str, amount: i64, reference: &str) -> ReceivePayment {
    let for_whom = ForWhom::Code(code::read(code).expect("a code"));
    ReceivePayment {
        for_whom,
        amount,
        day: day(TODAY),
        channel: "qris".to_owned(),
        reference: reference.to_owned(),
    }
}

#[test]
fn a_promise_is_kept_in_parts_and_no_further() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, TODAY, "months 6");
        let promised = promise(&mut giving, 100_000);
        assert_eq!(giving.standing().pledged, 100_000);
        let pays = |giving: &mut Giving, amount: i64, reference: &str| {
            receive_payment::run(&mut giving.trial.office, &under(&promised.code, amount, reference), None)
        };
        pays(&mut giving, 60_000, "a").expect("a part");
        assert_eq!(refused(pays(&mut giving, 60_000, "a")), "booked_already");
        assert_eq!(refused(pays(&mut giving, 40_001, "b")), "more_than_pledged");
        assert_eq!(refused(pays(&mut giving, 0, "b")), "no_amount");
        assert_eq!(refused(pays(&mut giving, -5, "b")), "no_amount");
        pays(&mut giving, 40_000, "b").expect("the rest");
        assert_eq!(refused(pays(&mut giving, 40_000, "c")), "pledge_closed");
        let standing = giving.standing();
        assert_eq!((standing.pledged, standing.received, standing.free), (0, 100_000, 100_000));
        // What bounces is promised again, and may come once more.
        let pot = giving.pot;
        reverse_payment::run(&mut giving.trial.office, pot, 2, day(TODAY)).expect("the rest bounces");
        assert_eq!((giving.standing().pledged, giving.standing().free), (40_000, 60_000));
        pays(&mut giving, 40_000, "e").expect("the rest once more");
        assert_eq!((giving.standing().pledged, giving.standing().free), (0, 100_000));

        let another = promise(&mut giving, 30_000);
        let fallen = pledge_money::withdraw(&mut giving.trial.office, another.pledge).expect("it falls away");
        assert_eq!((fallen, giving.standing().pledged), (30_000, 0));
        assert_eq!(
            refused(pledge_money::withdraw(&mut giving.trial.office, another.pledge)),
            "pledge_closed"
        );
        let late = under(&another.code, 30_000, "d");
        assert_eq!(refused(receive_payment::run(&mut giving.trial.office, &late, None)), "pledge_closed");
    });
}

#[test]
fn what_bounces_is_promised_again_under_the_promise_that_it_kept() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, TODAY, "months 6");
        let pot = giving.pot;
        let promised = [100_000, 50_000, 30_000].map(|amount| promise(&mut giving, amount));
        for (one, (amount, reference)) in promised.iter().zip([(100_000, "a"), (20_000, "b"), (30_000, "c")])
        {
            let asked = under(&one.code, amount, reference);
            receive_payment::run(&mut giving.trial.office, &asked, None).expect("it comes");
        }
        let open = |giving: &mut Giving| -> Vec<(i64, String)> {
            let all = giving.trial.office.look(|unit, _| pledges::of_pot(unit, pot)).expect("promises");
            all.into_iter().map(|one| (one.received, one.state)).collect()
        };
        let said = |received: i64, state: &str| (received, state.to_owned());
        reverse_payment::run(&mut giving.trial.office, pot, 1, day(TODAY)).expect("the first bounces");
        assert_eq!(open(&mut giving), [said(0, "open"), said(20_000, "open"), said(30_000, "kept")]);
        reverse_payment::run(&mut giving.trial.office, pot, 2, day(TODAY)).expect("a part bounces");
        assert_eq!(open(&mut giving), [said(0, "open"), said(0, "open"), said(30_000, "kept")]);
        assert_eq!(giving.standing().pledged, 150_000);
        // Under its own code it comes again, and under no other's.
        let again = under(&promised[2].code, 30_000, "d");
        assert_eq!(refused(receive_payment::run(&mut giving.trial.office, &again, None)), "pledge_closed");
        let again = under(&promised[0].code, 100_000, "e");
        receive_payment::run(&mut giving.trial.office, &again, None).expect("it comes again");
        assert_eq!((giving.standing().pledged, giving.standing().free), (50_000, 130_000));
    });
}

#[test]
fn a_gift_is_taken_once_under_its_key_and_once_under_its_reference() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, TODAY, "months 6");
        let asked = TakeGift {
            pot: giving.pot,
            code: None,
            amount: 50_000,
            day: day(TODAY),
            channel: "bank".to_owned(),
            reference: "TRX-1".to_owned(),
            name: Some("Ibu Rekaan".to_owned()),
            shown: true,
        };
        let office = &mut giving.trial.office;
        let first = take_gift::run(office, &asked, Some("key")).expect("a gift");
        assert_eq!(take_gift::run(office, &asked, Some("key")).expect("the same"), first);
        assert_eq!(refused(take_gift::run(office, &asked, Some("other key"))), "booked_already");
        let other = TakeGift { amount: 60_000, ..asked.clone() };
        assert_eq!(refused(take_gift::run(office, &other, Some("key"))), "key_taken");
        let nameless = TakeGift { reference: " ".to_owned(), ..asked.clone() };
        assert_eq!(refused(take_gift::run(office, &nameless, None)), "reference_missing");
        let nowhere = TakeGift { pot: PayerId(7), ..asked };
        assert_eq!(refused(take_gift::run(office, &nowhere, None)), "not_there");
        assert_eq!(giving.standing().received, 50_000);
    });
}

#[test]
fn nobody_is_paid_for_twice_nor_with_money_that_is_not_there() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, TODAY, "months 6");
        let worker = giving.worker(3);
        let quarter = months("2026-01", 3);
        assert_eq!(refused(giving.reserves(&[worker], &quarter)), "pot_short");
        giving.gives(100_000).expect("a gift");
        let reserved = giving.reserves(&[worker], &quarter).expect("months");
        let standing = giving.standing();
        assert_eq!((standing.reserved, standing.free), (reserved.amount, 100_000 - reserved.amount));
        assert_eq!(refused(giving.reserves(&[worker], &quarter[1..2])), "financed_already");

        let own = giving.pot;
        giving.pot = giving.another_pot("individual", None);
        giving.gives(100_000).expect("another's gift");
        assert_eq!(refused(giving.reserves(&[worker], &quarter[..1])), "financed_already");
        let pot = giving.pot;
        for (wanted, code) in [
            ((worker, month("2025-12"), 1), "month_begun"),
            ((worker, month("2026-04"), 0), "no_amount"),
            ((worker, month("2026-04"), 1_000_000), "pot_short"),
        ] {
            let asked = reserve_months::run(&mut giving.trial.office, pot, &[wanted], None);
            assert_eq!(refused(asked), code);
        }
        giving.pot = own;

        // What is reserved cannot go back, nor can a pot's credit leave it in any other way.
        let today = day(TODAY);
        let all = Some(100_000);
        assert_eq!(refused(return_gift::run(&mut giving.trial.office, own, all, today, None)), "pot_short");
        let refund = refund_credit::run(&mut giving.trial.office, own, None, today, None);
        assert_eq!(refused(refund), "pot_returns");
        assert_eq!(refused(reverse_payment::run(&mut giving.trial.office, own, 1, today)), "paid_back");
        let free = return_gift::run(&mut giving.trial.office, own, None, today, None).expect("the rest");
        assert_eq!((free, giving.standing().free), (standing.free, 0));
    });
}

#[test]
fn months_that_were_freed_may_be_reserved_again_and_a_payment_may_bounce() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, TODAY, "months 6");
        let worker = giving.worker(3);
        giving.gives(100_000).expect("a gift");
        giving.reserves(&[worker], &months("2026-01", 3)).expect("months");
        let (from, why) = (month("2026-02"), "refused".to_owned());
        let asked = FreeMonths { membership: worker, from, pot: None, why };
        let freed = free_months::run(&mut giving.trial.office, &asked).expect("they are freed");
        assert_eq!(freed.pots.values().map(|(months, _)| *months).sum::<i64>(), 2);
        assert_eq!(refused(free_months::run(&mut giving.trial.office, &asked)), "nothing_reserved");
        let again = giving.reserves(&[worker], &months("2026-03", 1)).expect("a month again");
        let standing = giving.standing();
        assert_eq!(standing.reserved, 2 * again.amount);

        giving.trial.run("2026-01");
        let used = giving.standing();
        assert_eq!((used.used, used.reserved), (again.amount, again.amount));
        assert_eq!(refused(giving.reserves(&[worker], &months("2026-01", 1))), "financed_already");
        let all = FreeMonths { from: month("2026-03"), ..asked };
        free_months::run(&mut giving.trial.office, &all).expect("the last");
        giving.gives(20_000).expect("more");
        let pot = giving.pot;
        let part = return_gift::run(&mut giving.trial.office, pot, Some(5_000), day(TODAY), None);
        assert_eq!(part.expect("a part goes back"), 5_000);
        assert_eq!(
            refused(reverse_payment::run(&mut giving.trial.office, pot, 2, day(TODAY))),
            "gift_returned"
        );
        giving.gives(20_000).expect("more");
        reverse_payment::run(&mut giving.trial.office, pot, 3, day(TODAY)).expect("it bounces");
        let standing = giving.standing();
        assert_eq!((standing.returned, standing.received), (25_000, 140_000));
    });
}

#[test]
fn who_dies_leaves_what_was_set_aside_and_a_month_too_many_comes_back() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, TODAY, "months 6");
        let workers = [giving.worker(3), giving.worker(3)];
        giving.gives(200_000).expect("a gift");
        let reserved = giving.reserves(&workers, &months("2026-01", 3)).expect("months");
        let price = reserved.amount / 6;
        giving.trial.run("2026-01");
        giving.turn("2026-02-20");
        giving.trial.run("2026-02");
        assert_eq!(giving.standing().used, 4 * price);
        // The death of January is heard of when February has been run.
        giving.dies(workers[0], "2026-01-15");
        let standing = giving.standing();
        assert_eq!((standing.used, standing.reserved), (3 * price, price));
        assert_eq!(
            giving.months(),
            format!(
                "2026-01 used 2 {p2} {p2}\n2026-02 freed 1 {price} 0\n2026-02 used 1 {price} {price}\n\
                 2026-03 freed 1 {price} 0\n2026-03 reserved 1 {price} 0\n",
                p2 = 2 * price
            )
        );
    });
}

#[test]
fn a_pot_never_simply_pays_and_what_goes_back_above_the_limit_wants_two() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, TODAY, "months 6");
        let worker = giving.alone();
        giving.gives(100_000).expect("a gift");
        let asked = Sponsored {
            membership: worker,
            funder: giving.pot,
            funded_by: "donor".to_owned(),
            from: month("2026-02"),
            until: None,
        };
        let sponsored = change_membership::sponsor(&mut giving.trial.office, &asked);
        assert_eq!(refused(sponsored), "pot_unreserved");

        let (pot, today) = (giving.pot, day(TODAY));
        let set = giving
            .trial
            .office
            .unit(|unit, desk| claim_settings::set(unit, ("approval_limit", 40_000), None, desk.now));
        set.expect("a limit");
        let returns = |giving: &mut Giving, amount: Option<i64>| {
            return_gift::run(&mut giving.trial.office, pot, amount, today, None)
        };
        assert_eq!(refused(returns(&mut giving, None)), "return_needs_two");
        assert_eq!(refused(returns(&mut giving, Some(40_001))), "return_needs_two");
        assert_eq!(giving.standing().free, 100_000);
        assert_eq!(returns(&mut giving, Some(40_000)).expect("within the limit"), 40_000);
        // Two people want the rest: the change is that of credit, and the gift becomes shorter.
        let change = Change::Refund { payer: pot.0, amount: None, reason: "Sisa".to_owned() };
        let tried = approvals::tried(&mut giving.trial.office, &change, Lang::Id).expect("it is tried");
        assert!(tried.is_ok(), "it could be done");
        giving.trial.office.unit(|unit, desk| change.apply(unit, desk)).expect("it is done");
        let standing = giving.standing();
        assert_eq!((standing.free, standing.returned), (0, 100_000));
    });
}
