//! What a branch has to decide: what is overdue first, then by the law's last day.

use anyhow::Result;
use base::Day;
use minijinja::context;
use rules::render::Lang;
use scheme::claims::moves::State;
use scheme::law::ClaimLaw;
use serde_json::{Value as Json, json};
use store::Unit;
use store::queries::claim_desk::{self, Wanted};
use store::queries::signals;

use super::said;
use crate::auth::{Deed, Role};
use crate::office::Desk;
use crate::pages::desk::branches_of;
use crate::pages::page;
use crate::registry::{claims, people};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// Rows of a page.
const ROWS: usize = 40;
/// More than a branch has open at once; those that are known longest are among them.
const MOST: i64 = 1_000;

/// What the page can show, and the states that are in it.
const PARTS: [(&str, &[State]); 5] = [
    ("todo", &[State::Complete, State::Reopened, State::Assessed, State::Appealed]),
    ("papers", &[State::Notified]),
    ("assess", &[State::Complete, State::Reopened]),
    ("approve", &[State::Assessed]),
    ("paying", &[State::Approved]),
];
const ENDED: (&str, &[State]) = ("ended", &[State::Paid, State::Closed, State::Rejected, State::Withdrawn]);

pub(super) const PROGRAMMES: [&str; 5] = ["jkk", "jkm", "jht", "jp", "jkp"];

pub(super) fn routes() -> Vec<Route> {
    vec![Route::page("/claims", Deed::ClaimList, list)]
}

/// The branches whose claims somebody sees; everybody's, of an auditor.
pub(crate) fn branches(ask: &mut Ask<'_>) -> Result<Option<Vec<i64>>, Problem> {
    let caller = ask.caller.clone();
    if caller.role == Role::Auditor {
        return Ok(None);
    }
    if caller.branch.is_none() && caller.province.is_none() {
        return Err(Problem::Forbidden);
    }
    let mut all = ask.office.look(|unit, _| branches_of(unit, &caller))?;
    // A head answers for the province, wherever her own desk stands.
    if let (Role::Head, Some(province)) = (caller.role, &caller.province) {
        let others = ask.office.look(|unit, _| store::queries::branches::of_province(unit, province))?;
        all.extend(others.iter().map(|branch| branch.id));
        all.sort_unstable();
        all.dedup();
    }
    Ok(Some(all))
}

/// A claim of the list, with what it is ordered by.
struct Line {
    row: store::queries::claims::Claim,
    due: Option<Day>,
    stands_still: bool,
}

fn list(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let lang = ask.lang;
    let part = PARTS.into_iter().chain([ENDED]).find(|(name, _)| *name == ask.query.get("part"));
    let (part, states) = part.unwrap_or(PARTS[0]);
    let programme = PROGRAMMES.into_iter().find(|name| *name == ask.query.get("programme"));
    let branches = branches(ask)?;
    let names: Vec<&str> = states.iter().map(|state| state.name()).collect();
    // The shortest name is no beginning of another: `jk` is none, and `jp_` is not `jkp_`.
    let prefix = programme.map(|programme| format!("{programme}_"));
    let wanted =
        Wanted { branches: branches.as_deref(), states: &names, programme: prefix.as_deref(), after: 0 };
    let (mut lines, counts) = ask.office.look(|unit, desk| {
        let counts = claim_desk::counts(unit, &Wanted { states: &[], ..wanted.clone() })?;
        let law = ClaimLaw::new(desk.law)?;
        let mut lines = Vec::new();
        for row in claim_desk::list(unit, &wanted, MOST)? {
            lines.push(line(unit, desk, &law, row)?);
        }
        Ok((lines, counts))
    })?;
    // What has no last day yet comes after what has, the longest known first.
    lines.sort_by_key(|line| (line.due.is_none(), line.due, line.row.id));
    let pages = lines.len().div_ceil(ROWS).max(1);
    let page_no = ask.query.get("page").parse::<usize>().unwrap_or(1).clamp(1, pages);
    let shown: Vec<&Line> = lines.iter().skip((page_no - 1) * ROWS).take(ROWS).collect();
    let rows = ask.office.look(|unit, desk| {
        shown.iter().map(|line| told(unit, desk, line, lang)).collect::<Result<Vec<Json>>>()
    })?;
    ask.shows(Deed::ClaimList, shown.iter().map(|line| line.row.person).collect())?;
    let count = |states: &[State]| -> i64 {
        let of = |state: &&State| counts.iter().find(|(name, _)| name == state.name()).map_or(0, |one| one.1);
        states.iter().map(|state| of(&state)).sum()
    };
    let query = programme.map(|programme| format!("&programme={programme}")).unwrap_or_default();
    let tabs: Vec<Json> = PARTS
        .into_iter()
        .chain([ENDED])
        .map(|(name, states)| {
            json!({
                "text": said(lang, &format!("claims.part.{name}")),
                "href": format!("/claims?part={name}{query}"),
                "current": name == part, "count": count(states),
            })
        })
        .collect();
    let programmes: Vec<Json> = PROGRAMMES
        .iter()
        .map(|name| json!({ "value": name, "text": said(lang, &format!("claims.programme.{name}")) }))
        .collect();
    let overdue = lines.iter().filter(|line| line.due.is_some_and(|due| due < ask.office.today())).count();
    let values = context! {
        rows, tabs_of => tabs, programmes, part, pages, page_no, overdue,
        programme => programme.unwrap_or_default(),
        count => lines.len(), cut => lines.len() as i64 == MOST,
        href => format!("/claims?part={part}{query}&page="),
        sees_terms => matches!(ask.caller.role, Role::Head | Role::Auditor),
    };
    page(ask, "claims/list.html", values)
}

fn line(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    law: &ClaimLaw<'_>,
    row: store::queries::claims::Claim,
) -> Result<Line> {
    let held = claims::play(unit, row.id)?;
    let clock = &held.claim.clock;
    let due = match clock.paid {
        None => clock.due(law, (held.kind, row.segment.parse()?), desk.today)?,
        Some(_) => None,
    };
    let stands_still = clock.complete.is_some() && clock.stops.iter().any(|stop| stop.until.is_none());
    Ok(Line { row, due: due.map(|due| due.day), stands_still })
}

fn told(unit: &mut Unit<'_>, desk: &Desk<'_>, line: &Line, lang: Lang) -> Result<Json> {
    let row = &line.row;
    let law = ClaimLaw::new(desk.law)?;
    let branch = claim_desk::branch_of(unit, row.id)?;
    let signals = match branch {
        Some(branch) => signals::of_subject(unit, branch, row.person.0)?.len(),
        None => 0,
    };
    let kind = row.kind.parse().ok().map(|kind| lang.of(law.kind_words(kind)));
    Ok(json!({
        "claim": row.id, "name": people::load(unit, desk, row.person)?.identity().name,
        "kind": kind.unwrap_or(&row.kind),
        "state": row.state, "since": row.notified.to_string(), "due": line.due.map(|day| day.to_string()),
        "late": line.due.is_some_and(|due| due < desk.today), "still": line.stands_still, "signals": signals,
    }))
}
