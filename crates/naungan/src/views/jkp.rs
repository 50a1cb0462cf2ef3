//! A claim for a lost job, month by month: what was paid, what is due, what was done and what is missing.

use anyhow::{Context, Result};
use base::{Citation, Day};
use rules::render::Lang;
use scheme::claims::screen::{self, Around, Signal, Watch};
use scheme::claims::{ClaimKind, Question};
use scheme::id::PayerId;
use scheme::jobs::duty::Counts;
use scheme::jobs::{Lack, schedule, screen as jobs_screen};
use scheme::law::ClaimLaw;
use serde_json::{Value, json};
use store::Unit;
use store::queries::dismissals::{self, Contest, Dismissal, Review};
use store::queries::orders::{self, Order};
use store::queries::{grants, rolls};

use crate::actions::decide_month;
use crate::office::Desk;
use crate::registry::claims::{self, Held};
use crate::registry::jobs::{self, ENDED, GRANTED, HELD, MonthOf, PROPOSED, REFUSED};

/// A month as it stands today.
#[derive(Clone, Debug)]
pub(crate) struct OfMonth {
    pub(crate) number: u8,
    pub(crate) due: Day,
    /// The first and the last of the days in which its duty is done.
    pub(crate) days: Option<(Day, Day)>,
    /// `paid`, `granted`, `proposed`, `refused`, `ended`, `held`, `due`, `running` or `later`.
    pub(crate) state: &'static str,
    /// Who has looked at it, where another person has to grant it now.
    pub(crate) looked: Option<i64>,
    /// What it comes to, or would if it were paid on its day.
    pub(crate) amount: Option<i64>,
    /// The day of payment that the law was asked with, where it was granted.
    pub(crate) pay_day: Option<Day>,
    pub(crate) counts: Counts,
    pub(crate) lacks: Vec<Lack>,
    /// The last day to decide it without delay.
    pub(crate) pay_by: Option<Day>,
    pub(crate) citation: Option<Citation>,
    /// Why it is held back, as it was written.
    pub(crate) why: Option<String>,
}

/// A claim with its months.
#[derive(Clone, Debug)]
pub(crate) struct Timeline {
    pub(crate) claim: i64,
    pub(crate) case: i64,
    pub(crate) person: i64,
    /// The state of the claim itself.
    pub(crate) state: &'static str,
    pub(crate) dismissed: Day,
    /// The last day to claim.
    pub(crate) right_ends: Option<Day>,
    /// Papers that are missing, by the law's names.
    pub(crate) missing: Vec<String>,
    /// Who has to bear it, where the fund advances it.
    pub(crate) employer: Option<PayerId>,
    pub(crate) dismissal: Option<Dismissal>,
    pub(crate) contests: Vec<Contest>,
    pub(crate) months: Vec<OfMonth>,
}

/// Reads a claim with its months.
pub(crate) fn timeline(unit: &mut Unit<'_>, desk: &Desk<'_>, claim: i64) -> Result<Timeline> {
    let held = claims::play(unit, claim)?;
    let (case, _) = claims::reported(unit, desk, held.row.of_case)?;
    let right_ends = right_ends(unit, desk, &held)?;
    let employer = grants::of(unit, claim)?.first().and_then(|grant| grant.employer);
    let months = jobs::months(unit, desk, claim)?;
    let sent = orders::of_claim(unit, claim)?;
    let worth = worths(unit, desk, &held, &months)?;
    let mut all = Vec::new();
    for of in &months {
        let planned = worth.get(usize::from(of.number) - 1).copied();
        all.push(month(unit, desk, &held, (of, planned), &sent)?);
    }
    let mut ended = false;
    for of in &mut all {
        if ended && of.state != "paid" && of.state != GRANTED {
            (of.state, of.amount) = ("ended", None);
            of.lacks.clear();
        }
        ended |= of.state == "ended";
    }
    Ok(Timeline {
        claim,
        case: held.row.of_case,
        person: held.row.person.0,
        state: held.claim.state.name(),
        dismissed: case.day,
        right_ends,
        missing: held.claim.missing().map(str::to_owned).collect(),
        employer,
        dismissal: dismissals::read(unit, held.row.of_case)?,
        contests: dismissals::contests(unit, held.row.of_case)?,
        months: all,
    })
}

fn right_ends(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held) -> Result<Option<Day>> {
    let (case, facts) = claims::reported(unit, desk, held.row.of_case)?;
    let law = ClaimLaw::new(desk.law)?;
    let event = scheme::events::Event {
        kind: case.kind.parse()?,
        day: case.day,
        reported: held.row.notified,
        by_employer: case.by_employer,
        facts: &facts,
    };
    let life = claims::life(unit, desk, held.row.person, Some(held.row.id))?;
    let checks = life.ask(|record| scheme::claims::pre_check(&law, record, &event, &[], &[]))?;
    let mine = checks.into_iter().find(|check| check.kind == held.kind);
    Ok(mine.and_then(|check| check.right_ends).map(|(day, _)| day))
}

/// What each month comes to if it is paid on its day.
fn worths(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held, months: &[MonthOf]) -> Result<Vec<i64>> {
    let Some(begun) = months.first().and_then(|of| of.decided.as_ref()) else { return Ok(Vec::new()) };
    let (found, _) = decide_month::worth(unit, desk, held, begun.pay_day, (1, begun.pay_day))?;
    let line = found.assessment.lines.iter().find(|line| line.unit.is_some());
    Ok(line.map(|line| line.payments.clone()).unwrap_or_default())
}

fn month(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    held: &Held,
    (of, planned): (&MonthOf, Option<i64>),
    sent: &[Order],
) -> Result<OfMonth> {
    let law = ClaimLaw::new(desk.law)?;
    let row = of.decided.as_ref().filter(|_| of.state().is_some());
    let begun = of.days.is_none_or(|days| days.from() <= desk.today);
    let looked = if begun && of.number > 1 { Some(decide_month::look(unit, desk, held, of)?) } else { None };
    let state = state(desk.today, of, sent);
    let open = matches!(state, "due" | "running" | PROPOSED | REFUSED | HELD);
    let works = looked.as_ref().is_some_and(|looked| looked.duty.works_since.is_some());
    let lacks = looked.as_ref().filter(|_| open || state == "ended").map(|looked| looked.lacks.clone());
    let pay_by = schedule::pay_by(&law, of.due)?.map(|due| due.day);
    Ok(OfMonth {
        number: of.number,
        due: of.due,
        days: of.days.map(|days| (days.from(), days.last())),
        state: if works && open { "ended" } else { state },
        looked: of.looked.filter(|_| state == PROPOSED && !works),
        amount: row.and_then(|row| row.gross).or(planned.filter(|_| state != "ended" && !works)),
        pay_day: row.filter(|row| row.state == GRANTED).map(|row| row.pay_day),
        counts: looked.as_ref().map(|looked| looked.duty.counts).unwrap_or_default(),
        citation: looked.as_ref().and_then(|looked| looked.duty.citation.clone()),
        lacks: lacks.unwrap_or_default(),
        pay_by,
        why: row.filter(|row| row.state == HELD).and_then(|row| row.provision.clone()),
    })
}

fn state(today: Day, of: &MonthOf, sent: &[Order]) -> &'static str {
    if of.looked.is_some() && !of.is(GRANTED) && !of.is(ENDED) {
        return PROPOSED;
    }
    let Some(state) = of.state() else {
        let begun = of.days.is_none_or(|days| days.from() <= today);
        return if of.due <= today { "due" } else { ["later", "running"][usize::from(begun)] };
    };
    match state {
        GRANTED => {
            let no = of.decided.as_ref().and_then(|row| row.granted);
            let mut mine = sent.iter().filter(|order| Some(order.no) == no).peekable();
            let is_paid = mine.peek().is_some()
                && sent.iter().filter(|order| Some(order.no) == no).any(|order| order.state == "paid");
            if is_paid { "paid" } else { GRANTED }
        }
        REFUSED => REFUSED,
        HELD => HELD,
        _ => "ended",
    }
}

/// A timeline as programs read it.
pub(crate) fn on_the_wire(of: &Timeline) -> Value {
    let months: Vec<Value> = of.months.iter().map(month_on_the_wire).collect();
    json!({
        "claim": of.claim, "case": of.case, "person": of.person, "state": of.state,
        "dismissed": of.dismissed.to_string(), "claim_by": of.right_ends.map(|day| day.to_string()),
        "papers_missing": of.missing, "advanced_for": of.employer.map(|payer| payer.0), "months": months,
    })
}

fn month_on_the_wire(of: &OfMonth) -> Value {
    let lacks: Vec<Value> = of.lacks.iter().map(lack_on_the_wire).collect();
    json!({
        "month": of.number, "due": of.due.to_string(), "state": of.state, "amount": of.amount,
        "from": of.days.map(|(from, _)| from.to_string()), "until": of.days.map(|(_, last)| last.to_string()),
        "paid_by_law_of": of.pay_day.map(|day| day.to_string()),
        "decide_by": of.pay_by.map(|day| day.to_string()),
        "applications": of.counts.applications, "interviews": of.counts.interviews,
        "sessions_held": of.counts.sessions_held, "sessions_attended": of.counts.sessions_attended,
        "missing": lacks, "held_because": of.why,
    })
}

/// Something missing, as programs read it.
pub(crate) fn lack_on_the_wire(lack: &Lack) -> Value {
    json!({ "code": lack.code, "id": lack.id, "en": lack.en, "mender": lack.mender.name() })
}

/// A signal, with the last look at it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) signal: Signal,
    pub(crate) review: Option<Review>,
}

/// Everything that somebody should look at about a claim for a lost job.
pub(crate) fn signals(unit: &mut Unit<'_>, desk: &Desk<'_>, claim: i64) -> Result<Vec<Seen>> {
    let held = claims::play(unit, claim)?;
    let (case, facts) = claims::reported(unit, desk, held.row.of_case)?;
    let life = claims::life(unit, desk, held.row.person, Some(claim))?;
    let payer = life.payer_of(held.row.membership).context("a claim without a payer")?;
    let group = dismissals::group(unit, payer)?;
    let rehired = usize::try_from(dismissals::taken_back(unit, payer)?)?;
    let asked = Question {
        kind: ClaimKind::JkpCash,
        event: case.day,
        filed: held.row.notified,
        decided: desk.today,
        pay_day: desk.today,
        facts: &facts,
    };
    let around = Around { group: &group, rehired, ..Around::default() };
    let mut found = life.ask(|record| screen::screen(record, &asked, &around, &Watch::USUAL));
    found.extend(of_employer(unit, desk, payer)?);
    let reviews = dismissals::reviews(unit, claim)?;
    let last = |code: &str| reviews.iter().rfind(|one| one.code == code).cloned();
    Ok(found.into_iter().map(|signal| Seen { review: last(signal.code), signal }).collect())
}

/// Several dismissals at a tiny employer.
pub(crate) fn of_employer(unit: &mut Unit<'_>, desk: &Desk<'_>, payer: PayerId) -> Result<Option<Signal>> {
    let watch = jobs_screen::Watch::USUAL;
    let since = desk.today.plus_days(-watch.days).unwrap_or(desk.today);
    let staff = rolls::people_of_payer_in(unit, payer, desk.today.month())?.len();
    let dismissed = usize::try_from(dismissals::dismissed(unit, payer, since)?)?;
    Ok(jobs_screen::many_dismissals(payer, (staff, dismissed), since, &watch))
}

/// A signal as programs and pages read it.
pub(crate) fn signal_said(seen: &Seen, lang: Lang) -> Value {
    let rests: Vec<Value> = seen
        .signal
        .rests_on
        .iter()
        .map(|(words, value)| json!({ "name": lang.of(words), "value": value }))
        .collect();
    json!({
        "code": seen.signal.code, "why": lang.of(&seen.signal.why), "rests_on": rests,
        "by": seen.signal.by.name(), "review": seen.review.as_ref().map(|one| &one.state),
        "answer": seen.review.as_ref().map(|one| &one.answer),
    })
}
