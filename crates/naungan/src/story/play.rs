//! Telling a story: each step by the real actions and by the model, and whether both come to the same.

mod acts;
mod pays;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use anyhow::{Context, Result, bail, ensure};
use base::{Day, Month};
use rules::LawPack;
use scheme::accounts::Method;
use store::{Address, Keys};

use super::check;
use super::model::Model;
use super::plan::Step;
use crate::office::{Clock, Founding, Office, found};

/// A story as it is told.
pub(super) struct Teller {
    pub(super) office: Office,
    pub(super) clock: Clock,
    pub(super) model: Model,
    /// The first month that is run.
    first: Month,
    pub(super) told: u64,
}

/// How often each kind of step was done, and what came of it.
pub(super) type Tally = BTreeMap<String, usize>;

/// What became of a step.
pub(super) enum Came {
    /// It was done, by both.
    Done,
    /// It was refused, by both.
    Refused,
    /// Somebody it speaks of is not there.
    Nothing,
}

fn pack() -> Arc<LawPack> {
    static PACK: OnceLock<Arc<LawPack>> = OnceLock::new();
    Arc::clone(
        PACK.get_or_init(|| Arc::new(crate::law::pack(None).unwrap_or_else(|error| panic!("{error:#}")))),
    )
}

/// Tells a story on a fresh database, looking at everything after each so many steps and at the end. Gives
/// how many steps were done.
pub(super) fn tell(address: &str, steps: &[Step], every: usize) -> Result<Tally> {
    let mut teller = Teller::begin(address, steps)?;
    let mut done = BTreeMap::new();
    for (at, step) in steps.iter().enumerate() {
        let which = || format!("step {}, `{step}`", at + 1);
        if matches!(teller.step(step).with_context(which)?, Came::Done) {
            let kind = step.to_string();
            let kind = kind.split(' ').next().unwrap_or_default().to_owned();
            *done.entry(kind).or_default() += 1;
        }
        teller.told += 1;
        if (at + 1).is_multiple_of(every) || at + 1 == steps.len() {
            check::all(&mut teller).with_context(which)?;
        }
    }
    teller.model.count(&mut done);
    Ok(done)
}

impl Teller {
    fn begin(address: &str, steps: &[Step]) -> Result<Teller> {
        let today = steps.iter().find_map(|step| if let Step::Go(day) = step { Some(*day) } else { None });
        let today = today.map_or_else(|| Day::new(2025, 3, 1), Ok)?;
        let Ok(address) = address.parse::<Address>();
        let founding = Founding {
            name: "Lembaga Cerita".to_owned(),
            production: false,
            crediting: "simple_yearly".to_owned(),
            jurisdiction: "id".to_owned(),
            on: today,
        };
        let keys = Keys::generate();
        found(&address, &keys, &founding)?;
        let clock = Clock::set(today);
        let office = Office::open(&address, keys, pack(), clock.clone())?;
        let method = Method::named(office.law, &founding.crediting)?;
        let model = Model::new(office.law, method, today);
        Ok(Teller { office, clock, model, first: today.month(), told: 0 })
    }

    fn step(&mut self, step: &Step) -> Result<Came> {
        self.model.today = self.office.today();
        match step {
            Step::Go(day) => {
                self.clock.advance(*day);
                Ok(Came::Done)
            }
            Step::Month | Step::Lapse | Step::Penalties | Step::Interest { .. } => self.runs(step),
            Step::Pay { .. }
            | Step::Stray { .. }
            | Step::Refund { .. }
            | Step::Bounce { .. }
            | Step::Sweep
            | Step::Declare { .. } => self.money(step),
            _ => self.acts(step),
        }
    }

    /// Compares what the institution said with what the model expects; a refusal that nobody expected is a
    /// fault, and so is the lack of one.
    pub(super) fn agreed<T>(said: Result<T>, expected: Option<bool>) -> Result<Option<T>> {
        match (said, expected) {
            (Ok(_), Some(false)) => bail!("it was done, and the model expects a refusal"),
            (Ok(answer), _) => Ok(Some(answer)),
            (Err(error), Some(true)) => Err(error.context("it was refused, and the model sees no reason")),
            (Err(error), _) => {
                let lawful = error.chain().any(<dyn std::error::Error>::is::<scheme::refusal::Refusal>);
                ensure!(lawful || expected == Some(false), "{:#}", error.context("it broke"));
                Ok(None)
            }
        }
    }
}
