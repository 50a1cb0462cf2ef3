//! Values and rules as the law's own files write them, the same in every language.

use base::{Day, Exact, Month};
use rules::tree::{Clause, KeyKind, Table, Target, Tree};
use rules::value::{Type, Value};

/// A value as a law file or a fact on the command line has it: `11_652_800`, `0.24 %`, `very_low`, `yes`.
pub(crate) fn value(tree: &Tree, value: &Value, ty: Type) -> String {
    match (value, ty) {
        (Value::Number(number), Type::Rate) => format!("{} %", grouped(&(number * &Exact::from(100)))),
        (Value::Number(number), _) => grouped(number),
        (Value::YesNo(yes), _) => if *yes { "yes" } else { "no" }.to_owned(),
        (Value::Day(day), _) => day.to_string(),
        (Value::Month(month), _) => month.to_string(),
        (Value::Option(at), _) => tree.options(ty).get(usize::from(*at)).cloned().unwrap_or_default(),
        (Value::List(list), _) if list.is_empty() => "none".to_owned(),
        (Value::List(list), _) => list.len().to_string(),
    }
}

/// A number with `_` between groups of three.
pub(crate) fn grouped(number: &Exact) -> String {
    let plain = exact(number);
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("-", digits));
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let (whole, rest) = digits.split_at(end);
    let mut text = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text + rest
}

/// A number to its last digit: a decimal, or a fraction where the decimals have no end.
pub(crate) fn exact(number: &Exact) -> String {
    let decimal = number.to_string();
    if decimal.ends_with('…') { format!("{number:?}") } else { decimal }
}

/// The keys of a row: `[very_low]`, or nothing.
pub(crate) fn keys(tree: &Tree, table: &Table, keys: &[Value]) -> String {
    if keys.is_empty() {
        return String::new();
    }
    let shown: Vec<String> =
        keys.iter().zip(&table.keys).map(|(key, (kind, _))| key_of(tree, key, kind)).collect();
    format!("[{}]", shown.join(", "))
}

/// One key of a row.
pub(crate) fn key_of(tree: &Tree, key: &Value, kind: &KeyKind) -> String {
    match (kind, key) {
        (KeyKind::Kind(kind), _) => value(tree, key, Type::Kind(*kind)),
        // A year is a number that people do not group.
        (_, Value::Number(number)) if number.to_string().len() == 4 => number.to_string(),
        _ => value(tree, key, Type::Count),
    }
}

/// A day on which something begins: the month, where it is the first of one.
pub(crate) fn first(day: Day) -> String {
    if day.day_of_month() == 1 { day.month().to_string() } else { day.to_string() }
}

/// The last day or month before `end`.
pub(crate) fn last(end: Day) -> String {
    let last = end.plus_days(-1).unwrap_or(end);
    if last == last.month().last_day() { last.month().to_string() } else { last.to_string() }
}

/// A day, or a month as its first day.
pub(crate) fn day_or_month(text: &str) -> Option<Day> {
    text.parse().ok().or_else(|| text.parse().ok().map(Month::first_day))
}

/// The name of a type as `facts.md` has it.
pub(crate) fn type_name(tree: &Tree, ty: Type) -> String {
    match ty {
        Type::Money => "money".to_owned(),
        Type::Rate => "rate".to_owned(),
        Type::Count => "count".to_owned(),
        Type::YesNo => "yes/no".to_owned(),
        Type::Day => "date".to_owned(),
        Type::Month => "month".to_owned(),
        Type::Kind(kind) => tree.kinds[kind].name.clone(),
        Type::List(record) => format!("list of {}", tree.records[record].name),
    }
}

/// What a rule gives a value to: `wage_earner owes jkk, paid by employer`.
pub(crate) fn target(tree: &Tree, target: &Target) -> String {
    let land = &tree.jurisdiction;
    let benefit = |at: &usize| land.benefits[*at].name.as_str();
    match target {
        Target::Line { segment, programme, payer } => {
            let (segment, programme) = (&land.segments[*segment].name, &land.programmes[*programme].name);
            format!("{segment} owes {programme}, paid by {}", land.payers[*payer].name)
        }
        Target::Move { segment, programme, fund } => {
            let (segment, programme) = (&land.segments[*segment].name, &land.programmes[*programme].name);
            format!("{segment} moves {programme} from {}", land.funds[*fund].name)
        }
        Target::Definition(name) => name.clone(),
        Target::Component { benefit: at, name } => format!("{} pays {name}", benefit(at)),
        Target::Requirement { benefit: at, name } => format!("{} requires {name}", benefit(at)),
    }
}

/// When a rule holds, as its header has it: `from 2015-07 until 2025-02-06, by decision_date`.
pub(crate) fn validity(tree: &Tree, clause: &Clause) -> String {
    if !clause.in_force {
        return "not in force".to_owned();
    }
    let Some((from, until)) = clause.validity else { return "always".to_owned() };
    let until = until.map_or_else(String::new, |end| format!(" until {}", last(end)));
    let by = selector(tree, clause).map_or_else(String::new, |name| format!(", by {name}"));
    format!("from {}{until}{by}", first(from))
}

/// The fact or definition whose date chooses a rule.
pub(crate) fn selector<'a>(tree: &'a Tree, clause: &Clause) -> Option<&'a str> {
    use rules::tree::NodeKind;
    match clause.selector.as_ref()?.kind {
        NodeKind::Fact(at) => Some(&tree.facts[at].name),
        NodeKind::Item(at) => match &tree.items[at].target {
            Target::Definition(name) => Some(name),
            _ => None,
        },
        _ => None,
    }
}
