//! Decisions as bookkeeping: the lines of each, and a year of bills whose books come out even.

use std::collections::BTreeMap;

use expect_test::{Expect, expect};
use ledger::{Entry, Holder, Kind};
use scheme::contributions::post::{self, Book, Booked, Detail, Heading, Unbooked};
use scheme::contributions::{Bill, Open, allocate, release};
use scheme::lines::Lines;
use testing::Random;

use super::{bill, day, law, lines, month};

const HEADING: Heading<'_> = Heading { day: base::Day::MIN, key: "test", about: None };

fn heading() -> Heading<'static> {
    Heading { day: day("2026-03-16"), ..HEADING }
}

fn written(entry: &Entry) -> String {
    let line = |line: &ledger::Line| {
        let holder = match line.holder {
            None => String::new(),
            Some(Holder::Payer(number)) => format!(" payer {number}"),
            Some(Holder::Membership(number)) => format!(" membership {number}"),
            Some(Holder::Rows { count, .. }) => format!(" rows {count}"),
        };
        format!("{} {}{holder} {:+}\n", line.account.fund, line.account, line.amount)
    };
    format!("{}\n{}", entry.kind(), entry.lines().iter().map(line).collect::<String>())
}

/// An entry of what is put into a book.
fn booked(kind: Kind, put: impl FnOnce(&mut Book) -> Result<(), Unbooked>) -> Booked {
    let mut book = Book::new();
    put(&mut book)?;
    book.entry(kind, heading())
}

fn check(kind: Kind, put: impl FnOnce(&mut Book) -> Result<(), Unbooked>, expected: &Expect) {
    let entry = booked(kind, put).expect("the ledger takes it");
    expected.assert_eq(&entry.as_ref().map_or_else(|| "nothing".to_owned(), written));
}

const OWED: &str = "jkk.employer 100, jht.employer 37, jht.worker 20, jkp<jkk 14, jkp.state 22";

#[test]
fn a_month_that_was_assessed() {
    let mut rows = Detail::new();
    rows.add(b"one");
    rows.add(b"two");
    let rows = rows.holder().expect("two rows");
    check(
        Kind::Assessed,
        |book| book.owed(law(), rows, &lines(OWED)),
        &expect![[r#"
        assessed
        jht 1200 rows 2 +57
        jht 2150 -57
        jkk 1200 rows 2 +100
        jkk 4100 -100
        jkp 1300 +22
        jkp 4100 -22
        jkk 5300 +14
        jkk 2900:jkp -14
        jkp 1900:jkk +14
        jkp 4300 -14
    "#]],
    );
}

#[test]
fn differences_penalties_and_lapses() {
    let payer = Holder::Payer(17);
    check(
        Kind::Corrected,
        |book| book.owed(law(), payer, &lines("jkk.employer -40, jkp<jkk -14")),
        &expect![[r#"
        corrected
        jkk 1200 payer 17 -40
        jkk 4100 +40
        jkk 5300 -14
        jkk 2900:jkp +14
        jkp 1900:jkk -14
        jkp 4300 +14
    "#]],
    );
    check(
        Kind::Penalised,
        |book| book.owed(law(), payer, &lines("jkk.penalty 2, jht.penalty 1")),
        &expect![[r#"
        penalised
        jht 1200 payer 17 +1
        jht 4200 -1
        jkk 1200 payer 17 +2
        jkk 4200 -2
    "#]],
    );
}

#[test]
fn money_in_and_on() {
    let payer = Holder::Payer(17);
    check(
        Kind::Received,
        |book| book.received(payer, 157),
        &expect![[r#"
        received
        collection 1100 +157
        collection 2200 payer 17 -157
    "#]],
    );
    let paid = bill("2026-02", 0, OWED, 0).receives(law(), 157);
    check(
        Kind::Allocated,
        |book| book.paid(law(), payer, &paid),
        &expect![[r#"
        allocated
        collection 2200 payer 17 +157
        collection 2900:jht -57
        jht 1900:collection +57
        jht 1200 payer 17 -57
        collection 2900:jkk -100
        jkk 1900:collection +100
        jkk 1200 payer 17 -100
    "#]],
    );
    let down = release(&bill("2026-02", 1, "jkk.employer -40", 0)).expect("below nothing");
    check(
        Kind::Corrected,
        |book| book.paid(law(), payer, &down.lines),
        &expect![[r#"
        corrected
        collection 2200 payer 17 -40
        collection 2900:jkk +40
        jkk 1900:collection -40
        jkk 1200 payer 17 +40
    "#]],
    );
    check(
        Kind::Swept,
        |book| {
            book.swept("collection", "jkk", 100)?;
            book.swept("collection", "jht", 57)
        },
        &expect![[r#"
        swept
        collection 2900:jkk +100
        collection 1100 -157
        jkk 1100 +100
        jkk 1900:collection -100
        collection 2900:jht +57
        jht 1100 +57
        jht 1900:collection -57
    "#]],
    );
}

/// One payment, one entry: its month, and what reaches the members' savings.
#[test]
fn money_that_settles_a_month_at_once() {
    let payer = Holder::Payer(17);
    let paid = bill("2026-02", 0, OWED, 0).receives(law(), 157);
    assert_eq!(post::savings(&paid), 57);
    let put = |book: &mut Book| {
        book.received(payer, 157)?;
        book.paid(law(), payer, &paid)?;
        book.saved(law(), Holder::Membership(5), post::savings(&paid))
    };
    check(
        Kind::Received,
        put,
        &expect![[r#"
        received
        collection 1100 +157
        collection 2900:jht -57
        jht 1900:collection +57
        jht 1200 payer 17 -57
        collection 2900:jkk -100
        jkk 1900:collection +100
        jkk 1200 payer 17 -100
        jht 2150 +57
        jht 2100 membership 5 -57
    "#]],
    );
}

#[test]
fn savings_reach_the_members_and_grow() {
    let members = [(Holder::Membership(5), 57), (Holder::Membership(6), 0), (Holder::Membership(7), 3)];
    check(
        Kind::Received,
        |book| members.iter().try_for_each(|(member, amount)| book.saved(law(), *member, *amount)),
        &expect![[r#"
        received
        jht 2150 +60
        jht 2100 membership 5 -57
        jht 2100 membership 7 -3
    "#]],
    );
    check(
        Kind::Grown,
        |book| book.grown(law(), Holder::Membership(5), 4),
        &expect![[r#"
        grown
        jht 5100 +4
        jht 2100 membership 5 -4
    "#]],
    );
}

#[test]
fn nothing_leaves_no_entry() {
    let payer = Holder::Payer(17);
    check(Kind::Assessed, |book| book.owed(law(), payer, &Lines::new()), &expect!["nothing"]);
    check(Kind::Received, |_| Ok(()), &expect!["nothing"]);
    check(Kind::Received, |book| book.received(payer, 0), &expect!["nothing"]);
    check(Kind::Swept, |book| book.swept("collection", "jkk", 0), &expect!["nothing"]);
    let and_back = |book: &mut Book| {
        book.received(payer, 5)?;
        book.received(payer, -5)
    };
    check(Kind::Received, and_back, &expect!["nothing"]);
}

#[test]
fn what_the_ledger_does_not_take_is_refused_not_fatal() {
    let member = Holder::Membership(5);
    let refused = booked(Kind::Received, |book| book.received(member, 5)).expect_err("a member is no payer");
    expect!["line 2: account 2200 is kept by another kind of holder"].assert_eq(&refused.to_string());
    let refused = booked(Kind::Swept, |book| book.swept("Collection", "jkk", 1)).expect_err("no fund");
    expect!["`Collection` is not a fund: write up to 23 lower-case letters, digits and `_`"]
        .assert_eq(&refused.to_string());
}

/// Balances by fund and account.
#[derive(Default)]
struct Books(BTreeMap<String, i64>);

impl Books {
    fn post(&mut self, kind: Kind, put: impl FnOnce(&mut Book) -> Result<(), Unbooked>) {
        for line in booked(kind, put).expect("the ledger takes it").iter().flat_map(Entry::lines) {
            *self.0.entry(format!("{} {}", line.account.fund, line.account)).or_default() += line.amount;
        }
    }

    fn get(&self, account: &str) -> i64 {
        self.0.get(account).copied().unwrap_or_default()
    }
}

#[test]
fn whatever_happens_the_books_come_out_even() {
    let law = law();
    let slots: Vec<_> = law.slots().iter().collect();
    let payer = Holder::Payer(17);
    for seed in 0..300 {
        let mut random = Random::new(seed);
        let (mut books, mut bills, mut credit, mut money) = (Books::default(), Vec::<Bill>::new(), 0, 0);
        for no in 0..12 {
            let at = month("2026-01").plus_months(random.between(0, 5) as i32).expect("a month");
            let low = if random.chance(400) { -50 } else { 0 };
            let owed: Vec<_> = (0..4).map(|_| (*random.pick(&slots), random.between(low, 90))).collect();
            let bill = Bill { month: at, no, lines: owed.into_iter().collect(), ..bill("2026-01", 0, "", 0) };
            books.post(Kind::Assessed, |book| book.owed(law, payer, &bill.lines));
            bills.push(bill);
            if let Some(last) = bills.last_mut()
                && let Some(released) = release(last)
            {
                credit += released.credit;
                last.paid = last.owed();
                books.post(Kind::Corrected, |book| book.paid(law, payer, &released.lines));
            }
            let paid = random.between(0, 200);
            (credit, money) = (credit + paid, money + paid);
            books.post(Kind::Received, |book| book.received(payer, paid));
            let open: Vec<Open> = bills.iter().map(Open::from).collect();
            let done = allocate(law, &open, credit);
            credit = done.remaining;
            for given in done.allocations {
                let bill = bills.iter_mut().find(|bill| bill.no == given.no).expect("a bill");
                let receives = bill.receives(law, given.amount);
                books.post(Kind::Allocated, |book| book.paid(law, payer, &receives));
                bill.paid += given.amount;
            }
            let open: i64 = bills.iter().map(Bill::outstanding).sum();
            let receivable: i64 = law.funds().map(|fund| books.get(&format!("{fund} 1200"))).sum();
            assert_eq!(receivable, open, "seed {seed}");
            assert_eq!(books.get("collection 2200"), -credit, "seed {seed}");
            assert_eq!(books.get("collection 1100"), money, "seed {seed}");
            let received = bills.iter().fold(Lines::new(), |all, bill| all.plus(&bill.received(law)));
            for (fund, amount) in received.by_fund(law) {
                assert_eq!(books.get(&format!("{fund} 1900:collection")), amount, "seed {seed}, {fund}");
            }
        }
    }
}
