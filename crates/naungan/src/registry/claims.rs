//! A person as claims see her, from the register and the books; and claims, played from their steps.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use base::{Day, Month};
use scheme::accounts::{Account, Method};
use scheme::claims::moves::{Actor, Move, State};
use scheme::claims::{Act, Claim, ClaimKind, Contributed, Earlier, Insured, Kin, Question, Record, Step};
use scheme::events::EventKind;
use scheme::facts::is_own;
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::lines::{Lines, Slot};
use scheme::memberships::{Segment, Spell, Stretch};
use scheme::people::Relative;
use store::Unit;
use store::queries::claims::{self as rows, Step as StepRow};
use store::queries::marks::{self, Mark};
use store::queries::{accounts, assessments, bills, cases, findings, grants};

use super::members::Known;
use super::{members, not_there, payers};
use crate::actions::relate_person::family;
use crate::books::savings;
use crate::commands::account;
use crate::office::Desk;

/// Everything about a person that a claim may rest on.
pub(crate) struct Life {
    /// The number that stays first.
    pub(crate) person: PersonId,
    facts: Vec<(String, String)>,
    died: Option<Day>,
    spells: Vec<Insurance>,
    /// The family, each with the number by which she keeps it.
    pub(crate) family: Vec<Related>,
    savings: Option<Account>,
    /// The savings of each membership, as booked, less what was paid out.
    pub(crate) accounts: Vec<(MembershipId, account::Booked)>,
    pension_savings: i64,
    earlier: Vec<Earlier>,
}

struct Insurance {
    membership: MembershipId,
    segment: Segment,
    payer: PayerId,
    started: Day,
    ended: Option<Day>,
    payer_closed: Option<Day>,
    timeline: Vec<Stretch>,
    months: Vec<Contributed>,
}

/// Somebody of the family.
pub(crate) struct Related {
    /// Her number in the family.
    pub(crate) no: i64,
    pub(crate) relative: Relative,
    pub(crate) person: Option<PersonId>,
    pub(crate) pays: bool,
    pub(crate) married: bool,
    pub(crate) works: bool,
    pub(crate) guardian: Option<String>,
}

/// A person as known now. What was granted for a claim that is assessed again is left out: the law is asked
/// of her as she was before it.
pub(crate) fn life(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId, but: Option<i64>) -> Result<Life> {
    super::people::load(unit, desk, person)?;
    let whole = members::whole(unit, person)?;
    let first = whole.people.first().map_or(person, |(number, _)| *number);
    let mut facts: Vec<(String, String)> = Vec::new();
    let mut died = None;
    for (_, history) in &whole.people {
        for name in history.names().filter(|name| !is_own(name)) {
            let Some(value) = history.last(name, desk.now) else { continue };
            if facts.iter().all(|(known, _)| known != name) {
                facts.push((name.to_owned(), value.to_owned()));
            }
        }
        died = died.or_else(|| history.last("died", desk.now).and_then(|day| day.parse().ok()));
    }
    let mut spells = Vec::new();
    let mut books = Vec::new();
    for known in &whole.memberships {
        spells.push(insurance(unit, desk, known, whole.stretches(known.row.id)?)?);
        let mut booked = account::read(unit, desk, known.row.id, desk.today.month())?;
        if let Some(claim) = but {
            booked.taken = savings::besides(booked.taken, claim);
        }
        if !booked.saved.is_empty() {
            books.push((known.row.id, booked));
        }
    }
    spells.sort_by_key(|spell| spell.started);
    let mut family = Vec::new();
    for (number, _) in &whole.people {
        family.extend(related(unit, desk, *number, &spells)?);
    }
    let numbers: Vec<PersonId> = whole.people.iter().map(|(number, _)| *number).collect();
    let method = Method::named(desk.law, &desk.institution.crediting)?;
    let saved: Vec<(Month, i64)> =
        books.iter().flat_map(|(_, booked)| booked.account(method).contributions).collect();
    Ok(Life {
        person: first,
        facts,
        died,
        pension_savings: spells.iter().map(pension_paid).sum(),
        spells,
        family,
        savings: (!saved.is_empty()).then_some(Account { method, contributions: saved }),
        accounts: books,
        earlier: earlier(unit, desk, &numbers, but)?,
    })
}

impl Life {
    /// All savings at the end of a month.
    pub(crate) fn saved(&self, desk: &Desk<'_>, month: Month) -> Result<i64> {
        Ok(self.savings.as_ref().map_or(Ok(0), |savings| savings.balance_at(desk.law, month))?)
    }

    /// Tells the law of less savings: what of them is no longer there, by the end of a month.
    pub(crate) fn lack(&mut self, month: Month, amount: i64) {
        if let Some(savings) = &mut self.savings {
            savings.contributions.push((month, -amount));
        }
    }

    /// Asks something of her.
    pub(crate) fn ask<T>(&self, question: impl FnOnce(&Record<'_>) -> T) -> T {
        let spells: Vec<Insured<'_>> = self
            .spells
            .iter()
            .map(|spell| Insured {
                membership: spell.membership,
                segment: spell.segment,
                payer: spell.payer,
                started: spell.started,
                ended: spell.ended,
                payer_closed: spell.payer_closed,
                timeline: &spell.timeline,
                months: &spell.months,
            })
            .collect();
        let family: Vec<Kin<'_>> = self.family.iter().map(Related::kin).collect();
        question(&Record {
            person: self.person,
            facts: &self.facts,
            died: self.died,
            spells: &spells,
            family: &family,
            savings: self.savings.as_ref(),
            pension_savings: self.pension_savings,
            earlier: &self.earlier,
        })
    }

    /// Whether her death is noted.
    pub(crate) fn is_dead(&self) -> bool {
        self.died.is_some()
    }

    /// Who draws a pension from a place in her family: the relative's number there, and in the register, and
    /// the day of birth.
    pub(crate) fn drawer(&self, place: usize) -> Option<(i64, Option<PersonId>, Option<Day>)> {
        let related = self.family.get(place)?;
        Some((related.no, related.person, related.relative.birth_date))
    }

    /// Who pays for one of her memberships.
    pub(crate) fn payer_of(&self, membership: MembershipId) -> Option<PayerId> {
        self.spells.iter().find(|spell| spell.membership == membership).map(|spell| spell.payer)
    }
}

impl Related {
    /// As she is called.
    pub(crate) fn name(&self) -> &str {
        &self.relative.name
    }

    /// What a scholarship asks of a child: the day of birth, and whether married.
    pub(crate) fn student(&self) -> (Option<Day>, bool) {
        (self.relative.birth_date, self.married)
    }

    fn kin(&self) -> Kin<'_> {
        Kin {
            relative: &self.relative,
            person: self.person,
            pays: self.pays,
            married: self.married,
            works: self.works,
            guardian: self.guardian.as_deref(),
        }
    }
}

fn insurance(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    known: &Known,
    timeline: Vec<Stretch>,
) -> Result<Insurance> {
    let spell = Spell::last(&known.history, desk.now);
    let mut months = Vec::new();
    for stretch in &timeline {
        let mut month = Some(stretch.from);
        while let Some(now) =
            month.filter(|now| *now <= desk.today.month() && stretch.months().contains(*now))
        {
            months.extend(contributed(unit, desk, (now, stretch.payer), known.row.id)?);
            month = now.next();
        }
    }
    Ok(Insurance {
        membership: known.row.id,
        segment: known.segment,
        payer: known.row.payer,
        started: spell.map_or(known.row.started, |spell| spell.started),
        ended: spell.and_then(|spell| spell.ended),
        payer_closed: payers::load(unit, desk, known.row.payer)?.payer.closed,
        timeline,
        months,
    })
}

/// A month with all its rows; it is settled when the last of its bills is.
fn contributed(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (month, payer): (Month, PayerId),
    membership: MembershipId,
) -> Result<Option<Contributed>> {
    let rows = assessments::of_month(unit, month, payer, Some(membership))?;
    if rows.is_empty() {
        return Ok(None);
    }
    let mut lines = Lines::new();
    for row in &rows {
        lines = lines.plus(&Lines::unpack(&row.lines, desk.slots).context("an assessment is damaged")?);
    }
    let there = bills::of_month(unit, payer, month)?;
    let mine = there.iter().filter(|bill| rows.iter().any(|row| row.no == bill.no));
    let days: Option<Vec<Day>> = mine.map(|bill| bill.settled).collect();
    Ok(Some(Contributed { month, lines, settled: days.and_then(|days| days.into_iter().max()) }))
}

/// What of her pension contributions was paid; they bear no growth in the books.
fn pension_paid(spell: &Insurance) -> i64 {
    let paid = spell.months.iter().filter(|month| month.settled.is_some());
    let of_pension = |(slot, amount): (&scheme::lines::SlotName, i64)| match slot.read() {
        Slot::Part { programme: "jp", .. } => amount,
        _ => 0,
    };
    paid.flat_map(|month| month.lines.iter().map(of_pension)).sum()
}

/// The family of one number; who pays contributions is known by the account that acts for the payer.
fn related(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    person: PersonId,
    spells: &[Insurance],
) -> Result<Vec<Related>> {
    let marks = marks::of(unit, person)?;
    let of_spell = |spell: &Insurance| {
        spell.timeline.iter().map(|stretch| stretch.payer).chain([spell.payer]).collect::<Vec<_>>()
    };
    let payers: BTreeSet<PayerId> = spells.iter().flat_map(of_spell).collect();
    let mut all = Vec::new();
    for (no, relative) in family(unit, desk, person)? {
        let mark = marks.get(&no);
        let number = mark.and_then(|mark| mark.relative);
        let acts = match number {
            Some(number) => accounts::of_person(unit, number)?,
            None => Vec::new(),
        };
        let guardian = mark.and_then(|mark| mark.sealed.as_deref());
        let guardian = guardian.map(|sealed| desk.keys.open(&marks::context(person, no), sealed));
        all.push(Related {
            no,
            relative,
            person: number,
            pays: acts.iter().any(|account| account.payer.is_some_and(|payer| payers.contains(&payer))),
            married: mark.is_some_and(|mark| mark.married),
            works: mark.is_some_and(|mark| mark.works),
            guardian: guardian.transpose()?.map(String::from_utf8).transpose()?,
        });
    }
    Ok(all)
}

/// Writes down what claims need to know of a relative.
pub(crate) fn mark(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (person, no): (PersonId, i64),
    (married, works): (bool, bool),
    (relative, guardian): (Option<PersonId>, Option<&str>),
) -> Result<()> {
    if family(unit, desk, person)?.iter().all(|(known, _)| *known != no) {
        let id = format!("orang {person} tidak mempunyai anggota keluarga {no}");
        return Err(not_there(id, format!("person {person} has no relative {no}")).into());
    }
    if let Some(relative) = relative {
        super::people::load(unit, desk, relative)?;
    }
    let before = marks::of(unit, person)?.remove(&no).map(|mark| mark.known);
    let sealed = guardian.map(|name| desk.keys.seal(&marks::context(person, no), name.as_bytes()));
    let known = desk.now.after(before);
    marks::add(unit, person, &Mark { no, known, married, works, relative, sealed })?;
    crate::books::pension::look_again(unit, person, desk.today)?;
    super::note(unit, desk, "relative marked", person.0)
}

/// Claims that were paid before.
fn earlier(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    numbers: &[PersonId],
    but: Option<i64>,
) -> Result<Vec<Earlier>> {
    let mut all = Vec::new();
    for number in numbers {
        for row in rows::of_person(unit, *number)?.into_iter().filter(|row| Some(row.id) != but) {
            let steps = rows::steps(unit, row.id)?;
            let Some(paid) = steps.iter().find(|step| step.act == Move::Pay.name()) else { continue };
            let kind: ClaimKind = row.kind.parse()?;
            let granted = grants::of(unit, row.id)?;
            let part = match kind {
                ClaimKind::JhtPart => reported(unit, desk, row.of_case)?.1.into_iter(),
                _ => Vec::new().into_iter(),
            };
            let part = part.filter(|(name, _)| name == "jht_cause").map(|(_, value)| value).next();
            let gross = granted.iter().map(|grant| grant.gross).sum();
            all.push(Earlier { kind, paid: paid.day, gross, part });
        }
    }
    all.sort_by_key(|claim| claim.paid);
    Ok(all)
}

/// A case, and what was reported with it; what was found later counts instead.
pub(crate) fn reported(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    number: i64,
) -> Result<(cases::Case, Vec<(String, String)>)> {
    let case = cases::read(unit, number)?.ok_or_else(|| {
        not_there(format!("tidak ada perkara {number}"), format!("there is no case {number}"))
    })?;
    let text = desk.keys.open(&cases::context(number), &case.sealed)?;
    let damaged = || format!("case {number} is damaged");
    let mut facts: Vec<(String, String)> = serde_json::from_slice(&text).with_context(damaged)?;
    for finding in findings::of(unit, number)? {
        let text = desk.keys.open(&findings::context(finding.id), &finding.sealed)?;
        let found: Vec<(String, String)> = serde_json::from_slice(&text).with_context(damaged)?;
        facts.retain(|(name, _)| found.iter().all(|(known, _)| known != name));
        facts.extend(found);
    }
    Ok((case, facts))
}

/// A case with its claims, as the scheme asks for what is known already.
pub(crate) struct KnownCase {
    pub(crate) number: i64,
    pub(crate) kind: EventKind,
    pub(crate) day: Day,
    pub(crate) claims: Vec<ClaimKind>,
}

impl KnownCase {
    /// As the scheme asks for it.
    pub(crate) fn told(&self) -> scheme::events::KnownCase<'_> {
        let KnownCase { number, kind, day, ref claims } = *self;
        scheme::events::KnownCase { number, kind, day, claims }
    }
}

/// The cases of a person, under all her numbers; claims that were withdrawn are not in them.
pub(crate) fn cases_of(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<Vec<KnownCase>> {
    let mut all = Vec::new();
    for number in super::people::numbers(unit, person, desk.now)? {
        let claims = rows::of_person(unit, number)?;
        for case in cases::of_person(unit, number)? {
            let mine = claims.iter().filter(|claim| {
                (claim.of_case == case.id || claim.opened_by == case.id)
                    && claim.state != State::Withdrawn.name()
            });
            let claims = mine.map(|claim| Ok(claim.kind.parse()?)).collect::<Result<_>>()?;
            all.push(KnownCase { number: case.id, kind: case.kind.parse()?, day: case.day, claims });
        }
    }
    Ok(all)
}

/// A claim with its row, as its steps have left it.
pub(crate) struct Held {
    pub(crate) row: rows::Claim,
    pub(crate) kind: ClaimKind,
    pub(crate) claim: Claim,
    steps: i64,
}

/// Plays a claim, and keeps others from moving it until the unit ends.
pub(crate) fn hold(unit: &mut Unit<'_>, number: i64) -> Result<Held> {
    rows::hold(unit, number)?;
    play(unit, number)
}

/// Plays a claim.
pub(crate) fn play(unit: &mut Unit<'_>, number: i64) -> Result<Held> {
    let row = rows::read(unit, number)?.ok_or_else(|| {
        not_there(format!("tidak ada klaim {number}"), format!("there is no claim {number}"))
    })?;
    let kind: ClaimKind = row.kind.parse()?;
    let steps = rows::steps(unit, number)?;
    let taken = steps.iter().map(step).collect::<Result<Vec<_>>>();
    let taken = taken.with_context(|| format!("claim {number} is damaged"))?;
    let claim = Claim::new(kind, row.notified, row.papers.iter().cloned()).replay(&taken)?;
    Ok(Held { row, kind, claim, steps: steps.len() as i64 })
}

impl Held {
    /// Takes a step and writes it down; a step that is refused changes nothing.
    pub(crate) fn take(
        &mut self,
        unit: &mut Unit<'_>,
        desk: &Desk<'_>,
        (actor, who): (Actor, Option<i64>),
        act: Act,
        limit: i64,
    ) -> Result<()> {
        let step = Step { day: desk.today, actor, who, act };
        self.claim.take(&step, limit)?;
        self.steps += 1;
        rows::add_step(unit, &step_row(self.row.id, self.steps, &step, desk.now))?;
        rows::set_state(unit, self.row.id, self.claim.state.name())
    }

    /// What the law is asked about it, if it is decided and paid today.
    pub(crate) fn asked_today<'f>(
        &self,
        desk: &Desk<'_>,
        event: Day,
        facts: &'f [(String, String)],
    ) -> Question<'f> {
        let (kind, filed, today) = (self.kind, self.row.notified, desk.today);
        Question { kind, event, filed, decided: today, pay_day: today, facts }
    }

    /// The program takes a step of its own.
    pub(crate) fn goes_on(&mut self, unit: &mut Unit<'_>, desk: &Desk<'_>, made: Move) -> Result<()> {
        self.take(unit, desk, (Actor::Program, None), Act::Make(made), i64::MAX)
    }
}

const GIVE: &str = "give";

fn step(row: &StepRow) -> Result<Step> {
    let actor = Actor::named(&row.actor).with_context(|| format!("{} is nobody who acts", row.actor))?;
    let value = || row.value.clone().with_context(|| format!("step {} says nothing", row.no));
    let act = match (row.act.as_str(), Move::named(&row.act)) {
        (GIVE, _) => Act::Give(value()?),
        (_, Some(Move::AskAgain)) => Act::Ask(value()?),
        (_, Some(Move::Assess)) => Act::Assess(row.amount.context("an assessment without an amount")?),
        (_, Some(Move::Reject)) => Act::Reject(value()?),
        (_, Some(made)) => Act::Make(made),
        (act, None) => anyhow::bail!("{act} is no step"),
    };
    Ok(Step { day: row.day, actor, who: row.account, act })
}

fn step_row(claim: i64, no: i64, step: &Step, known: base::Moment) -> StepRow {
    let (act, value, amount) = match &step.act {
        Act::Give(paper) => (GIVE, Some(paper.clone()), None),
        Act::Ask(paper) => (Move::AskAgain.name(), Some(paper.clone()), None),
        Act::Assess(amount) => (Move::Assess.name(), None, Some(*amount)),
        Act::Reject(provision) => (Move::Reject.name(), Some(provision.clone()), None),
        Act::Make(made) => (made.name(), None, None),
    };
    let (day, actor, account) = (step.day, step.actor.name().to_owned(), step.who);
    StepRow { claim, no, day, actor, account, act: act.to_owned(), value, amount, known }
}
