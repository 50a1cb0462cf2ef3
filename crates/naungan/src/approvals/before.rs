//! What a change would make of what is there: before and after, line by line.

use std::fmt::Display;

use anyhow::Result;
use base::Month;
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::memberships::unpack;
use store::Unit;
use store::queries::{payers as rows, payments, rolls};

use super::change::Change;
use crate::actions::book_line;
use crate::actions::keep_statement::Kept;
use crate::office::Desk;
use crate::registry::{members, payers, people};

/// A line that changes: the key of its name, what is there, what would be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Difference {
    pub(crate) name: &'static str,
    pub(crate) before: String,
    pub(crate) after: String,
}

fn line(name: &'static str, before: &dyn Display, after: &dyn Display) -> Difference {
    Difference { name, before: before.to_string(), after: after.to_string() }
}

/// What is there and what would be.
pub(crate) fn differences(unit: &mut Unit<'_>, desk: &Desk<'_>, change: &Change) -> Result<Vec<Difference>> {
    match change {
        Change::Merge { from, into, .. } => merged(unit, desk, PersonId(*from), PersonId(*into)),
        Change::Unmerge { person, .. } => {
            let id = PersonId(*person);
            let stays = people::numbers(unit, id, desk.now)?.first().copied().unwrap_or(id);
            let name = people::load(unit, desk, id)?.identity().name.clone();
            Ok(vec![line("number", &stays, &id), line("name", &"", &name)])
        }
        Change::Identity { person, nik, birth, .. } => {
            let known = people::load(unit, desk, PersonId(*person))?;
            let identity = known.identity();
            let mut lines = vec![line("name", &identity.name, &identity.name)];
            lines.extend(nik.as_ref().map(|nik| line("nik", &identity.nik, &nik)));
            lines.extend(birth.as_ref().map(|birth| line("birth", &identity.birth_date, &birth)));
            Ok(lines)
        }
        Change::Refund { payer, amount, .. } => {
            let credit = rows::read(unit, PayerId(*payer))?.map_or(0, |row| row.credit);
            let after = credit - amount.unwrap_or(credit);
            let name = payers::load(unit, desk, PayerId(*payer))?.payer.name;
            Ok(vec![line("name", &name, &name), line("credit", &credit, &after)])
        }
        Change::Close { payer, day, .. } => {
            let payer = payers::load(unit, desk, PayerId(*payer))?.payer;
            let closed = payer.closed.map(|day| day.to_string()).unwrap_or_default();
            Ok(vec![line("name", &payer.name, &payer.name), line("closed", &closed, &day)])
        }
        Change::TakeBack { payer, payment, day, .. } => {
            let name = payers::load(unit, desk, PayerId(*payer))?.payer.name;
            let mut lines = vec![line("name", &name, &name)];
            if let Some(one) = payments::of(unit, PayerId(*payer))?.into_iter().find(|one| one.id == *payment)
            {
                lines.push(line("payment", &one.amount, &0));
                lines.push(line("paid_on", &one.paid, &day));
            }
            Ok(lines)
        }
        Change::Book { payer, line, .. } => booked(unit, desk, PayerId(*payer), *line),
        Change::Wage { membership, fact, amount, from, until, .. } => {
            let id = MembershipId(*membership);
            let person = members::row(unit, id)?.person;
            let name = people::load(unit, desk, person)?.identity().name.clone();
            let from: Month = from.parse()?;
            let last = until.as_ref().map(|month| month.parse::<Month>()).transpose()?;
            let last = last.and_then(|until| until.plus_months(-1));
            let months = last.map_or_else(|| format!("{from} –"), |last| format!("{from} – {last}"));
            let was = reported(unit, id, fact, from)?;
            let mut lines = vec![line("name", &name, &name), line("months", &"", &months)];
            lines.push(Difference { name: "amount", before: was, after: amount.to_string() });
            Ok(lines)
        }
        Change::End { membership, day, end_reason, .. } => {
            let id = MembershipId(*membership);
            let row = members::row(unit, id)?;
            let name = people::load(unit, desk, row.person)?.identity().name.clone();
            let ended = crate::registry::history(unit, scheme::facts::Subject::Membership(id))?;
            let ended = ended.last("ended", desk.now).map(str::to_owned).unwrap_or_default();
            Ok(vec![
                line("name", &name, &name),
                line("ended", &ended, &day),
                line("end_reason", &"", &end_reason),
            ])
        }
    }
}

/// What is reported of a membership in a month, by the law's name; nothing where nothing is.
pub(crate) fn reported(
    unit: &mut Unit<'_>,
    membership: MembershipId,
    fact: &str,
    month: Month,
) -> Result<String> {
    let on_roll = rolls::of_membership(unit, membership)?;
    let here = |roll: &&rolls::Roll| roll.from <= month && roll.until.is_none_or(|until| month < until);
    let found = on_roll.iter().find(here).and_then(|roll| {
        unpack(&roll.facts).find(|(name, _)| *name == fact).map(|(_, value)| value.replace('_', ""))
    });
    Ok(found.unwrap_or_default())
}

/// What is at stake: what bills change by, or the money that moves.
pub(super) fn stake(unit: &mut Unit<'_>, change: &Change) -> Result<i64> {
    match change {
        Change::Refund { payer, amount, .. } => {
            let credit = rows::read(unit, PayerId(*payer))?.map_or(0, |row| row.credit);
            Ok(amount.unwrap_or(credit))
        }
        Change::TakeBack { payer, payment, .. } => {
            let all = payments::of(unit, PayerId(*payer))?;
            Ok(all.iter().find(|one| one.id == *payment).map_or(0, |one| one.amount))
        }
        Change::Book { line, .. } => Ok(book_line::read(unit, *line)?.amount.unwrap_or_default()),
        _ => Ok(0),
    }
}

/// Money that the bank tells of, in the words of the bank.
fn booked(unit: &mut Unit<'_>, desk: &Desk<'_>, payer: PayerId, id: i64) -> Result<Vec<Difference>> {
    let name = payers::load(unit, desk, payer)?.payer.name;
    let came = book_line::read(unit, id)?;
    let kept = Kept::open(desk, &came)?;
    let said = format!("{} {}", kept.reference, kept.text);
    Ok(vec![
        line("name", &name, &name),
        line("payment", &0, &came.amount.unwrap_or_default()),
        line("came", &"", &came.paid.map(|day| day.to_string()).unwrap_or_default()),
        line("bank", &"", &said.trim()),
    ])
}

fn merged(unit: &mut Unit<'_>, desk: &Desk<'_>, from: PersonId, into: PersonId) -> Result<Vec<Difference>> {
    let (one, other) = (people::load(unit, desk, from)?, people::load(unit, desk, into)?);
    let (one, other) = (one.identity(), other.identity());
    let count = |unit: &mut Unit<'_>, id| members::whole(unit, id).map(|whole| whole.memberships.len());
    let (mine, theirs) = (count(unit, from)?, count(unit, into)?);
    Ok(vec![
        line("number", &from, &into),
        line("name", &one.name, &other.name),
        line("nik", &one.nik.masked(), &other.nik.masked()),
        line("birth", &one.birth_date, &other.birth_date),
        line("memberships", &mine, &(mine + theirs)),
    ])
}
