//! Somebody is found among many by index look-ups alone: what each engine says it will do, not how long.

use scheme::id::PersonId;
use store::queries::{look_ups, word_at};
use store::{Engine, Kind, Store, Value};
use testing::both;

use crate::{open, sure};

const WORDS: look_ups::Among = look_ups::Among::All(look_ups::Kind::Word);

/// Enough that no engine reads a whole table by choice.
const MANY: i64 = 20_000;

/// How a person is found by NIK, name or card number: the hash, then the rows behind it, by their keys.
const STEPS: [&str; 6] = [
    "select subject from look_up where hash = $1 and kind = $2 order by subject limit $3",
    "select person from word_at where branch = $1 and hash = $2 order by person limit $3",
    "select known_at, sealed, born_on, sex from identity where person = $1 order by known_at desc",
    "select id, person, payer, segment, sealed, started_on, known_at from membership where id = $1",
    "select id, person, payer, segment, sealed, started_on, known_at from membership where person = $1
         order by id",
    "select person, into_person, known_at, reason from link where person = $1 or into_person = $1
         order by known_at",
];

/// What the program asks; the steps are compared with it.
const ASKED: [&str; 5] = [
    include_str!("../../src/queries/look_ups.rs"),
    include_str!("../../src/queries/word_at.rs"),
    include_str!("../../src/queries/people.rs"),
    include_str!("../../src/queries/memberships.rs"),
    include_str!("../../src/queries/links.rs"),
];

fn fill(store: &mut Store) {
    let day = Value::Day(base::Day::MIN);
    let now = Value::Moment(base::Moment::new(0));
    let hash = |number: i64| -> [u8; 16] {
        let mut random = testing::Random::new(number.cast_unsigned());
        [random.next().to_be_bytes(), random.next().to_be_bytes()].concat().try_into().unwrap_or_default()
    };
    sure(store.migrate());
    sure(store.unit(|unit| {
        let columns = [("hash", Kind::Bytes), ("kind", Kind::Small), ("subject", Kind::Int)];
        let mut copy = unit.copy("look_up", &columns)?;
        for number in 1..=MANY {
            for kind in 1..=3 {
                copy.row(&[Value::Bytes(&hash(4 * number + kind)), Value::Int(kind), Value::Int(number)])?;
            }
        }
        copy.finish()?;
        let columns = [("branch", Kind::Int), ("hash", Kind::Bytes), ("person", Kind::Int)];
        let mut copy = unit.copy("word_at", &columns)?;
        for number in 1..=MANY {
            let (branch, word) = (Value::Int(number % 9), hash(number % 50));
            copy.row(&[branch, Value::Bytes(&word), Value::Int(number)])?;
        }
        copy.finish()?;
        let columns = [
            ("person", Kind::Int),
            ("known_at", Kind::Moment),
            ("sealed", Kind::Bytes),
            ("born_on", Kind::Day),
            ("sex", Kind::Text),
        ];
        let mut copy = unit.copy("identity", &columns)?;
        for number in 1..=MANY {
            copy.row(&[Value::Int(number), now, Value::Bytes(&[0; 60]), day, Value::Text("female")])?;
        }
        copy.finish()?;
        let mut copy = unit.copy("membership", &store::queries::memberships::COLUMNS)?;
        for number in 1..=MANY {
            let (id, person, payer) = (Value::Int(number), Value::Int(number), Value::Int(number / 10));
            let segment = Value::Text("wage_earner");
            copy.row(&[id, person, payer, segment, Value::Bytes(&[0; 40]), day, now])?;
        }
        copy.finish()?;
        let columns = [
            ("person", Kind::Int),
            ("known_at", Kind::Moment),
            ("into_person", Kind::Int),
            ("reason", Kind::Text),
        ];
        let mut copy = unit.copy("link", &columns)?;
        for number in 1..=MANY {
            copy.row(&[Value::Int(number), now, Value::Int(number / 2), Value::Text("the same NIK")])?;
        }
        copy.finish()?;
        unit.script("analyze")
    }));
}

/// The plan of a statement, with values in place of its arguments.
fn plan(store: &mut Store, sql: &str) -> String {
    let hash = match store.engine() {
        Engine::Sqlite => "x'00112233445566778899aabbccddeeff'",
        Engine::Postgres => r"'\x00112233445566778899aabbccddeeff'::bytea",
    };
    let first = if sql.contains("look_up") { hash } else { "77" };
    let second = if sql.contains("word_at") { hash } else { "1" };
    let sql = sql.replace("$1", first).replace("$2", second).replace("$3", "200");
    let (explain, column) = match store.engine() {
        Engine::Sqlite => ("explain query plan", 3),
        Engine::Postgres => ("explain", 0),
    };
    let rows = sure(store.look(|unit| unit.rows(&format!("{explain} {sql}"), &[])));
    rows.iter().map(|row| sure(row.text(column))).collect::<Vec<_>>().join("\n")
}

#[test]
fn somebody_is_found_among_many_by_look_ups_in_indexes_alone() {
    both(|address| {
        let mut store = open(address);
        fill(&mut store);
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let asked = words(&ASKED.concat());
        for sql in STEPS {
            let (what, which) = sql.split_once(" where ").unwrap_or((sql, sql));
            assert!(asked.contains(&words(what)) && asked.contains(&words(which)), "nobody asks `{sql}`");
            let plan = plan(&mut store, sql);
            let reads_all = match store.engine() {
                Engine::Sqlite => plan.lines().any(|line| line.starts_with("SCAN")),
                Engine::Postgres => plan.contains("Seq Scan"),
            };
            let looks_up = plan.contains(match store.engine() {
                Engine::Sqlite => "SEARCH",
                Engine::Postgres => "Index Cond",
            });
            assert!(looks_up && !reads_all, "{sql}\n{plan}");
        }
        // A word that very many have is asked for by number.
        let among = "select subject from look_up where hash = $1 and kind = $2 and subject in (";
        assert!(asked.contains(among));
        let numbers: Vec<String> = (1..=500).map(|number| (number * 7).to_string()).collect();
        let plan_among = plan(&mut store, &format!("{among}{})", numbers.join(", ")));
        assert!(plan_among.contains("SEARCH") || plan_among.contains("Index"), "{plan_among}");
        assert!(!plan_among.contains("Seq Scan"), "{plan_among}");
        // The net holds: what has no index is seen to read everything.
        let whole = plan(&mut store, "select id from membership where payer = $1");
        assert!(whole.contains("SCAN") || whole.contains("Seq Scan"), "{whole}");
    });
}

#[test]
fn whoever_has_the_most_of_the_words_stands_first_however_many_have_one() {
    both(|address| {
        let mut store = open(address);
        sure(store.migrate());
        let hash = |word: u8| [word; 16];
        // Two words that nearly everybody has, and one of three people.
        let has = |word: u8, number: i64| match word {
            1 => number % 2 == 1,
            2 => number > 1_500,
            _ => matches!(number, 7 | 1_999 | 2_000),
        };
        sure(store.unit(|unit| {
            for number in 1..=2_000 {
                let words: Vec<_> = (1..=3).filter(|word| has(*word, number)).map(hash).collect();
                look_ups::add_words(unit, look_ups::Kind::Word, &words, number)?;
            }
            Ok(())
        }));
        let fitting = |words: &[u8], store: &mut Store| {
            let words: Vec<_> = words.iter().map(|word| vec![hash(*word)]).collect();
            sure(store.look(|unit| look_ups::fitting(unit, WORDS, &words)))
        };
        assert_eq!(fitting(&[1, 2, 3], &mut store)[..3], [(1_999, 3), (7, 2), (1_501, 2)]);
        assert_eq!(fitting(&[3], &mut store), [(7, 1), (1_999, 1), (2_000, 1)]);
        assert_eq!(fitting(&[9], &mut store), []);
        // Under two keys a subject is counted once.
        let both = vec![vec![hash(3), hash(2)]];
        let found = sure(store.look(|unit| look_ups::fitting(unit, WORDS, &both)));
        assert_eq!(found.iter().filter(|(number, fit)| *number >= 1_999 && *fit == 1).count(), 2);
    });
}

/// However many others have the word, a branch finds its own people; and nobody else's.
#[test]
fn a_branch_finds_its_own_among_many_of_one_name() {
    both(|address| {
        let mut store = open(address);
        sure(store.migrate());
        let (word, other) = ([1; 16], [2; 16]);
        sure(store.unit(|unit| {
            for person in 1..=900 {
                let branch = if person == 899 { 7 } else { 8 };
                look_ups::add(unit, look_ups::Kind::Word, &word, person)?;
                word_at::add(unit, branch, PersonId(person), &[word])?;
            }
            word_at::add(unit, 8, PersonId(899), &[other])?;
            word_at::add(unit, 7, PersonId(900), &[other])
        }));
        let mut fitting = |among: look_ups::Among, words: &[[u8; 16]]| {
            let words: Vec<_> = words.iter().map(|word| vec![*word]).collect();
            sure(store.look(|unit| look_ups::fitting(unit, among, &words)))
        };
        let (mine, yours) = (look_ups::Among::Branch(7), look_ups::Among::Branch(8));
        assert!(!fitting(WORDS, &[word]).contains(&(899, 1)), "only so many are read of all");
        assert_eq!(fitting(mine, &[word]), [(899, 1)]);
        assert_eq!(fitting(mine, &[word, other]), [(899, 1), (900, 1)]);
        // A word that very many of a branch have is asked for by number.
        assert_eq!(fitting(yours, &[word, other])[..2], [(1, 1), (2, 1)]);
        sure(store.unit(|unit| word_at::remove(unit, 7, PersonId(899), &[word])));
        assert_eq!(sure(store.look(|unit| word_at::find(unit, 7, &[word], 9))), []);
    });
}
