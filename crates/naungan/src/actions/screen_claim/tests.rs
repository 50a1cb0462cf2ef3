//! Many accounts from one device, or with one address: it is seen, somebody may look, and nobody waits for it
//! past the last day of the law.

use base::Day;
use scheme::events::EventKind;
use scheme::law::ClaimLaw;

use super::{Review, review};
use crate::actions::hand_in_paper::{self, HandIn};
use crate::actions::name_payee::{self, Payee};
use crate::actions::open_account::{self, OpenAccount};
use crate::actions::pay_benefits::{self, Why};
use crate::actions::report_event::{self, ReportEvent};
use crate::actions::{approve_claim, assess_claim};
use crate::auth::{Role, members as sign_in};
use crate::registry::{claims, members};
use crate::trial::{Trial, day};

/// So many others are a household, or a village with one telephone.
const OTHERS: usize = 5;

struct Told {
    claim: i64,
    due: Day,
}

fn staff(trial: &mut Trial, role: Role, handle: &str) -> i64 {
    let asked = OpenAccount {
        role,
        handle: handle.to_owned(),
        name: format!("Petugas {handle}"),
        address: String::new(),
        person: None,
        payer: None,
        branch: Some(trial.branch),
        province: (role == Role::Head).then(|| "31".to_owned()),
        agent: None,
        given: Some(("kata sandi yang panjang".to_owned(), vec![7; 20])),
    };
    open_account::run(&mut trial.office, &asked).expect("an account").account
}

/// Somebody new is hurt at work, and says herself where the money goes.
fn hurt(trial: &mut Trial, number: usize, (device, address): (&str, Option<&str>)) -> (i64, i64) {
    let firm = trial.employer("micro");
    let membership = trial.hire(firm, 5_000_000);
    let person = trial.office.look(|unit, _| members::row(unit, membership)).expect("a row").person;
    let asked = ReportEvent {
        person,
        kind: EventKind::WorkAccident,
        day: day("2025-03-03"),
        by_employer: true,
        account: None,
        facts: vec![("land_fare".to_owned(), "150000".to_owned())],
    };
    let reported = report_event::run(&mut trial.office, &asked, None).expect("a case");
    let case = reported.case.expect("a case");
    let own = trial.office.unit(|unit, desk| sign_in::account_of(unit, desk, person)).expect("an account");
    let payee = Payee {
        name: "Warga Uji".to_owned(),
        bank: "BMRIIDJA".parse().expect("a bank"),
        account: format!("99001{number:05}").parse().expect("an account"),
        address: address.map(str::to_owned),
    };
    name_payee::own(&mut trial.office, (case, "member"), &payee, own, device).expect("it is hers");
    (case, reported.claims[0].claim)
}

/// The claim is complete, assessed by one and approved by another.
fn decided(trial: &mut Trial, claim: i64, (officer, head): (i64, i64)) -> Told {
    let done = trial.office.unit(|unit, desk| {
        let missing: Vec<String> = claims::play(unit, claim)?.claim.missing().map(str::to_owned).collect();
        for paper in &missing {
            let bytes = b"%PDF-1.4 kertas";
            let asked = HandIn { claim, paper, name: "a.pdf", bytes, account: Some(officer) };
            hand_in_paper::within(unit, desk, &asked)?;
        }
        assess_claim::within(unit, desk, claim, officer)?;
        approve_claim::within(unit, desk, claim, head)?;
        let played = claims::play(unit, claim)?;
        let of = (played.kind, played.row.segment.parse()?);
        Ok(played.claim.clock.due(&ClaimLaw::new(desk.law)?, of, desk.today)?)
    });
    let due = done.expect("it is decided").expect("a last day").day;
    Told { claim, due }
}

/// The signals of a claim, and why its order waits on if a run is made for a day.
fn seen(trial: &mut Trial, told: &Told, on: Day) -> (Vec<String>, Option<Why>) {
    let office = &mut trial.office;
    office
        .look(|unit, desk| {
            let all = store::queries::claim_signals::of_claim(unit, told.claim)?;
            let codes = all.into_iter().map(|signal| format!("{} {}", signal.code, signal.looker));
            let waits = pay_benefits::waiting(unit, desk, (Some("jkk"), on), 99)?;
            let mine = waits.into_iter().find(|(order, _)| order.claim == told.claim);
            Ok((codes.collect(), mine.and_then(|(_, payee)| payee.err())))
        })
        .expect("it is looked at")
}

fn check(trial: &mut Trial, staff: (i64, i64), told: [(&str, Option<&str>); 2], signals: &[&str]) {
    let (others, own) = (told[0], told[1]);
    for number in 0..OTHERS {
        hurt(trial, number, others);
    }
    let (_, claim) = hurt(trial, 99, own);
    let told = decided(trial, claim, staff);
    let last_but_one = told.due.plus_days(-1).expect("a day");
    let waits = (!signals.is_empty()).then_some(Why::Signal);
    let codes: Vec<String> = signals.iter().map(|code| format!("{code} checker")).collect();
    assert_eq!(seen(trial, &told, last_but_one), (codes.clone(), waits), "while it is in time");
    assert_eq!(seen(trial, &told, told.due), (codes.clone(), None), "on its last day");
    for code in signals {
        let held = review(&mut trial.office, (told.claim, code), staff.1, (Review::Hold, "tanya keluarga"));
        held.expect("somebody looks");
        assert_eq!(seen(trial, &told, told.due), (codes.clone(), Some(Why::Signal)), "in her name");
        let cleared = review(&mut trial.office, (told.claim, code), staff.1, (Review::Clear, "sah"));
        cleared.expect("there is nothing to it");
    }
    assert_eq!(seen(trial, &told, last_but_one).1, None, "nothing is left to look at");
}

#[test]
fn one_device_or_one_address_for_many() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2025-03-03");
        let officer = staff(&mut trial, Role::Officer, "ani");
        let staff = (officer, staff(&mut trial, Role::Head, "kepala"));
        let house = Some("Jl. Melati No. 12, Desa Contoh");
        let same_house = Some("jalan melati 12 desa contoh");
        let hamlet = Some("Dusun Contoh RT 02/05");
        check(&mut trial, staff, [("satu", None), ("satu", None)], &["device_shared"]);
        check(&mut trial, staff, [("dua", house), ("tiga", same_house)], &["address_shared"]);
        check(&mut trial, staff, [("empat", hamlet), ("lima", hamlet)], &[]);
    });
}

/// What was told under a key before the newest is found all the same, once the device comes again.
#[test]
fn a_device_is_known_again_after_keys_were_turned() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2025-03-03");
        let officer = staff(&mut trial, Role::Officer, "ani");
        let staff = (officer, staff(&mut trial, Role::Head, "kepala"));
        for number in 0..OTHERS {
            hurt(&mut trial, number, ("satu", Some("Jalan Melati 12")));
        }
        trial.office.keys = trial.office.keys.turned().expect("a newer key");
        let (_, claim) = hurt(&mut trial, 99, ("satu", Some("Jalan Melati 12")));
        let told = decided(&mut trial, claim, staff);
        let (codes, _) = seen(&mut trial, &told, told.due);
        assert_eq!(codes, ["address_shared checker", "device_shared checker"]);
    });
}
