//! A letter beside what the law answers and what the books say.

use anyhow::{Context, Result, ensure};
use scheme::claims::Assessment;
use store::queries::{grants, journals, letters as rows, orders};

use super::{Year, refused};
use crate::actions::approve_claim::Approved;
use crate::actions::assess_claim;
use crate::office::Office;
use crate::registry::claims;
use crate::registry::letters::{self, Kept};

/// Accounts on the other side of what is granted: payable, tax, and what has to come back.
const OWED: [u16; 3] = [2300, 2400, 1400];

/// The letter that was written last.
fn last(office: &mut Office, claim: i64) -> Result<Kept> {
    office.look(|unit, desk| {
        let all = rows::of_claim(unit, claim)?;
        letters::open(desk, all.last().with_context(|| format!("claim {claim} has no letter"))?)
    })
}

impl Year {
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
        let answered = (found.gross(), found.tax, found.net());
        ensure!(said == answered, "the letter of claim {claim} says {said:?}, the law {answered:?}");
        for part in letter.parts.iter().filter(|part| part.counts) {
            let line = found.lines.iter().find(|line| line.component == part.component);
            let line = line.with_context(|| format!("{} is in no answer", part.component))?;
            let paid: i64 = part.payments.iter().map(|(from, to, each)| (to - from + 1) as i64 * each).sum();
            ensure!(paid == line.total(), "claim {claim}, {}: {paid} and {}", part.component, line.total());
        }
        self.count("letters compared");
        office.look(|unit, _| {
            let Some(grant) = grants::of(unit, claim)?.pop() else { return Ok(()) };
            let Some((journal, seq)) = grant.place else { return Ok(()) };
            let text = journals::text(unit, journal, seq)?.context("the entry is lost")?;
            let entry = ledger::text::read(&text)?.entry;
            let owed = entry.lines().iter().filter(|line| OWED.contains(&line.account.number));
            let booked: i64 = owed.map(|line| line.amount).sum();
            ensure!(-booked == grant.gross, "claim {claim}: granted {}, booked {booked}", grant.gross);
            let all = orders::of_claim(unit, claim)?;
            let ordered: i64 = all.iter().filter(|one| one.no == grant.no).map(|one| one.amount).sum();
            let out = (approved.net - approved.kept).max(0);
            ensure!(ordered == out, "claim {claim}: {out} go out, and {ordered} are ordered");
            Ok(())
        })
    }

    /// Whether the law answers today what the last letter says. Savings that another claim has emptied since
    /// cannot be asked about any more.
    pub(super) fn is_as_written(&mut self, office: &mut Office, claim: i64) -> Result<bool> {
        let letter = last(office, claim)?;
        let found = office.look(|unit, desk| {
            let held = claims::play(unit, claim)?;
            assess_claim::found(unit, desk, &held)
        });
        match found {
            Ok(found) => {
                let found = found.assessment;
                Ok((found.gross(), found.tax) == (letter.gross, letter.taxed))
            }
            Err(error) => {
                let code = refused(error)?;
                self.count(&format!("not asked again: {code}"));
                Ok(true)
            }
        }
    }
}
