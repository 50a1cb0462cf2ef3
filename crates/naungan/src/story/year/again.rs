//! Claims that were decided, looked at again: where the law answers something else by now, they are decided
//! again.

use anyhow::{Context, Result, ensure};
use scheme::claims::ClaimKind;
use scheme::claims::moves::{Move, State};

use super::Year;
use crate::actions::move_claim::{self, Wanted};
use crate::office::Office;
use crate::registry::claims;

impl Year<'_> {
    /// Claims of whoever something has become known of: wages that were corrected, files that came late,
    /// records that were one person's.
    pub(super) fn look_again(&mut self, office: &mut Office) -> Result<()> {
        for person in std::mem::take(&mut self.touched) {
            for claim in self.decided.get(&person).cloned().unwrap_or_default() {
                self.look_at(office, claim)?;
            }
        }
        Ok(())
    }

    /// Whether a claim was decided again, since the law answers something else by now.
    fn look_at(&mut self, office: &mut Office, claim: i64) -> Result<bool> {
        let (state, kind) = office.look(|unit, _| {
            let held = claims::play(unit, claim)?;
            Ok((held.claim.state, held.kind))
        })?;
        if !matches!(state, State::Closed | State::Paid) || self.differs(office, claim)?.is_none() {
            return Ok(false);
        }
        move_claim::run(office, claim, self.head, &Wanted::Make(Move::Reopen))?;
        self.count("decided again");
        if kind == ClaimKind::JkpCash {
            self.count("months of cash decided again");
        }
        if !self.decide(office, claim)? {
            self.open.push((claim, 1));
            return Ok(false);
        }
        Ok(true)
    }

    /// Every claim that was granted, looked at a last time: bills that were paid later count too. What is
    /// decided again has to agree then, and all that was paid of pensions with it.
    pub(super) fn all_agree(&mut self, office: &mut Office) -> Result<()> {
        let all: Vec<i64> = self.decided.values().flatten().copied().collect();
        for claim in all {
            if self.look_at(office, claim)? {
                let differs = self.differs(office, claim)?;
                ensure!(differs.is_none(), "claim {claim}, decided again: {}", differs.unwrap_or_default());
            }
        }
        self.pay(office)?;
        self.pensions_agree(office).context("pensions")
    }
}
