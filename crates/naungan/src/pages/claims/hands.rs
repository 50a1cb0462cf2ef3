//! Who gets the money of a claim: accounts of hands, and what has to be known of relatives.

use std::collections::BTreeMap;

use anyhow::Result;
use base::Day;
use rules::render::Lang;
use rules::tree::Tree;
use scheme::id::PersonId;
use scheme::people::Relative;
use serde_json::{Value as Json, json};
use store::queries::payees;

use super::act::came_back;
use super::{CLAIM, complaint, said, wrong};
use crate::actions::name_payee::{self, Payee};
use crate::actions::relate_person;
use crate::auth::Deed;
use crate::office::Desk;
use crate::registry::claims;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::claim::Seen;

/// Last figures of an account that are shown.
const FIGURES_SHOWN: usize = 4;
/// No name is longer.
const NAME_CHARS_MAX: usize = 140;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::form("/claims/{claim}/payee", Deed::MoveClaims, name).of(CLAIM),
        Route::form("/claims/{claim}/family", Deed::MoveClaims, mark).of(CLAIM),
        Route::form("/claims/{claim}/relative", Deed::MoveClaims, relate).of(CLAIM),
    ]
}

/// The hands of a claim with the accounts that were named, and the family with what is marked of each.
pub(super) fn told(
    desk: &Desk<'_>,
    seen: &Seen,
    payees: &BTreeMap<String, payees::Payee>,
    lang: Lang,
) -> Result<Json> {
    let mut hands = Vec::new();
    for hand in seen.hands() {
        let named = payees.get(&hand).map(|row| name_payee::open(desk, row)).transpose()?;
        hands.push(json!({
            "hand": hand, "who": seen.hand(desk.tree(), &hand, lang),
            "holder": named.as_ref().map(|one| &one.name),
            "bank": named.as_ref().map(|one| one.bank.to_string()),
            "account": named.as_ref().map(|one| hand_account(&one.account.to_string())),
        }));
    }
    let family = seen.life.family.iter().map(|one| {
        json!({
            "no": one.no, "name": one.relative.name, "married": one.married, "works": one.works,
            "relation": crate::views::claim::option(desk.tree(), "relation", &one.relative.relation, lang),
            "born": one.relative.birth_date.map(|day| day.to_string()), "guardian": one.guardian,
            "person": one.person.map(|person| person.0), "pays": one.pays,
        })
    });
    Ok(json!({ "hands": hands, "family": family.collect::<Json>() }))
}

/// An account as it is shown: its last figures.
pub(in crate::pages) fn hand_account(account: &str) -> String {
    let from = account.char_indices().rev().nth(FIGURES_SHOWN - 1).map_or(0, |(at, _)| at);
    format!("…{}", &account[from..])
}

/// The relations that the law knows.
pub(super) fn relations(tree: &Tree, lang: Lang) -> Vec<Json> {
    let kind = tree.kinds.iter().find(|kind| kind.name == "relation");
    let all = kind.into_iter().flat_map(|kind| kind.options.iter().zip(&kind.words));
    all.map(|(name, words)| json!({ "value": name, "text": lang.of(words) })).collect()
}

fn name(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, lang, account): (i64, _, _) = (ask.place("claim")?, ask.lang, ask.caller.account);
    let (hand, holder) = (ask.form.get("hand").to_owned(), ask.form.get("holder").to_owned());
    let mut errors = Vec::new();
    if holder.is_empty() || holder.chars().count() > NAME_CHARS_MAX {
        errors.push(wrong("holder", said(lang, "claims.holder_missing")));
    }
    let bank = complaint(ask.form.get("bank").parse().map_err(anyhow::Error::from), "bank", lang)?;
    let bank = bank.map_err(|error| errors.extend(error)).ok();
    let number = ask.form.get("account").replace([' ', '-', '.'], "");
    let number = complaint(number.parse().map_err(anyhow::Error::from), "account", lang)?;
    let number = number.map_err(|error| errors.extend(error)).ok();
    let address = name_payee::address(ask.form.get("address"));
    let address = complaint(address.map_err(anyhow::Error::from), "address", lang)?;
    let address = address.map_err(|error| errors.extend(error)).ok();
    let (Some(bank), Some(number), Some(address), true) = (bank, number, address, errors.is_empty()) else {
        return came_back(ask, &errors);
    };
    let case = ask.office.look(|unit, _| Ok(claims::play(unit, claim)?.row.of_case))?;
    let payee = Payee { name: holder, bank, account: number, address };
    let done = name_payee::run(ask.office, case, &hand, &payee, account);
    answered(ask, done.map(drop), (claim, "payee", "hand"))
}

fn answered(
    ask: &mut Ask<'_>,
    done: Result<()>,
    (claim, what, field): (i64, &str, &str),
) -> Result<Reply, Problem> {
    match complaint(done, field, ask.lang)? {
        Ok(()) => Ok(Reply::see(&format!("/claims/{claim}?done={what}"))),
        Err(errors) => came_back(ask, &errors),
    }
}

fn person_of(ask: &mut Ask<'_>, claim: i64) -> Result<PersonId, Problem> {
    Ok(ask.office.look(|unit, _| Ok(claims::play(unit, claim)?.row.person))?)
}

/// What claims need to know of a relative: what is not said is not so.
fn mark(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, lang): (i64, _) = (ask.place("claim")?, ask.lang);
    let person = person_of(ask, claim)?;
    let Ok(no) = ask.form.get("no").parse::<i64>() else {
        return came_back(ask, &[wrong("no", said(lang, "claims.relative_missing"))]);
    };
    let known = ask.form.get("is").to_owned();
    let relative = known.parse::<i64>().ok().map(PersonId);
    if !known.is_empty() && relative.is_none() {
        return came_back(ask, &[wrong("is", said(lang, "claims.number_wrong"))]);
    }
    let guardian = ask.form.get("guardian").to_owned();
    if guardian.chars().count() > NAME_CHARS_MAX || guardian.contains(char::is_control) {
        return came_back(ask, &[wrong("guardian", said(lang, "claims.holder_missing"))]);
    }
    let flags = (ask.form.get("married") == "yes", ask.form.get("works") == "yes");
    let guardian = Some(guardian.as_str()).filter(|name| !name.is_empty());
    let done =
        ask.office.unit(|unit, desk| claims::mark(unit, desk, (person, no), flags, (relative, guardian)));
    match done.map_err(Problem::from) {
        Err(Problem::NotFound) => came_back(ask, &[wrong("is", said(lang, "claims.number_wrong"))]),
        Err(Problem::Refused(refusal)) => {
            let text = super::refused(&refusal, lang);
            came_back(ask, &[wrong("is", text)])
        }
        Err(problem) => Err(problem),
        Ok(()) => Ok(Reply::see(&format!("/claims/{claim}?done=family"))),
    }
}

/// Somebody of the family whom nobody had named.
fn relate(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, lang): (i64, _) = (ask.place("claim")?, ask.lang);
    let person = person_of(ask, claim)?;
    let mut errors = Vec::new();
    let name = ask.form.get("name").to_owned();
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        errors.push(wrong("name", said(lang, "claims.holder_missing")));
    }
    let mut day = |field: &str, required: bool| {
        let given = ask.form.get(field);
        let read = given.parse::<Day>().ok();
        if read.is_none() && (required || !given.is_empty()) {
            errors.push(wrong(field, said(lang, "claims.day_wrong")));
        }
        read
    };
    let birth = day("birth", false);
    let from = day("from", birth.is_none()).or(birth);
    let (Some(from), true) = (from, errors.is_empty()) else { return came_back(ask, &errors) };
    let relation = ask.form.get("relation").to_owned();
    let relative = Relative { of: person, relation, name, birth_date: birth, from, until: None };
    let done = relate_person::add(ask.office, &relative, None);
    answered(ask, done.map(drop), (claim, "family", "relation"))
}
