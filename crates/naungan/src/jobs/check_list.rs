//! A list of names is compared with the register, the civil registry and the roll, some thousand lines at a
//! time: each gets the one verdict that the law's order of reasons gives it.

use std::collections::HashSet;

use anyhow::{Context, Result};
use scheme::solidarity::list::{Judge, Line as Facts, NikState, Verdict};
use store::queries::jobs::Job;
use store::queries::person_lists::{self, Line, PersonList};

use super::Progress;
use crate::office::Office;
use crate::reports::known::{Found, Known};
use crate::reports::names::{Named, Read, look};

/// The word of this kind of work.
pub(crate) const KIND: &str = "check list";

/// Lines in one unit.
const TOGETHER: i64 = 2_000;

/// Checks the list that was asked for, from its beginning: an earlier try may have come half the way.
pub(super) fn run(office: &mut Office, job: &Job, progress: Progress<'_>) -> Result<Option<String>> {
    let id: i64 = job.asked.parse().context("no list's number")?;
    now(office, id, progress)?;
    Ok(None)
}

/// The same for a command, which waits for it.
pub(crate) fn now(office: &mut Office, id: i64, progress: Progress<'_>) -> Result<()> {
    let Some(list) = office.look(|unit, _| person_lists::read(unit, id))? else { return Ok(()) };
    if list.state == "checking" {
        checked(office, &list, progress)?;
        office.unit(|unit, _| person_lists::set_state(unit, id, ("checking", "checked"), None))?;
    }
    Ok(())
}

/// Every line gets its verdict, in units of some thousand.
fn checked(office: &mut Office, list: &PersonList, progress: Progress<'_>) -> Result<()> {
    let mut judge = Judge::new(office.law, office.today())?;
    let (mut seen, mut after, mut done) = (HashSet::new(), -1, 0);
    loop {
        let mut lines = office.look(|unit, _| person_lists::lines(unit, list.id, None, after, TOGETHER))?;
        let Some(end) = lines.last() else { return Ok(()) };
        after = end.no;
        let named = opened(office, &lines, &mut seen)?;
        let asked: Vec<&Named> = named.iter().map(|(one, _)| one).collect();
        let known = office.look(|unit, desk| Known::of(unit, desk, &asked, list.month))?;
        for ((line, (one, before)), found) in lines.iter_mut().zip(&named).zip(&known.found) {
            settle(&mut judge, line, one, *before, found)?;
        }
        let is_mine = office.unit(|unit, _| {
            let is_checking = person_lists::hold(unit, list.id)?.is_some_and(|list| list.state == "checking");
            if is_checking {
                person_lists::replace_lines(unit, &lines)?;
            }
            Ok(is_checking)
        })?;
        // Another worker was quicker, and people may have been chosen since.
        if !is_mine {
            return Ok(());
        }
        done += i64::try_from(lines.len())?;
        progress(office, done, list.lines)?;
    }
}

/// What the lines say, and whether an earlier one names the same number.
fn opened(office: &mut Office, lines: &[Line], seen: &mut HashSet<[u8; 16]>) -> Result<Vec<(Named, bool)>> {
    let (_, desk) = office.parts();
    let mut all = Vec::with_capacity(lines.len());
    for line in lines {
        let one = Named::open(&desk, line)?;
        let before = match one.read {
            Read::Again => true,
            Read::Whole => one.nik().is_some_and(|nik| !seen.insert(look(&desk, nik))),
            Read::NoNik | Read::Broken => false,
        };
        all.push((one, before));
    }
    Ok(all)
}

fn settle(judge: &mut Judge<'_>, line: &mut Line, one: &Named, before: bool, found: &Found) -> Result<()> {
    let facts = Facts {
        named_before: before,
        nik: if one.read == Read::NoNik { NikState::BadlyFormed } else { found.nik },
        is_alive: found.is_alive,
        born: found.born,
        cover: found.cover,
    };
    let verdict = match one.read {
        Read::Broken => Verdict::Unreadable,
        _ => judge.verdict(&facts)?,
    };
    verdict.word().clone_into(&mut line.verdict);
    line.person = found.person;
    line.membership = found.membership;
    Ok(())
}
