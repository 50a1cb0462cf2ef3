//! People of a branch by the words of their names.

use std::collections::BTreeSet;

use anyhow::Result;
use scheme::id::{PayerId, PersonId};

use super::many;
use crate::{Kind, Unit, Value};

/// More words than a name has; so many stand in one statement.
const TOGETHER: usize = 8;

/// The columns of a word, for adding many.
pub(crate) const COLUMNS: [(&str, Kind); 3] =
    [("branch", Kind::Int), ("hash", Kind::Bytes), ("person", Kind::Int)];

/// A person of a branch is found by these hashes from now on.
pub fn add(unit: &mut Unit<'_>, branch: i64, person: PersonId, hashes: &[[u8; 16]]) -> Result<()> {
    if unit.ahead.as_mut().is_some_and(|ahead| ahead.add_words(branch, person.0, hashes)) {
        return Ok(());
    }
    for some in hashes.chunks(TOGETHER) {
        let rows: Vec<String> = (0..some.len()).map(|at| format!("($1, ${}, $2)", at + 3)).collect();
        let sql = format!(
            "insert into word_at (branch, hash, person) values {} on conflict do nothing",
            rows.join(", ")
        );
        let mut values = vec![Value::Int(branch), Value::Int(person.0)];
        values.extend(some.iter().map(|hash| Value::Bytes(hash)));
        unit.execute_aside(&sql, &values)?;
    }
    Ok(())
}

/// She is found there no more by these hashes.
pub fn remove(unit: &mut Unit<'_>, branch: i64, person: PersonId, hashes: &[[u8; 16]]) -> Result<()> {
    for hash in hashes {
        unit.catch_up()?;
        if let Some(ahead) = unit.ahead.as_mut() {
            ahead.remove_word(branch, person.0, hash);
        }
        unit.execute_aside(
            "delete from word_at where branch = $1 and hash = $2 and person = $3",
            &[Value::Int(branch), Value::Bytes(hash), Value::Int(person.0)],
        )?;
    }
    Ok(())
}

/// The people of a branch under any of the hashes, in order, at most so many of each.
pub fn find(unit: &mut Unit<'_>, branch: i64, hashes: &[[u8; 16]], most: i64) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    for hash in hashes {
        let rows = unit.rows(
            "select person from word_at where branch = $1 and hash = $2 order by person limit $3",
            &[Value::Int(branch), Value::Bytes(hash), Value::Int(most)],
        )?;
        for row in &rows {
            found.push(row.int(0)?);
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Which of these people stand under any of the hashes in a branch.
pub fn among(unit: &mut Unit<'_>, branch: i64, hashes: &[[u8; 16]], people: &[i64]) -> Result<BTreeSet<i64>> {
    let people: Vec<Value<'_>> = people.iter().map(|person| Value::Int(*person)).collect();
    let mut found = BTreeSet::new();
    for hash in hashes {
        let first = [Value::Int(branch), Value::Bytes(hash)];
        let rows = many::rows(unit, &first, &people, |list| {
            format!("select person from word_at where branch = $1 and hash = $2 and person in ({list})")
        })?;
        for row in &rows {
            found.insert(row.int(0)?);
        }
    }
    Ok(found)
}

/// Everybody of every branch, where many were given to branches at once.
pub fn fill(unit: &mut Unit<'_>) -> Result<()> {
    unit.execute(
        "insert into word_at (branch, hash, person)
         select distinct coalesce(own.branch, paid.branch), l.hash, l.subject
         from look_up as l
             left join caseload as own on own.subject = l.subject
             left join membership as m on m.person = l.subject and own.branch is null
             left join caseload as paid on paid.subject = m.payer
         where l.kind = $1 and coalesce(own.branch, paid.branch) is not null
         on conflict do nothing",
        &[Value::Int(super::look_ups::Kind::Word as i64)],
    )?;
    Ok(())
}

/// The branches where a person is found: her own, else those of whoever pays for her.
pub fn branches_of(unit: &mut Unit<'_>, person: PersonId) -> Result<Vec<i64>> {
    let own = unit.rows("select branch from caseload where subject = $1", &[Value::Int(person.0)])?;
    if let Some(own) = own.first() {
        return Ok(vec![own.int(0)?]);
    }
    let rows = unit.rows(
        "select distinct q.branch from membership as m join caseload as q on q.subject = m.payer
         where m.person = $1 order by q.branch",
        &[Value::Int(person.0)],
    )?;
    rows.iter().map(|row| row.int(0)).collect()
}

/// The branch where somebody who joins a payer is found, unless she has one of her own; asked of many who
/// join together without writing down what waits of them.
pub fn branch_with(unit: &mut Unit<'_>, person: PersonId, payer: PayerId) -> Result<Option<i64>> {
    let is_without = unit.ahead.as_ref().is_some_and(|ahead| ahead.is_without_branch(person.0));
    if let Some(known) =
        unit.ahead.as_ref().and_then(|ahead| ahead.branches_of(payer.0)).filter(|_| is_without)
    {
        return Ok(known.first().copied());
    }
    let rows = unit.rows_aside(
        "select branch from caseload where subject = $2
             and not exists (select 1 from caseload as own where own.subject = $1)",
        &[Value::Int(person.0), Value::Int(payer.0)],
    )?;
    let branches = rows.iter().map(|row| row.int(0)).collect::<Result<Vec<i64>>>()?;
    let branch = branches.first().copied();
    if let Some(ahead) = unit.ahead.as_mut().filter(|_| is_without) {
        ahead.learn_branches(payer.0, branches);
    }
    Ok(branch)
}

/// The people of a payer: who is or was on its roll, and who pays for herself.
pub fn people_of(unit: &mut Unit<'_>, payer: PayerId) -> Result<Vec<PersonId>> {
    let rows = unit.rows(
        "select m.person from roll as r join membership as m on m.id = r.membership where r.payer = $1
         union select person from membership where id = $1 - 1 and payer = $1 order by 1",
        &[Value::Int(payer.0)],
    )?;
    rows.iter().map(|row| Ok(PersonId(row.int(0)?))).collect()
}
