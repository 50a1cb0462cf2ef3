//! A campaign is written down: its form, the answers to check, and then it is opened or its rule is set.

use anyhow::Result;
use minijinja::context;
use rules::render::Lang;
use scheme::id::PayerId;
use scheme::refusal::Refusal;
use scheme::solidarity::campaign::Rule;
use serde_json::{Value as Json, json};

use super::written::{self, FIELDS, ORDER, TICKED, Wrong, ticked};
use super::{hers, led, place, said};
use crate::actions::open_campaign::{self, OpenCampaign};
use crate::actions::set_campaign;
use crate::auth::Deed;
use crate::auth::owner::Leads;
use crate::jobs;
use crate::office::Desk;
use crate::pages::questions::question;
use crate::pages::texts;
use crate::registry::payers;
use crate::serve::ask::Ask;
use crate::serve::form::Form;
use crate::serve::problem::{Problem, Words, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::{provinces, sources};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/desk/campaigns/new", Deed::LeadCampaigns, ask_new),
        Route::form("/desk/campaigns/new", Deed::LeadCampaigns, new),
        Route::page("/desk/campaigns/{campaign}/rule", Deed::LeadCampaigns, ask_rule),
        Route::form("/desk/campaigns/{campaign}/rule", Deed::LeadCampaigns, set),
    ]
}

/// The word for the whole country among provinces.
const WHOLE: &str = "all";

fn options(lang: Lang, prefix: &str, words: &[&str]) -> Vec<Json> {
    let said =
        |word: &&str| json!({ "value": word, "text": texts::said(lang, &format!("{prefix}{word}"), &[]) });
    words.iter().map(said).collect()
}

/// What the form offers: sources that are open, programmes, provinces that are hers.
fn offered(ask: &mut Ask<'_>) -> Result<Json, Problem> {
    let (leads, lang) = (hers(ask)?, ask.lang);
    let mut places: Vec<Json> = provinces::all()
        .iter()
        .filter(|one| leads.covers(Some(one.code)))
        .map(|one| json!({ "value": one.code, "text": one.name }))
        .collect();
    if leads == Leads::Everywhere {
        places.insert(0, json!({ "value": WHOLE, "text": place(None, lang) }));
    }
    let (sources, programmes) = ask.office.look(|_, desk| {
        let programmes = desk.tree().jurisdiction.programmes.iter();
        let programmes: Vec<Json> =
            programmes.map(|one| json!({ "value": one.name, "text": lang.of(&one.words) })).collect();
        Ok((sources::open(desk, lang)?, programmes))
    })?;
    let sources: Vec<Json> =
        sources.iter().map(|one| json!({ "value": one.name, "text": one.said })).collect();
    let deciles: Vec<Json> =
        (1..=10).map(|one| json!({ "value": one.to_string(), "text": one.to_string() })).collect();
    Ok(json!({
        "places": places, "sources": sources, "programmes": programmes, "deciles": deciles,
        "who": options(lang, "campaigns.who_", &["all", "women", "men"]),
        "order": options(lang, "campaigns.first_", &["poorer", "disabled", "women"]),
    }))
}

/// The form, with what was written and what is wrong with it.
fn form(ask: &mut Ask<'_>, of: Option<(i64, &str)>, given: &Json, wrong: &Wrong) -> Result<Reply, Problem> {
    let (offered, lang) = (offered(ask)?, ask.lang);
    let errors: Vec<minijinja::Value> = wrong
        .iter()
        .map(|(field, said)| context! { field => field, text => lang.pick(&said.id, &said.en) })
        .collect();
    let (id, name) = (of.map(|(id, _)| id), of.map(|(_, name)| name));
    question(ask, "campaigns/form.html", context! { id, name, given, offered }, &errors)
}

fn ask_new(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let given = written::given(&Form::default());
    form(ask, None, &given, &Wrong::new())
}

fn ask_rule(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (row, rule) = led(ask)?;
    form(ask, Some((row.id, &row.name)), &written::of_rule(&rule), &Wrong::new())
}

/// Beside which field a refusal of the action is said.
fn field_of(refusal: &Refusal) -> &'static str {
    match refusal.code {
        "campaign_name" => "name",
        "source_not_open" | "campaign_source" => "sources",
        _ => "programmes",
    }
}

/// What the action would refuse is said before anything is done.
fn tried(wrong: &mut Wrong, done: Result<()>) -> Result<(), Problem> {
    match done.map_err(Problem::from) {
        Ok(()) => Ok(()),
        Err(Problem::Refused(refusal)) => {
            let field = field_of(&refusal);
            wrong.push((field, words(refusal.id, refusal.en)));
            Ok(())
        }
        Err(problem) => Err(problem),
    }
}

/// The answers, a row each, and the fields that carry them on.
fn check(
    ask: &mut Ask<'_>,
    of: Option<(i64, &str)>,
    (head, rule): (Vec<[String; 2]>, &Rule),
) -> Result<Reply, Problem> {
    let lang = ask.lang;
    let lines = ask.office.look(|_, desk| said::lines(desk, rule, lang))?;
    let single = FIELDS.into_iter().chain(ORDER).map(|name| (name, ask.form.get(name).to_owned()));
    let mut carried: Vec<(&str, String)> = single.filter(|(_, value)| !value.is_empty()).collect();
    for name in TICKED {
        carried.extend(ticked(&ask.form, name).into_iter().map(|value| (name, value)));
    }
    let carried: Vec<Json> =
        carried.into_iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
    // Pressed twice, it is opened once.
    let request = ask.office.look(|_, desk| Ok(jobs::number(desk)))?.to_string();
    let (id, name) = (of.map(|(id, _)| id), of.map(|(_, name)| name));
    let rows: Vec<[String; 2]> = head.into_iter().chain(lines).collect();
    question(ask, "campaigns/check.html", context! { id, name, rows, carried, request }, &[])
}

/// The province that is chosen: hers, or the whole country for who leads everywhere.
fn province(ask: &Ask<'_>, leads: &Leads, wrong: &mut Wrong) -> Option<u8> {
    let code = ask.form.get("province");
    if code == WHOLE && *leads == Leads::Everywhere {
        return None;
    }
    let known = provinces::is_code(code) && leads.covers(Some(code));
    let read = code.parse().ok().filter(|_| known);
    if read.is_none() {
        wrong.push(("province", words("Pilih provinsi Anda.", "Choose a province of yours.")));
    }
    read
}

/// The donor who leads it, by number or NPP; nothing where none is named.
fn donor(ask: &mut Ask<'_>, wrong: &mut Wrong) -> Result<Option<PayerId>, Problem> {
    let given = ask.form.get("donor").to_owned();
    if given.is_empty() {
        return Ok(None);
    }
    let found = ask.office.look(|unit, desk| {
        let number = given.parse::<i64>().ok().map(PayerId);
        let Some(payer) = payers::by_npp(unit, desk, &given)?.or(number) else { return Ok(None) };
        let row = store::queries::payers::read(unit, payer)?;
        // A pot is money of one campaign, and nobody who leads another.
        Ok(row.filter(|row| row.kind == "sponsor" && row.parent.is_none()).map(|_| payer))
    })?;
    if found.is_none() {
        let (id, en) = ("Tidak ada donatur dengan nomor ini.", "There is no donor of this number.");
        wrong.push(("donor", words(id, en)));
    }
    Ok(found)
}

fn new(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let leads = hers(ask)?;
    let (rule, mut wrong) = written::rule(ask);
    let (province, payer) = (province(ask, &leads, &mut wrong), donor(ask, &mut wrong)?);
    let (name, told) = (ask.form.get("name").to_owned(), ask.form.get("told").to_owned());
    let account = Some(ask.caller.account);
    let asked = OpenCampaign { name, told, payer, province, rule, account };
    if wrong.is_empty() {
        let done = ask.office.look(|_, desk| open_campaign::check(desk, &asked));
        tried(&mut wrong, done)?;
    }
    if !wrong.is_empty() || ask.form.get("do") == "change" {
        let given = written::given(&ask.form);
        return form(ask, None, &given, &wrong);
    }
    if ask.form.get("do") != "open" {
        let head = said_of(ask, &asked);
        return check(ask, None, (head, &asked.rule));
    }
    let key = format!("page-campaign-{}-{}", ask.caller.account, ask.form.get("request"));
    let id = open_campaign::run(ask.office, &asked, Some(&key))?;
    Ok(Reply::see(&format!("/desk/campaigns/{id}")))
}

/// What is said of a campaign besides its rule.
fn said_of(ask: &Ask<'_>, asked: &OpenCampaign) -> Vec<[String; 2]> {
    let said = |key: &str| texts::said(ask.lang, &format!("campaigns.{key}"), &[]);
    let code = asked.province.map(|code| code.to_string());
    let mut rows = vec![
        [said("name"), asked.name.trim().to_owned()],
        [said("told"), asked.told.trim().to_owned()],
        [said("province"), place(code.as_deref(), ask.lang)],
    ];
    rows.extend(asked.payer.map(|payer| [said("donor"), payer.to_string()]));
    rows
}

/// Another rule, for lists that come from now on.
fn set(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (row, before) = led(ask)?;
    let (rule, mut wrong) = written::rule(ask);
    if wrong.is_empty() {
        let done = ask.office.look(|_, desk: &Desk<'_>| set_campaign::must_be_lawful(desk, &rule));
        tried(&mut wrong, done)?;
    }
    if wrong.is_empty() && rule == before {
        let same: Words =
            words("Aturannya masih sama: ubah yang perlu.", "The rule is the same: change something.");
        wrong.push(("months", same));
    }
    let of = Some((row.id, row.name.as_str()));
    if !wrong.is_empty() || ask.form.get("do") == "change" {
        let given = written::given(&ask.form);
        return form(ask, of, &given, &wrong);
    }
    if ask.form.get("do") != "open" {
        return check(ask, of, (Vec::new(), &rule));
    }
    let account = Some(ask.caller.account);
    ask.office.unit(|unit, desk| set_campaign::within(unit, desk, row.id, &rule, account))?;
    Ok(Reply::see(&format!("/desk/campaigns/{}", row.id)))
}
