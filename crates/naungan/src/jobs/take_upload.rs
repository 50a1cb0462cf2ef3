//! The good rows of a checked file are taken into the register; the others stay behind with what is wrong.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use base::Month;
use scheme::id::MembershipId;
use scheme::refusal::Refusal;
use serde::{Deserialize, Serialize};
use store::queries::jobs::Job;
use store::queries::runs;
use store::queries::uploads::{self, Row as Found, Upload};

use super::Progress;
use crate::actions::change_membership;
use crate::books::correct::Corrected;
use crate::office::{Office, code};
use crate::registry::ahead::Needed;
use crate::registry::refresh;
use crate::reports::check::{Known, State};
use crate::reports::row::{Row, words};
use crate::reports::rows::{Fault, Kept};
use crate::reports::take::{Employer, Taken, refusal_in, take};
use crate::reports::whose::Whose;

/// The word of this kind of work.
pub(crate) const KIND: &str = "take upload";

/// Rows in one unit: those of months that were assessed before make one bill.
const BATCH_ROWS: i64 = 1_000;

/// What came of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sum {
    pub(crate) changed: u64,
    pub(crate) joined: u64,
    pub(crate) left: u64,
    pub(crate) refused: u64,
    pub(crate) bills: Vec<Bill>,
}

/// A bill that came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Bill {
    pub(crate) month: String,
    pub(crate) code: String,
    pub(crate) owed: i64,
    pub(crate) due: Option<String>,
}

impl From<&Corrected> for Bill {
    fn from(bill: &Corrected) -> Bill {
        Bill {
            month: bill.month.to_string(),
            code: code::shown(bill.code),
            owed: bill.owed,
            due: bill.due.map(|day| day.to_string()),
        }
    }
}

/// Takes the file that was asked for. Taken once more, it changes nothing more.
pub(super) fn run(office: &mut Office, job: &Job, progress: Progress<'_>) -> Result<Option<String>> {
    let id: i64 = job.asked.parse().context("no upload's number")?;
    let Some(upload) = office.look(|unit, _| uploads::read(unit, id))? else { return Ok(None) };
    if upload.state != "taking" {
        return Ok(None);
    }
    let employer = office.look(|unit, desk| Employer::load(unit, desk, upload.payer, upload.month))?;
    let known = office.look(|unit, desk| Known::load(unit, desk, &employer))?;
    let counts = office.look(|unit, _| uploads::counts(unit, id))?;
    let total: i64 = counts.iter().map(|(_, count)| count).sum();
    let mut taking = Taking { upload: &upload, employer: &employer, known: &known, sum: Sum::default() };
    let (mut after, mut done) = (-1, 0);
    loop {
        let found = office.look(|unit, _| uploads::rows(unit, id, None, after, BATCH_ROWS))?;
        let Some(last) = found.last().map(|row| row.no) else { break };
        taking.batch(office, found)?;
        done += last - after;
        after = last;
        progress(office, done.min(total), total)?;
    }
    let told = serde_json::to_string(&taking.sum)?;
    office.unit(|unit, _| uploads::set_state(unit, id, "taken", Some(&told)))?;
    Ok(Some(told))
}

/// Of more rows than this it is not tried what taking them would do: the page would be waited for.
const TRIED_ROWS: i64 = 500;

/// What taking a checked file would change of months that were billed before, by month; nothing where no such
/// month is spoken of, or of too many rows. Nothing of it stays.
pub(crate) fn tried(office: &mut Office, upload: &Upload) -> Result<Option<Vec<(Month, i64)>>> {
    let id = upload.id;
    let (billed, counts) = office.look(|unit, _| {
        let billed = runs::is_through_with(unit, upload.month, upload.payer)?;
        Ok((billed, uploads::counts(unit, id)?))
    })?;
    let changing = counts.iter().filter(|(state, _)| state != "same" && state != "refused");
    let changing: i64 = changing.map(|(_, count)| count).sum();
    if upload.state != "checked" || !billed || changing > TRIED_ROWS {
        return Ok(None);
    }
    let employer = office.look(|unit, desk| Employer::load(unit, desk, upload.payer, upload.month))?;
    let (mut rows, mut leavers) = (Vec::new(), Vec::new());
    for state in [State::Changed, State::Joins, State::Leaves] {
        let found = office.look(|unit, _| uploads::rows(unit, id, Some(state.word()), -1, TRIED_ROWS))?;
        for row in found.into_iter().filter(|row| row.unusual.is_none() || row.confirmed) {
            let (_, desk) = office.parts();
            match state {
                State::Leaves => leavers.extend(row.membership),
                _ => rows.push(Kept::open(&desk, &row)?.row()),
            }
        }
    }
    let known = office.look(|unit, desk| Known::load(unit, desk, &employer))?;
    let mut bills = take(office, &employer, &rows, &Whose::Trial(&known))?.bills;
    bills.extend(left(office, upload.month, &leavers)?);
    let mut months: BTreeMap<Month, i64> = BTreeMap::new();
    for bill in bills {
        *months.entry(bill.month).or_default() += bill.owed;
    }
    Ok(Some(months.into_iter().collect()))
}

/// What it would change that some have left, which is only tried; where one cannot leave, taking says so.
fn left(office: &mut Office, month: Month, leavers: &[MembershipId]) -> Result<Vec<Corrected>> {
    let Some(last) = month.plus_months(-1).map(Month::last_day) else { return Ok(Vec::new()) };
    let mut bills = Vec::new();
    let undone: Result<()> = office.unit(|unit, desk| {
        let mut changes = Vec::new();
        for membership in leavers {
            changes.extend(change_membership::end_written(unit, desk, *membership, last, "other")?);
        }
        bills = refresh::assess_again(unit, desk, &changes)?;
        bail!(Tried)
    });
    match undone {
        Err(error) if error.is::<Tried>() || refusal_in(&error).is_some() => Ok(bills),
        Err(error) => Err(error),
        Ok(()) => Ok(bills),
    }
}

/// Only a trial: nothing is kept.
#[derive(Debug, thiserror::Error)]
#[error("only tried")]
struct Tried;

struct Taking<'a> {
    upload: &'a Upload,
    employer: &'a Employer,
    known: &'a Known,
    sum: Sum,
}

impl Taking<'_> {
    fn batch(&mut self, office: &mut Office, found: Vec<Found>) -> Result<()> {
        let mut opened = Vec::with_capacity(found.len());
        for row in found {
            let (_, desk) = office.parts();
            let kept = Kept::open(&desk, &row)?;
            opened.push((row, kept));
        }
        let mut refused: Vec<(Found, Kept)> = Vec::new();
        let (mut rows, mut leavers) = (Vec::new(), Vec::new());
        for (row, mut kept) in opened {
            if row.state == State::Refused.word() {
                self.sum.refused += 1;
            } else if row.unusual.is_some() && !row.confirmed {
                kept.faults.push(not_confirmed());
                refused.push((row, kept));
            } else if row.state == State::Leaves.word() {
                // Who is not on the roll any more has left already.
                leavers.extend(row.membership.filter(|id| self.known.has(*id)).map(|id| (id, row, kept)));
            } else if !self.is_as_known(&kept) {
                rows.push((row, kept));
            }
        }
        self.take(office, rows, &mut refused)?;
        self.end(office, &leavers, &mut refused)?;
        self.sum.refused += refused.len() as u64;
        office.unit(|unit, desk| {
            for (row, kept) in &refused {
                let sealed = kept.seal(desk, row.upload, row.no)?;
                let state = State::Refused.word().to_owned();
                uploads::set_row(unit, &Found { state, sealed, ..row.clone() })?;
            }
            Ok(())
        })
    }

    fn is_as_known(&self, kept: &Kept) -> bool {
        let compared = self.known.compared(self.employer, &kept.row());
        compared.is_some_and(|found| found.state == State::Same)
    }

    fn take(
        &mut self,
        office: &mut Office,
        found: Vec<(Found, Kept)>,
        refused: &mut Vec<(Found, Kept)>,
    ) -> Result<()> {
        let rows: Vec<Row> = found.iter().map(|(_, kept)| kept.row()).collect();
        let whose = Whose::counter(office, (self.employer.id, self.known), rows.len(), self.upload.account)?;
        let done = take(office, self.employer, &rows, &whose)?;
        self.sum.bills.extend(done.bills.iter().map(Bill::from));
        for ((row, mut kept), taken) in found.into_iter().zip(done.taken) {
            match taken {
                Taken::Unchanged(_) => {}
                Taken::Changed(_) => self.sum.changed += 1,
                Taken::Hired { .. } => self.sum.joined += 1,
                Taken::Refused(reject) | Taken::Unconfirmed(reject, _) => {
                    kept.faults.push(Fault::from(&reject));
                    refused.push((row, kept));
                }
            }
        }
        Ok(())
    }

    /// Ends memberships on the last day of the month before, all in one unit, or in halves if one is refused.
    fn end(
        &mut self,
        office: &mut Office,
        leavers: &[(MembershipId, Found, Kept)],
        refused: &mut Vec<(Found, Kept)>,
    ) -> Result<()> {
        if leavers.is_empty() {
            return Ok(());
        }
        let Some(last) = self.upload.month.plus_months(-1).map(base::Month::last_day) else {
            bail!("there is no month before {}", self.upload.month)
        };
        let ended = office.unit(|unit, desk| {
            let mut needed = Needed::default();
            needed.payer(self.employer.id);
            for (membership, _, _) in leavers {
                needed.membership(*membership);
            }
            needed.read(unit)?;
            let mut changes = Vec::new();
            for (membership, _, _) in leavers {
                changes.extend(change_membership::end_written(unit, desk, *membership, last, "other")?);
            }
            refresh::assess_again(unit, desk, &changes)
        });
        match (ended, leavers) {
            (Ok(bills), _) => {
                self.sum.left += leavers.len() as u64;
                self.sum.bills.extend(bills.iter().map(Bill::from));
            }
            (Err(error), [(_, row, kept)]) => {
                let fault = of_refusal(refusal_in(&error).ok_or_else(|| anyhow::anyhow!("{error:#}"))?);
                refused.push((row.clone(), Kept { faults: vec![fault], ..kept.clone() }));
            }
            (Err(error), _) if refusal_in(&error).is_some() => {
                let (first, rest) = leavers.split_at(leavers.len() / 2);
                self.end(office, first, refused)?;
                self.end(office, rest, refused)?;
            }
            (Err(error), _) => return Err(error),
        }
        Ok(())
    }
}

fn not_confirmed() -> Fault {
    Fault::of_row(
        &words("perubahan yang tidak biasa ini belum dikonfirmasi", "nobody confirmed this unusual change"),
        &words("periksa, lalu laporkan lagi dan konfirmasi", "check it, then report it again and confirm it"),
    )
}

fn of_refusal(refusal: &Refusal) -> Fault {
    Fault::of_row(
        &words(refusal.id.clone(), refusal.en.clone()),
        &words("hubungi kantor cabang", "ask your branch office"),
    )
}
