//! Everything that can be wrong with a row.

use base::id::NikFault;
use rules::tree::Words;

/// Why a row is left out. The sentences are in `text/problems.rs`, in both languages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Problem {
    /// Nothing stands where something must.
    Blank,
    /// It is no population number.
    Nik(NikFault),
    /// A spreadsheet kept the number to fifteen digits, so the last of the sixteen is lost.
    NikRounded,
    /// The person stands in an earlier row with the same employer.
    Repeated,
    /// A name or a number cannot be carried into the answer.
    Text(TextFault),
    /// It is no amount or count.
    Number(NumberFault),
    /// It is none of the words expected.
    Unknown {
        /// The words, with commas between.
        known: String,
    },
    /// It is no day or month.
    Date(DateFault),
    /// The law needs a fact that the file does not have.
    Unknowable {
        /// What the fact is called.
        what: Words,
    },
    /// The law has no answer for this person.
    OutsideLaw {
        /// Why.
        what: Words,
    },
    /// People of this segment owe nothing in the month.
    NothingOwed,
    /// The register refuses it.
    Refused {
        /// Why.
        what: Words,
        /// What to do.
        remedy: Words,
    },
}

/// Why a text cannot be carried into the answer, in the order in which it is checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TextFault {
    /// It is longer than any name or number.
    TooLong {
        /// The most bytes.
        max: usize,
    },
    /// Its bytes are those of another encoding.
    NotUtf8,
    /// It has characters that cannot be seen.
    Control,
    /// A spreadsheet would run it as a formula.
    Formula,
}

/// Why a text is no number, or one that is not allowed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NumberFault {
    /// It has no digits, or other things among them.
    NotANumber,
    /// It has an exponent, as a spreadsheet shortens it.
    Exponent,
    /// It has a fraction.
    Fraction,
    /// Its points and commas do not stand before every three digits.
    Grouping,
    /// It is smaller than allowed.
    Below {
        /// The smallest.
        min: i64,
        /// Whether it counts rupiah.
        is_money: bool,
    },
    /// It is larger than allowed.
    Above {
        /// The largest.
        max: i64,
        /// Whether it counts rupiah.
        is_money: bool,
    },
}

/// Why a text is no day or month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateFault {
    /// It does not look like a day.
    NotADate,
    /// It does not look like a month.
    NotAMonth,
    /// The month stands before the day.
    MonthFirst,
    /// The year has two digits.
    ShortYear,
    /// The month has no such day.
    NoSuchDay,
    /// The year is outside the calendar.
    OutsideCalendar,
}
