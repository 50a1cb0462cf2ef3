//! Remembers: one door to SQLite and PostgreSQL.
//!
//! What is asked of the database is written once. What the two engines do differently stands in `engine`.

mod address;
mod store;
mod unit;
pub mod ahead;

mod value;
mod row;
mod copy;

mod engine;
mod sqlite;
mod postgres;

mod migrate;

pub mod keys;
pub mod seal;

pub mod queries;

pub mod archive;
mod catalogue;

pub use address::Address;
pub use catalogue::{Table, tables};
pub use copy::Copy;
pub use engine::{Engine, Trouble};
pub use keys::Keys;
pub use migrate::schema;
pub use row::Row;
pub use store::{Settings, Store, whole};
pub use unit::Unit;
pub use value::{Kind, Unkept, Value};
