//! The story-teller: years of an institution by chance, told by the real actions and a slow model beside.

mod check;
mod draw;
pub(crate) mod fault;
mod model;
mod plan;
mod play;
mod shrink;
mod tales;
mod year;
