//! Databases to try on, and chance that can be repeated; only ever a dev-dependency.

pub mod seeded;

pub mod postgres;
pub mod sqlite;

pub use seeded::Random;

/// Does the same on a fresh database of each engine, given by its address.
pub fn both(check: impl Fn(&str)) {
    eprintln!("on SQLite:");
    check(&sqlite::scratch().address());
    eprintln!("on PostgreSQL:");
    check(&postgres::Server::shared().database("both"));
}
