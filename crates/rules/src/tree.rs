//! The checked rule tree: the one form that both readers see.

use std::collections::HashMap;

use base::{Citation, Day, Exact, Rounding, WorkingDays};

use crate::formula::{DatePart, Fold, Operator, Unit};
use crate::source::Span;
use crate::value::{Type, Value};

/// A word in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

impl Words {
    /// `Indonesian / English` as written in a rule; the same text twice if there is no slash.
    pub fn split(text: &str) -> Self {
        match text.split_once(" / ") {
            Some((id, en)) => Self { id: id.trim().to_owned(), en: en.trim().to_owned() },
            None => Self { id: text.trim().to_owned(), en: text.trim().to_owned() },
        }
    }
}

/// A name and its words: a segment, a payer, a fund …
#[derive(Clone, Debug)]
pub struct Named {
    /// The name rules use.
    pub name: String,
    /// What people call it.
    pub words: Words,
    /// For a programme its fund, for a benefit its programme, else unused.
    pub belongs_to: usize,
}

/// Currency, calendar, and who there is.
#[derive(Clone, Debug)]
pub struct Jurisdiction {
    /// `id`.
    pub code: String,
    /// The word that marks money in rules.
    pub currency: String,
    /// The sign people write before an amount.
    pub symbol: String,
    /// Digits after the point of the smallest coin in use.
    pub decimals: u32,
    /// First day any rule is modelled for, and the day after the last one known.
    pub known: (Day, Day),
    /// Weekend and holidays.
    pub calendar: WorkingDays,
    /// What the list of holidays rests on, for the answer to show.
    pub calendar_citation: Citation,
    /// Member segments; the same names as the kind `segment`.
    pub segments: Vec<Named>,
    /// Programmes; `belongs_to` is the fund.
    pub programmes: Vec<Named>,
    /// Payers.
    pub payers: Vec<Named>,
    /// Funds.
    pub funds: Vec<Named>,
    /// Benefits; `belongs_to` is the programme.
    pub benefits: Vec<Named>,
}

/// A set of options.
#[derive(Clone, Debug)]
pub struct KindDef {
    /// Its name.
    pub name: String,
    /// The options.
    pub options: Vec<String>,
    /// What people call each option.
    pub words: Vec<Words>,
}

/// Something a rule may ask about a person.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Least and greatest accepted, for numbers.
    pub limits: Option<(Exact, Exact)>,
    /// What is assumed when it is not given.
    pub default: Option<Value>,
    /// What people call it.
    pub words: Words,
    /// Where it comes from.
    pub source: String,
    /// Where it is declared.
    pub span: Span,
}

/// The fields of a list's records.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its name.
    pub name: String,
    /// Its fields.
    pub fields: Vec<Fact>,
}

/// How a column of keys is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// An option of a kind.
    Kind(usize),
    /// A number, by equality.
    Number,
    /// The greatest bound not above it.
    Bracket,
    /// Progressive slices.
    Slice,
}

/// A dated table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Type of its values.
    pub unit: Type,
    /// Its keys, with their names.
    pub keys: Vec<(KeyKind, String)>,
    /// Versions by date, oldest first, without overlap.
    pub versions: Vec<Version>,
    /// What people call it.
    pub words: Words,
    /// The provision it stands in.
    pub provision: usize,
    /// Its heading.
    pub span: Span,
}

/// The rows of a table that hold from one day on.
#[derive(Clone, Debug)]
pub struct Version {
    /// First day; `None` for a table without dates.
    pub from: Option<Day>,
    /// The day after the last, where nothing follows.
    pub until: Option<Day>,
    /// The rows, brackets in rising order.
    pub rows: Vec<Row>,
}

/// One value of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// The keys: numbers, or indexes of options.
    pub keys: Vec<Value>,
    /// The value.
    pub value: Value,
    /// What it rests on.
    pub citation: Citation,
    /// What is uncertain about it.
    pub doubt: Option<Words>,
    /// Where the value stands.
    pub span: Span,
}

/// A file of law.
#[derive(Clone, Debug)]
pub struct Provision {
    /// Its path, `pp-44-2015/16`.
    pub path: String,
    /// Its title; in a pack of one language the same twice.
    pub title: Words,
    /// Its quotation.
    pub quotation: String,
    /// What it rests on.
    pub citation: Citation,
    /// Index of its file.
    pub file: usize,
}

/// What a rule gives a value to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// A contribution.
    Line {
        /// Index of the segment.
        segment: usize,
        /// Index of the programme.
        programme: usize,
        /// Index of the payer.
        payer: usize,
    },
    /// Money of one fund handed to a programme's fund.
    Move {
        /// Index of the segment.
        segment: usize,
        /// Index of the programme.
        programme: usize,
        /// Index of the fund money leaves.
        fund: usize,
    },
    /// A named value.
    Definition(String),
    /// Part of a benefit.
    Component {
        /// Index of the benefit.
        benefit: usize,
        /// The name rules use.
        name: String,
    },
    /// A condition of a benefit.
    Requirement {
        /// Index of the benefit.
        benefit: usize,
        /// The name rules use.
        name: String,
    },
}

/// Everything the law says about one target.
#[derive(Clone, Debug)]
pub struct Item {
    /// What it gives a value to.
    pub target: Target,
    /// Type of the value.
    pub ty: Type,
    /// Clauses that exclude one another.
    pub clauses: Vec<Clause>,
    /// Exceptions, by rank.
    pub exceptions: Vec<Exception>,
    /// What people call it.
    pub words: Words,
}

impl Item {
    /// Its clauses, then its exceptions by rank.
    pub fn every_clause(&self) -> impl Iterator<Item = &Clause> {
        self.clauses.iter().chain(self.exceptions.iter().map(|exception| &exception.clause))
    }
}

/// One statement with its header.
#[derive(Clone, Debug)]
pub struct Clause {
    /// The provision it stands in.
    pub provision: usize,
    /// What it rests on.
    pub citation: Citation,
    /// Doubts about it.
    pub doubts: Vec<Words>,
    /// False for law that is written but not in force.
    pub in_force: bool,
    /// First day and the day after the last; `None` for always.
    pub validity: Option<(Day, Option<Day>)>,
    /// The date that selects it.
    pub selector: Option<Node>,
    /// When it holds.
    pub guard: Option<Node>,
    /// Its value.
    pub body: Node,
    /// How it is paid, for components.
    pub payment: Payment,
    /// Reason of refusal, for requirements; the service, for what is given in kind.
    pub text: Option<Words>,
    /// The statement's place.
    pub span: Span,
}

impl Clause {
    /// Whether it applies to what the day selects, conditions aside.
    pub fn is_in_force_on(&self, day: Day) -> bool {
        let holds = |(from, until): (Day, Option<Day>)| from <= day && until.is_none_or(|until| day < until);
        self.in_force && self.validity.is_none_or(holds)
    }
}

/// An exception to an item.
#[derive(Clone, Debug)]
pub struct Exception {
    /// Its rank; lower first.
    pub rank: u32,
    /// Applied on top of what comes before it.
    pub stacks: bool,
    /// The rest.
    pub clause: Clause,
}

/// How a component is paid.
#[derive(Clone, Debug)]
pub enum Payment {
    /// One amount.
    Once,
    /// One amount a period: months or years, how many, and the date that moves along.
    Periods {
        /// Months or years.
        unit: Unit,
        /// How many.
        count: Node,
        /// The date fact that moves along, if any.
        dated: Option<usize>,
    },
    /// One amount for each record of a list, into a variable.
    Each {
        /// The list.
        list: ListNode,
        /// The variable.
        slot: usize,
        /// How each is paid.
        inner: Box<Payment>,
    },
    /// A service.
    InKind,
}

/// A list to go through: the fact, and how many of its records.
#[derive(Clone, Debug)]
pub struct ListNode {
    /// The fact.
    pub fact: usize,
    /// `first N of`.
    pub first: Option<Box<Node>>,
}

/// A checked expression.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it does.
    pub kind: NodeKind,
    /// Type of its value.
    pub ty: Type,
    /// Where it stands.
    pub span: Span,
}

/// What a checked expression does.
#[derive(Clone, Debug)]
pub enum NodeKind {
    /// A value of the text.
    Literal(Value),
    /// A fact, by index.
    Fact(usize),
    /// Another item, by index.
    Item(usize),
    /// A number gone through, by slot.
    Variable(usize),
    /// A field of a record gone through: slot, field.
    Field(usize, usize),
    /// The result an exception excepts.
    It,
    /// The number of the payment, from 1.
    PaymentNumber,
    /// Not.
    Not(Box<Node>),
    /// Minus.
    Negative(Box<Node>),
    /// A sign between two.
    Binary(Operator, Box<Node>, Box<Node>),
    /// A share of an amount.
    Share(Box<Node>, Box<Node>),
    /// The lesser.
    Lesser(Box<Node>, Box<Node>),
    /// The greater.
    Greater(Box<Node>, Box<Node>),
    /// Rounded.
    Round(Box<Node>, Rounding, Exact),
    /// A cell of a table.
    Lookup {
        /// Index of the table.
        table: usize,
        /// Its keys.
        keys: Vec<Node>,
        /// The date it is read at, if not the rule's.
        on: Option<Box<Node>>,
    },
    /// Progressive slices.
    Slices(Box<Node>, usize),
    /// If.
    If(Box<Node>, Box<Node>, Box<Node>),
    /// One of some options.
    Is(Box<Node>, Vec<u16>, bool),
    /// Whether a fact is given.
    Known(usize),
    /// Gathered over a list or a range.
    Fold {
        /// How it is gathered.
        fold: Fold,
        /// What is gathered of each.
        body: Option<Box<Node>>,
        /// The variable.
        slot: usize,
        /// What is gone through.
        over: OverNode,
        /// Which of them.
        filter: Option<Box<Node>>,
    },
    /// Whole units between two dates.
    Between(Unit, Box<Node>, Box<Node>),
    /// A date moved; the flag is true backwards.
    Shift(Box<Node>, Box<Node>, Unit, bool),
    /// A part of a date.
    Part(DatePart, Box<Node>),
    /// A day of a month.
    DayOf(Box<Node>, Box<Node>),
    /// Growth over months.
    Compounded(Box<Node>, Box<Node>),
    /// What all payers owe for a programme.
    Owed(usize),
}

/// What a fold goes through.
#[derive(Clone, Debug)]
pub enum OverNode {
    /// Records.
    List(ListNode),
    /// Whole numbers, both ends included.
    Range(Box<Node>, Box<Node>),
}

/// The law of a jurisdiction, checked.
#[derive(Clone, Debug)]
pub struct Tree {
    /// Currency, calendar, who there is.
    pub jurisdiction: Jurisdiction,
    /// Sets of options.
    pub kinds: Vec<KindDef>,
    /// What may be asked.
    pub facts: Vec<Fact>,
    /// Records of lists.
    pub records: Vec<Record>,
    /// Tables.
    pub tables: Vec<Table>,
    /// Rules by what they give a value to.
    pub items: Vec<Item>,
    /// The files.
    pub provisions: Vec<Provision>,
    /// What each folder of files is called, by its path below the pack's own.
    pub instruments: Vec<Named>,
    /// Places of names, for look-up.
    pub names: Names,
}

/// Indexes by name.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Facts.
    pub facts: HashMap<String, usize>,
    /// Tables.
    pub tables: HashMap<String, usize>,
    /// Definitions, as items.
    pub definitions: HashMap<String, usize>,
    /// Kinds.
    pub kinds: HashMap<String, usize>,
}

impl Tree {
    /// The options of a type that is a kind; none for others.
    pub fn options(&self, ty: Type) -> &[String] {
        if let Type::Kind(kind) = ty { &self.kinds[kind].options } else { &[] }
    }

    /// Index of a target's item.
    pub fn item(&self, target: &Target) -> Option<usize> {
        self.items.iter().position(|item| item.target == *target)
    }
}
