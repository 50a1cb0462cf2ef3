//! Facts from a JSON file: an object of names and values, lists as arrays of objects.

use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use rules::render::Lang;
use serde_json::Value;

use super::given::{Given, GivenFact, Record};
use crate::text::{self, fill};

/// Reads the file; `null` is a fact that is not known.
pub(super) fn read(path: &Path, lang: Lang) -> Result<Vec<GivenFact>> {
    let shown = path.display().to_string();
    let texts = text::of(lang);
    let could_not = || fill(texts.could_not_read, &[("file", &shown)]);
    let size = std::fs::metadata(path).with_context(could_not)?.len();
    if size > base::limit::FACTS_FILE_BYTES_MAX {
        bail!("{}", fill(texts.facts_too_long, &[("file", &shown), ("bytes", &size.to_string())]));
    }
    let bytes = std::fs::read(path).with_context(could_not)?;
    let object: Value = serde_json::from_slice(&bytes).map_err(|error| not_json(&shown, &error, lang))?;
    let Value::Object(object) = object else { bail!("{}", fill(texts.not_an_object, &[("file", &shown)])) };
    let facts = object.into_iter().filter(|(_, value)| !value.is_null());
    facts.map(|(name, value)| fact(&shown, name, value, lang)).collect()
}

/// Facts of an object that was sent; the name of one that is neither a value nor a list of records.
pub(super) fn sent(object: &serde_json::Map<String, Value>) -> Result<Vec<GivenFact>, String> {
    let known = object.iter().filter(|(_, value)| !value.is_null());
    let taken = known.map(|(name, value)| {
        let value = match value {
            Value::Array(records) => {
                Given::Records(records.iter().cloned().map(record).collect::<Option<_>>()?)
            }
            other => Given::Text(scalar(other)?),
        };
        Some(GivenFact { name: name.clone(), value })
    });
    let names = object.iter().filter(|(_, value)| !value.is_null()).map(|(name, _)| name);
    names.zip(taken).map(|(name, fact)| fact.ok_or_else(|| name.clone())).collect()
}

fn not_json(file: &str, error: &serde_json::Error, lang: Lang) -> anyhow::Error {
    let place = format!("{file}:{}:{}", error.line(), error.column());
    anyhow!(fill(text::of(lang).not_json, &[("place", &place), ("problem", &error.to_string())]))
}

fn fact(file: &str, name: String, value: Value, lang: Lang) -> Result<GivenFact> {
    let refused = || anyhow!(fill(text::of(lang).not_a_value, &[("file", file), ("name", &name)]));
    let value = match value {
        Value::Array(records) => {
            Given::Records(records.into_iter().map(record).collect::<Option<Vec<_>>>().ok_or_else(refused)?)
        }
        other => Given::Text(scalar(&other).ok_or_else(refused)?),
    };
    Ok(GivenFact { name, value })
}

fn record(value: Value) -> Option<Record> {
    let Value::Object(fields) = value else { return None };
    let known = fields.into_iter().filter(|(_, value)| !value.is_null());
    known.map(|(field, value)| Some((field, scalar(&value)?))).collect()
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        // A whole number may have been written by a program that knows only fractions.
        Value::Number(number) => {
            let text = number.to_string();
            Some(text.strip_suffix(".0").map_or(text.clone(), str::to_owned))
        }
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
