//! Months that members say are not as they were reported: what each says, and the answer.

use anyhow::{Context, Result};
use minijinja::context;
use rules::render::Lang;
use scheme::id::PersonId;
use scheme::memberships::unpack;
use serde_json::{Value as Json, json};
use store::queries::contests::{self, Contest};
use store::queries::{memberships, rolls};
use store::{Unit, seal};

use super::{errors, looked, said, told};
use crate::approvals::{self, Change, LETTERS_MAX, Seen, whole};
use crate::auth::{Caller, Deed, Of, may, owner};
use crate::office::Desk;
use crate::pages::approvals::shown_of;
use crate::pages::form_page;
use crate::registry::{payers, people};
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, Words, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::why;

/// Open ones that are read; those of other branches are among them.
const MOST: i64 = 1_000;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/desk/contests", Deed::AnswerContests, list),
        Route::page("/desk/contests/{contest}", Deed::AnswerContests, show),
        Route::form("/desk/contests/{contest}", Deed::AnswerContests, answer),
    ]
}

/// Whose month it is, and the office that cares for her, if whoever asks may answer her.
fn whose(unit: &mut Unit<'_>, caller: &Caller, one: &Contest) -> Result<Option<(PersonId, Option<i64>)>> {
    let membership = one.membership.to_string();
    let Some(owner) = owner::find(unit, Of::Membership(""), &membership)? else { return Ok(None) };
    let allowed = may(caller, Deed::AnswerContests, &owner, true);
    Ok(allowed.and_then(|_| owner.person()).map(|person| (person, owner.branch)))
}

fn list(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (lang, caller) = (ask.lang, ask.caller.clone());
    let rows = ask.office.unit(|unit, desk| {
        let mut rows = Vec::new();
        for one in contests::open(unit, MOST)? {
            let Some((person, _)) = whose(unit, &caller, &one)? else { continue };
            let name = people::load(unit, desk, person)?.identity().name.clone();
            looked(unit, desk, &caller, person, ("work of the branch", "/desk/contests"))?;
            let link = json!({ "text": name, "href": format!("/desk/contests/{}", one.id) });
            let state = one.approval.map(|_| said(lang, "desk.contest.checked"));
            let day = one.made.day().map(|day| day.to_string());
            rows.push(json!([link, one.month.to_string(), day, state.unwrap_or_default()]));
        }
        Ok(rows)
    })?;
    form_page(ask, "desk/contests.html", context! { rows })
}

/// A contested month that may be answered by whoever asks.
struct Open {
    contest: Contest,
    person: PersonId,
    branch: Option<i64>,
}

fn one(unit: &mut Unit<'_>, caller: &Caller, id: i64) -> Result<Option<Open>> {
    let Some(contest) = contests::read(unit, id)? else { return Ok(None) };
    Ok(whose(unit, caller, &contest)?.map(|(person, branch)| Open { contest, person, branch }))
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &[], None)
}

/// Fields of the form, which keep what was given.
const FIELDS: [&str; 4] = ["state", "answer", "amount", "span"];

fn shown(ask: &mut Ask<'_>, wrong: &[(String, Words)], seen: Option<&Seen>) -> Result<Reply, Problem> {
    let (id, caller, lang): (i64, _, _) = (ask.place("contest")?, ask.caller.clone(), ask.lang);
    let place = ask.path.clone();
    let found = ask.office.unit(|unit, desk| {
        let Some(open) = one(unit, &caller, id)? else { return Ok(None) };
        looked(unit, desk, &caller, open.person, ("work of the branch", &place))?;
        read(unit, desk, &open.contest, open.person, lang).map(|contest| Some((contest, open.contest)))
    })?;
    let Some((contest, row)) = found else { return Err(Problem::NotFound) };
    let reported = ask.office.look(|unit, _| reported(unit, &row))?;
    let given: serde_json::Map<String, Json> =
        FIELDS.iter().map(|name| ((*name).to_owned(), json!(ask.form.get(name)))).collect();
    let what = reported.as_ref().map(|(fact, _)| said(lang, &format!("desk.contest.right_{fact}")));
    let was = reported.as_ref().map(|(_, was)| told("amount", was, lang));
    let values = context! {
        contest, given, what, was, seen => seen.map(|seen| shown_of(seen, lang)),
        errors => errors(wrong, lang),
    };
    form_page(ask, "desk/contest.html", values)
}

/// What a report can be wrong about, by the law's names.
const CONTESTED: [&str; 2] = ["wage", "income"];

/// What was reported of the month, and how much; nothing where no amount was.
fn reported(unit: &mut Unit<'_>, contest: &Contest) -> Result<Option<(&'static str, String)>> {
    for fact in CONTESTED {
        let was = approvals::reported(unit, contest.membership, fact, contest.month)?;
        if !was.is_empty() {
            return Ok(Some((fact, was)));
        }
    }
    Ok(None)
}

fn read(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    contest: &Contest,
    person: PersonId,
    lang: Lang,
) -> Result<Json> {
    let says = desk.keys.open(&seal::context("contest", "sealed", contest.id), &contest.sealed)?;
    let says = String::from_utf8(says).context("a contest is damaged")?;
    let payer = memberships::read(unit, contest.membership)?.map(|row| row.payer);
    let payer_name = match payer {
        Some(payer) => payers::load(unit, desk, payer)?.payer.name,
        None => String::new(),
    };
    let on_roll = rolls::of_membership(unit, contest.membership)?;
    let of_month = on_roll
        .iter()
        .find(|roll| roll.from <= contest.month && roll.until.is_none_or(|until| until > contest.month));
    let facts: Vec<String> = of_month
        .iter()
        .flat_map(|roll| unpack(&roll.facts))
        .map(|(name, value)| {
            let (name, value) = why::fact(desk.tree(), name, value, lang);
            format!("{name}: {value}")
        })
        .collect();
    Ok(json!({
        "id": contest.id, "month": contest.month.to_string(), "says": says, "person": person.0,
        "name": people::load(unit, desk, person)?.identity().name, "payer": payer.map(|payer| payer.0),
        "payer_name": payer_name, "reported": facts.join(" · "),
        "approval": contest.approval, "state": contest.state, "answer": contest.answer,
        "made": contest.made.day().map(|day| day.to_string()),
    }))
}

fn answer(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (id, caller): (i64, _) = (ask.place("contest")?, ask.caller.clone());
    let (state, text) = (ask.form.get("state").to_owned(), ask.form.get("answer").to_owned());
    let found = ask.office.look(|unit, _| one(unit, &caller, id))?;
    let Some(open) = found else { return Err(Problem::NotFound) };
    if open.contest.state != "open" || open.contest.approval.is_some() {
        return Ok(Reply::see(&format!("/desk/contests/{id}")));
    }
    let mut wrong = Vec::new();
    let mut says = |field: &str, id: &str, en: &str| wrong.push((field.to_owned(), words(id, en)));
    if !matches!(state.as_str(), "upheld" | "other" | "refused") {
        says("state", "Pilih: benar atau tidak.", "Choose whether it is upheld.");
    }
    if text.is_empty() || text.chars().count() > LETTERS_MAX {
        let (id, en) = ("Tulis jawabannya, paling banyak 1.000 huruf.", "Answer in at most 1,000 letters.");
        says("answer", id, en);
    }
    let change = if state == "upheld" { correction(ask, &open, &mut wrong)? } else { None };
    if !wrong.is_empty() {
        return Ok(shown(ask, &wrong, None)?.status(Problem::Fields(Vec::new()).status()));
    }
    if let Some(change) = change {
        return corrected(ask, &open, &change);
    }
    let state = if state == "refused" { "refused" } else { "upheld" };
    ask.office.unit(|unit, desk| {
        if contests::answer(unit, id, state, caller.account, desk.now, &text)? {
            crate::registry::note(unit, desk, "contest answered", open.contest.membership.0)?;
        }
        Ok(())
    })?;
    Ok(Reply::see("/desk/contests"))
}

/// The correction that an upheld contest leads to.
fn correction(
    ask: &mut Ask<'_>,
    open: &Open,
    wrong: &mut Vec<(String, Words)>,
) -> Result<Option<Change>, Problem> {
    let contest = &open.contest;
    let mut says = |field: &str, id: &str, en: &str| wrong.push((field.to_owned(), words(id, en)));
    let Some((fact, was)) = ask.office.look(|unit, _| reported(unit, contest))? else {
        let en = "No amount is reported for this month.";
        says("state", "Tidak ada jumlah yang dilaporkan untuk bulan ini.", en);
        return Ok(None);
    };
    let amount = whole(ask.form.get("amount"));
    match amount {
        None => {
            let en = "Write the right amount in whole rupiah.";
            says("amount", "Tulis jumlah yang benar, rupiah tanpa sen.", en);
        }
        Some(amount) if was == amount.to_string() => {
            says("amount", "Itu jumlah yang dilaporkan.", "That is what was reported.");
        }
        Some(_) => {}
    }
    let until = match ask.form.get("span") {
        "one" => contest.month.next().map(|month| month.to_string()),
        "on" => None,
        _ => {
            says("span", "Pilih bulan mana saja.", "Choose which months.");
            None
        }
    };
    let Some(amount) = amount else { return Ok(None) };
    Ok(Some(Change::Wage {
        membership: contest.membership.0,
        fact: fact.to_owned(),
        amount,
        from: contest.month.to_string(),
        until,
        contest: Some(contest.id),
        by: Some(ask.caller.account),
        was,
        reason: ask.form.get("answer").to_owned(),
    }))
}

/// Shows what the correction would do; once that was seen, a second person is asked for it.
fn corrected(ask: &mut Ask<'_>, open: &Open, change: &Change) -> Result<Reply, Problem> {
    let seen = match approvals::tried(ask.office, change, ask.lang)? {
        Ok(seen) => seen,
        Err(refusal) => {
            let wrong = vec![("amount".to_owned(), words(refusal.id, refusal.en))];
            return Ok(shown(ask, &wrong, None)?.status(Problem::Fields(Vec::new()).status()));
        }
    };
    if ask.form.get("seen") != seen.print() {
        return shown(ask, &[], Some(&seen));
    }
    let (branch, maker) = (open.branch.or(ask.caller.branch), ask.caller.account);
    ask.office.unit(|unit, desk| {
        crate::registry::note(unit, desk, "contest upheld", open.contest.membership.0)?;
        approvals::ask(unit, desk, (change, &seen), branch, maker)
    })?;
    Ok(Reply::see("/desk/contests"))
}
