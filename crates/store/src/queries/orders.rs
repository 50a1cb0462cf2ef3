//! Payment orders: what goes to which hand, and how far it has come.

use std::collections::BTreeSet;

use anyhow::Result;
use base::Moment;
use scheme::id::PersonId;

use crate::{Kind, Row, Unit, Value};

/// A payment order; its number is its name from end to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Number.
    pub id: i64,
    /// For which claim.
    pub claim: i64,
    /// For which of its grants.
    pub no: i64,
    /// The fund that pays.
    pub fund: String,
    /// Whom.
    pub hand: String,
    /// How much.
    pub amount: i64,
    /// `waiting`, `sent`, `paid`, `rejected`, `returned` or `stopped`.
    pub state: String,
    /// The run it goes with.
    pub run: Option<i64>,
    /// Where it went.
    pub payee: Option<i64>,
    /// The order in whose place it stands.
    pub again_of: Option<i64>,
    /// Since when it is known.
    pub known: Moment,
}

impl Order {
    /// An order of a grant that waits for a run of its fund.
    pub fn waiting(
        id: i64,
        (claim, no): (i64, i64),
        (fund, hand): (&str, &str),
        amount: i64,
        known: Moment,
    ) -> Order {
        Order {
            id,
            claim,
            no,
            fund: fund.to_owned(),
            hand: hand.to_owned(),
            amount,
            state: "waiting".to_owned(),
            run: None,
            payee: None,
            again_of: None,
            known,
        }
    }
}

/// The columns of an order, for many at once.
pub const COLUMNS: [(&str, Kind); 11] = [
    ("id", Kind::Int),
    ("claim", Kind::Int),
    ("no", Kind::Small),
    ("fund", Kind::Text),
    ("hand", Kind::Text),
    ("amount", Kind::Int),
    ("state", Kind::Text),
    ("run", Kind::Int),
    ("payee", Kind::Int),
    ("again_of", Kind::Int),
    ("known_at", Kind::Moment),
];

/// An order as its columns have it.
pub fn values(order: &Order) -> [Value<'_>; 11] {
    [
        Value::Int(order.id),
        Value::Int(order.claim),
        Value::Int(order.no),
        Value::Text(&order.fund),
        Value::Text(&order.hand),
        Value::Int(order.amount),
        Value::Text(&order.state),
        order.run.into(),
        order.payee.into(),
        order.again_of.into(),
        Value::Moment(order.known),
    ]
}

/// Adds an order.
pub fn add(unit: &mut Unit<'_>, order: &Order) -> Result<()> {
    unit.execute(
        "insert into payment_order (id, claim, no, fund, hand, amount, state, run, payee, again_of, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &values(order),
    )?;
    Ok(())
}

const READ: &str = "select id, claim, no, fund, hand, amount, state, run, payee, again_of, known_at
    from payment_order";

/// An order by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Order>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// The orders of a claim.
pub fn of_claim(unit: &mut Unit<'_>, claim: i64) -> Result<Vec<Order>> {
    let sql = format!("{READ} where claim = $1 order by id");
    unit.rows(&sql, &[Value::Int(claim)])?.iter().map(from_row).collect()
}

/// The orders of a run, by number.
pub fn of_run(unit: &mut Unit<'_>, run: i64) -> Result<Vec<Order>> {
    let sql = format!("{READ} where run = $1 order by id");
    unit.rows(&sql, &[Value::Int(run)])?.iter().map(from_row).collect()
}

/// Orders that wait for a run, by number, at most so many; those of one fund, if one is given.
pub fn waiting(unit: &mut Unit<'_>, fund: Option<&str>, most: i64) -> Result<Vec<Order>> {
    let mut values = vec![Value::Int(most)];
    values.extend(fund.map(Value::Text));
    let among = if fund.is_some() { "and fund = $2" } else { "" };
    let sql = format!("{READ} where state = 'waiting' and run is null {among} order by fund, id limit $1");
    unit.rows(&sql, &values)?.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<Order> {
    Ok(Order {
        id: row.int(0)?,
        claim: row.int(1)?,
        no: row.int(2)?,
        fund: row.text(3)?.to_owned(),
        hand: row.text(4)?.to_owned(),
        amount: row.int(5)?,
        state: row.text(6)?.to_owned(),
        run: row.opt_int(7)?,
        payee: row.opt_int(8)?,
        again_of: row.opt_int(9)?,
        known: row.moment(10)?,
    })
}

/// Claims and hands of a fund whose waiting orders are to be looked at before they are paid: all with a
/// number below the first of a payroll, and of payrolls those whose account was named since a moment.
pub fn to_screen(unit: &mut Unit<'_>, fund: &str, payroll: i64, since: Moment) -> Result<Vec<(i64, String)>> {
    let rows = unit.rows(
        "select distinct o.claim, o.hand from payment_order as o
         where o.run is null and o.state = 'waiting' and o.fund = $1 and (o.no < $2 or exists (
             select 1 from claim as c join payee as p on p.of_case = c.of_case and p.hand = o.hand
             where c.id = o.claim and p.known_at >= $3))
         order by o.claim, o.hand",
        &[Value::Text(fund), Value::Int(payroll), Value::Moment(since)],
    )?;
    rows.iter().map(|row| Ok((row.int(0)?, row.text(1)?.to_owned()))).collect()
}

/// Funds of which an order waits.
pub fn funds_waiting(unit: &mut Unit<'_>) -> Result<Vec<String>> {
    let sql = "select distinct fund from payment_order where run is null and state = 'waiting' order by fund";
    unit.rows(sql, &[])?.iter().map(|row| Ok(row.text(0)?.to_owned())).collect()
}

/// Puts every order of a fund that waits into a run, each with the account named last for its hand, but never
/// again one that did not take it, nor one that its bank does not know in that name; where accounts are
/// verified first, only those that are. Nothing of claims that are held back. Gives how many and what they
/// come to.
pub fn take_all(
    unit: &mut Unit<'_>,
    (fund, run): (&str, i64),
    verified_first: bool,
    held: &BTreeSet<i64>,
) -> Result<(i64, i64)> {
    let held: Vec<String> = held.iter().map(ToString::to_string).collect();
    let held = if held.is_empty() { "0".to_owned() } else { held.join(", ") };
    let sql = format!(
        "update payment_order set run = $1, payee = named.payee from (
             select o.id, max(p.id) as payee, max(before.payee) as failed
             from payment_order as o
                 join claim as c on c.id = o.claim
                 join payee as p on p.of_case = c.of_case and p.hand = o.hand
                 left join payment_order as before on before.id = o.again_of
             where o.run is null and o.state = 'waiting' and o.fund = $2 and o.claim not in ({held})
             group by o.id
         ) as named
         where payment_order.id = named.id and payment_order.run is null
             and payment_order.state = 'waiting' and (named.failed is null or named.failed <> named.payee)
             and not exists (select 1 from account_check as k
                 where k.payee = named.payee and k.verdict in ('other', 'unknown'))
             and ($3 = 0 or exists (select 1 from account_check as k
                 where k.payee = named.payee and k.verdict = 'same'))"
    );
    unit.execute(&sql, &[Value::Int(run), Value::Text(fund), Value::Int(i64::from(verified_first))])?;
    let row = unit.row(
        "select cast(count(*) as bigint), cast(coalesce(sum(amount), 0) as bigint) from payment_order
         where run = $1",
        &[Value::Int(run)],
    )?;
    row.map_or(Ok((0, 0)), |row| Ok((row.int(0)?, row.int(1)?)))
}

/// Every order of a run is with the bank from now on.
pub fn send_all(unit: &mut Unit<'_>, run: i64) -> Result<()> {
    unit.execute("update payment_order set state = 'sent' where run = $1", &[Value::Int(run)])?;
    Ok(())
}

/// Whether a run pays somebody's own claim.
pub fn run_pays(unit: &mut Unit<'_>, run: i64, person: i64) -> Result<bool> {
    let row = unit.row(
        "select 1 from claim as c join payment_order as o on o.claim = c.id
         where c.person = $2 and o.run = $1 limit 1",
        &[Value::Int(run), Value::Int(person)],
    )?;
    Ok(row.is_some())
}

/// Whose insurance the orders of a run rest on: of those after a number, at most so many orders, everybody
/// once, and the last of the orders. By the orders' numbers, as their index has them: by people, each piece
/// would sort the whole run.
pub fn people_of_run(
    unit: &mut Unit<'_>,
    run: i64,
    after: i64,
    limit: i64,
) -> Result<(BTreeSet<PersonId>, Option<i64>)> {
    let rows = unit.rows(
        "select o.id, c.person from payment_order as o join claim as c on c.id = o.claim
         where o.run = $1 and o.id > $2 order by o.id limit $3",
        &[Value::Int(run), Value::Int(after), Value::Int(limit)],
    )?;
    let last = rows.last().map(|row| row.int(0)).transpose()?;
    let people = rows.iter().map(|row| row.int(1).map(PersonId)).collect::<Result<_>>()?;
    Ok((people, last))
}

/// An order of a run as the bank is told of it: the kind of its claim, and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its number.
    pub id: i64,
    /// The claim.
    pub claim: i64,
    /// What is claimed.
    pub kind: String,
    /// How much.
    pub amount: i64,
    /// The payee.
    pub payee: i64,
    /// A name, a bank and an account, a line each.
    pub sealed: Vec<u8>,
}

/// The orders of a run after a number, with where they go, at most so many; as many as the memory of one
/// piece holds.
pub fn told(unit: &mut Unit<'_>, run: i64, after: i64, most: i64) -> Result<Vec<Told>> {
    let rows = unit.rows(
        "select o.id, o.claim, c.kind, o.amount, p.id, p.sealed from payment_order as o
             join claim as c on c.id = o.claim join payee as p on p.id = o.payee
         where o.run = $1 and o.id > $2 order by o.id limit $3",
        &[Value::Int(run), Value::Int(after), Value::Int(most)],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Told {
                id: row.int(0)?,
                claim: row.int(1)?,
                kind: row.text(2)?.to_owned(),
                amount: row.int(3)?,
                payee: row.int(4)?,
                sealed: row.bytes(5)?.to_vec(),
            })
        })
        .collect()
}

/// Writes down how an order stands.
pub fn set_state(unit: &mut Unit<'_>, id: i64, state: &str) -> Result<()> {
    unit.execute("update payment_order set state = $2 where id = $1", &[Value::Int(id), Value::Text(state)])?;
    Ok(())
}

/// What of each fund was granted and is not paid, for checking the books.
pub fn unpaid(unit: &mut Unit<'_>) -> Result<Vec<(String, i64)>> {
    let rows = unit.rows(
        "select fund, cast(sum(amount) as bigint) from payment_order where state in ('waiting', 'sent')
         group by fund order by fund",
        &[],
    )?;
    rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect()
}
