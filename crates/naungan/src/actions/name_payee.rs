//! Where the money of a case goes: a name, a bank and an account for each hand.

use anyhow::{Context, Result};
use scheme::law::ClaimLaw;
use scheme::people::address_key;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::look_ups::{self, Kind};
use store::queries::{accounts, cases, institution, payee_devices, payees};

use super::move_claim::by;
use super::pay_benefits::{MEMBER, staff};
use crate::auth::Role;
use crate::office::{Desk, Office};
use crate::ports::bank::order::{Account, Bank};
use crate::registry::heirs::{self, Kinship};
use crate::registry::{self, claims};

/// Whose account it is, and where.
#[derive(Clone, Debug)]
pub(crate) struct Payee {
    pub(crate) name: String,
    pub(crate) bank: Bank,
    pub(crate) account: Account,
    /// Where whoever told it lives, if that was said.
    pub(crate) address: Option<String>,
}

/// The word that goes into the hash of a device's mark.
const DEVICE: &str = "device";
/// No address is longer.
const ADDRESS_CHARS_MAX: usize = 200;

/// Writes down where the money of a hand goes from now on.
pub(crate) fn run(office: &mut Office, case: i64, hand: &str, payee: &Payee, account: i64) -> Result<i64> {
    office.unit(|unit, desk| within(unit, desk, (case, hand), payee, account))
}

/// The same by whoever the money is for: a member for herself; an heir for her own part, and for a minor for
/// whom she acts. Nobody says where somebody else's money goes. The device is the mark of her browser; at a
/// desk or through a program many are served by one, so that it is kept of none.
pub(crate) fn own(
    office: &mut Office,
    of: (i64, &str),
    payee: &Payee,
    account: i64,
    device: &str,
) -> Result<i64> {
    office.unit(|unit, desk| own_within(unit, desk, of, payee, (account, Some(device))))
}

/// The same within a unit that does more; where no browser has told it, no device is kept.
pub(crate) fn own_within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    of: (i64, &str),
    payee: &Payee,
    (account, device): (i64, Option<&str>),
) -> Result<i64> {
    is_own(unit, desk, of, account)?;
    let id = write(unit, desk, of, payee, account)?;
    if let Some(device) = device {
        mark(unit, desk, id, device)?;
    }
    Ok(id)
}

/// Keeps the device of an account, under the newest key; what it told before under an older one is found by
/// that too from now on.
fn mark(unit: &mut Unit<'_>, desk: &Desk<'_>, payee: i64, device: &str) -> Result<()> {
    let hashes = desk.keys.look_ups(DEVICE, device);
    let (newest, older) = hashes.split_first().context("there is no key")?;
    for hash in older {
        payee_devices::renew(unit, hash, newest)?;
    }
    payee_devices::keep(unit, payee, newest)
}

fn is_own(unit: &mut Unit<'_>, desk: &Desk<'_>, (case, hand): (i64, &str), account: i64) -> Result<()> {
    let who = by(unit, account)?;
    let Some(row) = cases::read(unit, case)? else { return Err(not_yours().into()) };
    let of_case = registry::people::numbers(unit, row.person, desk.now)?;
    let holder = accounts::read(unit, account)?.and_then(|account| account.person);
    let is_member = who.role == Role::Member && holder.is_some_and(|holder| of_case.contains(&holder));
    if is_member && hand == MEMBER {
        // Whoever has the login of somebody who died does not say where her money goes.
        let is_dead = claims::life(unit, desk, row.person, None)?.is_dead();
        return if is_dead { Err(not_yours().into()) } else { Ok(()) };
    }
    let kinship = heirs::in_case(unit, desk, account, &row)?;
    let hands = kinship.map(|kinship| hands_of(unit, desk, &row, kinship)).transpose()?.unwrap_or_default();
    if hands.iter().any(|own| own == hand) { Ok(()) } else { Err(not_yours().into()) }
}

/// The hands that an heir may speak for: her own, and those of minors for whom she acts.
pub(crate) fn hands_of(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    case: &cases::Case,
    kinship: Kinship,
) -> Result<Vec<String>> {
    let life = claims::life(unit, desk, case.person, None)?;
    let law = ClaimLaw::new(desk.law)?;
    let found = life.ask(|record| scheme::events::heirs(&law, record, case.day, case.reported))?;
    let of = |place: usize| life.family.get(place).map(|related| related.no);
    let name = life.family.iter().find(|related| related.no == kinship.no).map(claims::Related::name);
    let is_hers = |heir: &&scheme::events::Heir| {
        let acts = heir.needs_guardian && heir.guardian.is_some() && heir.guardian.as_deref() == name;
        acts || (of(heir.place) == Some(kinship.no) && !heir.needs_guardian)
    };
    Ok(found.entitled.iter().filter(is_hers).filter_map(|heir| of(heir.place)).map(hand_of).collect())
}

fn hand_of(no: i64) -> String {
    format!("relative {no}")
}

fn not_yours() -> Refusal {
    let id = "rekening hanya disebut oleh penerimanya sendiri, atau wali anak yang menerima";
    let en = "an account is named by whoever gets the money, or who acts for a child that does";
    Refusal::new("not_your_hand", id, en)
}

/// The same within a unit that does more.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    of: (i64, &str),
    payee: &Payee,
    account: i64,
) -> Result<i64> {
    staff(unit, account)?;
    write(unit, desk, of, payee, account)
}

fn write(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (case, hand): (i64, &str),
    payee: &Payee,
    account: i64,
) -> Result<i64> {
    let row = cases::read(unit, case)?.ok_or_else(|| {
        registry::not_there(format!("tidak ada perkara {case}"), format!("there is no case {case}"))
    })?;
    let name = payee.name.trim();
    if name.is_empty() || name.contains('\n') {
        let id = "sebut nama pemilik rekening";
        return Err(Refusal::new("payee_name", id, "say whose account it is").into());
    }
    is_hand(desk, hand)?;
    let address = payee.address.as_deref().map(address).transpose()?.flatten().unwrap_or_default();
    let id = institution::take_numbers(unit, 1)?;
    let text = format!("{name}\n{}\n{}\n{address}", payee.bank, payee.account);
    let sealed = desk.keys.seal(&payees::context(id), text.as_bytes());
    let (hand, known) = (hand.to_owned(), desk.now);
    payees::add(unit, &payees::Payee { id, of_case: case, hand, sealed, account: Some(account), known })?;
    let found_by = desk.keys.look_up(Kind::BankAccount.word(), &payee.account.to_string());
    look_ups::add(unit, Kind::BankAccount, &found_by, id)?;
    if let Some(key) = address_key(&address) {
        look_ups::add(unit, Kind::Address, &desk.keys.look_up(Kind::Address.word(), &key), id)?;
    }
    registry::note(unit, desk, "payee named", row.person.0)?;
    Ok(id)
}

/// An address in one line, if one was told.
pub(crate) fn address(told: &str) -> Result<Option<String>, Refusal> {
    let address = told.split_whitespace().collect::<Vec<_>>().join(" ");
    if address.chars().count() > ADDRESS_CHARS_MAX || address.contains(char::is_control) {
        let id = format!("tulis alamat dalam satu baris, sampai {ADDRESS_CHARS_MAX} huruf");
        let en = format!("write the address in one line, up to {ADDRESS_CHARS_MAX} letters");
        return Err(Refusal::new("payee_address", id, en));
    }
    Ok(Some(address).filter(|address| !address.is_empty()))
}

/// `member`, `relative 3`, or somebody the law names.
fn is_hand(desk: &Desk<'_>, hand: &str) -> Result<(), Refusal> {
    let number = hand.strip_prefix("relative ").and_then(|no| no.parse::<i64>().ok());
    let kinds = desk.tree().kinds.iter().filter(|kind| kind.name == "payee");
    let by_law = kinds.flat_map(|kind| &kind.options).any(|option| option == hand);
    let hospital = hand.strip_prefix("hospital ").and_then(|no| no.parse::<i64>().ok());
    if hand == "member" || number.or(hospital).is_some_and(|no| no > 0) || by_law {
        return Ok(());
    }
    let id = format!("`{hand}` bukan penerima: tulis `member`, `relative 1`, atau burial_arranger");
    let en = format!("`{hand}` is nobody who gets money: write `member`, `relative 1` or burial_arranger");
    Err(Refusal::new("no_hand", id, en))
}

/// Reads a payee.
pub(crate) fn open(desk: &Desk<'_>, row: &payees::Payee) -> Result<Payee> {
    opened(desk, row.id, &row.sealed)
}

/// Reads a payee by number and seal.
pub(crate) fn opened(desk: &Desk<'_>, id: i64, sealed: &[u8]) -> Result<Payee> {
    let text = String::from_utf8(desk.keys.open(&payees::context(id), sealed)?)?;
    let mut lines = text.split('\n');
    let mut next = || lines.next().with_context(|| format!("payee {id} is damaged"));
    let (name, bank, account) = (next()?.to_owned(), next()?.parse()?, next()?.parse()?);
    // Accounts that were told before addresses were asked for have three lines.
    let address = lines.next().filter(|address| !address.is_empty()).map(str::to_owned);
    Ok(Payee { name, bank, account, address })
}
