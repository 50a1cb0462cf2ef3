//! JKP through the whole path: who is dismissed and when, when it is reported, and what comes of it before
//! and after the amendment; one institution for all of them.

use std::collections::BTreeMap;

use expect_test::{Expect, expect};

use super::benefits_in_books;
use crate::lived::Life;
use crate::register::both;

const FOUNDED: &str = "2023-07-01";

const FIRM: &str = "employer risk_class=low enterprise_size=large
    declares jht_rate[2023] 5.00
    declares jht_rate[2024] 5.00";

/// What somebody brings who has worked for the firm since it was founded.
const WORKS: &str = "joins wage_earner 2023-07-01 wage=5000000 jkn_member=yes";

/// Plays lines of `whom: what`; the firm is there first, and whoever is new works for it.
fn check(script: &str, expected: &Expect) {
    both("simple-yearly", FOUNDED, |office| {
        let mut lives = BTreeMap::from([("firm", Life::begin(office, FOUNDED, FIRM))]);
        let mut told = String::new();
        for line in script.lines() {
            let (who, what) = line.trim().split_once(": ").expect("whom and what");
            let what = what.replace("; ", "\n");
            let Some(one) = lives.get_mut(who) else {
                let one = lives["firm"].beside(&what.replace("works", WORKS));
                lives.insert(who, one);
                continue;
            };
            match what.strip_prefix("claims ") {
                Some(claims) => claimed(one, who, claims, &mut told),
                None => one.goes_on(&what),
            }
        }
        let firm = &lives["firm"];
        told.push_str(&benefits_in_books(&firm.does("ledger trial-balance")));
        let verdict = firm.does("verify");
        assert!(verdict.contains("everything agrees"), "{verdict}");
        expected.assert_eq(&told);
    });
}

/// Reported on one day, decided and paid on another; what came of JKP.
fn claimed(lived: &mut Life<'_>, who: &str, claims: &str, told: &mut String) {
    let words: Vec<&str> = claims.split_whitespace().collect();
    let [reported, decided, dismissed, how] = words[..] else { panic!("{claims}") };
    told.push_str(&format!("{who} on {reported}\n"));
    lived.goes_on(&format!("day {reported}"));
    let reported = lived.report(&format!("lost_job {dismissed} --set termination={how}"));
    for not in reported["not_opened"].as_array().into_iter().flatten() {
        if not["kind"] == "jkp_cash" {
            let why = not["en"].as_str().and_then(|why| why.split([':', '(']).next()).unwrap_or_default();
            told.push_str(&format!("  no: {}\n", why.trim()));
        }
    }
    for claim in reported["claims"].as_array().into_iter().flatten().filter(|one| one["kind"] == "jkp_cash") {
        lived.goes_on(&format!("day {decided}"));
        lived.decide(claim["claim"].as_i64().expect("a claim"), told);
        lived.pay();
    }
}

const SCRIPT: &str = "07 October: born 1990-01-01; works
    07 January: born 1990-02-01; works
    09 before: born 1990-03-01; works; sets 2023-12 jkn_member no; sets 2024-01 jkn_member yes
    09 before: sets 2024-06 jkn_member no; sets 2024-12 jkn_member yes
    09 after: born 1990-04-01; works; sets 2023-12 jkn_member no
    09 after: sets 2024-01 jkn_member yes; sets 2024-06 jkn_member no; sets 2024-12 jkn_member yes
    10 before: born 1990-05-01; works
    10 after: born 1990-06-01; works
    13 resigned: born 1990-07-01; works
    13 to its term: born 1990-08-01; works
    13 broken early: born 1990-09-01; works
    firm: pays 2023-07 2024-06
    07 October: ends 2024-06-20 dismissed
    07 October: claims 2024-07-01 2024-07-05 2024-06-20 dismissal
    firm: pays 2024-07 2024-09
    07 January: ends 2024-09-20 dismissed
    07 January: claims 2024-10-01 2024-10-10 2024-09-20 dismissal
    firm: pays 2024-10 2024-10
    10 before: ends 2024-10-10 dismissed
    firm: pays 2024-11 2025-01
    09 before: ends 2025-01-10 dismissed
    09 before: claims 2025-01-20 2025-01-24 2025-01-10 dismissal
    10 before: claims 2025-01-20 2025-01-24 2024-10-10 dismissal
    09 after: ends 2025-01-31 dismissed
    firm: pays 2025-02 2025-02
    10 after: ends 2025-02-10 dismissed
    09 after: claims 2025-02-10 2025-02-12 2025-01-31 dismissal
    firm: pays 2025-03 2025-05
    13 resigned: ends 2025-05-10 resigned
    13 to its term: ends 2025-05-10 contract_ended
    13 broken early: ends 2025-05-10 dismissed
    10 after: claims 2025-05-20 2025-05-23 2025-02-10 dismissal
    13 resigned: claims 2025-05-20 2025-05-23 2025-05-10 resignation
    13 to its term: claims 2025-05-20 2025-05-23 2025-05-10 contract_ran_out
    13 broken early: claims 2025-05-20 2025-05-23 2025-05-10 contract_cut_short";

#[test]
fn jkp_07_to_13_before_and_after_the_amendment() {
    check(
        SCRIPT,
        &expect![[r#"
            07 October on 2024-07-01
            jkp_cash 10500000 from jkp
              cash 2250000 2250000 2250000 1250000 1250000 1250000
              order 2250000 to member
            07 January on 2024-10-01
            jkp_cash 14000000 from jkp
              cash 2250000 2250000 2250000 1250000 3000000 3000000
              order 2250000 to member
            09 before on 2025-01-20
              no: Contributions were not paid for six months in a row before the dismissal
            10 before on 2025-01-20
              no: The claim was not filed within the time after the dismissal
            09 after on 2025-02-10
            jkp_cash 18000000 from jkp
              cash 3000000 3000000 3000000 3000000 3000000 3000000
              order 3000000 to member
            10 after on 2025-05-20
            jkp_cash 18000000 from jkp
              cash 3000000 3000000 3000000 3000000 3000000 3000000
              order 3000000 to member
            13 resigned on 2025-05-20
              no: The employment did not end by a dismissal that is covered
            13 to its term on 2025-05-20
              no: The employment did not end by a dismissal that is covered
            13 broken early on 2025-05-20
            jkp_cash 18000000 from jkp
              cash 3000000 3000000 3000000 3000000 3000000 3000000
              order 3000000 to member
            jkp 2300 benefits payable 7,500,000 7,500,000 0
            jkp 5200 benefits 7,500,000 0 7,500,000
        "#]],
    );
}
