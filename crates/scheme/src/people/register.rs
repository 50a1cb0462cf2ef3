//! Registering a person, once.

use base::id::NikFault;
use base::{Day, Moment, Month, Nik};
use rules::tree::Tree;

use super::{Duplicate, Finding, Identity, IdentityRecord, LIKELY, Likeness, candidates};
use crate::facts::{Fact, Subject, check_fact};
use crate::id::PersonId;
use crate::refusal::Refusal;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Register<'a> {
    /// The number the person gets.
    pub person: PersonId,
    /// Who it is.
    pub identity: Identity,
    /// Facts by the law's names that have always been true, such as `nationality`.
    pub facts: &'a [(&'a str, &'a str)],
    /// Somebody has looked at the likely duplicates and says that this is another person.
    pub is_another: bool,
    /// Whether real people are registered, so that invented ones are refused.
    pub in_production: bool,
    /// The day of registration.
    pub today: Day,
    /// When it becomes known.
    pub known: Moment,
}

/// What is written down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Registration {
    /// The identity.
    pub record: IdentityRecord,
    /// The first facts, date of birth among them.
    pub facts: Vec<Fact>,
    /// What somebody should look at.
    pub findings: Vec<Finding>,
    /// Who may be the same.
    pub duplicates: Vec<Duplicate>,
}

/// Registers a person. `known` are those whom a look-up by NIK, name and mother's name has found.
///
/// A NIK that says another date of birth or sex than the person is a finding and no refusal: the register
/// keeps a number for life, whatever is corrected later. A NIK that somebody else has is refused.
pub fn register(
    tree: &Tree,
    asked: &Register<'_>,
    known: &[(PersonId, Identity)],
) -> Result<Registration, Refusal> {
    let identity = tidy(&asked.identity);
    check(&identity, asked.in_production, asked.today)?;
    let duplicates = candidates(&identity, known);
    for duplicate in &duplicates {
        is_taken(duplicate, asked.is_another)?;
    }
    let mut facts = vec![always(asked.person, "birth_date", &identity.birth_date.to_string(), asked.known)];
    for (name, value) in asked.facts {
        if crate::facts::is_own(name) {
            return Err(crate::employers::report_own(name));
        }
        check_fact(tree, name, value)?;
        facts.push(always(asked.person, name, value, asked.known));
    }
    let findings = findings(&identity, asked.today);
    let record = IdentityRecord { person: asked.person, identity, known: asked.known };
    Ok(Registration { record, facts, findings, duplicates })
}

/// A fact that was always true: its first month is that of the calendar, so a correction takes its place.
pub(super) fn always(person: PersonId, name: &str, value: &str, known: Moment) -> Fact {
    Fact::since(Subject::Person(person), name, value, Month::MIN, known)
}

/// Without spaces that nobody meant.
pub(super) fn tidy(identity: &Identity) -> Identity {
    let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let some = |text: &Option<String>| text.as_deref().map(tidy).filter(|text| !text.is_empty());
    Identity {
        name: tidy(&identity.name),
        mother: some(&identity.mother),
        phone: some(&identity.phone),
        ..identity.clone()
    }
}

pub(super) fn check(identity: &Identity, in_production: bool, today: Day) -> Result<(), Refusal> {
    if !identity.name.chars().any(char::is_alphabetic) {
        return Err(Refusal::new("name_missing", "nama belum diisi", "the name is missing"));
    }
    if identity.birth_date > today {
        let id = format!("tanggal lahir {} belum tiba", identity.birth_date);
        let en = format!("the date of birth, {}, has not come yet", identity.birth_date);
        return Err(Refusal::new("birth_ahead", id, en));
    }
    if in_production && identity.nik.is_invented() {
        return Err(invented());
    }
    Ok(())
}

/// Nobody real has such a number.
pub fn invented() -> Refusal {
    let id = "NIK yang diawali 99 adalah milik orang rekaan";
    Refusal::new("nik_invented", id, "a NIK that begins with 99 is that of an invented person")
}

fn is_taken(duplicate: &Duplicate, is_another: bool) -> Result<(), Refusal> {
    let person = duplicate.person;
    if duplicate.reasons.contains(&Likeness::SameNik) {
        let id = format!("NIK ini sudah terdaftar atas nama peserta nomor {person}");
        return Err(Refusal::new(
            "nik_taken",
            id,
            format!("this NIK is registered already, for person {person}"),
        ));
    }
    if duplicate.score() >= LIKELY && !is_another {
        let id =
            format!("kemungkinan besar sama dengan peserta nomor {person}; nyatakan bila memang orang lain");
        let en = format!("very likely the same as person {person}; say so if it is somebody else");
        return Err(Refusal::new("duplicate_likely", id, en));
    }
    Ok(())
}

/// Where the NIK and the person do not say the same.
pub(super) fn findings(identity: &Identity, today: Day) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (nik, stated) = (identity.nik, identity.birth_date);
    if let Some(birth) = nik.birth_date(today).filter(|birth| !same_digits(*birth, stated)) {
        let id = format!("menurut NIK lahir pada {birth}, dinyatakan {stated}; cocokkan dengan kartu");
        let en = format!("born on {birth} by the NIK, stated as {stated}; compare with the card");
        findings.push(Finding::new("nik_birth_date", id, en));
    }
    if nik.sex() != identity.sex {
        let id = "jenis kelamin menurut NIK berbeda dari yang dinyatakan; cocokkan dengan kartu";
        let en = "the sex by the NIK is not the one stated; compare with the card";
        findings.push(Finding::new("nik_sex", id, en));
    }
    findings
}

/// The NIK keeps two digits of the year, so people above a hundred seem younger by a hundred.
fn same_digits(nik: Day, stated: Day) -> bool {
    let digits = |day: Day| (day.year().rem_euclid(100), day.month_number(), day.day_of_month());
    digits(nik) == digits(stated)
}

/// Reads a NIK, or says in both languages what is wrong with it.
pub(super) fn read_nik(text: &str) -> Result<Nik, Refusal> {
    text.trim().parse().map_err(|fault: NikFault| {
        let id = match fault {
            NikFault::Length { .. } => "NIK terdiri atas 16 angka",
            NikFault::NotADigit { .. } => "NIK hanya terdiri atas angka",
            NikFault::Province { .. } => "dua angka pertama NIK bukan kode provinsi",
            NikFault::Birth { .. } => "angka ke-7 sampai ke-12 NIK bukan tanggal lahir",
            NikFault::Serial => "empat angka terakhir NIK tidak mungkin 0000",
        };
        Refusal::new("nik_refused", format!("{id}: cocokkan dengan kartu"), fault.to_string())
    })
}
