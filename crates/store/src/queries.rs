//! What is asked of the database, by subject; the same text for both engines.

pub mod acts;
pub mod assessments;
pub mod bills;
pub mod facts;
pub mod figures;
pub mod growth;
pub mod institution;
pub mod journals;
pub mod laws;
pub mod links;
pub mod look_ups;
pub mod memberships;
pub mod payers;
pub mod payments;
pub mod people;
pub mod requests;
pub mod rolls;
pub mod runs;
pub mod sealed;
pub mod slots;
pub mod turns;
