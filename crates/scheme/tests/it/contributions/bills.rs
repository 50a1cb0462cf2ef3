//! Bills: until when, what each programme has received, differences and what is given back.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use scheme::contributions::{Bill, difference, due_date, release};
use scheme::lines::Lines;
use testing::Random;

use super::{bill, law, lines, month};

fn check(bill: &Bill, expected: &Expect) {
    let law = law();
    let shown = format!("owed {}, outstanding {}, {}", bill.owed(), bill.outstanding(), bill.received(law));
    expected.assert_eq(&shown);
}

const MONTH: &str = "jht.employer 37, jht.worker 20, jkk.employer 5, jkm.employer 3, jkp.state 2, jkp<jkk 1";

#[test]
fn money_fills_programmes_in_the_laws_order() {
    check(&bill("2026-02", 0, MONTH, 0), &expect!["owed 65, outstanding 65, "]);
    check(&bill("2026-02", 0, MONTH, 6), &expect!["owed 65, outstanding 59, jkk.employer 5, jkm.employer 1"]);
    check(
        &bill("2026-02", 0, MONTH, 46),
        &expect!["owed 65, outstanding 19, jht.employer 37, jht.worker 1, jkk.employer 5, jkm.employer 3"],
    );
    check(
        &bill("2026-02", 0, MONTH, 65),
        &expect!["owed 65, outstanding 0, jht.employer 37, jht.worker 20, jkk.employer 5, jkm.employer 3"],
    );
}

#[test]
fn amounts_below_nothing_are_at_hand_with_the_first_coin() {
    check(&bill("2026-02", 1, "jkk.employer 10, jht.employer -4", 0), &expect!["owed 6, outstanding 6, "]);
    check(
        &bill("2026-02", 1, "jkk.employer 10, jht.employer -4", 1),
        &expect!["owed 6, outstanding 5, jht.employer -4, jkk.employer 5"],
    );
    check(
        &bill("2026-02", 1, "jkk.employer 10, jht.employer -4", 6),
        &expect!["owed 6, outstanding 0, jht.employer -4, jkk.employer 10"],
    );
    check(&bill("2026-02", 1, "jkk.employer -10, jht.employer 4", 0), &expect!["owed -6, outstanding 0, "]);
    check(
        &bill("2026-02", 1, "jkk.employer -10, jht.employer 4", -6),
        &expect!["owed -6, outstanding 0, jht.employer 4, jkk.employer -10"],
    );
}

#[test]
fn what_is_received_is_what_was_paid_and_never_too_much() {
    let law = law();
    let slots: Vec<_> = law.slots().iter().filter(|slot| slot.is_billed()).collect();
    let mut random = Random::new(5);
    for _ in 0..3_000 {
        let owed = (0..5).map(|_| (*random.pick(&slots), random.between(-20, 60)));
        let mut bill =
            Bill { lines: owed.collect::<Vec<_>>().into_iter().collect(), ..bill("2026-02", 0, "", 0) };
        let mut got = Lines::new();
        while bill.outstanding() > 0 {
            let amount = random.between(1, bill.outstanding());
            let now = bill.receives(law, amount);
            assert_eq!(now.billed(), amount, "{bill:?}");
            got = got.plus(&now);
            bill.paid += amount;
            assert_eq!(got, bill.received(law));
            for (slot, received) in got.iter().filter(|(_, received)| *received > 0) {
                assert!(received <= bill.lines.get(slot), "{slot} of {bill:?}");
            }
        }
        if bill.owed() > 0 {
            assert_eq!(got, bill.lines);
            assert!(bill.is_settled() && bill.unpaid(law).is_zero());
        }
    }
}

#[test]
fn a_month_reckoned_again_is_a_difference() {
    let first = lines("jkk.employer 100, jht.worker 20");
    let second = lines("jkk.employer -40");
    let now = lines("jkk.employer 70, jht.worker 20, jkm.employer 3");
    let row = difference([&first, &second], &now).expect("it differs");
    assert_eq!(row, lines("jkk.employer 10, jkm.employer 3"));
    assert_eq!(difference([&first, &second, &row], &now), None);
    assert_eq!(difference([], &Lines::new()), None);
}

#[test]
fn a_difference_in_the_payers_favour_is_released_once() {
    let mut down = bill("2026-02", 1, "jkk.employer -40, jkm.employer 3, jkp.state -2, jkp<jkk -1", 0);
    let released = release(&down).expect("it is below nothing");
    assert_eq!((released.credit, released.lines.clone()), (37, lines("jkk.employer -40, jkm.employer 3")));
    down.paid = down.owed();
    assert_eq!(release(&down), None);
    assert_eq!(release(&bill("2026-02", 1, "jkk.employer 40", 0)), None);
    assert_eq!(release(&bill("2026-02", 1, "jkp.state 40", 0)), None);
    let even =
        release(&bill("2026-02", 1, "jkk.employer 40, jht.employer -40", 0)).expect("programmes change");
    assert_eq!(even.credit, 0);
}

#[test]
fn the_last_day_to_pay() {
    let law = law();
    let mut shown = String::new();
    for segment in law.segments() {
        let due = due_date(law, segment, month("2026-07")).expect("an answer");
        let due = due.map_or_else(|| "none".to_owned(), |day| day.to_string());
        writeln!(shown, "{}: {due}", segment.name).expect("a text takes text");
    }
    expect![[r#"
        wage_earner: 2026-08-18
        self_employed: 2026-08-18
        construction: none
        migrant: none
    "#]]
    .assert_eq(&shown);
}
