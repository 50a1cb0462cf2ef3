//! A demonstration is served, and people sign in at its counter as a browser would.

mod browser;
mod stopping;

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::demo::{KEYS, fine};
use crate::program::root;

use browser::Browser;

/// A counter that is closed when the test is over.
struct Open {
    child: Child,
    address: String,
    /// What the demonstration said before it served: the logins.
    said: String,
    outbox: PathBuf,
}

impl Drop for Open {
    fn drop(&mut self) {
        // It may have fallen already, which the test has seen.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.outbox);
    }
}

fn open(scratch: &testing::sqlite::Scratch) -> Open {
    let mut child = Command::new(env!("CARGO_BIN_EXE_naungan"))
        .args(["--database", &scratch.address(), "--lang", "en", "demo", "--members", "30"])
        .args(["--months", "2", "--first", "2025-10", "--listen", "127.0.0.1:0"])
        .env("NAUNGAN_KEYS", KEYS)
        .current_dir(root())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    let mut said = String::new();
    let mut lines = BufReader::new(child.stdout.take().expect("an output")).lines();
    let address = loop {
        let line = lines.next().expect("it serves before it ends").expect("UTF-8");
        if let Some(address) = line.strip_prefix("serving at http://") {
            break address.to_owned();
        }
        said.push_str(&line);
        said.push('\n');
    };
    let mut outbox = scratch.path().as_os_str().to_owned();
    outbox.push(".outbox");
    Open { child, address, said, outbox: outbox.into() }
}

impl Open {
    /// The words of a role's login.
    fn login(&self, role: &str) -> Vec<&str> {
        let (_, logins) = self.said.split_once("Sign in as ").expect("logins");
        let line = logins.lines().find(|line| line.split_whitespace().next() == Some(role));
        line.unwrap_or_else(|| panic!("no login of {role}: {}", self.said)).split_whitespace().collect()
    }

    /// The code in the latest message.
    fn code(&self) -> String {
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            let files = std::fs::read_dir(&self.outbox).into_iter().flatten().flatten();
            let mut files: Vec<PathBuf> = files.map(|file| file.path()).collect();
            files.retain(|path| path.extension().is_some_and(|end| end == "txt"));
            files.sort();
            // Members are told of other things too, when the daily work is done.
            let texts = files.iter().rev().map(|file| std::fs::read_to_string(file).expect("a message"));
            let code = |text: String| Some(text.split_once("code is ")?.1[..8].to_owned());
            if let Some(code) = texts.into_iter().find_map(code) {
                return code;
            }
            assert!(Instant::now() < until, "no message came");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Another code than this one.
fn other(code: &str) -> String {
    let number: u32 = code.parse().expect("eight figures");
    format!("{:08}", (number + 1) % 100_000_000)
}

#[test]
fn people_sign_in_and_see_their_own() {
    let scratch = testing::sqlite::scratch();
    let counter = open(&scratch);
    a_member(&counter);
    an_administrator(&counter, &scratch);
    a_stranger(&counter);
}

fn a_member(counter: &Open) {
    let mut browser = Browser::at(&counter.address);
    let number = counter.login("member")[1].to_owned();
    assert_eq!(browser.get("/me").0, 303, "who has not signed in is led to the door");
    browser.get("/sign-in?lang=en");
    let visitor = browser.cookie("naungan");
    assert_eq!(browser.post("/sign-in", &[("number", "12")]).0, 422);
    assert_eq!(browser.post("/sign-in", &[("number", &number)]), (303, "/sign-in/code".to_owned()));
    let waiting = browser.cookie("naungan");
    assert_ne!(visitor, waiting, "each step has a session of its own");
    let code = counter.code();
    browser.get("/sign-in/code");
    assert_eq!(browser.post("/sign-in/code", &[("code", &other(&code))]).0, 422);
    assert!(browser.body.contains("branch"), "the human route is named");
    assert_eq!(browser.post("/sign-in/code", &[("code", &code)]), (303, "/me".to_owned()));
    assert_ne!(waiting, browser.cookie("naungan"));
    for page in ["/me", "/me/months", "/me/contests", "/me/savings", "/me/rights", "/me/payments"] {
        assert_eq!(browser.get(page).0, 200, "{page}");
        assert!(!browser.body.contains('⟨'), "{page} lacks a text");
    }
    contests(&mut browser);
    let page = browser.show("/me");
    let (_, rest) = page.split_once("/me/cards/").expect("a card");
    let card = format!("/me/cards/{}", rest.split('"').next().expect("an address"));
    assert_eq!(browser.get(&card).0, 200);
    assert_eq!(browser.get("/me/cards/1/qr").0, 403, "nobody else's card");
    assert_eq!(browser.get("/card/0123456789abcdef0123456789abcdef01234567").0, 404);
    browser.get("/me");
    assert_eq!(browser.post("/sign-out", &[]), (303, "/".to_owned()));
    assert_eq!(browser.get("/me").0, 303);
}

/// A month is contested; HTML in what is said stays text.
fn contests(browser: &mut Browser) {
    let page = browser.show("/me/months");
    let (_, rest) = page.split_once("membership=").expect("a month");
    let membership: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let (_, rest) = rest.split_once("month=").expect("a month");
    let fields = [("membership", membership.as_str()), ("month", &rest[..7])];
    browser.get(&format!("/me/contests?membership={membership}&month={}", &rest[..7]));
    assert_eq!(browser.post("/me/contests", &[fields[0], fields[1], ("says", "")]).0, 422);
    let said = [fields[0], fields[1], ("says", "my <b>wage</b>")];
    assert_eq!(browser.post("/me/contests", &said), (303, "/me/contests".to_owned()));
    assert!(browser.show("/me/contests").contains("my <b>wage</b>"));
    assert!(!browser.body.contains("<b>wage"), "{}", browser.body);
    browser.get("/me/contests");
    let others = [("membership", "1"), fields[1], ("says", "mine")];
    assert_eq!(browser.post("/me/contests", &others).0, 404);
}

fn an_administrator(counter: &Open, scratch: &testing::sqlite::Scratch) {
    let login = counter.login("administrator");
    let mut browser = Browser::at(&counter.address);
    browser.get("/sign-in/staff?lang=en");
    let wrong = [("handle", login[1]), ("password", "never")];
    assert_eq!(browser.post("/sign-in/staff", &wrong).0, 422);
    let known = browser.body.clone();
    let nobody = [("handle", "nobody"), ("password", "never")];
    assert_eq!(browser.post("/sign-in/staff", &nobody).0, 422);
    let known = known.replace("value=\"administrator\"", "value=\"nobody\"");
    assert_eq!(known, browser.body, "the same is said of whoever is not known");
    let right = [("handle", login[1]), ("password", login[2])];
    assert_eq!(browser.post("/sign-in/staff", &right), (303, "/sign-in/second".to_owned()));
    let half = browser.cookie("naungan");
    assert_eq!(browser.get("/home").0, 303, "half a sign-in is none");
    browser.get("/sign-in/second");
    let code = fine(&scratch.address(), &["access", "code", login[1]]);
    assert_eq!(browser.post("/sign-in/second", &[("code", "")]).0, 422);
    assert_eq!(browser.post("/sign-in/second", &[("code", code.trim())]).0, 303);
    assert_ne!(half, browser.cookie("naungan"));
    assert_eq!(browser.get("/me").0, 403, "an administrator is no member");
}

/// Whoever is not in the register hears the same as everybody, and is never in.
fn a_stranger(counter: &Open) {
    let mut browser = Browser::at(&counter.address);
    browser.get("/sign-in?lang=en");
    let stranger = [("number", "9999 0101 0190 9999")];
    assert_eq!(browser.post("/sign-in", &stranger), (303, "/sign-in/code".to_owned()));
    browser.get("/sign-in/code");
    for _ in 0..7 {
        assert_eq!(browser.post("/sign-in/code", &[("code", "123456")]).0, 422);
    }
    let mut forger = Browser::at(&counter.address);
    forger.get("/sign-in");
    forger.body = String::new();
    assert_eq!(forger.post("/sign-in", &stranger).0, 403, "a form of another page is refused");
}
