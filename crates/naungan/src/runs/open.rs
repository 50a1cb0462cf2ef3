//! Opening a run: who is expected, in which chunks, under which law and with what is known by now.

use anyhow::{Context, Result};
use base::{Day, Month};
use scheme::accounts::{Account, Method};
use scheme::refusal::Refusal;
use store::queries::runs::{self, Chunk, Run};
use store::queries::{institution, memberships, rolls};
use store::{Trouble, Unit};

use super::Task;
use crate::actions::ready_month;
use crate::office::{Desk, Office, kept_law};

/// People in a chunk, about: a minute's work of nobody, and a few megabytes.
pub(crate) const CHUNK_PEOPLE: i64 = base::limit::CHUNK_PEOPLE;

/// Opens a run, or says why it is not the time for it.
pub(crate) fn open(office: &mut Office, task: Task) -> Result<Run> {
    let pack = office.pack.clone();
    let opened = office.unit(|unit, desk| {
        if let Some(statement) = unit.engine().hold_new_runs() {
            unit.execute(statement, &[])?;
        }
        may_open(unit, desk, task)?;
        kept_law::keep(unit, &pack, desk.now)?;
        if let Task::Month(month) = task {
            ready_month::before(unit, desk, month)?;
        }
        let (mut chunks, people) = chunks(unit, task)?;
        let run = Run {
            id: institution::take_numbers(unit, 1)?,
            kind: task.kind().to_owned(),
            period: task.period(),
            state: "open".to_owned(),
            law: desk.fingerprint.to_owned(),
            known: desk.now,
            day: desk.today,
            people,
            first_code: institution::take_codes(unit, people)?,
            published: None,
        };
        for chunk in &mut chunks {
            chunk.run = run.id;
        }
        runs::open(unit, &run, &chunks)?;
        Ok(run)
    });
    opened.map_err(|error| match Trouble::of(&error) {
        Trouble::Duplicate => error.context(format!("somebody else has just opened the run {task}")),
        _ => error,
    })
}

/// Gives up the run that is open, unless a part of it is done; gives the run, and whether it is gone.
pub(crate) fn abandon(office: &mut Office) -> Result<(Run, bool)> {
    office.unit(|unit, _| {
        if let Some(statement) = unit.engine().hold_new_runs() {
            unit.execute(statement, &[])?;
        }
        let open = runs::all(unit)?.into_iter().find(|run| run.state == "open");
        let run = open.context("no run is open")?;
        let gone = runs::abandon(unit, run.id)?;
        Ok((run, gone))
    })
}

/// Whether a run can begin, or go on where it was left.
pub(crate) fn may_open_or_go_on(unit: &mut Unit<'_>, desk: &Desk<'_>, task: Task) -> Result<()> {
    let known = runs::find(unit, task.kind(), &task.period())?;
    if known.is_some_and(|run| run.published.is_none()) { Ok(()) } else { may_open(unit, desk, task) }
}

fn no(code: &'static str, id: String, en: String) -> Result<()> {
    Err(Refusal::new(code, id, en).into())
}

fn may_open(unit: &mut Unit<'_>, desk: &Desk<'_>, task: Task) -> Result<()> {
    let period = task.period();
    if let Some(run) = runs::find(unit, task.kind(), &period)? {
        return match run.published {
            Some(when) => no(
                "run_done",
                format!("proses {task} sudah selesai: terbit pada {when}"),
                format!("the run {task} is done: it was published at {when}"),
            ),
            None => no(
                "run_open",
                format!("proses {task} sudah terbuka: lanjutkan dengan `naungan work`"),
                format!("the run {task} is open already: go on with `naungan work`"),
            ),
        };
    }
    if let Some(open) = runs::all(unit)?.iter().find(|run| run.state == "open") {
        let (kind, period) = (&open.kind, &open.period);
        return no(
            "run_open",
            format!("proses {kind} {period} masih terbuka: selesaikan dahulu dengan `naungan work`"),
            format!("the run {kind} {period} is still open: finish it with `naungan work` first"),
        );
    }
    match task {
        Task::Month(month) => month_follows(unit, desk, month),
        Task::Interest(year) => {
            let end = Month::new(year, 12)?;
            if desk.today <= end.last_day() {
                let last = end.last_day();
                return no(
                    "not_yet",
                    format!("tahun {year} belum berakhir: pengembangan dibukukan setelah {last}"),
                    format!("{year} is not over: its growth can be credited when {last} is past"),
                );
            }
            if let Some(later) = runs::last(unit, task.kind())?.filter(|last| last.period > period) {
                let later = &later.period;
                return no(
                    "years_in_order",
                    format!("pengembangan {later} sudah dibukukan: tahun dibukukan berurutan"),
                    format!("the growth of {later} is credited already: years are credited in order"),
                );
            }
            rates_are_known(unit, desk, end)
        }
        Task::Lapse(day) | Task::Penalties(day) => not_ahead(desk, day),
    }
}

/// Months are run one after another, since money settles them in that order; none is run before it has begun.
fn month_follows(unit: &mut Unit<'_>, desk: &Desk<'_>, month: Month) -> Result<()> {
    let (first, end) = desk.tree().jurisdiction.known;
    if month.first_day() < first || month.first_day() >= end {
        let first = first.month();
        return no(
            "outside_the_time",
            format!("{month} di luar masa yang dimodelkan: {first} sampai {end}"),
            format!("{month} is outside the time that is modelled: {first} to {end}"),
        );
    }
    if let Some(last) = runs::last_begun_month(unit)?
        && last.next() != Some(month)
    {
        let next = last.next().map(|next| next.to_string()).unwrap_or_default();
        return no(
            "months_in_order",
            format!("bulan diproses berurutan: {last} yang terakhir, maka berikutnya {next}, bukan {month}"),
            format!(
                "months are run one after another: {last} was the last, so {next} comes next, not {month}"
            ),
        );
    }
    not_ahead(desk, month.first_day())
}

/// A year without a rate would stop the run at the first account: it is asked for before anybody waits.
fn rates_are_known(unit: &mut Unit<'_>, desk: &Desk<'_>, end: Month) -> Result<()> {
    let Some(first) = runs::first_assessed_month(unit)? else { return Ok(()) };
    let method = Method::named(desk.law, &desk.institution.crediting)?;
    let contributions = vec![(Month::new(first.year(), 1)?, 1_000_000)];
    let tried = Account { method, contributions }.balance_at(desk.law, end);
    tried.context(format!(
        "growth until {end} cannot be credited; declare the rate of each year first, such as \
         `naungan declare 'jht_rate[{}]' RATE --instrument …`",
        end.year()
    ))?;
    Ok(())
}

fn not_ahead(desk: &Desk<'_>, day: Day) -> Result<()> {
    if day > desk.today {
        let today = desk.today;
        return no(
            "not_yet",
            format!("{day} belum tiba: hari ini {today}"),
            format!("{day} has not come yet: today is {today}"),
        );
    }
    Ok(())
}

/// Ranges of numbers that cover everybody, with about as many people each.
fn chunks(unit: &mut Unit<'_>, task: Task) -> Result<(Vec<Chunk>, i64)> {
    let mut cutter = Cutter::default();
    match task {
        Task::Month(month) => rolls::heads(unit, month, &mut |payer, people| {
            cutter.add(payer, people);
            Ok(())
        })?,
        Task::Interest(_) => memberships::each_number(unit, &mut |membership| {
            cutter.add(membership, 1);
            Ok(())
        })?,
        Task::Lapse(_) | Task::Penalties(_) => {
            store::queries::bills::each_payer_in_debt(unit, &mut |payer| {
                cutter.add(payer, 1);
                Ok(())
            })?;
        }
    }
    Ok(cutter.finish())
}

/// Cuts numbers in rising order into ranges.
#[derive(Default)]
struct Cutter {
    chunks: Vec<Chunk>,
    from: i64,
    people: i64,
    all: i64,
}

impl Cutter {
    fn add(&mut self, number: i64, people: i64) {
        if self.people > 0 && self.people + people > CHUNK_PEOPLE {
            self.cut(number);
        }
        self.people += people;
        self.all += people;
    }

    fn cut(&mut self, until: i64) {
        let no = self.chunks.len() as i64 + 1;
        self.chunks.push(Chunk { run: 0, no, from: self.from, until, people: self.people });
        (self.from, self.people) = (until, 0);
    }

    fn finish(mut self) -> (Vec<Chunk>, i64) {
        // Also where nobody is there: a month that was run is run for everybody.
        if self.people > 0 || self.chunks.is_empty() {
            self.cut(i64::MAX);
        } else if let Some(last) = self.chunks.last_mut() {
            last.until = i64::MAX;
        }
        (self.chunks, self.all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_cover_every_number_once_and_leave_a_large_employer_whole() {
        let mut cutter = Cutter::default();
        for payer in 1..=100 {
            cutter.add(payer * 3, if payer == 50 { 10 * CHUNK_PEOPLE } else { CHUNK_PEOPLE / 7 });
        }
        let (chunks, people) = cutter.finish();
        assert_eq!(people, 99 * (CHUNK_PEOPLE / 7) + 10 * CHUNK_PEOPLE);
        assert_eq!((chunks[0].from, chunks[chunks.len() - 1].until), (0, i64::MAX));
        assert!(chunks.windows(2).all(|pair| pair[0].until == pair[1].from && pair[0].no + 1 == pair[1].no));
        assert_eq!(chunks.iter().map(|chunk| chunk.people).sum::<i64>(), people);
        assert!(chunks.iter().all(|chunk| chunk.people <= CHUNK_PEOPLE || chunk.people == 10 * CHUNK_PEOPLE));
    }
}
