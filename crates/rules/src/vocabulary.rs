//! Reads the names of a pack: jurisdiction, kinds, facts, records, words.

use std::collections::HashMap;

use base::{Citation, Confidence, Day, Exact};

use crate::complaint::Complaint;
use crate::provision::{Document, RawTable};
use crate::source::Placed;
use crate::tree::{Fact, Jurisdiction, KindDef, Names, Record, Words};
use crate::value::{self, Type, Value};

/// The names of a pack, before any rule is read.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    pub(crate) jurisdiction: Jurisdiction,
    pub(crate) kinds: Vec<KindDef>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) records: Vec<Record>,
    pub(crate) words: HashMap<String, Words>,
    pub(crate) names: Names,
}

/// Reads every vocabulary table of the documents.
pub(crate) fn read(documents: &[Document], complaints: &mut Vec<Complaint>) -> Option<Vocabulary> {
    let words = words(documents, complaints);
    let jurisdiction = jurisdiction::read(documents, complaints)?;
    let mut vocabulary = Vocabulary {
        jurisdiction,
        kinds: Vec::new(),
        facts: Vec::new(),
        records: Vec::new(),
        words,
        names: Names::default(),
    };
    for table in sections(documents, "kinds") {
        vocabulary.kinds(table, complaints);
    }
    // Records are named first, so that facts and records may stand in any order.
    let record_tables: Vec<&RawTable> = sections(documents, "record ").collect();
    for table in &record_tables {
        let name = table.heading.text["record ".len()..].split('·').next().unwrap_or("").trim().to_owned();
        vocabulary.records.push(Record { name, fields: Vec::new() });
    }
    for (at, table) in record_tables.into_iter().enumerate() {
        vocabulary.records[at].fields = vocabulary.facts_of(table, "field", complaints);
    }
    for table in sections(documents, "facts") {
        let facts = vocabulary.facts_of(table, "fact", complaints);
        for fact in facts {
            vocabulary.add_fact(fact, complaints);
        }
    }
    Some(vocabulary)
}

/// Tables whose heading is this word, alone or before ` · subject`.
pub(crate) fn sections<'a>(documents: &'a [Document], word: &'a str) -> impl Iterator<Item = &'a RawTable> {
    documents
        .iter()
        .flat_map(|document| &document.tables)
        .filter(move |table| is_section(&table.heading.text, word))
}

pub(crate) fn is_section(heading: &str, word: &str) -> bool {
    let first = heading.split('·').next().unwrap_or("").trim();
    if word.ends_with(' ') { first.starts_with(word) } else { first == word }
}

fn words(documents: &[Document], complaints: &mut Vec<Complaint>) -> HashMap<String, Words> {
    let mut words: HashMap<String, Words> = HashMap::new();
    for table in sections(documents, "words") {
        for row in &table.rows {
            let (Some(name), Some(id), Some(en)) =
                (table.cell(row, "name"), table.cell(row, "id"), table.cell(row, "en"))
            else {
                complaints.push(incomplete(table, row, "name, id, en"));
                continue;
            };
            words.insert(
                name.text.trim_matches('`').to_owned(),
                Words { id: id.text.clone(), en: en.text.clone() },
            );
        }
    }
    words
}

/// "this row lacks one of …"
pub(crate) fn incomplete(table: &RawTable, row: &[Placed], columns: &str) -> Complaint {
    let place = row.first().map_or(table.heading.span, |cell| cell.span);
    Complaint::new(
        "incomplete-row",
        format!("this row needs its columns {columns}"),
        place,
        "a cell is missing",
    )
    .help(format!("the table has the columns {}", names_of(&table.columns)))
}

fn names_of(columns: &[Placed]) -> String {
    columns.iter().map(|column| column.text.as_str()).collect::<Vec<_>>().join(", ")
}

impl Vocabulary {
    fn kinds(&mut self, table: &RawTable, complaints: &mut Vec<Complaint>) {
        for row in &table.rows {
            let (Some(name), Some(options)) = (table.cell(row, "kind"), table.cell(row, "options")) else {
                complaints.push(incomplete(table, row, "kind, options"));
                continue;
            };
            let place = options;
            let options: Vec<String> = place.text.split(',').map(|option| option.trim().to_owned()).collect();
            if let Some(again) =
                options.iter().enumerate().find(|(at, option)| options[..*at].contains(option))
            {
                let problem = format!("the option `{}` of `{}` stands twice", again.1, name.text);
                complaints.push(
                    Complaint::new("twice", problem, place.span, "in these options")
                        .help("keep one of the two"),
                );
            }
            if self.names.kinds.insert(name.text.clone(), self.kinds.len()).is_some() {
                complaints.push(twice(name, "kind"));
                continue;
            }
            let words = options.iter().map(|option| self.option_words(&name.text, option)).collect();
            self.kinds.push(KindDef { name: name.text.clone(), options, words });
        }
    }

    /// The words of an option: its own, those shared by name, or of the segment, programme … of this name.
    fn option_words(&self, kind: &str, option: &str) -> Words {
        let own = self.words.get(&format!("{kind}.{option}")).or_else(|| self.words.get(option)).cloned();
        own.or_else(|| {
            let land = &self.jurisdiction;
            let named = land.segments.iter().chain(&land.programmes).chain(&land.payers);
            named.into_iter().find(|named| named.name == option).map(|named| named.words.clone())
        })
        .unwrap_or_else(|| Words { id: option.replace('_', " "), en: option.replace('_', " ") })
    }

    fn facts_of(&self, table: &RawTable, column: &str, complaints: &mut Vec<Complaint>) -> Vec<Fact> {
        let mut facts = Vec::new();
        for row in &table.rows {
            match self.fact(table, row, column) {
                Ok(fact) => facts.push(fact),
                Err(complaint) => complaints.push(complaint),
            }
        }
        facts
    }

    fn fact(&self, table: &RawTable, row: &[Placed], column: &str) -> Result<Fact, Complaint> {
        let (Some(name), Some(ty), Some(id), Some(en)) =
            (table.cell(row, column), table.cell(row, "type"), table.cell(row, "id"), table.cell(row, "en"))
        else {
            return Err(incomplete(table, row, &format!("{column}, type, id, en")));
        };
        let ty_value = self.ty(&ty.text).ok_or_else(|| {
            let problem = format!("there is no type `{}`", ty.text);
            Complaint::new("unknown-type", problem, ty.span, "not a type").help(
                "a type is money, rate, count, yes/no, date, month, the name of a kind, or `list of RECORD`",
            )
        })?;
        let limits = table.cell(row, "limits").map(limits).transpose()?;
        let default = table.cell(row, "default").map(|cell| self.default(cell, ty_value)).transpose()?;
        let source = table.cell(row, "source").map(|cell| cell.text.clone()).unwrap_or_default();
        let words = Words { id: id.text.clone(), en: en.text.clone() };
        Ok(Fact { name: name.text.clone(), ty: ty_value, limits, default, words, source, span: name.span })
    }

    fn default(&self, cell: &Placed, ty: Type) -> Result<Value, Complaint> {
        if matches!(ty, Type::List(_)) && cell.text == "none" {
            return Ok(Value::List(std::sync::Arc::default()));
        }
        self.value(cell, ty)
    }

    /// Reads a value at a place.
    pub(crate) fn value(&self, cell: &Placed, ty: Type) -> Result<Value, Complaint> {
        let options: &[String] = if let Type::Kind(kind) = ty { &self.kinds[kind].options } else { &[] };
        value::parse(&cell.text, ty, options).map_err(|problem| {
            Complaint::new("bad-value", problem, cell.span, "does not fit").help(form(ty, options))
        })
    }

    /// The type of this name.
    pub(crate) fn ty(&self, text: &str) -> Option<Type> {
        Some(match text {
            "money" => Type::Money,
            "rate" => Type::Rate,
            "count" => Type::Count,
            "yes/no" => Type::YesNo,
            "date" | "day" => Type::Day,
            "month" => Type::Month,
            _ => {
                if let Some(record) = text.strip_prefix("list of ") {
                    return self.records.iter().position(|r| r.name == record.trim()).map(Type::List);
                }
                return self.names.kinds.get(text).copied().map(Type::Kind);
            }
        })
    }

    fn add_fact(&mut self, fact: Fact, complaints: &mut Vec<Complaint>) {
        if let Some(before) = self.names.facts.get(&fact.name) {
            let first = self.facts[*before].span;
            complaints.push(
                Complaint::new(
                    "twice",
                    format!("the fact `{}` is declared twice", fact.name),
                    fact.span,
                    "again here",
                )
                .and(first, "first here")
                .help("keep one of the two rows"),
            );
            return;
        }
        self.names.facts.insert(fact.name.clone(), self.facts.len());
        self.facts.push(fact);
    }
}

/// How a value of this type is written.
fn form(ty: Type, options: &[String]) -> String {
    match ty {
        Type::Money | Type::Count => {
            "write digits, grouped with `_` or `,` if you like: `1_250_000`".to_owned()
        }
        Type::Rate => "write the percentage as a plain number: `0.24` is 0.24 %".to_owned(),
        Type::YesNo => "write `yes` or `no`".to_owned(),
        Type::Day => "write the day as `2026-02-17`".to_owned(),
        Type::Month => "write the month as `2026-02`".to_owned(),
        Type::Kind(_) => format!("write one of {}, or add the option to its kind", options.join(", ")),
        Type::List(_) => "leave the cell empty, or write `none`".to_owned(),
    }
}

fn twice(name: &Placed, what: &str) -> Complaint {
    Complaint::new("twice", format!("the {what} `{}` is declared twice", name.text), name.span, "again here")
        .help("keep one of the two")
}

/// `0 .. 1_000_000`
fn limits(cell: &Placed) -> Result<(Exact, Exact), Complaint> {
    let bounds = cell.text.split_once("..").and_then(|(least, most)| {
        let least = value::parse_number(least.trim())?;
        let most = value::parse_number(most.trim())?;
        let scale = |(number, percent): (Exact, bool)| if percent { number.percent() } else { number };
        Some((scale(least), scale(most))).filter(|(least, most)| least <= most)
    });
    bounds.ok_or_else(|| {
        Complaint::new(
            "bad-limits",
            format!("`{}` are not limits", cell.text),
            cell.span,
            "two numbers, the least first",
        )
        .help("write the least and the greatest value: `0 .. 1_000_000`")
    })
}

/// Reads `instrument`, `checked` and `source` of a row; `″` and an absent cell repeat what came before.
pub(crate) fn citation(table: &RawTable, row: &[Placed], before: &Citation) -> Result<Citation, Complaint> {
    let own = |column: &str| table.cell(row, column).filter(|cell| !matches!(cell.text.as_str(), "″" | "\""));
    let mut citation = before.clone();
    if let Some(cell) = own("instrument") {
        citation.instrument.clone_from(&cell.text);
    }
    if let Some(cell) = own("checked") {
        citation.checked = checked(cell)?;
    }
    if let Some(cell) = own("source") {
        citation.confidence = confidence(cell)?;
    }
    Ok(citation)
}

pub(crate) fn checked(cell: &Placed) -> Result<Day, Complaint> {
    cell.text.trim_start_matches("checked ").parse().map_err(|_| {
        Complaint::new("bad-date", format!("`{}` is not a day", cell.text), cell.span, "expected a day")
            .help("write the day somebody last compared this with its source: `2026-11-20`")
    })
}

pub(crate) fn confidence(cell: &Placed) -> Result<Confidence, Complaint> {
    Confidence::parse(&cell.text).ok_or_else(|| {
        Complaint::new(
            "bad-letter",
            format!("`{}` is not a confidence letter", cell.text),
            cell.span,
            "expected a letter",
        )
        .help("A the text was seen, B two sources, C one source, D memory")
    })
}

pub(crate) use jurisdiction::named;

mod jurisdiction {
    //! Currency, calendar, segments, programmes, payers, funds, benefits.
    use base::{Citation, Confidence, WorkingDays};

    use super::{citation, incomplete, sections, twice};
    use crate::complaint::Complaint;
    use crate::parse::{day_after, first_day};
    use crate::provision::{Document, RawTable};
    use crate::source::{Placed, Span};
    use crate::tree::{Jurisdiction, Named, Words};

    pub(super) fn read(documents: &[Document], complaints: &mut Vec<Complaint>) -> Option<Jurisdiction> {
        let Some(settings) = sections(documents, "settings").next() else {
            let place = Span::new(0, 0, 0);
            complaints.push(
                Complaint::new(
                    "no-jurisdiction",
                    "this pack has no `jurisdiction.md` with a table `settings`",
                    place,
                    "",
                )
                .help("copy the one of law/id and change it"),
            );
            return None;
        };
        let mut setting = |name: &str| match find(settings, name) {
            Some(cell) => Some(cell.clone()),
            None => {
                let problem = format!("the settings lack `{name}`");
                complaints.push(
                    Complaint::new("no-setting", problem, settings.heading.span, "in this table")
                        .help("the settings are code, currency, symbol, decimals, weekend, begins and known"),
                );
                None
            }
        };
        let (code, currency, symbol) = (setting("code")?, setting("currency")?, setting("symbol")?);
        let (decimals, weekend) = (setting("decimals")?, setting("weekend")?);
        let (begins, known) = (setting("begins")?, setting("known")?);
        let decimals = digits(&decimals).map_err(|complaint| complaints.push(complaint)).ok()?;
        let known = match (first_day(&begins.text), day_after(&known.text)) {
            (Some(first), Some(end)) if first < end => (first, end),
            _ => {
                complaints.push(
                    Complaint::new(
                        "bad-date",
                        "the settings `begins` and `known` are dates",
                        begins.span,
                        "`begins`",
                    )
                    .help("write the first and the last month that the pack knows: `2015-07` and `2027-12`"),
                );
                return None;
            }
        };
        let funds = named(documents, "funds", "fund", None, complaints);
        let programmes = named(documents, "programmes", "programme", Some(("fund", &funds)), complaints);
        let benefits = named(documents, "benefits", "benefit", Some(("programme", &programmes)), complaints);
        let (calendar, calendar_citation) = calendar(documents, &weekend, complaints)?;
        Some(Jurisdiction {
            code: code.text,
            currency: currency.text,
            symbol: symbol.text,
            decimals,
            known,
            calendar,
            calendar_citation,
            segments: named(documents, "segments", "segment", None, complaints),
            programmes,
            payers: named(documents, "payers", "payer", None, complaints),
            funds,
            benefits,
        })
    }

    /// Digits after the point of the smallest coin.
    fn digits(cell: &Placed) -> Result<u32, Complaint> {
        cell.text.parse().ok().filter(|digits| *digits <= base::limit::DECIMALS_MAX).ok_or_else(|| {
            let problem = format!("`{}` is not a number of digits after the point", cell.text);
            Complaint::new("bad-value", problem, cell.span, "of the smallest coin")
                .help(format!("write 0 for whole rupiah, 2 for sen; at most {}", base::limit::DECIMALS_MAX))
        })
    }

    fn find<'a>(settings: &'a RawTable, name: &str) -> Option<&'a Placed> {
        let row = settings.rows.iter().find(|row| row.first().is_some_and(|cell| cell.text == name))?;
        row.get(1)
    }

    pub(crate) fn named(
        documents: &[Document],
        section: &str,
        column: &str,
        belongs: Option<(&str, &[Named])>,
        complaints: &mut Vec<Complaint>,
    ) -> Vec<Named> {
        let mut all = Vec::new();
        for table in sections(documents, section) {
            for row in &table.rows {
                let (Some(name), Some(id), Some(en)) =
                    (table.cell(row, column), table.cell(row, "id"), table.cell(row, "en"))
                else {
                    complaints.push(incomplete(table, row, &format!("{column}, id, en")));
                    continue;
                };
                let belongs_to = match belongs {
                    None => 0,
                    Some((owner, owners)) => {
                        let cell = table.cell(row, owner).ok_or_else(|| incomplete(table, row, owner));
                        let at = cell.and_then(|cell| crate::check::named(cell, owners, owner));
                        at.unwrap_or_else(|complaint| {
                            complaints.push(complaint);
                            0
                        })
                    }
                };
                let words = Words { id: id.text.clone(), en: en.text.clone() };
                if all.iter().any(|known: &Named| known.name == name.text) {
                    complaints.push(twice(name, column));
                    continue;
                }
                all.push(Named { name: name.text.clone(), words, belongs_to });
            }
        }
        all
    }

    const WEEK: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    fn calendar(
        documents: &[Document],
        weekend: &Placed,
        complaints: &mut Vec<Complaint>,
    ) -> Option<(WorkingDays, Citation)> {
        let mut days = [false; 7];
        for name in weekend.text.split(',').map(str::trim) {
            match WEEK.iter().position(|day| *day == name) {
                Some(at) => days[at] = true,
                None => complaints.push(
                    Complaint::new(
                        "bad-day",
                        format!("`{name}` is not a day of the week"),
                        weekend.span,
                        "in the weekend",
                    )
                    .help(format!("the days are {}", WEEK.join(", "))),
                ),
            }
        }
        let mut holidays = Vec::new();
        let (checked, confidence) = (first_day("2000-01-01")?, Confidence::A);
        let mut worst =
            Citation { instrument: String::new(), in_indonesian: String::new(), checked, confidence };
        for table in sections(documents, "holidays") {
            let mut before = worst.clone();
            for row in &table.rows {
                let read = citation(table, row, &before).and_then(|cited| {
                    let cell = table.cell(row, "date").ok_or_else(|| incomplete(table, row, "date"))?;
                    let day = cell.text.parse().map_err(|_| {
                        Complaint::new(
                            "bad-date",
                            format!("`{}` is not a day", cell.text),
                            cell.span,
                            "expected a day",
                        )
                        .help("write the holiday as `2026-02-17`")
                    })?;
                    Ok((day, cited))
                });
                match read {
                    Ok((day, cited)) => {
                        holidays.push(day);
                        if worst.instrument.is_empty() || cited.confidence > worst.confidence {
                            worst = cited.clone();
                        }
                        before = cited;
                    }
                    Err(complaint) => complaints.push(complaint),
                }
            }
        }
        match WorkingDays::new(days, holidays) {
            Ok(calendar) => Some((calendar, worst)),
            Err(_) => {
                complaints.push(
                    Complaint::new(
                        "bad-day",
                        "a week needs a working day",
                        weekend.span,
                        "all seven days are named",
                    )
                    .help("name only the days on which offices are closed: `saturday, sunday`"),
                );
                None
            }
        }
    }
}
