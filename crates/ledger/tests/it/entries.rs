//! What is an entry and what is refused, one row a refusal, in order of precedence.

use expect_test::{Expect, expect};
use ledger::{Account, Entry, Fund, Kind, LINES_MAX, Line};
use testing::Random;

use crate::chance;
use crate::{booked, booked_as, day};

/// Rows of an entry, and why they are refused, or that they are not.
#[expect(clippy::needless_pass_by_value, reason = "the snapshot is made beside the call")]
fn check(rows: &str, expected: Expect) {
    let shown = booked(rows).map_or_else(|fault| fault.what.to_string(), |_| "balanced".to_owned());
    expected.assert_eq(&shown);
}

#[test]
fn entries_that_balance() {
    check(
        "jkk 1200 payer 17      |  100
         jkk 4100               | -100",
        expect!["balanced"],
    );
    check(
        "jkk 5300               |   14
         jkk 2900:jkp           |  -14
         jkp 1900:jkk           |   14
         jkp 4300               |  -14",
        expect!["balanced"],
    );
    check(
        "collection 2200 payer 17 |  157
         collection 2900:jkk      | -100
         collection 2900:jht      |  -57
         jkk 1900:collection      |  100
         jkk 1200 payer 17        | -100
         jht 1900:collection      |   57
         jht 1200 payer 17        |  -57",
        expect!["balanced"],
    );
    check(
        "jht 2150                 |   57
         jht 2100 membership 9    |  -57",
        expect!["balanced"],
    );
    check(
        "jkk 1100 | 9223372036854775807
         jkk 3100 | -9223372036854775807",
        expect!["balanced"],
    );
}

/// The rows differ by as little as they can from an entry that balances.
#[test]
fn refusals_in_order_of_precedence() {
    check(
        "about  two spaces\njkk 1100 | 1\njkk 4100 | -1",
        expect!["what it is about is not 1 to 200 printable letters without space around them"],
    );
    check("jkk 1100 | 1", expect!["an entry has at least two lines"]);
    check("jkk 1101 | 1\njkk 4100 | -1", expect!["line 1: the chart has no account 1101"]);
    check(
        "jkk 1900 | 1\njkk 4100 | -1",
        expect!["line 1: account 1900 needs the other fund, such as 1900:jkk"],
    );
    check("jkk 1100:jkm | 1\njkk 4100 | -1", expect!["line 1: account 1100:jkm is not kept by another fund"]);
    check("jkk 1900:jkk | 1\njkk 4100 | -1", expect!["line 1: fund jkk cannot owe itself"]);
    check(
        "jkk 1200 | 1\njkk 4100 | -1",
        expect!["line 1: account 1200 has a sub-ledger: say whose line it is"],
    );
    check(
        "jkk 1100 | 1\njkk 4100 payer 17 | -1",
        expect!["line 2: account 4100 has no sub-ledger, so a line of it is nobody's"],
    );
    check(
        "jkk 1200 membership 17 | 1\njkk 4100 | -1",
        expect!["line 1: account 1200 is kept by another kind of holder"],
    );
    check(
        "jht 2100 payer 17 | 1\njht 4100 | -1",
        expect!["line 1: account 2100 is kept by another kind of holder"],
    );
    check(
        "jkk 1200 payer 0 | 1\njkk 4100 | -1",
        expect!["line 1: the number of the holder, or of its rows, is not above zero"],
    );
    check("jkk 1100 | 1\njkk 1100 | 0\njkk 4100 | -1", expect!["line 2: the amount is zero"]);
    check(
        "jkk 1100 | 9223372036854775807\njkk 1100 | 1
         jkk 4100 | -9223372036854775807\njkk 4100 | -1",
        expect!["the lines together are too large to be counted"],
    );
    check(
        "jkk 1100 | -9223372036854775808\njkk 4100 | 1",
        expect!["the lines together are too large to be counted"],
    );
    check("jkk 1100 | 1\njkk 4100 | -2", expect!["fund jkk does not balance: its lines sum to -1"]);
    check("jkk 1100 | 1\njkm 4100 | -1", expect!["fund jkk does not balance: its lines sum to 1"]);
    check(
        "jkk 1900:jkm | 1\njkk 4100 | -1",
        expect!["what jkk and jkm owe each other is not mirrored: the due lines sum to 1"],
    );
    check(
        "jkk 5300 | 14\njkk 2900:jkp | -14
         jkp 1900:jkk | 13\njkp 4300 | -13",
        expect!["what jkk and jkp owe each other is not mirrored: the due lines sum to -1"],
    );
    check(
        "jkk 5300 | 14\njkk 2900:jkp | -14
         jkp 1900:jkm | 14\njkp 4300 | -14",
        expect!["what jkk and jkp owe each other is not mirrored: the due lines sum to -14"],
    );
}

#[test]
fn the_first_refusal_holds() {
    // A line that has everything wrong with it, mended from the first to the last.
    check("jkk 1 membership 0 | 0", expect!["expected an account such as 1200 or 1900:jkk"]);
    check("jkk 1999 membership 0 | 0", expect!["an entry has at least two lines"]);
    check("jkk 1999 membership 0 | 0\njkk 4100 | 1", expect!["line 1: the chart has no account 1999"]);
    check(
        "jkk 1200:jkk membership 0 | 0\njkk 4100 | 1",
        expect!["line 1: account 1200:jkk is not kept by another fund"],
    );
    check(
        "jkk 1200 membership 0 | 0\njkk 4100 | 1",
        expect!["line 1: account 1200 is kept by another kind of holder"],
    );
    check(
        "jkk 1200 payer 0 | 0\njkk 4100 | 1",
        expect!["line 1: the number of the holder, or of its rows, is not above zero"],
    );
    check("jkk 1200 payer 1 | 0\njkk 4100 | 1", expect!["line 1: the amount is zero"]);
    check("jkk 1200 payer 1 | 2\njkk 4100 | 1", expect!["fund jkk does not balance: its lines sum to 3"]);
}

#[test]
fn a_reversal_names_what_it_reverses() {
    let rows = "jkk 1100 | 1\njkk 4100 | -1";
    let refused = booked_as("2026-05-03", "reversed", rows).unwrap_err();
    expect!["line 1: it is a reversal and does not name what it reverses"].assert_eq(&refused.to_string());
    assert!(booked_as("2026-05-03", "reversed", &format!("reverses 3 1\n{rows}")).is_ok());
}

fn named(key: &str, about: Option<&str>) -> String {
    let fund = Fund::new("jkk").unwrap();
    let lines = vec![Line::new(Account::new(fund, 1100), 1), Line::new(Account::new(fund, 4100), -1)];
    let entry = Entry::balanced(day("2026-05-03"), Kind::Received, key, about, None, lines);
    entry.map_or_else(|refusal| refusal.to_string(), |_| "balanced".to_owned())
}

#[test]
fn keys_and_words_are_short_and_printable() {
    let (key, about) = ("k".repeat(100), "é".repeat(200));
    assert_eq!(named(&key, Some(&about)), "balanced");
    for key in ["", "a b", "a\n", "é", "a\u{7f}", &"k".repeat(101)] {
        expect!["the key is not one word of 1 to 100 printable ASCII letters"]
            .assert_eq(&named(key, Some("")));
    }
    for about in ["", " ", "a ", " a", "a\nb", "a\rb", "a\u{2028}b", "a\u{85}b", &"é".repeat(201)] {
        expect!["what it is about is not 1 to 200 printable letters without space around them"]
            .assert_eq(&named("key", Some(about)));
    }
}

#[test]
fn an_entry_has_a_most() {
    let fund = Fund::new("jkk").unwrap();
    let with = |lines: usize| {
        let line = |at: usize| Line::new(Account::new(fund, 1100), if at.is_multiple_of(2) { 1 } else { -1 });
        let lines = (0..lines).map(line).collect();
        Entry::balanced(day("2026-05-03"), Kind::Received, "key", None, None, lines)
    };
    assert!(with(LINES_MAX).is_ok());
    expect!["it has 10002 lines; an entry has at most 10000"]
        .assert_eq(&with(LINES_MAX + 2).unwrap_err().to_string());
}

#[test]
fn one_amount_changed_is_refused() {
    let mut random = Random::new(1);
    for _ in 0..300 {
        let entry = chance::entry(&mut random);
        let mut lines = entry.lines().to_vec();
        let at = random.between(0, lines.len() as i64 - 1) as usize;
        lines[at].amount += 1;
        let again = Entry::balanced(entry.day(), entry.kind(), entry.key(), None, None, lines);
        assert!(again.is_err(), "{entry:?}");
    }
}
