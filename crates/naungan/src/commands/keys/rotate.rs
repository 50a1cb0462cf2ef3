//! A new key for everything that is sealed, a batch of rows a unit, so that it can be stopped and go on.

use std::io::IsTerminal;

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use rules::render::Lang;
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::people::{address_key, name_key};
use serde_json::json;
use store::queries::look_ups::{self, Kind};
use store::queries::sealed::{self, At, Table};
use store::queries::{marks, uploads};
use store::{Unit, seal};

use super::{older, rows};
use crate::commands::register::answer;
use crate::commands::{Cli, Outcome};
use crate::office::{Desk, Keyring, Office};
use crate::registry::{members, offices, payers, people, words};
use crate::text::count::ROWS;

/// Rows sealed again in one unit.
const BATCH_ROWS: i64 = 1_000;

pub(super) fn run(cli: &Cli, office: &mut Office, lang: Lang, as_json: bool) -> Result<Outcome> {
    let mut left = older(&rows(office)?, office.keys.newest());
    // What was stopped goes on under the key it began with.
    if left == 0 {
        left = begin(cli, office, lang)?;
    }
    let bar = bar(left);
    let mut count = 0_u64;
    for table in Table::ALL {
        let mut at = Some(At::START);
        while let Some(after) = at {
            let (next, done) = office.unit(|unit, desk| batch(unit, desk, table, after))?;
            count += done;
            bar.inc(done);
            at = next;
        }
    }
    bar.finish_and_clear();
    let (newest, shown) = (office.keys.newest(), ROWS.counted(count, lang));
    let are = if count == 1 { "is" } else { "are" };
    let text = match lang {
        Lang::Id => format!("{shown} disegel ulang dengan kunci {newest}; lalu `naungan keys retire`\n"),
        Lang::En => format!("{shown} {are} sealed again with key {newest}; then `naungan keys retire`\n"),
    };
    answer(as_json, &json!({ "key": newest, "rows": count }), &text)
}

/// Writes a new key beside the old ones; gives how many rows wait for it.
fn begin(cli: &Cli, office: &mut Office, lang: Lang) -> Result<i64> {
    let keyring = cli.place.keyring();
    if matches!(keyring, Keyring::Environment(_)) {
        bail!(
            "{}",
            lang.pick(
                "semua sudah memakai kunci terbaru di NAUNGAN_KEYS: tambahkan kunci baru di sana dahulu",
                "everything has the newest key of NAUNGAN_KEYS already: add a new one there first",
            )
        );
    }
    let turned = office.keys.turned()?;
    keyring.write(&turned)?;
    office.keys = turned;
    Ok(older(&rows(office)?, office.keys.newest()))
}

/// Seals the rows after a place again; gives the place of the last, and how many there were to do.
fn batch(unit: &mut Unit<'_>, desk: &Desk<'_>, table: Table, after: At) -> Result<(Option<At>, u64)> {
    let page = sealed::page(unit, table, after, BATCH_ROWS)?;
    let last = page.last().map(|(at, _)| *at);
    let mut done = 0;
    for (at, value) in page {
        let context = context(table, at);
        let Some(again) = desk.keys.seal_again(&context, &value)? else { continue };
        sealed::put(unit, table, at, &again)?;
        let plain = desk.keys.open(&context, &again)?;
        for (kind, text) in found_by(table, &plain).with_context(|| format!("{context} is damaged"))? {
            find_again(unit, desk, kind, &text, at.subject)?;
        }
        done += 1;
    }
    Ok((last, done))
}

/// What a row is sealed under.
fn context(table: Table, at: At) -> String {
    match table {
        Table::Identity => people::context(PersonId(at.subject)),
        Table::Relative => people::relative_context(PersonId(at.subject), at.no),
        Table::Payer => payers::context(PayerId(at.subject)),
        Table::Membership => members::context(MembershipId(at.subject)),
        Table::Institution => crate::office::sealed_context(),
        Table::UploadRow => uploads::row_context(at.subject, at.no),
        Table::Guardian => marks::context(PersonId(at.subject), at.no),
        Table::Account
        | Table::SecondFactor
        | Table::Approval
        | Table::Upload
        | Table::Mismatch
        | Table::StatementLine
        | Table::Message
        | Table::Contest
        | Table::Note
        | Table::Case
        | Table::Finding
        | Table::Paper
        | Table::Payee
        | Table::Letter
        | Table::Grievance
        | Table::GrievanceStep
        | Table::DeathReport
        | Table::HeirContact
        | Table::Counselling
        | Table::JobContest
        | Table::Giving
        | Table::Hook
        | Table::Agency => {
            let (name, column) = table.place();
            seal::context(name, column, at.subject)
        }
        Table::Gift | Table::ListLine | Table::Parked | Table::FieldAct => {
            let (name, column) = table.place();
            seal::context_within(name, column, at.subject, at.no)
        }
    }
}

/// The texts by which a row's subject is found.
fn found_by(table: Table, plain: &[u8]) -> Option<Vec<(Kind, String)>> {
    // What nobody is found by need not be text.
    let found = [Table::Identity, Table::Payer, Table::Membership, Table::Account, Table::Payee];
    if !found.contains(&table) {
        return Some(Vec::new());
    }
    let text = str::from_utf8(plain).ok()?;
    let mut lines = text.split('\n');
    Some(match table {
        Table::Identity => {
            let (nik, name) = (lines.next()?, lines.next()?);
            let mut found = vec![(Kind::Nik, nik.to_owned())];
            found.extend(named(Kind::Name, Kind::Word, name));
            // After the name comes the mother's.
            found.extend(lines.nth(1).filter(|phone| !phone.is_empty()).map(telephone));
            found
        }
        Table::Payer => {
            let (npp, name) = (lines.next()?, lines.next()?);
            let mut found = Vec::new();
            if !npp.is_empty() {
                found.push((Kind::Npp, npp.to_owned()));
            }
            if !name.is_empty() {
                found.extend(named(Kind::PayerName, Kind::PayerWord, name));
            }
            found
        }
        Table::Membership => vec![(Kind::Kpj, text.to_owned())],
        Table::Account => {
            // Name, address, handle.
            let handle = lines.nth(2)?;
            if handle.is_empty() { Vec::new() } else { vec![(Kind::Account, handle.to_owned())] }
        }
        Table::Payee => {
            // Name, bank, account, address.
            let mut found = vec![(Kind::BankAccount, lines.nth(2)?.to_owned())];
            found.extend(lines.next().and_then(address_key).map(|key| (Kind::Address, key)));
            found
        }
        _ => Vec::new(),
    })
}

fn telephone(phone: &str) -> (Kind, String) {
    (Kind::Telephone, phone.to_owned())
}

/// A name, whole, word by word and, of people, two words together.
fn named(whole: Kind, word: Kind, name: &str) -> Vec<(Kind, String)> {
    let key = name_key(name);
    let all: Vec<&str> = words(&key).into_iter().collect();
    let mut found: Vec<(Kind, String)> = all.iter().map(|one| (word, (*one).to_owned())).collect();
    if word == Kind::Word {
        let pairs = look_ups::pairs(&all).map(|((_, one), (_, other))| format!("{one} {other}"));
        found.extend(pairs.map(|both| (Kind::Pair, both)));
    }
    found.push((whole, key));
    found
}

/// The hashes of a text, the newest key's first.
fn hashes(desk: &Desk<'_>, kind: Kind, text: &str) -> Vec<[u8; 16]> {
    let Some((one, other)) = text.split_once(' ').filter(|_| kind == Kind::Pair) else {
        return desk.keys.look_ups(kind.word(), text);
    };
    let of = |word: &str| desk.keys.look_ups(Kind::Word.word(), word);
    of(one).iter().zip(&of(other)).map(|(one, other)| look_ups::pair(one, other)).collect()
}

/// A hash under the newest key in place of those under older ones.
fn find_again(unit: &mut Unit<'_>, desk: &Desk<'_>, kind: Kind, text: &str, subject: i64) -> Result<()> {
    let hashes = hashes(desk, kind, text);
    let Some((newest, older)) = hashes.split_first() else { return Ok(()) };
    // By a telephone only those with a claim are found.
    let is_found = |found: Vec<i64>| found.contains(&subject);
    if kind == Kind::Telephone && !is_found(look_ups::find(unit, kind, older, i64::MAX)?) {
        return Ok(());
    }
    look_ups::add(unit, kind, newest, subject)?;
    if kind == Kind::Word {
        offices::rehashed(unit, PersonId(subject), older, *newest)?;
    }
    older.iter().try_for_each(|hash| look_ups::remove(unit, kind, hash, subject))
}

fn bar(rows: i64) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {human_pos}/{human_len} {per_sec} {eta}");
    ProgressBar::new(rows.unsigned_abs()).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
