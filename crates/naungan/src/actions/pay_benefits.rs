//! Orders that wait become a run of their fund, which one makes and another lets go; the file for the bank is
//! made from what is kept, so it can be made again.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use anyhow::{Context, Result};
use base::{Day, Moment, Month};
use scheme::claims::screen::Watch;
use scheme::facts::Subject;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::benefit_runs::{self as rows, Approved, Run};
use store::queries::orders::{self, Order};
use store::queries::{claims, institution, payees, readings};

use super::decide_care_bill::is_hospital;
use super::move_claim::{By, by};
use super::verify_accounts::{self, Doubt};
use super::{name_payee, screen_claim};
use crate::auth::{Caller, Deed, Role};
use crate::books::pension;
use crate::office::{Desk, Office};
use crate::ports::bank::order::{self as bank, Account, Bank, Purpose, Totals};
use crate::ports::bank::pain001;
use crate::registry;

/// The fact that somebody has died.
const DIED: &str = "died";

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
    /// Somebody should look at it first, and it is still in time.
    Signal,
    /// She has died since she named her account: it goes where her heirs have theirs.
    Died,
}

impl Why {
    /// The word by which pages and the interface know it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Why::NoAccount => "no_account",
            Why::SameAccount => "same_account",
            Why::Doubtful(Doubt::NotVerified) => "not_verified",
            Why::Doubtful(Doubt::AnotherName) => "another_name",
            Why::Doubtful(Doubt::NoSuchAccount) => "no_such_account",
            Why::Signal => "signal",
            Why::Died => "died",
        }
    }
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
    office.unit(|unit, desk| make_within(unit, desk, (fund, day), account))
}

/// The same within a unit that does more.
pub(crate) fn make_within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (fund, day): (Option<&str>, Day),
    account: i64,
) -> Result<Made> {
    let who = pays(unit, account)?;
    if day < desk.today {
        return Err(past(day).into());
    }
    let mut made = Made::default();
    let funds = match fund {
        Some(fund) => vec![fund.to_owned()],
        None => orders::funds_waiting(unit)?,
    };
    for fund in funds {
        made.runs.extend(run_of(unit, desk, &who, (&fund, day))?);
    }
    // What has somewhere to go went with a run.
    let left = waiting(unit, desk, (fund, day), i64::MAX)?.into_iter();
    made.left.extend(left.filter_map(|(order, payee)| Some((order, payee.err()?))));
    if made.runs.is_empty() && made.left.is_empty() {
        let id = "tidak ada manfaat yang menunggu dibayar";
        return Err(Refusal::new("run_empty", id, "no benefit waits to be paid").into());
    }
    registry::note(unit, desk, "benefit runs made", 0)?;
    Ok(made)
}

/// Accounts are named by officers and heads.
pub(crate) fn staff(unit: &mut Unit<'_>, account: i64) -> Result<By> {
    of_roles(unit, account, &[Role::Officer, Role::Head])
}

/// Runs are made and let go by administrators too, and months of pensions granted.
pub(crate) fn pays(unit: &mut Unit<'_>, account: i64) -> Result<By> {
    of_roles(unit, account, &[Role::Officer, Role::Head, Role::Administrator])
}

fn of_roles(unit: &mut Unit<'_>, account: i64, roles: &[Role]) -> Result<By> {
    let who = by(unit, account)?;
    if roles.contains(&who.role) {
        return Ok(who);
    }
    let id = format!("peran {} tidak membayar manfaat", who.role);
    Err(Refusal::new("claim_actor", id, format!("the role {} pays no benefits", who.role)).into())
}

fn past(day: Day) -> Refusal {
    let id = format!("hari bayar {day} sudah lewat");
    Refusal::new("run_day", id, format!("the day to pay, {day}, is past"))
}

/// Orders that wait for a run, at most so many, each with where it goes, or why it waits on.
pub(crate) fn waiting(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (fund, day): (Option<&str>, Day),
    most: i64,
) -> Result<Vec<(Order, Result<i64, Why>)>> {
    let mut all = Vec::new();
    for order in orders::waiting(unit, fund, most)? {
        let payee = match payee_of(unit, &order)? {
            // What a hospital gets is judged item by item already.
            Ok(_) if !is_hospital(&order.hand) && screen_claim::is_held(unit, desk, order.claim, day)? => {
                Err(Why::Signal)
            }
            Ok(_) if has_died_since(unit, desk, order.claim, &order.hand)? => Err(Why::Died),
            payee => payee,
        };
        all.push((order, payee));
    }
    Ok(all)
}

/// Claims of which nothing is paid before somebody has looked. A pension that goes on as it was is not looked
/// at again; one whose account is new is.
fn held_back(unit: &mut Unit<'_>, desk: &Desk<'_>, (fund, day): (&str, Day)) -> Result<BTreeSet<i64>> {
    let since = day.plus_days(-Watch::USUAL.account_days).unwrap_or(day);
    let mut held = BTreeSet::new();
    for (claim, hand) in
        orders::to_screen(unit, fund, pension::order_no(Month::MIN), Moment::start_of(since))?
    {
        if has_died_since(unit, desk, claim, &hand)?
            || (!is_hospital(&hand) && screen_claim::holds(unit, desk, claim, day)?)
        {
            held.insert(claim);
        }
    }
    Ok(held)
}

/// The hand of whoever the claim is about.
pub(super) const MEMBER: &str = "member";

/// Whether money for a member would go where she wanted it before she died.
fn has_died_since(unit: &mut Unit<'_>, desk: &Desk<'_>, claim: i64, hand: &str) -> Result<bool> {
    if hand != MEMBER {
        return Ok(false);
    }
    let claim = claims::read(unit, claim)?.with_context(|| format!("claim {claim} is lost"))?;
    let Some(payee) = payees::of_hand(unit, claim.of_case, hand)? else { return Ok(false) };
    for number in registry::people::numbers(unit, claim.person, desk.now)? {
        let history = registry::history(unit, Subject::Person(number))?;
        if history.last(DIED, desk.now).is_some() && history.last(DIED, payee.known).is_none() {
            return Ok(true);
        }
    }
    Ok(false)
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

/// A run of everything that waits of a fund and has somewhere to go; none where that is nothing.
fn run_of(unit: &mut Unit<'_>, desk: &Desk<'_>, who: &By, (fund, day): (&str, Day)) -> Result<Option<Run>> {
    let id = institution::take_numbers(unit, 1)?;
    let is_verified_first = verify_accounts::is_required(unit)?;
    let held = held_back(unit, desk, (fund, day))?;
    let (orders, amount) = orders::take_all(unit, (fund, id), is_verified_first, &held)?;
    if orders == 0 {
        return Ok(None);
    }
    let fund = fund.to_owned();
    let run = Run { id, fund, day, orders, amount, maker: who.account, made: desk.now, approved: None };
    rows::add(unit, &run)?;
    Ok(Some(run))
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

/// Lets a run go: its orders are the bank's from now on. Whoever made it does not. The same once more is the
/// run as it went; from another account, or with other totals, it does not go a second time.
pub(crate) fn let_go(office: &mut Office, number: i64, asked: &LetGo, account: i64) -> Result<Run> {
    office.unit(|unit, desk| let_go_within(unit, desk, number, asked, account))
}

/// The same within a unit that does more.
pub(crate) fn let_go_within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    number: i64,
    asked: &LetGo,
    account: i64,
) -> Result<Run> {
    let who = pays(unit, account)?;
    rows::hold(unit, number)?;
    let run = read(unit, number)?;
    let (account, bank) = (asked.account.to_string(), asked.bank.to_string());
    if let Some(known) = &run.approved {
        let is_same = (asked.orders, asked.sum) == (run.orders, run.amount);
        let is_same = is_same && (&known.account, &known.bank) == (&account, &bank);
        return if is_same { Ok(run) } else { Err(let_go_already(number).into()) };
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
    for near in who.near() {
        if orders::run_pays(unit, number, near.0)? {
            who.is_not_of(*near)?;
        }
    }
    orders::send_all(unit, number)?;
    rows::approve(unit, number, &Approved { checker: who.account, at: desk.now, account, bank })?;
    registry::note(unit, desk, "benefit run let go", 0)?;
    read(unit, number)
}

/// Takes back a run that was not let go, such as one whose day has passed: its orders wait as before. A bank
/// never heard of it.
pub(crate) fn dissolve(office: &mut Office, number: i64, account: i64) -> Result<Run> {
    office.unit(|unit, desk| dissolve_within(unit, desk, number, account))
}

/// The same within a unit that does more.
pub(crate) fn dissolve_within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    number: i64,
    account: i64,
) -> Result<Run> {
    pays(unit, account)?;
    rows::hold(unit, number)?;
    let run = read(unit, number)?;
    if run.approved.is_some() {
        return Err(let_go_already(number).into());
    }
    rows::dissolve(unit, number)?;
    registry::note(unit, desk, "benefit run taken back", number)?;
    Ok(run)
}

fn let_go_already(number: i64) -> Refusal {
    let id = format!("proses bayar {number} sudah dilepas: bank sudah menerimanya");
    let en = format!("run {number} was let go: it is the bank's by now");
    Refusal::new("let_go_already", id, en)
}

fn other_totals(run: &Run) -> Refusal {
    let Run { id: number, orders, amount, .. } = run;
    let id =
        format!("jumlah kendali tidak cocok: proses bayar {number} berisi {orders} perintah, Rp{amount}");
    let en = format!("the control totals do not fit: run {number} has {orders} orders that come to {amount}");
    Refusal::new("run_totals", id, en)
}

/// Orders in memory at a time while it is written down that their people were seen.
const SEEN: i64 = 100_000;

/// Writes down that whoever takes a run's file has seen each person in it, some at a time; refuses where
/// there is no file to take.
pub(crate) fn taken(office: &mut Office, number: i64, who: &Caller, place: &str) -> Result<()> {
    let mut after = 0;
    loop {
        let last = office.unit(|unit, desk| {
            for_bank(unit, desk, number)?;
            let (people, last) = orders::people_of_run(unit, number, after, SEEN)?;
            let others = people.iter().filter(|person| who.person != Some(**person));
            let looks = others.map(|person| who.looks(*person, desk.now, Deed::TakeBankFile.why(), place));
            readings::add_all(unit, &looks.collect::<Vec<_>>())?;
            Ok(last)
        })?;
        let Some(last) = last else { return Ok(()) };
        after = last;
    }
}

/// Whether there is a file: a refusal says why not.
pub(crate) fn may_be_taken(unit: &mut Unit<'_>, desk: &Desk<'_>, number: i64) -> Result<()> {
    for_bank(unit, desk, number).map(drop)
}

/// Orders that are read at a time while a file is written.
const PAGE: i64 = 20_000;
/// Pages that wait to be written.
const AHEAD: usize = 2;

/// Writes a run that was let go for the bank; a million orders need no more memory than a few pages of them.
/// While a page is written the next one is read and opened.
pub(crate) fn write(office: &mut Office, number: i64, out: &mut dyn Write) -> Result<()> {
    let run = office.look(|unit, desk| for_bank(unit, desk, number))?;
    let mut reader = office.beside()?;
    thread::scope(|scope| {
        let (give, pages) = sync_channel(AHEAD);
        scope.spawn(move || read_ahead(&mut reader, number, &give));
        let mut page = Vec::new().into_iter();
        let orders = std::iter::from_fn(|| {
            if page.len() == 0 {
                page = match pages.recv().ok()? {
                    Ok(orders) => orders.into_iter(),
                    Err(error) => return Some(Err(error)),
                };
            }
            page.next().map(Ok)
        });
        pain001::write(out, &run, orders)
    })
}

/// Reads and opens the orders of a run page by page, as long as somebody takes them.
fn read_ahead(office: &mut Office, number: i64, give: &SyncSender<Result<Vec<bank::Order>>>) {
    let mut last = 0;
    loop {
        let page = office.look(|unit, desk| {
            let rows = orders::told(unit, number, last, PAGE)?;
            last = rows.last().map_or(last, |row| row.id);
            rows.iter().map(|row| order_for_bank(desk, row)).collect::<Result<Vec<_>>>()
        });
        let is_last = page.as_ref().map_or(true, Vec::is_empty);
        if give.send(page).is_err() || is_last {
            return;
        }
    }
}

fn order_for_bank(desk: &Desk<'_>, order: &orders::Told) -> Result<bank::Order> {
    let payee = name_payee::opened(desk, order.payee, &order.sealed)?;
    let benefit = order.kind.split('_').next().unwrap_or_default().to_uppercase();
    Ok(bank::Order {
        id: order_name(order.id).parse()?,
        amount: order.amount,
        name: payee.name,
        account: payee.account,
        bank: payee.bank,
        text: format!("{benefit} KLAIM {}", order.claim),
    })
}

/// A run that was let go, as the bank is told of it.
fn for_bank(unit: &mut Unit<'_>, desk: &Desk<'_>, number: i64) -> Result<bank::Run> {
    let run = read(unit, number)?;
    let Some(approved) = &run.approved else {
        let id = format!("proses bayar {number} belum dilepas orang kedua");
        let en = format!("a second person has not let run {number} go yet");
        return Err(Refusal::new("not_let_go", id, en).into());
    };
    Ok(bank::Run {
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
        totals: Totals { orders: u64::try_from(run.orders)?, sum: run.amount },
    })
}
