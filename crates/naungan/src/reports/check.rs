//! Rows of a wage report compared with what is known: the same, changed, joining, leaving, refused; and what
//! of it is so unusual that somebody should look twice.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use base::Moment;
use scheme::id::MembershipId;
use scheme::memberships::unpack;
use scheme::people::Identity;
use store::Unit;
use store::queries::rolls;

use super::row::{Row, words};
use super::rows::{Fault, Kept};
use super::take::{self, Employer, Taken};
use super::whose::Whose;
use crate::office::{Desk, Office};
use crate::registry::people;

/// What a row came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum State {
    Same,
    Changed,
    Joins,
    Leaves,
    Refused,
}

impl State {
    /// The word the store keeps.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            State::Same => "same",
            State::Changed => "changed",
            State::Joins => "joins",
            State::Leaves => "leaves",
            State::Refused => "refused",
        }
    }
}

/// A row that was checked.
pub(crate) struct Checked {
    pub(crate) state: State,
    pub(crate) unusual: Option<&'static str>,
    pub(crate) membership: Option<MembershipId>,
    pub(crate) kept: Kept,
}

/// Somebody on the roll.
struct Member {
    names: Vec<String>,
    nik: String,
    facts: BTreeMap<String, String>,
}

/// Everybody of an employer in a month, as known now.
pub(crate) struct Known {
    members: BTreeMap<MembershipId, Member>,
    by_nik: BTreeMap<String, MembershipId>,
    minimum: Option<i64>,
}

/// A wage is the fact that unusual changes are looked for in.
const WAGE: &str = "wage";
/// The lowest wage of the place, where the employer has reported it.
const MINIMUM: &str = "minimum_wage";
/// This share of the people leaving at once is unusual, as parts of a hundred.
const MANY_LEAVE_PERCENT: usize = 10;
/// What is said of a new hire without it.
const BLANK: [&str; 2] =
    ["kosong, padahal iuran dihitung darinya", "it is blank, and what is owed rests on it"];
const FILL: [&str; 2] = ["isi kolom ini untuk pekerja baru", "fill in this column for new hires"];
/// Fewer leavers are never many.
const FEW_LEAVE: usize = 5;

impl Known {
    /// Reads the roll.
    pub(crate) fn load(unit: &mut Unit<'_>, desk: &Desk<'_>, employer: &Employer) -> Result<Known> {
        let mut known = Known { members: BTreeMap::new(), by_nik: BTreeMap::new(), minimum: None };
        for on in rolls::people_of_payer_in(unit, employer.id, employer.month)? {
            let Identity { nik, name, .. } = people::open(desk, on.person, &on.identity)?;
            // The latest identity comes first; earlier ones are names she once went by.
            let member = known.members.entry(on.membership).or_insert_with(|| Member {
                names: Vec::new(),
                nik: nik.to_string(),
                facts: unpack(&on.facts).map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            });
            member.names.push(name);
        }
        for (membership, member) in &known.members {
            known.by_nik.insert(member.nik.clone(), *membership);
        }
        let minimum = employer.history.value(MINIMUM, employer.month, Moment::EVER);
        known.minimum = minimum.and_then(|text| text.parse().ok());
        Ok(known)
    }

    /// Whether a membership is on the roll.
    pub(crate) fn has(&self, membership: MembershipId) -> bool {
        self.members.contains_key(&membership)
    }

    /// How many are on the roll.
    pub(crate) fn len(&self) -> usize {
        self.members.len()
    }

    /// Whom on the roll a row is about, by the NIK.
    pub(crate) fn of(&self, row: &Row) -> Option<MembershipId> {
        self.by_nik.get(&row.nik?.to_string()).copied()
    }

    /// Whether a row is about somebody on the roll.
    pub(crate) fn is_own(&self, row: &Row) -> bool {
        self.of(row).is_some()
    }

    /// Whether somebody on the roll goes, or once went, by the name of a row.
    pub(crate) fn is_named(&self, membership: MembershipId, name: &str) -> bool {
        let names = self.members.get(&membership).map(|member| member.names.as_slice()).unwrap_or_default();
        take::is_one_of(names.iter().map(String::as_str), name)
    }

    /// A row of somebody on the roll, if nothing about it has to be asked of the register.
    pub(crate) fn compared(&self, employer: &Employer, row: &Row) -> Option<Checked> {
        let membership = self.of(row)?;
        let member = &self.members[&membership];
        let is_own =
            row.npp.is_empty() || employer.npp.as_ref().is_none_or(|npp| npp.eq_ignore_ascii_case(&row.npp));
        let is_plain = !row.name.chars().any(char::is_control);
        if !is_own || !is_plain || !take::is_one_of(member.names.iter().map(String::as_str), &row.name) {
            return None;
        }
        let mut kept = Kept::of(row);
        let mut differs = false;
        for (name, value) in &row.facts {
            let of_all = employer.history.value(name, employer.month, Moment::EVER);
            match (member.facts.get(name), of_all) {
                (Some(before), _) if before == value => {}
                (None, Some(of_all)) if of_all == value => {}
                (None, Some(_)) => return None,
                (before, _) => {
                    differs = true;
                    kept.before.extend(before.map(|before| (name.clone(), before.clone())));
                }
            }
        }
        let state = if differs { State::Changed } else { State::Same };
        let unusual = if differs { self.unusual(&kept) } else { None };
        Some(Checked { state, unusual, membership: Some(membership), kept })
    }

    /// What is so unusual about a wage that somebody should look twice.
    fn unusual(&self, kept: &Kept) -> Option<&'static str> {
        let wage = |facts: &[(String, String)]| {
            let found = facts.iter().find(|(name, _)| name == WAGE);
            found.and_then(|(_, value)| value.replace('_', "").parse::<i64>().ok())
        };
        let now = wage(&kept.facts)?;
        if self.minimum.is_some_and(|minimum| now < minimum) {
            return Some("below_minimum");
        }
        let before = wage(&kept.before)?;
        match now {
            _ if now < before => Some("down"),
            _ if now - before >= before - before / 2 => Some("up"),
            _ => None,
        }
    }

    /// Who is on the roll and was in no row, if the report names everybody.
    pub(crate) fn leaving(&self, seen: &BTreeSet<MembershipId>, some_refused: bool) -> Vec<Checked> {
        let missing: Vec<_> = self.members.iter().filter(|(id, _)| !seen.contains(id)).collect();
        let many = missing.len() > FEW_LEAVE.max(self.members.len() * MANY_LEAVE_PERCENT / 100);
        let unusual = match (some_refused, many) {
            // Whoever is missing may stand in a row that could not be read.
            (true, _) => Some("leaves_beside_refused"),
            (false, true) => Some("many_leave"),
            (false, false) => None,
        };
        missing
            .into_iter()
            .map(|(membership, member)| Checked {
                state: State::Leaves,
                unusual,
                membership: Some(*membership),
                kept: Kept {
                    nik: member.nik.clone(),
                    name: member.names.first().cloned().unwrap_or_default(),
                    ..Kept::default()
                },
            })
            .collect()
    }
}

/// Checks some rows: those of people on the roll against the roll, all others as if they were taken.
pub(crate) fn check(
    office: &mut Office,
    employer: &Employer,
    known: &Known,
    needed: &[String],
    rows: &[Row],
) -> Result<Vec<Checked>> {
    let of_roll_or_blank = |row: &Row| known.compared(employer, row).or_else(|| blank(known, needed, row));
    let compared: Vec<Option<Checked>> = rows.iter().map(of_roll_or_blank).collect();
    let asked = rows.iter().zip(&compared).filter(|(_, found)| found.is_none());
    let asked: Vec<Row> = asked.map(|(row, _)| Kept::of(row).row()).collect();
    let mut tried = match asked.as_slice() {
        [] => Vec::new(),
        asked => take::take(office, employer, asked, &Whose::Trial(known))?.taken,
    }
    .into_iter();
    let mut checked = Vec::with_capacity(rows.len());
    for (row, found) in rows.iter().zip(compared) {
        checked.push(match found {
            Some(found) => found,
            None => tried_row(known, needed, row, tried.next()),
        });
    }
    Ok(checked)
}

/// A row of somebody who is not on the roll, and without what is owed rests on. It is not tried: a file may
/// be full of them. A card of the employer's own may be somebody's who is known.
fn blank(known: &Known, needed: &[String], row: &Row) -> Option<Checked> {
    if known.is_own(row) || row.kpj.is_some() {
        return None;
    }
    lacking(needed, row).map(|fault| refused(row, fault))
}

/// What somebody who joins lacks: without it no month could be reckoned.
fn lacking(needed: &[String], row: &Row) -> Option<Fault> {
    let name = needed.iter().find(|name| row.facts.iter().all(|(known, _)| known != *name))?;
    Some(Fault::from(&row.refused(name, "", words(BLANK[0], BLANK[1]), words(FILL[0], FILL[1]))))
}

fn refused(row: &Row, fault: Fault) -> Checked {
    let mut kept = Kept::of(row);
    kept.faults.push(fault);
    Checked { state: State::Refused, unusual: None, membership: None, kept }
}

fn tried_row(known: &Known, needed: &[String], row: &Row, taken: Option<Taken>) -> Checked {
    let joins = matches!(taken, Some(Taken::Hired { .. }) | None);
    if let Some(fault) = lacking(needed, row).filter(|_| joins) {
        return refused(row, fault);
    }
    let mut kept = Kept::of(row);
    let (state, membership) = match taken {
        Some(Taken::Unchanged(membership)) => (State::Same, Some(membership)),
        Some(Taken::Changed(membership)) => (State::Changed, Some(membership)),
        Some(Taken::Hired { .. }) | None => (State::Joins, None),
        Some(Taken::Refused(reject) | Taken::Unconfirmed(reject, _)) => {
            kept.faults.push(Fault::from(&reject));
            (State::Refused, None)
        }
    };
    let unusual = if matches!(state, State::Joins | State::Changed) { known.unusual(&kept) } else { None };
    Checked { state, unusual, membership, kept }
}
