//! Wage reports: what an employer's file says of its people, compared with the register and taken into it.

pub(crate) mod accounts;
#[cfg(test)]
mod alike;
pub(crate) mod check;
pub(crate) mod columns;
pub(crate) mod csv;
pub(crate) mod known;
pub(crate) mod names;
pub(crate) mod rejected;
mod rounds;
pub(crate) mod row;
pub(crate) mod rows;
pub(crate) mod take;
pub(crate) mod whose;
