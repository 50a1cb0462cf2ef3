//! The small language inside a rule block: what a statement says, before names are understood.

use base::{Day, Exact, Month, Rounding};

use crate::source::{Placed, Span};

/// A block: its header and its statements.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// When the statements hold.
    pub(crate) header: Header,
    /// The statements, in order.
    pub(crate) statements: Vec<Statement>,
}

/// The lines before the first statement.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    /// In force at all; `not in force` keeps a rule read and checked only.
    pub(crate) in_force: bool,
    /// First day, and the day after the last; `None` for `always`.
    pub(crate) span: Option<(Day, Option<Day>)>,
    /// The fact whose date selects the block.
    pub(crate) selector: Option<Placed>,
    /// Own citation: instrument, day checked, letter.
    pub(crate) source: Option<Placed>,
    /// Doubts in both languages, as written.
    pub(crate) doubts: Vec<Placed>,
    /// The header's place.
    pub(crate) place: Span,
}

/// One statement.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    /// What it gives a value to.
    pub(crate) head: Head,
    /// For an exception: its rank (if any) and whether it stacks.
    pub(crate) exception: Option<(Option<u32>, bool)>,
    /// `when …`.
    pub(crate) guard: Option<Expr>,
    /// The value; for in-kind components the text.
    pub(crate) body: Body,
    /// The whole statement.
    pub(crate) place: Span,
}

/// What stands after the colon.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    /// A value.
    Value(Expr),
    /// A condition and the reason of refusal, as written.
    Condition(Expr, Placed),
    /// In kind: the text, as written.
    InKind(Placed),
}

/// What a statement gives a value to.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "there are a few hundred statements in the law of a land")]
pub(crate) enum Head {
    /// `segment owes programme[, paid by payer]`; only an exception may leave the payer out.
    Owes { segment: Placed, programme: Placed, payer: Option<Placed> },
    /// `segment moves programme from fund`.
    Moves { segment: Placed, programme: Placed, fund: Placed },
    /// `name is type`, or `exception to name` (then without a type).
    Is { name: Placed, ty: Option<Placed> },
    /// `benefit pays component, …`.
    Pays { benefit: Placed, component: Placed, shape: Shape, each: Option<(Placed, ListExpr)> },
    /// `benefit requires condition`.
    Requires { benefit: Placed, condition: Placed },
}

/// How a component is paid.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    /// One amount.
    Once,
    /// `monthly for N[, dated FACT]`.
    Monthly { count: Expr, dated: Option<Placed> },
    /// `yearly for N[, dated FACT]`.
    Yearly { count: Expr, dated: Option<Placed> },
    /// A service.
    InKind,
}

/// A list to go through.
#[derive(Clone, Debug)]
pub(crate) struct ListExpr {
    /// `first N of`.
    pub(crate) first: Option<Box<Expr>>,
    /// The fact that holds the list.
    pub(crate) name: Placed,
}

/// An expression and its place.
#[derive(Clone, Debug)]
pub(crate) struct Expr {
    /// What it is.
    pub(crate) kind: Kind,
    /// Where it stands.
    pub(crate) span: Span,
}

/// Units of a distance between dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Whole days.
    Days,
    /// Whole months.
    Months,
    /// Whole years.
    Years,
    /// Working days of the jurisdiction.
    WorkingDays,
}

/// Ways to read a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePart {
    /// `first day of MONTH`.
    FirstDay,
    /// `last day of MONTH`.
    LastDay,
    /// `month of DAY`.
    Month,
    /// `year of DAY-OR-MONTH`.
    Year,
    /// `month number of DAY-OR-MONTH`, 1 to 12.
    MonthNumber,
    /// `working day on or after DAY`.
    WorkingDay,
}

/// Signs between two expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `=`
    Equal,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `and`
    And,
    /// `or`
    Or,
}

impl Operator {
    /// As it is written.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Equal => "=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::And => "and",
            Self::Or => "or",
        }
    }
}

/// Ways to go through a list or a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// `sum of E`
    Sum,
    /// `product of E`
    Product,
    /// `largest of E`
    Largest,
    /// `smallest of E`
    Smallest,
    /// `count of x`
    Count,
    /// `any x … where C`
    Any,
    /// `all x … where C`
    All,
}

/// What a fold goes through.
#[derive(Clone, Debug)]
pub(crate) enum Over {
    /// Records of a list.
    List(ListExpr),
    /// Whole numbers, both ends included.
    Range(Box<Expr>, Box<Expr>),
}

/// The forms an expression can have.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// `12`, `1.5`
    Number(Exact),
    /// `50 %`, already divided by a hundred
    Percent(Exact),
    /// `5_000_000 rupiah`
    Money(Exact),
    /// `2025-02-07`
    Day(Day),
    /// `2025-02`
    Month(Month),
    /// A fact, definition, variable, table or option.
    Name(String),
    /// `x.birth_date`
    Field(String, Placed),
    /// The result an exception excepts.
    It,
    /// `not E`
    Not(Box<Expr>),
    /// `- E`
    Negative(Box<Expr>),
    /// `A + B` and the like.
    Binary(Operator, Box<Expr>, Box<Expr>),
    /// `share of A at R`
    Share(Box<Expr>, Box<Expr>),
    /// `lesser of A and B`
    Lesser(Box<Expr>, Box<Expr>),
    /// `greater of A and B`
    Greater(Box<Expr>, Box<Expr>),
    /// `E, rounded MODE to STEP`
    Round(Box<Expr>, Rounding, Exact),
    /// `t[k] on D`
    Lookup(Placed, Vec<Expr>, Option<Box<Expr>>),
    /// `slices of A by t`
    Slices(Box<Expr>, Placed),
    /// `if C then A else B`
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `E is [not] one of (…)`
    Is(Box<Expr>, Vec<Placed>, bool),
    /// `E is known`
    Known(Placed),
    /// `sum of E for x in LIST where C`
    Fold { fold: Fold, body: Option<Box<Expr>>, variable: Placed, over: Over, filter: Option<Box<Expr>> },
    /// `months from A to B`
    Between(Unit, Box<Expr>, Box<Expr>),
    /// `D plus N months`; the flag is true for `minus`
    Shift(Box<Expr>, Box<Expr>, Unit, bool),
    /// `first day of M` and the like
    Part(DatePart, Box<Expr>),
    /// `day 15 of M`
    DayOf(Box<Expr>, Box<Expr>),
    /// `compounded R over N months`
    Compounded(Box<Expr>, Box<Expr>),
    /// `owed jkk`
    Owed(Placed),
}
