//! Claims of the year decided by two people, and paid by file.

use anyhow::Result;
use scheme::claims::ClaimKind;
use scheme::claims::moves::Move;
use scheme::id::PersonId;
use store::queries::orders;

use super::{Year, refused};
use crate::actions::hand_in_paper::{self, HandIn};
use crate::actions::move_claim::{self, Wanted};
use crate::actions::name_payee::{self, Payee};
use crate::actions::pay_benefits::{self, LetGo, order_name, run_name};
use crate::actions::screen_claim::{self, Review};
use crate::actions::{approve_claim, assess_claim, reconcile_benefits};
use crate::office::Office;
use crate::ports::bank::answer::{Answer, Place, Verdict};
use crate::registry::claims;
use crate::views::claim_signals;

const PAPER: &[u8] = b"%PDF-1.4 kertas";

/// So often is decided what has no answer yet; then somebody else would have to do something.
const TRIES: u8 = 3;

impl Year<'_> {
    /// What is open is decided, as far as it can be.
    pub(super) fn decide_open(&mut self, office: &mut Office) -> Result<()> {
        for (claim, tries) in std::mem::take(&mut self.open) {
            if !self.decide(office, claim)? {
                if tries < TRIES {
                    self.open.push((claim, tries + 1));
                } else {
                    self.count("left without a decision");
                }
            }
        }
        Ok(())
    }

    /// Every hand there may be gets an account.
    pub(super) fn name_hands(&mut self, office: &mut Office, person: PersonId, case: i64) -> Result<()> {
        let officer = self.officer;
        office.unit(|unit, desk| {
            let family = claims::life(unit, desk, person, None)?.family;
            let mut hands = vec![("member".to_owned(), "Peserta".to_owned(), 0)];
            hands.push(("burial_arranger".to_owned(), "Pengurus Pemakaman".to_owned(), 99));
            hands.extend(
                family.iter().map(|one| (format!("relative {}", one.no), one.name().to_owned(), one.no)),
            );
            for (hand, name, no) in hands {
                let account = format!("99{:010}", case * 100 + no).parse()?;
                let payee = Payee { name, bank: "BMRIIDJA".parse()?, account, address: None };
                name_payee::within(unit, desk, (case, &hand), &payee, officer)?;
            }
            Ok(())
        })
    }

    /// Papers, assessment, approval; false where it has to wait, for what is said to be missing.
    pub(super) fn decide(&mut self, office: &mut Office, claim: i64) -> Result<bool> {
        let (kind, person) = self.hand_in(office, claim)?;
        if let Err(error) = assess_claim::run(office, claim, self.officer) {
            let code = refused(error)?;
            self.count(&format!("{kind} not assessed: {code}"));
            return Ok(false);
        }
        let held = office.look(|unit, desk| {
            let held = claims::play(unit, claim)?;
            assess_claim::found(unit, desk, &held).map(|found| found.assessment)
        })?;
        let approved = match approve_claim::run(office, claim, self.head) {
            Ok(approved) => approved,
            Err(error) => {
                let code = refused(error)?;
                self.count(&format!("{kind} not approved: {code}"));
                move_claim::run(office, claim, self.head, &Wanted::Make(Move::SendBack))?;
                return Ok(false);
            }
        };
        self.count(&format!("{kind} granted"));
        self.compare(office, claim, &held, &approved)?;
        self.clear(office, claim)?;
        let mine = self.decided.entry(person.0).or_default();
        if !mine.contains(&claim) {
            mine.push(claim);
            self.fresh.push(claim);
            self.jobless.extend((kind == ClaimKind::JkpCash).then_some(claim));
        }
        Ok(true)
    }

    fn hand_in(&mut self, office: &mut Office, claim: i64) -> Result<(ClaimKind, PersonId)> {
        let officer = self.officer;
        office.unit(|unit, desk| {
            let held = claims::play(unit, claim)?;
            for paper in held.claim.missing() {
                let asked = HandIn { claim, paper, name: "kertas.pdf", bytes: PAPER, account: Some(officer) };
                hand_in_paper::within(unit, desk, &asked)?;
            }
            Ok((held.kind, held.row.person))
        })
    }

    /// The head has looked at what was odd.
    fn clear(&mut self, office: &mut Office, claim: i64) -> Result<()> {
        for signal in office.look(|unit, _| claim_signals::of_claim(unit, claim, rules::render::Lang::En))? {
            if signal.state != "cleared" {
                self.count(&signal.code);
                screen_claim::review(office, (claim, &signal.code), self.head, (Review::Clear, "sah"))?;
            }
        }
        Ok(())
    }

    /// What waits is paid: one makes the run, another lets it go, and the bank says that it has paid.
    pub(super) fn pay(&mut self, office: &mut Office) -> Result<()> {
        if office.look(|unit, _| orders::funds_waiting(unit))?.is_empty() {
            return Ok(());
        }
        let today = office.today();
        let made = pay_benefits::make(office, None, today, self.head)?;
        for (_, why) in &made.left {
            self.count(&format!("order left: {}", why.name()));
        }
        for run in &made.runs {
            let (account, bank) = ("9900700001".parse()?, "008".parse()?);
            let asked = LetGo { orders: run.orders, sum: run.amount, account, bank };
            pay_benefits::let_go(office, run.id, &asked, self.keeper)?;
            let sent = office.look(|unit, _| orders::of_run(unit, run.id))?;
            let answers = (1..).zip(&sent).map(|(number, order)| Answer {
                place: Place { line: 1, number },
                run: Some(run_name(run.id)),
                order: Some(order_name(order.id)),
                verdict: Verdict::Paid,
                amount: Some(order.amount),
                reference: format!("UJI-{}", order.id),
            });
            reconcile_benefits::run(office, &answers.collect::<Vec<_>>())?;
            self.counts("orders paid", sent.len());
        }
        Ok(())
    }
}
