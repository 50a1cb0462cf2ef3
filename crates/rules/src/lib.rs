//! Reads the law and answers two questions: how much, and why.
//!
//! A [`LawPack`] is read from texts, checked, and then asked: [`explain`] answers for one person with the
//! tree of reasons, [`columns`] for many people at once. Both read one checked [`tree::Tree`] and share its
//! arithmetic.

mod source;
mod complaint;
mod provision;
mod lexer;
pub mod formula;
mod parse;
pub mod value;
mod vocabulary;
mod table;
pub mod tree;
mod check;
mod cite;
pub mod facts;
pub mod op;
mod evaluate;
pub mod reason;
pub mod explain;
pub mod doubts;
mod selectors;
pub mod columns;
pub mod example;
pub mod render;
pub mod verify;
mod pack;

pub use complaint::Complaint;
pub use pack::{LawPack, Unreadable};
pub use selectors::selectors;
pub use source::{SourceFile, Span};
