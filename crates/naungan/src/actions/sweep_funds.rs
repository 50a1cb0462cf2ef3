//! Money on the way is moved to the bank of the fund that owns it.

use anyhow::Result;
use base::Day;
use ledger::{Account, Balances, Fund, JOURNALS, Kind, chart};
use scheme::contributions::post::{self, Book, Heading};
use scheme::refusal::Refusal;
use store::queries::{institution, journals};

use crate::books;
use crate::office::{Desk, Office};

/// Sweeps what each fund is owed by the end of a day; gives fund and amount.
pub(crate) fn run(office: &mut Office, day: Day) -> Result<Vec<(String, i64)>> {
    let law = office.law;
    office.unit(|unit, desk| {
        is_past(desk, day)?;
        // The journal of sweeps is held first, so that two sweeps never move the same money.
        journals::hold(unit, 0)?;
        // What was owed by the end of the day, less whatever was swept since, on whatever day.
        let mut balances = Balances::until(Day::MAX);
        for journal in 0..JOURNALS {
            journals::each(unit, journal, &mut |_, text, _| {
                let entry = ledger::text::read(text)?.entry;
                if entry.day() <= day || entry.kind() == Kind::Swept {
                    balances.add(&entry);
                }
                Ok(())
            })?;
        }
        let collection = Fund::new(post::COLLECTION)?;
        // Cash with an agent is owed to the fund before it is at the bank: no more is moved than is there.
        let mut there = i64::try_from(balances.of(&Account::new(collection, chart::BANK)))?;
        let mut swept = Vec::new();
        let mut book = Book::new();
        for name in law.funds() {
            let owed = balances.of(&Account::due_from(Fund::new(name)?, collection));
            let amount = i64::try_from(owed)?.min(there);
            if amount > 0 {
                there -= amount;
                book.swept(post::COLLECTION, name, amount)?;
                swept.push((name.to_owned(), amount));
            }
        }
        let key = format!("sweep-{}", institution::take_numbers(unit, 1)?);
        let heading = Heading { day, key: &key, about: Some("to the funds' banks") };
        if let Some(entry) = book.entry(Kind::Swept, heading)? {
            books::post(unit, 0, entry, desk.now)?;
        }
        Ok(swept)
    })
}

/// Nothing is owed on a day that has not come, nor on one before the institution was.
fn is_past(desk: &Desk<'_>, day: Day) -> Result<(), Refusal> {
    let (founded, today) = (desk.institution.founded_on, desk.today);
    if day > today {
        let id = format!("{day} belum tiba: hari ini {today}; pindahkan yang terutang sampai hari ini");
        let en = format!("{day} has not come yet: today is {today}; sweep what is owed by today");
        return Err(Refusal::new("day_ahead", id, en));
    }
    if day < founded {
        let id = format!("lembaga baru didirikan pada {founded}: pilih hari sejak itu, bukan {day}");
        let en = format!("the institution was founded on {founded}: choose a day since then, not {day}");
        return Err(Refusal::new("day_before_founding", id, en));
    }
    Ok(())
}
