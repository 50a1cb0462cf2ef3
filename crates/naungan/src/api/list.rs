//! Lists in parts: so many at once, and where the next part begins.

use schemars::JsonSchema;
use serde::Serialize;

use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};

/// As many as are sent where nobody says how many.
const LIMIT: usize = 50;
/// As many as are sent at once.
pub(super) const LIMIT_MAX: usize = 200;

/// What every list is asked.
pub(super) const QUERY: &[(&str, &str)] = &[
    ("after", "Where the part begins: what `next` of the part before said"),
    ("limit", "How many at most, 1 to 200; 50 where nothing is said"),
];

/// A part of a list.
#[derive(Serialize, JsonSchema)]
pub(super) struct Part<T> {
    pub(super) items: Vec<T>,
    /// What to ask as `after` for the next part; nothing where this is the last.
    pub(super) next: Option<String>,
}

/// The part that is asked for, of things in the order of their places.
pub(super) fn part<T>(ask: &Ask<'_>, all: Vec<T>, place: impl Fn(&T) -> String) -> Result<Part<T>, Problem> {
    let limit = limit(ask)?;
    let after = ask.query.get("after");
    let mut items: Vec<T> = all.into_iter().filter(|one| place(one).as_str() > after).collect();
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(place);
    Ok(Part { items, next })
}

/// How many are asked for.
pub(super) fn limit(ask: &Ask<'_>) -> Result<usize, Problem> {
    let Some(given) = ask.query.given("limit") else { return Ok(LIMIT) };
    let read = given.parse::<usize>().ok().filter(|limit| (1..=LIMIT_MAX).contains(limit));
    read.ok_or_else(|| {
        let said = words(
            format!("tulis bilangan 1 sampai {LIMIT_MAX}"),
            format!("write a number from 1 to {LIMIT_MAX}"),
        );
        Problem::Fields(vec![("?limit".to_owned(), said)])
    })
}

/// Where a part begins, in lists that are read in parts.
pub(super) fn number(ask: &Ask<'_>) -> Result<Option<i64>, Problem> {
    given(ask, "after", "tulis `next` dari bagian sebelumnya", "write `next` of the part before")
}

/// A value after the question mark, if it was given.
pub(super) fn given<T: std::str::FromStr>(
    ask: &Ask<'_>,
    name: &str,
    id: &str,
    en: &str,
) -> Result<Option<T>, Problem> {
    let Some(text) = ask.query.given(name) else { return Ok(None) };
    let fault = |_| Problem::Fields(vec![(format!("?{name}"), words(id, en))]);
    text.parse().map(Some).map_err(fault)
}
