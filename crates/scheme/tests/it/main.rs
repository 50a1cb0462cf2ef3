//! Tests of `scheme`.
mod facts;
mod facts_made;
mod memberships_timeline;
mod contributions;
mod claims;
mod accounts;
mod memberships;
mod employers;
mod people;
mod people_merge;
mod memberships_entry;
mod jobs;
mod solidarity;
mod pots;
