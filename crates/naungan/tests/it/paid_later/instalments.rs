//! A wage replaced month by month, a first payment that came too late, and a scholarship by years of study.

use base::Day;
use serde_json::Value;

use super::pensions::{decided, insured, of_kind, paid};
use crate::claims::{json, refused, verified};
use crate::register::{Institution, both};

fn shown(office: &Institution, today: &str, claim: i64) -> Value {
    json(office, today, &format!("claim show {claim}"))
}

#[test]
fn a_wage_replaced_over_months_and_paid_late() {
    both("simple-yearly", "2024-01-01", |office| {
        let (person, _) = insured(office);
        let facts = "--set incapacity_months=3 --set wage_went_on=no";
        let report = format!("claim report {person} work_accident --on 2024-07-10 {facts} --by ani");
        let reported = json(office, "2024-07-12", &report);
        let claim = of_kind(&reported, "jkk_injury");
        let case = &reported["case"];
        let payee = format!("claim payee {case} member --name Budi --bank BMRIIDJA --account 9900112233");
        office.does("2024-07-12", &format!("{payee} --by ani"));
        assert_eq!(decided(office, "2024-07-12", claim)["net"], 5_000_000);
        let due = shown(office, "2024-07-12", claim)["due"].clone();
        let due: Day = due.as_str().and_then(|day| day.parse().ok()).expect("a day");
        let late = due.plus_days(3).expect("a day").to_string();
        let later = format!("claim later {claim} --component incapacity --proof 'surat dokter 2' --by ani");
        refused(office, "2024-07-12", &later, "later payments follow the first");

        // Three days late: one percent a day, out of the institution's own bank.
        assert_eq!(paid(office, &late, "jkk"), 5_000_000);
        let delay = &shown(office, &late, claim)["delays"][0];
        assert_eq!((&delay["amount"], &delay["due"]), (&150_000.into(), &due.to_string().into()));
        assert_eq!(paid(office, &late, "institution"), 150_000);
        assert_eq!(shown(office, &late, claim)["delays"].as_array().map(Vec::len), Some(1));
        assert_eq!(shown(office, &late, claim)["state"], "paid");

        refused(office, "2024-09-09", &later, "is over on 2024-09-10");
        for (month, today) in [(2, "2024-09-10"), (3, "2024-10-10")] {
            let proven = json(office, today, &later);
            assert_eq!((&proven["no"], &proven["amount"]), (&month.into(), &5_000_000.into()));
            let grant = format!("claim later {claim} --grant --by");
            refused(office, today, &format!("{grant} ani"), "whoever took the proof does not grant it");
            refused(office, today, &format!("{grant} budi"), "only a head of branch approves");
            assert_eq!(json(office, today, &format!("{grant} kepala"))["net"], 5_000_000);
            refused(office, today, &format!("{grant} kepala"), "no later payment is proven");
            assert_eq!(paid(office, today, "jkk"), 5_000_000);
        }
        assert_eq!(shown(office, "2024-10-10", claim)["state"], "closed");
        refused(office, "2024-11-10", &later, "later payments follow the first");
        verified(office, "2024-11-10");
    });
}

#[test]
fn a_scholarship_by_years_of_study() {
    both("simple-yearly", "2024-01-01", |office| {
        let (person, _) = insured(office);
        let children = "--set 'children=birth_date 2015-03-20, lower_secondary_years 2'";
        let report = format!("claim report {person} work_death --on 2024-07-10 {children} --by ani");
        let reported = json(office, "2024-07-12", &report);
        let claim = of_kind(&reported, "jkk_death");
        for hand in ["relative 1", "relative 2", "relative 3"] {
            let payee = format!("claim payee {} '{hand}'", reported["case"]);
            let to = "--name Siti --bank BMRIIDJA --account 9900112233 --by ani";
            office.does("2024-07-12", &format!("{payee} {to}"));
        }
        // 48 wages, the periodic sum and the funeral; the years of study are claimed one by one.
        let first = 48 * 5_000_000 + 12_000_000 + 10_000_000;
        assert_eq!(decided(office, "2024-07-12", claim)["net"], first);
        assert_eq!(paid(office, "2024-07-15", "jkk"), first);
        let year = |year: i32, begins: &str| {
            let of = format!("--child 3 --level lower_secondary --year {year} --begins {begins}");
            format!("claim later {claim} --component scholarship {of} --proof 'surat sekolah' --by ani")
        };
        let grant = format!("claim later {claim} --grant --by kepala");
        let ahead = year(1, "2024-08-01");
        refused(office, "2024-07-20", &ahead, "begins on 2024-08-01");
        assert_eq!(json(office, "2024-07-20", &year(1, "2024-07-15"))["amount"], 2_000_000);
        refused(office, "2024-07-20", &year(1, "2024-07-15"), "was proven already");
        assert_eq!(json(office, "2024-07-20", &grant)["orders"][0]["hand"], "relative 3");
        assert_eq!(paid(office, "2024-07-21", "jkk"), 2_000_000);
        refused(office, "2025-07-19", &year(2, "2025-07-15"), "can be claimed from 2025-07-20");
        office.does("2025-07-20", &year(2, "2025-07-15"));
        assert_eq!(json(office, "2025-07-20", &grant)["net"], 2_000_000);
        assert_eq!(paid(office, "2025-07-21", "jkk"), 2_000_000);
        assert_eq!(shown(office, "2025-07-21", claim)["state"], "closed");
        verified(office, "2025-07-21");
    });
}
