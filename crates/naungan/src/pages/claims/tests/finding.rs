//! What a doctor finds later is told to the claim that is there, which becomes what the accident has become.

use crate::auth::Role;
use crate::trial::Trial;

use super::{PAPER, hand_in, missing, moved, page, reported, sent, somebody};

#[test]
fn a_finding_changes_the_claim_and_asks_for_the_doctors_paper() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2025-03-03");
        let ani = somebody(&mut trial, Role::Officer, "ani");
        let head = somebody(&mut trial, Role::Head, "kepala");
        let (person, claim) = reported(&mut trial, &ani);
        hand_in(&mut trial, &ani, &claim);
        moved(&mut trial, &ani, &claim, "assess").expect("assessed");
        assert!(page(&mut trial, &ani, &claim).contains("Rp150,000"));
        let place = format!("{claim}/finding");
        assert!(page(&mut trial, &ani, &claim).contains(&place));
        let shown = page(&mut trial, &ani, &place);
        assert!(shown.contains("Left thumb") && shown.contains("value=\"150000\""), "{shown}");

        let nothing = sent(&mut trial, &ani, &place, &[("kind", "jkk_injury")], None).expect_err("nothing");
        assert!(nothing.contains("nothing has changed"), "{nothing}");
        let worse = |share| {
            [
                ("kind", "jkk_partial_disability"),
                ("loss-part-1", "left_thumb"),
                ("loss-share-1", share),
                ("loss-steps-1", ""),
                ("fact-incapacity_months", "2"),
            ]
        };
        let wrong = sent(&mut trial, &ani, &place, &worse("200"), None).expect_err("more than all of it");
        assert!(wrong.contains("outside the limits"), "{wrong}");
        sent(&mut trial, &ani, &place, &worse("100"), None).expect("noted");
        let seen = page(&mut trial, &ani, &claim);
        assert!(seen.contains("partial disability") && seen.contains("/letter/1"), "{seen}");
        assert!(page(&mut trial, &ani, &place).contains("value=\"100\""), "what is known stands in the form");

        let papers = missing(&mut trial, &ani, &claim);
        assert!(papers.iter().any(|paper| paper == "doctor_findings"), "{papers:?}");
        for paper in &papers {
            let file = Some(("a.pdf", PAPER));
            sent(&mut trial, &ani, &format!("{claim}/papers"), &[("paper", paper)], file).expect("taken");
        }
        moved(&mut trial, &ani, &claim, "assess").expect("assessed again");
        moved(&mut trial, &head, &claim, "approve").expect("approved");
        let granted = page(&mut trial, &ani, &claim);
        // 80 wages × 12 % × 5,000,000; the fare that was told at first stays true.
        for said in ["Rp48,000,000", "Rp150,000", "left thumb"] {
            assert!(granted.contains(said), "{said}: {granted}");
        }
        assert!(page(&mut trial, &ani, &format!("/people/{person}")).contains(&claim));
    });
}
