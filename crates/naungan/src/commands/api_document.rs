//! `naungan api-document`: the interface as an `OpenAPI` document, for the file that is committed.

use anyhow::Result;
use axum::http::Method;
use clap::Args;

use super::Outcome;
use crate::api::document::document;
use crate::auth::{Role, scope};
use crate::pages;
use crate::report::say;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The pages instead, a line each: the path, and the roles that may open it
    #[arg(long)]
    pages: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let text = if arguments.pages { listed() } else { format!("{:#}\n", document()) };
    say(&text)?;
    Ok(Outcome::Fine)
}

fn listed() -> String {
    let pages = pages::routes().into_iter().filter(|route| route.method == Method::GET);
    let line = |route: crate::serve::route::Route| {
        let may = Role::ALL.into_iter().filter(|role| scope(route.deed, *role).is_some());
        let roles: Vec<&str> = may.map(Role::word).collect();
        format!("{} {}\n", route.path, roles.join(" "))
    };
    pages.map(line).collect()
}
