//! A hospital's bill at the branch: it waits, is read item by item, and a second person decides on it.

use scheme::claims::care::CareItem;
use scheme::id::PayerId;

use super::{page, reported, sent, somebody};
use crate::actions::take_care_bill::{self, CareBill};
use crate::auth::{Caller, Role};
use crate::trial::{Trial, day};

/// A bill of surgery and of what no law pays, that somebody takes; gives its page.
fn taken(trial: &mut Trial, by: &Caller, claim: &str, (hospital, number): (PayerId, &str)) -> String {
    let item = |item: &str, cost| {
        let (item, day, class_one) = (item.to_owned(), day("2025-03-03"), None);
        CareItem { item, day, cost, class_one }
    };
    let asked = CareBill {
        claim: claim.trim_start_matches("/claims/").parse().expect("a number"),
        hospital,
        number: number.to_owned(),
        day: day("2025-03-03"),
        items: vec![item("surgery", 12_500_000), item("comfort", 300_000)],
        fares: Vec::new(),
        account: Some(by.account),
    };
    let taken = take_care_bill::run(&mut trial.office, &asked, None).expect("it is taken");
    format!("{claim}/bills/{}", taken.bill)
}

#[test]
fn a_hospitals_bill_is_decided_by_a_second_person() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2025-03-03");
        let ani = somebody(&mut trial, Role::Officer, "ani");
        let budi = somebody(&mut trial, Role::Officer, "budi");
        let head = somebody(&mut trial, Role::Head, "kepala");
        let (_, claim) = reported(&mut trial, &ani);
        assert!(page(&mut trial, &ani, "/claims/bills").contains("No bill waits"));
        let hospital = trial.employer("large");
        let bill = taken(&mut trial, &ani, &claim, (hospital, "RS/1"));
        let other = taken(&mut trial, &ani, &claim, (hospital, "RS/2"));
        let waits = page(&mut trial, &budi, "/claims/bills");
        assert!(waits.contains(&bill) && waits.contains(&other) && waits.contains("RS/1"), "{waits}");

        assert!(page(&mut trial, &ani, &bill).contains("whoever took the bill does not decide"));
        assert!(page(&mut trial, &budi, &bill).contains("above 0 only a head"));
        let own = sent(&mut trial, &ani, &bill, &[("decision", "grant")], None);
        assert!(own.expect_err("her own").contains("whoever took the bill does not decide"));
        let seen = page(&mut trial, &head, &bill);
        assert!(seen.contains("Rp12,500,000") && seen.contains("PP 44/2015"), "{seen}");
        for (fields, said) in [
            (vec![("decision", "")], "Choose whether to grant"),
            (vec![("decision", "refuse"), ("why", " ")], "Say why the bill is refused"),
        ] {
            assert!(sent(&mut trial, &head, &bill, &fields, None).expect_err("not so").contains(said));
        }
        let no = [("decision", "refuse"), ("why", "harinya bukan hari rawat")];
        assert_eq!(sent(&mut trial, &head, &other, &no, None), Ok(format!("{other}?done=refused")));
        assert!(page(&mut trial, &budi, &other).contains("harinya bukan hari rawat"));
        let yes = [("decision", "grant")];
        assert_eq!(sent(&mut trial, &head, &bill, &yes, None), Ok(format!("{bill}?done=granted")));
        let twice = sent(&mut trial, &head, &bill, &yes, None).expect_err("decided on");
        assert!(twice.contains("is decided on already"), "{twice}");

        assert!(page(&mut trial, &budi, "/claims/bills").contains("No bill waits"));
        let seen = page(&mut trial, &budi, &claim);
        assert!(seen.contains(&bill) && seen.contains("granted") && seen.contains("refused"), "{seen}");
    });
}
