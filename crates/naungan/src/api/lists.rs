//! Lists of names: handed in, seen as far as whoever asks may see, and chosen from.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use base::{Month, Nik};
use schemars::JsonSchema;
use scheme::id::PayerId;
use scheme::solidarity::choose::Quota;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::queries::person_lists::{self, Line, PersonList};

use super::about::{About, Keyed};
use super::body;
use super::list::{self, Part};
use super::replay::{input, once_of, reply};
use super::uploads::listen;
use crate::actions::choose_people::{self, ChoosePeople};
use crate::actions::report_file::FILE_BYTES_MAX;
use crate::actions::take_list::{self, Brought};
use crate::auth::{Deed, Of};
use crate::pages::lists::{found, sees_verdicts, word};
use crate::reports::names::{self, Named};
use crate::serve::ask::Ask;
use crate::serve::form::file_name;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::lists;
use crate::views::progress::{self, Far, Watched};

/// What a spreadsheet writes.
const KINDS: &[&str] = &["text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"];

const NEW_QUERY: &[(&str, &str)] = &[
    ("campaign", "Which campaign it is for"),
    ("month", "The first month that is to be paid for"),
    ("decree", "The decree that fixes the list"),
    ("name", "What the file is called"),
];

const ROWS_QUERY: &[(&str, &str)] =
    &[list::QUERY[0], list::QUERY[1], ("verdict", "Only lines that came to this; all where nothing is said")];

pub(super) fn routes() -> Vec<Route> {
    let does = Deed::HandInLists;
    vec![
        Route::post("/api/v1/payers/{payer}/lists", does, bring, || {
            About::new("solidarity", "Hand a list of names in: it is checked line by line")
                .answers::<ListForm>()
                .query(NEW_QUERY)
                .later()
                .keyed(Keyed::May)
                .example(|| json!("NIK,Nama,Desa,Desil\n9931014107900001,Siti Contoh,Sukamaju,3\n"))
        })
        .of(Of::Payer("payer"))
        .bodies(KINDS)
        .files(FILE_BYTES_MAX),
        Route::get("/api/v1/payers/{payer}/lists", does, all, || {
            About::new("solidarity", "Lists of a payer, the latest first")
                .answers::<Part<ListForm>>()
                .query(list::QUERY)
        })
        .of(Of::Payer("payer")),
        Route::get("/api/v1/lists/{list}", does, show, || {
            About::new("solidarity", "A list: how far it is, and how many lines came to what")
                .answers::<ListForm>()
        }),
        Route::get("/api/v1/lists/{list}/events", does, events, || {
            About::new("solidarity", "The same as it happens, until nothing more happens by itself")
                .kind("text/event-stream")
        }),
        Route::get("/api/v1/lists/{list}/rows", does, rows, || {
            About::new("solidarity", "Lines, and what each came to")
                .answers::<Part<LineForm>>()
                .query(ROWS_QUERY)
        }),
        Route::post("/api/v1/lists/{list}/choices", Deed::ChoosePeople, choose, || {
            About::new(
                "solidarity",
                "Choose by the campaign's rule, as far as a pot's money reaches; or try it",
            )
            .takes::<Choose>()
            .answers::<Value>()
            .keyed(Keyed::May)
            .example(|| json!({ "pot": 1, "quotas": ["sex=female:50"], "dry_run": true }))
        }),
    ]
}

/// A list of names.
#[derive(Serialize, JsonSchema)]
struct ListForm {
    list: i64,
    payer: i64,
    campaign: i64,
    /// The first month that is to be paid for.
    month: String,
    name: String,
    decree: Option<String>,
    /// `checking`, `checked`, `chosen`, `dropped` or `failed`.
    state: String,
    progress: Far,
    lines: i64,
    /// Lines by what they came to, which add up to the lines. The desk sees the law's verdicts; whoever
    /// handed the list in sees `named_twice`, `bad_form` and `unreadable`, and of the others `open`,
    /// `is_dead`, `too_old` and `cannot`, where none of them is of fewer than ten; else one count, `checked`.
    verdicts: BTreeMap<String, i64>,
}

/// A line of a list.
#[derive(Serialize, JsonSchema)]
struct LineForm {
    /// Where it stands in the file.
    line: i64,
    /// Whoever handed the list in sees `named_twice`, `bad_form`, `unreadable`, and `checked` for all others.
    verdict: String,
    name: String,
    /// The middle is hidden.
    nik: String,
    faults: Vec<CellFault>,
}

/// A cell that cannot be read.
#[derive(Serialize, JsonSchema)]
struct CellFault {
    column: String,
    value: String,
    says: String,
    remedy: String,
}

fn fault(field: &str, id: &str, en: &str) -> Problem {
    Problem::Fields(vec![(field.to_owned(), words(id, en))])
}

fn bring(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let month: Option<Month> =
        list::given(ask, "month", "tulis bulan seperti 2026-05", "write a month such as 2026-05")?;
    let campaign: Option<i64> =
        list::given(ask, "campaign", "tulis nomor kampanye", "write a campaign's number")?;
    let campaign =
        campaign.ok_or_else(|| fault("?campaign", "tulis nomor kampanye", "write a campaign's number"))?;
    let month = month.unwrap_or(ask.office.today().month());
    let (name, bytes) = (file_name(ask.query.get("name")), std::mem::take(&mut ask.body));
    let payer = PayerId(ask.place("payer")?);
    let decree = ask.query.given("decree").map(str::to_owned);
    let print = crate::hex::of(&Sha256::digest(&bytes));
    let asked = format!("{}\n{campaign} {month} {decree:?}\n{print}", ask.path);
    let lines = names::read(bytes)?;
    let account = Some(ask.caller.account);
    let brought = Brought { payer, campaign, name, decree, month, lines: &lines, account };
    let done = once_of(ask, &asked, |unit, desk| take_list::bring(unit, desk, &brought))?;
    let list = ask.office.look(|unit, _| person_lists::read(unit, done.answer))?.ok_or(Problem::NotFound)?;
    let place = format!("/api/v1/lists/{}", list.id);
    let form = shown(ask, &list)?;
    Ok(reply(&form, StatusCode::ACCEPTED, done.is_new)?.with("location", place))
}

fn shown(ask: &mut Ask<'_>, list: &PersonList) -> Result<ListForm, Problem> {
    let sees = sees_verdicts(&ask.caller);
    let (counts, (progress, _)) = ask.office.look(|unit, _| {
        let counts = if sees { lists::counts(unit, list.id)? } else { lists::heard(unit, list.id)? };
        Ok((counts, progress::of_list(unit, list)?))
    })?;
    Ok(ListForm {
        list: list.id,
        payer: list.payer.0,
        campaign: list.campaign,
        month: list.month.to_string(),
        name: list.name.clone(),
        decree: list.decree.clone(),
        state: list.state.clone(),
        progress,
        lines: list.lines,
        verdicts: counts.into_iter().collect(),
    })
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let payer = PayerId(ask.place("payer")?);
    let (before, limit) = (list::number(ask)?, list::limit(ask)?);
    let wanted = i64::try_from(limit).unwrap_or(i64::MAX - 1) + 1;
    let found = ask.office.look(|unit, _| person_lists::of_payer(unit, payer, before, wanted))?;
    let mut items = Vec::with_capacity(limit);
    for list in found.iter().take(limit) {
        items.push(shown(ask, list)?);
    }
    let next = items.last().filter(|_| found.len() > limit).map(|last| last.list.to_string());
    Ok(Reply::json(&Part { items, next })?)
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let list = found(ask, Deed::HandInLists)?;
    Ok(Reply::json(&shown(ask, &list)?)?)
}

fn events(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let list = found(ask, Deed::HandInLists)?;
    listen(ask, Watched::List(list.id))
}

fn rows(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let list = found(ask, Deed::HandInLists)?;
    let (after, limit) = (list::number(ask)?.unwrap_or(-1), list::limit(ask)?);
    let (sees, wanted) = (sees_verdicts(&ask.caller), ask.query.get("verdict").to_owned());
    let mut opened = ask.office.look(|unit, desk| {
        let fits = |line: &Line| wanted.is_empty() || word(line, sees) == wanted;
        let lines = lists::matching(unit, list.id, after, limit + 1, &fits)?;
        lines
            .into_iter()
            .map(|line| Ok((Named::open(desk, &line)?, line)))
            .collect::<anyhow::Result<Vec<_>>>()
    })?;
    let more = opened.len() > limit;
    opened.truncate(limit);
    if sees {
        ask.shows(Deed::HandInLists, opened.iter().filter_map(|(_, line)| line.person).collect())?;
    }
    let items: Vec<LineForm> =
        opened.into_iter().map(|(named, line)| line_form(ask, named, &line, sees)).collect();
    let next = items.last().filter(|_| more).map(|last| last.line.to_string());
    Ok(Reply::json(&Part { items, next })?)
}

fn line_form(ask: &Ask<'_>, named: Named, line: &Line, sees: bool) -> LineForm {
    let nik = named.nik().map(Nik::masked).unwrap_or_default();
    let faults = named.faults.into_iter().map(|fault| {
        let ([what_id, what_en], [remedy_id, remedy_en]) = (&fault.what, &fault.remedy);
        CellFault {
            says: ask.pick(what_id, what_en).to_owned(),
            remedy: ask.pick(remedy_id, remedy_en).to_owned(),
            column: fault.column,
            value: fault.value,
        }
    });
    LineForm { line: line.no, verdict: word(line, sees), name: named.name, nik, faults: faults.collect() }
}

/// Whose money, and for whom shares of the places are kept.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Choose {
    pot: i64,
    /// Such as `sex=female:50`.
    #[serde(default)]
    #[schemars(length(max = 20))]
    quotas: Vec<String>,
    /// Say who would be chosen, and change nothing.
    #[serde(default)]
    dry_run: bool,
}

fn choose(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: Choose = body::read(ask)?;
    let list = found(ask, Deed::ChoosePeople)?;
    let quotas: Vec<Quota> =
        form.quotas.iter().map(|text| choose_people::quota(text)).collect::<Result<_, _>>()?;
    let (pot, account) = (PayerId(form.pot), Some(ask.caller.account));
    let asked = ChoosePeople { list: list.id, pot, quotas, account };
    if form.dry_run {
        let plan = ask.office.look(|unit, desk| choose_people::plan(unit, desk, &asked))?;
        return Ok(Reply::json(&lists::plan_json(&plan))?);
    }
    let input = input(ask);
    let done =
        once_of(ask, &input, |unit, desk| Ok(lists::plan_json(&choose_people::within(unit, desk, &asked)?)))?;
    reply(&done.answer, StatusCode::OK, done.is_new)
}
