//! The institution, deciding: no clock, no file, no database; today is an argument.

pub mod id;
