//! The program killed at any point of any command, two hundred times on each engine: nothing is lost, nothing
//! stands twice, and the next start goes on.

use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use testing::Random;
use testing::sqlite::{Scratch, scratch};

use crate::register::words;

/// How often a program is killed on each engine.
const KILLS: usize = 200;

/// An institution's first year, every command of it. `{e1}` is the number that the request with the key `e1`
/// gave.
const STORY: &str = include_str!("kill.txt");

/// A report of wages.
const WAGES: &str = "NIK,Nama,Tanggal Lahir,Jenis Kelamin,Upah\n\
    9901010505950005,Warga Lima,1995-05-05,L,5200000\n\
    9901010101900004,Warga Satu,1990-01-01,L,7100000\n";

/// What a command that is done already says when it is asked for again.
const DONE: [&str; 8] = [
    "is done: it was published",
    " already",
    "noted as dead",
    "nothing is different",
    "is not merged",
    "has not ended",
    "still runs, since",
    "no old key",
];

/// A database, the numbers its story gave out, and a place for files and keys.
struct Place {
    address: String,
    files: Scratch,
    numbers: Vec<(String, String)>,
}

impl Place {
    fn founded(address: String) -> Place {
        let files = scratch();
        std::fs::write(files.directory().join("wages.csv"), WAGES).expect("a file can be written");
        let place = Place { address, files, numbers: Vec::new() };
        let (fine, _, complaint) = place.run("2026-01-05 found 'Lembaga Uji'");
        assert!(fine, "{complaint}");
        place
    }

    fn command(&self, line: &str) -> Command {
        let mut filled = line.to_owned();
        for (key, number) in &self.numbers {
            filled = filled.replace(&format!("{{{key}}}"), number);
        }
        let (today, rest) = filled.split_once(' ').expect("a day and a command");
        let mut command = Command::new(env!("CARGO_BIN_EXE_naungan"));
        command.args(words(rest)).args(["--lang", "en", "--today", today]);
        command.env("DATABASE_URL", &self.address).args(["--keys", "test.keys"]);
        command.env_remove("NAUNGAN_KEYS").current_dir(self.files.directory());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end: what it printed, and what it complained of.
    fn run(&self, line: &str) -> (bool, String, String) {
        let output = self.command(line).output().expect("the program runs");
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        (output.status.success(), text(output.stdout), text(output.stderr))
    }

    /// What a command needs before it can be given: a bank's list of payments names codes of bills.
    fn prepare(&self, line: &str) {
        if !line.contains("bank.csv") {
            return;
        }
        let (fine, bills, complaint) = self.run("2026-01-26 bill list --payer {e2} --json");
        assert!(fine, "{complaint}");
        let mut listed = "code,amount,date,reference\n".to_owned();
        for (at, bill) in bills.lines().enumerate() {
            let bill: serde_json::Value = serde_json::from_str(bill).expect("a bill as JSON");
            let code = bill["code"].as_str().unwrap_or_default();
            listed.push_str(&format!("{code},10000,2026-01-25,a{at}\n{code},25000,2026-01-26,b{at}\n"));
        }
        std::fs::write(self.files.directory().join("bank.csv"), listed).expect("a file can be written");
    }

    /// Runs a command that has to succeed, or has to have been done already.
    fn done(&mut self, line: &str) {
        let key = line.split_once("--key ").map(|(_, key)| key);
        let asked = if key.is_some() { format!("{line} --json") } else { line.to_owned() };
        let (fine, out, complaint) = self.run(&asked);
        if !fine {
            self.was_done(line, &complaint);
        } else if let Some(key) = key {
            self.learn(key, &out);
        }
    }

    /// A command that was killed after its commit finds its work done; a run that was begun is finished.
    fn was_done(&self, line: &str, complaint: &str) {
        if complaint.contains("is open already") || complaint.contains("is still open") {
            let day = line.split(' ').next().expect("a day");
            let (fine, _, complaint) = self.run(&format!("{day} work"));
            assert!(fine, "{line}: {complaint}");
            return;
        }
        assert!(DONE.iter().any(|known| complaint.contains(known)), "{line}: {complaint}");
    }

    /// Numbers that later lines name.
    fn learn(&mut self, key: &str, out: &str) {
        let field = match &key[..1] {
            "e" => "payer",
            "p" => "person",
            "m" => "membership",
            _ => return,
        };
        let answer: serde_json::Value = serde_json::from_str(out).unwrap_or_default();
        if let Some(number) = answer.get(field).and_then(serde_json::Value::as_i64) {
            self.numbers.push((key.to_owned(), number.to_string()));
        }
    }

    /// Everything agrees; and the accounts, with what each came to.
    fn books(&self) -> String {
        let (fine, out, complaint) = self.run("2027-01-05 verify");
        assert!(fine, "{out}{complaint}");
        let (fine, out, complaint) = self.run("2027-01-05 ledger trial-balance");
        assert!(fine, "{out}{complaint}");
        out
    }

    /// Starts a command and kills it after a while, unless it has come to its end before.
    fn killed(&self, line: &str, random: &mut Random, took: Duration) {
        // The first third reads the law and opens the database; what follows changes it.
        let took = took.as_micros() as u64;
        let after = Duration::from_micros(took / 3 + random.below(took * 5 / 6 + 1));
        let mut child: Child = self.command(line).spawn().expect("the program starts");
        let begun = Instant::now();
        while begun.elapsed() < after {
            if child.try_wait().expect("a child").is_some() {
                return;
            }
            thread::sleep(Duration::from_millis(1));
        }
        let _ = child.kill();
        let _ = child.wait();
    }

    /// The backup filled into an empty database, killed on the way as often as said.
    fn restored(&self, address: String, random: &mut Random, kills: usize, took: Duration) -> Place {
        let files = scratch();
        for file in ["test.keys", "all.backup"] {
            std::fs::copy(self.files.directory().join(file), files.directory().join(file)).expect("a copy");
        }
        let place = Place { address, files, numbers: Vec::new() };
        for _ in 0..kills {
            place.killed("2027-01-06 restore all.backup", random, took);
        }
        let (fine, _, complaint) = place.run("2027-01-06 restore all.backup");
        assert!(fine || complaint.contains("is not empty"), "{complaint}");
        place
    }
}

#[test]
fn killed_anywhere_two_hundred_times_nothing_is_lost_and_nothing_stands_twice() {
    let lines: Vec<&str> = STORY.lines().collect();
    let room = scratch();
    let calm_address = |name: &str| format!("sqlite:{}/{name}.db", room.directory().display());
    let mut calm = Place::founded(calm_address("calm"));
    let mut longest = Vec::new();
    for line in &lines {
        calm.prepare(line);
        let begun = Instant::now();
        calm.done(line);
        longest.push(begun.elapsed());
    }
    let expected = calm.books();
    let begun = Instant::now();
    calm.restored(calm_address("again"), &mut Random::new(1), 0, Duration::ZERO);
    longest.push(begun.elapsed());
    let share = KILLS.div_ceil(longest.len());
    testing::both(|address| {
        let mut random = Random::new(91);
        let mut place = Place::founded(address.to_owned());
        for (line, took) in lines.iter().zip(&longest) {
            place.prepare(line);
            for _ in 0..share {
                place.killed(line, &mut random, *took);
            }
            place.done(line);
        }
        assert_eq!(place.books(), expected, "{address}");
        let again = beside(address, &place);
        let restored = place.restored(again, &mut random, share, longest[lines.len()]);
        assert_eq!(restored.books(), expected, "{address}");
    });
}

/// Another empty database of the same engine.
fn beside(address: &str, place: &Place) -> String {
    if address.starts_with("sqlite:") {
        return format!("sqlite:{}/again.db", place.files.directory().display());
    }
    testing::postgres::Server::shared().database("again")
}
