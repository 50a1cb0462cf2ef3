//! Every way in which a notice can come out, one after another, in one institution.

use base::Nik;
use scheme::id::PersonId;
use store::queries::{cases, death_notices};

use super::*;
use crate::actions::merge_people;
use crate::actions::open_account::{self, OpenAccount};
use crate::trial::{Trial, day};

const DIED: &str = "2025-03-08";

fn account(trial: &mut Trial, role: Role) -> i64 {
    let asked = OpenAccount {
        role,
        handle: role.word().to_owned(),
        name: "Petugas Uji".to_owned(),
        address: String::new(),
        person: None,
        payer: None,
        branch: (role == Role::Officer).then_some(trial.branch),
        province: None,
        agent: None,
        given: Some(("kata sandi yang panjang".to_owned(), vec![7; 20])),
    };
    open_account::run(&mut trial.office, &asked).expect("an account").account
}

fn worker(trial: &mut Trial) -> PersonId {
    let firm = trial.employer("micro");
    let membership = trial.hire(firm, 5_000_000);
    trial.office.look(|unit, _| members::row(unit, membership)).expect("a row").person
}

/// Who somebody is, as the registry writes it.
fn who(trial: &mut Trial, person: PersonId) -> (Nik, String) {
    let known = trial.office.look(|unit, desk| people::load(unit, desk, person)).expect("a person");
    (known.identity().nik, known.identity().name.clone())
}

fn notice(number: &str, (nik, name): &(Nik, String), died: &str) -> Notice {
    Notice { number: number.to_owned(), nik: *nik, name: name.clone(), died: day(died), at_work: None }
}

fn hear(trial: &mut Trial, keeper: i64, notice: &Notice) -> Heard {
    run(&mut trial.office, notice, keeper).expect("an answer")
}

fn reported(trial: &mut Trial, person: PersonId, kind: EventKind, on: &str) -> report_event::Reported {
    let (day, facts) = (day(on), Vec::new());
    let asked = ReportEvent { person, kind, day, by_employer: false, account: None, facts };
    report_event::run(&mut trial.office, &asked, None).expect("a case")
}

fn cases_of(trial: &mut Trial, person: PersonId) -> Vec<i64> {
    let all = trial.office.look(|unit, _| cases::of_person(unit, person)).expect("cases");
    all.into_iter().map(|case| case.id).collect()
}

fn kinds_of(trial: &mut Trial, person: PersonId) -> Vec<String> {
    let all = trial.office.look(|unit, _| store::queries::claims::of_person(unit, person)).expect("claims");
    all.into_iter().map(|claim| claim.kind).collect()
}

fn begun(address: &str) -> (Trial, i64) {
    let mut trial = Trial::begin(address, "2025-03-03");
    let keeper = account(&mut trial, Role::Administrator);
    (trial, keeper)
}

#[test]
fn a_notice_opens_what_a_family_opens_and_nothing_twice() {
    testing::both(|address| {
        let (mut trial, keeper) = begun(address);
        let (told, family) = (worker(&mut trial), worker(&mut trial));
        trial.clock.advance(day("2025-03-10"));
        let hers = who(&mut trial, told);
        let heard = hear(&mut trial, keeper, &notice("KM-1", &hers, DIED));
        assert_eq!(heard.came, Came::Opened, "{heard:?}");
        let by_family = reported(&mut trial, family, EventKind::OtherDeath, DIED);
        assert_eq!(heard.claims.len(), by_family.claims.len());
        assert_eq!(kinds_of(&mut trial, told), kinds_of(&mut trial, family));
        let case = heard.case.expect("a case");
        let source = |trial: &mut Trial, case| trial.office.look(|unit, _| death_notices::opened(unit, case));
        assert!(source(&mut trial, case).expect("a look"));
        assert!(!source(&mut trial, by_family.case.expect("a case")).expect("a look"));

        // The same notice, and another of the same death, change nothing.
        let again = hear(&mut trial, keeper, &notice("KM-1", &hers, DIED));
        assert_eq!((again.came, again.case), (Came::Again, Some(case)));
        let dead = hear(&mut trial, keeper, &notice("KM-2", &hers, DIED));
        assert_eq!((dead.came, dead.case), (Came::Dead, Some(case)));
        assert_eq!(cases_of(&mut trial, told), [case]);
        // What the family told first is not opened by the registry a second time.
        let theirs = who(&mut trial, family);
        let known = hear(&mut trial, keeper, &notice("KM-3", &theirs, DIED));
        assert_eq!((known.came, known.case), (Came::Dead, by_family.case));
        assert_eq!(cases_of(&mut trial, family).len(), 1);
    });
}

#[test]
fn what_somebody_has_to_look_at_is_told_apart_and_changes_nothing() {
    testing::both(|address| {
        let (mut trial, keeper) = begun(address);
        let (one, other) = (worker(&mut trial), worker(&mut trial));
        let hurt = worker(&mut trial);
        let guest = trial.person("Tamu Uji");
        trial.clock.advance(day("2025-03-10"));
        reported(&mut trial, hurt, EventKind::WorkAccident, "2025-03-05");
        let [hers, others, of_hurt, of_guest] = [one, other, hurt, guest].map(|one| who(&mut trial, one));
        assert_eq!(hear(&mut trial, keeper, &notice("KM-1", &hers, DIED)).came, Came::Opened);
        let nobody = ("9901014501900198".parse().expect("a NIK"), "Siti Uji".to_owned());
        for (expected, told) in [
            (Came::Unknown, notice("KM-9", &nobody, DIED)),
            (Came::OtherName, notice("KM-9", &(others.0, "Zed Keliru".to_owned()), DIED)),
            (Came::Ahead, notice("KM-9", &others, "2025-03-11")),
            (Came::Refused, notice("KM-9", &others, "1989-12-31")),
            (Came::OtherDay, notice("KM-9", &hers, "2025-03-07")),
            (Came::NumberTaken, notice("KM-1", &others, DIED)),
            (Came::NumberTaken, notice("KM-1", &hers, "2025-03-07")),
            (Came::OfWork, notice("KM-5", &of_hurt, DIED)),
            // Who is no member is noted as dead, and nothing is claimed.
            (Came::Noted, notice("KM-6", &of_guest, DIED)),
            (Came::Again, notice("KM-6", &of_guest, DIED)),
        ] {
            let heard = hear(&mut trial, keeper, &told);
            assert_eq!(heard.came, expected, "{heard:?}");
        }
        assert_eq!(cases_of(&mut trial, other), [0; 0]);
        assert_eq!(cases_of(&mut trial, hurt).len(), 1, "only her accident");
        // What was told too early, or of another name, is taken when it is right.
        assert_eq!(hear(&mut trial, keeper, &notice("KM-9", &others, DIED)).came, Came::Opened);
        let of_work = Notice { at_work: Some(true), ..notice("KM-5", &of_hurt, DIED) };
        assert_eq!(hear(&mut trial, keeper, &of_work).came, Came::Opened);
        assert!(kinds_of(&mut trial, hurt).iter().any(|kind| kind == "jkk_death"));

        let officer = account(&mut trial, Role::Officer);
        let error =
            run(&mut trial.office, &notice("KM-7", &hers, DIED), officer).expect_err("not hers to take");
        assert!(error.to_string().contains("takes no notices of deaths"), "{error}");
    });
}

#[test]
fn one_person_of_two_numbers_dies_once() {
    testing::both(|address| {
        let (mut trial, keeper) = begun(address);
        let (one, other) = (worker(&mut trial), worker(&mut trial));
        trial.clock.advance(day("2025-03-10"));
        let [first, second] = [one, other].map(|one| who(&mut trial, one));
        merge_people::merge(&mut trial.office, other, one, Some("kartu yang sama")).expect("merged");
        assert_eq!(hear(&mut trial, keeper, &notice("KM-1", &second, DIED)).came, Came::Opened);
        assert_eq!(hear(&mut trial, keeper, &notice("KM-1", &second, DIED)).came, Came::Again);
        assert_eq!(hear(&mut trial, keeper, &notice("KM-2", &first, DIED)).came, Came::Dead);
        let all = [cases_of(&mut trial, one), cases_of(&mut trial, other)].concat();
        assert_eq!(all.len(), 1);
    });
}
