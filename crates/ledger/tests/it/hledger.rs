//! The books as hledger reads them. Whether hledger agrees is tried where hledger is installed.

use expect_test::expect;
use ledger::Place;
use ledger::hledger::{Expected, Style};

use crate::{booked_as, day};

fn entry() -> ledger::Entry {
    let rows = "about transfer; May
        collection 2200 payer 17 | 157
        collection 2900:jkk      | -100
        collection 2900:jht      | -57
        jkk 1900:collection      | 100
        jkk 1200 payer 17        | -100
        jht 1900:collection      | 57
        jht 2100 membership 9    | -57";
    booked_as("2026-05-03", "allocated", rows).unwrap()
}

fn shown(style: Style) -> String {
    let mut text = style.opening();
    style.write_into(&mut text, Place { journal: 3, seq: 17 }, &entry());
    let mut expected = Expected::until(day("2026-05-03"), style);
    expected.add(&entry());
    text + &expected.to_csv()
}

#[test]
fn one_transaction_an_entry() {
    expect![[r#"
        decimal-mark .
        commodity 1000. IDR

        2026-05-03 * (3-17) allocated | transfer, May
            liabilities:collection:payers' credit  157 IDR
            liabilities:collection:due to jkk  -100 IDR
            liabilities:collection:due to jht  -57 IDR
            assets:jkk:due from collection  100 IDR
            assets:jkk:contributions receivable  -100 IDR
            assets:jht:due from collection  57 IDR
            liabilities:jht:member accounts  -57 IDR

        "account","balance"
        "assets:jht:due from collection","57 IDR"
        "assets:jkk:contributions receivable","-100 IDR"
        "assets:jkk:due from collection","100 IDR"
        "liabilities:collection:due to jht","-57 IDR"
        "liabilities:collection:due to jkk","-100 IDR"
        "liabilities:collection:payers' credit","157 IDR"
        "liabilities:jht:member accounts","-57 IDR"
    "#]]
    .assert_eq(&shown(Style::new("IDR", 0)));
}

#[test]
fn holders_below_their_control_account() {
    expect![[r#"
        decimal-mark .
        commodity 1000. IDR

        2026-05-03 * (3-17) allocated | transfer, May
            liabilities:collection:payers' credit:payer 17  157 IDR
            liabilities:collection:due to jkk  -100 IDR
            liabilities:collection:due to jht  -57 IDR
            assets:jkk:due from collection  100 IDR
            assets:jkk:contributions receivable:payer 17  -100 IDR
            assets:jht:due from collection  57 IDR
            liabilities:jht:member accounts:membership 9  -57 IDR

        "account","balance"
        "assets:jht:due from collection","57 IDR"
        "assets:jkk:contributions receivable:payer 17","-100 IDR"
        "assets:jkk:due from collection","100 IDR"
        "liabilities:collection:due to jht","-57 IDR"
        "liabilities:collection:due to jkk","-100 IDR"
        "liabilities:collection:payers' credit:payer 17","157 IDR"
        "liabilities:jht:member accounts:membership 9","-57 IDR"
    "#]]
    .assert_eq(&shown(Style::new("IDR", 0).with_holders()));
}

#[test]
fn amounts_with_a_point_and_signs_in_quotes() {
    let style = Style::new("x2", 2);
    let amounts = [0, 5, -5, 1234, -100].map(|amount| style.amount(amount));
    assert_eq!(amounts.join(", "), r#"0.00 "x2", 0.05 "x2", -0.05 "x2", 12.34 "x2", -1.00 "x2""#);
    assert_eq!(style.opening(), "decimal-mark .\ncommodity 1000.00 \"x2\"\n\n");
    assert_eq!(Style::new("Rp", 0).amount(-7), "-7 Rp");
}

#[test]
fn later_days_and_what_comes_to_nothing_are_not_expected() {
    let back = entry().reversal(Place { journal: 3, seq: 17 }, day("2026-05-04"), "back", None).unwrap();
    let at = |until: &str| {
        let mut expected = Expected::until(day(until), Style::new("IDR", 0));
        expected.add(&entry());
        expected.add(&back);
        expected.balances().len()
    };
    assert_eq!((at("2026-05-02"), at("2026-05-03"), at("2026-05-04")), (0, 7, 0));
}
