//! One person among ten million: by NIK, card and name.

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use base::{Day, Moment};
use scheme::id::PersonId;
use scheme::people::name_key;
use store::queries::look_ups::{self, Among, Kind};
use store::queries::people;
use store::{Keys, Kind as Column, Store, Value, seal};
use testing::Random;

use crate::{at, child, fill};

const ASKED: usize = 2_000;

/// Fills the look-ups and asks.
pub(crate) fn figures(address: &str, registered: i64) -> Result<()> {
    child::naungan(address, &["found", "Bench", "--today", fill::TODAY])?;
    let keys = Keys::generate();
    let mut store = Store::open(&at(address))?;
    println!("one person among {registered}, {:?}", store.engine());
    register(&mut store, &keys, registered)?;
    by_two_words(&mut store, &keys, registered)?;
    let mut random = Random::new(11);
    for kind in [Kind::Nik, Kind::Kpj, Kind::Name] {
        let mut took: Vec<f64> = Vec::new();
        for _ in 0..ASKED {
            let person = random.between(1, registered);
            let start = Instant::now();
            store.look(|unit| {
                let hashes = keys.look_ups(kind.word(), &text(kind, person));
                let found = look_ups::find(unit, kind, &hashes, 200)?;
                ensure!(found.contains(&person), "person {person} was not found");
                let row = people::identities(unit, PersonId(person))?.pop().context("no identity")?;
                keys.open(&seal::context("identity", "sealed", person), &row.sealed)
            })?;
            took.push(start.elapsed().as_secs_f64() * 1e3);
        }
        took.sort_by(f64::total_cmp);
        println!(
            "  by {:<4} half within {:.3} ms, 99 of 100 within {:.3} ms, all within {:.3} ms",
            kind.word(),
            took[ASKED / 2],
            took[ASKED * 99 / 100],
            took[ASKED - 1]
        );
    }
    Ok(())
}

/// By two words of the three of a name, both of which many have.
fn by_two_words(store: &mut Store, keys: &Keys, registered: i64) -> Result<()> {
    let mut random = Random::new(12);
    let mut took: Vec<f64> = Vec::new();
    for _ in 0..ASKED {
        let person = random.between(1, registered);
        let key = text(Kind::Name, person);
        let start = Instant::now();
        store.look(|unit| {
            let hashes = |word: &str| keys.look_ups(Kind::Word.word(), word);
            let words: Vec<_> = key.split(' ').take(2).map(hashes).collect();
            let found = look_ups::fitting(unit, Among::All(Kind::Word), &words)?;
            ensure!(found.first().is_some_and(|(_, fit)| *fit == 2), "nobody has both words of {key}");
            Ok(())
        })?;
        took.push(start.elapsed().as_secs_f64() * 1e3);
    }
    took.sort_by(f64::total_cmp);
    println!(
        "  by two words half within {:.3} ms, 99 of 100 within {:.3} ms, all within {:.3} ms",
        took[ASKED / 2],
        took[ASKED * 99 / 100],
        took[ASKED - 1]
    );
    Ok(())
}

/// What a person is found by. Names repeat, as they do.
fn text(kind: Kind, person: i64) -> String {
    match kind {
        Kind::Name => {
            let (given, family) = (person % 3_163, person / 3_163 % 997);
            name_key(&format!("Warga{given} Rekaan{family} Uji{}", person / 3_153_511))
        }
        _ => format!("99{person:014}"),
    }
}

/// In the order of keys, as a restored database is: so that filling it takes minutes.
fn register(store: &mut Store, keys: &Keys, count: i64) -> Result<()> {
    let day = Day::parse(fill::TODAY)?;
    let known = Moment::start_of(day);
    let mut hashes: Vec<([u8; 16], i64, i64)> = Vec::with_capacity(count as usize * 9);
    for person in 1..=count {
        for kind in [Kind::Nik, Kind::Name, Kind::Kpj] {
            hashes.push((keys.look_up(kind.word(), &text(kind, person)), kind as i64, person));
        }
        let words: Vec<_> =
            text(Kind::Name, person).split(' ').map(|word| keys.look_up(Kind::Word.word(), word)).collect();
        hashes.extend(words.iter().map(|word| (*word, Kind::Word as i64, person)));
        let pairs = look_ups::pairs(&words).map(|((_, one), (_, other))| look_ups::pair(one, other));
        hashes.extend(pairs.map(|both| (both, Kind::Pair as i64, person)));
    }
    hashes.sort_unstable();
    store.unit(|unit| {
        let columns = [("hash", Column::Bytes), ("kind", Column::Small), ("subject", Column::Int)];
        let mut copy = unit.copy("look_up", &columns)?;
        for (hash, kind, subject) in &hashes {
            copy.row(&[Value::Bytes(hash), Value::Int(*kind), Value::Int(*subject)])?;
        }
        copy.finish()?;
        let columns = [
            ("person", Column::Int),
            ("known_at", Column::Moment),
            ("sealed", Column::Bytes),
            ("born_on", Column::Day),
            ("sex", Column::Text),
        ];
        let mut copy = unit.copy("identity", &columns)?;
        for person in 1..=count {
            let sealed =
                keys.seal(&seal::context("identity", "sealed", person), text(Kind::Name, person).as_bytes());
            copy.row(&[
                Value::Int(person),
                Value::Moment(known),
                Value::Bytes(&sealed),
                Value::Day(day),
                Value::Text("female"),
            ])?;
        }
        copy.finish()?;
        Ok(())
    })?;
    if store.engine() == store::Engine::Postgres {
        store.unit(|unit| unit.execute("analyze look_up", &[]).map(drop))?;
    }
    Ok(())
}
