//! What was paid too much comes back by a plan that two people want, and the member sees how.

use scheme::id::PersonId;
use store::queries::grants::{self, Recovery};
use store::queries::{memberships, orders};

use crate::actions::merge_people;
use crate::auth::{Caller, Role};
use crate::books::checks;
use crate::pages::tried::caller;
use crate::registry::members;
use crate::runs;
use crate::trial::{Trial, day, month};

use super::pensions::drawn;
use super::{hand_in, moved, movement, page, reported, run, sent, somebody};

/// An accident of the day before, with a fare, assessed.
fn hurt_again(trial: &mut Trial, person: i64, officer: &Caller) -> String {
    let fields = [
        ("kind", "work_accident"),
        ("day", "2025-03-05"),
        ("by_employer", "yes"),
        ("seen", "yes"),
        ("fact-land_fare", "150.000"),
    ];
    let claim = sent(trial, officer, &format!("/people/{person}/event"), &fields, None).expect("a case");
    let claim = claim.trim_end_matches("?done=opened").to_owned();
    hand_in(trial, officer, &claim);
    moved(trial, officer, &claim, "assess").expect("assessed");
    claim
}

/// Paid by the bank, looked at again, and rejected.
fn rejected(trial: &mut Trial, claim: &str, (officer, head, keeper): (&Caller, &Caller, &Caller)) {
    hand_in(trial, officer, claim);
    moved(trial, officer, claim, "assess").expect("assessed");
    moved(trial, head, claim, "approve").expect("approved");
    let payee = [("hand", "member"), ("holder", "Abdul"), ("bank", "BMRIIDJA"), ("account", "9900 1122 33")];
    sent(trial, officer, &format!("{claim}/payee"), &payee, None).expect("an account");
    let (_, order) = run(trial, head, keeper);
    let answer = movement(&order, 150_000);
    let told = sent(trial, keeper, "/benefits/answers", &[], Some(("a.xml", answer.as_bytes())));
    assert!(told.expect_err("a page").contains(&order));
    moved(trial, head, claim, "reopen").expect("looked at again");
    let no = [("what", "reject"), ("provision", "PP 44/2015 pasal 25")];
    sent(trial, head, &format!("{claim}/move"), &no, None).expect("rejected");
}

#[test]
fn what_was_paid_too_much_comes_back_by_a_plan() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2025-03-03");
        let [ani, budi] = ["ani", "budi"].map(|handle| somebody(&mut trial, Role::Officer, handle));
        let head = somebody(&mut trial, Role::Head, "kepala");
        let keeper = somebody(&mut trial, Role::Administrator, "kasir");
        let (person, claim) = reported(&mut trial, &ani);
        rejected(&mut trial, &claim, (&ani, &head, &keeper));
        let place = format!("{claim}/recovery");
        assert!(page(&mut trial, &ani, &claim).contains(&place));
        let owed = page(&mut trial, &ani, &place);
        for said in ["Rp150,000 was paid too much", "paid and then rejected: PP 44/2015 art. 25", "/letter/2"]
        {
            assert!(owed.contains(said), "{said}: {owed}");
        }

        let no =
            owed.split("name=\"no\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("one");
        let plan =
            |instalment| [("what", "propose"), ("no", no), ("instalment", instalment), ("first", "2025-03")];
        for (instalment, why) in
            [("lima puluh", "Write whole rupiah"), ("150.001", "a part is 150000 at most")]
        {
            let wrong = sent(&mut trial, &ani, &place, &plan(instalment), None).expect_err("no plan");
            assert!(wrong.contains(why), "{wrong}");
        }
        sent(&mut trial, &ani, &place, &plan("50.000"), None).expect("a plan");
        let again = sent(&mut trial, &ani, &place, &plan("50.000"), None).expect_err("it waits");
        assert!(again.contains("waits for a second person already"), "{again}");
        let waits = page(&mut trial, &budi, &place);
        let id = waits.split("name=\"plan\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let agreed = [("what", "approve"), ("no", no), ("plan", id.expect("it waits"))];
        let own = sent(&mut trial, &ani, &place, &agreed, None).expect_err("her own");
        assert!(own.contains("whoever proposed the plan does not decide it"), "{own}");
        sent(&mut trial, &budi, &place, &agreed, None).expect("agreed");

        let paid = |amount| [("what", "paid"), ("no", no), ("paid", amount)];
        sent(&mut trial, &ani, &place, &paid("60.000"), None).expect("booked");
        let more = sent(&mut trial, &ani, &place, &paid("100.000"), None).expect_err("more than is open");
        assert!(more.contains("90000 is open"), "{more}");
        // Of another payment from the fund no more than a part is kept back.
        trial.clock.advance(day("2025-03-06"));
        let other = hurt_again(&mut trial, person.0, &ani);
        moved(&mut trial, &head, &other, "approve").expect("approved");
        assert!(page(&mut trial, &ani, &other).contains("Rp50,000"));

        let mut member = caller(&trial, Role::Member, 4_711);
        (member.person, member.branch) = (Some(person), None);
        let owed = page(&mut trial, &member, &place);
        for said in ["Rp40,000", "kept back of a payment of claim", "paid back", "PP 46/2015", "May 2025"] {
            assert!(owed.contains(said), "{said}: {owed}");
        }
        assert!(!owed.contains("Propose a plan"), "{owed}");
        let letter = page(&mut trial, &member, &format!("{claim}/letter/3"));
        assert!(letter.contains("comes back in parts") && letter.contains("There are 3 parts"), "{letter}");
        let verdict = checks::verify(&mut trial.office).expect("the books");
        assert!(verdict.faults.is_empty(), "{:?}", verdict.faults);
    });
}

/// What has been kept back for a claim's overpayments.
fn kept(trial: &mut Trial, claim: &str) -> i64 {
    let number = claim.trim_start_matches("/claims/").parse().expect("a number");
    let kept = trial.office.look(|unit, _| grants::kept_for(unit, number)).expect("a look");
    kept.iter().map(|(.., amount)| amount).sum()
}

/// Whoever was paid too much turns out to be somebody else of the branch, who works elsewhere.
fn merged(trial: &mut Trial, person: PersonId) -> PersonId {
    let firm = trial.employer("micro");
    let membership = trial.hire(firm, 4_000_000);
    let other = trial.office.look(|unit, _| members::row(unit, membership)).expect("a row").person;
    let reason = Some("kartu yang sama");
    merge_people::merge(&mut trial.office, person, other, reason).expect("one person");
    other
}

#[test]
fn what_was_paid_too_much_under_another_number_is_seen_and_kept_back() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2025-03-03");
        let ani = somebody(&mut trial, Role::Officer, "ani");
        let head = somebody(&mut trial, Role::Head, "kepala");
        let keeper = somebody(&mut trial, Role::Administrator, "kasir");
        let (person, claim) = reported(&mut trial, &ani);
        rejected(&mut trial, &claim, (&ani, &head, &keeper));
        let other = merged(&mut trial, person);
        trial.clock.advance(day("2025-03-06"));
        let second = hurt_again(&mut trial, other.0, &ani);
        let seen = page(&mut trial, &ani, &second);
        assert!(seen.contains(&format!("{claim}/recovery")), "{seen}");
        moved(&mut trial, &head, &second, "approve").expect("approved");
        assert!(kept(&mut trial, &claim) > 0);
        let verdict = checks::verify(&mut trial.office).expect("the books");
        assert!(verdict.faults.is_empty(), "{:?}", verdict.faults);
    });
}

#[test]
fn a_pension_under_another_number_gives_back_what_was_paid_too_much() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2025-03-03");
        let ani = somebody(&mut trial, Role::Officer, "ani");
        let head = somebody(&mut trial, Role::Head, "kepala");
        let (person, claim) = reported(&mut trial, &ani);
        let number = claim.trim_start_matches("/claims/").parse().expect("a number");
        let found = trial.office.unit(|unit, _| {
            let membership = memberships::of_person(unit, person)?[0].id;
            let programme = "jp".to_owned();
            let one = Recovery { claim: number, no: 1, person, membership, programme, amount: 90_000 };
            grants::recover(unit, &one)
        });
        found.expect("it is found");
        let other = merged(&mut trial, person);
        drawn(&mut trial, (other, &claim), "jp_old_age");
        runs::pensions::run(&mut trial.office, month("2025-03"), head.account, &|_, _| {}).expect("a month");
        let orders = trial.office.look(|unit, _| orders::of_claim(unit, number)).expect("orders");
        let kept = kept(&mut trial, &claim);
        assert!(kept > 0, "{orders:?}");
        assert_eq!(orders.iter().map(|order| order.amount).collect::<Vec<_>>(), [500_000 - kept]);
    });
}
