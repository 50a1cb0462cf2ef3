//! The counter: the institution behind a web address. Only this room knows HTTP; what is asked of it is
//! answered by plain functions on a thread of their own.

pub(crate) mod answer;
pub(crate) mod ask;
pub(crate) mod edge;
pub(crate) mod events;
#[cfg(test)]
mod allowed;
pub(crate) mod files;
pub(crate) mod flow;
pub(crate) mod form;
mod headers;
#[cfg(test)]
mod hostile;
mod limits;
mod onward;
pub(crate) mod places;
pub(crate) mod pool;
pub(crate) mod problem;
pub(crate) mod proxies;
pub(crate) mod reply;
pub(crate) mod route;
#[cfg(test)]
mod sandbox;
pub(crate) mod settings;
