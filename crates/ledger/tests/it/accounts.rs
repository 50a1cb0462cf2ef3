//! Names of funds, accounts and the chart.

use expect_test::{Expect, expect};
use ledger::chart::CHART;
use ledger::{Account, Fund};

/// What somebody wrote, and how it is read.
#[expect(clippy::needless_pass_by_value, reason = "the snapshot is made beside the call")]
fn check(text: &str, expected: Expect) {
    let (fund, account) = text.split_once(' ').unwrap();
    let read = Fund::new(fund).map_err(|fault| fault.to_string());
    let read = read.and_then(|fund| Account::parse(fund, account).map_err(|fault| fault.to_string()));
    let shown = read.map_or_else(|fault| fault, |account| format!("{} {account}", account.fund));
    expected.assert_eq(&shown);
}

#[test]
fn accounts_are_read_as_they_are_written() {
    check("jkk 1200", expect!["jkk 1200"]);
    check("jkk 1900:collection", expect!["jkk 1900:collection"]);
    check(
        "a_fund_of_23_letters_x_y 1200",
        expect![
            "`a_fund_of_23_letters_x_y` is not a fund: write up to 23 lower-case letters, digits and `_`"
        ],
    );
    check("JKK 1200", expect!["`JKK` is not a fund: write up to 23 lower-case letters, digits and `_`"]);
    check(" 1200", expect!["`` is not a fund: write up to 23 lower-case letters, digits and `_`"]);
    check("jkk 120", expect!["`120` is not an account such as 1200 or 1900:jkk"]);
    check("jkk 0120", expect!["`0120` is not an account such as 1200 or 1900:jkk"]);
    check("jkk +120", expect!["`+120` is not an account such as 1200 or 1900:jkk"]);
    check("jkk 12000", expect!["`12000` is not an account such as 1200 or 1900:jkk"]);
    check("jkk 1900:", expect!["`1900:` is not an account such as 1200 or 1900:jkk"]);
    check("jkk 1900:a:b", expect!["`1900:a:b` is not an account such as 1200 or 1900:jkk"]);
}

#[test]
fn funds_are_in_the_order_of_the_alphabet_and_small() {
    let mut funds: Vec<_> =
        ["jp", "jkp", "jkk", "j", "collection"].map(|name| Fund::new(name).unwrap()).into();
    funds.sort();
    assert_eq!(format!("{funds:?}"), "[collection, j, jkk, jkp, jp]");
    assert_eq!(size_of::<Option<Fund>>(), size_of::<Fund>());
}

#[test]
fn the_chart() {
    let mut text = String::new();
    for row in CHART {
        let kept_by = row.control.map_or(String::new(), |kept_by| format!(" by {kept_by:?}"));
        let due = if row.due { " of another fund" } else { "" };
        text.push_str(&format!("{} {:?} {} / {}{kept_by}{due}\n", row.number, row.side(), row.id, row.en));
    }
    assert!(CHART.is_sorted_by_key(|row| row.number));
    expect![[r"
        1100 Debit bank / bank
        1120 Debit uang tunai di agen / cash with agents by Payer
        1200 Debit piutang iuran / contributions receivable by Payer
        1210 Debit janji donasi / pledges by Payer
        1250 Debit sisihan di platform / put aside with platforms by Payer
        1300 Debit piutang dari negara / receivable from the state
        1350 Debit piutang penggantian manfaat / benefits advanced by Payer
        1400 Debit kelebihan bayar manfaat / benefits to recover by Membership
        1900 Debit piutang dari dana / due from of another fund
        2100 Credit saldo peserta / member accounts by Membership
        2150 Credit iuran belum diterima / contributions not yet received
        2200 Credit titipan pembayar / payers' credit by Payer
        2210 Credit janji belum diterima / pledged, not received by Payer
        2220 Credit cadangan bulan-pekerja / reserved for worker-months by Payer
        2250 Credit sisihan peserta / accrued for members by Membership
        2300 Credit utang manfaat / benefits payable by Membership
        2400 Credit utang pajak / tax payable
        2500 Credit utang imbalan agen / commission payable by Payer
        2900 Credit utang kepada dana / due to of another fund
        3100 Credit saldo dana / balance
        4100 Credit iuran / contributions
        4200 Credit denda / penalties
        4300 Credit dari program lain / from other programmes
        5100 Debit hasil pengembangan / growth credited
        5200 Debit manfaat / benefits
        5300 Debit ke program lain / to other programmes
        5400 Debit ganti rugi keterlambatan / compensation for delay
        5500 Debit imbalan agen / commission
    "]]
    .assert_eq(&text);
}
