//! The institution declares a value that the law leaves to it, such as the year's rate of growth.

use anyhow::Result;
use base::Exact;
use rules::LawPack;
use rules::example::Assumption;
use rules::facts::type_words;
use rules::tree::{Table, Tree};
use rules::value::{Type, Value};
use scheme::refusal::Refusal;
use store::queries::laws;

use crate::nearest::nearest;
use crate::office::Office;
use crate::registry;

/// Declares `jht_rate[2024]` to be `5.00`, by an instrument; gives the place as it is kept, in one form.
pub(crate) fn run(office: &mut Office, place: &str, value: &str, instrument: &str) -> Result<String> {
    if instrument.trim().is_empty() {
        let (id, en) = ("sebut keputusannya: --instrument", "say by which decision: --instrument");
        return Err(Refusal::new("instrument_missing", id, en).into());
    }
    let value = value.trim();
    let place = read(&office.pack, place, value)?;
    office.unit(|unit, desk| {
        laws::declare(unit, &place, value, instrument, desk.now)?;
        // About nobody: the institution itself is number 0.
        registry::note(unit, desk, &format!("declared {place} {value}"), 0)
    })?;
    office.read_law_again()?;
    Ok(place)
}

/// The place in its one form, if the law has it and the value can stand there.
fn read(pack: &LawPack, given: &str, value: &str) -> Result<String, Refusal> {
    let tree = pack.tree();
    let name = given.trim().split(['[', ' ']).next().unwrap_or(given);
    let Some(at) = tree.names.tables.get(name) else { return Err(no_table(tree, name)) };
    let table = &tree.tables[*at];
    let refused = || form_refused(tree, table, given, value);
    if !is_whole(given) {
        return Err(refused());
    }
    let assumption = pack.assumption(&format!("{} {value}", given.trim())).map_err(|_| refused())?;
    let place = pack.place_of(&assumption).ok_or_else(refused)?;
    if let Assumption::Cell { keys, value: number, .. } = &assumption {
        let years = keys.iter().zip(&table.keys).filter(|(_, (_, key))| key == "year");
        for (year, _) in years {
            in_time(tree, year)?;
        }
        if !is_plausible(table.unit, number.number()) {
            return Err(implausible(&place, value, table.unit));
        }
    }
    Ok(place)
}

/// A table's name alone, or with one pair of brackets that ends it.
fn is_whole(place: &str) -> bool {
    let count = |bracket| place.matches(bracket).count();
    match (count('['), count(']')) {
        (0, 0) => true,
        (1, 1) => place.trim().ends_with(']'),
        _ => false,
    }
}

/// A rate is a share of a whole, and nobody pays less than nothing.
fn is_plausible(unit: Type, number: Option<&Exact>) -> bool {
    let Some(number) = number else { return true };
    match unit {
        Type::Rate => *number >= Exact::zero() && *number <= Exact::one(),
        Type::Money => *number >= Exact::zero() && *number <= Exact::from(base::limit::MONEY_MAX),
        _ => *number >= Exact::zero(),
    }
}

fn in_time(tree: &Tree, year: &Value) -> Result<(), Refusal> {
    let (begins, ends) = tree.jurisdiction.known;
    let last = ends.plus_days(-1).unwrap_or(ends);
    let (first, last) = (i64::from(begins.year()), i64::from(last.year()));
    match year.number().and_then(Exact::to_i64) {
        Some(year) if !(first..=last).contains(&year) => {
            let id = format!("tahun {year} di luar hukum yang dimodelkan, {first} sampai {last}");
            let en = format!("the year {year} lies outside the law that is modelled, {first} to {last}");
            Err(Refusal::new("year_outside", id, en))
        }
        _ => Ok(()),
    }
}

fn no_table(tree: &Tree, name: &str) -> Refusal {
    let near = nearest(name, tree.tables.iter().map(|table| table.name.as_str())).join(", ");
    let (mut id, mut en) =
        (format!("hukum tidak punya tabel `{name}`"), format!("the law has no table `{name}`"));
    if near.is_empty() {
        id.push_str(": cari dengan `naungan law list`");
        en.push_str(": look with `naungan law list`");
    } else {
        id.push_str(&format!(": mungkin maksudnya {near}"));
        en.push_str(&format!(": perhaps {near} is meant"));
    }
    Refusal::new("declared_nowhere", id, en)
}

/// What is written wrongly, with the form it has to have.
fn form_refused(tree: &Tree, table: &Table, given: &str, value: &str) -> Refusal {
    let mut keys: Vec<&str> = table.keys.iter().map(|(_, key)| key.as_str()).collect();
    if table.versions.iter().any(|version| version.from.is_some()) {
        keys.push("YYYY-MM");
    }
    let name = &table.name;
    let form = if keys.is_empty() { name.clone() } else { format!("{name}[{}]", keys.join(", ")) };
    let unit = type_words(tree, table.unit);
    let id =
        format!("`{given}` `{value}` tidak dapat dibaca: tempatnya ditulis {form}, nilainya {}", unit.id);
    let en =
        format!("`{given}` `{value}` cannot be read: the place is written {form}, the value is {}", unit.en);
    Refusal::new("declared_unread", id, en)
}

fn implausible(place: &str, value: &str, unit: Type) -> Refusal {
    let (id, en) = match unit {
        Type::Rate => ("persentase dari 0 sampai 100", "a rate from 0 to 100 percent"),
        Type::Money => ("jumlah uang yang tidak kurang dari nol", "an amount of money, not below nothing"),
        _ => ("bilangan yang tidak kurang dari nol", "a number not below nothing"),
    };
    let id = format!("{place}: {value} tidak masuk akal; tulis {id}");
    Refusal::new("declared_implausible", id, format!("{place}: {value} is not plausible; write {en}"))
}

#[cfg(test)]
mod tests {
    use super::read;

    fn check(place: &str, value: &str) -> String {
        let pack = crate::law::pack(None).expect("the built-in law can be read");
        read(&pack, place, value).unwrap_or_else(|refusal| refusal.to_string())
    }

    #[test]
    fn a_place_has_one_form() {
        assert_eq!(check("jht_rate[2026]", "5.00"), "jht_rate[2026]");
        assert_eq!(check(" jht_rate[ 2026 ] ", "0"), "jht_rate[2026]");
        assert_eq!(check("jht_rate[2_026]", "100"), "jht_rate[2026]");
        assert_eq!(check("jp_wage_ceiling[2027-03-01]", "12_000_000"), "jp_wage_ceiling[2027-03]");
    }

    #[test]
    fn what_cannot_be_is_refused_with_what_can() {
        let unread = "cannot be read: the place is written jht_rate[year], the value is a rate in percent";
        for place in ["jht_rate[2026", "jht_rate[2026]]", "jht_rate 2026", "jht_rate[]", "jht_rate[2026.5]"] {
            assert_eq!(check(place, "5"), format!("`{place}` `5` {unread}"));
        }
        assert_eq!(check("jht_rate[2026]", "five"), format!("`jht_rate[2026]` `five` {unread}"));
        let implausible = "is not plausible; write a rate from 0 to 100 percent";
        assert_eq!(check("jht_rate[2026]", "-0.01"), format!("jht_rate[2026]: -0.01 {implausible}"));
        assert_eq!(check("jht_rate[2026]", "100.01"), format!("jht_rate[2026]: 100.01 {implausible}"));
        let implausible = "-1 is not plausible; write an amount of money, not below nothing";
        assert_eq!(
            check("jp_wage_ceiling[2027-03]", "-1"),
            format!("jp_wage_ceiling[2027-03]: {implausible}")
        );
        assert_eq!(
            check("jth_rate[2026]", "5"),
            "the law has no table `jth_rate`: perhaps jht_rate, jkk_rate, jkm_rate is meant"
        );
        assert_eq!(
            check("holidays", "none"),
            "the law has no table `holidays`: look with `naungan law list`"
        );
        assert!(check("jht_rate[20260]", "5").starts_with("the year 20260 lies outside"));
    }
}
