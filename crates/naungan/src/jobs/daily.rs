//! What is done once a day, whichever worker is the first to see the day begin.

use anyhow::Result;
use base::Day;
use store::queries::jobs;

use super::{coverage, grievances, notices, rehearsal, renewals, signals, waiting, warnings};
use crate::office::Office;

/// Each is done once on every day on which somebody works.
pub(crate) const KINDS: [&str; 7] = [
    signals::KIND,
    coverage::KIND,
    grievances::KIND,
    notices::KIND,
    rehearsal::KIND,
    renewals::KIND,
    warnings::KIND,
];

/// The days that a worker has seen begin.
#[derive(Default)]
pub(crate) struct Days {
    seen: Option<Day>,
}

impl Days {
    /// Asks for the work of today, unless this worker has, or any other; how much was asked for. A worker
    /// that starts late in the day asks as well.
    pub(crate) fn ask(&mut self, office: &mut Office) -> Result<u64> {
        let today = office.today();
        if self.seen == Some(today) {
            return Ok(0);
        }
        let asked = office.unit(|unit, desk| {
            let mut asked = 0;
            for kind in KINDS {
                let job = waiting(desk, kind, "", (None, None));
                asked += u64::from(jobs::add_daily(unit, &job, &format!("{kind} {today}"))?);
            }
            Ok(asked)
        })?;
        self.seen = Some(today);
        Ok(asked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::{Trial, day};

    /// How often each was done.
    fn done(trial: &mut Trial) -> Vec<(String, i64)> {
        let counted = trial.office.look(|unit, _| {
            let sql = "select kind, count(*) from job where state = 'done' group by kind order by kind";
            unit.rows(sql, &[])?.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect()
        });
        counted.expect("a look")
    }

    #[test]
    fn each_is_done_once_a_day_however_many_work() {
        testing::both(|address| {
            let mut trial = Trial::begin(address, "2025-03-03");
            let payer = trial.employer("large");
            trial.hire(payer, 6_000_000);
            trial.clock.advance(day("2025-04-02"));
            trial.run("2025-03");
            let mut other = trial.office.beside().expect("an office");
            let (mut early, mut late) = (Days::default(), Days::default());
            for (today, times) in [("2025-04-02", 1), ("2025-04-03", 2), ("2025-04-09", 3)] {
                trial.clock.advance(day(today));
                assert_eq!(early.ask(&mut trial.office).expect("it is asked"), KINDS.len() as u64, "{today}");
                assert_eq!(early.ask(&mut trial.office).expect("it is asked"), 0, "{today}");
                // Another worker, and one that has only just started.
                assert_eq!(late.ask(&mut other).expect("it is asked"), 0, "{today}");
                assert_eq!(Days::default().ask(&mut other).expect("it is asked"), 0, "{today}");
                while crate::jobs::one(&mut other).expect("it is done") {}
                let each = KINDS.map(|kind| (kind.to_owned(), times));
                let mut done = done(&mut trial);
                done.retain(|(kind, _)| KINDS.contains(&kind.as_str()));
                done.sort_by_key(|(kind, _)| each.iter().position(|(known, _)| known == kind));
                assert_eq!(done, each, "{today}");
            }
        });
    }
}
