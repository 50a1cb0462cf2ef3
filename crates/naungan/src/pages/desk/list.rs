//! Today's list: what to look at, with the reason, what is at stake, since when and what to do.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use base::Day;
use minijinja::context;
use rules::render::Lang;
use scheme::id::{PayerId, PersonId};
use serde_json::{Value as Json, json};
use store::Unit;
use store::queries::agents;
use store::queries::branches::{self, Branch};
use store::queries::notes::{self, List};
use store::queries::readings;
use store::queries::signals::{self, Count, Signal, Standing};

use super::{looked, reason, said};
use crate::auth::{Caller, Deed, Role};
use crate::office::Desk;
use crate::pages::form_page;
use crate::registry::{payers, people};
use crate::serve::ask::Ask;
use crate::serve::form::escaped;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// Rows of a page.
const ROWS: i64 = 40;
/// Kinds that a filter offers, in the order they are shown.
const KINDS: [&str; 24] = [
    "arrears",
    "missing_file",
    "workers",
    "wage_minimum",
    "wage_same",
    "wage_low",
    "wage_fall",
    "programmes",
    "lapse",
    "registry_different",
    "registry_pending",
    "registry_unknown",
    "registry_dead",
    "mismatch",
    "duplicate",
    "contest",
    "job_loss",
    "job_contest",
    "advance",
    "agent_deaths",
    "agent_lapses",
    "agent_telephone",
    "agent_outside",
    "agent_cash",
];

pub(super) fn routes() -> Vec<Route> {
    vec![Route::page("/desk", Deed::WorkList, list)]
}

/// The office whose list is looked at, and those there are to choose from: an officer has her own, a head
/// those of the province.
pub(super) fn office(ask: &mut Ask<'_>, wanted: &str) -> Result<(Branch, Vec<Branch>), Problem> {
    let caller = ask.caller.clone();
    let all = ask.office.look(|unit, _| {
        let mut all = match &caller.province {
            Some(province) if caller.role == Role::Head => branches::of_province(unit, province)?,
            _ => Vec::new(),
        };
        if let Some(own) = caller.branch.filter(|own| all.iter().all(|branch| branch.id != *own)) {
            all.extend(branches::read(unit, own)?);
        }
        Ok(all)
    })?;
    let open = || all.iter().filter(|branch| branch.closed.is_none());
    let chosen = if wanted.is_empty() {
        let own = open().find(|branch| Some(branch.id) == caller.branch);
        own.or_else(|| open().next()).ok_or(Problem::Forbidden)?
    } else {
        all.iter().find(|branch| branch.id.to_string() == wanted).ok_or(Problem::Forbidden)?
    };
    Ok((chosen.clone(), all.clone()))
}

/// What somebody wants to see of a list.
struct Wanted {
    kind: &'static str,
    standing: Standing,
    /// Only what was given to whoever looks.
    mine: bool,
}

impl Wanted {
    fn of(ask: &Ask<'_>) -> Wanted {
        let standing = match ask.query.get("state") {
            "done" => Standing::Done,
            "later" => Standing::Later,
            _ => Standing::Todo,
        };
        let kind = KINDS.into_iter().find(|kind| *kind == ask.query.get("kind")).unwrap_or_default();
        Wanted { kind, standing, mine: ask.query.get("mine") == "yes" }
    }

    fn fits(&self, one: &Count) -> bool {
        one.standing == self.standing as i64
            && (self.kind.is_empty() || one.kind == self.kind)
            && (!self.mine || one.mine)
    }
}

/// What the pages call where something stands.
fn state_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Todo => "todo",
        Standing::Later => "later",
        Standing::Done => "done",
    }
}

/// Whether it waits, was put off or was dealt with.
pub(super) fn state_of(one: &Signal, today: Day) -> &'static str {
    match (one.done, one.until) {
        (Some(_), _) => "done",
        (None, Some(until)) if until > today => "later",
        (None, _) => "todo",
    }
}

fn list(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let wanted = Wanted::of(ask);
    let of = ask.query.get("branch").to_owned();
    let (branch, offices) = office(ask, &of)?;
    let page = ask.query.get("page").parse::<i64>().unwrap_or(1).max(1);
    let (lang, caller, today) = (ask.lang, ask.caller.clone(), ask.office.today());
    let all = ask.office.look(|unit, _| signals::counts(unit, branch.id, today, caller.account))?;
    let there = || all.iter().filter(|one| wanted.fits(one));
    let count: i64 = there().map(|one| one.count).sum();
    let at_stake: i64 = there().map(|one| one.amount).sum();
    let pages = ((count + ROWS - 1) / ROWS).max(1);
    let page = page.min(pages);
    let (rows, again) = ask.office.unit(|unit, desk| {
        let asked = signals::Wanted {
            day: today,
            standing: wanted.standing,
            kind: wanted.kind,
            officer: wanted.mine.then_some(caller.account),
        };
        let signals = signals::page(unit, branch.id, &asked, ((page - 1) * ROWS, ROWS))?;
        let notes = notes::due(unit, List::Branch(branch.id), desk.today, 20)?;
        let subjects = signals.iter().map(|one| one.subject).chain(notes.iter().map(|one| one.subject));
        let names = names(unit, desk, &caller, subjects)?;
        let rows = signals.iter().map(|one| row(unit, desk, &names[&one.subject], one, lang));
        let rows = rows.collect::<Result<Vec<Json>>>()?;
        let again = notes.iter().map(|note| {
            let (name, href) = &names[&note.subject];
            json!({ "name": name, "href": href, "day": note.again.map(|day| day.to_string()) })
        });
        Ok((rows, again.collect::<Vec<Json>>()))
    })?;
    let offices: Vec<Json> =
        offices.iter().map(|one| json!({ "value": one.id.to_string(), "text": one.name })).collect();
    let given = all.iter().any(|one| one.mine);
    let (kind, state) = (wanted.kind, state_word(wanted.standing));
    let mine = if wanted.mine { "yes" } else { "" };
    let around = format!("/desk?branch={}&mine={mine}&kind={kind}", branch.id);
    let values = context! {
        rows, kind, state, pages, count, offices, again, at_stake, mine, given, around,
        counts => counted(&all, lang), page_no => page, office => branch.name,
        branch => branch.id.to_string(),
        href => format!("{around}&state={state}&page="),
    };
    form_page(ask, "desk/list.html", values)
}

/// How many of each kind wait, and what is at stake with them.
fn counted(all: &[Count], lang: Lang) -> Vec<Json> {
    let of = |kind: &'static str| {
        let waits = |one: &&Count| one.kind == kind && one.standing == Standing::Todo as i64;
        let (count, amount) =
            all.iter().filter(waits).fold((0, 0), |(count, sum), one| (count + one.count, sum + one.amount));
        let text = said(lang, &format!("desk.kind.{kind}"));
        (count > 0).then(|| json!({ "value": kind, "text": text, "count": count, "amount": amount }))
    };
    KINDS.into_iter().filter_map(of).collect()
}

/// A line of the list.
pub(super) fn row(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (name, href): &Named,
    signal: &Signal,
    lang: Lang,
) -> Result<Json> {
    let fact = |name: &str| {
        scheme::memberships::unpack(&signal.facts)
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.to_owned())
            .unwrap_or_default()
    };
    let next = match signal.kind.as_str() {
        "duplicate" => format!("/people/{}/ask/merge?into={}", fact("other"), signal.subject),
        "contest" => format!("/desk/contests/{}", fact("contest")),
        "mismatch" => format!("/desk/payers/{}/mismatches", signal.subject),
        "registry_different" => format!("/people/{}/ask/identity", signal.subject),
        "job_loss" | "job_contest" => format!("/people/{}/jobs", signal.subject),
        "missing_file" => format!("/payers/{}/uploads", signal.subject),
        "arrears" => format!("{href}#notes"),
        "workers" | "wage_minimum" | "wage_same" | "wage_low" | "wage_fall" => {
            format!("/payers/{}/people?month={}", signal.subject, signal.since.month())
        }
        _ => href.clone(),
    };
    let kind = &signal.kind;
    let membership = signal.membership.map_or(0, |one| one.0);
    let which = format!("kind={}&subject={}&membership={membership}", escaped(kind), signal.subject);
    let officer = signal.officer.map(|officer| super::notes::name_of(unit, desk, officer)).transpose()?;
    Ok(json!({
        "kind": kind, "title": said(lang, &format!("desk.kind.{kind}")), "name": name, "href": href,
        "reason": reason(kind, &signal.facts, lang), "amount": signal.amount,
        "since": signal.since.to_string(), "next_href": next,
        "next": said(lang, &format!("desk.next.{kind}")), "officer": officer,
        "row": format!("/desk/row?branch={}&{which}", signal.branch),
        "until": signal.until.map(|day| day.to_string()), "state": state_of(signal, desk.today),
        "done": signal.done.and_then(base::Moment::day).map(|day| day.to_string()),
    }))
}

/// What somebody is called, and where her page is.
pub(super) type Named = (String, String);

/// What people, agents and payers are called, read together; that a name was shown is written down.
pub(super) fn names(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    caller: &Caller,
    subjects: impl Iterator<Item = i64>,
) -> Result<BTreeMap<i64, Named>> {
    let subjects: BTreeSet<i64> = subjects.collect();
    let ids: Vec<PersonId> = subjects.iter().map(|subject| PersonId(*subject)).collect();
    let people = people::latest_of_many(unit, desk, &ids)?;
    let (why, place) = LOOKED;
    let looks: Vec<_> = people.keys().map(|one| caller.looks(*one, desk.now, why, place)).collect();
    readings::add_all(unit, &looks)?;
    let one = |subject: i64| match people.get(&PersonId(subject)) {
        Some(person) => Ok((subject, (person.name.clone(), format!("/people/{subject}")))),
        None => Ok((subject, named(unit, desk, caller, subject)?)),
    };
    subjects.into_iter().map(one).collect()
}

/// Why people are looked at here, and where.
const LOOKED: (&str, &str) = ("work of the branch", "/desk");

/// The same of an agent or a payer.
fn named(unit: &mut Unit<'_>, desk: &Desk<'_>, caller: &Caller, subject: i64) -> Result<Named> {
    if let Some(agent) = agents::read(unit, subject)? {
        if let Some(person) = agent.person {
            looked(unit, desk, caller, person, LOOKED)?;
        }
        return Ok((super::agents::name_of(unit, desk, &agent)?, format!("/desk/agents/{subject}")));
    }
    let name = payers::load(unit, desk, PayerId(subject))?.payer.name;
    Ok((name, format!("/desk/payers/{subject}")))
}
