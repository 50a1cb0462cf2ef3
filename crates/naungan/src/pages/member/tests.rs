//! A member's pages: what somebody who pays for herself finds, and somebody whose employer pays does not.

use rules::render::Lang;
use scheme::id::{PayerId, PersonId};
use scheme::memberships::Segment;
use store::queries::bills;

use crate::actions::receive_payment::{self, ForWhom, ReceivePayment};
use crate::auth::{Caller, Role};
use crate::office::code;
use crate::pages::tried::{ask, caller};
use crate::registry::members;
use crate::trial::{Trial, day, month};

fn page(trial: &mut Trial, person: PersonId, lang: Lang, path: &str) -> String {
    let mut herself = caller(trial, Role::Member, 21);
    herself.person = Some(person);
    of(trial, &herself, lang, path)
}

fn of(trial: &mut Trial, who: &Caller, lang: Lang, path: &str) -> String {
    let reply = ask(trial, who, lang, path, None).unwrap_or_else(|error| panic!("{path}: {error:?}"));
    let text = String::from_utf8(reply.body).expect("text");
    assert!(!text.contains('⟨'), "a text is missing: {text}");
    text
}

/// A woman who pays for herself, has paid her first month and saves.
fn self_employed(trial: &mut Trial) -> (PersonId, String) {
    let person = trial.person("Siti Aminah");
    let facts = [("income", "2000000"), ("jht_chosen", "yes")];
    let facts = facts.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let membership = trial.join(person, Segment::SelfEmployed, None, facts);
    let bill = trial.office.look(|unit, desk| {
        let payer = members::row(unit, membership)?.payer;
        Ok(bills::of_month(unit, payer, desk.today.month())?.remove(0))
    });
    let bill = bill.expect("a bill");
    let payment = ReceivePayment {
        for_whom: ForWhom::Code(bill.code),
        amount: bill.owed,
        day: day("2025-03-03"),
        channel: "agent".to_owned(),
        reference: String::new(),
    };
    receive_payment::run(&mut trial.office, &payment, None).expect("a payment");
    (person, code::shown(bill.code))
}

#[test]
fn whoever_owes_nothing_can_pay_ahead() {
    let scratch = testing::sqlite::scratch();
    let mut trial = Trial::begin(&scratch.address(), "2025-03-03");
    let (person, code) = self_employed(&mut trial);
    let me = page(&mut trial, person, Lang::Id, "/me");
    assert!(me.contains("Tidak ada yang terbuka") && me.contains("Bayar di muka"), "{me}");
    assert!(me.contains(&format!("href=\"/pay/{code}\"")), "{me}");
    let pay = of(&mut trial, &Caller::visitor(), Lang::En, &format!("/pay/{code}"));
    assert!(pay.contains("Also 1 month ahead") && pay.contains("Also 12 months ahead"), "{pay}");

    // Whoever is paid for by an employer has nothing to pay.
    let payer = trial.employer("medium");
    let hired = trial.hire(payer, 6_000_000);
    let worker = trial.office.look(|unit, _| Ok(members::row(unit, hired)?.person)).expect("a worker");
    assert!(!page(&mut trial, worker, Lang::En, "/me").contains("Pay ahead"));
}

#[test]
fn a_right_is_shown_to_whoever_can_have_it() {
    let scratch = testing::sqlite::scratch();
    let mut trial = Trial::begin(&scratch.address(), "2025-03-03");
    let (person, _) = self_employed(&mut trial);
    let rights = page(&mut trial, person, Lang::Id, "/me/rights");
    // Neither job loss nor pension is open to who works on her own account; each with its article.
    assert_eq!(rights.matches("Bukan bagian dari program Anda").count(), 2, "{rights}");
    assert!(rights.matches("Pasal").count() >= 1 && !rights.contains("<progress"), "{rights}");

    let payer = trial.employer("medium");
    let hired = trial.hire(payer, 6_000_000);
    let worker = trial.office.look(|unit, _| Ok(members::row(unit, hired)?.person)).expect("a worker");
    let rights = page(&mut trial, worker, Lang::En, "/me/rights");
    assert!(!rights.contains("Not part of your programmes"), "{rights}");
    assert_eq!(rights.matches("<progress").count(), 2, "{rights}");
}

#[test]
fn months_that_nobody_is_billed_for_are_counted_for_a_lost_job() {
    let scratch = testing::sqlite::scratch();
    let mut trial = Trial::begin(&scratch.address(), "2025-03-03");
    let payer = trial.employer("medium");
    let hired = trial.hire(payer, 6_000_000);
    let worker = trial.office.look(|unit, _| Ok(members::row(unit, hired)?.person)).expect("a worker");
    // A bill is made by the run of its month, and counts once it is paid.
    for (of, today) in [("2025-03", "2025-04-05"), ("2025-04", "2025-05-05")] {
        trial.clock.advance(day(today));
        trial.run(of);
        pay(&mut trial, payer, of, today);
    }
    let rights = rights_of(&mut trial, worker);
    assert!(rights.contains("2 of 12 months") && rights.contains("last 24 months"), "{rights}");
}

fn rights_of(trial: &mut Trial, worker: PersonId) -> String {
    page(trial, worker, Lang::En, "/me/rights")
}

/// The employer pays for a month.
fn pay(trial: &mut Trial, payer: PayerId, of: &str, today: &str) {
    let bill = trial.office.look(|unit, _| Ok(bills::of_month(unit, payer, month(of))?.remove(0)));
    let bill = bill.expect("a bill");
    let payment = ReceivePayment {
        for_whom: ForWhom::Code(bill.code),
        amount: bill.owed,
        day: day(today),
        channel: "bank".to_owned(),
        reference: String::new(),
    };
    receive_payment::run(&mut trial.office, &payment, None).expect("a payment");
}

#[test]
fn savings_are_told_month_by_month() {
    let scratch = testing::sqlite::scratch();
    let mut trial = Trial::begin(&scratch.address(), "2025-03-03");
    let (person, _) = self_employed(&mut trial);
    let savings = page(&mut trial, person, Lang::Id, "/me/savings");
    // A row has what was reported, and no fold hides it.
    assert!(savings.contains("Dilaporkan") && savings.contains("Rp2.000.000"), "{savings}");
    assert!(savings.contains("Maret 2025"), "{savings}");
}
