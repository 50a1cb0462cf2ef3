//! Living claims of an invented institution, one of each programme and each at another point, through the
//! actions that everybody uses. There are as many in a large demo as in a small one: what is to be tried here
//! is the claim, and not how many there are.

use anyhow::{Context, Result};
use base::Day;
use scheme::claims::ClaimKind;
use scheme::events::EventKind;
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::refusal::Refusal;
use store::queries::{memberships, rolls};

use super::logins::Login;
use crate::actions::hand_in_paper::{self, HandIn};
use crate::actions::name_payee::{self, Payee};
use crate::actions::open_account::by_handle;
use crate::actions::pay_benefits::{self, LetGo, order_name, run_name};
use crate::actions::report_event::{self, ReportEvent, Reported};
use crate::actions::{approve_claim, assess_claim, change_membership, reconcile_benefits};
use crate::auth::Role;
use crate::office::Office;
use crate::ports::bank::answer::{Answer, Place, Verdict};
use crate::registry::claims;

/// People who are asked in vain before a case is given up: not everybody has a right to everything.
const TRIED_MAX: usize = 60;
/// How long ago things happened.
const DAYS_AGO: [i32; 3] = [2, 12, 75];

/// What a paper of a demo is.
const PAPER: &[u8] = b"%PDF-1.4\n% Contoh: kertas rekaan\n%%EOF\n";

/// Whoever works on the cases.
struct Cast {
    officer: i64,
    head: i64,
    keeper: i64,
}

/// A claim that was opened, and the case it belongs to.
#[derive(Clone, Copy)]
struct Opened {
    claim: i64,
    case: i64,
}

/// Opens a case of each programme at the branch that the logins work at; gives how many claims there are.
pub(crate) fn open(office: &mut Office, logins: &[Login]) -> Result<usize> {
    let number =
        |role: Role| logins.iter().find(|login| login.role == role).map(|login| login.handle.clone());
    let handles = [Role::Officer, Role::Head, Role::Administrator, Role::Employer].map(number);
    let [Some(officer), Some(head), Some(keeper), Some(employer)] = handles else { return Ok(0) };
    let (cast, payer) = office.look(|unit, desk| {
        let mut find = |handle: &str| by_handle(unit, desk, handle)?.context("a login is lost");
        let cast = Cast { officer: find(&officer)?.id, head: find(&head)?.id, keeper: find(&keeper)?.id };
        let payer = find(&employer)?.payer;
        Ok((cast, payer))
    })?;
    let Some(payer) = payer else { return Ok(0) };
    let mut game = Game { people: on_roll(office, payer)?, cast, today: office.today(), office };
    let mut claims = game.accident()?;
    claims += game.death()?;
    claims += game.left_work()?;
    claims += game.dismissal()?;
    Ok(claims)
}

/// Who works for the employer, the last first: those who are looked at most come at the beginning.
fn on_roll(office: &mut Office, payer: PayerId) -> Result<Vec<(PersonId, MembershipId)>> {
    let month = office.today().month();
    office.look(|unit, _| {
        let mut all = Vec::new();
        for roll in rolls::of_payer_in(unit, payer, month)?.into_iter().rev().take(TRIED_MAX) {
            if let Some(row) = memberships::read(unit, roll.membership)? {
                all.push((row.person, row.id));
            }
        }
        Ok(all)
    })
}

/// The people that are left, and who works on their cases.
struct Game<'a> {
    office: &'a mut Office,
    people: Vec<(PersonId, MembershipId)>,
    cast: Cast,
    today: Day,
}

impl Game<'_> {
    fn ago(&self, which: usize) -> Day {
        self.today.plus_days(-DAYS_AGO[which]).unwrap_or(self.today)
    }

    /// Reports an event of the first who has a claim of a kind for it. Of whom it is refused nothing is kept.
    fn report(
        &mut self,
        (kind, day, facts): (EventKind, Day, &[(&str, &str)]),
        wanted: ClaimKind,
        ended: Option<&str>,
    ) -> Result<Option<Reported>> {
        let facts: Vec<(String, String)> =
            facts.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let (officer, by_employer) = (self.cast.officer, kind == EventKind::WorkAccident);
        for at in 0..self.people.len() {
            let (person, membership) = self.people[at];
            let asked =
                ReportEvent { person, kind, day, by_employer, account: Some(officer), facts: facts.clone() };
            let done = self.office.unit(|unit, desk| {
                if let Some(reason) = ended {
                    change_membership::end_within(unit, desk, membership, day, reason)?;
                }
                let reported = report_event::within(unit, desk, &asked)?;
                if reported.claims.iter().any(|claim| claim.kind == wanted.name()) {
                    return Ok(reported);
                }
                Err(Refusal::new("nothing_owed", "", "").into())
            });
            match done {
                Ok(reported) => {
                    self.people.remove(at);
                    return Ok(Some(reported));
                }
                Err(error) if error.chain().any(<dyn std::error::Error>::is::<Refusal>) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    /// An accident: its papers are complete, it is assessed, and the head has it before her.
    fn accident(&mut self) -> Result<usize> {
        let facts = [("land_fare", "350000"), ("glasses_cost", "900000")];
        let event = (EventKind::WorkAccident, self.ago(0), facts.as_slice());
        let Some(reported) = self.report(event, ClaimKind::JkkInjury, None)? else { return Ok(0) };
        for opened in opened(&reported) {
            self.papers(opened, usize::MAX)?;
            self.assess(opened)?;
        }
        Ok(reported.claims.len())
    }

    /// A death: the grant is paid and its claim closed, the survivors' pension is granted and waits to be
    /// paid, the savings are assessed as far as the law can say what they come to.
    fn death(&mut self) -> Result<usize> {
        let event = (EventKind::OtherDeath, self.ago(1), [].as_slice());
        let Some(reported) = self.report(event, ClaimKind::JkmDeath, None)? else { return Ok(0) };
        let all = opened(&reported);
        if let Some(first) = all.first() {
            self.papers(*first, usize::MAX)?;
            self.name(*first)?;
        }
        for (at, one) in all.iter().enumerate() {
            if self.assess(*one)? && at == 0 && self.approve(*one)? {
                self.pay()?;
            }
        }
        let pension = reported.claims.iter().position(|claim| claim.kind == ClaimKind::JpDeath.name());
        if let Some(pension) = pension.and_then(|at| all.get(at)) {
            self.approve(*pension)?;
        }
        Ok(all.len())
    }

    /// Work that ended: the savings are asked for, and two papers are still missing.
    fn left_work(&mut self) -> Result<usize> {
        let event = (EventKind::LeftWork, self.ago(2), [("termination", "resignation")].as_slice());
        let reported = self.report(event, ClaimKind::JhtLeftWork, Some("resigned"))?;
        let Some(reported) = reported else { return Ok(0) };
        for opened in opened(&reported) {
            self.papers(opened, 3)?;
        }
        Ok(reported.claims.len())
    }

    /// A dismissal: reported, complete, and nobody has looked at it yet.
    fn dismissal(&mut self) -> Result<usize> {
        let event = (EventKind::LostJob, self.ago(1), [("termination", "dismissal")].as_slice());
        let reported = self.report(event, ClaimKind::JkpCash, Some("dismissed"))?;
        let Some(reported) = reported else { return Ok(0) };
        for opened in opened(&reported) {
            self.papers(opened, usize::MAX)?;
        }
        Ok(reported.claims.len())
    }

    /// Hands in so many of the papers that a claim waits for.
    fn papers(&mut self, opened: Opened, most: usize) -> Result<()> {
        let officer = self.cast.officer;
        self.office.unit(|unit, desk| {
            let missing: Vec<String> =
                claims::play(unit, opened.claim)?.claim.missing().map(str::to_owned).collect();
            for paper in missing.iter().take(most) {
                let asked = HandIn {
                    claim: opened.claim,
                    paper,
                    name: "contoh.pdf",
                    bytes: PAPER,
                    account: Some(officer),
                };
                hand_in_paper::within(unit, desk, &asked)?;
            }
            Ok(())
        })
    }

    fn assess(&mut self, opened: Opened) -> Result<bool> {
        let officer = self.cast.officer;
        lawful(self.office.unit(|unit, desk| assess_claim::within(unit, desk, opened.claim, officer)))
    }

    fn approve(&mut self, opened: Opened) -> Result<bool> {
        let head = self.cast.head;
        lawful(self.office.unit(|unit, desk| approve_claim::within(unit, desk, opened.claim, head)))
    }

    /// Names an account for each hand there may be.
    fn name(&mut self, opened: Opened) -> Result<()> {
        let officer = self.cast.officer;
        self.office.unit(|unit, desk| {
            let row = claims::play(unit, opened.claim)?.row;
            let family = claims::life(unit, desk, row.person, None)?.family;
            for one in &family {
                let hand = format!("relative {}", one.no);
                let payee = payee(&one.relative.name, opened.case * 100 + one.no)?;
                name_payee::within(unit, desk, (opened.case, &hand), &payee, officer)?;
            }
            let payee = payee("Pengurus Pemakaman Contoh", opened.case * 100)?;
            name_payee::within(unit, desk, (opened.case, "burial_arranger"), &payee, officer)?;
            Ok(())
        })
    }

    /// What waits is paid: one makes the run, another lets it go, and the bank says that it has paid.
    fn pay(&mut self) -> Result<()> {
        let (made, today) = (pay_benefits::make(self.office, None, self.today, self.cast.head)?, self.today);
        for run in &made.runs {
            let asked = LetGo {
                orders: run.orders,
                sum: run.amount,
                account: "9900700001".parse()?,
                bank: "008".parse()?,
            };
            pay_benefits::let_go(self.office, run.id, &asked, self.cast.keeper)?;
            let orders = self.office.look(|unit, _| store::queries::orders::of_run(unit, run.id))?;
            let answers: Vec<Answer> = (1..)
                .zip(&orders)
                .map(|(number, order)| Answer {
                    place: Place { line: 1, number },
                    run: Some(run_name(run.id)),
                    order: Some(order_name(order.id)),
                    verdict: Verdict::Paid,
                    amount: Some(order.amount),
                    reference: format!("CONTOH-{today}-{}", order.id),
                })
                .collect();
            reconcile_benefits::run(self.office, &answers)?;
        }
        Ok(())
    }
}

fn opened(reported: &Reported) -> Vec<Opened> {
    let case = reported.case.unwrap_or_default();
    reported.claims.iter().map(|claim| Opened { claim: claim.claim, case }).collect()
}

/// An account that no bank has: it begins with 99.
fn payee(name: &str, number: i64) -> Result<Payee> {
    let (bank, account) = ("BMRIIDJA".parse()?, format!("99{number:010}").parse()?);
    Ok(Payee { name: name.to_owned(), bank, account, address: None })
}

/// Whether it was done; a lawful no is a state that a claim can be in.
fn lawful<T>(done: Result<T>) -> Result<bool> {
    match done {
        Ok(_) => Ok(true),
        Err(error) if error.chain().any(<dyn std::error::Error>::is::<Refusal>) => Ok(false),
        Err(error) => Err(error),
    }
}
