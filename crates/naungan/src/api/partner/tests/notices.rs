//! Notices to a platform's program: signed, tried again, parked after the last try, and sent once more by
//! number.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::thread;

use base::Moment;
use serde_json::{Value, json};
use store::queries::hooks::{self, Hook};
use store::seal;

use super::{NIK, Program, begun, day};
use crate::jobs;
use crate::ports::webhooks::{Reach, send, sign};
use crate::trial::Trial;

/// A program that answers some notices with these statuses, one after the other; gives what it was sent: the
/// signature and the body of each.
fn listening(statuses: &'static [u16]) -> (String, thread::JoinHandle<Vec<(String, String)>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}/naungan", listener.local_addr().expect("an address"));
    let heard = thread::spawn(move || {
        let mut heard = Vec::new();
        for status in statuses {
            let (mut stream, _) = listener.accept().expect("a notice");
            let mut lines = BufReader::new(stream.try_clone().expect("a stream"));
            let (mut signature, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                lines.read_line(&mut line).expect("a line");
                let line = line.trim().to_ascii_lowercase();
                if line.is_empty() {
                    break;
                }
                if let Some(value) = line.strip_prefix("naungan-signature: ") {
                    value.clone_into(&mut signature);
                }
                if let Some(value) = line.strip_prefix("content-length: ") {
                    length = value.parse().expect("a number");
                }
            }
            let mut body = vec![0; length];
            lines.read_exact(&mut body).expect("a body");
            heard.push((signature, String::from_utf8(body).expect("text")));
            let answer = format!("HTTP/1.1 {status} x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            stream.write_all(answer.as_bytes()).expect("an answer");
        }
        heard
    });
    (address, heard)
}

#[test]
fn a_notice_is_signed_and_goes_nowhere_else() {
    let (address, heard) = listening(&[200, 302]);
    let at = Moment::new(1_770_000_000_000_000);
    let sent = |address: &str, reach: Reach| send(reach, address, (b"rahasia", at), "{\"a\":1}");
    assert_eq!(sent(&address, Reach::Anywhere).expect("an answer"), 200);
    assert_eq!(sent(&address, Reach::Anywhere).expect("no redirect is followed"), 302);
    let heard = heard.join().expect("a program");
    let signed = sign::heading(b"rahasia", at, "{\"a\":1}").expect("a signature");
    assert_eq!(heard[0], (signed, "{\"a\":1}".to_owned()));
    assert!(sent(&address, Reach::Public).is_err(), "this machine is not the world outside");
    assert!(sent("https://localhost.localdomain/", Reach::Public).is_err());
}

/// Events by their kinds.
fn kinds(said: &Value) -> Vec<String> {
    let items = said["items"].as_array().into_iter().flatten();
    items.map(|event| event["type"].as_str().unwrap_or_default().to_owned()).collect()
}

/// An address that nobody answers at, put where no test of addresses is in the way.
fn dead(trial: &mut Trial, program: Program) -> i64 {
    let done = trial.office.unit(|unit, desk| {
        let id = jobs::number(desk);
        let sealed = desk.keys.seal(&seal::context("hook", "sealed", id), b"rahasia");
        let (payer, address) = (program.platform, "https://192.0.2.1/naungan".to_owned());
        hooks::add(unit, &Hook { id, payer, address, sealed, ended: None, known: desk.now })?;
        Ok(id)
    });
    done.expect("an address")
}

#[test]
fn what_a_dead_address_does_not_take_is_parked_and_can_be_sent_again() {
    testing::both(|address| {
        let (mut trial, one, other) = begun(address, "2027-02-01");
        let hook = dead(&mut trial, one);
        one.enrols(&mut trial, "driver-1", NIK, 400);
        trial.clock.advance(day("2027-02-10"));
        one.drives(&mut trial, "k", "driver-9", "2027-02-05", 2);
        one.post(&mut trial, "riders/driver-1/withdrawals", "", &json!({ "purpose": "put_aside" }));
        let told = ["id.naungan.rider.enrolled", "id.naungan.event.parked", "id.naungan.consent.withdrawn"];
        let events = one.get(&mut trial, "events");
        assert_eq!(kinds(&events), told);
        assert_eq!(
            (&events["items"][0]["specversion"], &events["items"][0]["subject"]),
            (&json!("1.0"), &json!("driver-1"))
        );
        assert!(!events.to_string().contains(NIK) && !events.to_string().contains("Orang"));
        assert_eq!(kinds(&one.get(&mut trial, "events?after=2")), &told[2..]);
        // A minute, five, half an hour, two hours, twelve: then it waits until it is asked for.
        for today in
            ["2027-02-10", "2027-02-11", "2027-02-12", "2027-02-13", "2027-02-14", "2027-02-15", "2027-02-16"]
        {
            trial.clock.advance(day(today));
            while jobs::one(&mut trial.office).expect("work") {}
        }
        let hooks = one.get(&mut trial, "hooks");
        assert_eq!(
            (&hooks["hooks"][0]["waiting"], &hooks["hooks"][0]["parked"]),
            (&json!([]), &json!([1, 2, 3]))
        );
        let again = json!({ "from": 2, "until": 2 });
        let at = format!("hooks/{hook}/replays");
        assert_eq!(one.post(&mut trial, &at, "", &again), json!({ "events": 1 }));
        assert_eq!(one.get(&mut trial, "hooks")["hooks"][0]["waiting"], json!([2]));
        assert_eq!(other.ask(&mut trial, &at, "", Some(&again)).0, 404);
        assert_eq!(other.get(&mut trial, "events")["items"], json!([]));
        assert_eq!(
            one.post(&mut trial, &format!("hooks/{hook}/ends"), "", &json!({})),
            json!({ "ended": true })
        );
        assert_eq!(one.get(&mut trial, "hooks")["hooks"], json!([]));
        // What is opened here has to be in the world outside, and its secret is shown with it.
        for bad in ["http://hooks.contoh.id/", "https://127.0.0.1/", "https://hooks.contoh.id:22/", "x"] {
            let (status, said) = one.ask(&mut trial, "hooks", "", Some(&json!({ "address": bad })));
            assert!(status == 422 && said["code"] == "hook_address", "{said}");
        }
        let opened = one.post(&mut trial, "hooks", "h", &json!({ "address": "https://hooks.contoh.id/a" }));
        assert_eq!(opened["secret"].as_str().map(str::len), Some(43));
        assert_eq!(
            one.post(&mut trial, "hooks", "h", &json!({ "address": "https://hooks.contoh.id/a" })),
            opened
        );
    });
}
