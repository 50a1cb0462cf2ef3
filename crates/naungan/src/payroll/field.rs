//! The facts that the caller wants to know of each person.

/// One fact: a column of the payroll, found by its heading.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// What the law calls it, such as `wage`. It is a heading too, and built-in synonyms hang on it.
    pub name: String,
    /// What its cells hold.
    pub kind: FieldKind,
    /// More headings by which it is known, in any spelling of capitals, spaces and points.
    pub headings: Vec<String>,
    /// Whether a file without the column, or a row without the value, is refused.
    pub required: bool,
}

/// What a cell holds and how it becomes a number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FieldKind {
    /// Whole rupiah, both ends included.
    Money {
        /// The smallest amount accepted.
        min: i64,
        /// The largest amount accepted.
        max: i64,
    },
    /// A whole number, both ends included.
    Count {
        /// The smallest number accepted.
        min: i64,
        /// The largest number accepted.
        max: i64,
    },
    /// One of several, as its code; several spellings may have the same.
    Options(Vec<(String, i64)>),
    /// 1 for yes, 0 for no.
    YesNo,
    /// Days since 1970-01-01.
    Date,
    /// Months since January of the year 0, as `base::Month::index` has it.
    Month,
    /// A text that is carried through, under the same checks as names.
    Text(TextPlace),
}

/// Where a text is found in a batch; each is one field's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TextPlace {
    /// The first.
    First,
    /// The second.
    Second,
}
