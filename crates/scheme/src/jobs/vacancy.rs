//! A vacancy as an employer offers it.

use base::Day;

use super::Occupation;
use crate::refusal::Refusal;

/// What a month pays, in whole coins: from, to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wages {
    least: i64,
    most: i64,
}

/// A place to work that is free.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Vacancy {
    /// What whoever offers it calls it.
    pub id: String,
    /// What the work is called.
    pub title: String,
    /// Who offers it.
    pub employer: String,
    /// The group of occupations, where it is told.
    pub occupation: Option<Occupation>,
    /// The code of the province, where it is told.
    pub province: Option<u8>,
    /// What it pays, where it is told.
    pub wages: Option<Wages>,
    /// What one has to know.
    pub skills: Vec<String>,
    /// Since when it is offered.
    pub posted: Day,
    /// The last day on which one can apply.
    pub until: Option<Day>,
}

impl Wages {
    /// From the least to the most; refused where nothing is paid or the least is more than the most.
    pub fn new(least: i64, most: i64) -> Result<Wages, Refusal> {
        if 0 < least && least <= most && most <= base::limit::MONEY_MAX {
            return Ok(Wages { least, most });
        }
        let id = format!("upah dari {least} sampai {most} bukan rentang yang mungkin");
        Err(Refusal::new("wages", id, format!("wages from {least} to {most} are no range that can be")))
    }

    /// The least.
    pub fn least(&self) -> i64 {
        self.least
    }

    /// The most.
    pub fn most(&self) -> i64 {
        self.most
    }
}

impl Vacancy {
    /// Whether one can apply on that day.
    pub fn is_open(&self, today: Day) -> bool {
        self.posted <= today && self.until.is_none_or(|until| today <= until)
    }
}
