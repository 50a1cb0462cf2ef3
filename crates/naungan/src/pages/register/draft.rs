//! What somebody has answered so far, sealed under the hash of the session's token.

use anyhow::Result;
use base::{Day, Moment, Nik};
use serde::{Deserialize, Serialize};
use store::queries::drafts;

use crate::auth::sessions;
use crate::jobs;
use crate::office::Office;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;

/// A draft that nobody has touched for so long is taken away.
const KEPT_MICROS: i64 = 24 * 3600 * 1_000_000;

/// The answers.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Draft {
    /// Names the draft: its codes and its request.
    pub(super) number: i64,
    pub(super) nik: String,
    pub(super) name: String,
    /// The date of birth and the sex in the NIK are right.
    pub(super) is_confirmed: bool,
    pub(super) sector: String,
    pub(super) income: Option<i64>,
    /// Whether she saves for old age.
    pub(super) saves: Option<bool>,
    pub(super) phone: String,
    /// How many codes were sent to this telephone, and whether one came back.
    pub(super) sent: u8,
    pub(super) is_proved: bool,
    /// Who had the NIK when the code was sent, and so got it.
    pub(super) holder: Option<i64>,
    /// What came of it.
    pub(super) done: Option<Done>,
}

/// What is shown when all is done; the answers themselves are not kept any longer.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Done {
    pub(super) name: String,
    pub(super) kpj: String,
    pub(super) bill: Option<(String, i64)>,
    pub(super) registry: String,
    pub(super) programmes: Vec<String>,
    pub(super) since: String,
}

impl Draft {
    /// The NIK, once there is one.
    pub(super) fn nik(&self) -> Option<Nik> {
        self.nik.parse().ok()
    }

    /// The date of birth that the NIK says.
    pub(super) fn born(&self, today: Day) -> Option<Day> {
        self.nik()?.birth_date(today)
    }

    /// The first question that has no answer yet; nothing when all have.
    pub(super) fn open(&self) -> Option<&'static str> {
        let answered = [
            ("/register", self.nik().is_some()),
            ("/register/name", !self.name.is_empty() && self.is_confirmed),
            ("/register/work", !self.sector.is_empty() && self.income.is_some()),
            ("/register/programmes", self.saves.is_some()),
            ("/register/telephone", !self.phone.is_empty()),
        ];
        answered.into_iter().find(|(_, is_so)| !is_so).map(|(path, _)| path)
    }

    /// Where to go now: the next question, or all the answers.
    pub(super) fn next(&self) -> &'static str {
        self.open().unwrap_or("/register/check")
    }
}

/// The draft of the browser's session; an empty one where there is none, or none that can be read.
pub(super) fn load(ask: &mut Ask<'_>) -> Result<Draft, Problem> {
    let Some(session) = &ask.session else { return Ok(Draft::default()) };
    let token = sessions::hash(&session.token);
    let draft = ask.office.look(|unit, desk| {
        let Some(sealed) = drafts::read(unit, &token)? else { return Ok(None) };
        // A draft from before keys were changed is begun again.
        let Ok(plain) = desk.keys.open(&context(&token), &sealed) else { return Ok(None) };
        Ok(serde_json::from_slice(&plain).ok())
    })?;
    Ok(draft.unwrap_or_default())
}

/// Keeps the answers so far.
pub(super) fn keep(ask: &mut Ask<'_>, draft: &Draft) -> Result<(), Problem> {
    let session = ask.session()?;
    put(ask.office, &session.token, draft)?;
    Ok(())
}

fn put(office: &mut Office, token: &str, draft: &Draft) -> Result<()> {
    let token = sessions::hash(token);
    let plain = serde_json::to_vec(draft)?;
    office.unit(|unit, desk| {
        let sealed = desk.keys.seal(&context(&token), &plain);
        drafts::sweep(unit, Moment::new(desk.now.micros().saturating_sub(KEPT_MICROS)))?;
        drafts::put(unit, &token, &sealed, desk.now)
    })
}

/// A number for a draft that has none.
pub(super) fn number(ask: &mut Ask<'_>, draft: &mut Draft) -> Result<(), Problem> {
    if draft.number == 0 {
        draft.number = ask.office.look(|_, desk| jobs::number(desk))?;
    }
    Ok(())
}

/// What a draft is sealed under: it opens for its own session only.
fn context(token: &[u8]) -> String {
    let token: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("draft.sealed.{token}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_question_without_an_answer_is_asked() {
        let mut draft = Draft::default();
        assert_eq!(draft.next(), "/register");
        "9901014501900001".clone_into(&mut draft.nik);
        assert_eq!(draft.next(), "/register/name");
        "Siti".clone_into(&mut draft.name);
        assert_eq!(draft.next(), "/register/name");
        draft.is_confirmed = true;
        assert_eq!(draft.next(), "/register/work");
        "transport".clone_into(&mut draft.sector);
        draft.income = Some(0);
        assert_eq!(draft.next(), "/register/programmes");
        draft.saves = Some(false);
        assert_eq!(draft.next(), "/register/telephone");
        "0812".clone_into(&mut draft.phone);
        assert_eq!(draft.next(), "/register/check");
    }
}
