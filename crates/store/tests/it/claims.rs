//! Claims: cases, steps, papers, grants, orders and what banks answered, on both engines and in an archive.

use std::collections::BTreeSet;

use scheme::id::{MembershipId, PayerId, PersonId};
use store::queries::benefit_runs::{self, Answer, Approved, Run};
use store::queries::cases::{self, Case};
use store::queries::claims::{self, Claim, Step};
use store::queries::death_notices::{self, DeathNotice};
use store::queries::grants::{self, Grant, Recovery, Withdrawal};
use store::queries::marks::{self, Mark};
use store::queries::orders::{self, Order};
use store::queries::papers::{self, Paper};
use store::queries::payees::{self, Payee};
use store::queries::recovery_plans::{self, PaidBack, Plan};
use store::queries::sealed::{self, At, Table};
use store::queries::{claim_settings, duty_months, life_proofs};
use store::{Store, Unit, archive};
use testing::{both, sqlite};

use crate::{at, day, migrated, sure};

fn case(id: i64) -> Case {
    Case {
        id,
        person: PersonId(1),
        kind: "other_death".to_owned(),
        day: day("2026-03-10"),
        reported: day("2026-03-20"),
        by_employer: id == 11,
        account: (id == 11).then_some(5),
        sealed: vec![0, 0, 0, 1, 7],
        known: at(id),
    }
}

fn claim(id: i64, of_case: i64, state: &str) -> Claim {
    Claim {
        id,
        person: PersonId(1),
        of_case,
        opened_by: of_case,
        kind: "jkm_death".to_owned(),
        membership: MembershipId(7),
        segment: "wage_earner".to_owned(),
        notified: day("2026-03-20"),
        papers: vec!["claim_form".to_owned(), "death_certificate".to_owned()],
        state: state.to_owned(),
        known: at(id),
    }
}

fn step(no: i64, act: &str, value: Option<&str>, amount: Option<i64>) -> Step {
    let actor = "officer".to_owned();
    let (day, known) = (day("2026-03-21"), at(no));
    let value = value.map(str::to_owned);
    Step { claim: 21, no, day, actor, account: amount, act: act.to_owned(), value, amount, known }
}

fn grant(no: i64, lines: &[(&str, i64)]) -> Grant {
    Grant {
        claim: 21,
        no,
        membership: MembershipId(7),
        programme: "jht".to_owned(),
        day: day("2026-03-25"),
        gross: lines.iter().map(|(_, amount)| amount).sum(),
        tax: 0,
        more: no == 1,
        employer: (no == 2).then_some(PayerId(3)),
        law: "fingerprint".to_owned(),
        account: Some(6),
        place: (no == 1).then_some((7, 9)),
        known: at(no),
        lines: lines.iter().map(|(name, amount)| ((*name).to_owned(), *amount)).collect(),
    }
}

fn taken() -> Withdrawal {
    let (membership, day) = (MembershipId(7), day("2026-03-25"));
    Withdrawal { membership, claim: 21, no: 1, day, amount: 30, growth: 5, whole: true }
}

fn order(id: i64, fund: &str, amount: i64) -> Order {
    let order = Order::waiting(id, (21, 1), (fund, "relative 1"), amount, at(id));
    Order { again_of: (id == 33).then_some(31), ..order }
}

fn run(approved: Option<Approved>) -> Run {
    let (fund, maker) = ("jkm".to_owned(), 5);
    Run { id: 41, fund, day: day("2026-03-27"), orders: 2, amount: 30, maker, made: at(3), approved }
}

fn answer(no: i64, order: Option<i64>, verdict: &str) -> Answer {
    let (code, reference) = (String::new(), "M1".to_owned());
    Answer { run: 41, no, order, verdict: verdict.to_owned(), code, reference, amount: order, known: at(no) }
}

fn paper() -> Paper {
    Paper {
        id: 51,
        claim: 21,
        paper: "claim_form".to_owned(),
        form: "pdf".to_owned(),
        size: 3,
        given_by: "claimant".to_owned(),
        account: None,
        known: at(1),
    }
}

fn payee(id: i64) -> Payee {
    let hand = "relative 1".to_owned();
    Payee { id, of_case: 11, hand, sealed: vec![0, 0, 0, 1, 7], account: Some(5), known: at(id) }
}

fn mark(known: i64, married: bool) -> Mark {
    let sealed = married.then(|| vec![0, 0, 0, 1, 7]);
    Mark { no: 2, known: at(known), married, works: false, relative: married.then_some(PersonId(8)), sealed }
}

/// A row or two of everything.
fn fill(unit: &mut Unit<'_>) -> anyhow::Result<()> {
    cases::add(unit, &case(11))?;
    cases::add(unit, &case(12))?;
    claims::add(unit, &claim(21, 11, "notified"))?;
    claims::add(unit, &claim(22, 11, "approved"))?;
    claims::add_step(unit, &step(1, "give", Some("claim_form"), None))?;
    claims::add_step(unit, &step(2, "assess", None, Some(42)))?;
    papers::add(unit, &paper(), &[0, 0, 0, 1, 7])?;
    grants::add(unit, &grant(1, &[("funeral", 10), ("grant", 20)]))?;
    grants::add(unit, &grant(2, &[("grant", -4)]))?;
    grants::withdraw(unit, &taken())?;
    payees::add(unit, &payee(61))?;
    payees::add(unit, &payee(62))?;
    for (id, fund, amount) in [(31, "jkm", 10), (32, "jkm", 20), (33, "jht", 5)] {
        orders::add(unit, &order(id, fund, amount))?;
    }
    benefit_runs::add(unit, &run(None))?;
    benefit_runs::hear(unit, &answer(1, Some(31), "paid"))?;
    benefit_runs::hear(unit, &answer(2, None, "accepted"))?;
    marks::add(unit, PersonId(1), &mark(1, false))?;
    marks::add(unit, PersonId(1), &mark(2, true))?;
    life_proofs::add(unit, PersonId(1), (day("2026-01-05"), "desk"), Some(5), at(1))?;
    claim_settings::set(unit, ("approval_limit", 50), None, at(1))
}

fn filled(address: &str) -> Store {
    let mut store = migrated(address);
    sure(store.unit(fill));
    store
}

#[test]
fn a_case_has_its_claims_and_a_claim_its_steps() {
    both(|address| {
        let mut store = filled(address);
        let twice = store.unit(|unit| claims::add_step(unit, &step(2, "give", None, None)));
        assert!(twice.is_err(), "a step twice");
        sure(store.unit(|unit| {
            assert_eq!(cases::read(unit, 11)?, Some(case(11)));
            assert_eq!(cases::of_person(unit, PersonId(1))?, [case(11), case(12)]);
            assert_eq!(claims::of_person(unit, PersonId(2))?, []);
            claims::hold(unit, 21)?;
            let steps = [step(1, "give", Some("claim_form"), None), step(2, "assess", None, Some(42))];
            assert_eq!(claims::steps(unit, 21)?, steps);
            let approved = claim(22, 11, "approved");
            assert_eq!(claims::after(unit, Some("approved"), 0, 9)?, std::slice::from_ref(&approved));
            assert_eq!(claims::after(unit, None, 0, 1)?, [claim(21, 11, "notified")]);
            assert_eq!(claims::after(unit, None, 21, 9)?, [approved]);
            claims::set_state(unit, 21, "complete")?;
            claims::become_kind(unit, 21, 12, "jkk_death")?;
            let known = claims::read(unit, 21)?;
            let (of_case, kind) = (12, "jkk_death".to_owned());
            let now = Claim { of_case, opened_by: 11, kind, ..claim(21, 11, "complete") };
            assert_eq!(known, Some(now.clone()));
            assert_eq!(claims::of_person(unit, PersonId(1))?, [now, claim(22, 11, "approved")]);
            Ok(())
        }));
    });
}

#[test]
fn papers_and_payees_are_found_by_what_they_are_of() {
    both(|address| {
        sure(filled(address).unit(|unit| {
            assert_eq!(papers::of(unit, 21)?, [paper()]);
            assert_eq!(papers::sealed(unit, 51)?, Some((21, vec![0, 0, 0, 1, 7])));
            assert_eq!(papers::sealed(unit, 52)?, None);
            assert_eq!(payees::read(unit, 61)?, Some(payee(61)));
            assert_eq!(payees::of_hand(unit, 11, "relative 1")?, Some(payee(62)));
            assert_eq!(payees::of_hand(unit, 12, "relative 1")?, None);
            let marks = marks::of(unit, PersonId(1))?;
            assert_eq!(marks.into_values().collect::<Vec<_>>(), [mark(2, true)]);
            life_proofs::add(unit, PersonId(1), (day("2026-01-05"), "video"), None, at(2))?;
            assert_eq!(life_proofs::last(unit, PersonId(1))?, Some(day("2026-01-05")));
            assert_eq!(life_proofs::last(unit, PersonId(2))?, None);
            claim_settings::set(unit, ("approval_limit", 60), Some(5), at(1))?;
            assert_eq!(claim_settings::get(unit, "approval_limit")?, Some(60));
            assert_eq!(claim_settings::get(unit, "colour")?, None);
            Ok(())
        }));
    });
}

#[test]
fn what_was_paid_too_much_shrinks_by_what_is_kept_back() {
    both(|address| {
        sure(filled(address).unit(|unit| {
            let both = [grant(1, &[("funeral", 10), ("grant", 20)]), grant(2, &[("grant", -4)])];
            assert_eq!(grants::of(unit, 21)?, both);
            assert_eq!(grants::withdrawals(unit, (7, 8))?, [taken()]);
            assert_eq!(grants::withdrawals(unit, (8, 9))?, []);
            assert_eq!(grants::withdrawals_for(unit, 21, 1)?, [taken()]);
            assert_eq!(grants::withdrawals_for(unit, 21, 2)?, []);
            assert_eq!(grants::withdrawn(unit)?, (30, 5));
            let membership = MembershipId(7);
            let programme = "jkm".to_owned();
            let one = Recovery { claim: 21, no: 2, person: PersonId(1), membership, programme, amount: 9 };
            grants::recover(unit, &one)?;
            assert_eq!(grants::to_recover(unit, &[PersonId(1)], "jkm")?, std::slice::from_ref(&one));
            assert_eq!(grants::to_recover(unit, &[PersonId(1)], "jkk")?, []);
            let both = [PersonId(2), PersonId(1)];
            assert_eq!(grants::to_recover(unit, &both, "jkm")?, std::slice::from_ref(&one));
            assert_eq!(grants::to_recover(unit, &both[..1], "jkm")?, []);
            grants::keep_back(unit, &one, (22, 1), 4)?;
            let left = Recovery { amount: 5, ..one.clone() };
            assert_eq!(grants::to_recover(unit, &[PersonId(1)], "jkm")?, [left]);
            by_a_plan(unit, &one)?;
            grants::keep_back(unit, &one, (22, 2), 2)?;
            assert_eq!(grants::to_recover(unit, &[PersonId(1)], "jkm")?, []);
            assert_eq!(grants::kept_of(unit, 22)?, [(1, 4), (2, 2)]);
            assert_eq!(grants::kept_for(unit, 21)?, [(2, 22, 1, 4), (2, 22, 2, 2)]);
            assert_eq!(grants::recoveries_of(unit, 21)?, [one]);
            assert_eq!(grants::all_to_recover(unit)?, [("jkm".to_owned(), 0)]);
            Ok(())
        }));
    });
}

/// A plan counts once it is approved, and then no more than a part is due; three are paid back.
fn by_a_plan(unit: &mut Unit<'_>, one: &Recovery) -> anyhow::Result<()> {
    let due = |unit: &mut Unit<'_>| {
        let all = grants::due_back(unit, &[PersonId(1)], "jkm")?;
        anyhow::Ok(all.iter().map(|one| one.amount).sum::<i64>())
    };
    let first = "2026-04".parse()?;
    let plan = Plan {
        id: 41,
        claim: one.claim,
        no: one.no,
        amount: 5,
        instalment: 2,
        first,
        maker: 6,
        made: at(1),
        outcome: None,
        checker: None,
        decided: None,
    };
    recovery_plans::add(unit, &plan)?;
    assert_eq!((recovery_plans::instalment(unit, 21, 2)?, due(unit)?), (None, 5));
    recovery_plans::decide(unit, 41, "approved", (7, at(2)))?;
    // Who comes second changes nothing.
    recovery_plans::decide(unit, 41, "refused", (8, at(3)))?;
    let outcome = Some("approved".to_owned());
    let plan = Plan { outcome, checker: Some(7), decided: Some(at(2)), ..plan };
    assert_eq!(recovery_plans::of(unit, 21)?, [plan]);
    assert_eq!(due(unit)?, 2);
    let (day, account) = (day("2026-04-02"), Some(6));
    let paid = PaidBack { id: 42, claim: 21, no: 2, day, amount: 3, account, known: at(4) };
    recovery_plans::pay_back(unit, &paid)?;
    assert_eq!(recovery_plans::paid_back(unit, 21)?, [paid]);
    assert_eq!(grants::to_recover(unit, &[PersonId(1)], "jkm")?[0].amount, 2);
    Ok(())
}

#[test]
fn a_notice_of_a_death_stands_once() {
    both(|address| {
        let mut store = filled(address);
        let notice = DeathNotice {
            notice: vec![1, 2, 3],
            person: PersonId(1),
            day: day("2026-03-10"),
            outcome: "opened".to_owned(),
            case: Some(11),
            account: Some(6),
            known: at(9),
        };
        sure(store.unit(|unit| {
            assert_eq!(death_notices::read(unit, &[1, 2, 3])?, None);
            death_notices::add(unit, &notice)?;
            let (outcome, other) = ("dead".to_owned(), vec![4]);
            death_notices::add(
                unit,
                &DeathNotice { notice: other, outcome, case: Some(12), ..notice.clone() },
            )?;
            assert_eq!(death_notices::read(unit, &[1, 2, 3])?.as_ref(), Some(&notice));
            // Who was dead already had her case opened by somebody else.
            assert!(death_notices::opened(unit, 11)? && !death_notices::opened(unit, 12)?);
            Ok(())
        }));
        assert!(store.unit(|unit| death_notices::add(unit, &notice)).is_err());
    });
}

#[test]
fn a_look_at_a_month_is_for_one_decision() {
    both(|address| {
        sure(migrated(address).unit(|unit| {
            duty_months::look(unit, (21, 2, 1), 5, at(1))?;
            duty_months::look(unit, (21, 3, 2), 6, at(2))?;
            assert_eq!(duty_months::looks(unit, 21)?, [(2, 1, 5), (3, 2, 6)]);
            assert_eq!(duty_months::looks(unit, 22)?, []);
            Ok(())
        }));
    });
}

#[test]
fn an_order_goes_with_one_run() {
    both(|address| {
        sure(filled(address).unit(|unit| {
            let (one, two, other) = (order(31, "jkm", 10), order(32, "jkm", 20), order(33, "jht", 5));
            assert_eq!(orders::waiting(unit, Some("jkm"), i64::MAX)?, [one.clone(), two.clone()]);
            assert_eq!(orders::waiting(unit, None, i64::MAX)?, [other, one.clone(), two.clone()]);
            assert_eq!(orders::funds_waiting(unit)?, ["jht", "jkm"]);
            assert_eq!(orders::take_all(unit, ("jkm", 41), false, &BTreeSet::new())?, (2, 30));
            assert_eq!(
                orders::take_all(unit, ("jkm", 42), false, &BTreeSet::new())?,
                (0, 0),
                "another run was quicker"
            );
            let [taken, second] = [one, two].map(|order| Order { run: Some(41), payee: Some(62), ..order });
            assert_eq!(orders::of_run(unit, 41)?, [taken.clone(), second]);
            assert_eq!(orders::read(unit, 31)?, Some(taken));
            // It stands in the place of one that went to the same account.
            assert_eq!(orders::take_all(unit, ("jht", 43), false, &BTreeSet::new())?, (0, 0));
            assert_eq!(orders::funds_waiting(unit)?, ["jht"]);
            let told = orders::told(unit, 41, 31, 9)?;
            assert_eq!(told.iter().map(|one| (one.id, one.payee)).collect::<Vec<_>>(), [(32, 62)]);
            assert!(orders::run_pays(unit, 41, 1)? && !orders::run_pays(unit, 41, 2)?);
            orders::send_all(unit, 41)?;
            assert_eq!(orders::of_run(unit, 41)?[1].state, "sent");
            assert_eq!(orders::unpaid(unit)?, [("jht".to_owned(), 5), ("jkm".to_owned(), 30)]);
            orders::set_state(unit, 31, "paid")?;
            assert_eq!(orders::of_claim(unit, 21)?[0].state, "paid");
            assert_eq!(orders::unpaid(unit)?, [("jht".to_owned(), 5), ("jkm".to_owned(), 20)]);
            benefit_runs::hold(unit, 41)?;
            assert_eq!(benefit_runs::read(unit, 41)?, Some(run(None)));
            let (account, bank) = ("7001".to_owned(), "008".to_owned());
            let approved = Approved { checker: 6, at: at(4), account, bank };
            benefit_runs::approve(unit, 41, &approved)?;
            assert_eq!(benefit_runs::latest(unit, 5)?, [run(Some(approved))]);
            let heard = [answer(1, Some(31), "paid"), answer(2, None, "accepted")];
            assert_eq!(benefit_runs::answers(unit, 41)?, heard);
            Ok(())
        }));
    });
}

#[test]
fn what_is_sealed_of_a_claim_gets_a_new_key() {
    both(|address| {
        let mut store = filled(address);
        for (table, count) in [(Table::Case, 2), (Table::Paper, 1), (Table::Payee, 2), (Table::Guardian, 1)] {
            let by_key = |store: &mut Store| sure(store.look(|unit| sealed::by_key(unit, table)));
            assert_eq!(by_key(&mut store), [(1, count)]);
            let page = sure(store.look(|unit| sealed::page(unit, table, At::START, 9)));
            assert_eq!(page.len() as i64, count);
            sure(store.unit(|unit| {
                page.iter().try_for_each(|(at, _)| sealed::put(unit, table, *at, &[0, 0, 0, 2, 7]))
            }));
            assert_eq!(by_key(&mut store), [(2, count)]);
            let (last, _) = page[page.len() - 1];
            assert_eq!(sure(store.look(|unit| sealed::page(unit, table, last, 9))), []);
        }
    });
}

#[test]
fn an_archive_has_claims_too() {
    both(|address| {
        let mut store = filled(address);
        let written = |store: &mut Store| {
            let mut bytes = Vec::new();
            sure(archive::write(store, &mut bytes, &mut |_, _| {}));
            bytes
        };
        let bytes = written(&mut store);
        let other = sqlite::scratch();
        let mut again = migrated(&other.address());
        sure(archive::read(&mut again, &mut &bytes[..], &mut |_, _| {}));
        assert!(written(&mut again) == bytes);
    });
}
