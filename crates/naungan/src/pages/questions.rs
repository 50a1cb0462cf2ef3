//! What every page that asks something has: what is wrong beside a field, and the page that comes back.

use axum::http::StatusCode;
use minijinja::{Value, context};

use super::{form_page, texts};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;

/// What is wrong with a field, by the key of its text.
pub(super) fn wrong(ask: &Ask<'_>, field: &str, key: &str) -> Value {
    context! { field, text => texts::said(ask.lang, key, &[]) }
}

/// A page that asks something; with what was wrong, where something was.
pub(super) fn question(
    ask: &mut Ask<'_>,
    template: &str,
    values: Value,
    errors: &[Value],
) -> Result<Reply, Problem> {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(form_page(ask, template, context! { errors, ..values })?.status(status))
}
