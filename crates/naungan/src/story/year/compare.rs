//! A letter beside what the law answers and what the books say.

use anyhow::{Context, Result, ensure};
use ledger::Entry;
use scheme::claims::{Assessment, ClaimKind, payroll};
use scheme::law::ClaimLaw;
use store::Unit;
use store::queries::{grants, journals, letters as rows, orders, pensions};

use super::{Year, refused};
use crate::actions::approve_claim::Approved;
use crate::actions::{assess_claim, decide_month};
use crate::office::{Desk, Office};
use crate::registry::claims::{self, Held};
use crate::registry::jobs;
use crate::registry::letters::{self, Kept};

/// Accounts on the other side of what is granted: payable, tax, and what has to come back.
const OWED: [u16; 3] = [2300, 2400, 1400];

/// What the law pays, without what stays in the fund because nobody inherits it.
fn paid_out(found: &Assessment) -> i64 {
    let lines = found.lines.iter().filter(|line| !line.stays_in_the_fund());
    lines.map(scheme::claims::GrantLine::total).sum()
}

/// What an entry says is owed, with what has to come back.
pub(super) fn owed_in(entry: &Entry) -> i64 {
    let owed = entry.lines().iter().filter(|line| OWED.contains(&line.account.number));
    -owed.map(|line| line.amount).sum::<i64>()
}

/// What the entry of a grant says; nothing for a grant of nothing.
pub(super) fn booked(unit: &mut Unit<'_>, grant: &grants::Grant) -> Result<Option<i64>> {
    let Some((journal, seq)) = grant.place else { return Ok(None) };
    let text = journals::text(unit, journal, seq)?.context("the entry is lost")?;
    Ok(Some(owed_in(&ledger::text::read(&text)?.entry)))
}

/// The letter that was written last.
pub(super) fn last(office: &mut Office, claim: i64) -> Result<Kept> {
    office.look(|unit, desk| {
        let all = rows::of_claim(unit, claim)?;
        letters::open(desk, all.last().with_context(|| format!("claim {claim} has no letter"))?)
    })
}

impl Year<'_> {
    /// The letter says what the law answered, the grant is booked with as much, and as much is ordered.
    pub(super) fn compare(
        &mut self,
        office: &mut Office,
        claim: i64,
        found: &Assessment,
        approved: &Approved,
    ) -> Result<()> {
        let letter = last(office, claim)?;
        let said = (letter.gross, letter.taxed, letter.net);
        let gross = paid_out(found);
        let answered = (gross, found.tax, gross - found.tax);
        ensure!(said == answered, "the letter of claim {claim} says {said:?}, the law {answered:?}");
        for part in letter.parts.iter().filter(|part| part.counts) {
            let line = found.lines.iter().find(|line| line.component == part.component);
            let line = line.with_context(|| format!("{} is in no answer", part.component))?;
            let paid: i64 = part.payments.iter().map(|(from, to, each)| (to - from + 1) as i64 * each).sum();
            ensure!(paid == line.total(), "claim {claim}, {}: {paid} and {}", part.component, line.total());
        }
        self.count("letters compared");
        if *approved == Approved::default() {
            // Only months of a pension turned out to be others, which have no grant of their own.
            return Ok(());
        }
        office.look(|unit, _| {
            let Some(grant) = grants::of(unit, claim)?.pop() else { return Ok(()) };
            let Some(booked) = booked(unit, &grant)? else { return Ok(()) };
            ensure!(booked == grant.gross, "claim {claim}: granted {}, booked {booked}", grant.gross);
            let all = orders::of_claim(unit, claim)?;
            let ordered: i64 = all.iter().filter(|one| one.no == grant.no).map(|one| one.amount).sum();
            let out = (approved.net - approved.kept).max(0);
            ensure!(ordered == out, "claim {claim}: {out} go out, and {ordered} are ordered");
            Ok(())
        })
    }

    /// What the law answers today, if it is something else than the last letter says; of months of cash and
    /// of pensions, than what was granted. Savings that another claim has emptied cannot be asked about.
    pub(super) fn differs(&mut self, office: &mut Office, claim: i64) -> Result<Option<String>> {
        let letter = last(office, claim)?;
        let answered = office.look(|unit, desk| {
            let held = claims::play(unit, claim)?;
            let (now, said) = answers(unit, desk, &held, &letter)?;
            Ok((now != said).then(|| format!("{} of {now:?}, and {said:?} was said", held.kind)))
        });
        answered.or_else(|error| {
            let code = refused(error)?;
            self.count(&format!("not asked again: {code}"));
            Ok(None)
        })
    }
}

/// What the law answers of a claim today, and what was said.
fn answers(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    held: &Held,
    letter: &Kept,
) -> Result<((i64, i64), (i64, i64))> {
    if held.kind == ClaimKind::JkpCash {
        let (worth, granted) = months_of_cash(unit, desk, held)?;
        return Ok(((worth, 0), (granted, 0)));
    }
    let found = assess_claim::found(unit, desk, held)?;
    let goes_on = found.assessment.lines.iter().any(|line| line.unit.is_some());
    let known = pensions::of_claim(unit, held.row.id)?;
    if let Some(pension) = known.first().filter(|one| goes_on && stands(one, held)) {
        let (law, asked) = (ClaimLaw::new(desk.law)?, found.question(held));
        let now = found.life.ask(|record| payroll::granted(&law, record, &asked))?;
        return Ok(((now.formula, 0), (pension.formula, 0)));
    }
    let found = found.assessment;
    Ok(((paid_out(&found), found.tax), (letter.gross, letter.taxed)))
}

/// Whether a pension is that of the claim, neither gone on to others nor turned into one sum.
fn stands(pension: &pensions::Pension, held: &Held) -> bool {
    pension.kind == held.kind.name() && pension.ended.as_ref().is_none_or(|(_, why)| why != "withdrawn")
}

/// What the months that were granted are worth by now, each on the day it was paid; and what was granted.
fn months_of_cash(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held) -> Result<(i64, i64)> {
    let months = jobs::months(unit, desk, held.row.id)?;
    let granted: i64 = grants::of(unit, held.row.id)?.iter().map(|grant| grant.gross).sum();
    let Some(begun) = months.first().and_then(|of| of.decided.as_ref()).map(|row| row.pay_day) else {
        return Ok((0, granted));
    };
    let mut worth = 0;
    for of in months.iter().filter(|of| of.is(jobs::GRANTED)) {
        let pay_day = of.decided.as_ref().map_or(begun, |row| row.pay_day);
        worth += decide_month::worth(unit, desk, held, begun, (of.number, pay_day))?.1;
    }
    Ok((worth, granted))
}
