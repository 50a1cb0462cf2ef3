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
