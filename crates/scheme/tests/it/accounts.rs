//! Old-age savings: the published cases, in one go and year by year; statements; late contributions.

#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes snapshots with hashes")]

use base::Month;
use expect_test::expect;
use rules::LawPack;
use rules::tree::Tree;
use scheme::accounts::{Account, Growth, Method};
use scheme::law::Law;
use testing::Random;

use crate::contributions::{law, pack};

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

fn assuming(pack: &LawPack, years: std::ops::RangeInclusive<i32>, rate: &str) -> Tree {
    let assume = |year| pack.assumption(&format!("jht_rate[{year}] {rate}")).expect("an assumption");
    pack.assuming(&years.map(assume).collect::<Vec<_>>())
}

/// The same amount every month of some years.
fn saved(law: &Law<'_>, method: &str, years: std::ops::RangeInclusive<i32>, amount: i64) -> Account {
    let months =
        years.flat_map(|year| (1..=12).map(move |number| Month::new(year, number).expect("a month")));
    let method = Method::named(law, method).expect("a way of crediting");
    Account { method, contributions: months.map(|month| (month, amount)).collect() }
}

fn published(years: std::ops::RangeInclusive<i32>, rate: &str, method: &str, amount: i64, expected: i64) {
    let pack = pack();
    let tree = assuming(pack, years.clone(), rate);
    let law = Law::new(&tree).expect("the pack has every name");
    let account = saved(&law, method, years.clone(), amount);
    let end = Month::new(*years.end(), 12).expect("a month");
    assert_eq!(account.balance_at(&law, end), Ok(expected));
    let mut booked = 0;
    for year in years {
        let growth = account.growth_of_year(&law, year, booked).expect("a rate for the year");
        assert!(growth > 0);
        booked += growth;
        let end = Month::new(year, 12).expect("a month");
        assert_eq!(account.balance_at(&law, end), Ok(account.paid_in(end) + booked), "{year}");
    }
    assert_eq!(account.paid_in(end) + booked, expected);
}

#[test]
fn jht_01_in_one_go_and_year_by_year() {
    published(2019..=2023, "5.00", "simple_yearly", 285_000, 19_409_470);
}

#[test]
fn jht_02_in_one_go_and_year_by_year() {
    published(2017..=2021, "5.70", "compound_monthly", 228_000, 15_800_310);
}

#[test]
fn many_accounts_at_once_have_the_balance_of_each() {
    let law = law();
    for method in ["simple_yearly", "compound_monthly"] {
        let mut random = Random::new(17);
        let method = Method::named(law, method).expect("a way of crediting");
        let until = month("2023-07");
        let growth = Growth::new(law, method, month("2019-01"), until).expect("a rate for each year");
        for case in 0..60 {
            let mut account = Account::new(method);
            for _ in 0..random.between(0, 12) {
                // One in a hundred before the first month that was prepared, some after the last.
                let back = if random.chance(10) { 60 } else { random.between(-3, 54) };
                let at = until.plus_months(-back as i32).expect("a month");
                account.contributions.push((at, random.between(-50, 2_000_000)));
            }
            assert_eq!(growth.balance(&account), account.balance_at(law, until), "case {case}: {account:?}");
        }
    }
}

#[test]
fn a_statement_adds_up() {
    let pack = pack();
    let tree = assuming(pack, 2019..=2023, "5.00");
    let law = Law::new(&tree).expect("the pack has every name");
    let account = saved(&law, "simple_yearly", 2019..=2023, 285_000);
    let statement = account.statement(&law, month("2022-06")).expect("a rate for each year");
    let shown = statement
        .iter()
        .map(|line| format!("{} {} + {} = {}\n", line.until, line.paid_in, line.growth, line.balance));
    expect![[r#"
        2019-12 3420000 + 92625 = 3512625
        2020-12 3420000 + 268256 = 7200881
        2021-12 3420000 + 452669 = 11073550
        2022-06 1710000 + 301777 = 13085327
    "#]]
    .assert_eq(&shown.collect::<String>());
    let paid: i64 = statement.iter().map(|line| line.paid_in + line.growth).sum();
    assert_eq!(statement.last().map(|line| line.balance), Some(paid));
}

/// Month by month, an account comes to what it comes to at once, and its growth to that of the statement.
#[test]
fn months_come_to_the_balance_of_each() {
    let law = law();
    for method in ["simple_yearly", "compound_monthly"] {
        let mut random = Random::new(23);
        let method = Method::named(law, method).expect("a way of crediting");
        for case in 0..12 {
            let mut account = Account::new(method);
            for _ in 0..random.between(1, 20) {
                let at = month("2023-07").plus_months(-random.between(0, 54) as i32).expect("a month");
                account.contributions.push((at, random.between(-50, 2_000_000)));
            }
            let until = month("2023-12");
            let lines = account.by_month(law, until);
            for line in &lines {
                let (_, balance) = line.grown.expect("a rate for each year");
                assert_eq!(Ok(balance), account.balance_at(law, line.month), "case {case}, {}", line.month);
            }
            let statement = account.statement(law, until).expect("a rate for each year");
            let growth: i64 = lines.iter().filter_map(|line| line.grown).map(|(growth, _)| growth).sum();
            assert_eq!(growth, statement.iter().map(|line| line.growth).sum::<i64>());
        }
    }
}

/// A whole working life is reckoned at once.
#[test]
fn forty_years_of_months_are_quick() {
    let pack = pack();
    let tree = assuming(pack, 2016..=2055, "5.00");
    let law = Law::new(&tree).expect("the pack has every name");
    let account = saved(&law, "simple_yearly", 2016..=2055, 285_000);
    let before = std::time::Instant::now();
    let lines = account.by_month(&law, month("2055-12"));
    assert!(before.elapsed() < std::time::Duration::from_secs(5), "{:?}", before.elapsed());
    assert_eq!(lines.len(), 480);
    let known = lines.iter().filter(|line| line.grown.is_some()).map(|line| line.month).max();
    assert_eq!(known, Some(month("2055-12")));
}

#[test]
fn an_empty_account_and_one_whose_contribution_was_taken_back() {
    let law = law();
    let mut account = Account::new(Method::named(law, "simple_yearly").expect("a way"));
    assert_eq!(account.balance_at(law, month("2023-12")), Ok(0));
    assert_eq!(account.statement(law, month("2023-12")), Ok(Vec::new()));
    account.contributions = vec![(month("2023-03"), 500), (month("2023-03"), -500)];
    assert_eq!(account.balance_at(law, month("2023-12")), Ok(0));
}

#[test]
fn a_year_without_a_rate_is_refused_not_guessed() {
    let law = law();
    let account = saved(law, "simple_yearly", 2024..=2024, 1_000);
    let refusal = account.balance_at(law, month("2024-12")).expect_err("no rate of 2024");
    expect![[r#"
        balance of the JHT account: the table `jht_rate` has no value for [2024]
        saldo JHT: tabel `jht_rate` tidak mempunyai nilai untuk [2024]"#]]
    .assert_eq(&format!("{}\n{}", refusal.en, refusal.id));
}

#[test]
fn money_that_comes_late_counts_from_when_it_came() {
    let settled = "2026-05-20".parse().expect("a day");
    assert_eq!(Account::credited_in(month("2026-03"), settled), month("2026-05"));
    assert_eq!(Account::credited_in(month("2026-07"), settled), month("2026-07"));
}
