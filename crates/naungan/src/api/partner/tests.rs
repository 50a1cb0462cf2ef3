//! A platform's program at the interface: what it tells is taken once, and reaches the rider to the rupiah.

mod accident;
mod notices;
mod riders_month;

use std::collections::BTreeMap;

use axum::http::{HeaderMap, HeaderValue, Method};
use base::Day;
use rules::render::Lang;
use scheme::id::PayerId;
use scheme::solidarity::consent::Purpose;
use serde_json::{Value, json};
use store::queries::{mismatches, riders};

use crate::actions::receive_payment::{self, ForWhom, ReceivePayment};
use crate::actions::take_consent;
use crate::actions::withdraw_consent::{self, WithdrawConsent};
use crate::auth::{Caller, Grant, Owner, Role, Scope};
use crate::books::checks;
use crate::office::code;
use crate::serve::ask::Ask;
use crate::serve::form::Form;
use crate::serve::problem::Problem;
use crate::serve::settings::Settings;
use crate::trial::Trial;

/// What is refused says why.
fn check(trial: &mut Trial, by: Program, at: &str, key: &str, body: &Value, says: &str) {
    let (status, said) = by.ask(trial, at, key, Some(body));
    assert_eq!(status, 422, "{at} {said}");
    assert!(said.to_string().contains(says), "{says}: {said}");
}

/// A platform's program.
#[derive(Clone, Copy)]
struct Program {
    platform: PayerId,
}

impl Program {
    /// Asks under a key, where one is given; status and answer.
    fn ask(self, trial: &mut Trial, at: &str, key: &str, body: Option<&Value>) -> (u16, Value) {
        let (path, query) = at.split_once('?').unwrap_or((at, ""));
        let path = format!("/api/v1/partner/{path}");
        let method = if body.is_some() { Method::POST } else { Method::GET };
        let mut routes = super::routes().into_iter().filter(|route| route.method == method);
        let (route, places) =
            routes.find_map(|route| Some((route.clone(), fits(route.path, &path)?))).expect("an address");
        let mut headers = HeaderMap::new();
        if !key.is_empty() {
            headers.insert("idempotency-key", HeaderValue::from_str(key).expect("a heading"));
        }
        let caller = Caller {
            role: Role::Platform,
            account: self.platform.0,
            payer: Some(self.platform),
            ..Caller::visitor()
        };
        let mut form = Form::default();
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            form.add(name, value.to_owned());
        }
        let settings = Settings { public: "http://localhost".to_owned(), invented: true, rate: 0 };
        let mut ask = Ask {
            method,
            path,
            places,
            query: form,
            headers,
            form: Form::default(),
            body: body.map(|body| body.to_string().into_bytes()).unwrap_or_default(),
            lang: Lang::En,
            caller,
            session: None,
            grant: Grant { scope: Scope::Own, owner: Owner::default() },
            office: &mut trial.office,
            settings: &settings,
            sandbox: None,
            cookies: Vec::new(),
        };
        match (route.does)(&mut ask) {
            Ok(reply) => {
                (reply.status.as_u16(), serde_json::from_slice(&reply.body).expect("an answer in JSON"))
            }
            Err(Problem::Broken(error)) => panic!("{error:?}"),
            Err(problem) => (problem.status().as_u16(), problem.json(Lang::En, "", "")),
        }
    }

    fn get(self, trial: &mut Trial, at: &str) -> Value {
        let (status, said) = self.ask(trial, at, "", None);
        assert_eq!(status, 200, "{at}: {said}");
        said
    }

    fn post(self, trial: &mut Trial, at: &str, key: &str, body: &Value) -> Value {
        let (status, said) = self.ask(trial, at, key, Some(body));
        assert!(matches!(status, 200 | 201), "{at}: {status} {said}");
        said
    }

    /// Enrols a rider, who lets so much of every trip be put aside.
    fn enrols(self, trial: &mut Trial, rider: &str, nik: &str, amount: i64) {
        let started = trial.office.today().to_string();
        let body = json!({
            "rider": rider, "nik": nik, "name": name_of(nik), "birth_date": "1990-01-01", "sex": "male",
            "started": started, "facts": { "income": 1_000_000, "sector": "transport" },
            "consents": [
                { "purpose": "enrol" }, { "purpose": "put_aside", "amount": amount },
                { "purpose": "show_cover" },
            ],
        });
        self.post(trial, "riders", "", &body);
    }

    /// Tells of a rider's trips, each on another quarter of an hour of a day; what came of them.
    fn drives(self, trial: &mut Trial, key: &str, rider: &str, day: &str, trips: usize) -> Value {
        let trip = |no: usize| {
            let (hour, minute) = (no / 4, no % 4 * 15);
            json!({ "event": format!("{rider}-{day}-{no}"), "rider": rider, "amount": 400,
                    "began": format!("{day}T{hour:02}:{minute:02}:00+07:00"),
                    "ended": format!("{day}T{hour:02}:{:02}:00+07:00", minute + 14) })
        };
        let trips: Vec<Value> = (0..trips).map(trip).collect();
        self.post(trial, "trips", key, &json!({ "trips": trips }))
    }

    /// Hands over what was put aside until a day, and every rider has it; how much it was.
    fn settles(self, trial: &mut Trial, until: &str) -> i64 {
        let body = json!({ "until": until });
        let asked = self.post(trial, "settlements", &format!("settle {until}"), &body);
        let amount = asked["amount"].as_i64().expect("an amount");
        assert_eq!(pays(trial, asked["code"].as_str().expect("a code"), amount, "from the platform"), "");
        while crate::jobs::one(&mut trial.office).expect("work") {}
        let at = format!("settlements/{}", asked["settlement"]);
        let after = self.get(trial, &at);
        assert_eq!((&after["state"], &after["credited"]), (&json!("credited"), &asked["lines"]));
        amount
    }
}

/// A name as different from others as its number is: digits are no part of one.
fn name_of(nik: &str) -> String {
    let syllables = ["ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu"];
    let digits = nik.bytes().skip(12).map(|digit| syllables[usize::from(digit - b'0') % 10]);
    format!("Orang {}", digits.collect::<String>())
}

/// Pays by a code; the code of the refusal, if there is one.
fn pays(trial: &mut Trial, by: &str, amount: i64, reference: &str) -> String {
    let for_whom = ForWhom::Code(code::read(by).expect("a code"));
    let (day, channel, reference) = (trial.office.today(), "bank".to_owned(), reference.to_owned());
    let asked = ReceivePayment { for_whom, amount, day, channel, reference };
    match receive_payment::run(&mut trial.office, &asked, None) {
        Ok(_) => String::new(),
        Err(error) => {
            let refusal = error.chain().find_map(|cause| cause.downcast_ref::<scheme::refusal::Refusal>());
            refusal.unwrap_or_else(|| panic!("{error:?}")).code.to_owned()
        }
    }
}

/// The places of a path, if it is of a route.
fn fits(pattern: &str, path: &str) -> Option<BTreeMap<String, String>> {
    let (one, other): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    let mut places = BTreeMap::new();
    for (known, part) in one.iter().zip(&other) {
        match known.strip_prefix('{') {
            Some(name) => drop(places.insert(name.trim_end_matches('}').to_owned(), (*part).to_owned())),
            None if known == part => {}
            None => return None,
        }
    }
    (one.len() == other.len()).then_some(places)
}

/// The books and the rows agree.
fn verified(trial: &mut Trial) {
    let verdict = checks::verify(&mut trial.office).expect("a verdict");
    assert_eq!(verdict.faults, Vec::<String>::new());
}

const NIK: &str = "9901010101900041";

fn begun(address: &str, today: &str) -> (Trial, Program, Program) {
    let mut trial = Trial::begin(address, today);
    let [one, other] = ["Antar Uji", "Ojek Uji"].map(|name| Program { platform: trial.platform(name) });
    (trial, one, other)
}

/// She takes back herself what she allowed.
fn takes_back(trial: &mut Trial, by: Program, rider: &str, purpose: Purpose) {
    let platform = by.platform;
    let taken = trial.office.unit(|unit, desk| {
        let membership = riders::find(unit, platform, rider)?.expect("a rider").membership;
        let how = take_consent::HERSELF.to_owned();
        let asked = WithdrawConsent { membership, platform, purpose, how, account: None };
        withdraw_consent::within(unit, desk, &asked)
    });
    taken.expect("it is taken back");
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// What of a batch was taken, known and left waiting.
fn counts(said: &Value) -> (i64, i64, Vec<String>) {
    let parked = said["parked"].as_array().into_iter().flatten();
    let parked = parked.map(|one| {
        format!("{} {}", one["event"].as_str().unwrap_or_default(), one["why"].as_str().unwrap_or_default())
    });
    (said["taken"].as_i64().unwrap_or(-1), said["same"].as_i64().unwrap_or(-1), parked.collect())
}

#[test]
fn a_trip_is_taken_once_however_often_it_is_told() {
    testing::both(|address| {
        let (mut trial, one, other) = begun(address, "2027-02-01");
        one.enrols(&mut trial, "driver-1", NIK, 400);
        other.enrols(&mut trial, "r7", NIK, 400);
        trial.clock.advance(day("2027-02-10"));
        let first = one.drives(&mut trial, "k1", "driver-1", "2027-02-05", 20);
        assert_eq!((counts(&first), &first["amount"]), ((20, 0, Vec::new()), &json!(8_000)));
        // Under its key it is the same answer, under another the trips are known.
        assert_eq!(one.drives(&mut trial, "k1", "driver-1", "2027-02-05", 20), first);
        assert_eq!(counts(&one.drives(&mut trial, "k2", "driver-1", "2027-02-05", 20)), (0, 20, Vec::new()));
        // Some of them new, told later than trips of later days.
        assert_eq!(counts(&one.drives(&mut trial, "k3", "driver-1", "2027-02-05", 25)), (5, 20, Vec::new()));
        one.drives(&mut trial, "k4", "driver-1", "2027-02-03", 1);
        // Another platform's number is another trip, and she drives for it under its own name.
        assert_eq!(counts(&other.drives(&mut trial, "k1", "r7", "2027-02-05", 3)), (3, 0, Vec::new()));
        let accruals = one.get(&mut trial, "accruals?month=2027-02");
        assert_eq!(
            (&accruals["items"][0]["trips"], &accruals["items"][0]["amount"]),
            (&json!(26), &json!(10_400))
        );
        let memberships = trial.office.look(|unit, _| {
            unit.row("select count(*) from membership", &[])?.map_or(Ok(0), |row| row.int(0))
        });
        assert_eq!(memberships.expect("a look"), 1, "one membership, whoever she drives for");
        verified(&mut trial);
    });
}

#[test]
fn what_cannot_be_taken_waits_with_its_reason() {
    testing::both(|address| {
        let (mut trial, one, _) = begun(address, "2027-02-01");
        one.enrols(&mut trial, "driver-1", NIK, 400);
        trial.clock.advance(day("2027-02-10"));
        let trip = |event: &str, rider: &str, began: &str, ended: &str, amount: i64| {
            json!({ "event": event, "rider": rider, "amount": amount,
                    "began": began, "ended": ended })
        };
        let (ten, eleven) = ("2027-02-05T10:00:00+07:00", "2027-02-05T11:00:00+07:00");
        let trips = json!({ "trips": [
            trip("good", "driver-1", ten, eleven, 400),
            trip("stranger", "driver-2", ten, eleven, 400),
            trip("much", "driver-1", ten, eleven, 401),
            trip("backwards", "driver-1", eleven, ten, 400),
            trip("tomorrow", "driver-1", "2027-02-11T10:00:00+07:00", "2027-02-11T11:00:00+07:00", 400),
            trip("before", "driver-1", "2027-01-31T23:59:00+07:00", "2027-02-01T00:10:00+07:00", 400),
            trip("good", "driver-1", ten, eleven, 400),
            trip("good", "driver-1", ten, eleven, 300),
        ] });
        let said = one.post(&mut trial, "trips", "k1", &trips);
        let waits = [
            "stranger unknown_rider",
            "much beyond_consent",
            "backwards out_of_order",
            "tomorrow ahead",
            "before no_consent",
            "good another_event",
        ];
        assert_eq!(counts(&said), (1, 1, waits.map(str::to_owned).to_vec()));
        let other = json!({ "trips": [trip("good", "driver-1", ten, "2027-02-05T11:01:00+07:00", 400)] });
        assert_eq!(counts(&one.post(&mut trial, "trips", "k2", &other)).2, ["good another_event"]);
        // The hour comes, and the stranger is enrolled: what waited for that is taken, and the rest waits on.
        trial.clock.advance(day("2027-02-12"));
        let released = one.post(&mut trial, "parked/releases", "", &json!({}));
        assert_eq!((&released["taken"], &released["amount"]), (&json!(1), &json!(400)));
        let body = json!({ "trips": [trip("early", "driver-2", "2027-02-12T06:00:00+07:00",
            "2027-02-12T06:30:00+07:00", 400)] });
        assert_eq!(counts(&one.post(&mut trial, "trips", "k3", &body)).2, ["early unknown_rider"]);
        one.enrols(&mut trial, "driver-2", "9901010101900042", 400);
        let waiting = one.get(&mut trial, "parked");
        let why = |row: &Value| format!("{} {}", row["why"].as_str().unwrap_or_default(), row["trips"]);
        let counts: Vec<String> = waiting["counts"].as_array().into_iter().flatten().map(why).collect();
        assert_eq!(
            counts,
            ["another_event 1", "beyond_consent 1", "no_consent 1", "out_of_order 1", "unknown_rider 1"]
        );
        let gone = one.post(&mut trial, "parked/drops", "", &json!({ "event": "stranger" }));
        assert_eq!(gone, json!({ "dropped": true }));
        assert_eq!(one.get(&mut trial, "parked")["trips"].as_array().map(Vec::len), Some(4));
        verified(&mut trial);
    });
}

#[test]
fn what_nobody_should_send_is_answered_in_words() {
    testing::both(|address| {
        let (mut trial, one, other) = begun(address, "2027-02-01");
        one.enrols(&mut trial, "driver-1", NIK, 400);
        let trip = json!({ "event": "e", "rider": "driver-1", "amount": 400,
                           "began": "2027-02-01T00:00:00Z", "ended": "2027-02-01T00:00:00Z" });
        let many = json!({ "trips": vec![trip.clone(); 10_001] });
        let with = |name: &str, value: Value| {
            let mut trip = trip.clone();
            trip[name] = value;
            json!({ "trips": [trip] })
        };
        check(&mut trial, one, "trips", "", &json!({ "trips": [trip] }), "Idempotency-Key");
        check(&mut trial, one, "trips", "k", &json!({ "trips": [] }), "1 to 10000");
        check(&mut trial, one, "trips", "k", &many, "1 to 10000");
        check(&mut trial, one, "trips", "k", &with("event", json!("a b")), "/trips/0/event");
        check(&mut trial, one, "trips", "k", &with("rider", json!("<b>")), "/trips/0/rider");
        check(&mut trial, one, "trips", "k", &with("began", json!("2027-02-01")), "/trips/0/began");
        check(&mut trial, one, "trips", "k", &with("amount", json!("400")), "/trips/0/amount");
        check(&mut trial, one, "trips", "k", &with("place", json!("-6.2,106.8")), "/trips/0/place");
        let none = json!({ "purpose": "put_aside" });
        check(&mut trial, one, "riders/driver-1/consents", "", &none, "consent_amount");
        check(&mut trial, one, "riders/nobody/consents", "", &none, "no_rider");
        check(&mut trial, other, "riders/driver-1/withdrawals", "", &none, "no_rider");
        check(&mut trial, one, "settlements", "k", &json!({ "until": "2027-02-28" }), "nothing_to_settle");
        let mut body = json!({
            "rider": "driver-1", "nik": "9901010101900042", "name": "Budi Uji", "birth_date": "1990-01-01",
            "sex": "male", "started": "2027-02-01", "facts": { "income": 1_000_000, "sector": "transport" },
            "consents": [{ "purpose": "enrol" }],
        });
        check(&mut trial, one, "riders", "", &body, "rider_taken");
        body["consents"] = json!([{ "purpose": "show_cover" }]);
        check(&mut trial, one, "riders", "", &body, "no_consent");
        // A wrong name and a number of nobody's are one answer.
        body["consents"] = json!([{ "purpose": "enrol" }]);
        for (nik, name) in [(NIK, "Zed Keliru"), ("9901010101900097", "Zed Keliru")] {
            body["nik"] = json!(nik);
            body["name"] = json!(name);
            check(&mut trial, one, "riders", "", &body, "not_confirmed");
        }
        let (status, said) = other.ask(&mut trial, "settlements/1", "", None);
        assert_eq!(status, 404, "{said}");
        // What she took back herself no platform allows for her, and what others put aside it sees no more.
        one.drives(&mut trial, "day", "driver-1", "2027-02-01", 1);
        assert!(one.get(&mut trial, "accruals")["items"][0]["part"].is_i64());
        takes_back(&mut trial, one, "driver-1", Purpose::ShowCover);
        let again = json!({ "purpose": "show_cover" });
        check(&mut trial, one, "riders/driver-1/consents", "", &again, "consent_withdrawn");
        assert_eq!(one.get(&mut trial, "accruals")["items"][0]["part"], Value::Null);
        verified(&mut trial);
    });
}

#[test]
fn a_platform_that_names_too_many_in_vain_hears_no_more() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2027-02-01");
        let one = Program { platform: trial.platform("Ojek Uji") };
        let other = Program { platform: trial.platform("Kurir Uji") };
        let rider = |no: usize, nik: &str, name: &str| {
            json!({ "rider": format!("driver-{no}"), "nik": nik, "name": name, "birth_date": "1990-01-01",
                    "sex": "male", "started": "2027-02-01",
                    "facts": { "income": 1_000_000, "sector": "transport" },
                    "consents": [{ "purpose": "enrol" }] })
        };
        for no in 0..20 {
            let body = rider(no, &format!("990101010190{no:02}97"), "Zed Keliru");
            check(&mut trial, one, "riders", "", &body, "not_confirmed");
        }
        // Whoever is right hears the same now; the branch sees why.
        let right = rider(42, "9901010101900042", &name_of("9901010101900042"));
        check(&mut trial, one, "riders", "", &right, "not_confirmed");
        let parked = trial.office.look(|unit, _| mismatches::open(unit, one.platform, 99)).expect("a look");
        assert_eq!(parked.iter().filter(|one| one.why == "too_many").count(), 1);
        // It is counted by platform, and by the day.
        other.post(&mut trial, "riders", "", &right);
        trial.clock.advance("2027-02-03".parse().expect("a day"));
        one.post(&mut trial, "riders", "", &right);
    });
}
