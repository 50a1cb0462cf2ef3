//! Changes that two people have to want: the form of who asks, the list and the decision of who checks.

use anyhow::Result;
use minijinja::context;
use rules::render::Lang;
use scheme::facts::END_REASONS;
use scheme::id::{MembershipId, PayerId, PersonId};
use serde_json::{Value as Json, json};
use store::Unit;
use store::queries::approvals as rows;
use store::queries::branches::Within;

use super::desk::{errors, looked, name_of, said, told};
use super::form_page;
use crate::approvals::{self, About, Came, Change, LETTERS_MAX, needs};
use crate::auth::{Caller, Deed, Of, Role, owner};
use crate::office::Desk;
use crate::registry::{members, payers, people};
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, Words, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// Requests of a page.
const ROWS: i64 = 200;

pub(super) fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::page("/approvals", Deed::AskApproval, list),
        Route::page("/approvals/{approval}", Deed::Approve, show),
        Route::form("/approvals/{approval}", Deed::Approve, decide),
        Route::form("/approvals/{approval}/withdraw", Deed::AskApproval, withdraw),
    ];
    for (path, of) in [
        ("/people/{person}/ask/{change}", Of::Person("person")),
        ("/desk/payers/{payer}/ask/{change}", Of::Payer("payer")),
        ("/memberships/{membership}/ask/{change}", Of::Membership("membership")),
    ] {
        routes.push(Route::page(path, Deed::AskApproval, ask_form).of(of));
        routes.push(Route::form(path, Deed::AskApproval, ask_sent).of(of));
    }
    routes
}

/// What is asked, about whom, and where to go back to.
fn asked(ask: &Ask<'_>) -> Result<(&'static approvals::Needs, i64, String), Problem> {
    let row = needs(ask.places.get("change").map_or("", String::as_str)).ok_or(Problem::NotFound)?;
    let (place, back) = match row.about {
        About::Person => ("person", "/people/"),
        About::Payer => ("payer", "/desk/payers/"),
        About::Membership => ("membership", ""),
    };
    let subject: i64 = ask.place(place)?;
    let back = match (row.about, ask.grant.owner.person()) {
        (About::Membership, Some(person)) => format!("/people/{person}"),
        _ => format!("{back}{subject}"),
    };
    Ok((row, subject, back))
}

fn ask_form(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    ask_shown(ask, &[], None)
}

fn ask_shown(
    ask: &mut Ask<'_>,
    wrong: &[(String, Words)],
    seen: Option<&approvals::Seen>,
) -> Result<Reply, Problem> {
    let (row, subject, back) = asked(ask)?;
    let lang = ask.lang;
    let value = |name: &str| ask.form.given(name).unwrap_or(ask.query.get(name)).to_owned();
    let label = |name: &str| said(lang, &format!("approvals.field.{name}"));
    let fields: Vec<Json> = row
        .fields
        .iter()
        .map(|(name, kind)| json!({ "name": name, "kind": kind, "label": label(name), "value": value(name) }))
        .collect();
    let reasons = end_reasons(lang);
    let values = context! {
        what => row.what, title => said(lang, &format!("approvals.what.{}", row.what)), subject, back, fields,
        reasons, reason => value("reason"), errors => errors(wrong, lang), action => ask.path.clone(),
        seen => seen.map(|seen| shown_of(seen, lang)),
    };
    form_page(ask, "approvals/ask.html", values)
}

/// Why a membership ends, in words; that it lapsed is found by the program.
fn end_reasons(lang: Lang) -> Vec<Json> {
    let asked = END_REASONS.iter().filter(|reason| **reason != "lapsed");
    asked
        .map(|reason| json!({ "value": reason, "text": said(lang, &format!("employer.end_{reason}")) }))
        .collect()
}

fn ask_sent(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (row, subject, back) = asked(ask)?;
    let read = Change::read(row, subject, &|name| ask.form.get(name).to_owned());
    let change = match read {
        Ok(change) => change,
        Err(wrong) => {
            return Ok(ask_shown(ask, &wrong, None)?.status(Problem::Fields(Vec::new()).status()));
        }
    };
    let branch = ask.grant.owner.branch.or(ask.caller.branch);
    let maker = ask.caller.account;
    // What cannot be done now is said at once, and nobody is asked to check it.
    let (caller, place) = (ask.caller.clone(), ask.path.clone());
    let reached = ask.office.unit(|unit, desk| {
        let reached = approvals::reaches(unit, &caller, Deed::AskApproval, &change)?;
        if let (Ok(()), Some(other)) = (&reached, change.other()) {
            looked(unit, desk, &caller, other, ("approval", &place))?;
        }
        Ok(reached)
    })?;
    let seen = match reached
        .map_or_else(|refusal| Ok(Err(refusal)), |()| approvals::tried(ask.office, &change, ask.lang))?
    {
        Ok(seen) => seen,
        Err(refusal) => {
            let field = row.fields.first().map_or("reason", |(name, _)| name);
            let wrong = vec![(field.to_owned(), words(refusal.id, refusal.en))];
            return Ok(ask_shown(ask, &wrong, None)?.status(Problem::Fields(Vec::new()).status()));
        }
    };
    // Nothing else is asked for than what was seen.
    if ask.form.get("seen") != seen.print() {
        return ask_shown(ask, &[], Some(&seen));
    }
    ask.office.unit(|unit, desk| approvals::ask(unit, desk, (&change, &seen), branch, maker))?;
    Ok(Reply::see(&format!("{back}?asked={}", row.what)))
}

fn list(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (lang, caller) = (ask.lang, ask.caller.clone());
    let (waiting, mine) = ask.office.unit(|unit, desk| {
        let within = match (&caller.province, caller.branch) {
            (Some(province), _) => Some(Within::Province(province)),
            (None, Some(branch)) => Some(Within::Branch(branch)),
            (None, None) => None,
        };
        let there = match within {
            Some(within) if caller.role == Role::Head => rows::waiting(unit, within, ROWS)?,
            _ => Vec::new(),
        };
        let mut waiting = Vec::new();
        for row in there {
            let what = said(lang, &format!("approvals.what.{}", row.what));
            let link = json!({ "text": what, "href": format!("/approvals/{}", row.id) });
            let day = row.made.day();
            let age = day.map(|day| desk.today.epoch_days() - day.epoch_days());
            let amount = approvals::opened(desk, &row)?.amount;
            let (maker, day) = (name_of(unit, desk, row.maker)?, day.map(|day| day.to_string()));
            let subject = subject_of(unit, desk, &caller, &row)?;
            waiting.push(json!([link, subject, amount, maker, day, age]));
        }
        let mut mine = Vec::new();
        for row in rows::of_maker(unit, caller.account, 50)? {
            let who = subject_of(unit, desk, &caller, &row)?;
            mine.push(json!({
                "id": row.id, "what": said(lang, &format!("approvals.what.{}", row.what)),
                "subject": who, "day": row.made.day().map(|day| day.to_string()),
                "amount": approvals::opened(desk, &row)?.amount, "state": row.outcome, "said": row.said,
            }));
        }
        Ok((waiting, mine))
    })?;
    let heads = ask.caller.role == Role::Head;
    form_page(ask, "approvals/list.html", context! { waiting, mine, heads })
}

/// Whom a request is about, by name; that the name was shown is written down.
fn subject_of(unit: &mut Unit<'_>, desk: &Desk<'_>, caller: &Caller, row: &rows::Approval) -> Result<String> {
    let (person, who) = who(unit, desk, row)?;
    if let Some(person) = person {
        looked(unit, desk, caller, person, ("approval", "/approvals"))?;
    }
    Ok(who)
}

/// Whom a request is about, in words: of a membership also who pays, where that is somebody else.
fn who(unit: &mut Unit<'_>, desk: &Desk<'_>, row: &rows::Approval) -> Result<(Option<PersonId>, String)> {
    let (person, payer) = match needs(&row.what).map(|needs| needs.about) {
        Some(About::Person) => (Some(PersonId(row.subject)), String::new()),
        Some(About::Membership) => {
            let membership = members::row(unit, MembershipId(row.subject))?;
            (Some(membership.person), payers::load(unit, desk, membership.payer)?.payer.name)
        }
        Some(About::Payer) | None => {
            let name = payers::load(unit, desk, PayerId(row.subject))?.payer.name;
            // Who pays for herself is called as she is.
            let owner = owner::find(unit, Of::Payer(""), &row.subject.to_string())?;
            (owner.and_then(|owner| owner.person()), name)
        }
    };
    let Some(person) = person else { return Ok((None, payer)) };
    let name = people::load(unit, desk, person)?.identity().name.clone();
    Ok((Some(person), if payer.is_empty() { name } else { format!("{name} ({payer})") }))
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &[])
}

fn shown(ask: &mut Ask<'_>, wrong: &[(String, Words)]) -> Result<Reply, Problem> {
    let (id, caller, lang): (i64, _, _) = (ask.place("approval")?, ask.caller.clone(), ask.lang);
    let place = ask.path.clone();
    let found = ask.office.unit(|unit, desk| {
        let Some(row) = rows::read(unit, id)? else { return Ok(None) };
        if !approvals::is_within(unit, &caller, &row)? {
            return Ok(None);
        }
        let request = approvals::opened(desk, &row)?;
        let (person, who) = who(unit, desk, &row)?;
        for person in person.into_iter().chain(request.change.other()) {
            looked(unit, desk, &caller, person, ("approval", &place))?;
        }
        // What has been decided is not what is there any more.
        let lines = match row.outcome {
            None => approvals::differences(unit, desk, &request.change)?,
            Some(_) => Vec::new(),
        };
        let maker = (name_of(unit, desk, row.maker)?, who);
        Ok(Some((row, request, lines, maker)))
    })?;
    let Some((row, request, lines, (maker, who))) = found else { return Err(Problem::NotFound) };
    let change = &request.change;
    let tried = match row.outcome {
        None => Some(approvals::tried(ask.office, change, lang)?),
        Some(_) => None,
    };
    let lines: Vec<Json> = lines.iter().map(|one| line(one, lang)).collect();
    let (seen, cannot, stale) = match tried {
        Some(Ok(seen)) => (Some(shown_of(&seen, lang)), None, !seen.is_of(&request)),
        Some(Err(refusal)) => (None, Some(lang.pick(&refusal.id, &refusal.en).to_owned()), false),
        None => (None, None, false),
    };
    let stale = stale.then(approvals::stale).map(|refusal| lang.pick(&refusal.id, &refusal.en).to_owned());
    let values = context! {
        id, title => said(lang, &format!("approvals.what.{}", row.what)), subject => row.subject, who, maker,
        made => row.made.day().map(|day| day.to_string()), reason => change.reason(), lines, seen, cannot,
        stale, amount => request.amount, outcome => row.outcome, said_then => row.said,
        own => row.maker == caller.account,
        errors => errors(wrong, lang), given => ask.form.get("said"),
    };
    form_page(ask, "approvals/one.html", values)
}

/// A line that changes, in the reader's words.
fn line(one: &approvals::Difference, lang: Lang) -> Json {
    let name = said(lang, &format!("approvals.line.{}", one.name));
    json!([name, told(one.name, &one.before, lang), told(one.name, &one.after, lang)])
}

/// What a change would do, in the reader's words.
pub(super) fn shown_of(seen: &approvals::Seen, lang: Lang) -> Json {
    let lines: Vec<Json> = seen.lines.iter().map(|one| line(one, lang)).collect();
    json!({ "lines": lines, "effects": seen.effects, "amount": seen.amount, "print": seen.print() })
}

fn decide(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id: i64 = ask.place("approval")?;
    let (what, text) = (ask.form.get("decision").to_owned(), ask.form.get("said").to_owned());
    let approves = what == "approve";
    let says = |field: &str, id: &str, en: &str| Some((field.to_owned(), words(id, en)));
    let wrong = if !matches!(what.as_str(), "approve" | "refuse") {
        says("said", "Pilih menyetujui atau menolak.", "Choose to approve or to refuse.")
    } else if text.is_empty() && !approves {
        says("said", "Tulis mengapa ditolak.", "Say why it is refused.")
    } else if text.chars().count() > LETTERS_MAX {
        says("said", "Paling banyak 1.000 huruf.", "At most 1,000 letters.")
    } else {
        None
    };
    if let Some(wrong) = wrong {
        let wrong = vec![wrong];
        return Ok(shown(ask, &wrong)?.status(Problem::Fields(Vec::new()).status()));
    }
    let checker = ask.caller.clone();
    match approvals::decide(ask.office, &checker, id, approves, &text)? {
        Came::Done | Came::Refused => Ok(Reply::see("/approvals")),
        // The page says why it failed.
        Came::Failed(_) => Ok(Reply::see(&format!("/approvals/{id}"))),
    }
}

fn withdraw(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (id, maker): (i64, _) = (ask.place("approval")?, ask.caller.account);
    ask.office.unit(|unit, desk| approvals::withdraw(unit, desk, maker, id))?;
    Ok(Reply::see("/approvals"))
}
