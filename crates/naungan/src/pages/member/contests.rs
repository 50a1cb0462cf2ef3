//! A member says that a month is not as it was reported. Somebody at a branch answers.

use anyhow::Result;
use axum::http::StatusCode;
use base::Month;
use minijinja::{Value, context};
use scheme::id::MembershipId;
use store::Unit;
use store::queries::approvals;
use store::queries::contests::{self, Contest};
use store::seal;

use super::{me, memberships};
use crate::approvals::Change;
use crate::jobs;
use crate::office::Desk;
use crate::pages::{form_page, texts};
use crate::registry;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;

/// Enough to say what is wrong; the rest is said at a branch.
const LETTERS_MAX: usize = 1_000;

/// What a contest is sealed under.
pub(crate) fn context_of(contest: i64) -> String {
    seal::context("contest", "sealed", contest)
}

/// A month of one of the member's own memberships, as the form names it.
fn named(ask: &mut Ask<'_>, membership: &str, month: &str) -> Result<(MembershipId, Month), Problem> {
    let person = me(ask)?;
    let (Ok(id), Ok(month)) = (membership.parse().map(MembershipId), month.parse::<Month>()) else {
        return Err(Problem::NotFound);
    };
    let there = ask.office.look(|unit, desk| {
        let all = memberships(unit, desk, person)?;
        let mine = all.iter().find(|shown| shown.row.id == id);
        Ok(mine.is_some_and(|shown| shown.months.iter().any(|of| of.month == month)))
    })?;
    if there { Ok((id, month)) } else { Err(Problem::NotFound) }
}

/// Everything the member has contested, and the form if a month is named.
pub(super) fn list(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (membership, month) = (ask.query.get("membership").to_owned(), ask.query.get("month").to_owned());
    if !membership.is_empty() || !month.is_empty() {
        named(ask, &membership, &month)?;
    }
    shown(ask, &membership, &month, context! { errors => Vec::<Value>::new(), says => "" })
}

fn shown(ask: &mut Ask<'_>, membership: &str, month: &str, values: Value) -> Result<Reply, Problem> {
    let person = me(ask)?;
    let all = ask.office.look(|unit, desk| {
        let mut all = Vec::new();
        for shown in memberships(unit, desk, person)? {
            for contest in contests::of_membership(unit, shown.row.id)? {
                all.push(row(unit, desk, &contest)?);
            }
        }
        Ok(all)
    })?;
    let values = context! { membership => membership, month => month, contests => all, ..values };
    form_page(ask, "member/contests.html", values)
}

/// What an answered contest corrected: how much was reported, and how much it is now.
fn corrected(unit: &mut Unit<'_>, desk: &Desk<'_>, contest: &Contest) -> Result<Option<(String, i64)>> {
    let Some(id) = contest.approval.filter(|_| contest.state == "upheld") else { return Ok(None) };
    let Some(row) = approvals::read(unit, id)? else { return Ok(None) };
    Ok(match crate::approvals::opened(desk, &row)?.change {
        Change::Wage { was, amount, .. } => Some((was, amount)),
        _ => None,
    })
}

fn row(unit: &mut Unit<'_>, desk: &Desk<'_>, contest: &Contest) -> Result<Value> {
    let says = String::from_utf8(desk.keys.open(&context_of(contest.id), &contest.sealed)?)?;
    let corrected = corrected(unit, desk, contest)?;
    let is_checked = contest.state == "open" && contest.approval.is_some();
    Ok(context! {
        month => contest.month.to_string(),
        made => contest.made.day().map(|day| day.to_string()).unwrap_or_default(),
        says => says,
        state => if is_checked { "checked" } else { &contest.state },
        was => corrected.as_ref().and_then(|(was, _)| was.parse::<i64>().ok()),
        now => corrected.map(|(_, now)| now),
        answer => contest.answer,
    })
}

/// Takes a contest. One that is open already stays the only one of its month.
pub(super) fn contest(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (membership, month) = (ask.form.get("membership").to_owned(), ask.form.get("month").to_owned());
    let (id, of) = named(ask, &membership, &month)?;
    let says = ask.form.get("says").to_owned();
    if says.is_empty() || says.chars().count() > LETTERS_MAX {
        let text = texts::said(ask.lang, "member.contest_says_wrong", &[]);
        let errors = vec![context! { field => "says", text => text }];
        let page = shown(ask, &membership, &month, context! { errors => errors, says => says })?;
        return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    ask.office.unit(|unit, desk| add(unit, desk, id, of, &says))?;
    Ok(Reply::see("/me/contests"))
}

fn add(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    membership: MembershipId,
    month: Month,
    says: &str,
) -> Result<()> {
    let there = contests::of_membership(unit, membership)?;
    if there.iter().any(|contest| contest.month == month && contest.state == "open") {
        return Ok(());
    }
    let id = jobs::number(desk);
    let contest = Contest {
        id,
        membership,
        month,
        sealed: desk.keys.seal(&context_of(id), says.as_bytes()),
        state: "open".to_owned(),
        made: desk.now,
        answered_by: None,
        answered: None,
        answer: None,
        approval: None,
    };
    contests::add(unit, &contest)?;
    registry::note(unit, desk, "month contested", membership.0)
}
