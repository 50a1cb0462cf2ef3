//! JP through the whole path: the wages of JP-01 to JP-15, each as somebody's only one and all as one life,
//! and the smallest pension of JP-18.

use expect_test::expect;

use super::{benefits_in_books, check};
use crate::lived::Life;
use crate::register::both;

/// Id, year, inflation and ceiling that the presentation assumes, wage, indexed wage.
const YEARS: &str = "JP-01 2015 7.00  7000000  3000000  6694617
    JP-02 2016 6.75  7400000  3400000  7090872
    JP-03 2017 6.50  7800000  3810000  7443511
    JP-04 2018 6.25  8250000  4230000  7759676
    JP-05 2019 6.00  8700000  4740000  8183755
    JP-06 2020 5.75  9200000  5270000  8583789
    JP-07 2021 5.50  9700000  5840000  8994994
    JP-08 2022 5.25 10250000  6510000  9504222
    JP-09 2023 5.00 10800000  7190000  9973380
    JP-10 2024 4.75 11400000  7930000 10476046
    JP-11 2025 4.75 12000000  8770000 11060372
    JP-12 2026 4.75 12650000  9660000 11630363
    JP-13 2027 4.75 13350000 10630000 12217866
    JP-14 2028 4.75 14100000 11750000 12892761
    JP-15 2029 4.75 14850000 12930000 13544175";

/// A row of them.
struct Row {
    id: &'static str,
    year: i32,
    inflation: &'static str,
    ceiling: &'static str,
    wage: &'static str,
    indexed: i64,
}

impl Row {
    fn read(line: &'static str) -> Row {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [id, year, inflation, ceiling, wage, indexed] = words[..] else { panic!("{line}") };
        let (year, indexed) = (year.parse().expect("a year"), indexed.parse().expect("an amount"));
        Row { id, year, inflation, ceiling, wage, indexed }
    }

    /// Contributions began in July 2015.
    fn first_month(&self) -> String {
        format!("{}-{}", self.year, if self.year == 2015 { "07" } else { "01" })
    }

    fn assumed(&self) -> String {
        let (year, month) = (self.year, self.first_month());
        let inflation = format!("declares inflation[{year}] {}", self.inflation);
        format!("{inflation}\ndeclares jp_wage_ceiling[{month}] {}\n", self.ceiling)
    }
}

/// The law as the presentation assumes it, an employer, and somebody who will be old in June 2030.
fn founded(years: &[Row]) -> String {
    let mut text = "law 2030-12\nemployer risk_class=low\n".to_owned();
    text.extend(years.iter().map(Row::assumed));
    text + "declares jp_wage_ceiling[2030-01] 14850000
        declares pension_lowest[2030-01] 300000
        declares pension_highest[2030-01] 3600000
        born 1970-06-30
        joins wage_earner 2015-07-01 wage=3000000"
}

/// Plays a year of the long life, and the whole life at work of somebody who earns the same in it only.
fn lives<'a>(whole: &mut Life<'a>, year: &Row) -> Life<'a> {
    let (month, of) = (year.first_month(), year.year);
    let of_one = format!("born {}-03-01\njoins wage_earner {month}-01 wage={}", of - 35, year.wage);
    let mut one = whole.beside(&format!("day {month}-01\n{of_one}"));
    if of > 2015 {
        whole.goes_on(&format!("day {month}-01\nsets {month} wage {}", year.wage));
    }
    whole.goes_on(&format!("runs {month} {of}-12\nsettles"));
    one.goes_on(&format!("ends {of}-12-31 resigned"));
    one
}

/// Decides the pension of an event that was reported; what the letter, the order and the law say is the same.
fn pension(lived: &Life<'_>, reported: &serde_json::Value) -> i64 {
    let claims = reported["claims"].as_array().into_iter().flatten();
    let is_of_jp = |kind: &str| kind.starts_with("jp_");
    let mut of_jp = claims.filter(|claim| claim["kind"].as_str().is_some_and(is_of_jp));
    let claim = of_jp.next().and_then(|claim| claim["claim"].as_i64()).expect("a claim to a pension");
    let mut told = String::new();
    lived.decide(claim, &mut told);
    let letter = lived.json(&format!("claim letter {claim}"));
    let amount = letter["parts"][0]["payments"][0]["amount"].as_i64().expect("a pension");
    assert_eq!((&letter["gross"], &letter["net"]), (&amount.into(), &amount.into()), "{letter}");
    assert!(told.contains(&format!(" {amount} from jp\n")), "{told}");
    assert!(told.ends_with(&format!("  order {amount} to member\n")), "{told}");
    amount
}

#[test]
fn jp_01_to_15_fifteen_wages_and_one_life() {
    both("simple-yearly", "2015-07-01", |office| {
        let years: Vec<Row> = YEARS.lines().map(Row::read).collect();
        let mut whole = Life::begin(office, "2015-07-01", &founded(&years));
        let mut each: Vec<Life<'_>> = years.iter().map(|year| lives(&mut whole, year)).collect();
        let mut told = String::new();
        for (year, one) in years.iter().zip(&mut each) {
            one.goes_on("day 2030-01-02");
            let amount = pension(one, &one.report("other_disability 2029-12-10"));
            // Fifteen years count, at 1 % each: the published wage is rounded before that, the pension after.
            let apart = (amount * 100 - year.indexed * 15).abs();
            assert!(apart <= 57, "{}: {amount} is not 15 % of {}", year.id, year.indexed);
            told.push_str(&format!("{} {} {amount}\n", year.id, year.indexed));
        }
        each[0].pay();
        whole.goes_on("runs 2030-01 2030-06\nsettles\nends 2030-06-30 retired\nday 2030-07-02");
        let amount = pension(&whole, &whole.report("grew_old 2030-06-30"));
        whole.pay();
        told.push_str(&format!("all of them {amount}\n"));
        told.push_str(&benefits_in_books(&whole.does("ledger trial-balance")));
        let verdict = whole.does("verify");
        assert!(verdict.contains("everything agrees"), "{verdict}");
        expect![[r#"
            JP-01 6694617 1004193
            JP-02 7090872 1063631
            JP-03 7443511 1116527
            JP-04 7759676 1163951
            JP-05 8183755 1227563
            JP-06 8583789 1287568
            JP-07 8994994 1349249
            JP-08 9504222 1425633
            JP-09 9973380 1496007
            JP-10 10476046 1571407
            JP-11 11060372 1659056
            JP-12 11630363 1744554
            JP-13 12217866 1832680
            JP-14 12892761 1933914
            JP-15 13544175 2031626
            all of them 1491681
            jp 2300 benefits payable 23,399,240 23,399,240 0
            jp 5200 benefits 23,399,240 0 23,399,240
        "#]]
        .assert_eq(&told);
    });
}

#[test]
fn jp_18_the_smallest_pension_of_2016() {
    check(
        ("2016-05-01", "simple-yearly"),
        "employer risk_class=low
         born 1980-03-01
         declares jht_rate[2016] 0.00
         joins wage_earner 2016-05-01 wage=1000000
         pays 2016-05 2016-06",
        "other_disability 2016-06-15",
        ["2016-06-20", "2016-07-01"],
        &expect![[r#"
            jht_disability 114000 from jht
              whole_balance 114000
              order 114000 to member
            jp_disability 310050 from jp
              disability_pension 310050
              order 310050 to member
            jht_disability is "closed"
            jp_disability is "paid"
            jht 2300 benefits payable 114,000 114,000 0
            jp 2300 benefits payable 310,050 310,050 0
            jp 5200 benefits 310,050 0 310,050
        "#]],
    );
}
