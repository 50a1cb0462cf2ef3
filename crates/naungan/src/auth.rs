//! Who comes to the counter, and what each may do. One table says it; the edge asks it before anything is
//! answered.

pub(crate) mod caller;
pub(crate) mod claims;
pub(crate) mod codes;
pub(crate) mod heirs;
pub(crate) mod locks;
pub(crate) mod members;
pub(crate) mod openid;
pub(crate) mod owner;
pub(crate) mod passwords;
pub(crate) mod sessions;
mod table;
pub(crate) mod tallies;

pub(crate) use caller::{Caller, Grant};
pub(crate) use owner::{Of, Owner};
pub(crate) use sessions::{Session, Stage};
pub(crate) use table::{Deed, Role, Scope, may, scope};
