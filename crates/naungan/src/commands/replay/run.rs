//! Every row of a month's run decided again.

use std::collections::HashMap;

use anyhow::{Context, Result};
use base::{Moment, Month};
use rules::render::Lang;
use scheme::id::{MembershipId, PayerId};
use scheme::lines::Lines;
use serde_json::{Value, json};
use store::Unit;
use store::queries::assessments::{self, Assessment};
use store::queries::bills;
use store::queries::runs::{self, Chunk, Run};

use super::decide::{PayerThen, law_then, lines_then};
use crate::books::grouped;
use crate::commands::Outcome;
use crate::commands::register::answer;
use crate::commands::run::bar;
use crate::office::{Desk, Office};

/// More differences than anybody reads through.
const SHOWN_MAX: usize = 20;

/// What came out.
#[derive(Default)]
struct Counts {
    equal: u64,
    different: u64,
    shown: Vec<Difference>,
}

struct Difference {
    payer: PayerId,
    membership: MembershipId,
    booked: Lines,
    decided: Result<Lines, String>,
}

pub(super) fn run(office: &mut Office, month: Month, lang: Lang, as_json: bool) -> Result<Outcome> {
    let (run, chunks) = office.look(|unit, _| {
        let run = runs::find(unit, "month", &month.to_string())?;
        let run = run.with_context(|| format!("there was no run of {month}"))?;
        let chunks: Vec<Chunk> = runs::done(unit, run.id)?.into_iter().map(|(chunk, _)| chunk).collect();
        Ok((run, chunks))
    })?;
    let law = law_then(office, &run.law, run.known)?;
    let bar = bar(&run, lang);
    let mut counts = Counts::default();
    for chunk in &chunks {
        let rows = office.look(|unit, _| rows(unit, &run, chunk, month))?;
        let mut then = PayerThen::default();
        // A look of a whole chunk would hold an old state of the database for long.
        for some in rows.chunks(1_000) {
            let found = office.look(|unit, desk| {
                let desk = Desk { law, fingerprint: &run.law, ..*desk };
                some.iter()
                    .map(|row| compared(unit, &desk, row, month, &mut then))
                    .collect::<Result<Vec<_>>>()
            })?;
            for difference in found {
                counts.add(difference);
            }
            bar.inc(some.len() as u64);
        }
    }
    bar.finish_and_clear();
    answer(as_json, &counts.json(&run), &counts.text(&run, lang))?;
    Ok(if counts.different == 0 { Outcome::Fine } else { Outcome::Faults })
}

/// The run's rows of a chunk, and when each became known.
fn rows(unit: &mut Unit<'_>, run: &Run, chunk: &Chunk, month: Month) -> Result<Vec<(Assessment, Moment)>> {
    let range = (chunk.from, chunk.until);
    let mut moments = HashMap::new();
    bills::each_of_month(unit, month, range, &mut |bill| {
        if bill.run == run.id {
            moments.insert(bill.payer, bill.known);
        }
        Ok(())
    })?;
    let mut rows = Vec::new();
    assessments::each_of_month(unit, month, range, &mut |row| {
        let row = assessments::from_row(row)?;
        if row.run == run.id {
            let known = moments.get(&row.payer).copied().unwrap_or(run.known);
            rows.push((row, known));
        }
        Ok(())
    })?;
    Ok(rows)
}

fn compared(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (row, known): &(Assessment, Moment),
    month: Month,
    then: &mut PayerThen,
) -> Result<Option<Difference>> {
    let booked = Lines::unpack(&row.lines, desk.slots).context("an assessment is damaged")?;
    let (payer, membership) = (row.payer, row.membership);
    let decided = match lines_then(unit, desk, (payer, membership), month, *known, then) {
        Ok(lines) if lines == booked => return Ok(None),
        Ok(lines) => Ok(lines),
        // No answer of the law is a difference; a fault of the database is not.
        Err(error) if error.chain().any(<dyn std::error::Error>::is::<scheme::refusal::Refusal>) => {
            Err(format!("{error:#}"))
        }
        Err(error) => return Err(error),
    };
    Ok(Some(Difference { payer, membership, booked, decided }))
}

impl Counts {
    fn add(&mut self, difference: Option<Difference>) {
        let Some(difference) = difference else {
            self.equal += 1;
            return;
        };
        self.different += 1;
        if self.shown.len() < SHOWN_MAX {
            self.shown.push(difference);
        }
    }

    fn json(&self, run: &Run) -> Value {
        let shown = self.shown.iter().map(|one| {
            json!({
                "payer": one.payer.0, "membership": one.membership.0, "booked": one.booked.to_string(),
                "decided": one.decided.as_ref().map_or_else(Clone::clone, ToString::to_string),
            })
        });
        json!({
            "run": run.id, "period": run.period, "law": run.law, "equal": self.equal,
            "different": self.different, "differences": shown.collect::<Value>(),
        })
    }

    fn text(&self, run: &Run, lang: Lang) -> String {
        let (equal, different) = (grouped(self.equal, lang), grouped(self.different, lang));
        let mut text = match lang {
            Lang::Id => format!("{}: {equal} sama, {different} berbeda\n", run.period),
            Lang::En => format!("{}: {equal} the same, {different} different\n", run.period),
        };
        for one in &self.shown {
            let decided = one.decided.as_ref().map_or_else(Clone::clone, ToString::to_string);
            let (booked, again) = match lang {
                Lang::Id => ("dibukukan", "diputus"),
                Lang::En => ("booked", "decided"),
            };
            let (membership, payer) = (one.membership, one.payer);
            text.push_str(&format!("  {membership} ({payer}): {booked} {}; {again} {decided}\n", one.booked));
        }
        text
    }
}
