//! An accident during a trip: the trip is found by its minute, and the platform is asked.

use scheme::id::PersonId;
use serde_json::json;
use store::Unit;
use store::queries::clients::{self, Client};
use store::queries::{memberships, riders, trip_matches};

use super::{NIK, Program, begun, check, day};
use crate::actions::match_trip;
use crate::auth::{Role, sessions};
use crate::office::Desk;
use crate::trial::Trial;

#[test]
fn an_accident_finds_the_trip_that_carried_it_and_the_platform_says_so() {
    testing::both(|address| {
        let (mut trial, one, other) = begun(address, "2027-02-01");
        one.enrols(&mut trial, "driver-1", NIK, 400);
        other.enrols(&mut trial, "r7", NIK, 400);
        trial.clock.advance(day("2027-02-10"));
        // Quarters of an hour from midnight, in western Indonesia.
        one.drives(&mut trial, "k", "driver-1", "2027-02-05", 60);
        other.drives(&mut trial, "k", "r7", "2027-02-04", 60);
        let check = |trial: &mut Trial, case: i64, at: &str, expected: &[&str]| {
            let found = trial.office.unit(|unit, desk| {
                let rider = riders::find(unit, one.platform, "driver-1")?.expect("a rider");
                let person: PersonId =
                    memberships::read(unit, rider.membership)?.expect("a membership").person;
                match_trip::within(unit, desk, (person, case), at.parse()?)?;
                Ok(trip_matches::of_case(unit, case)?.into_iter().map(|one| one.how).collect::<Vec<_>>())
            });
            assert_eq!(found.expect("matches"), expected, "{at}");
        };
        // 14:32 there is 07:32 in universal time.
        check(&mut trial, 501, "2027-02-05T07:32:00Z", &["during", "after", "after"]);
        check(&mut trial, 502, "2027-02-05T10:00:00Z", &[]);
        let events = one.get(&mut trial, "events");
        let asked = events["items"].as_array().into_iter().flatten();
        assert_eq!(asked.filter(|event| event["type"] == "id.naungan.trip.asked").count(), 3);
        let says = |event: &str| json!({ "case": 501, "event": event, "was_so": true });
        let said = one.post(&mut trial, "matches", "", &says("driver-1-2027-02-05-58"));
        assert_eq!(said, json!({ "noted": true }));
        let said = one.post(&mut trial, "matches", "", &says("driver-1-2027-02-05-1"));
        assert_eq!(said, json!({ "noted": false }));
        let said = other.post(&mut trial, "matches", "", &says("driver-1-2027-02-05-58"));
        assert_eq!(said, json!({ "noted": false }), "another platform's number");
        let kept = trial.office.look(|unit, _| trip_matches::of_case(unit, 501)).expect("a look");
        assert_eq!(kept.iter().filter(|one| one.confirmed == Some(true)).count(), 1);
    });
}

/// The key that the program of a platform asks with.
fn admitted(unit: &mut Unit<'_>, desk: &Desk<'_>, by: Program) -> anyhow::Result<()> {
    let client = Client {
        id: by.platform.0,
        name: "Program uji".to_owned(),
        key: sessions::hash("kunci uji"),
        role: Role::Platform.word().to_owned(),
        payer: Some(by.platform),
        branch: None,
        province: None,
        ended: None,
        known: desk.now,
    };
    clients::add(unit, &client)
}

#[test]
fn a_platform_reports_the_accident_of_a_rider() {
    testing::both(|address| {
        let (mut trial, one, other) = begun(address, "2026-02-01");
        trial.office.unit(|unit, desk| admitted(unit, desk, one)).expect("a key");
        one.enrols(&mut trial, "driver-1", NIK, 400);
        trial.clock.advance(day("2026-02-04"));
        one.drives(&mut trial, "before", "driver-1", "2026-02-03", 60);
        // What a day of trips put aside pays her month: she is covered.
        assert_eq!(one.settles(&mut trial, "2026-02-03"), 60 * 400);
        trial.clock.advance(day("2026-02-06"));
        one.drives(&mut trial, "k", "driver-1", "2026-02-05", 60);
        let of = |rider: &str, at: &str| json!({ "rider": rider, "at": at, "cause": "accident" });
        let hurt = of("driver-1", "2026-02-05T14:32:00+07:00");
        check(&mut trial, other, "accidents", "", &hurt, "no_rider");
        check(&mut trial, one, "accidents", "", &of("driver 1", "2026-02-05T14:32:00+07:00"), "/rider");
        check(&mut trial, one, "accidents", "", &of("driver-1", "2026-02-05"), "/at");
        check(&mut trial, one, "accidents", "", &of("driver-1", "2026-02-07T14:32:00+07:00"), "ahead");

        let said = one.post(&mut trial, "accidents", "hurt", &hurt);
        assert_eq!(said["trips"], 3, "{said}");
        let case = said["case"].as_i64().expect("a case");
        let kept = trial.office.look(|unit, _| trip_matches::of_case(unit, case)).expect("a look");
        assert_eq!(kept.iter().map(|one| &*one.how).collect::<Vec<_>>(), ["during", "after", "after"]);
        assert_eq!(one.post(&mut trial, "accidents", "hurt", &hurt), said, "the same key");
        check(&mut trial, one, "accidents", "again", &hurt, "event_known");
    });
}
