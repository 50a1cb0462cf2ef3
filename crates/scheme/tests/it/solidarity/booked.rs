//! What donors, platforms and agents do, as lines of the ledger; together they leave nothing behind.

use expect_test::{Expect, expect};
use ledger::{Holder, Kind};
use scheme::contributions::post::{Book, Heading, Unbooked};

const POT: Holder = Holder::Payer(7);
const PLATFORM: Holder = Holder::Payer(8);
const AGENT: Holder = Holder::Payer(9);
const MEMBER: Holder = Holder::Membership(40);
const WORKER: Holder = Holder::Payer(41);

fn check(kind: Kind, put: impl FnOnce(&mut Book) -> Result<(), Unbooked>, expected: &Expect) {
    let mut book = Book::new();
    put(&mut book).expect("names that the ledger takes");
    let heading = Heading { day: "2026-03-16".parse().expect("a day"), key: "test", about: None };
    let entry = book.entry(kind, heading).expect("it balances");
    let said = entry.map_or_else(
        || "nothing\n".to_owned(),
        |entry| {
            let line = |line: &ledger::Line| {
                let holder = match line.holder {
                    Some(Holder::Payer(number)) => format!(" payer {number}"),
                    Some(Holder::Membership(number)) => format!(" membership {number}"),
                    _ => String::new(),
                };
                format!("{} {}{holder} {:+}\n", line.account.fund, line.account, line.amount)
            };
            entry.lines().iter().map(line).collect()
        },
    );
    expected.assert_eq(&said);
}

#[test]
fn a_promise_and_a_gift_that_keeps_it() {
    check(
        Kind::Pledged,
        |book| book.pledged(POT, 1_000),
        &expect![[r"
        collection 1210 payer 7 +1000
        collection 2210 payer 7 -1000
    "]],
    );
    check(
        Kind::Received,
        |book| {
            book.received(POT, 600)?;
            book.kept(POT, 600)
        },
        &expect![[r"
            collection 1100 +600
            collection 2200 payer 7 -600
            collection 1210 payer 7 -600
            collection 2210 payer 7 +600
        "]],
    );
}

#[test]
fn a_month_is_set_aside_and_given() {
    check(
        Kind::Reserved,
        |book| book.reserved(POT, 500),
        &expect![[r"
        collection 2200 payer 7 +500
        collection 2220 payer 7 -500
    "]],
    );
    check(
        Kind::Parted,
        |book| book.parted(POT, WORKER, 200),
        &expect![[r"
        collection 2220 payer 7 +200
        collection 2200 payer 41 -200
    "]],
    );
    check(
        Kind::Reserved,
        |book| {
            book.reserved(POT, 500)?;
            book.reserved(POT, -500)
        },
        &expect![[r"
            nothing
        "]],
    );
}

#[test]
fn trips_become_credit_when_the_platform_pays() {
    check(
        Kind::Accrued,
        |book| book.accrued(PLATFORM, MEMBER, 300),
        &expect![[r"
        collection 1250 payer 8 +300
        collection 2250 membership 40 -300
    "]],
    );
    check(
        Kind::Received,
        |book| {
            book.settled(PLATFORM, 300)?;
            book.credited(MEMBER, WORKER, 300)
        },
        &expect![[r"
            collection 1100 +300
            collection 1250 payer 8 -300
            collection 2250 membership 40 +300
            collection 2200 payer 41 -300
        "]],
    );
}

#[test]
fn cash_goes_through_an_agent_and_she_earns() {
    check(
        Kind::Received,
        |book| {
            book.taken_in_cash(AGENT, WORKER, 100)?;
            book.handed_over(AGENT, 60)
        },
        &expect![[r"
            collection 1120 payer 9 +40
            collection 2200 payer 41 -100
            collection 1100 +60
        "]],
    );
    check(
        Kind::Earned,
        |book| book.earned(AGENT, 8),
        &expect![[r"
        institution 5500 +8
        institution 2500 payer 9 -8
    "]],
    );
    check(
        Kind::Paid,
        |book| book.commission_paid(AGENT, 8),
        &expect![[r"
        institution 2500 payer 9 +8
        institution 1100 -8
    "]],
    );
}
