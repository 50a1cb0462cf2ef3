//! The program killed at any point of any command, two hundred times on each engine: nothing is lost, nothing stands
//! twice, and the next start goes on.

use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use testing::Random;

/// How often a program is killed on each engine.
const KILLS: u32 = 200;

/// An institution's first months. Requests have keys, so that asking again is not asking twice.
const STORY: &[&str] = &[
    "2026-01-05 employer register --kind employer --npp 26000001 --name 'Usaha Uji' --province 31 \
     --set risk_class=medium --set enterprise_size=medium --key e1",
    "2026-01-05 person register --nik 9901010101900001 --name 'Warga Satu' --birth 1990-01-01 --sex male --key p1",
    "2026-01-05 person register --nik 9901014202910002 --name 'Warga Dua' --birth 1991-02-02 --sex female --key p2",
    "2026-01-05 person register --nik 9901010303920003 --name 'Warga Tiga' --birth 1992-03-03 --sex male --key p3",
    "2026-01-05 membership enrol PERSON1 --segment wage_earner --payer PAYER --from 2026-01-05 --set wage=5000000 \
     --key m1",
    "2026-01-05 membership enrol PERSON2 --segment wage_earner --payer PAYER --from 2026-01-05 --set wage=6000000 \
     --key m2",
    "2026-01-05 membership enrol PERSON3 --segment self_employed --from 2026-01-05 --set income=1000000 \
     --set sector=transport --key m3",
    "2026-01-20 run month 2026-01",
    "2026-01-25 pay --payer PAYER --amount 700000 --key pay1",
    "2026-02-10 membership set MEMBER1 wage 5500000 --from 2026-01",
    "2026-02-20 run month 2026-02",
    "2026-03-05 pay --payer PAYER --amount 2000000 --key pay2",
    "2026-03-10 person died PERSON2 2026-02-27",
    "2026-03-20 run month 2026-03",
    "2026-05-20 run penalties 2026-05-20",
    "2026-05-21 run lapse 2026-05-21",
    "2026-05-22 sweep",
];

/// A database, the numbers its story gave out, and the keys.
struct Place {
    address: String,
    keys: std::path::PathBuf,
    numbers: Vec<(&'static str, String)>,
}

impl Place {
    fn new(address: String, keys: std::path::PathBuf) -> Place {
        Place { address, keys, numbers: Vec::new() }
    }

    fn command(&self, line: &str) -> Command {
        let mut filled = line.to_owned();
        for (name, number) in &self.numbers {
            filled = filled.replace(name, number);
        }
        let (today, rest) = filled.split_once(' ').expect("a day and a command");
        let mut command = Command::new(env!("CARGO_BIN_EXE_naungan"));
        command.args(words(rest)).args(["--today", today]);
        command.env("DATABASE_URL", &self.address).arg("--keys").arg(&self.keys);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end: what it printed, and what it complained of.
    fn run(&self, line: &str) -> (bool, String, String) {
        let output = self.command(line).output().expect("the program runs");
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        (output.status.success(), text(output.stdout), text(output.stderr))
    }

    /// Runs a command that has to succeed, or has to have been done already.
    fn done(&mut self, line: &str) {
        let (asked, as_json) =
            if takes_json(line) { (format!("{line} --json"), true) } else { (line.to_owned(), false) };
        let (fine, out, complaint) = self.run(&asked);
        if !fine {
            self.was_done(line, &complaint);
            return;
        }
        if as_json {
            self.learn(line, &out);
        }
    }

    /// A command that was killed after its commit finds its work done; a run that was begun is finished.
    fn was_done(&mut self, line: &str, complaint: &str) {
        if complaint.contains("is open already") || complaint.contains("is still open") {
            let day = line.split(' ').next().expect("a day");
            let (fine, _, complaint) = self.run(&format!("{day} work"));
            assert!(fine, "{line}: {complaint}");
            return;
        }
        let known = ["is done: it was published", "noted as dead", "tercatat meninggal"];
        assert!(known.iter().any(|known| complaint.contains(known)), "{line}: {complaint}");
    }

    /// Numbers that later lines name.
    fn learn(&mut self, line: &str, out: &str) {
        let answer: serde_json::Value = serde_json::from_str(out).unwrap_or_default();
        let number = |field: &str| answer.get(field).and_then(serde_json::Value::as_i64);
        let learnt = match line.split_once("--key ").map(|(_, key)| key) {
            Some("e1") => Some(("PAYER", number("payer"))),
            Some("p1") => Some(("PERSON1", number("person"))),
            Some("p2") => Some(("PERSON2", number("person"))),
            Some("p3") => Some(("PERSON3", number("person"))),
            Some("m1") => Some(("MEMBER1", number("membership"))),
            _ => None,
        };
        if let Some((name, number)) = learnt {
            let number = number.unwrap_or_else(|| panic!("{line}: no number in {out}"));
            self.numbers.push((name, number.to_string()));
        }
    }

    /// Everything agrees; and the accounts, with what each came to.
    fn books(&self) -> String {
        let (fine, out, complaint) = self.run("2026-05-22 verify");
        assert!(fine, "{out}{complaint}");
        let (fine, out, complaint) = self.run("2026-05-22 ledger trial-balance");
        assert!(fine, "{out}{complaint}");
        out
    }
}

fn takes_json(line: &str) -> bool {
    line.contains("--key e")
        || line.contains("--key p1")
        || line.contains("--key p2")
        || line.contains("--key p3")
        || line.contains("--key m")
}

fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, piece) in line.split('\'').enumerate() {
        if at % 2 == 1 {
            words.push(piece.to_owned());
        } else {
            words.extend(piece.split_whitespace().map(str::to_owned));
        }
    }
    words
}

fn founded(address: String, keys: std::path::PathBuf) -> Place {
    let place = Place::new(address, keys);
    let (fine, _, complaint) = place.run("2026-01-05 found 'Lembaga Uji'");
    assert!(fine, "{complaint}");
    place
}

/// Starts a command and kills it after a while, unless it has come to its end before.
fn killed(place: &Place, line: &str, after: Duration) {
    let mut child: Child = place.command(line).spawn().expect("the program starts");
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

#[test]
fn killed_anywhere_two_hundred_times_nothing_is_lost_and_nothing_stands_twice() {
    let scratch = testing::sqlite::scratch();
    let keys = scratch.directory().join("test.keys");
    let mut calm = founded(format!("{}/calm.db", scratch.directory().display()), keys.clone());
    let mut longest = Vec::new();
    for line in STORY {
        let begun = Instant::now();
        calm.done(line);
        longest.push(begun.elapsed());
    }
    let expected = calm.books();
    testing::both(|address| {
        let mut place = founded(address.to_owned(), keys.clone());
        let mut random = Random::new(91);
        let share = KILLS.div_ceil(STORY.len() as u32);
        for (line, took) in STORY.iter().zip(&longest) {
            for _ in 0..share {
                // The first third reads the law and opens the database; what follows changes it.
                let took = took.as_micros() as u64;
                let micros = took / 3 + random.below(took * 5 / 6 + 1);
                killed(&place, line, Duration::from_micros(micros));
            }
            place.done(line);
        }
        assert_eq!(place.books(), expected, "{address}");
    });
}
