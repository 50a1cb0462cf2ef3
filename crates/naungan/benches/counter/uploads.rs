//! A large employer's file: ten thousand people join in a month that was billed, then all of them earn more.
//! Checked, taken and billed by the worker inside the program.

use std::fmt::Write as _;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value as Json, json};

use crate::http::{Caller, Line};
use crate::open;
use crate::postings::MONTH;

/// `ROWS` in the environment makes it smaller.
fn rows() -> usize {
    crate::setting("ROWS", 10_000).try_into().unwrap_or(10_000)
}

/// How often it is asked whether it is done.
const PAUSE: Duration = Duration::from_millis(20);

/// Prints what checking and taking took.
pub(crate) fn figures(address: &str, head: &Caller, administrator: &Caller) -> Result<()> {
    println!("a file of {} rows, of a month that was billed before", rows());
    let mut line = Line::to(address)?;
    let employer = json!({
        "kind": "employer", "npp": "20999777", "name": "Pabrik Contoh Besar", "province": 31,
        "facts": { "risk_class": "low", "enterprise_size": "large" },
    });
    let answer = line.post(head, "/api/v1/payers", "large", &employer.to_string())?;
    ensure!(answer.status == 201, "{} {}", answer.status, answer.body);
    let payer = number(&answer.body, "payer")?;
    // A month that was billed is changed by the employer, whose program this is.
    let program = &open::program_of(address, administrator, payer)?;
    for (what, wage) in [("everybody joins", 6_000_000), ("everybody earns more", 6_500_000)] {
        let start = Instant::now();
        let checked = checked(&mut line, program, payer, &file(wage))?;
        let (check, start) = (start.elapsed().as_secs_f64(), Instant::now());
        let place = format!("/api/v1/uploads/{checked}");
        let all = json!({ "confirm_all": true }).to_string();
        let answer = line.post(program, &format!("{place}/accept"), &format!("take-{checked}"), &all)?;
        ensure!(answer.status == 202, "{} {}", answer.status, answer.body);
        let told = until(&mut line, program, &place, "taken")?;
        let take = start.elapsed().as_secs_f64();
        let (bills, refused) =
            (told["taken"]["bills"].as_array().map_or(0, Vec::len), &told["taken"]["refused"]);
        println!(
            "  {what:<22} checked in {check:>5.2} s, taken and billed in {take:>6.2} s; \
             {bills} bills, {refused} refused"
        );
    }
    Ok(())
}

fn number(body: &str, field: &str) -> Result<i64> {
    let told: Json = serde_json::from_str(body)?;
    told[field].as_i64().with_context(|| format!("no {field} in {told}"))
}

/// Brings a file and waits until it is checked.
fn checked(line: &mut Line, program: &Caller, payer: i64, file: &str) -> Result<i64> {
    let path = format!("/api/v1/payers/{payer}/uploads?month={MONTH}&names=changes&name=upah.csv");
    let answer = line.bring(program, &path, file)?;
    ensure!(answer.status == 202, "{} {}", answer.status, answer.body);
    let upload = number(&answer.body, "upload")?;
    until(line, program, &format!("/api/v1/uploads/{upload}"), "checked")?;
    let refused = line.get(program, &format!("/api/v1/uploads/{upload}/rows?state=refused&limit=1"))?;
    ensure!(refused.body.contains("\"items\":[]"), "a row is refused: {}", refused.body);
    Ok(upload)
}

fn until(line: &mut Line, program: &Caller, place: &str, state: &str) -> Result<Json> {
    loop {
        let answer = line.get(program, place)?;
        let told: Json = serde_json::from_str(&answer.body)?;
        let now = told["state"].as_str().unwrap_or_default();
        ensure!(now != "failed", "{told}");
        if now == state {
            return Ok(told);
        }
        thread::sleep(PAUSE);
    }
}

/// People whom the invented civil registry confirms: it says no to numbers that end with more than 95.
fn file(wage: i64) -> String {
    let mut text = String::from("NIK,Nama,Upah\n");
    for at in 0..rows() {
        let (day, serial) = (at / 5_000 + 1, at % 5_000);
        let serial = serial / 95 * 100 + serial % 95 + 1;
        let _ = writeln!(text, "999788{day:02}0180{serial:04},{},{wage}", name(at));
    }
    text
}

/// A name that is nobody else's: three syllables of forty.
fn name(at: usize) -> String {
    let (consonants, vowels) = (b"bdgjklmn", b"aiueo");
    let mut name = String::from("Warga ");
    for place in [1, 40, 1_600] {
        let syllable = at / place % 40;
        name.push(char::from(consonants[syllable / 5]));
        name.push(char::from(vowels[syllable % 5]));
    }
    name
}
