//! The institution, deciding: no clock, no file, no database; today is an argument.

pub mod id;
pub mod facts;
pub mod refusal;
pub mod memberships;
pub mod law;
pub mod lines;
pub mod contributions;
pub mod accounts;
pub mod employers;
pub mod people;
pub mod claims;
pub mod events;
pub mod jobs;
pub mod solidarity;
