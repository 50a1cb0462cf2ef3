//! Who looked at the member's data, and why.

use anyhow::Result;
use base::Moment;
use minijinja::{Value, context};
use store::queries::readings;

use super::{is_claim, me};
use crate::pages::desk::looked_for;
use crate::pages::page;
use crate::pages::wanted::Wanted;
use crate::registry::people;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::views;

/// Looks that one page tells of; those of one reader, day and place stand in one line.
const AT_ONCE: i64 = 200;

pub(super) fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (person, lang) = (me(ask)?, ask.lang);
    let mut wanted = Wanted::default();
    let before = wanted.number(ask, "before").map(Moment::new);
    let (mut found, claim) = ask.office.look(|unit, desk| {
        let mut found = Vec::new();
        for number in people::numbers(unit, person, desk.now)? {
            found.extend(readings::of_person(unit, number, before, AT_ONCE)?);
        }
        Ok((found, is_claim(unit, desk, person)?))
    })?;
    found.sort_by_key(|reading| std::cmp::Reverse(reading.at));
    let more = found.len() >= AT_ONCE as usize;
    found.truncate(AT_ONCE as usize);
    let next = found.last().filter(|_| more).map(|reading| reading.at.micros());
    found.retain(|reading| !claim || views::readings::may_be_told(reading));
    let rows: Vec<Value> = views::readings::folded(&found)
        .iter()
        .map(|line| {
            let (reading, at) = (line.latest, line.latest.at.to_string());
            let (day, time) = at.split_at_checked(10).unwrap_or((&at, ""));
            context! {
                day => day, time => time.get(1..6).unwrap_or_default(), who => reading.who,
                role => reading.role, why => looked_for(lang, &reading.why), place => reading.place,
                times => line.times,
            }
        })
        .collect();
    let values = context! { rows => rows, next => next, errors => wanted.errors(lang) };
    Ok(wanted.answered(page(ask, "member/readings.html", values)?))
}
