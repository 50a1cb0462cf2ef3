//! What was paid too much comes back by a plan that two people want, and the member sees how.

use crate::auth::{Caller, Role};
use crate::books::checks;
use crate::pages::tried::caller;
use crate::trial::{Trial, day};

use super::{hand_in, moved, movement, page, reported, run, sent, somebody};

/// An accident of the day before, with a fare, approved: what goes out of it.
fn paid_again(trial: &mut Trial, person: i64, (officer, head): (&Caller, &Caller)) -> String {
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
    moved(trial, head, &claim, "approve").expect("approved");
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
        let other = paid_again(&mut trial, person.0, (&ani, &head));
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
