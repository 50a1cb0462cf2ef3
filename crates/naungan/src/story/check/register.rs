//! The roll: as the facts make it, as the model has it, no month twice, nobody after death.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use base::Month;
use scheme::facts::{Months, Subject};
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::memberships::{Segment, pack, payer_timeline};
use scheme::people::merge::overlaps;
use store::queries::rolls;

use crate::registry::refresh::without;
use crate::registry::{self, members};
use crate::story::play::Teller;

/// The rows of the roll are what the facts come to when all is made anew.
pub(super) fn roll(teller: &mut Teller) -> Result<()> {
    let persons: Vec<i64> = teller.model.persons.values().copied().collect();
    let payers: Vec<i64> = teller.model.payers.values().map(|(_, id)| *id).collect();
    teller.office.look(|unit, desk| {
        for person in &persons {
            let whole = members::whole(unit, PersonId(*person))?;
            let taken = overlaps(&whole.covered_but(None));
            for known in &whole.memberships {
                let id = known.row.id;
                let mine = taken.iter().filter(|(other, _)| *other == id).map(|(_, months)| *months);
                let made = without(&known.timeline, &mine.collect::<Vec<_>>());
                let made = made.into_iter().map(|one| (one.payer, one.from, one.until, pack(&one.facts)));
                let rows = rolls::of_membership(unit, id)?;
                let rows: Vec<_> =
                    rows.into_iter().map(|row| (row.payer, row.from, row.until, row.facts)).collect();
                let made: Vec<_> = made.collect();
                ensure!(rows == made, "membership {id} is on the roll as {rows:?}, its facts say {made:?}");
            }
        }
        for payer in &payers {
            let history = registry::history(unit, Subject::Payer(PayerId(*payer)))?;
            let made = payer_timeline(&history, desk.now);
            let made: Vec<_> = made.into_iter().map(|one| (one.from, one.until, pack(&one.facts))).collect();
            let rows = rolls::of_payer_itself(unit, PayerId(*payer))?;
            let rows: Vec<_> = rows.into_iter().map(|row| (row.from, row.until, row.facts)).collect();
            ensure!(rows == made, "payer {payer} is on the roll as {rows:?}, its facts say {made:?}");
        }
        Ok(())
    })
}

/// Month by month: who is on the roll, and who has to be.
pub(super) fn months(teller: &mut Teller) -> Result<()> {
    let mut twice: BTreeMap<(u32, Segment, Month), u32> = BTreeMap::new();
    let members: Vec<u32> = teller.model.members.keys().copied().collect();
    let last = teller.model.today.month().plus_months(6).unwrap_or(Month::MAX);
    for member in members {
        let of = teller.model.members[&member].clone();
        let rows = teller.office.look(|unit, _| rolls::of_membership(unit, MembershipId(of.id)))?;
        let died = teller.model.death(member).map(base::Day::month);
        let mut month = Month::new(2023, 1)?;
        while month <= last {
            let on = |row: &&rolls::Roll| Months { from: row.from, until: row.until }.contains(month);
            let found = rows.iter().find(on).map(|row| (row.payer.0, row.facts.clone()));
            let wanted = teller.model.cover.get(&member).and_then(|cover| cover.get(&month.index()));
            let wanted = wanted.map(|(who, facts)| (teller.model.payer_id(*who).unwrap_or(0), pack(facts)));
            ensure!(found == wanted, "m{member} in {month} is on the roll as {found:?}, not {wanted:?}");
            ensure!(
                found.is_none() || died.is_none_or(|died| month <= died),
                "m{member} is on the roll of {month}, after death"
            );
            if found.is_some() && matches!(of.segment, Segment::SelfEmployed | Segment::Migrant) {
                let place = (teller.model.root(of.person), of.segment, month);
                let other = twice.insert(place, member);
                ensure!(
                    other.is_none(),
                    "{month} is covered twice, by m{member} and m{}",
                    other.unwrap_or(0)
                );
            }
            let Some(next) = month.next() else { break };
            month = next;
        }
        billed_after_death(teller, member)?;
    }
    Ok(())
}

/// What was billed for months after a death was taken back whole.
fn billed_after_death(teller: &Teller, member: u32) -> Result<()> {
    let Some(died) = teller.model.death(member) else { return Ok(()) };
    for (who, month) in teller.model.bills.keys().filter(|(_, month)| *month > died.month().index()) {
        let booked = teller.model.booked(member, *who, *month).unwrap_or_default();
        ensure!(
            booked.is_zero(),
            "m{member} died on {died} and is billed {booked} for a later month by {who}"
        );
    }
    Ok(())
}
