//! Signals that a claim may not be what it says: each with its reason, what it rests on, and who looks at it.
//!
//! A signal decides nothing and stops no clock. Whoever holds a payment back past its last day does so by
//! name.

use std::fmt::Display;

use base::Day;
use rules::tree::Words;

use super::ClaimKind;
use super::clock::Due;
use super::moves::Actor;
use super::record::{Insured, Record};
use super::told::Question;
use crate::id::PayerId;
use crate::memberships::Segment;
use crate::refusal::Refusal;

/// What the institution looks out for. These are its own choices, and no law.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Watch {
    /// A death within so many days of enrolment.
    pub death_days: i32,
    /// A bank account that is younger than so many days on the day of payment.
    pub account_days: i32,
    /// So many people with claims share an account.
    pub account_people: usize,
    /// So many people with claims share a telephone, a device or an address.
    pub contact_people: usize,
    /// So many people dismissed by one employer went back to it.
    pub rehired_people: usize,
}

impl Watch {
    /// What is usual: three months, a month between payments, a family, a household, more than one slip.
    pub const USUAL: Watch =
        Watch { death_days: 92, account_days: 31, account_people: 3, contact_people: 5, rehired_people: 3 };
}

/// What stands around a claim, as the institution has it from other claims.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around<'a> {
    /// Since when the account that is to be paid to is the claimant's.
    pub account_since: Option<Day>,
    /// Other people with claims that are paid to this account.
    pub same_account: usize,
    /// Other people with claims who have this telephone.
    pub same_telephone: usize,
    /// Other people with claims whose accounts were told from this device.
    pub same_device: usize,
    /// Other people with claims whose accounts were told with this address.
    pub same_address: usize,
    /// Employers that belong together with the one who dismissed.
    pub group: &'a [PayerId],
    /// People whom this employer, or one of its group, dismissed and took back while they drew benefits.
    pub rehired: usize,
}

/// A signal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signal {
    /// A name that stays the same for ever, for programs.
    pub code: &'static str,
    /// Why somebody should look.
    pub why: Words,
    /// The facts it rests on, in words and as they are.
    pub rests_on: Vec<(Words, String)>,
    /// Who looks at it.
    pub by: Actor,
}

/// Everything that somebody should look at before a claim is paid, in a fixed order.
pub fn screen(record: &Record<'_>, asked: &Question<'_>, around: &Around<'_>, watch: &Watch) -> Vec<Signal> {
    let mut signals = Vec::new();
    if asked.kind.is_of_heirs() {
        signals.extend(enrolled_before_death(record, asked, watch));
        signals.extend(paid_after_death(record, asked));
    }
    signals.extend(account_changed(asked, around, watch));
    signals.extend(shared(around, watch));
    if asked.kind == ClaimKind::JkpCash {
        signals.extend(rehired(record, asked, around));
        signals.extend(still_reported(record, asked));
        signals.extend(often_rehired(around, watch));
    }
    signals
}

/// Whether a payment may still wait for somebody to look, on a day: until its last day for everybody, and
/// after it only in the name of a reviewer. What delay costs is owed all the same.
pub fn may_wait(due: Option<&Due>, today: Day, reviewer: Option<i64>) -> Result<(), Refusal> {
    let Some(due) = due.filter(|due| today > due.day) else { return Ok(()) };
    if reviewer.is_some() {
        return Ok(());
    }
    let id = format!("pembayaran jatuh tempo pada {}; menahannya perlu nama pemeriksa", due.day);
    let en = format!("payment was due on {}; to hold it back takes the name of a reviewer", due.day);
    Err(Refusal::new("reviewer_missing", id, en).under(due.citation.as_ref()))
}

fn signal(code: &'static str, by: Actor, (id, en): (&str, &str)) -> Signal {
    let why = Words { id: id.to_owned(), en: en.to_owned() };
    Signal { code, why, rests_on: Vec::new(), by }
}

impl Signal {
    fn on(mut self, id: &str, en: &str, value: &impl Display) -> Self {
        self.rests_on.push((Words { id: id.to_owned(), en: en.to_owned() }, value.to_string()));
        self
    }
}

fn enrolled_before_death(record: &Record<'_>, asked: &Question<'_>, watch: &Watch) -> Option<Signal> {
    let first = record.spells.iter().map(|spell| spell.started).min()?;
    let days = asked.event.epoch_days() - first.epoch_days();
    let words = (
        "peserta meninggal tidak lama setelah mendaftar; periksa keadaan saat mendaftar",
        "the member died soon after enrolling; look at how she was enrolled",
    );
    (0..watch.death_days).contains(&days).then(|| {
        signal("enrolled_before_death", Actor::Checker, words)
            .on("tanggal mulai menjadi peserta", "first day of membership", &first)
            .on("tanggal meninggal", "day of death", &asked.event)
            .on("jarak dalam hari", "days between", &days)
    })
}

/// Who pays for herself cannot pay for a month after her death; somebody else did.
fn paid_after_death(record: &Record<'_>, asked: &Question<'_>) -> Option<Signal> {
    let own = |spell: &&Insured<'_>| matches!(spell.segment, Segment::SelfEmployed | Segment::Migrant);
    let months = record.spells.iter().filter(own).flat_map(|spell| spell.months);
    let late = months.filter(|month| month.settled.is_some_and(|day| day > asked.event));
    let days: Vec<Day> = late.filter_map(|month| month.settled).collect();
    let last = days.iter().max()?;
    let words = (
        "iuran peserta mandiri dibayar setelah ia meninggal; periksa siapa yang membayar",
        "contributions of a self-employed member were paid after her death; look at who paid",
    );
    Some(
        signal("paid_after_death", Actor::Checker, words)
            .on("tanggal meninggal", "day of death", &asked.event)
            .on("pembayaran terakhir", "last payment", last)
            .on("bulan yang dibayar sesudahnya", "months paid after it", &days.len()),
    )
}

fn account_changed(asked: &Question<'_>, around: &Around<'_>, watch: &Watch) -> Option<Signal> {
    let since = around.account_since?;
    let days = asked.pay_day.epoch_days() - since.epoch_days();
    let words = (
        "rekening diganti tidak lama sebelum pembayaran; tanyakan kepada pemohon lewat telepon yang lama",
        "the bank account was changed shortly before payment; ask the claimant by the telephone known before",
    );
    (days < watch.account_days).then(|| {
        signal("account_changed", Actor::Checker, words).on("rekening sejak", "account since", &since).on(
            "tanggal pembayaran",
            "day of payment",
            &asked.pay_day,
        )
    })
}

/// Many people behind one account, telephone, device or address.
fn shared(around: &Around<'_>, watch: &Watch) -> Vec<Signal> {
    let people = |signal: Signal, others: usize| {
        signal.on("orang lain dengan klaim", "other people with claims", &others)
    };
    let mut signals = Vec::new();
    if around.same_account >= watch.account_people {
        let words = (
            "klaim beberapa orang dibayar ke satu rekening; periksa hubungan mereka",
            "claims of several people are paid to one account; look at how they are related",
        );
        signals.push(people(signal("account_shared", Actor::Head, words), around.same_account));
    }
    if around.same_telephone >= watch.contact_people {
        let words = (
            "klaim banyak orang memakai satu nomor telepon; mungkin seorang perantara",
            "claims of many people have one telephone; perhaps somebody between them and us",
        );
        signals.push(people(signal("telephone_shared", Actor::Checker, words), around.same_telephone));
    }
    if around.same_device >= watch.contact_people {
        let words = (
            "rekening untuk klaim banyak orang disebut dari satu perangkat; mungkin seorang perantara",
            "accounts of many claims were told from one device; perhaps somebody between them and us",
        );
        signals.push(people(signal("device_shared", Actor::Checker, words), around.same_device));
    }
    if around.same_address >= watch.contact_people {
        let words = (
            "klaim banyak orang memakai satu alamat; mungkin seorang perantara",
            "claims of many people have one address; perhaps somebody between them and us",
        );
        signals.push(people(signal("address_shared", Actor::Checker, words), around.same_address));
    }
    signals
}

/// Work again, with the same employer or one of its group, after a claim for job loss.
fn rehired(record: &Record<'_>, asked: &Question<'_>, around: &Around<'_>) -> Option<Signal> {
    let left = dismissed_from(record, asked.event)?;
    let back = |spell: &&Insured<'_>| {
        spell.segment == Segment::WageEarner
            && spell.started > asked.event
            && (spell.payer == left.payer || around.group.contains(&spell.payer))
    };
    let again = record.spells.iter().filter(back).min_by_key(|spell| spell.started)?;
    let words = (
        "bekerja lagi pada kelompok usaha yang sama setelah PHK; periksa apakah PHK itu sungguh terjadi",
        "at work again in the same group of firms after the dismissal; look at whether it was one",
    );
    Some(
        signal("rehired_in_group", Actor::Head, words)
            .on("pemberi kerja sebelum PHK", "employer before the dismissal", &left.payer)
            .on("tanggal PHK", "day of the dismissal", &asked.event)
            .on("pemberi kerja sesudahnya", "employer after it", &again.payer)
            .on("mulai bekerja lagi", "at work again since", &again.started),
    )
}

/// The membership that a dismissal ended.
fn dismissed_from<'a>(record: &Record<'a>, day: Day) -> Option<&'a Insured<'a>> {
    let begun = record.spells.iter().filter(|spell| spell.started <= day);
    begun
        .filter(|spell| spell.segment == Segment::WageEarner)
        .max_by_key(|spell| (spell.covers(day), spell.started))
}

/// A wage that goes on being reported after a dismissal was perhaps none.
fn still_reported(record: &Record<'_>, asked: &Question<'_>) -> Option<Signal> {
    let left = dismissed_from(record, asked.event)?;
    let after = left.months.iter().filter(|month| month.month > asked.event.month());
    let last = after.clone().map(|month| month.month).max()?;
    let words = (
        "upah masih dilaporkan setelah tanggal PHK; tanyakan kepada pemberi kerja",
        "a wage was still reported after the day of the dismissal; ask the employer",
    );
    Some(
        signal("wage_after_dismissal", Actor::Checker, words)
            .on("tanggal PHK", "day of the dismissal", &asked.event)
            .on("bulan terakhir yang dilaporkan", "last month reported", &last)
            .on("bulan sesudah PHK", "months after the dismissal", &after.count()),
    )
}

fn often_rehired(around: &Around<'_>, watch: &Watch) -> Option<Signal> {
    let words = (
        "pemberi kerja ini berulang kali mempekerjakan kembali yang di-PHK; periksa semuanya bersama",
        "this employer took people back after dismissals several times; look at them together",
    );
    (around.rehired >= watch.rehired_people).then(|| {
        signal("often_rehired", Actor::Head, words).on(
            "orang yang kembali",
            "people taken back",
            &around.rehired,
        )
    })
}
