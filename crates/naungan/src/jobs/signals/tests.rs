//! Faults that are planted are found; an institution without any has an empty list.

use scheme::memberships::Segment;
use store::queries::contests::{self, Contest};
use store::queries::registry_checks::{self, Check};
use store::queries::signals::{self, Signal};
use store::queries::uploads::{self, Upload};

use super::all;
use crate::actions::change_membership;
use crate::trial::{Trial, day, month};

/// Wages far above any minimum, all different.
const WAGE: i64 = 9_000_000;

fn list(trial: &mut Trial) -> Vec<Signal> {
    all(&mut trial.office, &mut |_, _, _| Ok(())).expect("the lists are made");
    let branch = trial.branch;
    trial.office.look(|unit, _| signals::of_branch(unit, branch, 1_000)).expect("the list")
}

fn of(found: &[Signal], subject: i64) -> Vec<&str> {
    let mut kinds: Vec<&str> =
        found.iter().filter(|one| one.subject == subject).map(|one| one.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds
}

#[test]
fn an_institution_without_faults_has_an_empty_list() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2025-03-03");
        let firm = trial.employer("large");
        for no in 0..12 {
            trial.hire(firm, WAGE + no * 10_000);
        }
        trial.clock.advance(day("2025-04-02"));
        trial.run("2025-03");
        assert_eq!(list(&mut trial), []);
    });
}

#[test]
fn what_is_planted_at_employers_is_found() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2025-03-03");
        let good = trial.employer("large");
        let poor = trial.employer("large");
        let same = trial.employer("large");
        let falling = trial.employer("large");
        let small = trial.employer("micro");
        let leaving = trial.employer("large");
        let left: Vec<_> = (0..3).map(|no| trial.hire(leaving, WAGE + no * 10_000)).collect();
        trial.hire(leaving, WAGE + 50_000);
        trial.hire(good, WAGE);
        trial.hire(poor, 1_000_000);
        let mut fell = Vec::new();
        for no in 0..12 {
            trial.hire(same, WAGE);
            fell.push(trial.hire(falling, WAGE + no * 10_000));
            for step in 0..2 {
                trial.hire(small, WAGE + no * 10_000 + step * 1_000);
            }
        }
        trial.clock.advance(day("2025-04-02"));
        trial.run("2025-03");
        for membership in fell.iter().take(6) {
            trial.wage(*membership, WAGE - 1_000_000, "2025-04");
        }
        trial.clock.advance(day("2025-05-20"));
        trial.run("2025-04");
        file_of(&mut trial, good.0);
        for membership in &left {
            let day = day("2025-03-31");
            change_membership::end(&mut trial.office, *membership, day, "other").expect("an end");
        }
        let found = list(&mut trial);
        assert_eq!(of(&found, leaving.0), ["arrears", "missing_file", "workers"]);
        assert_eq!(of(&found, good.0), ["arrears"]);
        assert_eq!(of(&found, poor.0), ["arrears", "missing_file", "wage_minimum"]);
        assert_eq!(of(&found, same.0), ["arrears", "missing_file", "wage_same"]);
        // A report that changed something has come, by whatever way.
        assert_eq!(of(&found, falling.0), ["arrears", "wage_fall"]);
        assert_eq!(of(&found, small.0), ["arrears", "missing_file", "programmes"]);
        for kind in ["arrears", "workers", "wage_minimum", "wage_fall", "programmes", "missing_file"] {
            assert!(found.iter().filter(|one| one.kind == kind).all(|one| one.amount > 0), "{kind}");
        }
    });
}

/// The file of April has come.
fn file_of(trial: &mut Trial, payer: i64) {
    trial
        .office
        .unit(|unit, desk| {
            let upload = Upload {
                id: 1,
                payer: scheme::id::PayerId(payer),
                month: month("2025-04"),
                name: "april.csv".to_owned(),
                state: "taken".to_owned(),
                complete: true,
                account: 1,
                told: None,
                made: desk.now,
            };
            uploads::add(unit, &upload, &[])?;
            unit.execute("update upload set state = 'taken' where id = 1", &[])?;
            Ok(())
        })
        .expect("a file");
}

#[test]
fn what_is_planted_at_people_is_found_and_stays_done() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2025-03-03");
        let one = trial.person("Siti Kembar");
        let other = trial.person("Siti Kembar");
        let owing = trial.person("Wayan Tunggakan");
        for person in [one, other, owing] {
            trial.care(person.0);
        }
        let income = vec![("income".to_owned(), "2000000".to_owned())];
        let membership = trial.join(owing, Segment::SelfEmployed, None, income);
        trial
            .office
            .unit(|unit, desk| {
                let state = "different".to_owned();
                let check = Check { person: one, state, told: None, asked: desk.now, answered: None };
                registry_checks::put(unit, &check)?;
                let contest = Contest {
                    id: 7,
                    membership,
                    month: month("2025-03"),
                    sealed: Vec::new(),
                    state: "open".to_owned(),
                    made: desk.now,
                    answered_by: None,
                    answered: None,
                    answer: None,
                    approval: None,
                };
                contests::add(unit, &contest)
            })
            .expect("they are written");
        trial.clock.advance(day("2025-04-02"));
        trial.run("2025-03");
        let found = list(&mut trial);
        assert_eq!(of(&found, one.0), ["duplicate", "registry_different"]);
        assert_eq!(of(&found, owing.0), ["contest", "lapse"]);
        let branch = trial.branch;
        let done = |trial: &mut Trial| {
            trial.office.look(|unit, _| {
                let all = signals::of_branch(unit, branch, 100)?;
                Ok(all.iter().filter(|one| one.done.is_some()).count())
            })
        };
        trial
            .office
            .unit(|unit, desk| {
                let membership = Some(scheme::id::MembershipId(other.0));
                signals::done(unit, branch, ("duplicate", one.0, membership), desk.now)
            })
            .expect("it is done");
        let which = ("registry_different", one.0, None);
        trial
            .office
            .unit(|unit, _| {
                signals::put_off(unit, branch, which, day("2025-05-01"))?;
                signals::give(unit, branch, which, Some(11))
            })
            .expect("it is put off");
        let found = list(&mut trial);
        let put_off = found.iter().find(|signal| signal.kind == which.0).expect("it is there");
        assert_eq!((put_off.until, put_off.officer), (Some(day("2025-05-01")), Some(11)));
        assert_eq!(done(&mut trial).expect("a look"), 1);
        trial.clock.advance(day("2025-04-20"));
        list(&mut trial);
        assert_eq!(done(&mut trial).expect("a look"), 0);
    });
}
