//! Templates: files that anybody can read, filled in by the server. Whatever is filled in is escaped.

use std::sync::OnceLock;

use anyhow::{Context, Result};
use base::{Day, Month};
#[cfg(test)]
use minijinja::context;
use minijinja::value::{Kwargs, Rest};
use minijinja::{Environment, Error, ErrorKind, State, Value};
use rules::render::{Lang, day_text, month_name};

use super::texts;
use crate::books::grouped;
use crate::serve::files;

const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// Fills a template in.
pub(crate) fn fill(name: &str, values: Value) -> Result<String> {
    let template = environment().get_template(name).with_context(|| format!("there is no page {name}"))?;
    template.render(values).with_context(|| format!("could not fill in the page {name}"))
}

fn environment() -> &'static Environment<'static> {
    static ENVIRONMENT: OnceLock<Environment<'static>> = OnceLock::new();
    ENVIRONMENT.get_or_init(|| {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
        for (path, text) in FILES {
            let name = path.trim_start_matches("templates/");
            environment.add_template(name, text).unwrap_or_else(|error| panic!("{path}: {error:#}"));
        }
        environment.add_function("t", said);
        environment.add_function("asset", asset);
        environment.add_filter("money", money);
        environment.add_filter("number", number);
        environment.add_filter("day", day);
        environment.add_filter("month", month);
        environment.add_filter("channel", channel);
        environment
    })
}

fn lang(state: &State<'_, '_>) -> Lang {
    let word = state.lookup("lang");
    if word.as_ref().and_then(Value::as_str) == Some("en") { Lang::En } else { Lang::Id }
}

/// `t("key", name=value)`: a text of the reader's language.
#[expect(clippy::needless_pass_by_value, reason = "the template engine hands named arguments over")]
fn said(state: &State<'_, '_>, key: &str, _: Rest<Value>, named: Kwargs) -> Result<String, Error> {
    let mut parts = Vec::new();
    for name in named.args() {
        let value: Value = named.get(name)?;
        parts.push((name.to_owned(), value.to_string()));
    }
    let parts: Vec<(&str, &str)> =
        parts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    Ok(texts::said(lang(state), key, &parts))
}

/// `asset("naungan.css")`: where a file of the pages is, with its version.
fn asset(name: &str) -> Result<Value, Error> {
    files::address(name)
        .map(Value::from_safe_string)
        .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("there is no file {name}")))
}

fn whole(value: &Value) -> Result<i64, Error> {
    let read = i64::try_from(value.clone()).ok().or_else(|| value.as_str()?.parse().ok());
    read.ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("{value} is no whole number")))
}

/// Rupiah, as the reader writes them.
fn money(state: &State<'_, '_>, value: &Value) -> Result<String, Error> {
    let amount = whole(value)?;
    let sign = if amount < 0 { "−" } else { "" };
    Ok(format!("{sign}Rp{}", grouped(amount.unsigned_abs(), lang(state))))
}

fn number(state: &State<'_, '_>, value: &Value) -> Result<String, Error> {
    Ok(grouped(whole(value)?, lang(state)))
}

/// `2026-05` as Mei 2026 or May 2026.
pub(crate) fn month_said(month: Month, lang: Lang) -> String {
    format!("{} {}", month_name(month.number(), lang), month.year())
}

fn day(state: &State<'_, '_>, value: &Value) -> String {
    let read = value.as_str().and_then(|text| text.parse::<Day>().ok());
    read.map_or_else(|| value.to_string(), |day| day_text(day, lang(state)))
}

fn month(state: &State<'_, '_>, value: &Value) -> String {
    let read = value.as_str().and_then(|text| text.parse::<Month>().ok());
    read.map_or_else(|| value.to_string(), |month| month_said(month, lang(state)))
}

fn channel(state: &State<'_, '_>, value: &Value) -> String {
    super::words::channel(&value.to_string(), lang(state))
}

/// What a page gets from its frame, for tests that fill one in.
#[cfg(test)]
pub(crate) fn framed(lang: Lang) -> Value {
    context! {
        lang => lang.pick("id", "en"), path => "/", institution => "Contoh", invented => true,
        today => "2026-05-01", signed_in => false,
        role => "visitor", caller => "", form_token => ""
    }
}
