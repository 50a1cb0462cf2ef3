//! What the institution hears becomes what it does, by the same actions that the commands use.

use anyhow::{Result, bail};
use scheme::id::{PayerId, PersonId};
use scheme::people::Relative;
use scheme::refusal::Refusal;
use store::Unit;

use super::ids::Ids;
use super::purse::{Billed, new_bills};
use crate::actions::change_membership::{self, Changed};
use crate::actions::correct_person::{self, CorrectPerson};
use crate::actions::enrol_member::{self, EnrolMember, Funded};
use crate::actions::register_payer::{self, RegisterPayer};
use crate::actions::register_person::{self, RegisterPerson};
use crate::actions::report_payer::{self, ReportPayer};
use crate::actions::{merge_people, relate_person, report_death};
use crate::books::correct::Corrected;
use crate::demo::{
    EndReason, Event, Happening, Membership, PayerIndex, PayerKind, Paying, Person, PersonIndex, Plan,
    Segment,
};
use crate::office::{Clock, Desk};
use crate::registry::ahead::Needed;

/// Who hears: the plan says what, the numbers say who.
pub(super) struct Hearing<'a> {
    pub(super) plan: &'a Plan,
    pub(super) ids: &'a mut Ids,
    pub(super) clock: Clock,
    /// Reports that came to nothing: the law says no, or the institution had acted before.
    pub(super) idle: u64,
}

impl Hearing<'_> {
    /// The same desk a moment later: each thing has a moment of its own, as if it had a unit of its own.
    pub(super) fn next<'d>(&self, desk: &Desk<'d>) -> Desk<'d> {
        Desk { now: self.clock.now(), ..*desk }
    }

    /// Reads what will be needed of whom events are about.
    pub(super) fn needed(&self, desk: &Desk<'_>, events: &[Event]) -> Needed {
        let mut needed = Needed::default();
        for event in events {
            match &event.what {
                Happening::PersonRegistered(person) => {
                    let person = self.plan.person(*person);
                    needed.somebody(desk, Some(person.nik), &person.name, None);
                }
                Happening::Enrolled(membership) => {
                    needed.card(desk, membership.kpj);
                    if let Ok(person) = self.ids.person(membership.person) {
                        needed.person(person);
                    }
                    if let Paying::Payer(payer) | Paying::Sponsor(payer) = membership.paying
                        && let Ok(payer) = self.ids.payer(payer)
                    {
                        needed.payer(payer);
                    }
                }
                Happening::AmountReported { membership, .. }
                | Happening::AmountCorrected { membership, .. }
                | Happening::Left { membership, .. } => {
                    if let Ok(Some(membership)) = self.ids.membership(*membership) {
                        needed.membership(membership);
                    }
                }
                _ => {}
            }
        }
        needed
    }

    /// Does what follows; gives the bills that came of it.
    pub(super) fn hear(
        &mut self,
        unit: &mut Unit<'_>,
        desk: &Desk<'_>,
        what: &Happening,
    ) -> Result<Vec<Billed>> {
        let mut payers = match self.act(unit, desk, what) {
            Ok(payers) => payers,
            Err(error) if is_idle(what, &error) => {
                self.idle += 1;
                if let Happening::Enrolled(membership) = what {
                    self.ids.membership_is_refused(membership.index);
                }
                return Ok(Vec::new());
            }
            // A lawful no that the plan did not foresee is a fault of the demo, and told as one.
            Err(error) => bail!("could not play {what:?}: {error:#}"),
        };
        payers.sort_unstable();
        payers.dedup();
        let mut billed = Vec::new();
        for payer in payers {
            billed.extend(new_bills(unit, payer, desk.now, desk.today)?);
        }
        Ok(billed)
    }

    /// Does it; gives the payers who may have got bills.
    fn act(&mut self, unit: &mut Unit<'_>, desk: &Desk<'_>, what: &Happening) -> Result<Vec<PayerId>> {
        let corrected = match what {
            Happening::PayerRegistered(payer) => {
                self.register_payer(unit, desk, *payer)?;
                Vec::new()
            }
            Happening::PersonRegistered(person) => {
                self.register_person(unit, desk, *person)?;
                Vec::new()
            }
            Happening::Enrolled(membership) => return self.enrol(unit, desk, membership),
            Happening::RiskChanged { payer, from, class } => {
                let asked = ReportPayer {
                    payer: self.ids.payer(*payer)?,
                    name: "risk_class".to_owned(),
                    value: Some(class.name().to_owned()),
                    from: *from,
                    until: None,
                };
                report_payer::within(unit, desk, &asked)?
            }
            Happening::AmountReported { .. }
            | Happening::AmountCorrected { .. }
            | Happening::Left { .. }
            | Happening::Resumed { .. } => self.of_membership(unit, desk, what)?,
            Happening::Died { .. }
            | Happening::NameCorrected { .. }
            | Happening::Merged { .. }
            | Happening::Unmerged { .. } => self.of_person(unit, desk, what)?,
        };
        Ok(corrected.iter().map(|corrected| corrected.payer).collect())
    }

    fn of_membership(
        &mut self,
        unit: &mut Unit<'_>,
        desk: &Desk<'_>,
        what: &Happening,
    ) -> Result<Vec<Corrected>> {
        let (Happening::AmountReported { membership, .. }
        | Happening::AmountCorrected { membership, .. }
        | Happening::Left { membership, .. }
        | Happening::Resumed { membership }) = what
        else {
            return Ok(Vec::new());
        };
        let Some(membership) = self.ids.membership(*membership)? else {
            self.idle += 1;
            return Ok(Vec::new());
        };
        let (name, value, from, until) = match what {
            Happening::AmountReported { fact, from, amount, .. } => (*fact, amount, *from, None),
            Happening::AmountCorrected { fact, month, amount, .. } => (*fact, amount, *month, month.next()),
            Happening::Left { ended, reason, .. } => {
                return change_membership::end_within(unit, desk, membership, *ended, end_reason(*reason));
            }
            _ => return change_membership::resume_within(unit, desk, membership, desk.today),
        };
        let (name, value) = (name.to_owned(), Some(value.to_string()));
        change_membership::change_within(unit, desk, &Changed { membership, name, value, from, until })
    }

    fn of_person(
        &mut self,
        unit: &mut Unit<'_>,
        desk: &Desk<'_>,
        what: &Happening,
    ) -> Result<Vec<Corrected>> {
        match what {
            Happening::Died { person, died } => {
                report_death::within(unit, desk, self.ids.person(*person)?, Some(*died))
            }
            Happening::NameCorrected { person, name } => {
                let asked = CorrectPerson { name: Some(name.clone()), ..CorrectPerson::default() };
                Ok(correct_person::within(unit, desk, self.ids.person(*person)?, &asked)?.1)
            }
            Happening::Merged { kept, duplicate } => {
                let (kept, duplicate) = (self.ids.person(*kept)?, self.ids.person(*duplicate)?);
                merge_people::merge_within(unit, desk, duplicate, kept, Some("registered twice"))
            }
            Happening::Unmerged { duplicate, .. } => {
                merge_people::unmerge_within(unit, desk, self.ids.person(*duplicate)?, "doubted")
            }
            _ => Ok(Vec::new()),
        }
    }

    pub(super) fn register_payer(
        &mut self,
        unit: &mut Unit<'_>,
        desk: &Desk<'_>,
        index: PayerIndex,
    ) -> Result<()> {
        use scheme::employers::PayerKind as Kind;
        let payer = self.plan.payer(index);
        let (kind, parent) = match payer.kind {
            PayerKind::Employer => (Kind::Employer, None),
            PayerKind::Branch { of } => (Kind::Branch, Some(self.ids.payer(of)?)),
            PayerKind::Project => (Kind::Project, None),
            PayerKind::Platform => (Kind::Platform, None),
            PayerKind::PublicBudget | PayerKind::Donor => (Kind::Sponsor, None),
        };
        let mut facts = owned(payer.facts());
        if kind == Kind::Project {
            facts.push(BY_WAGES.map(str::to_owned).into());
        }
        let asked = RegisterPayer {
            kind,
            npp: Some(payer.npp.to_string()),
            name: payer.name,
            parent,
            province: Some(payer.province),
            started: None,
            facts,
            measure: None,
        };
        let registered = register_payer::within(unit, desk, &asked)?;
        self.ids.payer_is(index, registered.payer);
        Ok(())
    }

    fn register_person(&mut self, unit: &mut Unit<'_>, desk: &Desk<'_>, index: PersonIndex) -> Result<()> {
        let person = self.plan.person(index);
        let asked = RegisterPerson {
            nik: person.nik,
            name: person.name.clone(),
            mother: Some(person.mother_name.clone()),
            birth_date: person.birth_date,
            sex: person.sex,
            phone: Some(phone(index)),
            facts: Vec::new(),
            // The desk of the demo has looked: who has another NIK is somebody else to it.
            is_another: true,
        };
        let registered = register_person::within(unit, desk, &asked)?;
        self.ids.person_is(index, registered.person);
        for relative in family(PersonId(registered.person), &person, desk) {
            relate_person::add_within(unit, &self.next(desk), &relative)?;
        }
        Ok(())
    }

    fn enrol(&mut self, unit: &mut Unit<'_>, desk: &Desk<'_>, new: &Membership) -> Result<Vec<PayerId>> {
        let own = new.segment == Segment::SelfEmployed;
        let (payer, other) = match new.paying {
            Paying::Own => (None, None),
            Paying::Payer(platform) if own => (None, Some((self.ids.payer(platform)?, OWN_MEANS))),
            Paying::Payer(payer) => (Some(self.ids.payer(payer)?), None),
            Paying::Sponsor(sponsor) => {
                (None, Some((self.ids.payer(sponsor)?, new.funded_by.unwrap_or(OWN_MEANS))))
            }
        };
        let mut facts = owned(new.facts());
        // What the payer's own facts say, or who pays, is said there.
        facts.retain(|(name, _)| name != BY_WAGES[0] && (other.is_none() || name != "funded_by"));
        let asked = EnrolMember {
            person: self.ids.person(new.person)?,
            segment: new.segment.name().parse()?,
            payer,
            started: new.started,
            kpj: Some(new.kpj),
            facts,
        };
        let funded = other.map(|(funder, funded_by)| Funded { funder, counts_as: funded_by, until: None });
        let (enrolled, bills) = enrol_member::within_funded(unit, desk, &asked, funded)?;
        self.ids.membership_is(new.index, enrolled.membership);
        if payer.is_none() {
            self.ids.own_payer_is(new.index, enrolled.payer);
        }
        Ok(bills.iter().map(|bill| bill.payer).collect())
    }
}

/// A project of the demo is assessed by what its workers earn.
const BY_WAGES: [&str; 2] = ["construction_basis", "by_wages"];
/// A platform hands over what its partners themselves pay.
const OWN_MEANS: &str = "own_means";

fn owned(facts: Vec<(&'static str, String)>) -> Vec<(String, String)> {
    facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Relatives by the day of registration; who is born later is not told.
fn family(of: PersonId, person: &Person, desk: &Desk<'_>) -> Vec<Relative> {
    let relative = |relation: &str, name: &str, birth_date, from| Relative {
        of,
        relation: relation.to_owned(),
        name: name.to_owned(),
        birth_date,
        from,
        until: None,
    };
    let spouse = person.spouse.iter().map(|(name, wed)| relative("spouse", name, None, *wed));
    let children = person
        .children
        .iter()
        .map(|child| relative("son_or_daughter", &child.name, Some(child.birth_date), child.birth_date));
    spouse.chain(children).filter(|relative| relative.from <= desk.today).collect()
}

/// The plan speaks as the law does of savings, the register as the end of a membership.
fn end_reason(reason: EndReason) -> &'static str {
    match reason {
        EndReason::Resigned => "resigned",
        EndReason::Dismissed => "dismissed",
        EndReason::ContractEnded => "contract_ended",
        EndReason::Retired => "retired",
        EndReason::StoppedWork => "other",
    }
}

/// The plan does not know whom the law keeps out for her age, nor which memberships the runs have ended for
/// want of payment: what it says of them is refused, rightly.
fn is_idle(what: &Happening, error: &anyhow::Error) -> bool {
    let refusal = error.chain().find_map(|cause| cause.downcast_ref::<Refusal>());
    let Some(code) = refusal.map(|refusal| refusal.code) else { return false };
    match what {
        Happening::Resumed { .. } => ["not_ended", "never_began"].contains(&code),
        Happening::Enrolled(_) => code == "entry_refused",
        Happening::Left { .. } => ["ended_already", "never_began"].contains(&code),
        Happening::AmountReported { .. } | Happening::AmountCorrected { .. } => code == "month_not_covered",
        _ => false,
    }
}

/// A number that no telephone has: none begins with 0999.
fn phone(index: PersonIndex) -> String {
    format!("0999{:08}", index.0)
}
