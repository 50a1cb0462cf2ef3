//! What a statement is handed: values of a few kinds that both engines keep.

use base::{Day, Moment, Money, Month};

/// A value for a statement or a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Value<'a> {
    /// Nothing, whatever the kind of the column.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A text without the character NUL, which PostgreSQL cannot keep.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
    /// A day.
    Day(Day),
    /// A month, kept as its first day.
    Month(Month),
    /// A moment within the calendar.
    Moment(Moment),
}

/// The kind of a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `boolean`; 0 or 1 in SQLite.
    Bool,
    /// `smallint`.
    Small,
    /// `bigint`.
    Int,
    /// `text`.
    Text,
    /// `bytea`; `BLOB` in SQLite.
    Bytes,
    /// `date`; `YYYY-MM-DD` in SQLite.
    Day,
    /// `date`, the first of a month; `YYYY-MM-DD` in SQLite.
    Month,
    /// `timestamptz`; microseconds since 1970 in SQLite.
    Moment,
}

/// A value that cannot be kept, on either engine.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unkept {
    /// PostgreSQL has no such texts; so SQLite gets none either.
    #[error("a text holds the character NUL: write it without")]
    Nul,
    /// A moment before 1900 or after 2200.
    #[error("the moment {0} lies outside the calendar")]
    Moment(Moment),
    /// A value of another kind than its column.
    #[error("a value of another kind than {0:?} was given")]
    Kind(Kind),
    /// A number that a small column cannot hold.
    #[error("{0} is too large for a small number")]
    Small(i64),
}

impl Value<'_> {
    /// What only one of the engines could keep is refused on both.
    pub(crate) fn check(&self) -> Result<(), Unkept> {
        match self {
            Value::Text(text) if text.as_bytes().contains(&0) => Err(Unkept::Nul),
            Value::Moment(moment) if !within(*moment) => Err(Unkept::Moment(*moment)),
            _ => Ok(()),
        }
    }

    /// Whether it may stand in a column of this kind.
    pub(crate) fn check_kind(&self, kind: Kind) -> Result<(), Unkept> {
        match (self, kind) {
            (Value::Null, _)
            | (Value::Bool(_), Kind::Bool)
            | (Value::Int(_), Kind::Int)
            | (Value::Text(_), Kind::Text)
            | (Value::Bytes(_), Kind::Bytes)
            | (Value::Day(_), Kind::Day)
            | (Value::Month(_), Kind::Month)
            | (Value::Moment(_), Kind::Moment) => self.check(),
            (Value::Int(number), Kind::Small) => match i16::try_from(*number) {
                Ok(_) => Ok(()),
                Err(_) => Err(Unkept::Small(*number)),
            },
            _ => Err(Unkept::Kind(kind)),
        }
    }
}

fn within(moment: Moment) -> bool {
    (Moment::start_of(Day::MIN)..=Moment::end_of(Day::MAX)).contains(&moment)
}

macro_rules! from {
    ($($of:ty => $value:ident => $to:expr;)*) => {$(
        impl<'a> From<$of> for Value<'a> {
            fn from($value: $of) -> Value<'a> {
                $to
            }
        }
    )*};
}

from! {
    bool => value => Value::Bool(value);
    i64 => value => Value::Int(value);
    i32 => value => Value::Int(value.into());
    i16 => value => Value::Int(value.into());
    u32 => value => Value::Int(value.into());
    u16 => value => Value::Int(value.into());
    u8 => value => Value::Int(value.into());
    &'a str => value => Value::Text(value);
    &'a String => value => Value::Text(value);
    &'a [u8] => value => Value::Bytes(value);
    &'a Vec<u8> => value => Value::Bytes(value);
    Day => value => Value::Day(value);
    Month => value => Value::Month(value);
    Moment => value => Value::Moment(value);
    Money => value => Value::Int(value.minor());
}

impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(value: &'a [u8; N]) -> Value<'a> {
        Value::Bytes(value)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Value<'a> {
        value.map_or(Value::Null, Into::into)
    }
}
