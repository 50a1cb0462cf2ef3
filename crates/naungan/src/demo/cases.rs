//! Living claims of an invented institution, one of each programme and each at another point, through the
//! actions that everybody uses. There are as many in a large demo as in a small one: what is to be tried here
//! is the claim, and not how many there are.

mod jobless;

use anyhow::{Context, Result};
use base::Day;
use scheme::claims::ClaimKind;
use scheme::claims::care::CareItem;
use scheme::events::EventKind;
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::people::Relative;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::{memberships, rolls};

use super::logins::Login;
use crate::actions::give_guarantee::{self, GiveGuarantee};
use crate::actions::hand_in_paper::{self, HandIn};
use crate::actions::name_payee::{self, Payee};
use crate::actions::open_account::by_handle;
use crate::actions::pay_benefits::{self, LetGo, order_name, run_name};
use crate::actions::pay_later::{self, Proven, Year};
use crate::actions::report_event::{self, ReportEvent, Reported};
use crate::actions::take_care_bill::{self, CareBill};
use crate::actions::take_death_notice;
use crate::actions::{approve_claim, assess_claim, change_membership, reconcile_benefits, relate_person};
use crate::auth::Role;
use crate::office::{Desk, Office};
use crate::ports::bank::answer::{Answer, Place, Verdict};
use crate::ports::civil_registry::deaths::{self, Notice};
use crate::registry::{claims, people};
use crate::runs::pensions;

/// People who are asked in vain before a case is given up: not everybody has a right to everything.
const TRIED_MAX: usize = 60;
/// How long ago things happened.
const DAYS_AGO: [i32; 3] = [2, 12, 75];

/// A child who is in the first years of secondary school: thirteen.
const CHILD: &str = "Anak Contoh";
const CHILD_MONTHS: i32 = 13 * 12;

/// A number that nobody in a demo has: the invented civil registry knows none like it.
const STRANGER: &str = "9901014501900097";

/// What a paper of a demo is.
const PAPER: &[u8] = b"%PDF-1.4\n% Contoh: kertas rekaan\n%%EOF\n";

/// Whoever works on the cases.
struct Cast {
    officer: i64,
    head: i64,
    keeper: i64,
    /// Who acts for the employer whose people these are.
    employer: (PayerId, i64),
    /// Who bills for care, with her login.
    hospital: Option<(PayerId, i64)>,
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
    let hospital = number(Role::Hospital);
    let [Some(officer), Some(head), Some(keeper), Some(employer)] = handles else { return Ok(0) };
    let cast = office.look(|unit, desk| {
        let mut find = |handle: &str| by_handle(unit, desk, handle)?.context("a login is lost");
        let hospital = hospital.as_deref().map(&mut find).transpose()?;
        let employer = find(&employer)?;
        let Some(payer) = employer.payer else { return Ok(None) };
        Ok(Some(Cast {
            officer: find(&officer)?.id,
            head: find(&head)?.id,
            keeper: find(&keeper)?.id,
            employer: (payer, employer.id),
            hospital: hospital.and_then(|login| login.payer.map(|payer| (payer, login.id))),
        }))
    })?;
    let Some(cast) = cast else { return Ok(0) };
    let payer = cast.employer.0;
    let mut game = Game { people: on_roll(office, payer)?, cast, today: office.today(), office };
    let mut claims = game.accident()?;
    claims += game.death()?;
    claims += game.death_at_work()?;
    claims += game.disability()?;
    game.pensions()?;
    claims += game.left_work()?;
    game.work_to_find()?;
    claims += game.jobless()?;
    claims += game.dismissal()?;
    claims += game.told_by_registry()?;
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
        before: Before<'_>,
    ) -> Result<Option<Reported>> {
        let facts: Vec<(String, String)> =
            facts.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let (officer, by_employer) = (self.cast.officer, kind == EventKind::WorkAccident);
        for at in 0..self.people.len() {
            let (person, membership) = self.people[at];
            let asked =
                ReportEvent { person, kind, day, by_employer, account: Some(officer), facts: facts.clone() };
            let done = self.office.unit(|unit, desk| {
                match before {
                    Before::Nothing => {}
                    Before::Married => is_married(unit, desk, person)?,
                    Before::Ends(reason) => {
                        change_membership::end_within(unit, desk, membership, day, reason)?;
                    }
                    Before::Child(born) => has_child(unit, desk, person, born)?,
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

    /// An accident: a hospital has asked and billed, the papers are complete, it is assessed, and the head
    /// has it before her.
    fn accident(&mut self) -> Result<usize> {
        let facts = [("land_fare", "350000"), ("glasses_cost", "900000")];
        let event = (EventKind::WorkAccident, self.ago(0), facts.as_slice());
        let reported = self.report(event, ClaimKind::JkkInjury, Before::Nothing)?;
        let Some(reported) = reported else { return Ok(0) };
        for opened in opened(&reported) {
            self.care(opened)?;
            self.papers(opened, usize::MAX)?;
            self.assess(opened)?;
        }
        Ok(reported.claims.len())
    }

    /// A death: the grant is paid and its claim closed, what the survivors get of the pension is granted and
    /// waits to be paid, the savings are assessed as far as the law can say what they come to.
    fn death(&mut self) -> Result<usize> {
        let event = (EventKind::OtherDeath, self.ago(1), [].as_slice());
        let reported = match self.report(event, ClaimKind::JkmDeath, Before::Married)? {
            Some(reported) => Some(reported),
            None => self.report(event, ClaimKind::JkmDeath, Before::Nothing)?,
        };
        let Some(reported) = reported else { return Ok(0) };
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

    /// The hospital asks whether care is paid, and bills for it: a second person still has to decide.
    fn care(&mut self, opened: Opened) -> Result<()> {
        let Some((hospital, account)) = self.cast.hospital else { return Ok(()) };
        let (person, day, account) = (self.whose(opened)?, self.ago(0), Some(account));
        let asked = GiveGuarantee { person, hospital, day, account };
        lawful(give_guarantee::run(self.office, &asked, None))?;
        let item = |item: &str, cost| CareItem { item: item.to_owned(), day, cost, class_one: None };
        let items = vec![item("examination", 250_000), item("surgery", 12_500_000), item("comfort", 300_000)];
        let number = format!("RS-CONTOH/{}", opened.claim);
        let (claim, fares, day) = (opened.claim, Vec::new(), self.today);
        let bill = CareBill { claim, hospital, number, day, items, fares, account };
        lawful(take_care_bill::run(self.office, &bill, None)).map(drop)
    }

    fn whose(&mut self, opened: Opened) -> Result<PersonId> {
        self.office.look(|unit, _| Ok(claims::play(unit, opened.claim)?.row.person))
    }

    /// A death at work: what is due at once is paid, and the first year of a child's study is proven and
    /// granted.
    fn death_at_work(&mut self) -> Result<usize> {
        let Some(born) = self.today.plus_months(-CHILD_MONTHS) else { return Ok(0) };
        let children = format!("birth_date {born}, lower_secondary_years 3");
        let facts = [("children", children.as_str())];
        let event = (EventKind::WorkDeath, self.ago(1), facts.as_slice());
        let reported = self.report(event, ClaimKind::JkkDeath, Before::Child(born))?;
        let Some(reported) = reported else { return Ok(0) };
        let all = opened(&reported);
        for one in &all {
            self.papers(*one, usize::MAX)?;
        }
        let fatal = reported.claims.iter().position(|claim| claim.kind == ClaimKind::JkkDeath.name());
        let Some(fatal) = fatal.and_then(|at| all.get(at)) else { return Ok(all.len()) };
        self.name(*fatal)?;
        if self.assess(*fatal)? && self.approve(*fatal)? {
            self.pay()?;
            self.study(*fatal)?;
        }
        Ok(all.len())
    }

    /// The first year of study: one takes the proof, another grants it.
    fn study(&mut self, opened: Opened) -> Result<()> {
        let person = self.whose(opened)?;
        let family = self.office.look(|unit, desk| Ok(claims::life(unit, desk, person, None)?.family))?;
        let Some(child) = family.iter().find(|one| one.name() == CHILD) else { return Ok(()) };
        let year = Year {
            child: child.no,
            level: "lower_secondary".to_owned(),
            number: 1,
            begins: self.today,
            work: ("no_work".to_owned(), 0),
        };
        let (proven, proof) = (Proven::Year(year), "surat keterangan sekolah (contoh)");
        if lawful(pay_later::prove(self.office, opened.claim, (&proven, proof), self.cast.officer))? {
            lawful(pay_later::grant(self.office, opened.claim, self.cast.head))?;
        }
        Ok(())
    }

    /// A disability: its pension is granted, and the savings wait to be looked at. Nobody draws a monthly
    /// pension of old age before she can have paid for fifteen years.
    fn disability(&mut self) -> Result<usize> {
        let event = (EventKind::OtherDisability, self.ago(2), [].as_slice());
        let reported = self.report(event, ClaimKind::JpDisability, Before::Nothing)?;
        let Some(reported) = reported else { return Ok(0) };
        let all = opened(&reported);
        for one in &all {
            self.papers(*one, usize::MAX)?;
        }
        let pension = reported.claims.iter().position(|claim| claim.kind == ClaimKind::JpDisability.name());
        if let Some(pension) = pension.and_then(|at| all.get(at)) {
            let (case, officer) = (pension.case, self.cast.officer);
            let payee = payee("Peserta Contoh", case * 100)?;
            self.office
                .unit(|unit, desk| name_payee::within(unit, desk, (case, "member"), &payee, officer))?;
            let _ = self.assess(*pension)? && self.approve(*pension)?;
        }
        Ok(all.len())
    }

    /// This month of every pension: granted, and paid with what else waits.
    fn pensions(&mut self) -> Result<()> {
        let (month, head) = (self.today.month(), self.cast.head);
        if lawful(pensions::run(self.office, month, head, &|_, _| {}))? {
            self.pay()?;
        }
        Ok(())
    }

    /// Work that ended: the savings are asked for, and two papers are still missing.
    fn left_work(&mut self) -> Result<usize> {
        let event = (EventKind::LeftWork, self.ago(2), [("termination", "resignation")].as_slice());
        let reported = self.report(event, ClaimKind::JhtLeftWork, Before::Ends("resigned"))?;
        let Some(reported) = reported else { return Ok(0) };
        for opened in opened(&reported) {
            self.papers(opened, 3)?;
        }
        Ok(reported.claims.len())
    }

    /// A dismissal: reported, complete, and nobody has looked at it yet.
    fn dismissal(&mut self) -> Result<usize> {
        let event = (EventKind::LostJob, self.ago(1), [("termination", "dismissal")].as_slice());
        let reported = self.report(event, ClaimKind::JkpCash, Before::Ends("dismissed"))?;
        let Some(reported) = reported else { return Ok(0) };
        for opened in opened(&reported) {
            self.papers(opened, usize::MAX)?;
        }
        Ok(reported.claims.len())
    }

    /// The civil registry's table of the day: a death that nobody has reported, whose case waits for papers,
    /// and one of somebody whom nobody here knows.
    fn told_by_registry(&mut self) -> Result<usize> {
        if self.people.is_empty() {
            return Ok(0);
        }
        let (person, _) = self.people.remove(0);
        let identity =
            self.office.look(|unit, desk| Ok(people::load(unit, desk, person)?.identity().clone()))?;
        let died = self.ago(0);
        let of = |number: &str, nik, name: &str| Notice {
            number: number.to_owned(),
            nik,
            name: name.to_owned(),
            died,
            at_work: Some(false),
        };
        let told = of("KM-CONTOH-1", identity.nik, &identity.name);
        let stranger = of("KM-CONTOH-2", STRANGER.parse()?, "Warga Contoh");
        let mut claims = 0;
        for (_, notice) in deaths::read(&deaths::written(&[told, stranger])?)? {
            claims += take_death_notice::run(self.office, &notice?, self.cast.keeper)?.claims.len();
        }
        Ok(claims)
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

/// What has to be so before an event is reported.
#[derive(Clone, Copy)]
enum Before<'a> {
    /// What is known is enough.
    Nothing,
    /// A spouse survives.
    Married,
    /// The membership ends, for a reason.
    Ends(&'a str),
    /// There is a child at school, born on a day.
    Child(Day),
}

fn is_married(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<()> {
    let family = claims::life(unit, desk, person, None)?.family;
    let is_spouse = |one: &claims::Related| one.relative.relation == "spouse" && one.relative.until.is_none();
    if family.iter().any(is_spouse) { Ok(()) } else { Err(Refusal::new("nothing_owed", "", "").into()) }
}

fn has_child(unit: &mut Unit<'_>, desk: &Desk<'_>, of: PersonId, born: Day) -> Result<()> {
    let relative = Relative {
        of,
        relation: "son_or_daughter".to_owned(),
        name: CHILD.to_owned(),
        birth_date: Some(born),
        from: born,
        until: None,
    };
    let (no, _) = relate_person::add_within(unit, desk, &relative)?;
    // Nothing is paid to a child for whom nobody acts.
    claims::mark(unit, desk, (of, no), (false, false), (None, Some("Wali Contoh")))
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
