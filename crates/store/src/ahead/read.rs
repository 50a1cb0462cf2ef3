//! What is read before it is needed: a few statements for all.

use std::collections::BTreeSet;

use anyhow::Result;
use scheme::facts::{Fact, Subject};
use scheme::id::{MembershipId, PayerId, PersonId};

use super::Ahead;
use super::write::{TOGETHER, numbers, places};
use crate::queries::{institution, look_ups, memberships, payers, rolls, turns};
use crate::{Row, Unit, Value};

/// What will be needed.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// People who are known, and whose memberships may change.
    pub people: Vec<PersonId>,
    /// Memberships of which only the number is known.
    pub memberships: Vec<MembershipId>,
    /// Who pays for them.
    pub payers: Vec<PayerId>,
    /// What will be looked for.
    pub look_ups: Vec<(look_ups::Kind, Vec<u8>)>,
    /// What nobody else may decide at the same time.
    pub turns: Vec<Vec<u8>>,
    /// How many numbers will be given out.
    pub numbers: i64,
}

/// From here to its end the unit works ahead. What it holds for itself it takes in one order, so that no two
/// such units wait for each other.
pub fn begin(unit: &mut Unit<'_>, wanted: &Wanted) -> Result<()> {
    unit.settle()?;
    let mut ahead = Box::<Ahead>::default();
    ahead.turns = turns::hold_all(unit, &wanted.turns)?;
    let mut persons: BTreeSet<i64> = wanted.people.iter().map(|person| person.0).collect();
    let sorted: BTreeSet<i64> = wanted.memberships.iter().map(|membership| membership.0).collect();
    for row in of(unit, "select person, id from membership where id", &sorted)? {
        persons.insert(row.int(0)?);
    }
    hold_people(unit, &mut ahead, &persons)?;
    if wanted.numbers > 0 {
        let first = institution::take_numbers(unit, wanted.numbers)?;
        ahead.left = (first, first + wanted.numbers);
    }
    // Nobody's number: whoever holds any payer keeps new runs from beginning, so the last one stays the last.
    payers::hold(unit, PayerId(0))?;
    for payer in wanted.payers.iter().map(|payer| payer.0).collect::<BTreeSet<_>>() {
        payers::hold(unit, PayerId(payer))?;
        ahead.payers_held.insert(payer);
        if let Some(row) = payers::read(unit, PayerId(payer))? {
            ahead.payers.insert(payer, row);
        }
    }
    read_people(unit, &mut ahead, &persons)?;
    let payers: BTreeSet<i64> = wanted.payers.iter().map(|payer| payer.0).collect();
    read_facts(unit, &mut ahead, &payers, |number| Subject::Payer(PayerId(number)))?;
    read_look_ups(unit, &mut ahead, &wanted.look_ups)?;
    unit.ahead = Some(ahead);
    Ok(())
}

/// The rows whose number is one of many; the statement ends with the column.
fn of(unit: &mut Unit<'_>, select: &str, all: &BTreeSet<i64>) -> Result<Vec<Row>> {
    let all: Vec<i64> = all.iter().copied().collect();
    let mut found = Vec::new();
    for some in all.chunks(TOGETHER) {
        let (list, values) = numbers(some);
        found.extend(unit.rows(&format!("{select} in ({list})"), &values)?);
    }
    Ok(found)
}

fn hold_people(unit: &mut Unit<'_>, ahead: &mut Ahead, persons: &BTreeSet<i64>) -> Result<()> {
    let update = unit.engine().for_update();
    let all: Vec<i64> = persons.iter().copied().collect();
    for some in all.chunks(TOGETHER).filter(|_| !update.is_empty()) {
        let (list, values) = numbers(some);
        let sql = format!("select id from person where id in ({list}) order by id{update}");
        unit.rows(&sql, &values)?;
    }
    ahead.people_held = persons.iter().copied().collect();
    Ok(())
}

fn read_people(unit: &mut Unit<'_>, ahead: &mut Ahead, persons: &BTreeSet<i64>) -> Result<()> {
    ahead.unlinked = persons.iter().copied().collect();
    for column in ["person", "into_person"] {
        for row in of(unit, &format!("select {column} from link where {column}"), persons)? {
            ahead.unlinked.remove(&row.int(0)?);
        }
    }
    for row in of(unit, "select id, registered_on from person where id", persons)? {
        ahead.registered.insert(row.int(0)?, row.day(1)?);
    }
    ahead.memberships_of = persons.iter().map(|person| (*person, Vec::new())).collect();
    let mut all = BTreeSet::new();
    for row in of(unit, &format!("{} where person", memberships::READ), persons)? {
        let one = memberships::from_row(&row)?;
        all.insert(one.id.0);
        ahead.memberships_of.entry(one.person.0).or_default().push(one.id.0);
        ahead.memberships.insert(one.id.0, one);
    }
    ahead.memberships_of.values_mut().for_each(|numbers| numbers.sort_unstable());
    read_facts(unit, ahead, persons, |number| Subject::Person(PersonId(number)))?;
    read_facts(unit, ahead, &all, |number| Subject::Membership(MembershipId(number)))?;
    ahead.rolls = all.iter().map(|membership| (*membership, Vec::new())).collect();
    for row in of(unit, &format!("{} where membership", rolls::READ), &all)? {
        let roll = rolls::from_row(&row)?;
        ahead.rolls.entry(roll.membership.0).or_default().push(roll);
    }
    ahead.rolls.values_mut().for_each(|rolls| rolls.sort_by_key(|roll| roll.from));
    ahead.waiting.rolls_stored = all.iter().copied().collect();
    ahead.acts = all.iter().map(|membership| (*membership, None)).collect();
    for row in of(unit, "select subject, at from act where subject", &all)? {
        let (subject, at) = (row.int(0)?, row.moment(1)?);
        let latest = ahead.acts.entry(subject).or_default();
        *latest = (*latest).max(Some(at));
    }
    Ok(())
}

fn read_facts(
    unit: &mut Unit<'_>,
    ahead: &mut Ahead,
    all: &BTreeSet<i64>,
    subject: fn(i64) -> Subject,
) -> Result<()> {
    ahead.facts.extend(all.iter().map(|number| (*number, Vec::new())));
    let select = "select subject, name, from_month, known_at, until_month, value from fact where subject";
    for row in of(unit, select, all)? {
        let number = row.int(0)?;
        ahead.facts.entry(number).or_default().push(Fact {
            subject: subject(number),
            name: row.text(1)?.to_owned(),
            from: row.month(2)?,
            known: row.moment(3)?,
            until: row.opt_month(4)?,
            value: row.opt_text(5)?.map(ToOwned::to_owned),
        });
    }
    for number in all {
        if let Some(facts) = ahead.facts.get_mut(number) {
            facts.sort_by(|one, other| {
                (&one.name, one.from, one.known).cmp(&(&other.name, other.from, other.known))
            });
        }
    }
    Ok(())
}

fn read_look_ups(unit: &mut Unit<'_>, ahead: &mut Ahead, wanted: &[(look_ups::Kind, Vec<u8>)]) -> Result<()> {
    for (kind, hash) in wanted {
        ahead.look_ups.insert((*kind as i64, hash.clone()), Vec::new());
    }
    for some in wanted.chunks(TOGETHER) {
        let hash =
            |at: usize| some.get(at).or(some.last()).map(|(_, hash)| hash.as_slice()).unwrap_or_default();
        let values: Vec<Value<'_>> = (0..TOGETHER).map(|at| Value::Bytes(hash(at))).collect();
        let sql = format!(
            "select hash, kind, subject from (
                 select hash, kind, subject,
                     row_number() over (partition by hash, kind order by subject) as turn
                 from look_up where hash in ({})
             ) as counted where turn <= {}",
            places(TOGETHER),
            look_ups::MOST
        );
        for row in unit.rows(&sql, &values)? {
            let place = (row.int(1)?, row.bytes(0)?.to_vec());
            if let Some(found) = ahead.look_ups.get_mut(&place) {
                found.push(row.int(2)?);
            }
        }
    }
    for found in ahead.look_ups.values_mut() {
        found.sort_unstable();
        found.dedup();
    }
    Ok(())
}
