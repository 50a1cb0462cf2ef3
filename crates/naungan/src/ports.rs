//! Ports to the world outside: what is sent and what is understood, in the forms that others have agreed on.

pub mod bank;
pub(crate) mod camt;
pub(crate) mod civil_registry;
pub(crate) mod provider;
pub(crate) mod qris;
pub(crate) mod rsa_key;
pub(crate) mod snap;
pub mod vacancies;
pub(crate) mod webhooks;
