//! Runs over everybody: opened once, worked in chunks by any number of workers, closed when they add up.

pub(crate) mod close;
pub(crate) mod each_payer;
pub(crate) mod interest;
pub(crate) mod month;
pub(crate) mod open;
pub(crate) mod pensions;
pub(crate) mod work;

use std::fmt;
use std::str::FromStr;

use anyhow::{Result, bail};
use base::{Day, Month};

/// What is run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Task {
    /// Everybody's contribution month.
    Month(Month),
    /// Growth of savings for a year.
    Interest(i32),
    /// The self-employed whose grace is over on a day.
    Lapse(Day),
    /// What being late costs employers on a day.
    Penalties(Day),
}

impl Task {
    /// The word a row keeps.
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Task::Month(_) => "month",
            Task::Interest(_) => "interest",
            Task::Lapse(_) => "lapse",
            Task::Penalties(_) => "penalties",
        }
    }

    /// What it is for, as a row keeps it.
    pub(crate) fn period(self) -> String {
        match self {
            Task::Month(month) => month.to_string(),
            Task::Interest(year) => year.to_string(),
            Task::Lapse(day) | Task::Penalties(day) => day.to_string(),
        }
    }

    /// Reads what a row keeps.
    pub(crate) fn read(kind: &str, period: &str) -> Result<Task> {
        Ok(match kind {
            "month" => Task::Month(period.parse()?),
            "interest" => Task::Interest(i32::from_str(period)?),
            "lapse" => Task::Lapse(period.parse()?),
            "penalties" => Task::Penalties(period.parse()?),
            _ => bail!("there is no run of the kind {kind}"),
        })
    }
}

impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind(), self.period())
    }
}
