//! Offices for those who come at the same time: each has a connection of its own and serves one at a time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Result, anyhow};
use store::Trouble;

use crate::office::Office;

/// Who waits longer than this is told to come back.
const WAIT_MAX: Duration = Duration::from_secs(10);

/// All offices are taken, and were for as long as anybody waits.
#[derive(Debug, thiserror::Error)]
#[error("everybody is busy")]
pub(crate) struct Busy;

/// Offices of one institution.
pub(crate) struct Pool {
    free: Mutex<Vec<Office>>,
    returned: Condvar,
    /// Never lent: others are opened beside it.
    first: Mutex<Office>,
}

impl Pool {
    /// So many offices beside the first.
    pub(crate) fn new(first: Office, offices: usize) -> Result<Pool> {
        let free = (0..offices.max(1)).map(|_| first.beside()).collect::<Result<_>>()?;
        Ok(Pool { free: Mutex::new(free), returned: Condvar::new(), first: Mutex::new(first) })
    }

    /// One more, for somebody who stays, such as the worker.
    pub(crate) fn beside(&self) -> Result<Office> {
        self.first.lock().unwrap_or_else(PoisonError::into_inner).beside()
    }

    /// Does something in a free office. One that lost its connection, or in which somebody broke down, is
    /// replaced; a panic becomes an error.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&mut Office) -> T, lost: fn(&T) -> bool) -> Result<T> {
        let mut office = self.take()?;
        let outcome = catch_unwind(AssertUnwindSafe(|| work(&mut office)));
        let broken = outcome.as_ref().map_or(true, lost);
        let next = if broken { self.beside().unwrap_or(office) } else { office };
        self.free.lock().unwrap_or_else(PoisonError::into_inner).push(next);
        self.returned.notify_one();
        outcome.map_err(|_| anyhow!("the program broke down in the middle of an answer"))
    }

    fn take(&self) -> Result<Office> {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.returned.wait_timeout_while(free, WAIT_MAX, |free| free.is_empty());
        let (mut free, _) = waited.unwrap_or_else(PoisonError::into_inner);
        free.pop().ok_or_else(|| anyhow!(Busy))
    }
}

/// Whether an error means that the connection is gone.
pub(crate) fn is_lost(error: &anyhow::Error) -> bool {
    Trouble::of(error) == Trouble::Lost
}
