//! Notices of deaths from the civil registry, by an administrator's program.

use anyhow::Result;
use axum::http::StatusCode;
use schemars::JsonSchema;
use scheme::id::PersonId;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::about::{About, Keyed};
use super::body;
use super::replay::{input, key, reply};
use crate::actions::once::{known, once_told};
use crate::actions::take_death_notice::{self, Heard};
use crate::auth::Deed;
use crate::ports::civil_registry::deaths::{Notice, Written};
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// More at once come as a table, by the command.
const NOTICES_MAX: usize = 1_000;
/// As many bytes as so many notices may take.
const BYTES_MAX: usize = 1_000_000;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v1/registry/death-notices", Deed::TakeDeathNotices, take, || {
            About::new(
                "claims",
                "The civil registry tells who has died; a notice that cannot be taken stops no other",
            )
            .takes::<NewNotices>()
            .answers::<NoticesTaken>()
            .keyed(Keyed::May)
            .example(|| {
                json!({ "notices": [{ "notice": "KM-2026-0001", "nik": "9901014501900001",
                                      "name": "Siti Contoh", "died": "2026-01-20", "at_work": false }] })
            })
        })
        .files(BYTES_MAX),
    ]
}

/// Notices as the registry gives them.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewNotices {
    #[schemars(length(min = 1, max = 1000))]
    notices: Vec<NewNotice>,
}

/// That somebody has died. What of it cannot be read is said of it alone.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewNotice {
    /// What the registry calls it; by that it is taken once.
    notice: String,
    nik: String,
    name: String,
    /// The day of death, such as 2026-05-03.
    died: String,
    /// Whether it came of work; nothing where the registry does not know.
    #[serde(default)]
    at_work: Option<bool>,
}

/// What came of notices, in their order.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct NoticesTaken {
    notices: Vec<NoticeForm>,
}

/// What came of a notice.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct NoticeForm {
    notice: String,
    /// `opened`, `noted`, `dead`, `again`, `number_taken`, `unknown`, `several`, `other_name`, `other_day`,
    /// `ahead`, `of_work`, `refused` or `unread`.
    outcome: String,
    /// The case that it opened, or found open.
    case: Option<i64>,
    /// The claims that it opened.
    claims: Vec<i64>,
    /// Of what was refused: the code of the message.
    code: Option<String>,
    says: String,
}

/// What of a notice could not be read.
const UNREAD: &str = "unread";

fn take(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let given: NewNotices = body::read(ask)?;
    if given.notices.is_empty() || given.notices.len() > NOTICES_MAX {
        let said = words(
            format!(
                "kirim 1 sampai {NOTICES_MAX} kabar; lebih dari itu dengan perintah `naungan claim deaths`"
            ),
            format!("send 1 to {NOTICES_MAX} notices; more than that by the command `naungan claim deaths`"),
        );
        return Err(Problem::Fields(vec![("/notices".to_owned(), said)]));
    }
    let (key, input) = (key(ask)?, input(ask));
    let before = ask.office.look(|unit, desk| known::<NoticesTaken>(unit, desk, key.as_deref(), &input))?;
    if let Some(form) = before {
        return reply(&form, StatusCode::OK, false);
    }
    let (mut form, mut seen) = (NoticesTaken { notices: Vec::new() }, Vec::new());
    for one in &given.notices {
        let (said, person) = taken(ask, one)?;
        form.notices.push(said);
        seen.extend(person);
    }
    ask.shows(Deed::TakeDeathNotices, seen)?;
    // A notice that was taken is not taken again, so the answer may be kept after it.
    let told =
        ask.office.unit(|unit, desk| once_told(unit, desk, key.as_deref(), &input, |_| Ok(form.clone())))?;
    reply(&told.answer, StatusCode::OK, told.is_new)
}

/// Takes one, and says who it is about where it is somebody here.
fn taken(ask: &mut Ask<'_>, given: &NewNotice) -> Result<(NoticeForm, Option<PersonId>), Problem> {
    let (lang, account) = (ask.lang, ask.caller.account);
    let at_work = match given.at_work {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    };
    let (number, nik, name, died) = (&*given.notice, &*given.nik, &*given.name, &*given.died);
    let said = |outcome: &str, says: &str| NoticeForm {
        notice: given.notice.clone(),
        outcome: outcome.to_owned(),
        case: None,
        claims: Vec::new(),
        code: None,
        says: says.to_owned(),
    };
    let notice = match Notice::read(&Written { number, nik, name, died, at_work }) {
        Ok(notice) => notice,
        Err(refusal) => return Ok((said(UNREAD, lang.pick(&refusal.id, &refusal.en)), None)),
    };
    let Heard { came, person, case, claims, why } = take_death_notice::run(ask.office, &notice, account)?;
    // The answer is kept with its key: what the register knows of her is not in it.
    let (form, code) = (said(came.word(), came.words(lang)), why.map(|why| why.code.to_owned()));
    Ok((NoticeForm { case, claims, code, ..form }, person))
}
