//! One person from every side: who she is, her cover, what is owed, what was done and written, what to do.

use anyhow::Result;
use minijinja::context;
use rules::render::Lang;
use scheme::id::PersonId;
use scheme::law::ClaimLaw;
use serde_json::{Value as Json, json};
use store::Unit;
use store::queries::{
    bills, contests, links, messages, payments, proofs, readings, registry_checks, signals,
};

use super::notes::{self, Kept};
use super::{asked, branches_of, errors, looked_for, reason, said};
use crate::auth::{Caller, Deed, Of, Role};
use crate::books::paid_to::paid_to;
use crate::commands::account;
use crate::office::{Desk, code};
use crate::pages::form_page;
use crate::pages::words::channel;
use crate::registry::{members, payers, people};
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, Words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views;
use crate::views::membership::OfMonth;

/// Rows of each part; the rest is told by the commands.
const ROWS: usize = 12;

/// Looks among which those of one reader, day and place are told as one.
const LOOKS: i64 = 100;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/people/{person}", Deed::SeePerson, show).of(Of::Person("person")),
        Route::form("/people/{person}/notes", Deed::WriteNotes, write).of(Of::Person("person")),
    ]
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    // What a member may know of herself stands on pages of her own.
    if ask.caller.role == Role::Member {
        return Ok(Reply::see("/me"));
    }
    shown(ask, &[])
}

fn write(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let person: i64 = ask.place("person")?;
    match notes::keep(ask, person)? {
        Kept::Yes => Ok(Reply::see(&format!("/people/{person}#notes"))),
        Kept::Wrong(wrong) => Ok(shown(ask, &wrong)?.status(Problem::Fields(Vec::new()).status())),
    }
}

fn shown(ask: &mut Ask<'_>, wrong: &[(String, Words)]) -> Result<Reply, Problem> {
    let id = PersonId(ask.place("person")?);
    let (lang, caller) = (ask.lang, ask.caller.clone());
    let given = json!({
        "kind": ask.form.get("kind"), "text": ask.form.get("text"), "again": ask.form.get("again"),
    });
    let seen = ask.office.look(|unit, desk| {
        let who = who(unit, desk, id)?;
        let memberships = memberships(unit, desk, id, lang)?;
        let kind = |kind: &str| said(lang, &format!("desk.note.{kind}"));
        let notes = notes::line(unit, desk, id.0, &kind)?;
        let signals = on_list(unit, &caller, id, lang)?;
        let said_of = contested(unit, &memberships)?;
        let claims = claims(unit, desk, id, lang)?;
        let mut subjects: Vec<i64> =
            people::numbers(unit, id, desk.now)?.iter().map(|number| number.0).collect();
        subjects.extend(memberships.iter().filter_map(|one| one["membership"].as_i64()));
        let done = asked::done(unit, desk, &subjects, ROWS, lang)?;
        let requests = asked::about(unit, desk, &subjects, ROWS, lang)?;
        let told: Vec<Json> = messages::of_person(unit, id, ROWS as i64)?
            .iter()
            .map(|one| {
                let state = said(lang, &format!("desk.message_{}", one.state));
                json!([one.made.day().map(|day| day.to_string()), channel(&one.channel, lang), state])
            })
            .collect();
        let looks = readings::of_person(unit, id, None, LOOKS)?;
        let looks: Vec<Json> = views::readings::folded(&looks)
            .iter()
            .take(ROWS)
            .map(|line| {
                let (one, day) = (line.latest, line.latest.at.day().map(|day| day.to_string()));
                let role = said(lang, &format!("role.{}", one.role));
                json!([day, format!("{} ({role})", one.who), looked_for(lang, &one.why)])
            })
            .collect();
        Ok(context! {
            who, memberships, notes, signals, contests => said_of, claims, acts => done, looks, requests, told
        })
    })?;
    let kinds: Vec<Json> = notes::KINDS
        .iter()
        .map(|kind| json!({ "value": kind, "text": said(lang, &format!("desk.note.{kind}")) }))
        .collect();
    let writes = matches!(ask.caller.role, Role::Officer | Role::Head);
    let values = context! { person => id.0, kinds, given, writes, errors => errors(wrong, lang),
    asked => !ask.query.get("asked").is_empty(), ..seen };
    form_page(ask, "desk/person.html", values)
}

fn who(unit: &mut Unit<'_>, desk: &Desk<'_>, id: PersonId) -> Result<Json> {
    let person = people::load(unit, desk, id)?;
    let identity = person.identity();
    let numbers: Vec<i64> = people::numbers(unit, id, desk.now)?.iter().map(|number| number.0).collect();
    let check = registry_checks::read(unit, id)?;
    let merged: Vec<Json> = links::around(unit, id)?
        .iter()
        .map(|link| json!([link.person.0, link.into.map(|into| into.0), link.reason]))
        .collect();
    Ok(json!({
        "name": identity.name, "nik": identity.nik.to_string(), "birth": identity.birth_date.to_string(),
        "sex": people::sex_word(identity.sex), "phone": identity.phone, "mother": identity.mother,
        "numbers": numbers, "links": merged, "registry": check.map(|check| check.state),
        "proved": proofs::read(unit, id)?.map(|proof| proof.how),
    }))
}

/// A month of a membership: what was reported, what was owed, what became of the bill.
fn month(desk: &Desk<'_>, of: &OfMonth, lang: Lang) -> Json {
    let facts = of.facts.iter().map(|(name, value)| {
        let (name, value) = views::why::fact(desk.tree(), name, value, lang);
        format!("{name}: {value}")
    });
    let state = match of.state {
        "" => said(lang, "employer.not_billed"),
        state => said(lang, &format!("desk.person.bill_{state}")),
    };
    json!([of.month, facts.collect::<Vec<_>>().join(" · "), of.owed, state])
}

fn memberships(unit: &mut Unit<'_>, desk: &Desk<'_>, id: PersonId, lang: Lang) -> Result<Vec<Json>> {
    let whole = members::whole(unit, id)?;
    let today = desk.today.month();
    let mut rows = Vec::new();
    for known in &whole.memberships {
        let stretches = whole.stretches(known.row.id)?;
        let open = bills::open_of(unit, known.row.payer)?;
        // An employer's bill is for everybody who works there: only who pays for herself owes it.
        let own = store::queries::payers::read(unit, known.row.payer)?.is_some_and(|row| row.kind == "own");
        let payer = payers::load(unit, desk, known.row.payer)?.payer;
        let paid = if own { paid_to(unit, known.row.id)? } else { None };
        let owed: i64 = open.iter().filter(|_| own).map(|bill| bill.owed - bill.paid).sum();
        let code = open.iter().find(|_| own).map(|bill| code::shown(bill.code));
        let until = stretches.last().and_then(|stretch| stretch.until);
        let months = views::membership::read(unit, desk, known.row.id)?.months;
        let months: Vec<Json> = months.iter().take(ROWS).map(|of| month(desk, of, lang)).collect();
        let booked = account::read(unit, desk, known.row.id, today)?;
        let saved = (!booked.saved.is_empty()).then(|| booked.balance(today));
        let paid_in: Vec<Json> = if own {
            let all = payments::of(unit, known.row.payer)?;
            let row = |one: &payments::Payment| {
                let back = one.reversed.map(|day| day.to_string());
                json!([one.paid.to_string(), one.amount, channel(&one.channel, lang), back])
            };
            all.iter().rev().take(ROWS).map(row).collect()
        } else {
            Vec::new()
        };
        rows.push(json!({
            "of_months": months, "saved": saved, "payments": paid_in,
            "membership": known.row.id.0, "card": members::kpj(desk, &known.row)?.to_string(),
            "segment": known.segment.name(), "payer": known.row.payer.0, "payer_name": payer.name, "own": own,
            "from": stretches.first().map(|stretch| stretch.from.to_string()),
            "until": until.and_then(|until| until.plus_months(-1)).map(|until| until.to_string()),
            "active": stretches.iter().any(|stretch| stretch.months().contains(today)),
            "paid_to": paid.filter(|paid| paid.ever).map(|paid| paid.month.to_string()),
            "owed": owed, "code": code,
        }));
    }
    Ok(rows)
}

fn on_list(unit: &mut Unit<'_>, caller: &Caller, id: PersonId, lang: Lang) -> Result<Vec<Json>> {
    let mut mine = Vec::new();
    for branch in branches_of(unit, caller)? {
        mine.extend(signals::of_subject(unit, branch, id.0)?);
    }
    Ok(mine
        .iter()
        .map(|one| {
            let title = said(lang, &format!("desk.kind.{}", one.kind));
            json!({ "title": title, "reason": reason(&one.kind, &one.facts, lang), "amount": one.amount })
        })
        .collect())
}

/// Her claims, under whatever number they became known.
fn claims(unit: &mut Unit<'_>, desk: &Desk<'_>, id: PersonId, lang: Lang) -> Result<Vec<Json>> {
    let law = ClaimLaw::new(desk.law)?;
    let mut all = Vec::new();
    for number in people::numbers(unit, id, desk.now)? {
        for row in store::queries::claims::of_person(unit, number)? {
            let kind = row.kind.parse().ok().map(|kind| lang.of(law.kind_words(kind)).to_owned());
            all.push(json!({
                "claim": row.id, "kind": kind.unwrap_or(row.kind), "state": row.state,
                "since": row.notified.to_string(),
            }));
        }
    }
    Ok(all)
}

fn contested(unit: &mut Unit<'_>, memberships: &[Json]) -> Result<Vec<Json>> {
    let mut found = Vec::new();
    for membership in memberships.iter().filter_map(|one| one["membership"].as_i64()) {
        for one in contests::of_membership(unit, scheme::id::MembershipId(membership))? {
            found.push(json!({ "contest": one.id, "month": one.month.to_string(), "state": one.state }));
        }
    }
    Ok(found)
}
