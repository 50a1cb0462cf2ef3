//! People: registered, looked at, found within one's scope.

use anyhow::{Context, Result};
use axum::http::StatusCode;
use schemars::JsonSchema;
use scheme::id::PersonId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Unit;
use store::queries::{branches, links, readings};

use super::about::{About, Keyed};
use super::body;
use super::forms::{Date, FactsForm, Finding, KpjNumber, NikNumber, SexForm, findings, pairs};
use super::reference;
use super::replay::{input, key, reply};
use crate::actions::confirm_person::{self, not_confirmed};
use crate::actions::once::once_told;
use crate::actions::register_person::{self, Found, RegisterPerson};
use crate::auth::claims::{self, Sees};
use crate::auth::{Caller, Deed, Of, Role, Scope, may, owner, scope};
use crate::office::Desk;
use crate::registry::{members, offices, people};
use crate::reports::rows::Kept;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use scheme::refusal::Refusal;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v1/people", Deed::RegisterPeople, register, || {
            About::new("people", "Register somebody, once")
                .takes::<NewPerson>()
                .answers::<Registered>()
                .makes()
                .keyed(Keyed::May)
                .example(|| {
                    json!({ "nik": "9931014107900001", "name": "Siti Contoh", "birth_date": "1990-07-01",
                            "sex": "female" })
                })
        }),
        Route::post("/api/v1/people/searches", Deed::FindPeople, find, || {
            About::new("people", "Find people by NIK, card number or name")
                .takes::<Search>()
                .answers::<FoundPeople>()
                .example(|| json!({ "name": "Siti Contoh" }))
        }),
        Route::get("/api/v1/people/{person}", Deed::SeePerson, show, || {
            About::new("people", "One person, with the memberships").answers::<Person>()
        })
        .of(Of::Person("person")),
    ]
}

/// Somebody to register.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewPerson {
    nik: NikNumber,
    /// The name as on the card.
    #[schemars(length(min = 1, max = 200))]
    name: String,
    birth_date: Date,
    sex: SexForm,
    /// The mother's name.
    #[serde(default)]
    mother: Option<String>,
    #[serde(default)]
    phone: Option<String>,
    /// Facts that have always been true, such as `nationality`.
    #[serde(default)]
    facts: FactsForm,
    /// Somebody of the institution has looked: this is another person than the one who is alike.
    #[serde(default)]
    is_another: bool,
}

/// Somebody registered.
#[derive(Serialize, JsonSchema)]
struct Registered {
    /// By what the caller names the person from now on. It is the caller's own, and tells nothing: numbers
    /// are given in order, and would tell who was registered before.
    reference: String,
    /// The person's number, for staff.
    person: Option<i64>,
    /// What somebody should look at.
    findings: Vec<Finding>,
    /// People who may be the same.
    alike: Vec<i64>,
}

fn register(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: NewPerson = body::read(ask)?;
    let by_staff = ask.caller.role.is_staff();
    let asked = RegisterPerson {
        nik: form.nik.0,
        name: form.name,
        mother: form.mother,
        birth_date: form.birth_date.0,
        sex: form.sex.into(),
        phone: form.phone.filter(|phone| !phone.is_empty()),
        facts: pairs(&form.facts),
        is_another: form.is_another && by_staff,
    };
    let caller = ask.caller.clone();
    let (key, input) = (key(ask)?, input(ask));
    let done = ask.office.unit(|unit, desk| {
        once_told(unit, desk, key.as_deref(), &input, |unit| {
            if by_staff {
                let done = register_person::within(unit, desk, &asked)?;
                claims::keep(unit, desk, PersonId(done.person), claims::DESK)?;
                cared_for(unit, desk, &caller, done.person)?;
                return Ok(done);
            }
            by_partner(unit, desk, &caller, &asked)
        })
    });
    let done = match done {
        Ok(done) => done,
        Err(error) if by_staff => return Err(Problem::from(error)),
        Err(error) => return Err(parked(ask, &Kept::from(&asked), error)),
    };
    let person = PersonId(done.answer.person);
    let reference = ask.office.look(|_, desk| Ok(reference::of(desk, &ask.caller, person)))?;
    let form = Registered {
        reference,
        person: by_staff.then_some(person.0),
        findings: findings(&done.answer.findings, ask.lang),
        alike: done.answer.alike.clone(),
    };
    let reply = reply(&form, StatusCode::CREATED, done.is_new)?;
    Ok(if by_staff { reply.with("location", format!("/api/v1/people/{person}")) } else { reply })
}

/// Who is registered at an office is cared for by it.
pub(super) fn cared_for(unit: &mut Unit<'_>, desk: &Desk<'_>, caller: &Caller, subject: i64) -> Result<()> {
    let mut branch = caller.branch;
    if let (None, Some(province)) = (branch, &caller.province) {
        let offices = branches::of_province(unit, province)?;
        branch = offices.iter().find(|office| office.closed.is_none()).map(|office| office.id);
    }
    match branch {
        Some(branch) => offices::assign(unit, desk, subject, branch),
        None => Ok(()),
    }
}

/// A partner hears nothing of others: who is known already under the same particulars is the same person.
fn by_partner(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    caller: &Caller,
    asked: &RegisterPerson,
) -> Result<register_person::Registered> {
    let person = confirm_person::by_partner(unit, desk, caller.payer, asked)?.map_err(NotConfirmed)?.0;
    Ok(register_person::Registered { person, findings: Vec::<Found>::new(), alike: Vec::new() })
}

/// Why somebody could not be confirmed.
#[derive(Debug, thiserror::Error)]
#[error("not confirmed: {0}")]
pub(super) struct NotConfirmed(pub(super) &'static str);

/// Left for the branch; the same is said whatever the reason was.
pub(super) fn parked(ask: &mut Ask<'_>, form: &Kept, error: anyhow::Error) -> Problem {
    let alike = error.chain().find_map(|cause| cause.downcast_ref::<Refusal>()).map(|refusal| refusal.code);
    let why = match (error.downcast_ref::<NotConfirmed>(), alike) {
        (Some(NotConfirmed(why)), _) => why,
        // That somebody is alike is not for strangers.
        (None, Some(code @ ("duplicate_likely" | "nik_taken"))) => code,
        (None, _) => return Problem::from(error),
    };
    let account = ask.caller.account;
    let Some(payer) = ask.caller.payer else { return not_confirmed().into() };
    match confirm_person::park(ask.office, payer, account, &[(form, why)]) {
        Ok(()) => not_confirmed().into(),
        Err(error) => Problem::from(error),
    }
}

/// A person.
#[derive(Serialize, JsonSchema)]
struct Person {
    /// The number that was asked for.
    person: i64,
    /// Every number of the person, the one that stays first.
    numbers: Vec<i64>,
    name: String,
    /// The middle is hidden.
    nik: String,
    birth_date: String,
    sex: SexForm,
    mother: Option<String>,
    phone: Option<String>,
    memberships: Vec<Short>,
}

/// A membership in a few words.
#[derive(Serialize, JsonSchema)]
struct Short {
    membership: i64,
    segment: String,
    payer: i64,
    /// The card's number; the middle is hidden.
    kpj: String,
    started: String,
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = PersonId(ask.place("person")?);
    let is_own = ask.caller.role == Role::Member;
    let form = ask.office.look(|unit, desk| {
        let sees = if is_own { claims::sees(unit, desk, id)? } else { Sees::All };
        let person = people::load(unit, desk, id)?;
        let identity = person.identity();
        let mut memberships = Vec::new();
        let whole = members::whole(unit, id)?;
        for known in whole.memberships.iter().filter(|known| sees.membership(known.row.id)) {
            memberships.push(Short {
                membership: known.row.id.0,
                segment: known.segment.name().to_owned(),
                payer: known.row.payer.0,
                kpj: members::kpj(desk, &known.row)?.masked(),
                started: known.row.started.to_string(),
            });
        }
        Ok(Person {
            person: id.0,
            numbers: people::numbers(unit, id, desk.now)?.iter().map(|number| number.0).collect(),
            name: identity.name.clone(),
            nik: identity.nik.masked(),
            birth_date: identity.birth_date.to_string(),
            sex: identity.sex.into(),
            mother: identity.mother.clone(),
            phone: identity.phone.clone(),
            memberships,
        })
    })?;
    Ok(Reply::json(&form)?)
}

/// By what somebody is looked for; who is found answers to all that is given.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("minProperties" = 1))]
struct Search {
    #[serde(default)]
    nik: Option<NikNumber>,
    #[serde(default)]
    kpj: Option<KpjNumber>,
    /// However it is spelt.
    #[serde(default)]
    name: Option<String>,
    /// What for; the person sees it.
    #[serde(default)]
    why: Option<String>,
    /// At most so many people, the best first.
    #[serde(default = "few")]
    #[schemars(range(min = 1, max = 200))]
    limit: usize,
}

/// As many as anybody reads through.
const FEW: usize = 25;
/// As many as a name leads to.
const MOST: usize = 200;

const fn few() -> usize {
    FEW
}

/// Who was found, as far as the caller may know of them.
#[derive(Serialize, JsonSchema)]
struct FoundPeople {
    people: Vec<FoundPerson>,
    /// Whether more may have been found, by a name that many have: ask for more of it.
    more: bool,
}

/// Somebody who was found.
#[derive(Serialize, JsonSchema)]
struct FoundPerson {
    person: i64,
    name: String,
    /// The middle is hidden.
    nik: String,
    birth_date: String,
    sex: SexForm,
    /// The number that stays, if this one was merged.
    merged_into: Option<i64>,
    /// The NIK that was asked for is one that was corrected since.
    by_former_nik: bool,
}

fn find(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: Search = body::read(ask)?;
    let name = form.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    if form.nik.is_none() && form.kpj.is_none() && name.is_none() {
        let said = words("isi NIK, nomor kartu atau nama", "give a NIK, a card number or a name");
        return Err(Problem::Fields(vec![(String::new(), said)]));
    }
    if !(1..=MOST).contains(&form.limit) {
        let said = words("isi angka dari 1 sampai 200", "give a number from 1 to 200");
        return Err(Problem::Fields(vec![("limit".to_owned(), said)]));
    }
    let (caller, place) = (ask.caller.clone(), ask.path.clone());
    let why = form.why.as_deref().unwrap_or(Deed::FindPeople.why());
    let (found, more) = ask.office.look(|unit, desk| {
        let mut found = Vec::new();
        for id in found_by(unit, desk, &caller, (&form, name))? {
            if found.len() > form.limit {
                break;
            }
            if is_in_scope(unit, &caller, id)? {
                found.push(id);
            }
        }
        let more = found.len() > form.limit;
        found.truncate(form.limit);
        Ok((all(unit, desk, &found, form.nik)?, more))
    })?;
    ask.office.unit(|unit, desk| {
        let who = |one: &FoundPerson| PersonId(one.merged_into.unwrap_or(one.person));
        let mut people: Vec<PersonId> = found.iter().map(who).collect();
        people.sort_unstable();
        people.dedup();
        let all = people.iter().map(|person| caller.looks(*person, desk.now, why, &place));
        readings::add_all(unit, &all.collect::<Vec<_>>())
    })?;
    Ok(Reply::json(&FoundPeople { people: found, more })?)
}

fn is_in_scope(unit: &mut Unit<'_>, caller: &Caller, id: PersonId) -> Result<bool> {
    if scope(Deed::FindPeople, caller.role) == Some(Scope::All) {
        return Ok(true);
    }
    let of = Of::Person("person");
    let Some(owner) = owner::find(unit, of, &id.to_string())? else { return Ok(false) };
    Ok(may(caller, Deed::FindPeople, &owner, true).is_some())
}

fn found_by(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    caller: &Caller,
    (form, name): (&Search, Option<&str>),
) -> Result<Vec<PersonId>> {
    let mut answers = Vec::new();
    if let Some(nik) = form.nik {
        answers.push(people::once_by_nik(unit, desk, nik.0)?);
    }
    if let Some(kpj) = form.kpj {
        let mut holders = Vec::new();
        for membership in members::by_kpj(unit, desk, kpj.0)? {
            holders.push(members::row(unit, membership)?.person);
        }
        answers.push(holders);
    }
    if let Some(name) = name {
        let branches = owner::branches_of(unit, caller, Deed::FindPeople)?;
        // Beside a number every bearer of the name has to be looked at.
        let wanted = if answers.is_empty() { form.limit } else { usize::MAX };
        answers.push(people::by_words(unit, desk, name, (branches.as_deref(), wanted))?);
    }
    let mut found = answers.pop().context("nothing to look for")?;
    found.retain(|id| answers.iter().all(|others| others.contains(id)));
    found.dedup();
    Ok(found)
}

/// What is known of everybody who was found, in their order: read for all of them together.
fn all(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    ids: &[PersonId],
    nik: Option<NikNumber>,
) -> Result<Vec<FoundPerson>> {
    let latest = people::latest_of_many(unit, desk, ids)?;
    let linked = links::linked_of_many(unit, ids)?;
    let mut found = Vec::new();
    for id in ids {
        let identity = latest.get(id).with_context(|| format!("there is no person {id}"))?;
        let numbers = if linked.contains(id) { people::numbers(unit, *id, desk.now)? } else { vec![*id] };
        let stays = numbers.first().copied().filter(|stays| stays != id);
        found.push(FoundPerson {
            person: id.0,
            name: identity.name.clone(),
            nik: identity.nik.masked(),
            birth_date: identity.birth_date.to_string(),
            sex: identity.sex.into(),
            merged_into: stays.map(|stays| stays.0),
            by_former_nik: nik.is_some_and(|nik| identity.nik != nik.0),
        });
    }
    Ok(found)
}
