//! A mail server of the test's own: it is away, it is busy, it takes a message.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use anyhow::{Context, Result};
use store::queries::messages;

use super::pause;
use crate::faults::small::{DAY, founded};
use crate::jobs;
use crate::messages::mail::{Letter, MailServer};
use crate::messages::{DELIVER, Said, say};
use crate::office::Office;

/// What the server does with a connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mood {
    /// Hangs up.
    Away,
    /// Says that it cannot now.
    Busy,
    Well,
}

struct Server {
    at: SocketAddr,
    mood: Arc<Mutex<Mood>>,
    taken: Arc<Mutex<Vec<String>>>,
}

fn locked<T>(of: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

fn server() -> Result<Server> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let at = listener.local_addr()?;
    let (mood, taken) = (Arc::new(Mutex::new(Mood::Away)), Arc::new(Mutex::new(Vec::new())));
    let (moods, all) = (Arc::clone(&mood), Arc::clone(&taken));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mood = *locked(&moods);
            // One that is hung up on is no fault of the test.
            if let Ok(Some(message)) = serve(&stream, mood) {
                locked(&all).push(message);
            }
        }
    });
    Ok(Server { at, mood, taken })
}

/// Speaks with one client; what it was given, if it took it.
fn serve(mut stream: &TcpStream, mood: Mood) -> Result<Option<String>> {
    if mood == Mood::Away {
        return Ok(None);
    }
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    stream.write_all(b"220 mail.example\r\n")?;
    let mut message = None;
    while let Some(line) = lines.next() {
        let line = line?;
        let answer = match line.get(..4).unwrap_or(&line) {
            "EHLO" => "250-mail.example\r\n250 8BITMIME",
            "RCPT" if mood == Mood::Busy => "451 try later, siti@example.org",
            "MAIL" | "RCPT" => "250 fine",
            "DATA" => {
                stream.write_all(b"354 go on\r\n")?;
                let whole: Vec<String> =
                    lines.by_ref().map_while(std::io::Result::ok).take_while(|line| line != ".").collect();
                message = Some(whole.join("\n"));
                "250 taken"
            }
            "QUIT" => break,
            _ => "502 what?",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes())?;
    }
    Ok(message)
}

fn state(office: &mut Office, id: i64) -> Result<String> {
    office.look(|unit, _| Ok(messages::read(unit, id)?.context("no message")?.state))
}

/// What is said of the only job of a message.
fn told(office: &mut Office) -> Result<String> {
    office
        .look(|unit, _| Ok(store::queries::jobs::last_of_kind(unit, DELIVER)?.and_then(|job| job.told)))?
        .context("nothing is told")
}

#[test]
fn a_message_waits_for_a_server_that_is_away_and_leaves_once() {
    testing::both(|address| waits(address).expect("it leaves once"));
}

fn waits(address: &str) -> Result<()> {
    let server = server()?;
    let mut office = founded(address, DAY)?;
    let mail = format!("smtp://{}?from=kantor@naungan.example", server.at);
    office.mail = Some(Arc::new(MailServer::read(&mail)?));
    let said = |address: &str| Said {
        person: None,
        account: None,
        address: address.to_owned(),
        text: "Kode Anda 123456\n.\nsampai jumpa".to_owned(),
    };
    let id = office.unit(|unit, desk| say(unit, desk, &said("siti@example.org")))?;
    assert!(jobs::one(&mut office)?);
    assert_eq!(state(&mut office, id)?, "waiting", "the server is away");
    assert!(!jobs::one(&mut office)?, "it is not tried again at once");
    *locked(&server.mood) = Mood::Busy;
    office.clock.advance("2026-01-21".parse()?);
    assert!(jobs::one(&mut office)?);
    assert_eq!(state(&mut office, id)?, "waiting", "the server is busy");
    assert_eq!(told(&mut office)?, "the mail server answered 451", "without the words of the server");
    *locked(&server.mood) = Mood::Well;
    office.clock.advance("2026-01-22".parse()?);
    assert!(jobs::one(&mut office)?);
    assert_eq!(state(&mut office, id)?, "sent");
    // Asked for again, it is not sent again.
    office.unit(|unit, desk| jobs::later(unit, desk, DELIVER, &id.to_string(), (None, None)).map(drop))?;
    assert!(jobs::one(&mut office)?);
    let taken = locked(&server.taken).clone();
    assert_eq!(taken.len(), 1, "{taken:?}");
    for part in ["To: siti@example.org", "From: kantor@naungan.example", "Lembaga Uji", "Kode Anda 123456"] {
        assert!(taken[0].contains(part), "{part}: {}", taken[0]);
    }
    assert!(taken[0].contains(&format!("Message-ID: <{id}@naungan.example>")), "{}", taken[0]);
    // A telephone that nobody takes by mail goes into the outbox.
    let id = office.unit(|unit, desk| say(unit, desk, &said("081299990001")))?;
    office.outbox = testing::sqlite::scratch().path().with_extension("outbox");
    assert!(jobs::one(&mut office)?);
    assert!(office.outbox.join(format!("{id}.txt")).exists());
    std::fs::remove_dir_all(&office.outbox)?;
    Ok(())
}

#[test]
fn what_the_server_has_taken_is_not_given_to_it_again() -> Result<()> {
    let server = server()?;
    *locked(&server.mood) = Mood::Well;
    let mail = MailServer::read(&format!("smtp://{}?from=kantor@naungan.example", server.at))?;
    let letter = Letter { id: 7, address: "siti@example.org", subject: "Uji", text: "Halo" };
    for _ in 0..3 {
        mail.send(&letter)?;
    }
    assert_eq!(locked(&server.taken).len(), 1);
    Ok(())
}

/// A server, or somebody in between, that offers no encryption gets nothing, neither message nor password.
#[test]
fn nothing_is_sent_in_the_clear_where_it_has_to_be_encrypted() -> Result<()> {
    let server = server()?;
    *locked(&server.mood) = Mood::Well;
    let mail = format!("smtp://kantor:rahasia@{}?from=kantor@naungan.example&tls=required", server.at);
    let letter = Letter { id: 7, address: "siti@example.org", subject: "Uji", text: "Halo" };
    let said = MailServer::read(&mail)?.send(&letter).map_err(|error| error.to_string());
    assert_eq!(said, Err("the mail server could not be reached or understood".to_owned()));
    assert!(locked(&server.taken).is_empty());
    Ok(())
}

#[test]
fn pauses_grow_and_end_after_five_days() {
    let minutes = |tries| pause(tries).map(|micros| micros / 60_000_000);
    assert_eq!([1, 2, 3, 11, 29, 30].map(minutes), [Some(0), Some(1), Some(2), Some(360), Some(360), None]);
    let all: i64 = (1..30).filter_map(pause).sum();
    assert_eq!(all / 86_400_000_000, 5);
}
