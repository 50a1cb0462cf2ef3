//! What follows a claim's first payment, at the branch: seen alive, ended, proven, and back to work.

use super::pensions::drawn;
use super::{page, reported, sent, somebody};
use crate::auth::Role;
use crate::trial::Trial;

#[test]
fn proof_of_life_and_the_way_back_to_work_are_noted_at_the_claim() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2025-03-03");
        let ani = somebody(&mut trial, Role::Officer, "ani");
        let auditor = somebody(&mut trial, Role::Auditor, "hasan");
        let (person, claim) = reported(&mut trial, &ani);
        let pension = drawn(&mut trial, (person, &claim), "jp_disability").to_string();
        let later = format!("{claim}/later");
        assert!(page(&mut trial, &ani, &claim).contains(&later));
        let seen = page(&mut trial, &ani, &later);
        assert!(seen.contains("later payments follow the first") && seen.contains("Missing:"), "{seen}");
        assert!(!page(&mut trial, &auditor, &later).contains("<form method=\"post\""));

        let drawer = person.0.to_string();
        let alive = |drawer: &str, day: &str| {
            [("drawer", drawer), ("seen_on", day), ("how", "counter")].map(|(name, is)| (name, is.to_owned()))
        };
        for (fields, said) in [
            (alive(&drawer, "kemarin"), "Write a day"),
            (alive("999999", "2025-03-02"), "Choose or write this."),
            (alive(&drawer, "2025-03-04"), "has not come yet"),
        ] {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, is)| (*name, is.as_str())).collect();
            let wrong = sent(&mut trial, &ani, &format!("{later}/alive"), &fields, None);
            assert!(wrong.expect_err("not so").contains(said), "{said}");
        }
        let fields = [("drawer", drawer.as_str()), ("seen_on", "2025-03-02"), ("how", "counter")];
        let done = sent(&mut trial, &ani, &format!("{later}/alive"), &fields, None);
        assert_eq!(done, Ok(format!("{later}?done=alive")));
        assert!(page(&mut trial, &ani, &later).contains("2 March 2025"));

        let early = [("component", "incapacity"), ("proof", "surat dokter 1")];
        let wrong = sent(&mut trial, &ani, &format!("{later}/prove"), &early, None);
        assert!(wrong.expect_err("not paid").contains("later payments follow the first"));
        let wrong = sent(&mut trial, &ani, &format!("{later}/grant"), &[], None);
        assert!(wrong.expect_err("not paid").contains("later payments follow the first"));

        let fields = [("fact", "worker_agrees"), ("yes", "yes")];
        let done = sent(&mut trial, &ani, &format!("{later}/return"), &fields, None);
        assert_eq!(done, Ok(format!("{later}?done=return")));

        let fields = [("pension", pension.as_str()), ("ended_on", "2025-03-03"), ("ended_why", "works")];
        let done = sent(&mut trial, &ani, &format!("{later}/end"), &fields, None);
        assert_eq!(done, Ok(format!("{later}?done=end")));
        let again = sent(&mut trial, &ani, &format!("{later}/end"), &fields, None);
        assert!(again.expect_err("ended").contains("only a disability pension that runs"));
    });
}
