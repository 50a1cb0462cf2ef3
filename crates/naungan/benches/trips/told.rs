//! Trips told to a counter that may be killed while it takes them: each batch is asked for under its key
//! until it is answered, and begins with some of the trips of the batch before.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};
use base::Moment;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use store::{Address, Store, Value};
use testing::Random;

/// Trips of the batch before that are told again.
const AGAIN: usize = 10;
/// What each trip puts aside.
const AMOUNT: i64 = 400;
/// The key of the platform's program.
const KEY: &str = "kunci platform uji";
const FOUNDED: &str = "2027-01-04";
const TODAY: &str = "2027-03-01";
const KEYS: &str = "1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

/// How much is told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) riders: usize,
    pub(crate) events: usize,
    pub(crate) batch: usize,
    pub(crate) clients: usize,
    /// How often the counter is killed on the way.
    pub(crate) kills: usize,
    /// It is left alone no longer than so many milliseconds.
    pub(crate) calm: u64,
}

impl Plan {
    /// How many trips of a batch are new.
    fn step(&self) -> usize {
        self.batch - AGAIN
    }

    fn batches(&self) -> usize {
        self.events.saturating_sub(AGAIN).div_ceil(self.step()).max(1)
    }
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Came {
    pub(crate) seconds: f64,
    pub(crate) kills: usize,
    /// How often a batch was asked for.
    pub(crate) asked: usize,
    pub(crate) trips: i64,
    pub(crate) amount: i64,
}

impl Came {
    /// Trips a second.
    pub(crate) fn rate(&self) -> f64 {
        self.trips as f64 / self.seconds
    }
}

/// Tells all of it, compares trips, sums and books, and says how long it took.
pub(crate) fn told(database: &str, plan: &Plan) -> Result<Came> {
    prepared(database)?;
    let counter = Counter::open(database)?;
    for no in 0..plan.riders {
        counter.until_answered("riders", "", &rider(no))?;
    }
    let batches = plan.batches();
    let (next, asked, over) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicBool::new(false));
    let begun = Instant::now();
    let kills = thread::scope(|scope| -> Result<usize> {
        let killer = scope.spawn(|| counter.killed((plan.kills, plan.calm), &over));
        let work = || -> Result<()> {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= batches {
                    return Ok(());
                }
                let body = batch(plan, at);
                let times = counter.until_answered("trips", &format!("batch-{at}"), &body)?;
                asked.fetch_add(times, Ordering::Relaxed);
            }
        };
        let clients: Vec<_> = (0..plan.clients).map(|_| scope.spawn(work)).collect();
        let done: Result<Vec<()>> =
            clients.into_iter().map(|one| one.join().map_err(|_| anyhow!("a client stopped"))?).collect();
        over.store(true, Ordering::Relaxed);
        let kills = killer.join().map_err(|_| anyhow!("the killer stopped"))??;
        done.map(|_| kills)
    })?;
    let seconds = begun.elapsed().as_secs_f64();
    drop(counter);
    let (trips, amount) = counted(database)?;
    ensure!(trips == plan.events as i64, "{trips} trips instead of {}", plan.events);
    ensure!(amount == trips * AMOUNT, "{amount} put aside by {trips} trips");
    run(database, TODAY, &["verify"])?;
    Ok(Came { seconds, kills, asked: asked.into_inner(), trips, amount })
}

fn program(database: &str, today: &str, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_naungan"));
    command.args(["--lang", "en", "--today", today]).args(words);
    command.env("DATABASE_URL", database).env("NAUNGAN_KEYS", KEYS);
    command
}

fn run(database: &str, today: &str, words: &[&str]) -> Result<String> {
    let output = program(database, today, words).output()?;
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    ensure!(output.status.success(), "naungan {}: {said}", words.join(" "));
    Ok(said)
}

/// An institution with a platform, whose program has a key.
fn prepared(database: &str) -> Result<()> {
    run(database, FOUNDED, &["found", "Lembaga Uji"])?;
    let words =
        ["employer", "register", "--kind", "platform", "--name", "Antar Uji", "--province", "31", "--json"];
    let said: Json = serde_json::from_str(&run(database, FOUNDED, &words)?)?;
    let payer = said["payer"].as_i64().context("no platform")?;
    let Ok(address) = database.parse::<Address>();
    Store::open(&address)?.unit(|unit| {
        let hash = Sha256::digest(KEY).to_vec();
        unit.execute(
            "insert into client (id, name, key, role, payer, known_at)
             values ($1, 'Antar Uji', $2, 'platform', $3, $4)",
            &[Value::Int(900_000_001), Value::Bytes(&hash), Value::Int(payer), Value::Moment(Moment::new(0))],
        )
        .map(drop)
    })
}

/// Somebody who drives: of a name and a birth of her own.
fn rider(no: usize) -> Json {
    let syllables = ["ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu"];
    let letters: String =
        format!("{no:05}").bytes().map(|digit| syllables[usize::from(digit - b'0')]).collect();
    let (day, month, year) = (no % 28 + 1, no / 28 % 12 + 1, 70 + no / 336 % 30);
    json!({
        "rider": format!("r{no}"), "nik": format!("990101{day:02}{month:02}{year:02}{:04}", no % 95 + 1),
        "name": format!("Orang {letters}"), "sex": "male",
        "birth_date": format!("19{year}-{month:02}-{day:02}"),
        "started": "2027-02-01", "facts": { "income": 1_000_000, "sector": "transport" },
        "consents": [
            { "purpose": "enrol" }, { "purpose": "put_aside", "amount": AMOUNT, "from": "2027-02-01" },
        ],
    })
}

/// The trips of a batch, after some of the one before: an hour of February each, of one rider after another.
fn batch(plan: &Plan, at: usize) -> Json {
    let from = at * plan.step();
    let until = (from + plan.batch).min(plan.events);
    let trip = |no: usize| {
        let hour = no / plan.riders % (28 * 24);
        let (day, hour, second) = (hour / 24 + 1, hour % 24, no / plan.riders / (28 * 24) % 60);
        json!({ "event": format!("t{no}"), "rider": format!("r{}", no % plan.riders), "amount": AMOUNT,
                "began": format!("2027-02-{day:02}T{hour:02}:00:{second:02}+07:00"),
                "ended": format!("2027-02-{day:02}T{hour:02}:20:00+07:00") })
    };
    json!({ "trips": (from..until).map(trip).collect::<Vec<Json>>() })
}

/// How many trips are there, and what they put aside, by each of the tables.
fn counted(database: &str) -> Result<(i64, i64)> {
    let Ok(address) = database.parse::<Address>();
    let sums = Store::open(&address)?.look(|unit| {
        let mut sums = Vec::new();
        for (count, table) in [("count(*)", "trip"), ("sum(trips)", "accrual"), ("sum(taken)", "trip_batch")]
        {
            let sql = format!("select cast({count} as bigint), cast(sum(amount) as bigint) from {table}");
            let row = unit.row(&sql, &[])?.context("no sum")?;
            sums.push((row.int(0)?, row.int(1)?));
        }
        Ok(sums)
    })?;
    ensure!(sums.iter().all(|sum| *sum == sums[0]), "trips, accruals and batches come to {sums:?}");
    Ok(sums[0])
}

/// A counter that is killed and opened again.
struct Counter<'d> {
    database: &'d str,
    running: Mutex<Running>,
}

/// The program, and where it answers.
struct Running {
    child: Child,
    address: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have been killed already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl<'d> Counter<'d> {
    fn open(database: &'d str) -> Result<Counter<'d>> {
        Ok(Counter { database, running: Mutex::new(Running::begin(database)?) })
    }

    fn address(&self) -> String {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).address.clone()
    }

    /// Kills it so often, each time after a while, and opens it again.
    fn killed(&self, (kills, calm): (usize, u64), over: &AtomicBool) -> Result<usize> {
        let mut random = Random::new(17);
        for done in 0..kills {
            let until = Instant::now() + Duration::from_millis(20 + random.below(calm));
            while Instant::now() < until {
                if over.load(Ordering::Relaxed) {
                    return Ok(done);
                }
                thread::sleep(Duration::from_millis(5));
            }
            let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
            let _ = running.child.kill();
            let _ = running.child.wait();
            *running = Running::begin(self.database)?;
        }
        Ok(kills)
    }

    /// Asks until there is an answer; how often that was. A refusal is an error.
    fn until_answered(&self, what: &str, key: &str, body: &Json) -> Result<usize> {
        let body = body.to_string();
        for times in 1..1_000 {
            match send(&self.address(), what, key, &body) {
                Ok((200 | 201, _)) => return Ok(times),
                Ok((429 | 500..=599, _)) | Err(_) => thread::sleep(Duration::from_millis(50)),
                Ok((status, said)) => return Err(anyhow!("{what} {key}: {status} {said}")),
            }
        }
        Err(anyhow!("{what} {key} is never answered"))
    }
}

impl Running {
    fn begin(database: &str) -> Result<Running> {
        let words = ["serve", "--listen", "127.0.0.1:0", "--rate", "0"];
        let mut child =
            program(database, TODAY, &words).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("no output")?).read_line(&mut line)?;
        let address = line.trim().strip_prefix("serving at http://").context("the counter ended")?.to_owned();
        Ok(Running { child, address })
    }
}

fn send(address: &str, what: &str, key: &str, body: &str) -> Result<(u16, String)> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_mins(1)))?;
    let named = if key.is_empty() { String::new() } else { format!("idempotency-key: {key}\r\n") };
    let head = format!(
        "POST /api/v1/partner/{what} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{named}\
         authorization: Bearer {KEY}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (head, said) = answer.split_once("\r\n\r\n").context("half an answer")?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).context("no status")?;
    Ok((status, said.to_owned()))
}
