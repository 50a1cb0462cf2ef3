//! Lists of names: handed in by villages and associations, seen by them as strangers may, and by the desk.

mod choose;
mod forecast;
mod new;
mod places;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use anyhow::Result;
use minijinja::context;
use rules::render::Lang;
use scheme::solidarity::list::{Heard, Verdict};
use serde_json::{Value as Json, json};
use store::Unit;
use store::queries::person_lists::{self, Line, PersonList};

use super::wanted::Wanted;
use super::{form_page, texts};
use crate::actions::take_list;
use crate::auth::{Caller, Deed, Of, Role, may, owner};
use crate::office::Desk;
use crate::reports::names::Named;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::{lists, progress};

/// Lists of a page, and lines of one.
const SHOWN: usize = 50;
/// Lists that are looked through for those of a branch.
const MOST: i64 = 1_000;

pub(crate) fn routes() -> Vec<Route> {
    let page = |path, does| Route::page(path, Deed::HandInLists, does);
    let form = |path, does| Route::form(path, Deed::HandInLists, does);
    let own = vec![
        page("/lists", all),
        page("/lists/{list}", one),
        page("/lists/{list}/rows", rows),
        form("/lists/{list}/check", check),
        form("/lists/{list}/drop", leave),
        Route::page("/desk/lists", Deed::ChoosePeople, desk),
    ];
    [new::routes(), own, choose::routes(), places::routes(), forecast::routes()].concat()
}

/// Whether somebody may do something with the lists of whoever handed one in.
fn may_with(unit: &mut Unit<'_>, caller: &Caller, deed: Deed, list: &PersonList) -> Result<bool> {
    let payer = list.payer.to_string();
    let Some(owner) = owner::find(unit, Of::Payer(""), &payer)? else { return Ok(false) };
    Ok(may(caller, deed, &owner, true).is_some())
}

/// The list of the address, if whoever asks may do that with it; else there is none.
pub(crate) fn found(ask: &mut Ask<'_>, deed: Deed) -> Result<PersonList, Problem> {
    let (id, caller): (i64, _) = (ask.place("list")?, ask.caller.clone());
    let found = ask.office.look(|unit, _| {
        let Some(list) = person_lists::read(unit, id)? else { return Ok(None) };
        Ok(may_with(unit, &caller, deed, &list)?.then_some(list))
    })?;
    found.ok_or(Problem::NotFound)
}

/// Officers see each verdict; whoever handed a list in sees nothing that tells whom we know.
pub(crate) fn sees_verdicts(caller: &Caller) -> bool {
    matches!(caller.role, Role::Officer | Role::Head)
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    table(ask, Deed::HandInLists, &|_| true)
}

/// Lists that wait for somebody to choose from them, and those from which somebody has.
fn desk(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    table(ask, Deed::ChoosePeople, &|list| matches!(list.state.as_str(), "checked" | "chosen"))
}

fn table(ask: &mut Ask<'_>, deed: Deed, fits: &dyn Fn(&PersonList) -> bool) -> Result<Reply, Problem> {
    let caller = ask.caller.clone();
    let found = ask.office.look(|unit, _| {
        let all = match caller.payer.filter(|_| !sees_verdicts(&caller)) {
            Some(payer) => person_lists::of_payer(unit, payer, None, MOST)?,
            None => person_lists::latest(unit, None, MOST)?,
        };
        // A payer hands in many.
        let (mut found, mut allowed) = (Vec::new(), BTreeMap::new());
        for list in all.into_iter().filter(|list| fits(list)) {
            if let Entry::Vacant(unknown) = allowed.entry(list.payer) {
                unknown.insert(may_with(unit, &caller, deed, &list)?);
            }
            if allowed[&list.payer] && found.len() < SHOWN {
                found.push(list);
            }
        }
        Ok(found)
    })?;
    let at_desk = deed == Deed::ChoosePeople;
    let lists: Vec<Json> = found.iter().map(|list| shown(list, ask.lang)).collect();
    form_page(ask, "lists/all.html", context! { lists, at_desk })
}

/// A list as pages show it.
fn shown(list: &PersonList, lang: Lang) -> Json {
    json!({
        "id": list.id, "name": list.name, "month": list.month.to_string(), "lines": list.lines,
        "decree": list.decree, "campaign": list.campaign, "state": list.state,
        "state_said": texts::said(lang, &format!("lists.state_{}", list.state), &[]),
        "day": list.made.to_string().get(..10),
    })
}

fn one(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let list = found(ask, Deed::HandInLists)?;
    let (lang, sees, id) = (ask.lang, sees_verdicts(&ask.caller), list.id);
    let (counts, (far, job)) = ask.office.look(|unit, _| {
        let counts = if sees { lists::counts(unit, id)? } else { lists::heard(unit, id)? };
        Ok((counts, progress::of_list(unit, &list)?))
    })?;
    let counts: Vec<Json> = counts
        .iter()
        .map(|(verdict, count)| {
            let said = texts::said(lang, &format!("verdict.{verdict}"), &[]);
            // What is counted in groups is said of no line.
            if !sees && Heard::of_word(verdict).is_some_and(|heard| heard.of_one() != heard) {
                return json!([said, count]);
            }
            let href = format!("/lists/{id}/rows?verdict={verdict}");
            json!([{ "text": said, "href": href }, count])
        })
        .collect();
    let work = job.map(|job| json!({ "done": job.done, "total": job.total }));
    let stuck = far.is_over && list.state == "checking";
    let list = shown(&list, lang);
    form_page(ask, "lists/one.html", context! { list, counts, work, stuck, sees })
}

/// What a line is called for whoever asks.
pub(crate) fn word(line: &Line, sees: bool) -> String {
    if sees {
        return line.verdict.clone();
    }
    lists::heard_of(&line.verdict, line.look.is_some()).to_owned()
}

fn rows(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let list = found(ask, Deed::HandInLists)?;
    let (sees, id, lang) = (sees_verdicts(&ask.caller), list.id, ask.lang);
    let wanted = ask.query.get("verdict").to_owned();
    let is_known = Verdict::of_word(&wanted).is_some() || Heard::of_word(&wanted).is_some();
    let mut numbers = Wanted::default();
    let after = numbers.number(ask, "after").unwrap_or(-1);
    numbers.or_no()?;
    let opened = ask.office.look(|unit, desk| {
        let fits = |line: &Line| !is_known || word(line, sees) == wanted;
        let lines = lists::matching(unit, id, after, SHOWN, &fits)?;
        lines.into_iter().map(|line| Ok((Named::open(desk, &line)?, line))).collect::<Result<Vec<_>>>()
    })?;
    // Whoever handed the names in is shown what she wrote; the desk looks at people it knows.
    if sees {
        ask.shows(Deed::HandInLists, opened.iter().filter_map(|(_, line)| line.person).collect())?;
    }
    let next = (opened.len() == SHOWN).then(|| opened.last().map(|(_, line)| line.no)).flatten();
    let rows: Vec<Json> = opened.iter().map(|(named, line)| row(named, line, sees, lang)).collect();
    let list = shown(&list, lang);
    form_page(ask, "lists/rows.html", context! { list, rows, wanted, next })
}

fn row(named: &Named, line: &Line, sees: bool, lang: Lang) -> Json {
    let faults = named.faults.iter().map(|fault| {
        let [what_id, what_en] = &fault.what;
        let [remedy_id, remedy_en] = &fault.remedy;
        json!({
            "column": fault.column, "value": fault.value, "what": lang.pick(what_id, what_en),
            "remedy": lang.pick(remedy_id, remedy_en),
        })
    });
    json!({
        "no": line.no, "name": named.name, "nik": named.nik().map(base::Nik::masked),
        "verdict": texts::said(lang, &format!("verdict.{}", word(line, sees)), &[]),
        "person": line.person.filter(|_| sees).map(|person| person.0),
        "faults": faults.collect::<Vec<_>>(),
    })
}

fn back(list: &PersonList) -> Reply {
    Reply::see(&format!("/lists/{}", list.id))
}

/// A list is checked again, as when the civil registry has answered.
fn check(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let list = found(ask, Deed::HandInLists)?;
    let account = Some(ask.caller.account);
    let does = |unit: &mut Unit<'_>, desk: &Desk<'_>| take_list::check_again(unit, desk, list.id, account);
    ask.office.unit(does)?;
    Ok(back(&list))
}

/// Nobody of it is chosen.
fn leave(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let list = found(ask, Deed::HandInLists)?;
    ask.office.unit(|unit, desk| take_list::leave(unit, desk, list.id))?;
    Ok(back(&list))
}
