//! Finds the heading of a payroll and what each of its columns stands for.

use std::collections::HashMap;

use super::field::Field;
use super::refusal::Refusal;
use super::synonym;

/// What a column stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Nik,
    Name,
    Kpj,
    Npp,
    /// The field of this number.
    Fact(usize),
}

/// A row that may be the heading: the texts of its cells, where it stands, and how much of it is known.
#[derive(Clone, Default, Debug)]
pub(super) struct Candidate {
    pub(super) texts: Vec<String>,
    pub(super) line: u64,
    /// Where it ends in the sample of a text file.
    pub(super) end: usize,
    pub(super) known: usize,
    pub(super) has_nik: bool,
}

impl Candidate {
    /// The better of two: the one that has a NIK, then the one with more known columns, then the first.
    pub(super) fn or_better(self, other: Candidate) -> Candidate {
        if (other.has_nik, other.known) > (self.has_nik, self.known) { other } else { self }
    }
}

/// All the headings that mean something, by their plain form.
pub(super) struct Vocabulary<'f> {
    fields: &'f [Field],
    roles: HashMap<String, Role>,
}

impl<'f> Vocabulary<'f> {
    /// The first to claim a heading has it: the four of every payroll, names of facts, then synonyms.
    pub(super) fn new(fields: &'f [Field]) -> Vocabulary<'f> {
        let mut vocabulary = Vocabulary { fields, roles: HashMap::new() };
        let fixed = [
            (Role::Nik, synonym::NIK),
            (Role::Name, synonym::NAME),
            (Role::Kpj, synonym::KPJ),
            (Role::Npp, synonym::NPP),
        ];
        for (role, headings) in fixed {
            vocabulary.claim(role, headings);
        }
        vocabulary.claim_facts(|field| vec![&field.name]);
        vocabulary.claim_facts(|field| field.headings.iter().map(String::as_str).collect());
        vocabulary.claim_facts(|field| synonym::of_fact(&field.name).to_vec());
        vocabulary
    }

    fn claim_facts<'a>(&mut self, headings: impl Fn(&'f Field) -> Vec<&'a str>)
    where
        'f: 'a,
    {
        for (number, field) in self.fields.iter().enumerate() {
            self.claim(Role::Fact(number), &headings(field));
        }
    }

    fn claim(&mut self, role: Role, headings: &[&str]) {
        for heading in headings {
            let plain = plain(heading);
            if !plain.is_empty() {
                self.roles.entry(plain).or_insert(role);
            }
        }
    }

    fn role(&self, heading: &str) -> Option<Role> {
        self.roles.get(&plain(heading)).copied()
    }

    /// Weighs a row that may be the heading.
    pub(super) fn weigh<'a>(&self, cells: impl Iterator<Item = &'a [u8]>, line: u64) -> Candidate {
        let texts: Vec<String> = cells.map(tidy).collect();
        let mut roles: Vec<Role> = texts.iter().filter_map(|text| self.role(text)).collect();
        let has_nik = roles.contains(&Role::Nik);
        roles.sort_by_key(|role| self.rank(*role));
        roles.dedup();
        Candidate { known: roles.len(), has_nik, texts, line, end: 0 }
    }

    fn rank(&self, role: Role) -> usize {
        match role {
            Role::Fact(number) => number,
            Role::Nik => self.fields.len(),
            Role::Name => self.fields.len() + 1,
            Role::Kpj => self.fields.len() + 2,
            Role::Npp => self.fields.len() + 3,
        }
    }

    /// Settles what each column is, or says what is missing or stands twice.
    pub(super) fn settle(&self, heading: Candidate) -> Result<Columns, Refusal> {
        if heading.known == 0 {
            return Err(Refusal::NoHeading { found: heading.texts, expected: self.expected() });
        }
        let roles: Vec<Option<Role>> = heading.texts.iter().map(|text| self.role(text)).collect();
        let mut columns =
            Columns { texts: heading.texts, line: heading.line, places: vec![], unused: vec![] };
        for (place, role) in roles.into_iter().enumerate() {
            match role {
                Some(role) => self.place(&mut columns, role, place)?,
                None => columns.unused.push(place),
            }
        }
        self.complete(columns)
    }

    /// A second column for the same fact gives way to one that bears the fact's own name, else it is a clash.
    fn place(&self, columns: &mut Columns, role: Role, place: usize) -> Result<(), Refusal> {
        let Some(before) = columns.places.iter().position(|(_, earlier)| *earlier == role) else {
            columns.places.push((place, role));
            return Ok(());
        };
        let earlier = columns.places[before].0;
        match (self.is_own_name(role, &columns.texts[earlier]), self.is_own_name(role, &columns.texts[place]))
        {
            (true, false) => columns.unused.push(place),
            (false, true) => {
                columns.places[before].0 = place;
                columns.unused.push(earlier);
            }
            _ => {
                let [first, second] = [earlier, place].map(|at| columns.texts[at].clone());
                return Err(Refusal::TwoColumns { fact: self.name(role), first, second });
            }
        }
        Ok(())
    }

    fn complete(&self, columns: Columns) -> Result<Columns, Refusal> {
        let needed = self.fields.iter().enumerate().filter(|(_, field)| field.required);
        let roles = std::iter::once(Role::Nik).chain(needed.map(|(number, _)| Role::Fact(number)));
        let missing: Vec<String> =
            roles.filter(|role| columns.place(*role).is_none()).map(|role| self.spellings(role)).collect();
        if missing.is_empty() {
            return Ok(columns);
        }
        Err(Refusal::NoColumn { row: columns.line, missing, found: columns.texts })
    }

    fn is_own_name(&self, role: Role, heading: &str) -> bool {
        plain(heading) == plain(&self.name(role))
    }

    fn name(&self, role: Role) -> String {
        match role {
            Role::Nik => "nik".to_owned(),
            Role::Name => "nama".to_owned(),
            Role::Kpj => "kpj".to_owned(),
            Role::Npp => "npp".to_owned(),
            Role::Fact(number) => self.fields[number].name.clone(),
        }
    }

    /// Such as `wage (upah, gaji)`.
    fn spellings(&self, role: Role) -> String {
        let name = self.name(role);
        let built_in = synonym::of_fact(&name).iter().copied();
        let own = match role {
            Role::Fact(number) => self.fields[number].headings.as_slice(),
            _ => &[],
        };
        let others: Vec<&str> = own.iter().map(String::as_str).chain(built_in).take(2).collect();
        if others.is_empty() { name } else { format!("{name} ({})", others.join(", ")) }
    }

    fn expected(&self) -> Vec<String> {
        let needed = self.fields.iter().enumerate().filter(|(_, field)| field.required);
        let facts = needed.map(|(number, _)| Role::Fact(number));
        [Role::Nik, Role::Name].into_iter().chain(facts).map(|role| self.spellings(role)).collect()
    }
}

/// Where each fact stands in the rows of one file.
pub(super) struct Columns {
    texts: Vec<String>,
    line: u64,
    places: Vec<(usize, Role)>,
    unused: Vec<usize>,
}

impl Columns {
    /// The column of a role, counted from 0.
    pub(super) fn place(&self, role: Role) -> Option<usize> {
        self.places.iter().find(|(_, placed)| *placed == role).map(|(place, _)| *place)
    }

    /// The column of a field, counted from 0.
    pub(super) fn fact(&self, field: usize) -> Option<usize> {
        self.place(Role::Fact(field))
    }

    /// The heading over a column as it stands in the file.
    pub(super) fn heading(&self, place: usize) -> &str {
        self.texts.get(place).map_or("", String::as_str)
    }

    /// How many columns the heading has.
    pub(super) fn width(&self) -> usize {
        self.texts.len()
    }

    /// The row of the heading, counted from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Headings that stand for nothing asked for.
    pub(super) fn ignored(&self) -> impl Iterator<Item = &str> {
        self.unused.iter().map(|place| self.heading(*place)).filter(|heading| !heading.is_empty())
    }
}

/// The text of a heading on one line.
fn tidy(cell: &[u8]) -> String {
    String::from_utf8_lossy(cell).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Small letters and digits only, without what stands in brackets.
pub(super) fn plain(text: &str) -> String {
    let mut depth = 0_usize;
    let mut plain = String::new();
    for letter in text.chars() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 && letter.is_alphanumeric() => plain.extend(letter.to_lowercase()),
            _ => {}
        }
    }
    plain
}
