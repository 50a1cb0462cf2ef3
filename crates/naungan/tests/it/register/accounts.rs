//! Old-age savings of published cases, as accounts that the commands have filled.

use expect_test::{Expect, expect};

use super::both;

/// Sixty months of one wage, each run and paid in its own month; growth credited after each year.
fn check(crediting: &str, first_year: i32, rate: &str, wage: u32, expected: &Expect) {
    let day = format!("{first_year}-01-01");
    both(crediting, &day, |office| {
        let employer = "employer register --npp AA000001 --name 'PT Uji' --province 31 --set risk_class=low";
        let employer = office.number(&day, employer, "payer");
        let register = "person register --nik 9971061205850002 --name Budi --birth 1985-05-12 --sex male";
        let person = office.number(&day, register, "person");
        let enrol = format!(
            "membership enrol {person} --segment wage_earner --payer {employer} --from {day} \
             --set wage={wage}"
        );
        let membership = office.number(&day, &enrol, "membership");
        let last_year = first_year + 4;
        for year in first_year..=last_year {
            office.does(&day, &format!("declare jht_rate[{year}] {rate} --instrument published"));
        }
        for year in first_year..=last_year {
            for month in 1..=12 {
                let today = format!("{year}-{month:02}-01");
                office.does(&today, &format!("run month {year}-{month:02}"));
                let bills = office.does(&today, &format!("bill list --payer {employer} --open --json"));
                let bill: serde_json::Value = serde_json::from_str(&bills).expect("one bill a line");
                let (code, owed) = (bill["code"].as_str().unwrap_or_default(), bill["owed"].as_i64());
                office.does(&today, &format!("pay {code} --amount {}", owed.unwrap_or_default()));
            }
            office.does(&format!("{}-01-01", year + 1), &format!("run interest {year}"));
        }
        let today = format!("{}-01-01", last_year + 1);
        let shown = office.says(&today, &format!("account show {membership} --until {last_year}-12"));
        let ends = shown.lines().skip(58).map(|line| format!("{line}\n")).collect::<String>();
        let replayed = office.says(&today, &format!("account replay {membership}"));
        expected.assert_eq(&format!("{ends}{replayed}{}", office.says(&today, "verify")));
    });
}

#[test]
fn jht_01_simple_within_the_year() {
    check(
        "simple-yearly",
        2019,
        "5.00",
        5_000_000,
        &expect![[r#"
        2023-11     285,000  settled 2023-11-01
        2023-12     285,000  settled 2023-12-01
        paid in  17,100,000
        2019         92,625  growth
        2020        268,256  growth
        2021        452,669  growth
        2022        646,303  growth
        2023        849,617  growth
        balance  19,409,470  at the end of 2023-12
        until      paid in   growth   booked     balance
        2019-12  3,420,000   92,625   92,625   3,512,625
        2020-12  3,420,000  268,256  268,256   7,200,881
        2021-12  3,420,000  452,669  452,669  11,073,550
        2022-12  3,420,000  646,303  646,303  15,139,853
        2023-12  3,420,000  849,617  849,617  19,409,470
        reckoned again 19,409,470, as booked
        125 entries, 60 bills, 60 chunks read: everything agrees
    "#]],
    );
}

#[test]
fn jht_02_compound_by_the_month() {
    check(
        "compound-monthly",
        2017,
        "5.70",
        4_000_000,
        &expect![[r#"
        2021-11     228,000  settled 2021-11-01
        2021-12     228,000  settled 2021-12-01
        paid in  13,680,000
        2017         83,759  growth
        2018        244,484  growth
        2019        414,373  growth
        2020        593,944  growth
        2021        783,750  growth
        balance  15,800,310  at the end of 2021-12
        until      paid in   growth   booked     balance
        2017-12  2,736,000   83,759   83,759   2,819,759
        2018-12  2,736,000  244,484  244,484   5,800,243
        2019-12  2,736,000  414,373  414,373   8,950,616
        2020-12  2,736,000  593,944  593,944  12,280,560
        2021-12  2,736,000  783,750  783,750  15,800,310
        reckoned again 15,800,310, as booked
        125 entries, 60 bills, 60 chunks read: everything agrees
    "#]],
    );
}
