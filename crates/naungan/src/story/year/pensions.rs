//! Pensions month by month: granted by the payroll, compared one by one with the law, and with the books.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use scheme::events::EventKind;
use scheme::id::PersonId;
use scheme::law::ClaimLaw;
use store::queries::pensions as rows;

use super::Year;
use super::compare::owed_in;
use super::heard::NOTHING;
use crate::books;
use crate::books::pension::of_month;
use crate::office::Office;
use crate::runs;

/// One in so many who draw a pension in old age dies in a month.
const DIES_ONE_IN: i64 = 12;

impl Year<'_> {
    /// The payroll of the month; every amount in it is asked of the law again.
    pub(super) fn pensions(&mut self, office: &mut Office) -> Result<()> {
        let month = office.today().month();
        let (run, closed) = runs::pensions::run(office, month, self.officer, &|_, _| {})?;
        for (_, refusal) in closed.unanswered {
            self.count(&format!("pension not passed on: {}", refusal.code));
        }
        let (compared, drawers) = office.look(|unit, desk| {
            let law = ClaimLaw::new(desk.law)?;
            let mut granted = Vec::new();
            rows::each_of_run(unit, run.id, (0, i64::MAX), &mut |one| {
                granted.push(*one);
                Ok(())
            })?;
            let mut drawers = Vec::new();
            for one in &granted {
                let pension = rows::read(unit, one.pension)?.context("a pension is lost")?;
                let asked = of_month(&law, &pension, one.month)?;
                let said = one.amount;
                ensure!(asked == said, "pension {} of {}: {said} and {asked}", one.pension, one.month);
                let is_turn = (one.pension + i64::from(month.index())) % DIES_ONE_IN == 0;
                drawers.extend(pension.drawer.filter(|_| is_turn && pension.kind == "jp_old_age"));
            }
            Ok((granted.len(), drawers))
        })?;
        self.counts("months of pension compared", compared);
        self.counts("pensions suspended", usize::try_from(closed.suspended)?);
        drawers.into_iter().try_for_each(|drawer| self.dies(office, drawer))
    }

    /// Somebody who drew a pension has died some days ago: what was paid since comes back, and the pension
    /// goes on to whoever is left.
    fn dies(&mut self, office: &mut Office, person: PersonId) -> Result<()> {
        let day = office.today().plus_days(-3).context("a day")?;
        self.count("pensioners died");
        self.report(office, person, (EventKind::OtherDeath, day, NOTHING))
    }

    /// What the books say of pensions is what was granted of them, run by run and pension by pension.
    pub(super) fn pensions_agree(&mut self, office: &mut Office) -> Result<()> {
        let compared = office.look(|unit, _| {
            let mut booked: BTreeMap<String, i64> = BTreeMap::new();
            books::each_row_in(unit, &mut |_, text, _| {
                let entry = ledger::text::read(text)?.entry;
                let mut words = entry.key().splitn(3, '-');
                if let (Some(what @ ("pension" | "pensions")), Some(number)) = (words.next(), words.next()) {
                    *booked.entry(format!("{what} {number}")).or_default() += owed_in(&entry);
                }
                Ok(())
            })?;
            for run in rows::runs(unit)? {
                let (_, amount, ..) = rows::totals_of_run(unit, run.id)?;
                let of_run = booked.remove(&format!("pensions {}", run.id)).unwrap_or(0);
                ensure!(amount == of_run, "run {}: {amount} granted, {of_run} booked", run.id);
            }
            let compared = booked.len();
            for (name, amount) in booked {
                let pension = name.strip_prefix("pension ").context("a run that is not there")?.parse()?;
                let all = rows::months(unit, pension)?;
                let changed: i64 = all.iter().filter(|one| one.run.is_none()).map(|one| one.amount).sum();
                ensure!(amount == changed, "{name}: {changed} found to be different, {amount} booked");
            }
            Ok(compared)
        })?;
        self.counts("pensions changed and compared", compared);
        Ok(())
    }
}
