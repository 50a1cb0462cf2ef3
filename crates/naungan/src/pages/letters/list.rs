//! Lists: a member's letters and grievances, and what waits for an answer at a branch.

use anyhow::Result;
use minijinja::context;
use scheme::claims::grievance::State;
use serde_json::json;
use store::queries::{claims, grievances as rows, letters, marks};

use super::{ticket, whose};
use crate::auth::{Deed, Role};
use crate::pages::{member, page, texts};
use crate::registry::{grievances, letters as kept, people};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;

/// Open ones that are read; those of other branches are among them.
const MOST: i64 = 1_000;

/// Every letter to whoever asks, the latest first.
pub(super) fn mine(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    // Those of an heir stand in the case of whom she inherits from.
    if ask.caller.role == Role::Heir {
        return Ok(Reply::see("/heir/cases"));
    }
    let (me, lang, caller) = (member::me(ask)?, ask.lang, ask.caller.clone());
    let found = ask.office.look(|unit, desk| {
        let mut people = people::numbers(unit, me, desk.now)?;
        for number in people.clone() {
            people.extend(marks::of_relative(unit, number)?.into_iter().map(|(person, _)| person));
        }
        let (mut all, mut objected) = (Vec::new(), Vec::new());
        for person in people {
            for claim in claims::of_person(unit, person)? {
                if whose(unit, desk, (&caller, Deed::SeeLetters), claim.id)?.is_none() {
                    continue;
                }
                for row in letters::of_claim(unit, claim.id)? {
                    let about = kept::kind_words(desk, &claim.kind).of(lang).to_owned();
                    let outcome = texts::said(lang, &format!("letters.outcome.{}", row.kind), &[]);
                    all.push((
                        row.known,
                        json!({
                            "day": row.day.to_string(), "about": about, "outcome": outcome,
                            "href": format!("/claims/{}/letter/{}", row.claim, row.no),
                        }),
                    ));
                }
                for row in rows::of_claim(unit, claim.id)? {
                    let state = State::named(&row.state).unwrap_or(State::Open);
                    objected.push(json!({
                        "id": row.id, "claim": row.claim, "line": row.line, "opened": row.opened.to_string(),
                        "state": texts::said(lang, &format!("grievance.state.{}", row.state), &[]),
                        "tag": ticket::tag(state),
                    }));
                }
            }
        }
        all.sort_by_key(|(known, _)| std::cmp::Reverse(*known));
        Ok((all.into_iter().map(|(_, shown)| shown).collect::<Vec<_>>(), objected))
    })?;
    let (letters, objected) = found;
    page(ask, "letters/mine.html", context! { letters, objected })
}

/// What waits for an answer, of those the branch cares for: what is due first comes first.
pub(super) fn desk(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (lang, caller) = (ask.lang, ask.caller.clone());
    let (people, rows) = ask.office.look(|unit, desk| {
        let (mut people, mut all) = (Vec::new(), Vec::new());
        for row in rows::after(unit, false, 0, MOST)? {
            let Some(person) = whose(unit, desk, (&caller, Deed::AnswerGrievances), row.claim)? else {
                continue;
            };
            people.push(person);
            let held = grievances::play(unit, desk, row.id)?;
            let due = held.due(desk)?.map(|due| due.day);
            let name = people::load(unit, desk, person)?.identity().name.clone();
            let state = texts::said(lang, &format!("grievance.state.{}", row.state), &[]);
            let link = json!({ "text": row.id.to_string(), "href": format!("/grievances/{}", row.id) });
            let due_said = due.map(|day| day.to_string());
            all.push((
                due,
                json!([link, name, row.claim.to_string(), row.line.to_string(), state, due_said]),
            ));
        }
        // What has no last day comes after what has one.
        all.sort_by_key(|(due, _)| (due.is_none(), *due));
        Ok((people, all.into_iter().map(|(_, shown)| shown).collect::<Vec<_>>()))
    })?;
    ask.shows(Deed::AnswerGrievances, people)?;
    page(ask, "letters/desk.html", context! { rows })
}
