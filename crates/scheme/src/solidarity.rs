//! Money of others for a worker's months: promises, pots, parts of a month, trips, agents.

pub mod campaign;
pub mod cash;
pub mod commission;
pub mod accrue;
pub mod consent;
pub mod evidence;
pub mod post;
pub mod pot;
pub mod reserve;
pub mod share;
pub mod list;
pub mod choose;
pub mod replace;
pub mod fairness;
pub mod forecast;
pub mod review;
