//! What the counter costs, each figure beside its yardstick from the same run: `cargo xtask bench counter`.
//!
//! `MEMBERS`, `RATE` and `SECONDS` in the environment make it smaller or larger.

mod http;
mod load;
mod open;
mod pages;
#[path = "../institution/pgbench.rs"]
mod pgbench;
mod postings;
mod uploads;

use anyhow::Result;
use http::Caller;
use store::{Address, Store};
use testing::Random;
use testing::postgres::Server;

fn main() -> Result<()> {
    let members = setting("MEMBERS", 1_000_000);
    let (rate, seconds) = (setting("RATE", 200), setting("SECONDS", 30));
    let server = Server::durable()?;
    let database = server.database("counter");
    let count = members.to_string();
    let first = ["--first", postings::MONTH, "--listen", "127.0.0.1:0"];
    let words = [["demo", "--members", &count, "--months"].as_slice(), &["1"], &first].concat();
    let played = open::open(&database, &words)?;
    println!(
        "a demonstration of {members} members over a month, in {:.0} s",
        played.first_page.as_secs_f64()
    );
    let logins = played.said.split_once("Sign in as ").map(|(_, rest)| rest.to_owned()).unwrap_or_default();
    drop(played);
    let mut store = Store::open(&at(&database))?;
    store.unit(|unit| unit.execute("analyze", &[]).map(drop))?;

    // On the last day that was played: what is reported now is of a month that was billed.
    let words = ["--today", postings::TODAY, "serve", "--listen", "127.0.0.1:0", "--rate", "0"];
    let open = open::open(&database, &words)?;
    println!("from the start of the program to the first page: {:.2} s", open.first_page.as_secs_f64());

    let people = pages::People::read(&mut store, &mut Random::new(7), 2_000)?;
    let sign_in = |role: &str| open::sign_in(&open, &database, &logins, role);
    let callers = pages::Callers {
        auditor: sign_in("auditor")?,
        employer: sign_in("employer")?,
        officer: sign_in("officer")?,
        analyst: sign_in("analyst")?,
    };
    let total = usize::try_from(rate * seconds)?;
    let steps = pages::steps((&open.address, &database), &callers, &people, total)?;
    let rate = u32::try_from(rate)?;
    println!("pages and lookups, {members} members, PostgreSQL, {rate} a second for {seconds} s");
    println!("  the smallest answer there is (the stylesheet), as often");
    let smallest = |_| load::Step {
        kind: "stylesheet",
        caller: Caller::default(),
        path: "/static/naungan.css".to_owned(),
        body: None,
    };
    load::print(&load::steady(&open.address, &(0..total).map(smallest).collect::<Vec<_>>(), rate)?);
    println!("  naungan");
    load::print(&load::steady(&open.address, &steps, rate)?);
    let (head, administrator) = (sign_in("head")?, sign_in("administrator")?);
    let theirs = pgbench::rate(&server, setting("SECONDS", 30).min(15))?;
    println!("contributions through the interface, {} clients, every commit on disk", pgbench::CLIENTS);
    println!("  pgbench, its TPC-B-like mix                     {theirs:>8.0} a second");
    postings::figures((&open.address, &database), &mut store, &administrator, theirs)?;
    uploads::figures(&open.address, &head, &administrator)
}

/// A database's address.
fn at(address: &str) -> Address {
    let Ok(address) = address.parse();
    address
}

/// A number from the environment.
fn setting(name: &str, default: i64) -> i64 {
    std::env::var(name).ok().and_then(|text| text.replace('_', "").parse().ok()).unwrap_or(default)
}
