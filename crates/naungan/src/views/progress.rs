//! How far long work is: a file that an employer has brought, a run.

use anyhow::Result;
use schemars::JsonSchema;
use serde::Serialize;
use store::Unit;
use store::queries::jobs::{self, Job};
use store::queries::person_lists::{self, PersonList};
use store::queries::uploads::{self, Upload};

/// Work that takes its time, by number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Watched {
    Upload(i64),
    Run(i64),
    List(i64),
}

/// How far it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub(crate) struct Far {
    pub(crate) state: String,
    /// How much is done.
    pub(crate) done: i64,
    /// Of how much; 0 until that is known.
    pub(crate) total: i64,
    /// Nothing more happens by itself.
    pub(crate) is_over: bool,
}

impl Far {
    /// What tells this from any other.
    pub(crate) fn mark(&self) -> String {
        format!("{}.{}.{}", self.state, self.done, self.total)
    }
}

/// How far something is; nothing where there is no such work.
pub(crate) fn read(unit: &mut Unit<'_>, watched: Watched) -> Result<Option<Far>> {
    match watched {
        Watched::Upload(id) => match uploads::read(unit, id)? {
            Some(upload) => Ok(Some(of_upload(unit, &upload)?.0)),
            None => Ok(None),
        },
        Watched::List(id) => match person_lists::read(unit, id)? {
            Some(list) => Ok(Some(of_list(unit, &list)?.0)),
            None => Ok(None),
        },
        Watched::Run(id) => Ok(jobs::read(unit, id)?.map(|job| of_job(&job))),
    }
}

/// The same of a file, with the work at it while that goes on.
pub(crate) fn of_upload(unit: &mut Unit<'_>, upload: &Upload) -> Result<(Far, Option<Job>)> {
    let goes_on = matches!(upload.state.as_str(), "checking" | "taking");
    worked_at(unit, &upload.state, upload.told.as_deref().filter(|_| goes_on))
}

/// The same of a list of names.
pub(crate) fn of_list(unit: &mut Unit<'_>, list: &PersonList) -> Result<(Far, Option<Job>)> {
    worked_at(unit, &list.state, list.told.as_deref().filter(|_| list.state == "checking"))
}

/// How far something in a state is; until it is done, what is told is the number of the work.
fn worked_at(unit: &mut Unit<'_>, state: &str, told: Option<&str>) -> Result<(Far, Option<Job>)> {
    let over = |state: &str| Far { state: state.to_owned(), done: 0, total: 0, is_over: true };
    let Some(told) = told else { return Ok((over(state), None)) };
    let number = told.parse::<i64>().ok();
    let job = number.map(|number| jobs::read(unit, number)).transpose()?.flatten();
    let far = match &job {
        Some(job) if job.state == "failed" => over("failed"),
        Some(job) => Far { state: state.to_owned(), done: job.done, total: job.total, is_over: false },
        None => Far { is_over: false, ..over(state) },
    };
    Ok((far, job))
}

/// The same of a run.
pub(crate) fn of_job(job: &Job) -> Far {
    let is_over = matches!(job.state.as_str(), "done" | "failed");
    Far { state: job.state.clone(), done: job.done, total: job.total, is_over }
}
