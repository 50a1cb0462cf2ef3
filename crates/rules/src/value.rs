//! Values, their types, and how people write them.

use std::sync::Arc;

use base::{Day, Exact, Month};

/// What kind of thing a value is. Kinds and records are known by their index in the [`crate::tree::Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// An amount of the jurisdiction's currency.
    Money,
    /// A share of something, shown in percent.
    Rate,
    /// A number without a unit.
    Count,
    /// True or false.
    YesNo,
    /// A day.
    Day,
    /// A calendar month.
    Month,
    /// One option of a kind.
    Kind(usize),
    /// Records.
    List(usize),
}

/// A value of any type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// Money, rate or count, exact.
    Number(Exact),
    /// Yes or no.
    YesNo(bool),
    /// A day.
    Day(Day),
    /// A month.
    Month(Month),
    /// Index of an option in its kind.
    Option(u16),
    /// Records, each with its fields in the record's order; a field may be absent.
    List(Arc<Vec<Entry>>),
}

/// One record of a list.
pub type Entry = Vec<Option<Value>>;

impl Value {
    /// A whole number.
    pub fn whole(number: i64) -> Self {
        Self::Number(Exact::from(number))
    }

    /// The number inside.
    pub fn number(&self) -> Option<&Exact> {
        if let Self::Number(number) = self { Some(number) } else { None }
    }

    /// The truth inside.
    pub fn yes(&self) -> Option<bool> {
        if let Self::YesNo(yes) = self { Some(*yes) } else { None }
    }

    /// The day inside; a month counts as its first day.
    pub fn day(&self) -> Option<Day> {
        match self {
            Self::Day(day) => Some(*day),
            Self::Month(month) => Some(month.first_day()),
            _ => None,
        }
    }

    /// The month inside; a day counts as its month.
    pub fn month(&self) -> Option<Month> {
        match self {
            Self::Day(day) => Some(day.month()),
            Self::Month(month) => Some(*month),
            _ => None,
        }
    }
}

/// A decimal number with `_` or `,` between groups of three, and perhaps `%` behind it.
pub(crate) fn parse_number(text: &str) -> Option<(Exact, bool)> {
    let (digits, percent) = match text.strip_suffix('%') {
        Some(digits) => (digits.trim_end(), true),
        None => (text, false),
    };
    let plain: String = digits.chars().filter(|c| *c != '_').collect();
    if plain.contains(',') && !grouped_by_comma(&plain) {
        return None;
    }
    let plain = plain.replace(',', "");
    Some((Exact::parse(&plain).ok()?, percent))
}

/// `1,099,000`: every comma stands before exactly three digits.
fn grouped_by_comma(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or("").trim_start_matches('-');
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("");
    (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3)
}

/// Reads a value of a type other than a list. `options` are those of the kind.
pub(crate) fn parse(text: &str, ty: Type, options: &[String]) -> Result<Value, String> {
    let text = text.trim();
    match ty {
        Type::Money | Type::Count => match parse_number(text) {
            Some((number, false)) => Ok(Value::Number(number)),
            _ => Err(format!("`{text}` is not a number")),
        },
        Type::Rate => match parse_number(text) {
            Some((number, _)) => Ok(Value::Number(number.percent())),
            None => Err(format!("`{text}` is not a rate in percent")),
        },
        Type::YesNo => match text {
            "yes" | "ya" | "true" => Ok(Value::YesNo(true)),
            "no" | "tidak" | "false" => Ok(Value::YesNo(false)),
            _ => Err(format!("`{text}` is neither `yes` nor `no`")),
        },
        Type::Day => text.parse().map(Value::Day).map_err(|error| format!("{error}")),
        Type::Month => text.parse().map(Value::Month).map_err(|error| format!("{error}")),
        Type::Kind(_) => match options.iter().position(|option| option == text) {
            Some(at) => Ok(Value::Option(at as u16)),
            None => Err(format!("`{text}` is not one of {}", options.join(", "))),
        },
        Type::List(_) => Err("a list is given one record a line".to_owned()),
    }
}
