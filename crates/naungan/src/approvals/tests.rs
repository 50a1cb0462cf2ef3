//! Who asks does not decide, and what is approved is done once.

use rules::render::Lang;
use scheme::id::MembershipId;
use scheme::memberships::Segment;
use scheme::refusal::Refusal;
use store::queries::contests::{self, Contest};
use store::queries::{approvals, caseloads};

use super::{Came, Change, ask, decide, opened, reaches, reported, tried};
use crate::actions::change_membership;
use crate::auth::{Caller, Deed, Role};
use crate::registry::people;
use crate::trial::Trial;

fn head(trial: &Trial, account: i64) -> Caller {
    let mut caller = Caller::visitor();
    caller.role = Role::Head;
    caller.account = account;
    caller.branch = Some(trial.branch);
    caller
}

fn asked(trial: &mut Trial, change: &Change, maker: i64) -> i64 {
    let branch = Some(trial.branch);
    let seen = tried(&mut trial.office, change, Lang::En).expect("it is tried").expect("it can be done");
    trial.office.unit(|unit, desk| ask(unit, desk, (change, &seen), branch, maker)).expect("it is asked")
}

fn code(said: anyhow::Result<Came>) -> &'static str {
    let error = said.expect_err("a no");
    error.downcast_ref::<Refusal>().expect("a refusal").code
}

#[test]
fn the_maker_is_never_the_checker_and_a_merge_is_done_once() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2025-03-03");
        let (one, other) = (trial.person("Siti Kembar"), trial.person("Siti Kembar"));
        let change = Change::Merge { from: other.0, into: one.0, reason: "sama".to_owned() };
        let id = asked(&mut trial, &change, 11);
        let (maker, checker) = (head(&trial, 11), head(&trial, 12));
        let mut elsewhere = head(&trial, 13);
        elsewhere.branch = Some(trial.branch + 1_000);

        // Trying leaves nothing.
        assert!(tried(&mut trial.office, &change, Lang::En).expect("it is tried").is_ok());
        assert_eq!(code(decide(&mut trial.office, &maker, id, true, "")), "own_request");
        assert_eq!(code(decide(&mut trial.office, &elsewhere, id, true, "")), "not_yours");
        let numbers = |trial: &mut Trial| {
            trial.office.look(|unit, desk| people::numbers(unit, one, desk.now)).expect("numbers").len()
        };
        assert_eq!(numbers(&mut trial), 1);

        // Into somebody whom the branch does not care for, it merges nobody on its own.
        assert_eq!(code(decide(&mut trial.office, &checker, id, true, "")), "not_yours");
        let branch = trial.branch;
        let cared = trial.office.unit(|unit, desk| caseloads::assign(unit, one.0, branch, desk.now));
        cared.expect("a branch");
        assert_eq!(decide(&mut trial.office, &checker, id, true, "ya").expect("it is done"), Came::Done);
        assert_eq!(numbers(&mut trial), 2);
        assert_eq!(code(decide(&mut trial.office, &checker, id, true, "")), "decided_already");
        let row = trial.office.look(|unit, _| approvals::read(unit, id)).expect("a look").expect("a row");
        assert_eq!((row.outcome.as_deref(), row.checker), (Some("approved"), Some(12)));
    });
}

#[test]
fn what_cannot_be_done_any_more_has_failed_and_says_why() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2025-03-03");
        let payer = trial.employer("large");
        let membership = trial.hire(payer, 6_000_000);
        let day = "2025-03-31".to_owned();
        let change = Change::End {
            membership: membership.0,
            day: day.clone(),
            end_reason: "other".to_owned(),
            reason: "berhenti".to_owned(),
        };
        let id = asked(&mut trial, &change, 11);
        change_membership::end(&mut trial.office, membership, day.parse().expect("a day"), "other")
            .expect("it ends");
        let checker = head(&trial, 12);
        let came = decide(&mut trial.office, &checker, id, true, "").expect("an answer");
        assert!(matches!(came, Came::Failed(_)));
        let row = trial.office.look(|unit, _| approvals::read(unit, id)).expect("a look").expect("a row");
        assert_eq!(row.outcome.as_deref(), Some("failed"));
        assert!(row.said.is_some_and(|said| said.contains(" / ")));
    });
}

/// A branch asks for a merge, and decides on it, only where both people are its own; a region where both are
/// of the province. Of the other person nobody else learns that there is one.
#[test]
fn a_merge_reaches_only_who_cares_for_both() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2025-03-03");
        let payer = trial.employer("large");
        let elsewhere = trial.branch + 1_000;
        let (one, other) = (trial.person("Siti Kembar"), trial.person("Siti Kembar"));
        let assign = |trial: &mut Trial, person: scheme::id::PersonId, branch: i64| {
            let done = trial.office.unit(|unit, desk| caseloads::assign(unit, person.0, branch, desk.now));
            done.expect("a branch cares");
        };
        let here = trial.branch;
        assign(&mut trial, one, here);
        assign(&mut trial, other, elsewhere);
        let change = Change::Merge { from: one.0, into: other.0, reason: "sama".to_owned() };
        let no = |trial: &mut Trial, caller: &Caller, deed: Deed| {
            let said = trial.office.look(|unit, _| reaches(unit, caller, deed, &change)).expect("an answer");
            said.err().map(|refusal| refusal.code)
        };
        let officer = Caller { role: Role::Officer, ..head(&trial, 11) };
        let checker = head(&trial, 12);
        let region =
            |province: &str| Caller { branch: None, province: Some(province.to_owned()), ..checker.clone() };
        assert_eq!(no(&mut trial, &officer, Deed::MergePeople), Some("not_there"));
        assert_eq!(no(&mut trial, &checker, Deed::Approve), Some("not_there"));
        assert_eq!(no(&mut trial, &region("31"), Deed::Approve), Some("not_there"));
        // The one who decides is asked the same, whoever has asked for it.
        let id = asked(&mut trial, &change, 11);
        assert_eq!(code(decide(&mut trial.office, &checker, id, true, "")), "not_yours");
        // An employer of the province makes her somebody of the region, and not of the branch.
        trial.join(other, Segment::WageEarner, Some(payer), vec![("wage".to_owned(), "6000000".to_owned())]);
        assert_eq!(no(&mut trial, &region("31"), Deed::Approve), None);
        assert_eq!(no(&mut trial, &region("32"), Deed::Approve), Some("not_there"));
        assert_eq!(no(&mut trial, &officer, Deed::MergePeople), Some("not_there"));
        assign(&mut trial, other, here);
        assert_eq!(no(&mut trial, &officer, Deed::MergePeople), None);
        let id = asked(&mut trial, &change, 11);
        assert_eq!(decide(&mut trial.office, &checker, id, true, "ya").expect("it is done"), Came::Done);
    });
}

/// A member of an employer, with a contested month that was assessed.
fn contested(address: &str) -> (Trial, MembershipId, Change) {
    let mut trial = Trial::begin(address, "2025-03-03");
    let payer = trial.employer("large");
    let membership = trial.hire(payer, 6_000_000);
    trial.clock.advance("2025-04-02".parse().expect("a day"));
    trial.run("2025-03");
    trial
        .office
        .unit(|unit, desk| {
            let contest = Contest {
                id: 7,
                membership,
                month: "2025-03".parse()?,
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
        .expect("a contest");
    let change = Change::Wage {
        membership: membership.0,
        fact: "wage".to_owned(),
        amount: 7_500_000,
        from: "2025-03".to_owned(),
        until: Some("2025-04".to_owned()),
        contest: Some(7),
        by: Some(11),
        was: "6000000".to_owned(),
        reason: "sesuai slip gaji".to_owned(),
    };
    (trial, membership, change)
}

fn contest(trial: &mut Trial) -> Contest {
    trial.office.look(|unit, _| contests::read(unit, 7)).expect("a look").expect("a contest")
}

#[test]
fn an_upheld_contest_corrects_the_wage_once_a_second_person_agrees() {
    testing::both(|address| {
        let (mut trial, membership, change) = contested(address);
        let seen = tried(&mut trial.office, &change, Lang::En).expect("it is tried").expect("it can be done");
        let [effect] = &seen.effects[..] else { panic!("one bill: {:?}", seen.effects) };
        assert_eq!((effect.month.as_str(), effect.owed), ("2025-03", seen.amount));
        assert_eq!(effect.lines.iter().map(|line| line.amount).sum::<i64>(), effect.owed);
        assert!(effect.lines.iter().all(|line| !line.cite.is_empty()), "{:?}", effect.lines);

        let id = asked(&mut trial, &change, 11);
        assert_eq!(contest(&mut trial).approval, Some(id));
        // Refused, it waits for an answer again.
        let checker = head(&trial, 12);
        assert_eq!(decide(&mut trial.office, &checker, id, false, "tidak").expect("a no"), Came::Refused);
        assert_eq!((contest(&mut trial).approval, contest(&mut trial).state.as_str()), (None, "open"));

        let id = asked(&mut trial, &change, 11);
        assert_eq!(decide(&mut trial.office, &checker, id, true, "").expect("it is done"), Came::Done);
        let answered = contest(&mut trial);
        assert_eq!((answered.state.as_str(), answered.answered_by), ("upheld", Some(11)));
        assert_eq!(answered.answer.as_deref(), Some("sesuai slip gaji"));
        let wage = |trial: &mut Trial, month: &str| {
            let month = month.parse().expect("a month");
            trial.office.look(|unit, _| reported(unit, membership, "wage", month)).expect("a look")
        };
        assert_eq!(wage(&mut trial, "2025-03"), "7500000");
        assert_eq!(wage(&mut trial, "2025-04"), "6000000");
        assert_eq!(checked(&mut trial), Vec::<String>::new());
    });
}

/// What is wrong with the books.
fn checked(trial: &mut Trial) -> Vec<String> {
    crate::books::checks::verify(&mut trial.office).expect("a look").faults
}

#[test]
fn what_has_changed_since_it_was_asked_is_asked_again() {
    testing::both(|address| {
        let (mut trial, membership, change) = contested(address);
        let id = asked(&mut trial, &change, 11);
        trial.wage(membership, 6_500_000, "2025-03");
        let seen = tried(&mut trial.office, &change, Lang::En).expect("it is tried").expect("it can be done");
        let row = trial.office.look(|unit, _| approvals::read(unit, id)).expect("a look").expect("a row");
        let request = trial.office.look(|_, desk| opened(desk, &row)).expect("a look");
        assert!(!seen.is_of(&request));
        let checker = head(&trial, 12);
        let came = decide(&mut trial.office, &checker, id, true, "").expect("an answer");
        assert!(matches!(came, Came::Failed(refusal) if refusal.code == "stale"));
        assert_eq!((contest(&mut trial).approval, contest(&mut trial).state.as_str()), (None, "open"));
        assert_eq!(checked(&mut trial), Vec::<String>::new());
    });
}
