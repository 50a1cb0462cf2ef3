//! What somebody has answered so far, sealed under the hash of the session's token.

use anyhow::Result;
use base::{Day, Moment, Nik};
use serde::{Deserialize, Serialize};
use store::Unit;
use store::queries::drafts;

use crate::auth::sessions;
use crate::jobs;
use crate::office::{Desk, Office};
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
    /// All of it was sent in.
    pub(super) done: Option<Done>,
    /// Which state of the draft was read; only that one is replaced.
    #[serde(skip)]
    pub(super) version: i64,
}

/// What is shown when all is done; the answers themselves are not kept any longer.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Done {
    pub(super) phone: String,
    pub(super) total: Option<i64>,
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

    /// Another NIK is another person: nothing that was confirmed or proved for the one holds for the other,
    /// and the request has another name.
    pub(super) fn about(&mut self, nik: String) {
        if nik != self.nik {
            (self.is_confirmed, self.is_proved, self.sent, self.number) = (false, false, 0, 0);
        }
        self.nik = nik;
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
    let draft = ask.office.look(|unit, desk| of(unit, desk, &token))?;
    Ok(draft.unwrap_or_default())
}

fn of(unit: &mut Unit<'_>, desk: &Desk<'_>, token: &[u8]) -> Result<Option<Draft>> {
    let Some((sealed, version)) = drafts::read_version(unit, token)? else { return Ok(None) };
    // A draft from before keys were changed is begun again.
    let plain = desk.keys.open(&context(token), &sealed).ok();
    let draft: Draft = plain.and_then(|plain| serde_json::from_slice(&plain).ok()).unwrap_or_default();
    Ok(Some(Draft { version, ..draft }))
}

/// Keeps the answers so far in place of those that were read. Where another window, or another press of the
/// button, has kept others since, nothing is kept, so that answers about two people never mix.
pub(super) fn keep(ask: &mut Ask<'_>, draft: &mut Draft) -> Result<(), Problem> {
    let session = ask.session()?;
    if swap(ask.office, &session.token, draft)? { Ok(()) } else { Err(Problem::Changed) }
}

/// Begins anew, whatever was answered.
pub(super) fn forget(ask: &mut Ask<'_>) -> Result<(), Problem> {
    let token = sessions::hash(&ask.session()?.token);
    Ok(ask.office.unit(|unit, _| drafts::drop(unit, &token))?)
}

/// Whether nobody was faster.
fn swap(office: &mut Office, token: &str, draft: &mut Draft) -> Result<bool> {
    let token = sessions::hash(token);
    let plain = serde_json::to_vec(draft)?;
    let is_kept = office.unit(|unit, desk| {
        let sealed = desk.keys.seal(&context(&token), &plain);
        drafts::sweep(unit, Moment::new(desk.now.micros().saturating_sub(KEPT_MICROS)))?;
        drafts::swap(unit, &token, draft.version, &sealed, desk.now)
    })?;
    draft.version += 1;
    Ok(is_kept)
}

/// A number for a draft that has none.
pub(super) fn number(ask: &mut Ask<'_>, draft: &mut Draft) -> Result<(), Problem> {
    if draft.number == 0 {
        draft.number = ask.office.look(|_, desk| Ok(jobs::number(desk)))?;
    }
    Ok(())
}

/// What a draft is sealed under: it opens for its own session only.
fn context(token: &[u8]) -> String {
    format!("draft.sealed.{}", crate::hex::of(token))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::Trial;

    fn read(trial: &mut Trial, token: &str) -> Draft {
        let token = sessions::hash(token);
        let read = trial.office.look(|unit, desk| of(unit, desk, &token)).expect("a look");
        read.unwrap_or_default()
    }

    /// One window has read the draft and sends in the code, while in another the NIK is changed.
    #[test]
    fn of_two_who_change_a_draft_at_once_one_keeps_it() {
        testing::both(|address| {
            let mut trial = Trial::begin(address, "2026-05-20");
            let mut begun = read(&mut trial, "token");
            begun.about("9901014501900001".to_owned());
            (begun.number, begun.is_confirmed) = (7, true);
            assert!(swap(&mut trial.office, "token", &mut begun).expect("a unit"));
            let (mut one, mut other) = (read(&mut trial, "token"), read(&mut trial, "token"));
            one.about("9901014501900003".to_owned());
            assert!(swap(&mut trial.office, "token", &mut one).expect("a unit"));
            other.is_proved = true;
            assert!(!swap(&mut trial.office, "token", &mut other).expect("a unit"), "they mix");
            let kept = read(&mut trial, "token");
            assert_eq!((&*kept.nik, kept.is_proved, kept.is_confirmed), ("9901014501900003", false, false));
            assert_eq!((kept.number, kept.version), (0, 2));
            // Whoever looks again goes on.
            let mut again = kept;
            again.number = 8;
            assert!(swap(&mut trial.office, "token", &mut again).expect("a unit"));
        });
    }

    #[test]
    fn another_nik_begins_the_draft_anew_and_the_same_does_not() {
        let nik = "9901014501900001";
        let mut draft =
            Draft { nik: nik.to_owned(), number: 7, sent: 2, is_proved: true, ..Draft::default() };
        draft.is_confirmed = true;
        let before = draft.clone();
        draft.about(nik.to_owned());
        assert_eq!(draft, before);
        draft.about("9901014501900003".to_owned());
        assert_eq!((draft.number, draft.sent, draft.is_proved, draft.is_confirmed), (0, 0, false, false));
    }

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
