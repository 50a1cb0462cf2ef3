//! What somebody asks for: read from a form, kept, done.

use anyhow::Result;
use base::{Day, Month, Nik};
use scheme::id::{MembershipId, PayerId, PersonId};
use serde::{Deserialize, Serialize};
use store::Unit;
use store::queries::{contests, pots};

use super::table::Needs;
use crate::actions::change_membership::Changed;
use crate::actions::correct_person::{self, CorrectPerson};
use crate::actions::{
    book_line, change_membership, merge_people, refund_credit, report_payer, return_gift, reverse_payment,
};
use crate::books::correct::Corrected;
use crate::office::Desk;
use crate::serve::problem::{Words, words};

/// A change, with the reason for it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Change {
    /// A number becomes another person's.
    Merge { from: i64, into: i64, reason: String },
    /// A number is a person of its own again.
    Unmerge { person: i64, reason: String },
    /// A NIK or a day of birth was wrong.
    Identity { person: i64, nik: Option<String>, birth: Option<String>, reason: String },
    /// Credit is paid back, an amount or all of it.
    Refund { payer: i64, amount: Option<i64>, reason: String },
    /// A payer that covers nobody any more ends.
    Close { payer: i64, day: String, reason: String },
    /// A payment bounced.
    TakeBack { payer: i64, payment: i64, day: String, reason: String },
    /// What was reported of some months was wrong, as its member says or an officer saw.
    Wage {
        membership: i64,
        /// The law's name of what was reported.
        fact: String,
        amount: i64,
        from: String,
        /// The first month that is right again; nothing if all that follow are wrong too.
        until: Option<String>,
        /// The contested month that this answers.
        contest: Option<i64>,
        /// The account that answers it.
        by: Option<i64>,
        /// What was reported until then.
        was: String,
        reason: String,
    },
    /// Money that the bank tells of, and that matches no bill, is a payer's.
    Book { payer: i64, line: i64, reason: String },
    /// The institution ends a membership.
    End { membership: i64, day: String, end_reason: String, reason: String },
}

/// Longer than anybody reads as a reason.
pub(crate) const LETTERS_MAX: usize = 1_000;

/// What stands wrong, beside which field.
pub(crate) type Wrong = Vec<(String, Words)>;

/// The fields of a form as they are read, with what is wrong.
struct Reader<'f> {
    get: &'f dyn Fn(&str) -> String,
    wrong: Wrong,
}

/// Whole rupiah as people write them; nothing where a point or comma could be either.
pub(crate) fn whole(text: &str) -> Option<i64> {
    crate::payroll::rupiah(text).filter(|amount| (1..=base::limit::MONEY_MAX).contains(amount))
}

impl Reader<'_> {
    fn text(&mut self, name: &str) -> String {
        let text = (self.get)(name);
        if text.is_empty() {
            self.says(name, "Isi bagian ini.", "Fill this in.");
        } else if text.chars().count() > LETTERS_MAX {
            self.says(name, "Paling banyak 1.000 huruf.", "At most 1,000 letters.");
        }
        text
    }

    fn says(&mut self, name: &str, id: &str, en: &str) {
        self.wrong.push((name.to_owned(), words(id, en)));
    }

    fn number(&mut self, name: &str) -> i64 {
        let text = (self.get)(name);
        let read = text.parse::<i64>().ok().filter(|number| *number > 0);
        if read.is_none() {
            self.says(name, "Tulis nomornya dengan angka.", "Write the number in digits.");
        }
        read.unwrap_or_default()
    }

    fn sum(&mut self, name: &str) -> i64 {
        self.text(name);
        self.amount(name).unwrap_or_default()
    }

    fn month(&mut self, name: &str) -> Option<Month> {
        let read = (self.get)(name).parse::<Month>().ok();
        if read.is_none() {
            self.says(name, "Tulis bulan seperti 2026-05.", "Write a month such as 2026-05.");
        }
        read
    }

    /// The months from one to another, the last one included; without a last one, all that follow.
    fn months(&mut self, from: &str, last: &str) -> (String, Option<String>) {
        let first = self.month(from);
        let end = if (self.get)(last).is_empty() { None } else { self.month(last) };
        if first.zip(end).is_some_and(|(first, end)| end < first) {
            let (id, en) = ("Pilih bulan yang tidak lebih awal.", "Choose a month that is not earlier.");
            self.says(last, id, en);
        }
        let until = end.and_then(Month::next).map(|month| month.to_string());
        (first.map(|month| month.to_string()).unwrap_or_default(), until)
    }

    fn day(&mut self, name: &str) -> String {
        let text = (self.get)(name);
        if text.parse::<Day>().is_err() {
            self.says(name, "Pilih tanggal yang ada.", "Choose a day that exists.");
        }
        text
    }

    fn amount(&mut self, name: &str) -> Option<i64> {
        let text = (self.get)(name);
        if text.is_empty() {
            return None;
        }
        let read = whole(&text);
        if read.is_none() {
            self.says(name, "Tulis rupiah tanpa sen.", "Write whole rupiah.");
        }
        read
    }

    fn identity(&mut self) -> (Option<String>, Option<String>) {
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        let (nik, birth) = (some((self.get)("nik")), some((self.get)("birth")));
        if nik.as_ref().is_some_and(|nik| nik.parse::<Nik>().is_err()) {
            self.says("nik", "NIK terdiri dari enam belas angka.", "A NIK has sixteen digits.");
        }
        if birth.is_some() {
            self.day("birth");
        }
        if nik.is_none() && birth.is_none() {
            self.says("nik", "Isi NIK atau tanggal lahir yang benar.", "Give the right NIK or day of birth.");
        }
        (nik, birth)
    }
}

impl Change {
    /// Reads a form about somebody.
    pub(crate) fn read(row: &Needs, subject: i64, get: &dyn Fn(&str) -> String) -> Result<Change, Wrong> {
        let mut form = Reader { get, wrong: Vec::new() };
        let change = match row.what {
            "merge" => {
                let into = form.number("into");
                Change::Merge { from: subject, into, reason: form.text("reason") }
            }
            "unmerge" => Change::Unmerge { person: subject, reason: form.text("reason") },
            "identity" => {
                let (nik, birth) = form.identity();
                Change::Identity { person: subject, nik, birth, reason: form.text("reason") }
            }
            "refund" => {
                let amount = form.amount("amount");
                Change::Refund { payer: subject, amount, reason: form.text("reason") }
            }
            "close" => {
                let day = form.day("day");
                Change::Close { payer: subject, day, reason: form.text("reason") }
            }
            "take_back" => {
                let (payment, day) = (form.number("payment"), form.day("day"));
                Change::TakeBack { payer: subject, payment, day, reason: form.text("reason") }
            }
            "wage" => {
                let amount = form.sum("amount");
                let (from, until) = form.months("from", "until");
                let (fact, reason) = ("wage".to_owned(), form.text("reason"));
                let (membership, was) = (subject, String::new());
                Change::Wage { membership, fact, amount, from, until, contest: None, by: None, was, reason }
            }
            _ => {
                let (day, end_reason) = (form.day("day"), form.text("end_reason"));
                Change::End { membership: subject, day, end_reason, reason: form.text("reason") }
            }
        };
        if form.wrong.is_empty() { Ok(change) } else { Err(form.wrong) }
    }

    /// The name in the table.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Change::Merge { .. } => "merge",
            Change::Unmerge { .. } => "unmerge",
            Change::Identity { .. } => "identity",
            Change::Refund { .. } => "refund",
            Change::Close { .. } => "close",
            Change::TakeBack { .. } => "take_back",
            Change::Wage { .. } => "wage",
            Change::Book { .. } => "book",
            Change::End { .. } => "end",
        }
    }

    /// Whom it is about.
    pub(crate) fn subject(&self) -> i64 {
        match self {
            Change::Merge { from: subject, .. }
            | Change::Unmerge { person: subject, .. }
            | Change::Identity { person: subject, .. }
            | Change::Refund { payer: subject, .. }
            | Change::Close { payer: subject, .. }
            | Change::TakeBack { payer: subject, .. }
            | Change::Book { payer: subject, .. }
            | Change::Wage { membership: subject, .. }
            | Change::End { membership: subject, .. } => *subject,
        }
    }

    /// Why it is asked for.
    pub(crate) fn reason(&self) -> &str {
        match self {
            Change::Merge { reason, .. }
            | Change::Unmerge { reason, .. }
            | Change::Identity { reason, .. }
            | Change::Refund { reason, .. }
            | Change::Close { reason, .. }
            | Change::TakeBack { reason, .. }
            | Change::Book { reason, .. }
            | Change::Wage { reason, .. }
            | Change::End { reason, .. } => reason,
        }
    }

    /// Who else is touched, besides whom it is about.
    pub(crate) fn other(&self) -> Option<PersonId> {
        match self {
            Change::Merge { into, .. } => Some(PersonId(*into)),
            _ => None,
        }
    }

    /// The one membership whose bills it changes, where it is only one.
    pub(super) fn membership(&self) -> Option<MembershipId> {
        match self {
            Change::Wage { membership, .. } | Change::End { membership, .. } => {
                Some(MembershipId(*membership))
            }
            _ => None,
        }
    }

    /// The contested month that waits for it.
    pub(super) fn contest(&self) -> Option<i64> {
        match self {
            Change::Wage { contest, .. } => *contest,
            _ => None,
        }
    }

    /// The line of a statement that waits for it.
    pub(super) fn line(&self) -> Option<i64> {
        match self {
            Change::Book { line, .. } => Some(*line),
            _ => None,
        }
    }

    /// Does it; gives the bills it changed.
    pub(crate) fn apply(&self, unit: &mut Unit<'_>, desk: &Desk<'_>) -> Result<Vec<Corrected>> {
        match self {
            Change::Merge { from, into, reason } => {
                merge_people::merge_within(unit, desk, PersonId(*from), PersonId(*into), Some(reason))
            }
            Change::Unmerge { person, reason } => {
                merge_people::unmerge_within(unit, desk, PersonId(*person), reason)
            }
            Change::Identity { person, nik, birth, .. } => {
                let birth_date = birth.as_ref().map(|day| day.parse()).transpose()?;
                let asked = CorrectPerson { nik: nik.clone(), birth_date, ..CorrectPerson::default() };
                Ok(correct_person::within(unit, desk, PersonId(*person), &asked)?.1)
            }
            Change::Refund { payer, amount, .. } => {
                let payer = PayerId(*payer);
                if pots::read(unit, payer)?.is_some() {
                    return_gift::within(unit, desk, payer, *amount, desk.today)?;
                } else {
                    refund_credit::within(unit, desk, payer, *amount, desk.today)?;
                }
                Ok(Vec::new())
            }
            Change::Close { payer, day, .. } => {
                report_payer::close_within(unit, desk, PayerId(*payer), day.parse()?)?;
                Ok(Vec::new())
            }
            Change::TakeBack { payer, payment, day, .. } => {
                reverse_payment::within(unit, desk, PayerId(*payer), *payment, day.parse()?)?;
                Ok(Vec::new())
            }
            Change::Book { payer, line, .. } => {
                book_line::within(unit, desk, *line, PayerId(*payer))?;
                Ok(Vec::new())
            }
            Change::Wage { membership, fact, amount, from, until, contest, by, reason, .. } => {
                let asked = Changed {
                    membership: MembershipId(*membership),
                    name: fact.clone(),
                    value: Some(amount.to_string()),
                    from: from.parse()?,
                    until: until.as_ref().map(|month| month.parse()).transpose()?,
                };
                let bills = change_membership::change_within(unit, desk, &asked)?;
                if let (Some(contest), Some(by)) = (contest, by) {
                    contests::answer(unit, *contest, "upheld", *by, desk.now, reason)?;
                }
                Ok(bills)
            }
            Change::End { membership, day, end_reason, .. } => {
                let membership = MembershipId(*membership);
                change_membership::end_within(unit, desk, membership, day.parse()?, end_reason)
            }
        }
    }
}
