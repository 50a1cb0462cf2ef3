//! What is said to people: written down in the unit that has something to say, and sent later, once.
//!
//! Where there is no mail server, the gateway is a folder: a file for each message, for another program to
//! send on, and a line in the log that says that there is one, but never what it says.

pub(crate) mod mail;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result};
use scheme::id::PersonId;
use store::queries::messages::{self, Message};
use store::{Address, Unit, seal};

use crate::jobs;
use crate::office::Desk;

/// The kind of job that sends a message.
pub(crate) const DELIVER: &str = "deliver";

/// What is said, and to whom.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) person: Option<PersonId>,
    pub(crate) account: Option<i64>,
    /// A telephone or an address of electronic mail.
    pub(crate) address: String,
    pub(crate) text: String,
}

/// The number at which people reach the institution, where it is told: every institution has another.
pub(crate) fn telephone() -> Option<String> {
    std::env::var("NAUNGAN_TELEPHONE").ok().filter(|number| !number.is_empty())
}

/// Where others reach the counter, as it was served in this program.
static REACHED: OnceLock<String> = OnceLock::new();

/// From now on messages name pages at this address.
pub(crate) fn reached_at(public: &str) {
    // Whoever serves twice in one program serves the same place.
    let _ = REACHED.set(public.to_owned());
}

/// A page as a message names it: who reads it on her telephone has nothing but this to go by. Commands that
/// serve nothing are told the place by `NAUNGAN_PUBLIC`.
pub(crate) fn link(path: &str) -> String {
    let told = || std::env::var("NAUNGAN_PUBLIC").unwrap_or_default();
    let public = REACHED.get().cloned().unwrap_or_else(told);
    format!("{}{path}", public.trim_end_matches('/'))
}

/// What somebody does who did not want what she hears of, in both languages.
pub(crate) fn reach_us(telephone: Option<&str>) -> [String; 2] {
    telephone.map_or_else(
        || ["datanglah ke kantor cabang".to_owned(), "come to a branch".to_owned()],
        |number| [format!("telepon {number}"), format!("call {number}")],
    )
}

/// Writes a message down; it is sent when the unit is kept.
pub(crate) fn say(unit: &mut Unit<'_>, desk: &Desk<'_>, said: &Said) -> Result<i64> {
    let channel = if said.address.contains('@') { "mail" } else { "telephone" };
    let sealed = format!("{}\n{}", said.address, said.text);
    let mut id = jobs::number(desk);
    let written = |id| Message {
        id,
        person: said.person,
        account: said.account,
        channel: channel.to_owned(),
        sealed: desk.keys.seal(&context(id), sealed.as_bytes()),
        state: "waiting".to_owned(),
        made: desk.now,
        sent: None,
    };
    while !messages::add(unit, &written(id))? {
        id = jobs::next_number(id);
    }
    jobs::later(unit, desk, DELIVER, &id.to_string(), (said.account, None))?;
    Ok(id)
}

/// The address and the text of a message.
pub(crate) fn read(desk: &Desk<'_>, message: &Message) -> Result<(String, String)> {
    let text = String::from_utf8(desk.keys.open(&context(message.id), &message.sealed)?)?;
    let (address, text) = text.split_once('\n').context("a message without an address")?;
    Ok((address.to_owned(), text.to_owned()))
}

/// What a message is sealed under.
pub(crate) fn context(message: i64) -> String {
    seal::context("message", "sealed", message)
}

/// Where messages are put for a database, unless another folder is named.
pub(crate) fn outbox_of(address: &Address) -> PathBuf {
    match address {
        Address::Sqlite(path) => {
            let mut name = path.as_os_str().to_owned();
            name.push(".outbox");
            name.into()
        }
        Address::Memory | Address::Postgres(_) => PathBuf::from("naungan.outbox"),
    }
}

/// Puts a message into the outbox, whole or not at all; the same again changes nothing.
pub(crate) fn put(outbox: &Path, id: i64, channel: &str, address: &str, text: &str) -> Result<()> {
    let failed = || format!("could not put a message into {}", outbox.display());
    fs::create_dir_all(outbox).with_context(failed)?;
    let partial = outbox.join(format!(".{id}"));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&partial).with_context(failed)?;
    file.write_all(format!("{channel}: {address}\n\n{text}\n").as_bytes()).with_context(failed)?;
    fs::rename(&partial, outbox.join(format!("{id}.txt"))).with_context(failed)
}

/// An address as the log may know it: its last letters.
pub(crate) fn masked(address: &str) -> String {
    let all: Vec<char> = address.chars().collect();
    let shown = all.len().min(4).min(all.len() / 2);
    let tail: String = all[all.len() - shown..].iter().collect();
    format!("…{tail}")
}

#[cfg(test)]
mod tests {
    use super::{masked, reach_us};

    #[test]
    fn little_is_shown_of_an_address() {
        assert_eq!(masked("081234567890"), "…7890");
        assert_eq!(masked("0812"), "…12");
        assert_eq!(masked(""), "…");
    }

    #[test]
    fn only_a_number_that_was_set_is_named() {
        assert_eq!(reach_us(Some("1500999")), ["telepon 1500999", "call 1500999"]);
        assert_eq!(reach_us(None), ["datanglah ke kantor cabang", "come to a branch"]);
    }
}
