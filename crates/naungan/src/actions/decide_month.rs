//! A month of cash after a job was lost: one person looks at its duty, another grants it, once; or it is
//! refused with what is missing.

use anyhow::{Context, Result};
use base::{Day, Span};
use scheme::claims::moves::State;
use scheme::claims::{ClaimKind, Grant};
use scheme::jobs::duty::{self, Asked};
use scheme::jobs::{Lack, Record, lacks, schedule};
use scheme::law::ClaimLaw;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::duty_months::{self, DutyMonth};

use super::answer_job_contest::legible;
use super::approval_limit;
use super::approve_claim::{self, Approved};
use super::assess_claim::{found_on, payable};
use super::move_claim::By;
use super::pay_benefits::staff;
use crate::auth::Role;
use crate::office::{Desk, Office};
use crate::registry::claims::Held;
use crate::registry::jobs::{self, ENDED, GRANTED, HELD, MonthOf, PROPOSED, REFUSED, TAKEN_BACK};
use crate::registry::{self, claims};

/// How a month stands before it is decided.
#[derive(Clone, Debug)]
pub(crate) struct Looked {
    pub(crate) duty: duty::Duty,
    pub(crate) lacks: Vec<Lack>,
}

/// What came of a decision.
#[derive(Clone, Debug)]
pub(crate) struct Decided {
    pub(crate) claim: i64,
    pub(crate) row: DutyMonth,
    /// What it comes to in the books, where it is granted now.
    pub(crate) approved: Option<Approved>,
    pub(crate) lacks: Vec<Lack>,
    /// Not so where it was granted before: nothing is granted twice.
    pub(crate) is_new: bool,
}

impl Decided {
    /// Whether a second person has to grant it.
    pub(crate) fn waits(&self) -> bool {
        self.row.state == PROPOSED
    }
}

/// Decides a month.
pub(crate) fn run(office: &mut Office, claim: i64, month: u8, account: i64) -> Result<Decided> {
    office.unit(|unit, desk| within(unit, desk, claim, month, account))
}

/// The same within a unit that does more.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    claim: i64,
    month: u8,
    account: i64,
) -> Result<Decided> {
    let who = staff(unit, account)?;
    let mut held = claims::hold(unit, claim)?;
    registry::people::hold(unit, desk, held.row.person)?;
    who.is_not_of(held.row.person)?;
    let months = jobs::months(unit, desk, claim)?;
    let of = in_turn(&held, &months, month)?;
    if of.is(GRANTED) {
        let row = of.decided.clone().context("a month was granted and is not kept")?;
        return Ok(Decided { claim, row, approved: None, lacks: Vec::new(), is_new: false });
    }
    is_due(&held, of, desk.today)?;
    let looked = look(unit, desk, &held, of)?;
    let mut row = row(desk, claim, (i64::from(month), of.next()), account);
    row.counts = counts(&looked.duty);
    row.provision = looked.duty.citation.as_ref().map(|citation| citation.instrument.clone());
    let mut approved = None;
    if looked.duty.works_since.is_some() {
        ENDED.clone_into(&mut row.state);
    } else if looked.duty.met {
        let Some(first) = of.looked else {
            return proposed(unit, desk, &held, row, account);
        };
        is_another(first, account)?;
        approved = Some(grant(unit, desk, &held, (&months, month), &mut row, &who)?);
    } else {
        REFUSED.clone_into(&mut row.state);
    }
    duty_months::add(unit, &row)?;
    if matches!(held.claim.state, State::Approved | State::Paid) {
        approve_claim::settles(unit, desk, &mut held, false)?;
    }
    registry::note(unit, desk, "month of cash decided", held.row.person.0)?;
    Ok(Decided { claim, row, approved, lacks: looked.lacks, is_new: true })
}

/// Its duty is done: whoever has looked at it does not grant it.
fn proposed(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    held: &Held,
    row: DutyMonth,
    account: i64,
) -> Result<Decided> {
    duty_months::look(unit, (row.claim, row.month, row.no), account, desk.now)?;
    registry::note(unit, desk, "month of cash looked at", held.row.person.0)?;
    let row = DutyMonth { state: PROPOSED.to_owned(), ..row };
    Ok(Decided { claim: held.row.id, row, approved: None, lacks: Vec::new(), is_new: true })
}

fn is_another(first: i64, account: i64) -> Result<(), Refusal> {
    if first != account {
        return Ok(());
    }
    let id = "yang memeriksa bulan ini tidak memberikannya";
    Err(Refusal::new("same_person", id, "whoever has looked at the month does not grant it"))
}

/// The month, if it is one of the claim's and those before it are decided.
fn in_turn<'m>(held: &Held, months: &'m [MonthOf], month: u8) -> Result<&'m MonthOf, Refusal> {
    if held.kind != ClaimKind::JkpCash {
        let id = format!("klaim {} bukan klaim kehilangan pekerjaan", held.row.id);
        let en = format!("claim {} is none for a lost job", held.row.id);
        return Err(Refusal::new("not_job_loss", id, en));
    }
    let Some(of) = months.iter().find(|of| of.number == month && month > 1) else {
        let most = months.len();
        let id = format!("klaim {} tidak mempunyai bulan {month} untuk diputus (2–{most})", held.row.id);
        let en = format!("claim {} has no month {month} to decide (2–{most})", held.row.id);
        return Err(Refusal::new("no_month", id, en));
    };
    if let Some(ended) = months.iter().find(|before| before.number < month && before.is(ENDED)) {
        let id = format!("hak berakhir pada bulan {}: peserta bekerja lagi", ended.number);
        let en = format!("the right ended in month {}: the member works again", ended.number);
        return Err(Refusal::new("month_after_end", id, en));
    }
    match months.iter().find(|before| before.number < month && before.state().is_none()) {
        Some(before) => {
            let id = format!("bulan {} belum diputus", before.number);
            Err(Refusal::new("month_out_of_turn", id, format!("month {} is not decided yet", before.number)))
        }
        None => Ok(of),
    }
}

/// Nothing is decided ahead of its day, nor on a claim that is not being paid.
fn is_due(held: &Held, of: &MonthOf, today: Day) -> Result<(), Refusal> {
    if today < of.due {
        let id = format!("bulan {} baru dapat diputus mulai {}", of.number, of.due);
        let en = format!("month {} can be decided from {} on", of.number, of.due);
        return Err(Refusal::new("month_not_due", id, en));
    }
    if !matches!(held.claim.state, State::Approved | State::Paid) {
        let id = format!("klaim {} sedang tidak dibayar: bulannya menunggu", held.row.id);
        let en = format!("claim {} is not being paid at present: its months wait", held.row.id);
        return Err(Refusal::new("claim_not_paid", id, en));
    }
    Ok(())
}

/// Looks at the duty of a month as it stands today. It is judged as of the day it was due: what comes later
/// is the next month's, and a form that is filled in late mends the month.
pub(crate) fn look(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held, of: &MonthOf) -> Result<Looked> {
    let (case, _) = claims::reported(unit, desk, held.row.of_case)?;
    let did = jobs::did(unit, desk, held.row.person, case.day)?;
    let days = match of.days {
        Some(days) => days,
        None => Span::new(case.day, of.due.next()).context("a month before the dismissal")?,
    };
    let asked = Asked { month: of.number, days, payment: of.due };
    let in_time = |record: &Record| match record.event {
        scheme::jobs::Event::StatusForm => Record { day: record.day.min(of.due), ..record.clone() },
        _ => record.clone(),
    };
    let records: Vec<Record> = did.records.iter().map(in_time).collect();
    let found = duty::check(desk.tree(), &asked, &records)?;
    let unconfirmed = did.unconfirmed.iter().filter(|day| days.contains(**day)).count();
    let lacks = lacks(desk.tree(), &asked, &found, &records, unconfirmed)?;
    Ok(Looked { duty: found, lacks })
}

fn counts(found: &duty::Duty) -> [i64; 4] {
    let of = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let counts = found.counts;
    [of(counts.applications), of(counts.interviews), of(counts.sessions_held), of(counts.sessions_attended)]
}

fn row(desk: &Desk<'_>, claim: i64, (month, no): (i64, i64), account: i64) -> DutyMonth {
    DutyMonth {
        claim,
        month,
        no,
        state: GRANTED.to_owned(),
        day: desk.today,
        pay_day: desk.today,
        granted: None,
        gross: None,
        counts: [0; 4],
        provision: None,
        account: Some(account),
        known: desk.now,
    }
}

/// What a month comes to when it is paid on a day, with what the law was asked.
pub(crate) fn worth(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    held: &Held,
    begun: Day,
    (month, pay_day): (u8, Day),
) -> Result<(super::assess_claim::Found, i64)> {
    let first = schedule::first_for(pay_day, month).context("a month before the calendar")?;
    let found = found_on(unit, desk, held, begun, first)?;
    let at = usize::from(month) - 1;
    let paid = found.assessment.lines.iter().filter(|line| line.unit.is_some());
    let amount = paid.filter_map(|line| line.payments.get(at)).sum();
    Ok((found, amount))
}

fn grant(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    held: &Held,
    (months, month): (&[MonthOf], u8),
    row: &mut DutyMonth,
    who: &By,
) -> Result<Approved> {
    let begun = months.first().and_then(|of| of.decided.as_ref()).context("no first month")?.pay_day;
    let (found, amount) = worth(unit, desk, held, begun, (month, desk.today))?;
    payable(&found.assessment)?;
    within_limit(unit, who, amount)?;
    let component = found.assessment.lines.iter().find(|line| line.unit.is_some());
    let component = component.context("the law pays nothing month by month")?.component.clone();
    let difference = Grant::from_rows([(component.as_str(), amount)], 0);
    let others = months.iter().filter(|of| of.number != month);
    let more = !others.into_iter().all(|of| of.is(GRANTED));
    row.granted = Some(store::queries::grants::of(unit, held.row.id)?.len() as i64 + 1);
    row.gross = Some(amount);
    approve_claim::book(unit, desk, held, &found, (&difference, more, &[]), who.account)
}

/// Above the institution's limit a head grants, as she approves a claim.
fn within_limit(unit: &mut Unit<'_>, who: &By, amount: i64) -> Result<()> {
    let most = approval_limit::read(unit)?.amount;
    if amount <= most || who.role == Role::Head {
        return Ok(());
    }
    let id = format!("di atas {most} hanya kepala cabang yang menyetujui");
    Err(Refusal::new("above_limit", id, format!("above {most} only a head of branch approves")).into())
}

/// The first month begins with the approval of the claim, unless it has begun before.
pub(super) fn first(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    held: &Held,
    (granted, gross): (i64, i64),
    account: i64,
) -> Result<()> {
    let claim = held.row.id;
    let last = jobs::decided(unit, claim)?.remove(&1);
    if last.as_ref().is_some_and(|row| row.state == GRANTED) {
        return Ok(());
    }
    let no = last.map_or(1, |row| row.no + 1);
    let row = DutyMonth { granted: Some(granted), gross: Some(gross), ..row(desk, claim, (1, no), account) };
    duty_months::add(unit, &row)
}

/// What the months that were granted come to by now, each on the day it was paid; nothing for claims without
/// months, and before the first.
pub(super) fn granted_by_now(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held) -> Result<Option<Grant>> {
    if held.kind != ClaimKind::JkpCash {
        return Ok(None);
    }
    let months = jobs::months(unit, desk, held.row.id)?;
    let paid: Vec<(u8, Day)> = months
        .iter()
        .filter(|of| of.is(GRANTED))
        .filter_map(|of| Some((of.number, of.decided.as_ref()?.pay_day)))
        .collect();
    let Some((_, begun)) = paid.first().copied() else { return Ok(None) };
    let mut all: Vec<(String, i64)> = Vec::new();
    for (month, pay_day) in paid {
        let (found, amount) = worth(unit, desk, held, begun, (month, pay_day))?;
        let line = found.assessment.lines.iter().find(|line| line.unit.is_some());
        all.extend(line.map(|line| (line.component.clone(), amount)));
    }
    Ok(Some(Grant::from_rows(all.iter().map(|(name, amount)| (name.as_str(), *amount)), 0)))
}

/// The grant of a month was sent back before a bank had it: the month is as if it had not been decided.
pub(super) fn taken_back(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    claim: i64,
    grant: i64,
    account: i64,
) -> Result<()> {
    for last in jobs::decided(unit, claim)?.into_values() {
        if last.state == GRANTED && last.granted == Some(grant) {
            let row = row(desk, claim, (last.month, last.no + 1), account);
            duty_months::add(unit, &DutyMonth { state: TAKEN_BACK.to_owned(), ..row })?;
        }
    }
    Ok(())
}

/// Holds a month back while somebody looks at a signal: until its last day for anybody, after it only in the
/// name of a reviewer, which is whoever holds it.
pub(crate) fn hold(
    office: &mut Office,
    (claim, month): (i64, u8),
    (why, reviewer): (&str, bool),
    account: i64,
) -> Result<DutyMonth> {
    office.unit(|unit, desk| hold_within(unit, desk, (claim, month), (why, reviewer), account))
}

/// The same within a unit that does more.
pub(crate) fn hold_within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (claim, month): (i64, u8),
    (why, reviewer): (&str, bool),
    account: i64,
) -> Result<DutyMonth> {
    let who = staff(unit, account)?;
    let held = claims::hold(unit, claim)?;
    who.is_not_of(held.row.person)?;
    let months = jobs::months(unit, desk, claim)?;
    let of = in_turn(&held, &months, month)?;
    is_due(&held, of, desk.today)?;
    let why = legible(why)?;
    if of.is(GRANTED) {
        let id = "bulan yang sudah diberikan tidak ditahan";
        let en = "a month that was granted is not held back";
        return Err(Refusal::new("hold_refused", id, en).into());
    }
    let due = schedule::pay_by(&ClaimLaw::new(desk.law)?, of.due)?;
    let named = reviewer.then_some(account);
    scheme::claims::screen::may_wait(due.as_ref(), desk.today, named)?;
    let looked = look(unit, desk, &held, of)?;
    let row = DutyMonth {
        state: HELD.to_owned(),
        counts: counts(&looked.duty),
        provision: Some(why.to_owned()),
        ..row(desk, claim, (i64::from(month), of.next()), account)
    };
    duty_months::add(unit, &row)?;
    registry::note(unit, desk, "month of cash held back", held.row.person.0)?;
    Ok(row)
}
