//! Trial balances, statements and sub-ledgers.

use expect_test::expect;
use ledger::{Account, Balances, Fund, Holder, Holders, Place, Statement};
use testing::Random;

use crate::chance;
use crate::{booked_as, day};

fn account(text: &str) -> Account {
    let (fund, number) = text.split_once(' ').unwrap();
    Account::parse(Fund::new(fund).unwrap(), number).unwrap()
}

/// One payer: assessed in May, paid in June, swept in July.
fn story() -> Vec<(Place, ledger::Entry)> {
    let entries = [
        booked_as(
            "2026-05-31",
            "assessed",
            "about May
             jkk 1200 rows 2 00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff | 60
             jkk 1200 payer 17 | 100
             jkk 4100          | -160",
        ),
        booked_as("2026-06-10", "received", "collection 1100 | 157\ncollection 2200 payer 17 | -157"),
        booked_as(
            "2026-06-10",
            "allocated",
            "collection 2200 payer 17 | 100
             collection 2900:jkk      | -100
             jkk 1900:collection      | 100
             jkk 1200 payer 17        | -100",
        ),
        booked_as(
            "2026-07-01",
            "swept",
            "collection 2900:jkk | 100
             collection 1100     | -100
             jkk 1100            | 100
             jkk 1900:collection | -100",
        ),
    ];
    let place = |seq: usize| Place { journal: 1, seq: seq as u64 + 1 };
    entries.into_iter().enumerate().map(|(at, entry)| (place(at), entry.unwrap())).collect()
}

#[test]
fn a_trial_balance_for_any_day() {
    let trial = |until: &str| {
        let mut balances = Balances::until(day(until));
        for (_, entry) in story() {
            balances.add(&entry);
        }
        assert_eq!((balances.trial().total(), balances.trial().first_unbalanced()), (0, None));
        balances.trial().to_csv()
    };
    expect![[r"
        fund,account,balance
    "]]
    .assert_eq(&trial("2026-05-30"));
    expect![[r"
        fund,account,balance
        collection,1100,157
        collection,2200,-57
        collection,2900:jkk,-100
        jkk,1200,60
        jkk,1900:collection,100
        jkk,4100,-160
    "]]
    .assert_eq(&trial("2026-06-10"));
    expect![[r"
        fund,account,balance
        collection,1100,57
        collection,2200,-57
        collection,2900:jkk,0
        jkk,1100,100
        jkk,1200,60
        jkk,1900:collection,0
        jkk,4100,-160
    "]]
    .assert_eq(&trial("2026-07-01"));
}

#[test]
fn a_statement_between_two_days() {
    let shown = |mut statement: Statement| {
        // In whatever order the entries come.
        for (place, entry) in story().iter().rev() {
            statement.add(*place, entry);
        }
        let (opening, movements, closing) = statement.finish();
        let mut text = format!("opening {opening}\n");
        for row in movements {
            let about = row.about.unwrap_or_default();
            let line = format!("{} {} {} {} {}", row.day, row.place, row.kind, row.amount, row.balance);
            text.push_str(&format!("{line} {about}\n").replace(" \n", "\n"));
        }
        text + &format!("closing {closing}")
    };
    let receivable = account("jkk 1200");
    expect![[r"
        opening 0
        2026-05-31 1-1 assessed 60 60 May
        2026-05-31 1-1 assessed 100 160 May
        2026-06-10 1-3 allocated -100 60
        closing 60"]]
    .assert_eq(&shown(Statement::new(receivable, day("2026-05-01"), day("2026-12-31"))));
    let payer = Statement::new(receivable, day("2026-06-01"), day("2026-06-10")).of(Holder::Payer(17));
    expect![[r"
        opening 100
        2026-06-10 1-3 allocated -100 0
        closing 0"]]
    .assert_eq(&shown(payer));
    let bank = Statement::new(account("collection 1100"), day("2026-06-01"), day("2026-06-30"));
    expect![[r"
        opening 0
        2026-06-10 1-2 received 157 157
        closing 157"]]
    .assert_eq(&shown(bank));
}

#[test]
fn control_is_what_the_holders_come_to() {
    let mut holders = Holders::until(account("jkk 1200"), day("2026-05-31"));
    for (_, entry) in story() {
        holders.add(&entry);
    }
    assert_eq!(holders.named().collect::<Vec<_>>(), [(17, 100)]);
    assert_eq!((holders.in_rows(), holders.control()), ((2, 60), 160));

    let mut random = Random::new(8);
    let books = chance::books(&mut random, 500, 16);
    let (end, control) = (day("2026-09-30"), account("jht 2100"));
    let (mut balances, mut holders) = (Balances::until(end), Holders::until(control, end));
    for row in &books {
        balances.add(&row.entry);
        holders.add(&row.entry);
    }
    assert_eq!(holders.control(), balances.of(&control));
    assert_eq!((balances.trial().total(), balances.trial().first_unbalanced()), (0, None));
}

#[test]
fn what_is_taken_back_leaves_balances_as_they_were() {
    let mut random = Random::new(9);
    let end = day("2026-12-31");
    let balances = |entries: &[ledger::Entry]| {
        let mut balances = Balances::until(end);
        for entry in entries {
            balances.add(entry);
        }
        balances.trial().rows.into_iter().map(|row| (row.account, row.balance)).collect::<Vec<_>>()
    };
    for _ in 0..200 {
        let (before, taken) = (chance::entry(&mut random), chance::entry(&mut random));
        let back = taken.reversal(Place { journal: 1, seq: 2 }, end, "back", None).unwrap();
        assert_eq!(back.reverses(), Some(Place { journal: 1, seq: 2 }));
        let with = balances(&[before.clone(), taken, back]);
        let left: Vec<_> = with.into_iter().filter(|(_, balance)| *balance != 0).collect();
        let alone: Vec<_> = balances(&[before]).into_iter().filter(|(_, balance)| *balance != 0).collect();
        assert_eq!(left, alone);
    }
}
