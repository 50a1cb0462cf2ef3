//! A claim: the steps that were taken, played one after another.

use base::Day;

use super::ClaimKind;
use super::clock::{Clock, Stop};
use super::moves::{Actor, Move, State};
use crate::refusal::Refusal;

/// One thing that was done to a claim. Steps are only ever added.
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
    /// A paper came.
    Give(String),
    /// A paper is asked for: a new one, or one that was taken and will not do.
    Ask(String),
    /// The law was asked; the amount before tax.
    Assess(i64),
    /// It is refused, under a provision.
    Reject(String),
    /// A move that says everything by itself.
    Make(Move),
}

/// A paper of a claim.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// The law's name.
    pub paper: String,
    /// The day it came.
    pub given: Option<Day>,
}

/// An assessment that waits for a second person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Proposed {
    /// The amount before tax.
    pub amount: i64,
    /// Who assessed.
    pub who: Option<i64>,
}

/// A claim as its steps have left it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claim {
    /// What is claimed.
    pub kind: ClaimKind,
    /// The day it was notified.
    pub notified: Day,
    /// Where it stands.
    pub state: State,
    /// Its papers.
    pub papers: Vec<Asked>,
    /// Its clock.
    pub clock: Clock,
    /// The last assessment.
    pub proposed: Option<Proposed>,
    /// The provision of a refusal.
    pub rejected_under: Option<String>,
    last: Day,
}

impl Claim {
    /// A claim that has just become known, with the papers it takes.
    pub fn new(kind: ClaimKind, notified: Day, papers: impl IntoIterator<Item = String>) -> Self {
        let papers = papers.into_iter().map(|paper| Asked { paper, given: None }).collect();
        Self {
            kind,
            notified,
            state: State::Notified,
            papers,
            clock: Clock::default(),
            proposed: None,
            rejected_under: None,
            last: notified,
        }
    }

    /// Plays steps that were taken before, in their order; the limit of their time was looked at then.
    pub fn replay<'s>(mut self, steps: impl IntoIterator<Item = &'s Step>) -> Result<Self, Refusal> {
        steps.into_iter().try_for_each(|step| self.take(step, i64::MAX))?;
        Ok(self)
    }

    /// Takes a step, or says why not; then nothing has changed. `limit` is the institution's own: an amount
    /// above it is approved by a head.
    pub fn take(&mut self, step: &Step, limit: i64) -> Result<(), Refusal> {
        if step.day < self.last {
            let id = format!("langkah terakhir klaim ini bertanggal {}", self.last);
            let en = format!("the last step of this claim was taken on {}", self.last);
            return Err(Refusal::new("step_before_last", id, en));
        }
        match &step.act {
            Act::Give(paper) => self.give(paper, step.day)?,
            Act::Ask(paper) => self.ask(paper, step)?,
            Act::Assess(amount) => {
                let state = self.state.after(Move::Assess, step.actor)?;
                self.nothing_missing()?;
                self.state = state;
                self.proposed = Some(Proposed { amount: *amount, who: step.who });
            }
            Act::Reject(provision) => self.reject(provision, step)?,
            Act::Make(made) => self.make(*made, step, limit)?,
        }
        self.last = step.day;
        Ok(())
    }

    /// Papers that have not come.
    pub fn missing(&self) -> impl Iterator<Item = &str> {
        self.papers.iter().filter(|asked| asked.given.is_none()).map(|asked| asked.paper.as_str())
    }

    fn give(&mut self, paper: &str, day: Day) -> Result<(), Refusal> {
        if self.state != State::Notified {
            let en = "no paper is asked for at present";
            return Err(Refusal::new("paper_unasked", "saat ini tidak ada dokumen yang diminta", en));
        }
        let asked = self.papers.iter_mut().find(|asked| asked.paper == paper);
        let Some(asked) = asked.filter(|asked| asked.given.is_none()) else {
            let id = format!("dokumen `{paper}` tidak diminta untuk klaim ini, atau sudah diterima");
            let en = format!("the paper `{paper}` is not asked for in this claim, or has come already");
            return Err(Refusal::new("paper_unasked", id, en));
        };
        asked.given = Some(day);
        Ok(())
    }

    fn ask(&mut self, paper: &str, step: &Step) -> Result<(), Refusal> {
        if self.state != State::Notified {
            self.state = self.state.after(Move::AskAgain, step.actor)?;
            self.clock.stops.push(Stop { from: step.day, until: None, paper: paper.to_owned() });
        } else if !matches!(step.actor, Actor::Officer | Actor::Checker) {
            let en = "papers are asked for by an officer";
            return Err(Refusal::new("claim_actor", "dokumen diminta oleh petugas", en));
        }
        match self.papers.iter_mut().find(|asked| asked.paper == paper) {
            Some(asked) => asked.given = None,
            None => self.papers.push(Asked { paper: paper.to_owned(), given: None }),
        }
        Ok(())
    }

    /// Nobody rejects what she assessed herself; what nobody has assessed, or was paid, only a head does.
    fn reject(&mut self, provision: &str, step: &Step) -> Result<(), Refusal> {
        let state = self.state.after(Move::Reject, step.actor)?;
        if self.state == State::Assessed {
            self.is_another(step)?;
        }
        if step.actor != Actor::Head && (self.state != State::Assessed || self.clock.paid.is_some()) {
            let id = "yang belum dihitung atau sudah dibayar hanya ditolak kepala cabang";
            let en = "what is not assessed, or was paid, only a head of branch rejects";
            return Err(Refusal::new("head_rejects", id, en));
        }
        self.rejected_under = Some(provision.to_owned());
        self.state = state;
        Ok(())
    }

    fn make(&mut self, made: Move, step: &Step, limit: i64) -> Result<(), Refusal> {
        let state = self.state.after(made, step.actor)?;
        match made {
            Move::AskAgain | Move::Assess | Move::Reject => {
                let id = format!("langkah `{made}` harus menyebut isinya");
                return Err(Refusal::new("step_empty", id, format!("the step `{made}` has to say what")));
            }
            Move::Complete => self.complete(step.day)?,
            Move::Approve => {
                self.second_person(step, limit)?;
                self.clock.approved = Some(step.day);
            }
            Move::SendBack => {
                // What was approved is stopped by somebody else than wanted it.
                if self.state == State::Approved {
                    self.is_another(step)?;
                }
                self.clock.approved = None;
            }
            Move::Pay => self.clock.paid = Some(step.day),
            Move::Return => self.clock.paid = None,
            Move::Reopen | Move::Grant => self.rejected_under = None,
            Move::Close | Move::Appeal | Move::Uphold | Move::Withdraw => {}
        }
        self.state = state;
        Ok(())
    }

    fn nothing_missing(&self) -> Result<(), Refusal> {
        let missing: Vec<&str> = self.missing().collect();
        if missing.is_empty() {
            return Ok(());
        }
        let list = missing.join(", ");
        let en = format!("these papers have not come: {list}");
        Err(Refusal::new("papers_missing", format!("dokumen belum diterima: {list}"), en))
    }

    fn complete(&mut self, day: Day) -> Result<(), Refusal> {
        self.nothing_missing()?;
        match self.clock.stops.last_mut().filter(|stop| stop.until.is_none()) {
            Some(stop) => stop.until = Some(day),
            None => self.clock.complete = self.clock.complete.or(Some(day)),
        }
        Ok(())
    }

    /// Nobody approves what she assessed herself, and a large amount is approved by a head.
    fn second_person(&self, step: &Step, limit: i64) -> Result<(), Refusal> {
        let Some(proposed) = self.proposed else {
            return Err(Refusal::new("not_assessed", "klaim belum dihitung", "the claim is not assessed"));
        };
        self.is_another(step)?;
        if proposed.amount > limit && step.actor != Actor::Head {
            let id = format!("di atas {limit} hanya kepala cabang yang menyetujui");
            let en = format!("above {limit} only a head of branch approves");
            return Err(Refusal::new("above_limit", id, en));
        }
        Ok(())
    }

    fn is_another(&self, step: &Step) -> Result<(), Refusal> {
        let who = self.proposed.and_then(|proposed| proposed.who);
        if who.is_some() && who == step.who {
            let id = "yang menghitung tidak memutus hitungannya sendiri";
            return Err(Refusal::new("same_person", id, "whoever assessed does not decide on it"));
        }
        Ok(())
    }
}
