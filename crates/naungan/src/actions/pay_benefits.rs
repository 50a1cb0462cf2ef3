//! Orders that wait become a run of their fund, which one makes and another lets go; the file for the bank is
//! made from what is kept, so it can be made again.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use base::Day;
use scheme::id::PersonId;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::benefit_runs::{self as rows, Approved, Run};
use store::queries::orders::{self, Order};
use store::queries::{claims, institution, payees};

use super::move_claim::{By, by};
use super::name_payee;
use super::verify_accounts::{self, Doubt};
use crate::auth::Role;
use crate::office::{Desk, Office};
use crate::ports::bank::order::{self as bank, Account, Bank, Purpose, Totals};
use crate::registry;

/// What came of making runs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Made {
    pub(crate) runs: Vec<Run>,
    /// Orders that wait on, each with its claim, its hand and why.
    pub(crate) left: Vec<(Order, Why)>,
}

/// Why an order waits on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Why {
    /// Nobody has said where the money goes.
    NoAccount,
    /// It went there before, and the bank did not take it.
    SameAccount,
    /// What its bank says of the account, or has not said yet.
    Doubtful(Doubt),
}

/// The name of a run, as the bank knows it.
pub(crate) fn run_name(run: i64) -> String {
    format!("R{run}")
}

/// The name of an order from end to end; of one length, so that they sort by number.
pub(crate) fn order_name(order: i64) -> String {
    format!("B{order:012}")
}

/// The number in such a name.
pub(crate) fn number_in(name: &str, letter: char) -> Option<i64> {
    let digits = name.strip_prefix(letter)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// Makes a run of each fund, or of one, to be paid on a day.
pub(crate) fn make(office: &mut Office, fund: Option<&str>, day: Day, account: i64) -> Result<Made> {
    office.unit(|unit, desk| {
        let who = staff(unit, account)?;
        if day < desk.today {
            return Err(past(day).into());
        }
        let mut made = Made::default();
        let mut by_fund: BTreeMap<String, Vec<(Order, i64)>> = BTreeMap::new();
        for order in orders::waiting(unit, fund)? {
            match payee_of(unit, &order)? {
                Ok(payee) => by_fund.entry(order.fund.clone()).or_default().push((order, payee)),
                Err(why) => made.left.push((order, why)),
            }
        }
        for (fund, found) in by_fund {
            made.runs.push(run_of(unit, desk, &who, (fund, day), &found)?);
        }
        if made.runs.is_empty() && made.left.is_empty() {
            let id = "tidak ada manfaat yang menunggu dibayar";
            return Err(Refusal::new("run_empty", id, "no benefit waits to be paid").into());
        }
        registry::note(unit, desk, "benefit runs made", 0)?;
        Ok(made)
    })
}

/// Runs are made and let go, and accounts are named, by officers and heads.
pub(crate) fn staff(unit: &mut Unit<'_>, account: i64) -> Result<By> {
    let who = by(unit, account)?;
    if matches!(who.role, Role::Officer | Role::Head) {
        return Ok(who);
    }
    let id = format!("peran {} tidak membayar manfaat", who.role);
    Err(Refusal::new("claim_actor", id, format!("the role {} pays no benefits", who.role)).into())
}

fn past(day: Day) -> Refusal {
    let id = format!("hari bayar {day} sudah lewat");
    Refusal::new("run_day", id, format!("the day to pay, {day}, is past"))
}

/// Where an order goes: to the account named last for its hand, but never again to one that failed.
fn payee_of(unit: &mut Unit<'_>, order: &Order) -> Result<Result<i64, Why>> {
    let claim = claims::read(unit, order.claim)?.with_context(|| format!("claim {} is lost", order.claim))?;
    let Some(payee) = payees::of_hand(unit, claim.of_case, &order.hand)? else {
        return Ok(Err(Why::NoAccount));
    };
    let before = match order.again_of {
        Some(before) => orders::read(unit, before)?.and_then(|before| before.payee),
        None => None,
    };
    if before == Some(payee.id) {
        return Ok(Err(Why::SameAccount));
    }
    Ok(verify_accounts::doubt(unit, payee.id)?.map_or(Ok(payee.id), |doubt| Err(Why::Doubtful(doubt))))
}

fn run_of(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    who: &By,
    (fund, day): (String, Day),
    waiting: &[(Order, i64)],
) -> Result<Run> {
    let id = institution::take_numbers(unit, 1)?;
    let mut totals = Totals::default();
    for (order, payee) in waiting {
        totals = totals.with(order.amount)?;
        ensure!(orders::take(unit, order.id, id, *payee)?, "order {} went with another run", order.id);
    }
    let run = Run {
        id,
        fund,
        day,
        orders: i64::try_from(totals.orders)?,
        amount: totals.sum,
        maker: who.account,
        made: desk.now,
        approved: None,
    };
    rows::add(unit, &run)?;
    Ok(run)
}

/// What a second person says to let a run go: what it comes to, and from which account it is paid.
#[derive(Clone, Debug)]
pub(crate) struct LetGo {
    pub(crate) orders: i64,
    pub(crate) sum: i64,
    pub(crate) account: Account,
    pub(crate) bank: Bank,
}

/// A run by number.
pub(crate) fn read(unit: &mut Unit<'_>, number: i64) -> Result<Run> {
    let run = rows::read(unit, number)?;
    Ok(run.ok_or_else(|| {
        registry::not_there(
            format!("tidak ada proses bayar {number}"),
            format!("there is no benefit run {number}"),
        )
    })?)
}

/// Lets a run go: its orders are the bank's from now on. Whoever made it does not; a run that was let go is
/// what it was.
pub(crate) fn let_go(office: &mut Office, number: i64, asked: &LetGo, account: i64) -> Result<Run> {
    office.unit(|unit, desk| {
        let who = staff(unit, account)?;
        rows::hold(unit, number)?;
        let run = read(unit, number)?;
        if run.approved.is_some() {
            return Ok(run);
        }
        if run.maker == who.account {
            let id = "yang membuat proses bayar tidak melepasnya";
            return Err(Refusal::new("same_person", id, "whoever made the run does not let it go").into());
        }
        if (asked.orders, asked.sum) != (run.orders, run.amount) {
            return Err(other_totals(&run).into());
        }
        if run.day < desk.today {
            return Err(past(run.day).into());
        }
        for order in orders::of_run(unit, number)? {
            not_her_own(unit, &who, order.claim)?;
            orders::set_state(unit, order.id, "sent")?;
        }
        let (account, bank) = (asked.account.to_string(), asked.bank.to_string());
        rows::approve(unit, number, &Approved { checker: who.account, at: desk.now, account, bank })?;
        registry::note(unit, desk, "benefit run let go", 0)?;
        read(unit, number)
    })
}

fn not_her_own(unit: &mut Unit<'_>, who: &By, claim: i64) -> Result<()> {
    let person = claims::read(unit, claim)?.map_or(PersonId(0), |claim| claim.person);
    Ok(who.is_not_of(person)?)
}

fn other_totals(run: &Run) -> Refusal {
    let Run { id: number, orders, amount, .. } = run;
    let id =
        format!("jumlah kendali tidak cocok: proses bayar {number} berisi {orders} perintah, Rp{amount}");
    let en = format!("the control totals do not fit: run {number} has {orders} orders that come to {amount}");
    Refusal::new("run_totals", id, en)
}

/// A run that was let go, with its orders as the bank is told of them.
pub(crate) fn for_bank(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    number: i64,
) -> Result<(bank::Run, Vec<bank::Order>)> {
    let run = read(unit, number)?;
    let Some(approved) = &run.approved else {
        let id = format!("proses bayar {number} belum dilepas orang kedua");
        let en = format!("a second person has not let run {number} go yet");
        return Err(Refusal::new("not_let_go", id, en).into());
    };
    let mut all = Vec::new();
    for order in orders::of_run(unit, number)? {
        let payee = order.payee.map(|payee| payees::read(unit, payee)).transpose()?.flatten();
        let payee = payee.with_context(|| format!("order {} goes nowhere", order.id))?;
        let payee = name_payee::open(desk, &payee)?;
        let claim =
            claims::read(unit, order.claim)?.with_context(|| format!("claim {} is lost", order.claim))?;
        all.push(bank::Order {
            id: order_name(order.id).parse()?,
            amount: order.amount,
            name: payee.name,
            account: payee.account,
            bank: payee.bank,
            text: format!("{} klaim {}", claim.kind.split('_').next().unwrap_or_default(), claim.id)
                .to_uppercase(),
        });
    }
    let totals = Totals { orders: u64::try_from(run.orders)?, sum: run.amount };
    let told = bank::Run {
        id: run_name(number).parse()?,
        made: approved.at,
        day: run.day,
        fund: format!("{} {}", desk.institution.name, run.fund.to_uppercase()),
        account: approved.account.parse()?,
        bank: approved.bank.parse()?,
        purpose: match run.fund.as_str() {
            "jp" => Purpose::Pension,
            "jkp" => Purpose::JobLoss,
            _ => Purpose::Benefit,
        },
        totals,
    };
    Ok((told, all))
}
