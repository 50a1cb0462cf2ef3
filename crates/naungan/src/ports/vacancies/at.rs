//! A place in a JSON text: its value, and how to find it again.

use scheme::refusal::Refusal;
use serde_json::Value;

use super::plain::plain;

/// A value and where it stands, such as `@graph[3].baseSalary`.
pub(super) struct At<'v> {
    value: &'v Value,
    path: String,
}

impl<'v> At<'v> {
    pub(super) fn root(value: &'v Value) -> At<'v> {
        At { value, path: String::new() }
    }

    pub(super) fn value(&self) -> &'v Value {
        self.value
    }

    /// A field of an object; one that is null is none.
    pub(super) fn field(&self, name: &str) -> Option<At<'v>> {
        let value = self.value.get(name).filter(|value| !value.is_null())?;
        let dot = if self.path.is_empty() { "" } else { "." };
        Some(At { value, path: format!("{}{dot}{name}", self.path) })
    }

    /// A field that has to be there.
    pub(super) fn needed(&self, name: &str) -> Result<At<'v>, Refusal> {
        self.field(name)
            .ok_or_else(|| self.refuse(&format!("`{name}` tidak ada"), &format!("there is no `{name}`")))
    }

    /// The parts of a list; whatever is no list is the only part.
    pub(super) fn parts(&self) -> Vec<At<'v>> {
        match self.value {
            Value::Array(parts) => self.numbered(parts),
            _ => vec![At { value: self.value, path: self.path.clone() }],
        }
    }

    /// The parts of what has to be a list.
    pub(super) fn list(&self) -> Result<Vec<At<'v>>, Refusal> {
        match self.value {
            Value::Array(parts) => Ok(self.numbered(parts)),
            _ => Err(self.refuse("bukan daftar", "it is no list")),
        }
    }

    fn numbered(&self, parts: &'v [Value]) -> Vec<At<'v>> {
        let at = |(at, value)| At { value, path: format!("{}[{at}]", self.path) };
        parts.iter().enumerate().map(at).collect()
    }

    /// Plain text of at most so many letters, and at least one.
    pub(super) fn text(&self, most: usize) -> Result<String, Refusal> {
        let Value::String(text) = self.value else {
            return Err(self.refuse("bukan teks", "it is no text"));
        };
        // Markup takes room too, and nobody means a hundred times as much.
        if text.len() > most * 100 {
            return Err(self.too_long(most));
        }
        let text = plain(text);
        match text.chars().count() {
            0 => Err(self.refuse("kosong", "it is empty")),
            count if count > most => Err(self.too_long(most)),
            _ => Ok(text),
        }
    }

    fn too_long(&self, most: usize) -> Refusal {
        self.refuse(&format!("lebih dari {most} huruf"), &format!("it has more than {most} letters"))
    }

    /// A whole number above nothing, with or without `.0`.
    pub(super) fn whole(&self) -> Result<i64, Refusal> {
        let number = if let Value::Number(number) = self.value { number.to_string() } else { String::new() };
        let (whole, rest) = number.split_once('.').unwrap_or((&number, ""));
        let found = whole.parse().ok().filter(|found| *found > 0 && rest.bytes().all(|digit| digit == b'0'));
        found.ok_or_else(|| {
            self.refuse("bukan bilangan bulat di atas nol", "it is no whole number above nothing")
        })
    }

    /// What is wrong here.
    pub(super) fn refuse(&self, id: &str, en: &str) -> Refusal {
        let path = if self.path.is_empty() { "$" } else { &self.path };
        Refusal::new("vacancy", format!("{path}: {id}"), format!("{path}: {en}"))
    }
}
