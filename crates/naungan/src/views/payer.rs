//! Who pays, and what is owed: people by month, open bills, credit, what is late.

use anyhow::Result;
use base::{Day, Month};
use scheme::facts::Months;
use scheme::id::{MembershipId, PayerId, PersonId};
use serde::Serialize;
use store::Unit;
use store::queries::bills::{self, Bill};
use store::queries::{payers as rows, rolls, runs};

use crate::office::{Desk, code};
use crate::registry::{members, payers, people};

/// A payer at a glance.
#[derive(Serialize)]
pub(crate) struct Overview {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) npp: String,
    pub(crate) kind: &'static str,
    pub(crate) credit: i64,
    /// Everything that is not paid.
    pub(crate) open: i64,
    /// What of it is late.
    pub(crate) late: i64,
    /// What of it was charged for being late.
    pub(crate) penalty: i64,
    /// The next day by which something is to be paid.
    pub(crate) due: Option<String>,
    pub(crate) bills: Vec<Shown>,
    /// People of the last months, the latest last.
    pub(crate) months: Vec<(String, usize)>,
}

/// A bill as it is shown.
#[derive(Serialize)]
pub(crate) struct Shown {
    pub(crate) month: String,
    pub(crate) kind: String,
    /// A difference to what the month was found to come to before.
    pub(crate) correction: bool,
    pub(crate) code: String,
    pub(crate) due: Option<String>,
    pub(crate) owed: i64,
    pub(crate) paid: i64,
    pub(crate) rest: i64,
    pub(crate) settled: Option<String>,
    /// `paid`, `late`, `part` or `open`.
    pub(crate) state: &'static str,
}

impl Shown {
    /// A bill as it stands today.
    pub(crate) fn of(bill: &Bill, today: Day) -> Shown {
        let state = match (bill.settled, bill.due) {
            (Some(_), _) => "paid",
            (None, Some(due)) if due < today => "late",
            (None, _) if bill.paid > 0 => "part",
            (None, _) => "open",
        };
        Shown {
            month: bill.month.to_string(),
            kind: bill.kind.clone(),
            correction: bill.no > 0 && bill.kind == "contribution",
            code: code::shown(bill.code),
            due: bill.due.map(|day| day.to_string()),
            owed: bill.owed,
            paid: bill.paid,
            rest: if bill.settled.is_some() { 0 } else { bill.owed - bill.paid },
            settled: bill.settled.map(|day| day.to_string()),
            state,
        }
    }
}

/// So many months of people are shown.
const MONTHS_SHOWN: i32 = 6;

/// Reads it.
pub(crate) fn overview(unit: &mut Unit<'_>, desk: &Desk<'_>, id: PayerId) -> Result<Overview> {
    let known = payers::load(unit, desk, id)?.payer;
    let credit = rows::read(unit, id)?.map_or(0, |row| row.credit);
    let open = bills::open_of(unit, id)?;
    let on_roll = rolls::of_payer(unit, id)?;
    let now = desk.today.month();
    let months = (1 - MONTHS_SHOWN..=0).filter_map(|back| now.plus_months(back)).map(|month| {
        let there =
            on_roll.iter().filter(|roll| Months { from: roll.from, until: roll.until }.contains(month));
        (month.to_string(), there.count())
    });
    let months = months.collect();
    let bills: Vec<Shown> = open.iter().map(|bill| Shown::of(bill, desk.today)).collect();
    let rest =
        |which: &dyn Fn(&Shown) -> bool| bills.iter().filter(|bill| which(bill)).map(|bill| bill.rest).sum();
    Ok(Overview {
        id: id.0,
        name: known.name,
        npp: known.npp.map(|npp| npp.to_string()).unwrap_or_default(),
        kind: known.kind.name(),
        credit,
        open: rest(&|_| true),
        late: rest(&|bill| bill.state == "late"),
        penalty: rest(&|bill| bill.kind == "penalty"),
        due: open
            .iter()
            .filter_map(|bill| bill.due)
            .filter(|due| *due >= desk.today)
            .min()
            .map(|day| day.to_string()),
        months,
        bills,
    })
}

/// Every bill of a payer, the latest month first.
pub(crate) fn all_bills(unit: &mut Unit<'_>, desk: &Desk<'_>, id: PayerId) -> Result<Vec<Shown>> {
    let last = runs::last_begun_month(unit)?.max(Some(desk.today.month()));
    let Some((first, last)) = bills::first_month(unit)?.zip(last) else { return Ok(Vec::new()) };
    let mut all = bills::of_payer(unit, id, first, last)?;
    all.reverse();
    Ok(all.iter().map(|bill| Shown::of(bill, desk.today)).collect())
}

/// Somebody on the roll.
#[derive(Serialize)]
pub(crate) struct Member {
    pub(crate) membership: i64,
    #[serde(skip)]
    pub(crate) person: PersonId,
    pub(crate) name: String,
    pub(crate) nik: String,
    pub(crate) kpj: String,
    /// Facts by the law's names.
    pub(crate) facts: Vec<(String, String)>,
}

/// Everybody on the roll of a month, by number.
pub(crate) fn on_roll(unit: &mut Unit<'_>, id: PayerId, month: Month) -> Result<Vec<rolls::Roll>> {
    rolls::of_payer_in(unit, id, month)
}

/// Who somebody on the roll is.
pub(crate) fn member(unit: &mut Unit<'_>, desk: &Desk<'_>, roll: &rolls::Roll) -> Result<Member> {
    let row = members::row(unit, roll.membership)?;
    let facts = scheme::memberships::unpack(&roll.facts);
    Ok(Member {
        kpj: members::kpj(desk, &row)?.to_string(),
        facts: facts.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        ..named(unit, desk, roll.membership)?
    })
}

/// Who a membership is of.
pub(crate) fn named(unit: &mut Unit<'_>, desk: &Desk<'_>, id: MembershipId) -> Result<Member> {
    let row = members::row(unit, id)?;
    let person = people::load(unit, desk, row.person)?;
    let identity = person.identity();
    Ok(Member {
        membership: id.0,
        person: row.person,
        name: identity.name.clone(),
        nik: identity.nik.masked(),
        kpj: String::new(),
        facts: Vec::new(),
    })
}
