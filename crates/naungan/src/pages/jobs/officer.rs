//! Whom a branch looks after: those who lost their job, what they did, their months, signals and contests;
//! what employers have to bear; and courses with who was there.

use anyhow::Result;
use base::Day;
use minijinja::context;
use rules::render::Lang;
use scheme::claims::ClaimKind;
use scheme::id::{PayerId, PersonId};
use scheme::jobs::Occupation;
use serde_json::{Value, json};
use store::Unit;
use store::queries::{advances, dismissals, duty_months, seekers, trainings};

use super::{after, day, given, months, name, provinces, wrong};
use crate::actions::answer_job_contest;
use crate::actions::book_training::{self, Offer};
use crate::actions::record_attendance::{self, Session};
use crate::actions::repay_advance;
use crate::actions::{decide_month, note_counselling, record_interview};
use crate::auth::{Caller, Deed, Of, owner};
use crate::office::Desk;
use crate::pages::desk::name_of;
use crate::pages::form_page;
use crate::registry::{jobs, payers, people};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::jkp::{self, OfMonth};

/// So many claims are looked at for a caseload.
const MOST: i64 = 2_000;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/desk/jobs", Deed::CareForSeekers, caseload),
        Route::page("/people/{person}/jobs", Deed::CareForSeekers, show).of(Of::Person("person")),
        Route::form("/people/{person}/jobs", Deed::CareForSeekers, act).of(Of::Person("person")),
        Route::page("/desk/training", Deed::CareForSeekers, courses),
        Route::form("/desk/training", Deed::CareForSeekers, course),
    ]
}

/// Whether somebody is of the branch, or the province, of whoever asks.
fn is_mine(unit: &mut Unit<'_>, caller: &Caller, of: Of, number: i64) -> Result<bool> {
    owner::is_mine(unit, (caller, Deed::CareForSeekers), of, number)
}

fn caseload(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (caller, lang) = (ask.caller.clone(), ask.lang);
    let (rows, people, owed) = ask.office.look(|unit, desk| {
        let (mut rows, mut people) = (Vec::new(), Vec::new());
        for claim in duty_months::going_on(unit, ClaimKind::JkpCash.name(), 0, MOST)? {
            let of = jkp::timeline(unit, desk, claim)?;
            if is_mine(unit, &caller, Of::Person("person"), of.person)? {
                people.push(PersonId(of.person));
                rows.push(row(unit, desk, &of, lang)?);
            }
        }
        rows.sort_by_key(|row| (row["rank"].as_i64(), row["due"].as_str().map(str::to_owned)));
        Ok((rows, people, owed(unit, desk, &caller)?))
    })?;
    ask.shows(Deed::CareForSeekers, people)?;
    form_page(ask, "jobs/caseload.html", context! { rows, owed })
}

/// A line of the caseload: the month that comes next, and what is to be looked at.
fn row(unit: &mut Unit<'_>, desk: &Desk<'_>, of: &jkp::Timeline, lang: Lang) -> Result<Value> {
    let open = |month: &&OfMonth| matches!(month.state, "due" | "proposed" | "held" | "refused" | "running");
    let next = of.months.iter().find(open);
    let waits = of.contests.iter().filter(|one| one.state == "open").count();
    let signals = jkp::signals(unit, desk, of.claim)?;
    let signals = signals.iter().filter(|one| one.review.is_none()).count();
    let lacks = next.map(|month| month.lacks.iter().map(|lack| lang.pick(&lack.id, &lack.en)));
    let lacks: Vec<&str> = lacks.into_iter().flatten().collect();
    let rank = match next.map(|month| month.state) {
        Some("due" | "proposed" | "held") => 0,
        _ if waits + signals > 0 => 1,
        Some("refused") => 2,
        _ => 3,
    };
    Ok(json!({
        "person": of.person, "name": name(unit, desk, PersonId(of.person))?, "claim": of.claim,
        "month": next.map(|month| month.number), "due": next.map(|month| month.due.to_string()),
        "state": next.map(|month| month.state), "tone": next.map(|month| super::tone(month.state)),
        "lacks": lacks, "contests": waits, "signals": signals, "rank": rank,
        "said": next.map(|month| super::said(month, lang)["said"].clone()),
    }))
}

/// What employers of the branch have to bear and a fund advanced.
fn owed(unit: &mut Unit<'_>, desk: &Desk<'_>, caller: &Caller) -> Result<Vec<Value>> {
    let mut rows = Vec::new();
    let mut seen: Vec<(PayerId, String)> = Vec::new();
    for one in advances::all(unit, None)? {
        let key = (one.payer, one.programme.clone());
        if seen.contains(&key) || !is_mine(unit, caller, Of::Payer("payer"), one.payer.0)? {
            continue;
        }
        seen.push(key);
        let open = repay_advance::open(unit, one.payer, &one.programme)?;
        if open != 0 {
            let name = payers::load(unit, desk, one.payer)?.payer.name;
            rows.push(
                json!({ "payer": one.payer.0, "name": name, "open": open, "since": one.since.to_string() }),
            );
        }
    }
    Ok(rows)
}

const FIELDS: [&str; 4] = ["counsel_day", "text", "answer", "why"];

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &[])
}

fn shown(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let person = PersonId(ask.place("person")?);
    let (lang, account) = (ask.lang, ask.caller.account);
    let of = ask.office.look(|unit, desk| read(unit, desk, person, lang))?;
    let given = given(ask, &FIELDS);
    form_page(ask, "jobs/person.html", context! { of, account, given, errors })
}

fn read(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId, lang: Lang) -> Result<Value> {
    let mut of = json!({
        "person": person.0, "name": name(unit, desk, person)?, "claim": Value::Null,
        "notes": notes(unit, desk, person)?, "interviews": interviews(unit, desk, person)?,
    });
    let Some((claim, lost)) = jobs::claim_of(unit, desk, person)? else { return Ok(of) };
    let line = jkp::timeline(unit, desk, claim)?;
    let signals: Vec<Value> =
        jkp::signals(unit, desk, claim)?.iter().map(|one| jkp::signal_said(one, lang)).collect();
    let mut contests = Vec::new();
    for one in &line.contests {
        let text = desk.keys.open(&dismissals::context(one.id), &one.sealed)?;
        contests.push(json!({
            "id": one.id, "about": one.about, "by": one.said_by, "state": one.state, "answer": one.answer,
            "says": String::from_utf8(text)?,
        }));
    }
    of["claim"] = json!(claim);
    of["state"] = json!(line.state);
    of["lost"] = json!(lost.to_string());
    of["months"] = json!(months(&line, lang));
    of["signals"] = json!(signals);
    of["contests"] = json!(contests);
    Ok(of)
}

fn notes(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<Vec<Value>> {
    let mut all = Vec::new();
    for number in people::numbers(unit, person, desk.now)? {
        for one in seekers::counsellings(unit, number)? {
            let text = desk.keys.open(&seekers::context(one.id), &one.sealed)?;
            let by = one.account.map(|account| name_of(unit, desk, account)).transpose()?;
            all.push(json!({ "day": one.day.to_string(), "text": String::from_utf8(text)?, "by": by }));
        }
    }
    Ok(all)
}

fn interviews(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<Vec<Value>> {
    let mut all = Vec::new();
    for number in people::numbers(unit, person, desk.now)? {
        all.extend(seekers::interviews(unit, number)?.into_iter().map(|one| {
            json!({
                "id": one.id, "employer": one.employer, "day": one.day.to_string(),
                "confirmed": one.confirmed.map(|(_, day)| day.to_string()),
            })
        }));
    }
    Ok(all)
}

/// What is done is named by `what`.
fn act(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let person = PersonId(ask.place("person")?);
    let (what, account) = (ask.form.get("what").to_owned(), ask.caller.account);
    let number = |name: &str| ask.form.get(name).parse::<i64>().ok();
    let (interview, contest) = (number("interview"), number("contest"));
    let month = number("month").and_then(|month| u8::try_from(month).ok());
    let of = |name: &str| ask.form.get(name).to_owned();
    let (text, said, why, code) = (of("text"), of("answer"), of("why"), of("code"));
    let (yes, in_name) = (of("verdict") == "yes", of("in_name") == "yes");
    let Some(on) = day(ask, "counsel_day") else {
        return wrong(ask, "counsel_day", "jobs.day_wrong", shown);
    };
    let claim = ask.office.look(|unit, desk| jobs::claim_of(unit, desk, person))?.map(|(claim, _)| claim);
    let field = match what.as_str() {
        "counsel" => "text",
        "answer" | "review" => "answer",
        _ => "why",
    };
    if let ("hold", Some(claim), Some(month)) = (what.as_str(), claim, month) {
        let outcome = decide_month::hold(ask.office, (claim, month), (&why, in_name), account);
        return after(ask, outcome.map_err(Problem::from), (field, &format!("/people/{person}/jobs")), shown);
    }
    let outcome = ask.office.unit(|unit, desk| match (what.as_str(), claim) {
        ("counsel", _) => note_counselling::within(unit, desk, person, (on, &text), account).map(drop),
        ("confirm", _) => {
            // An interview of somebody else is nobody's here.
            let Some(interview) = interview else { return Ok(()) };
            let whose = record_interview::read(unit, interview)?.person;
            if !people::numbers(unit, person, desk.now)?.contains(&whose) {
                return Ok(());
            }
            record_interview::confirm(unit, desk, interview, account)
        }
        ("decide", Some(claim)) => match month {
            Some(month) => decide_month::within(unit, desk, claim, month, account).map(drop),
            None => Ok(()),
        },
        ("answer", Some(claim)) => {
            let mine = jkp::timeline(unit, desk, claim)?.contests;
            let Some(id) = contest.filter(|id| mine.iter().any(|one| one.id == *id)) else { return Ok(()) };
            answer_job_contest::answer(unit, desk, (id, yes), &said, account)
        }
        ("review", Some(claim)) => {
            let known = jkp::signals(unit, desk, claim)?.iter().any(|one| one.signal.code == code);
            if !known {
                return Ok(());
            }
            answer_job_contest::review(unit, desk, (claim, &code), (yes, &said), account)
        }
        _ => Ok(()),
    });
    after(ask, outcome.map_err(Problem::from), (field, &format!("/people/{person}/jobs")), shown)
}

const COURSE: [&str; 9] =
    ["course_name", "provider", "province", "occupation", "places", "from", "last", "session", "session_day"];

fn courses(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    courses_shown(ask, &[])
}

fn courses_shown(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let caller = ask.caller.clone();
    let (rows, shown) = ask.office.look(|unit, desk| {
        let (mut rows, mut shown) = (Vec::new(), Vec::new());
        for one in trainings::ahead(unit, desk.today.plus_days(-31).unwrap_or(desk.today))? {
            let mut people = Vec::new();
            let all = trainings::people(unit, one.id)?;
            for person in &all {
                if is_mine(unit, &caller, Of::Person("person"), person.0)? {
                    shown.push(*person);
                    people.push(json!({ "person": person.0, "name": name(unit, desk, *person)? }));
                }
            }
            rows.push(json!({
                "id": one.id, "name": one.name, "provider": one.provider, "from": one.from.to_string(),
                "last": one.last.to_string(), "places": one.places, "taken": all.len(), "people": people,
            }));
        }
        Ok((rows, shown))
    })?;
    ask.shows(Deed::CareForSeekers, shown)?;
    let given = given(ask, &COURSE);
    form_page(ask, "jobs/desk_courses.html", context! { rows, given, provinces => provinces(), errors })
}

fn course(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    if ask.form.get("what") == "attend" { attend(ask) } else { offer(ask) }
}

fn offer(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let of = |name: &str| ask.form.get(name).to_owned();
    let (Ok(from), Ok(last)) = (of("from").parse::<Day>(), of("last").parse::<Day>()) else {
        return wrong(ask, "from", "jobs.day_wrong", courses_shown);
    };
    let (province, occupation) = (of("province"), of("occupation"));
    if !province.is_empty() && !crate::views::provinces::is_code(&province) {
        return wrong(ask, "province", "jobs.province_wrong", courses_shown);
    }
    let occupation = match occupation.parse::<Occupation>() {
        Ok(occupation) => Some(occupation),
        Err(_) if occupation.is_empty() => None,
        Err(refusal) => {
            let failed = Err::<(), _>(refusal.into());
            return after(ask, failed, ("occupation", "/desk/training"), courses_shown);
        }
    };
    let offer = Offer {
        provider: of("provider"),
        name: of("course_name"),
        occupation,
        province: province.parse().ok(),
        places: of("places").parse().unwrap_or(0),
        from,
        last,
    };
    let account = ask.caller.account;
    let outcome = ask.office.unit(|unit, desk| book_training::offer(unit, desk, &offer, account));
    after(ask, outcome.map_err(Problem::from), ("course_name", "/desk/training"), courses_shown)
}

/// Everybody of the branch who has a place is written down, there or not.
fn attend(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (Ok(training), Ok(no)) =
        (ask.form.get("course").parse::<i64>(), ask.form.get("session").parse::<u32>())
    else {
        return wrong(ask, "session", "jobs.session_wrong", courses_shown);
    };
    let Some(on) = day(ask, "session_day") else {
        return wrong(ask, "session_day", "jobs.day_wrong", courses_shown);
    };
    let there: Vec<String> =
        ask.form.fields().filter(|(name, _)| *name == "there").map(|(_, value)| value.to_owned()).collect();
    let (account, caller) = (ask.caller.account, ask.caller.clone());
    let outcome = ask.office.unit(|unit, desk| {
        let mut who = Vec::new();
        for person in trainings::people(unit, training)? {
            if is_mine(unit, &caller, Of::Person("person"), person.0)? {
                who.push((person, there.contains(&person.0.to_string())));
            }
        }
        record_attendance::within(unit, desk, Session { training, no, day: on }, &who, account)
    });
    after(ask, outcome.map_err(Problem::from), ("session", "/desk/training"), courses_shown)
}
