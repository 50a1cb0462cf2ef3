//! Grievances and appeals: a ticket on one line of a letter, with a clock, and a way on when nobody answers.

mod table;

use base::{Citation, Day};

use super::letter::{Letter, Line};
use super::moves::{self, Actor};
use super::told::Told;
use crate::law::ClaimLaw;
use crate::refusal::Refusal;

pub use table::{Level, Move, State};

/// A grievance as its steps have left it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ticket {
    /// The number of the claim whose letter it is about.
    pub claim: String,
    /// The line, as it stood in the letter.
    pub line: Line,
    /// What is wrong with it, in the claimant's words.
    pub objection: String,
    /// The day it came.
    pub opened: Day,
    /// Where it is.
    pub level: Level,
    /// Since when it is there.
    pub since: Day,
    /// How it stands.
    pub state: State,
    /// The last answer.
    pub answer: Option<Answer>,
    /// Who assessed and approved the claim: they do not answer.
    pub decided_by: Vec<i64>,
    last: Day,
}

/// What was answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// Whether the decision is changed.
    pub changed: bool,
    /// Why, in words for the claimant.
    pub why: String,
    /// The day.
    pub day: Day,
    /// Who answered.
    pub who: Option<i64>,
}

/// One thing that was done to a grievance.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// The day.
    pub day: Day,
    /// In which part somebody acted.
    pub actor: Actor,
    /// The number of the account that acted; nobody's where the program did.
    pub who: Option<i64>,
    /// What was done.
    pub act: Act,
}

/// What can be done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Act {
    /// It is answered: whether the decision changes, and why.
    Answer(bool, String),
    /// A move that says everything by itself.
    Make(Move),
}

/// The day an answer is due, and by which provision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AnswerDue {
    /// The last day.
    pub day: Day,
    /// The provision.
    pub citation: Option<Citation>,
}

/// The longest objection that is kept, and the longest answer: some two pages.
pub const LETTERS_MAX: usize = 4_000;

/// Refuses an objection that is longer than one that is kept. One that was kept before stays as it is.
pub fn objection_fits(objection: &str) -> Result<(), Refusal> {
    let id = format!("keberatan paling panjang {LETTERS_MAX} huruf");
    let en = format!("an objection has at most {LETTERS_MAX} letters");
    fits(objection, Refusal::new("objection_long", id, en))
}

/// The same of the reason of an answer.
pub fn reason_fits(why: &str) -> Result<(), Refusal> {
    let id = format!("jawaban paling panjang {LETTERS_MAX} huruf");
    let en = format!("an answer has at most {LETTERS_MAX} letters");
    fits(why, Refusal::new("reason_long", id, en))
}

fn fits(text: &str, refusal: Refusal) -> Result<(), Refusal> {
    if text.chars().count() > LETTERS_MAX { Err(refusal) } else { Ok(()) }
}

impl Ticket {
    /// A grievance about a line of a letter. `decided_by` are those who assessed and approved.
    pub fn open(
        letter: &Letter,
        line: usize,
        objection: &str,
        day: Day,
        decided_by: &[i64],
    ) -> Result<Self, Refusal> {
        let Some(line) = letter.line(line) else {
            let last = letter.lines().count();
            let id = format!("surat ini mempunyai baris 1 sampai {last}, bukan baris {line}");
            let en = format!("this letter has the lines 1 to {last}, and no line {line}");
            return Err(Refusal::new("no_such_line", id, en));
        };
        if day < letter.day {
            let id = format!("surat ini bertanggal {}", letter.day);
            return Err(Refusal::new("before_letter", id, format!("this letter is of {}", letter.day)));
        }
        if !objection.chars().any(char::is_alphanumeric) {
            let en = "say what is wrong with this line";
            return Err(Refusal::new("objection_missing", "tuliskan apa yang keliru pada baris ini", en));
        }
        Ok(Self {
            claim: letter.number.clone(),
            line: line.clone(),
            objection: objection.trim().to_owned(),
            opened: day,
            level: Level::FIRST,
            since: day,
            state: State::Open,
            answer: None,
            decided_by: decided_by.to_vec(),
            last: day,
        })
    }

    /// Plays steps that were taken before, in their order.
    pub fn replay<'s>(
        mut self,
        law: &ClaimLaw<'_>,
        steps: impl IntoIterator<Item = &'s Step>,
    ) -> Result<Self, Refusal> {
        steps.into_iter().try_for_each(|step| self.take(law, step))?;
        Ok(self)
    }

    /// Takes a step, or says why not; then nothing has changed.
    pub fn take(&mut self, law: &ClaimLaw<'_>, step: &Step) -> Result<(), Refusal> {
        if step.day < self.last {
            let id = format!("langkah terakhir pengaduan ini bertanggal {}", self.last);
            let en = format!("the last step of this grievance was taken on {}", self.last);
            return Err(Refusal::new("step_before_last", id, en));
        }
        match &step.act {
            Act::Answer(changed, why) => self.answered(*changed, why, step)?,
            Act::Make(Move::Answer) => {
                let en = "an answer says whether the decision changes, and why";
                let id = "jawaban menyebut apakah putusan berubah, dan alasannya";
                return Err(Refusal::new("step_empty", id, en));
            }
            Act::Make(made) => self.make(law, *made, step)?,
        }
        self.last = step.day;
        Ok(())
    }

    /// When it is answered at the latest where it is now; none where the law sets no days, as at a court, or
    /// nobody has to answer any more.
    pub fn due(&self, law: &ClaimLaw<'_>) -> Result<Option<AnswerDue>, Refusal> {
        if !self.state.waits() {
            return Ok(None);
        }
        let due = law.day(law.rules.grievance_due, &self.told(law).facts)?;
        Ok(due.map(|(day, citation)| AnswerDue { day, citation }))
    }

    /// What the claim itself goes through because of this answer; nothing while there is none. A ticket that
    /// opens makes [`moves::Move::Appeal`] of the claim, where it was decided.
    pub fn claim_move(&self) -> Option<moves::Move> {
        let answer =
            self.answer.as_ref().filter(|_| matches!(self.state, State::Answered | State::Accepted))?;
        Some(if answer.changed { moves::Move::Grant } else { moves::Move::Uphold })
    }

    fn told<'l>(&self, law: &ClaimLaw<'l>) -> Told<'l> {
        let mut told = Told::new(law.law().tree());
        told.put("grievance_level", self.level.name());
        told.put("grievance_since_date", self.since);
        told
    }

    /// Nobody answers about what she decided herself, and what is overdue is answered by a head.
    fn answered(&mut self, changed: bool, why: &str, step: &Step) -> Result<(), Refusal> {
        let state = self.state.after(Move::Answer, step.actor)?;
        if step.who.is_some_and(|who| self.decided_by.contains(&who)) {
            let id = "yang memutus klaim tidak menjawab keberatan atasnya";
            return Err(Refusal::new("same_person", id, "whoever decided the claim does not answer"));
        }
        if self.state == State::Overdue && step.actor != Actor::Head {
            let id = "yang lewat waktu dijawab oleh kepala cabang";
            return Err(Refusal::new("overdue", id, "what is overdue is answered by a head of branch"));
        }
        if !why.chars().any(char::is_alphanumeric) {
            return Err(Refusal::new(
                "reason_missing",
                "jawaban menyebut alasannya",
                "an answer has a reason",
            ));
        }
        self.answer = Some(Answer { changed, why: why.trim().to_owned(), day: step.day, who: step.who });
        self.state = state;
        Ok(())
    }

    fn make(&mut self, law: &ClaimLaw<'_>, made: Move, step: &Step) -> Result<(), Refusal> {
        let state = self.state.after(made, step.actor)?;
        match made {
            Move::Escalate => self.is_overdue(law, step.day)?,
            Move::GoOn => {
                self.level = self.next(law)?;
                (self.since, self.answer) = (step.day, None);
            }
            Move::Take | Move::Answer | Move::Accept | Move::Withdraw => {}
        }
        self.state = state;
        Ok(())
    }

    fn is_overdue(&self, law: &ClaimLaw<'_>, day: Day) -> Result<(), Refusal> {
        match self.due(law)? {
            Some(due) if due.day < day => Ok(()),
            Some(due) => {
                let id = format!("masih dapat dijawab sampai {}", due.day);
                let en = format!("there is time to answer until {}", due.day);
                Err(Refusal::new("not_overdue", id, en).under(due.citation.as_ref()))
            }
            None => {
                let en = "the law sets no days here";
                Err(Refusal::new("not_overdue", "peraturan tidak memberi batas hari di sini", en))
            }
        }
    }

    /// Where it goes next, by the law.
    fn next(&self, law: &ClaimLaw<'_>) -> Result<Level, Refusal> {
        let next = law.choice(law.rules.grievance_next, &self.told(law).facts);
        let level = next.ok().and_then(|next| Level::named(&next.name));
        level.ok_or_else(|| {
            let en = "there is nobody above to go to";
            Refusal::new("last_level", "tidak ada tempat mengadu sesudah ini", en)
        })
    }
}
