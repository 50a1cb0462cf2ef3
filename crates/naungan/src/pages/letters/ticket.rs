//! One grievance: the line it is about, its steps and clock, and what whoever looks at it may do next.

use anyhow::Result;
use axum::http::StatusCode;
use minijinja::{Value, context};
use rules::render::Lang;
use scheme::claims::grievance::{Act, LETTERS_MAX, Level, Move, State, Ticket};
use store::Unit;
use store::queries::grievances as rows;

use super::{shown_of, whose};
use crate::actions::move_grievance;
use crate::auth::{Deed, Role};
use crate::books::grouped;
use crate::office::Desk;
use crate::pages::{form_page, texts};
use crate::registry::grievances;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;

pub(super) fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &[])
}

/// What stands in the state of a grievance, as a tag shows it.
pub(super) fn tag(state: State) -> &'static str {
    match state {
        State::Open => "open",
        State::InHand => "running",
        State::Overdue => "late",
        State::Answered | State::Accepted => "done",
        State::Withdrawn => "ended",
    }
}

fn claim_of(ask: &mut Ask<'_>, id: i64) -> Result<i64, Problem> {
    let row = ask.office.look(|unit, _| rows::read(unit, id))?;
    row.map(|row| row.claim).ok_or(Problem::NotFound)
}

fn shown(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let id: i64 = ask.place("grievance")?;
    let claim = claim_of(ask, id)?;
    shown_of(ask, Deed::SeeLetters, claim)?;
    let (lang, caller) = (ask.lang, ask.caller.clone());
    let (grievance, acts) = ask.office.look(|unit, desk| {
        let mine = whose(unit, desk, (&caller, Deed::Grieve), claim)?.is_some();
        let held = grievances::play(unit, desk, id)?;
        let acts = if mine { acts(&held.ticket, caller.role) } else { Vec::new() };
        Ok((told(unit, desk, &held, lang)?, acts))
    })?;
    let (says, changed) = (ask.form.get("why").to_owned(), ask.form.get("changed").to_owned());
    form_page(
        ask,
        "letters/ticket.html",
        context! { grievance, acts, says, changed, most => LETTERS_MAX, errors },
    )
}

/// What whoever looks may do now, in the words of the form.
fn acts(ticket: &Ticket, role: Role) -> Vec<&'static str> {
    let staff = matches!(role, Role::Officer | Role::Head);
    let all: &[Move] = match (staff, ticket.state) {
        (true, State::Open) => &[Move::Take],
        (true, State::InHand) => &[Move::Answer],
        (true, State::Overdue) if role == Role::Head => &[Move::Answer],
        (false, State::Open | State::InHand) => &[Move::Withdraw],
        (false, State::Overdue) => &[Move::GoOn, Move::Withdraw],
        (false, State::Answered) => &[Move::Accept, Move::GoOn],
        _ => &[],
    };
    let last = Level::ALL.last() == Some(&ticket.level);
    all.iter().filter(|made| !(last && **made == Move::GoOn)).map(|made| made.name()).collect()
}

fn told(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &grievances::Held, lang: Lang) -> Result<Value> {
    let steps = rows::steps(unit, held.row.id)?.into_iter().map(|row| {
        let why = match grievances::read(desk, &row)?.act {
            Act::Answer(_, why) => Some(why),
            Act::Make(_) => None,
        };
        let title = texts::said(lang, &format!("grievance.did.{}", row.act), &[]);
        Ok(context! { day => row.day.to_string(), title => title, text => why })
    });
    let steps = steps.collect::<Result<Vec<_>>>()?;
    let ticket = &held.ticket;
    Ok(context! {
        id => held.row.id,
        claim => held.row.claim,
        letter => held.letter.no,
        line => held.row.line,
        text => lang.pick(&ticket.line.said.id, &ticket.line.said.en),
        objection => ticket.objection,
        opened => ticket.opened.to_string(),
        level => texts::said(lang, &format!("grievance.level.{}", ticket.level.name()), &[]),
        state => texts::said(lang, &format!("grievance.state.{}", ticket.state.name()), &[]),
        tag => tag(ticket.state),
        due => held.due(desk)?.map(|due| due.day.to_string()),
        changed => ticket.answer.as_ref().map(|answer| answer.changed),
        answer => ticket.answer.as_ref().map(|answer| answer.why.clone()),
        steps => steps,
    })
}

/// Does what the form says.
pub(super) fn act(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id: i64 = ask.place("grievance")?;
    let claim = claim_of(ask, id)?;
    shown_of(ask, Deed::Grieve, claim)?;
    let staff = matches!(ask.caller.role, Role::Officer | Role::Head);
    let why = ask.form.get("why").to_owned();
    let act = match Move::named(ask.form.get("act")) {
        Some(Move::Answer) if staff => {
            if why.chars().count() > LETTERS_MAX || !why.chars().any(char::is_alphanumeric) {
                return wrong(ask, "why", "grievance.why_wrong");
            }
            match ask.form.get("changed") {
                "yes" => Act::Answer(true, why),
                "no" => Act::Answer(false, why),
                _ => return wrong(ask, "changed", "grievance.changed_wrong"),
            }
        }
        // Nobody else answers, and only the program says that a day has passed.
        None | Some(Move::Answer | Move::Escalate) => {
            let said = |lang| texts::said(lang, "grievance.act_wrong", &[]);
            let words = words(said(Lang::Id), said(Lang::En));
            return Err(Problem::Fields(vec![("act".to_owned(), words)]));
        }
        Some(made) => Act::Make(made),
    };
    let account = ask.caller.account;
    ask.office.unit(|unit, desk| move_grievance::within(unit, desk, id, account, &act))?;
    Ok(Reply::see(&format!("/grievances/{id}")))
}

fn wrong(ask: &mut Ask<'_>, field: &str, key: &str) -> Result<Reply, Problem> {
    let most = grouped(LETTERS_MAX as i64, ask.lang);
    let text = texts::said(ask.lang, key, &[("most", &most)]);
    let page = shown(ask, &[context! { field => field, text => text }])?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY))
}
