//! Answers as text, in Indonesian and in English.

mod reasons;

use base::{Day, Exact};

use crate::tree::{Tree, Words};
use crate::value::{Type, Value};

pub use reasons::{Part, ReasonLine, citation, instrument, name, named, reason, stop};

/// The reader's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// Indonesian.
    Id,
    /// English.
    En,
}

impl Lang {
    /// The word in this language.
    pub fn of(self, words: &Words) -> &str {
        match self {
            Self::Id => &words.id,
            Self::En => &words.en,
        }
    }

    /// One of two values.
    pub fn pick_value<T>(self, id: T, en: T) -> T {
        match self {
            Self::Id => id,
            Self::En => en,
        }
    }

    /// One of two texts.
    pub fn pick<'a>(self, id: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Id => id,
            Self::En => en,
        }
    }
}

/// A value the way people of this language write it.
pub fn value(tree: &Tree, value: &Value, ty: Type, lang: Lang) -> String {
    match (value, ty) {
        (Value::Number(number), Type::Money) => money(tree, number, lang),
        (Value::Number(number), Type::Rate) => {
            format!("{} %", number_text(&(number * &Exact::from(100)), lang))
        }
        (Value::Number(number), _) => number_text(number, lang),
        (Value::YesNo(yes), _) => {
            lang.pick(if *yes { "ya" } else { "tidak" }, if *yes { "yes" } else { "no" }).to_owned()
        }
        (Value::Day(day), _) => day_text(*day, lang),
        (Value::Month(month), _) => format!("{} {}", month_name(month.number(), lang), month.year()),
        (Value::Option(at), Type::Kind(kind)) => {
            let kind = &tree.kinds[kind];
            kind.words.get(usize::from(*at)).map_or_else(String::new, |words| lang.of(words).to_owned())
        }
        (Value::Option(_), _) => String::new(),
        (Value::List(list), _) => match lang {
            Lang::Id => format!("{} baris", list.len()),
            Lang::En if list.len() == 1 => "1 record".to_owned(),
            Lang::En => format!("{} records", list.len()),
        },
    }
}

/// An amount with the currency's sign: `Rp13.752`, `Rp13,752`.
pub fn money(tree: &Tree, amount: &Exact, lang: Lang) -> String {
    let plain = amount.to_string();
    let decimals = tree.jurisdiction.decimals as usize;
    let point = if lang == Lang::Id { ',' } else { '.' };
    let mut text = number_text(amount, lang);
    // Cents are written in full, `RM74.40`; what is not a decimal number stays as it is.
    let given = plain.split_once('.').map_or(0, |(_, cents)| cents.len());
    if given < decimals && plain.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'.')) {
        if given == 0 {
            text.push(point);
        }
        text.extend(std::iter::repeat_n('0', decimals - given));
    }
    format!("{}{text}", tree.jurisdiction.symbol)
}

/// A number with groups of three and the language's signs.
pub fn number_text(number: &Exact, lang: Lang) -> String {
    let plain = number.to_string();
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("-", digits));
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let (whole, rest) = digits.split_at(end);
    let (group, point) = if lang == Lang::Id { ('.', ",") } else { (',', ".") };
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(group);
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{}", rest.replacen('.', point, 1))
}

/// `17 Februari 2026`, `17 February 2026`
pub fn day_text(day: Day, lang: Lang) -> String {
    format!("{} {} {}", day.day_of_month(), month_name(day.month_number(), lang), day.year())
}

/// Name of a month, 1 to 12.
pub fn month_name(number: u32, lang: Lang) -> &'static str {
    let names = match lang {
        Lang::Id => &MONTHS_ID,
        Lang::En => &MONTHS_EN,
    };
    names.get(number.wrapping_sub(1) as usize).copied().unwrap_or("")
}

const MONTHS_ID: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];

const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
