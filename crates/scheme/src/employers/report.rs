//! A change of what is known of a payer: risk class, size, industry, reliefs.

use base::{Moment, Month};
use rules::tree::Tree;

use super::Payer;
use crate::facts::{Fact, Months, Subject, check_fact, is_own};
use crate::refusal::Refusal;

/// What is reported.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The law's name.
    pub name: &'a str,
    /// The value; none withdraws what was said from this month on.
    pub value: Option<&'a str>,
    /// The first month it is true for.
    pub from: Month,
    /// The first month it is no longer true for.
    pub until: Option<Month>,
    /// When it becomes known.
    pub known: Moment,
}

/// Takes a report of a payer.
pub fn report(tree: &Tree, payer: &Payer, asked: &Report<'_>) -> Result<Fact, Refusal> {
    if let Some(closed) = payer.closed.filter(|closed| closed.month() < asked.from) {
        let id = format!("pembayar {} sudah ditutup pada {closed}", payer.id);
        return Err(Refusal::new("payer_closed", id, format!("payer {} was closed on {closed}", payer.id)));
    }
    taken(tree, Subject::Payer(payer.id), asked)
}

/// A report of anybody, if the law knows the name and takes the value.
pub(crate) fn taken(tree: &Tree, subject: Subject, asked: &Report<'_>) -> Result<Fact, Refusal> {
    let Report { name, value, from, until, known } = *asked;
    if is_own(name) {
        return Err(own(name));
    }
    if Months::new(from, until).is_none() {
        let id = format!("tidak ada bulan dari {from} sampai sebelum akhirnya");
        return Err(Refusal::new("months_empty", id, format!("there is no month from {from} to its end")));
    }
    match value {
        Some(value) => check_fact(tree, name, value)?,
        None => drop(
            rules::facts::find(tree, name)
                .map_err(|fault| Refusal::new("fact_refused", fault.words.id, fault.words.en))?,
        ),
    }
    Ok(Fact { subject, name: name.to_owned(), value: value.map(str::to_owned), from, until, known })
}

/// Names of the institution are written by its own acts, never by a report.
pub(crate) fn own(name: &str) -> Refusal {
    let id = format!("{name}: ditulis oleh tindakan lembaga sendiri, bukan oleh laporan");
    Refusal::new(
        "fact_refused",
        id,
        format!("{name}: written by the institution's own acts, not by a report"),
    )
}
