//! The door: one connection, and units of work that are kept whole or not at all.

use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};

use crate::engine::{Access, PassedOver, Trouble};
use crate::postgres::Postgres;
use crate::sqlite::Sqlite;
use crate::unit::{Link, Unit};
use crate::{Address, Engine, migrate};

/// Others that are in the way this often will be there the next time too.
const TRIES_MAX: u32 = 12;
/// The first pause before work is tried again; each is up to twice as long as the one before.
const PAUSE_MIN: Duration = Duration::from_millis(4);
const PAUSE_MAX: Duration = Duration::from_secs(1);

/// How a database is opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// On SQLite: what is committed survives a loss of power, at the price of a wait for the disk.
    /// On PostgreSQL: also where its administrator has chosen otherwise.
    pub durable: bool,
    /// How long a unit waits on SQLite until another program has written.
    pub wait: Duration,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { durable: false, wait: Duration::from_secs(30) }
    }
}

/// One connection to a database.
pub struct Store {
    link: Link,
    /// While several units are one whole.
    whole: Option<Whole>,
}

/// Units that are kept together.
#[derive(Default)]
struct Whole {
    /// What one of them met that concerns them all.
    met: Option<Trouble>,
}

impl Store {
    /// Connects, with the usual settings.
    pub fn open(address: &Address) -> Result<Store> {
        Store::open_with(address, &Settings::default())
    }

    /// Connects.
    pub fn open_with(address: &Address, settings: &Settings) -> Result<Store> {
        let link = match address {
            Address::Sqlite(path) => Sqlite::open(Some(path), settings).map(Link::Sqlite),
            Address::Memory => Sqlite::open(None, settings).map(Link::Sqlite),
            Address::Postgres(text) => {
                Postgres::open(text, settings).map(|link| Link::Postgres(Box::new(link)))
            }
        };
        let link = link.with_context(|| format!("could not open the database {address}"))?;
        Ok(Store { link, whole: None })
    }

    /// Takes the steps of the schema that are missing and says which. A database newer than the program is
    /// refused.
    pub fn migrate(&mut self) -> Result<Vec<String>> {
        migrate::take_steps(self, migrate::STEPS)
    }

    /// Which program keeps it.
    pub fn engine(&self) -> Engine {
        self.link.engine()
    }

    /// One unit of work: kept whole if the work succeeds, undone if it does not.
    ///
    /// Where others were in the way the whole work is done again, so it must leave nothing behind outside.
    pub fn unit<T>(&mut self, mut work: impl FnMut(&mut Unit<'_>) -> Result<T>) -> Result<T> {
        self.work(Access::Write, &mut work)
    }

    /// As `unit`, for reading only: all is seen as it stood at one moment.
    pub fn look<T>(&mut self, mut work: impl FnMut(&mut Unit<'_>) -> Result<T>) -> Result<T> {
        self.work(Access::Read, &mut work)
    }

    fn work<T>(&mut self, access: Access, work: &mut impl FnMut(&mut Unit<'_>) -> Result<T>) -> Result<T> {
        if self.whole.is_some() { self.part(work) } else { patiently(|| self.once(access, work)) }
    }

    fn once<T>(&mut self, access: Access, work: &mut impl FnMut(&mut Unit<'_>) -> Result<T>) -> Result<T> {
        self.link.begin(access).context("could not begin a unit of work")?;
        let outcome = self.done(work);
        self.ended(outcome)
    }

    fn done<T>(&mut self, work: &mut impl FnMut(&mut Unit<'_>) -> Result<T>) -> Result<T> {
        let mut failed = None;
        let mut unit = Unit { link: &mut self.link, failed: &mut failed, ahead: None };
        let outcome = work(&mut unit).and_then(|value| unit.settle().map(|()| value));
        // PostgreSQL would answer the commit of failed work with a silent rollback, SQLite keep the rest.
        outcome.and_then(|value| match failed {
            None => Ok(value),
            Some(trouble) => Err(anyhow!(PassedOver(trouble))),
        })
    }

    /// A unit of a whole: undone by itself if it fails, kept when the whole is. Others that are in its way
    /// are in the way of the whole.
    fn part<T>(&mut self, work: &mut impl FnMut(&mut Unit<'_>) -> Result<T>) -> Result<T> {
        self.link.script("savepoint part").context("could not begin a part of the work")?;
        let error = match self.done(work) {
            Ok(value) => {
                self.link.script("release savepoint part").context("could not end a part of the work")?;
                return Ok(value);
            }
            Err(error) => error,
        };
        let trouble = Trouble::of(&error);
        let undone = self.link.script("rollback to savepoint part; release savepoint part");
        if let Some(whole) = &mut self.whole {
            let is_for_all = undone.is_err() || matches!(trouble, Trouble::Conflict | Trouble::Lost);
            whole.met = whole.met.or(is_for_all.then_some(trouble));
        }
        Err(error)
    }

    fn ended<T>(&mut self, outcome: Result<T>) -> Result<T> {
        match outcome {
            Ok(value) => {
                self.commit()?;
                Ok(value)
            }
            Err(error) => match self.link.roll_back() {
                Ok(()) => Err(error),
                Err(worse) => Err(error.context(format!("could not undo the work: {worse:#}"))),
            },
        }
    }

    fn commit(&mut self) -> Result<()> {
        let Err(error) = self.link.commit() else { return Ok(()) };
        if Trouble::of(&error) == Trouble::Lost {
            return Err(
                error.context("could not learn whether the work was kept: look before doing it again")
            );
        }
        let error = error.context("could not keep the work");
        match self.link.roll_back() {
            Ok(()) => Err(error),
            Err(worse) => Err(error.context(format!("could not undo the work: {worse:#}"))),
        }
    }
}

impl AsMut<Store> for Store {
    fn as_mut(&mut self) -> &mut Store {
        self
    }
}

/// Does work that takes several units and looks as one unit: what is read at its beginning is still so when
/// it is kept, of everything that it holds. Where others were in the way the whole work is done again.
pub fn whole<S: AsMut<Store>, T>(owner: &mut S, mut work: impl FnMut(&mut S) -> Result<T>) -> Result<T> {
    patiently(|| {
        let store = owner.as_mut();
        store.link.begin(Access::Write).context("could not begin a unit of work")?;
        store.whole = Some(Whole::default());
        let within = Within(owner);
        let outcome = work(within.0);
        let store = within.0.as_mut();
        let met = store.whole.take().and_then(|whole| whole.met);
        store.ended(match met {
            Some(trouble) => Err(anyhow!(PassedOver(trouble))),
            None => outcome,
        })
    })
}

/// However the work ends, the next unit is one of its own.
struct Within<'s, S: AsMut<Store>>(&'s mut S);

impl<S: AsMut<Store>> Drop for Within<'_, S> {
    fn drop(&mut self) {
        self.0.as_mut().whole = None;
    }
}

fn patiently<T>(mut once: impl FnMut() -> Result<T>) -> Result<T> {
    let mut tries = 1;
    loop {
        match once() {
            Err(error) if Trouble::of(&error) == Trouble::Conflict => {
                if tries == TRIES_MAX {
                    return Err(error.context(format!(
                        "could not finish the work: others were in the way all {tries} times it was tried"
                    )));
                }
                thread::sleep(pause(tries));
                tries += 1;
            }
            outcome => return outcome,
        }
    }
}

/// Longer each time, and by chance, so that two who met do not meet again.
fn pause(tries: u32) -> Duration {
    let longest = PAUSE_MIN.saturating_mul(1 << tries.min(16)).min(PAUSE_MAX);
    let chance = getrandom::u32().unwrap_or(u32::MAX / 2) >> 16;
    longest / 2 + longest / 2 * chance / (1 << 16)
}
