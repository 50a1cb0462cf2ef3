//! What agents' telephones send: acts of the field, each answered, in any order and any number of times.

use anyhow::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::about::About;
use super::body;
use super::forms::Date;
use super::partner::When;
use crate::actions::field_acts::{self, ACTS_MAX, Act, Answered, Collect, Does, Enrol, KEY_CHARS_MAX, Whose};
use crate::auth::{Deed, Session};
use crate::pages::agent::mine;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::field::{self, Sides};

/// Two hundred acts with long names are shorter.
const BYTES_MAX: usize = 400_000;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/agent/field", Deed::AgentWork, begin, || {
            About::new("agents", "Who the agent is, and what a browser needs to send acts with")
                .answers::<Beginning>()
        }),
        Route::post("/api/v1/agent/acts", Deed::AgentWork, take, || {
            About::new(
                "agents",
                "Send acts of the field, at most 200 at once; each has a key made on the telephone, and the \
                 same again is answered the same",
            )
            .takes::<NewActs>()
            .answers::<Answers>()
            .example(example)
        })
        .files(BYTES_MAX),
    ]
}

fn example() -> Value {
    json!({ "acts": [
        { "key": "a1", "made": "2026-02-20T14:02:00+07:00", "enrol": {
            "nik": "9931014107900001", "name": "Siti Contoh", "phone": "081299990001", "sector": "other",
            "income": 1_000_000, "saves": false, "area": "31" } },
        { "key": "a2", "made": "2026-02-20T14:05:00+07:00",
          "collect": { "enrolment": "a1", "amount": 16_800, "day": "2026-02-20" } },
    ] })
}

/// What a browser needs to send acts with.
#[derive(Serialize, JsonSchema)]
struct Beginning {
    /// The agent, by number.
    agent: i64,
    /// What a change by this session brings as `X-Form-Token`; empty for a program with a key.
    form_token: String,
}

/// Acts of the field.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewActs {
    #[schemars(length(min = 1, max = 200))]
    acts: Vec<NewAct>,
}

/// An act: a member enrolled, or cash taken; one of the two.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewAct {
    /// Made on the telephone, and never used for another act.
    #[schemars(length(min = 1, max = 64))]
    key: String,
    /// When it was done, by the telephone's clock.
    made: When,
    #[serde(default)]
    enrol: Option<NewMember>,
    #[serde(default)]
    collect: Option<NewCash>,
}

/// A member who pays for herself, from the day on which this is taken. What cannot be read is refused by
/// itself, so that one act never stops another.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewMember {
    /// The population number as written on the card.
    nik: String,
    /// The name as on the card.
    #[schemars(length(min = 1, max = 120))]
    name: String,
    /// A telephone of this country.
    phone: String,
    /// `transport` or `other`.
    sector: String,
    /// What she earns in a month, in whole rupiah.
    income: i64,
    /// Whether she saves for old age.
    saves: bool,
    /// The province where she was met, by code.
    area: String,
}

/// Cash for a card, or for a member whom another act enrols; one of the two.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewCash {
    /// The number of the card.
    #[serde(default)]
    card: Option<String>,
    /// The key of the act that enrols her.
    #[serde(default)]
    enrolment: Option<String>,
    /// Whole rupiah.
    amount: i64,
    /// The day it was taken.
    day: Date,
}

/// What came of each act, in the order they were sent.
#[derive(Serialize, JsonSchema)]
struct Answers {
    answers: Vec<AnswerForm>,
}

/// What came of an act.
#[derive(Serialize, JsonSchema)]
struct AnswerForm {
    key: String,
    /// The number of the act among the agent's, under which it is settled.
    act: i64,
    /// `taken`, `same`, `conflict` or `refused`.
    answer: String,
    /// Why it was not taken, as it stays the same for ever.
    code: Option<String>,
    /// The same in words.
    says: Option<String>,
    /// How one that was not taken at once was settled since: `taken` or `dropped`.
    settled: Option<String>,
    /// The agent's own number of the receipt.
    receipt: Option<i64>,
    /// Of a conflict: labels and values as they were sent.
    mine: Vec<[String; 2]>,
    /// Of a conflict: labels and values as they stand; empty where only the branch may see them.
    theirs: Vec<[String; 2]>,
}

fn begin(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let agent = mine(ask)?.id;
    let form_token = ask.session.as_ref().map(Session::form_token).unwrap_or_default();
    Ok(Reply::json(&Beginning { agent, form_token })?)
}

fn fault(at: usize, place: &str, id: &str, en: &str) -> Problem {
    Problem::Fields(vec![(format!("/acts/{at}{place}"), words(id, en))])
}

/// An act as it was sent.
fn read(at: usize, form: NewAct) -> Result<Act, Problem> {
    let fits = (1..=KEY_CHARS_MAX).contains(&form.key.chars().count());
    if !fits {
        return Err(fault(at, "/key", "tulis 1 sampai 64 huruf", "write 1 to 64 letters"));
    }
    let does = match (form.enrol, form.collect) {
        (Some(one), None) => Does::Enrol(Enrol {
            nik: one.nik,
            name: one.name,
            phone: one.phone,
            sector: one.sector,
            income: one.income,
            saves: one.saves,
            area: one.area,
        }),
        (None, Some(one)) => {
            let whose = match (one.card, one.enrolment) {
                (Some(card), None) => Whose::Card(card),
                (None, Some(key)) => Whose::Enrolment(key),
                _ => {
                    let (id, en) =
                        ("tulis satu: card atau enrolment", "write one of them: card or enrolment");
                    return Err(fault(at, "/collect", id, en));
                }
            };
            Does::Collect(Collect { whose, amount: one.amount, day: one.day.0 })
        }
        _ => {
            return Err(fault(
                at,
                "",
                "tulis satu: enrol atau collect",
                "write one of them: enrol or collect",
            ));
        }
    };
    Ok(Act { key: form.key, made: form.made.0, does })
}

fn take(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: NewActs = body::read(ask)?;
    let agent = mine(ask)?.id;
    if !(1..=ACTS_MAX).contains(&form.acts.len()) {
        let said = words("kirim 1 sampai 200 tindakan", "send 1 to 200 acts");
        return Err(Problem::Fields(vec![("/acts".to_owned(), said)]));
    }
    let acts: Vec<Act> =
        form.acts.into_iter().enumerate().map(|(at, act)| read(at, act)).collect::<Result<_, _>>()?;
    let answered = field_acts::run_all(ask.office, agent, &acts)?;
    let (lang, mut people) = (ask.lang, Vec::new());
    let answers = ask.office.look(|unit, desk| {
        let mut answers = Vec::new();
        for (act, one) in acts.iter().zip(&answered) {
            let mut sides = None;
            if one.answer == "conflict" {
                sides = Some(field::sides(unit, desk, (agent, one), (lang, false))?);
            }
            people.extend(sides.iter().flat_map(|sides| sides.people.clone()));
            answers.push(shown(&act.key, one, sides, lang));
        }
        Ok(answers)
    })?;
    ask.shows(Deed::AgentWork, people)?;
    Ok(Reply::json(&Answers { answers })?)
}

fn shown(key: &str, one: &Answered, sides: Option<Sides>, lang: rules::render::Lang) -> AnswerForm {
    let (mine, theirs) = sides.map(|sides| (sides.mine, sides.theirs)).unwrap_or_default();
    AnswerForm {
        key: key.to_owned(),
        act: one.no,
        answer: one.answer.to_owned(),
        code: one.code.clone(),
        says: one.kept.said.as_ref().map(|[id, en]| lang.pick(id, en).to_owned()),
        settled: one.settled.clone(),
        receipt: one.kept.receipt,
        mine,
        theirs,
    }
}
