//! An officer names the minute of an accident: the trips around it stand on the claim's page, and what their
//! platforms say of them.

use scheme::id::MembershipId;
use store::queries::riders::{self, Rider};
use store::queries::trip_matches;
use store::queries::trips::{self, Trip};

use super::{page, reported, sent, somebody};
use crate::auth::Role;
use crate::office::clock::minute_of;
use crate::trial::{Trial, day, month};

#[test]
fn an_officer_asks_the_platforms_about_an_accident() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2025-03-03");
        let officer = somebody(&mut trial, Role::Officer, "ani");
        let (person, claim) = reported(&mut trial, &officer);
        let platform = trial.platform("Antar Cepat");
        let minute = |written: &str| minute_of(day("2025-03-03"), written).expect("a minute");
        let event = [7; 16];
        trial
            .office
            .unit(|unit, desk| {
                let all = store::queries::memberships::of_person(unit, person)?;
                let membership: MembershipId = all[0].id;
                let (name, known) = ("driver-1".to_owned(), desk.now);
                riders::add(unit, &Rider { platform, name, membership, known })?;
                let (began, ended) = (minute("14:20"), minute("14:40"));
                let month = month("2025-03");
                let trip = Trip { platform, event, membership, began, ended, month, amount: 0, batch: 1 };
                trips::add_new(unit, &[trip]).map(drop)
            })
            .expect("a trip");
        let form = format!("{claim}/trips");
        let shown = page(&mut trial, &officer, &claim);
        assert!(shown.contains("No trip was found") && shown.contains(&form), "{shown}");
        let wrong = sent(&mut trial, &officer, &form, &[("time", "half past two")], None);
        assert!(wrong.expect_err("no minute").contains("such as 14:32"));
        let none = sent(&mut trial, &officer, &form, &[("time", "09:00")], None).expect("it is looked up");
        assert!(none.contains("done=no_trips"), "{none}");
        let found = sent(&mut trial, &officer, &form, &[("time", "14:32")], None).expect("it is looked up");
        assert!(found.contains("done=trips"), "{found}");
        let shown = page(&mut trial, &officer, &claim);
        assert!(shown.contains("Antar Cepat, 14:20–14:40") && shown.contains("not answered yet"), "{shown}");
        let said = trial.office.unit(|unit, _| {
            let claim = store::queries::claims::read(unit, claim.trim_start_matches("/claims/").parse()?)?;
            trip_matches::confirm(unit, (claim.expect("a claim").of_case, platform, &event), true, None)
        });
        assert!(said.expect("the platform answers"));
        assert!(page(&mut trial, &officer, &claim).contains("the platform says it was so"));
    });
}
