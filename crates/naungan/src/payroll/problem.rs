//! Everything that can be wrong with a cell.

use base::id::NikFault;
use rules::tree::Words;

/// Why one cell cannot be read. The sentences are in `text.rs`, in both languages.
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
    /// The text is longer than any name or number.
    TooLong {
        /// The most bytes.
        max: usize,
    },
    /// The bytes are those of another encoding.
    NotUtf8,
    /// There are characters that cannot be seen.
    Control,
    /// A spreadsheet would run the text as a formula.
    Formula,
    /// It is no number.
    NotAnAmount,
    /// It is a number with an exponent, as a spreadsheet shortens it.
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
    /// It is none of the words expected.
    Unknown {
        /// The words, with commas between.
        known: String,
    },
    /// It is no date.
    NotADate,
    /// The month stands before the day.
    MonthFirst,
    /// The year has two digits.
    ShortYear,
    /// The month has no such day.
    NoSuchDay,
    /// The year is outside the calendar.
    OutsideCalendar,
    /// It is no month.
    NotAMonth,
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
}
