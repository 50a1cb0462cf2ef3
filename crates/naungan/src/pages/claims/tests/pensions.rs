//! A month of pensions at the payment desk: rehearsed, granted as work for later, and compared with the next.

use scheme::id::PersonId;
use store::queries::jobs as rows_of_jobs;
use store::queries::pensions::{self as rows, Pension};
use store::queries::{institution, memberships};

use super::{page, reported, sent, somebody};
use crate::actions::open_account::{self, OpenAccount};
use crate::auth::Role;
use crate::jobs;
use crate::jobs::daily::Days;
use crate::jobs::rehearsal;
use crate::pages::tried::caller;
use crate::runs::pensions as runs;
use crate::trial::{Trial, day, month};

/// Somebody of the branch draws a pension from a month on.
pub(super) fn drawn(trial: &mut Trial, (person, claim): (PersonId, &str), kind: &str) -> i64 {
    let claim = claim.trim_start_matches("/claims/").parse().expect("a number");
    let added = trial.office.unit(|unit, desk| {
        let membership = memberships::of_person(unit, person)?[0].id;
        let pension = Pension {
            id: institution::take_numbers(unit, 1)?,
            claim,
            person,
            membership,
            kind: kind.to_owned(),
            start: month("2025-03"),
            drawn_by: None,
            formula: 500_000,
            hand: "member".to_owned(),
            part: (1, 1),
            drawer: Some(person),
            born: None,
            proven: day("2025-03-01"),
            next: month("2025-03"),
            until: None,
            ended: None,
            look_on: None,
            known: desk.now,
        };
        rows::add(unit, &pension)?;
        Ok(pension.id)
    });
    added.expect("a pension")
}

#[test]
fn a_month_of_pensions_is_rehearsed_and_granted() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2025-03-03");
        let ani = somebody(&mut trial, Role::Officer, "ani");
        let head = somebody(&mut trial, Role::Head, "kepala");
        let keeper = somebody(&mut trial, Role::Administrator, "kasir");
        let (person, claim) = reported(&mut trial, &ani);
        drawn(&mut trial, (person, &claim), "jp_old_age");
        let place = "/benefits/pensions";
        let empty = page(&mut trial, &head, place);
        assert!(empty.contains("No month has been granted yet") && !empty.contains("Rehearsal of"));
        let seen = page(&mut trial, &head, &format!("{place}?month=2025-03"));
        for said in ["Rehearsal of", "Rp500,000", "first month", "explained", &claim] {
            assert!(seen.contains(said), "{said}: {seen}");
        }
        let wrong = sent(&mut trial, &keeper, place, &[("month", "Maret")], None);
        assert!(wrong.expect_err("no month").contains("Write a month"));
        let early = sent(&mut trial, &keeper, place, &[("month", "2025-12")], None);
        assert!(early.expect_err("not yet").contains("cannot be run yet"));
        let begun = sent(&mut trial, &keeper, place, &[("month", "2025-03")], None);
        assert_eq!(begun, Ok(format!("{place}?begun=yes")));
        assert!(page(&mut trial, &head, place).contains("/events"));
        while jobs::one(&mut trial.office).expect("work") {}
        let done = page(&mut trial, &head, place);
        assert!(done.contains("Rp500,000") && !done.contains("/events"), "{done}");
        assert!(page(&mut trial, &head, "/benefits").contains("Rp500,000"));
        let next = page(&mut trial, &head, &format!("{place}?month=2025-04"));
        assert!(next.contains("The month before") && next.contains("Rp0"), "{next}");
    });
}

/// What rehearsals have told, the latest first; and how often whoever keeps the payroll was told.
fn told(trial: &mut Trial, keeper: i64) -> (Vec<String>, i64) {
    let found = trial.office.look(|unit, _| {
        let done = rows_of_jobs::of_kinds(unit, &[rehearsal::KIND], None, 100)?;
        let sent = unit.row("select count(*) from message where account = $1", &[keeper.into()])?;
        let sent = sent.map_or(Ok(0), |row| row.int(0))?;
        Ok((done.into_iter().filter_map(|job| job.told).collect(), sent))
    });
    found.expect("a look")
}

#[test]
fn a_month_is_rehearsed_by_itself_a_week_before() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2025-03-03");
        let ani = somebody(&mut trial, Role::Officer, "ani");
        let keeper = OpenAccount {
            role: Role::Administrator,
            handle: "kasir".to_owned(),
            name: "Petugas kasir".to_owned(),
            address: "kasir@naungan.example".to_owned(),
            person: None,
            payer: None,
            branch: None,
            province: None,
            agent: None,
            given: Some(("kata sandi yang panjang".to_owned(), vec![7; 20])),
        };
        let keeper = open_account::run(&mut trial.office, &keeper).expect("an account").account;
        let mut keeper = caller(&trial, Role::Administrator, keeper);
        keeper.branch = None;
        let (person, claim) = reported(&mut trial, &ani);
        drawn(&mut trial, (person, &claim), "jp_old_age");
        let grants = |trial: &mut Trial, granted: &str| {
            runs::run(&mut trial.office, month(granted), keeper.account, &|_, _| {}).expect("granted");
        };
        grants(&mut trial, "2025-03");
        for (today, times, next) in [
            ("2025-03-24", 0, "2025-04"),
            ("2025-03-25", 1, "2025-04"),
            ("2025-03-26", 1, "2025-04"),
            ("2025-04-24", 2, "2025-05"),
            ("2025-04-25", 2, "2025-05"),
        ] {
            trial.clock.advance(day(today));
            if today == "2025-04-24" {
                grants(&mut trial, "2025-04");
            }
            Days::default().ask(&mut trial.office).expect("it is asked");
            while jobs::one(&mut trial.office).expect("work") {}
            let (told, sent) = told(&mut trial, keeper.account);
            assert_eq!((told.len(), sent), (times, times as i64), "{today}: {told:?}");
            let last = format!("month={next};pensions=1;amount=500000;");
            assert!(told.first().is_none_or(|text| text.starts_with(&last)), "{told:?}");
        }
        let seen = page(&mut trial, &keeper, "/benefits/pensions");
        assert!(
            seen.contains("Rehearsed a week before, on 24 April 2025") && seen.contains("Rp500,000"),
            "{seen}"
        );
    });
}
