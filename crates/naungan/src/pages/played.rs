//! Registration and paying, played through the web's own door: a browser without scripts, on both engines.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;

use anyhow::{Context, Result, bail, ensure};
use base::Moment;
use store::queries::{jobs, messages};
use store::{Address, Keys};

use super::callbacks;
use crate::actions::finish_registration;
use crate::books::checks;
use crate::office::{Clock, Founding, Office, found};
use crate::ports::provider::Provider;
use crate::ports::snap::{self, Sent, Signs};
use crate::serve::edge::{Counter, router};
use crate::serve::form::escaped;
use crate::serve::pool::Pool;
use crate::serve::settings::Settings;

/// In the middle of the relief of transport workers.
const DAY: &str = "2026-05-20";

/// A counter at work, and an office beside it to look behind it.
pub(super) struct Played {
    pub(super) office: Office,
    pub(super) at: SocketAddr,
    _runtime: tokio::runtime::Runtime,
    /// Goes after the runtime: a connection to PostgreSQL cannot be closed from inside it.
    _counter: Arc<Counter>,
}

pub(super) fn played(address: &str) -> Result<Played> {
    played_with(address, |_| Ok(()))
}

/// The same, with something set up before it opens.
pub(super) fn played_with(address: &str, prepare: impl FnOnce(&mut Office) -> Result<()>) -> Result<Played> {
    let Ok(at) = address.parse::<Address>();
    let keys = Keys::read(&format!("1 {}", "5a".repeat(32)))?;
    let founding = Founding {
        name: "Lembaga Uji".to_owned(),
        production: false,
        crediting: "simple_yearly".to_owned(),
        jurisdiction: "id".to_owned(),
        on: DAY.parse()?,
    };
    found(&at, &keys, &founding)?;
    let pack = Arc::new(crate::law::pack(None)?);
    let mut office = Office::open(&at, keys, pack, Clock::set(DAY.parse()?))?;
    prepare(&mut office)?;
    let pool = Pool::new(office.beside()?, 2)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))?;
    let listen = listener.local_addr()?;
    let settings = Settings { public: format!("http://{listen}"), invented: true, rate: 0 };
    let routes = [super::routes(), crate::api::routes()].concat();
    let counter = Arc::new(Counter::new(pool, settings, routes));
    let service = router(Arc::clone(&counter)).into_make_service_with_connect_info::<SocketAddr>();
    runtime.spawn(async move { axum::serve(listener, service).await });
    Ok(Played { office, at: listen, _runtime: runtime, _counter: counter })
}

/// An answer as a browser has it.
pub(super) struct Seen {
    pub(super) status: u16,
    pub(super) place: String,
    pub(super) page: String,
}

/// A browser without scripts.
pub(super) struct Browser {
    at: SocketAddr,
    pub(super) cookie: String,
    pub(super) form_token: String,
    bytes: usize,
}

impl Browser {
    pub(super) fn new(at: SocketAddr) -> Browser {
        Browser { at, cookie: String::new(), form_token: String::new(), bytes: 0 }
    }

    pub(super) fn get(&mut self, path: &str) -> Result<Seen> {
        self.ask("GET", path, "", "")
    }

    /// Another window of the same browser.
    pub(super) fn again(&self) -> Browser {
        let (cookie, form_token) = (self.cookie.clone(), self.form_token.clone());
        Browser { at: self.at, cookie, form_token, bytes: 0 }
    }

    /// A page, a file or an answer of the interface, whatever its bytes.
    pub(super) fn raw(&mut self, path: &str) -> Result<(u16, String)> {
        let mut stream = TcpStream::connect(self.at)?;
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\naccept-language: en\r\n\
             cookie: {}\r\n\r\n",
            self.cookie
        )?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Ok((text.get(9..12).context("no status")?.parse()?, text))
    }

    pub(super) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Seen> {
        let token = self.form_token.clone();
        let fields = fields.iter().copied().chain([("form_token", token.as_str())]);
        let body: Vec<String> = fields.map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        self.ask("POST", path, "content-type: application/x-www-form-urlencoded\r\n", &body.join("&"))
    }

    /// A form with a file.
    pub(super) fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        (field, name, text): (&str, &str, &str),
    ) -> Result<Seen> {
        let token = self.form_token.clone();
        let mut body = String::new();
        for (name, value) in fields.iter().copied().chain([("form_token", token.as_str())]) {
            body += "--grens\r\ncontent-disposition: form-data; ";
            body += &format!("name=\"{name}\"\r\n\r\n{value}\r\n");
        }
        body += "--grens\r\ncontent-disposition: form-data; ";
        body += &format!("name=\"{field}\"; filename=\"{name}\"\r\n\r\n{text}\r\n--grens--\r\n");
        self.ask("POST", path, "content-type: multipart/form-data; boundary=grens\r\n", &body)
    }

    /// Whatever a program asks.
    pub(super) fn ask(&mut self, method: &str, path: &str, headings: &str, body: &str) -> Result<Seen> {
        let mut stream = TcpStream::connect(self.at)?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\naccept-language: en\r\n\
             cookie: {}\r\n{headings}content-length: {}\r\n\r\n{body}",
            self.cookie,
            body.len()
        )?;
        let mut text = String::new();
        stream.read_to_string(&mut text)?;
        self.bytes += text.len();
        let (head, page) = text.split_once("\r\n\r\n").context("no answer")?;
        let heading = |name: &str| {
            let mut lines = head.lines().filter_map(|line| line.split_once(": "));
            lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
        };
        for (name, cookie) in head.lines().filter_map(|line| line.split_once(": ")) {
            if name.eq_ignore_ascii_case("set-cookie") {
                self.keep(cookie.split(';').next().unwrap_or_default());
            }
        }
        if let Some((_, rest)) = page.split_once("name=\"form_token\" value=\"") {
            rest.split('"').next().unwrap_or_default().clone_into(&mut self.form_token);
        }
        let status = head.get(9..12).context("no status")?.parse()?;
        Ok(Seen { status, place: heading("location").unwrap_or_default(), page: page.to_owned() })
    }

    /// Keeps a cookie in the place of one of its name.
    fn keep(&mut self, cookie: &str) {
        let name = cookie.split_once('=').map_or(cookie, |(name, _)| name);
        let is_other =
            |kept: &&str| !kept.is_empty() && kept.split_once('=').is_none_or(|(of, _)| of != name);
        let others = self.cookie.split("; ").filter(is_other);
        self.cookie = others.chain([cookie]).collect::<Vec<_>>().join("; ");
    }

    /// Answers every question up to the last page; gives that page.
    pub(super) fn answers(&mut self, nik: &str, name: &str, telephone: &str) -> Result<Seen> {
        self.get("/register")?;
        for (path, fields) in [
            ("/register", vec![("nik", nik)]),
            ("/register/name", vec![("name", name), ("confirmed", "yes")]),
            ("/register/work", vec![("sector", "transport"), ("income", "1900000")]),
            ("/register/programmes", vec![("saves", "no")]),
            ("/register/telephone", vec![("telephone", telephone)]),
        ] {
            self.get(path)?;
            let seen = self.post(path, &fields)?;
            ensure!(seen.status == 303, "{path}: {} {}", seen.status, seen.page);
        }
        self.get("/register/check")
    }
}

/// Everything that was said to a telephone.
pub(super) fn said_to(office: &mut Office, telephone: &str) -> Result<Vec<String>> {
    office.look(|unit, desk| {
        let all = messages::waiting(unit, 100)?;
        let all = all.iter().map(|message| crate::messages::read(desk, message));
        let all = all.collect::<Result<Vec<_>>>()?;
        Ok(all.into_iter().filter(|(address, _)| address == telephone).map(|(_, text)| text).collect())
    })
}

/// The code in a text.
pub(super) fn code_in(text: &str) -> Result<String> {
    let digits = text.split(|letter: char| !letter.is_ascii_digit()).find(|part| part.len() == 8);
    Ok(digits.context("no code")?.to_owned())
}

/// The address and the code of the latest message with a code.
pub(super) fn message(office: &mut Office) -> Result<(String, String)> {
    let all = office.look(|unit, desk| {
        let all = messages::waiting(unit, 100)?;
        all.iter().map(|message| crate::messages::read(desk, message)).collect::<Result<Vec<_>>>()
    })?;
    let mut codes = all.into_iter().filter_map(|(address, text)| Some((address, code_in(&text).ok()?)));
    codes.next_back().context("no message")
}

/// What was sent in is done, as a worker does it; messages go on waiting.
pub(super) fn registers(office: &mut Office) -> Result<()> {
    let all = office.look(|unit, _| jobs::of_kinds(unit, &[finish_registration::KIND], None, 100))?;
    ensure!(!all.is_empty(), "nothing was sent in");
    all.iter().try_for_each(|job| finish_registration::run(office, job, &mut |_, _, _| Ok(())).map(drop))
}

fn is_whole(office: &mut Office) -> Result<()> {
    let verdict = checks::verify(office)?;
    ensure!(verdict.faults.is_empty(), "{:?}", verdict.faults);
    Ok(())
}

pub(super) fn registered(office: &mut Office) -> Result<i64> {
    office.look(|unit, _| unit.row("select count(*) from person", &[])?.context("no count")?.int(0))
}

/// The payment code in the latest message to a telephone that has one.
fn code_told(office: &mut Office, telephone: &str) -> Result<String> {
    let all = said_to(office, telephone)?;
    let rest = all.iter().rev().find_map(|text| Some(text.split_once("/pay/")?.1));
    Ok(rest.context("no payment code")?.chars().take_while(char::is_ascii_digit).collect())
}

/// Registers somebody and gives the payment code.
pub(super) fn join(played: &mut Played, browser: &mut Browser, nik: &str, name: &str) -> Result<String> {
    browser.answers(nik, name, "081299990001")?;
    let (_, code) = message(&mut played.office)?;
    let seen = browser.post("/register/check", &[("code", &code)])?;
    ensure!(seen.place == "/register/done", "{} {}", seen.status, seen.page);
    registers(&mut played.office)?;
    code_told(&mut played.office, "081299990001")
}

#[test]
fn a_courier_registers_and_pays_on_sqlite() -> Result<()> {
    let scratch = testing::sqlite::scratch();
    a_courier_registers_and_pays(&scratch.address())
}

#[test]
fn a_courier_registers_and_pays_on_postgres() -> Result<()> {
    a_courier_registers_and_pays(&testing::postgres::Server::shared().database("courier"))
}

fn a_courier_registers_and_pays(address: &str) -> Result<()> {
    let mut played = played(address)?;
    let mut browser = Browser::new(played.at);
    // A later question leads to the first that is open.
    assert_eq!(browser.get("/register/telephone")?.place, "/register");
    let check = browser.answers("9901014501900001", "Siti Contoh", "+62 812-9999-0001")?;
    assert!(check.page.contains("Siti Contoh") && check.page.contains("Rp13,400"), "{}", check.page);
    let (telephone, code) = message(&mut played.office)?;
    assert_eq!(telephone, "081299990001");
    let wrong = if code == "00000000" { "00000001" } else { "00000000" };
    let seen = browser.post("/register/check", &[("code", wrong)])?;
    assert_eq!(seen.status, 422);
    assert!(seen.page.contains("This is not the code"), "{}", seen.page);
    // An answer can be changed without losing the others.
    assert_eq!(browser.post("/register/programmes", &[("saves", "yes")])?.place, "/register/check");
    assert!(browser.get("/register/check")?.page.contains("Rp53,400"));
    browser.post("/register/programmes", &[("saves", "no")])?;
    for _ in 0..2 {
        assert_eq!(browser.post("/register/check", &[("code", &code)])?.place, "/register/done");
    }
    let done = browser.get("/register/done")?;
    assert!(done.page.contains("Rp13,400") && done.page.contains("081299990001"), "{}", done.page);
    for _ in 0..2 {
        registers(&mut played.office)?;
    }
    assert_eq!(registered(&mut played.office)?, 1);
    let told = said_to(&mut played.office, "081299990001")?;
    let told: Vec<_> = told.iter().filter(|text| text.contains("you are registered")).collect();
    assert!(told.len() == 1 && told[0].contains("Rp13,400"), "she hears of it once: {told:?}");
    let code = code_told(&mut played.office, "081299990001")?;
    assert_eq!(browser.post("/pay", &[("code", &code)])?.place, format!("/pay/{code}"));
    let owed = browser.get(&format!("/pay/{code}"))?;
    assert!(owed.page.contains("What is owed now: Rp13,400"), "{}", owed.page);
    assert!(owed.page.contains("Also 12 months ahead"), "{}", owed.page);
    assert!(!owed.page.contains("Siti"), "a code tells nobody's name");
    let intent = browser.post(&format!("/pay/{code}"), &[("months", "1"), ("amount", "")])?.place;
    let shown = browser.get(&intent)?;
    assert!(shown.page.contains("Rp26,800") && shown.page.contains("hx-get"), "{}", shown.page);
    assert!(browser.get(&format!("{intent}/qr"))?.page.contains("<svg"));
    for _ in 0..2 {
        assert_eq!(browser.post(&format!("{intent}/simulate"), &[])?.place, intent);
    }
    let state = browser.get(&format!("{intent}/state"))?;
    assert!(state.page.contains("Your payment has come"), "{}", state.page);
    let receipt = browser.get(&format!("/receipt/{code}/1"))?;
    assert!(receipt.page.contains("Rp26,800") && receipt.page.contains("May 2026"), "{}", receipt.page);
    assert_eq!(browser.get(&format!("/receipt/{code}/2"))?.status, 404);
    assert!(browser.bytes < 300_000, "{} bytes", browser.bytes);
    is_whole(&mut played.office)
}

/// The code in the newest file of the outbox that has one, once everything that waits is done.
fn outbox(office: &mut Office) -> Result<(String, String)> {
    while crate::jobs::one(office)? {}
    // A clock that was set stands still, and numbers of the same moment come in any order: files do not.
    let mut files = Vec::new();
    for file in std::fs::read_dir(&office.outbox)? {
        let file = file?;
        files.push((file.metadata()?.modified()?, file.path()));
    }
    files.sort();
    for (_, newest) in files.iter().rev() {
        let text = std::fs::read_to_string(newest)?;
        let (address, text) = text.split_once("\n\n").context("no address")?;
        if let Ok(code) = code_in(text) {
            return Ok((address.to_owned(), code));
        }
    }
    bail!("no code in the outbox")
}

#[test]
fn who_has_registered_signs_in_afterwards() -> Result<()> {
    let scratch = testing::sqlite::scratch();
    let mut played = played(&scratch.address())?;
    let mut browser = Browser::new(played.at);
    browser.answers("9901014501900001", "Siti Contoh", "081299990001")?;
    let (address, code) = outbox(&mut played.office)?;
    assert_eq!(address, "telephone: 081299990001", "the code of the registration reaches the outbox");
    let seen = browser.post("/register/check", &[("code", &code)])?;
    assert_eq!(seen.place, "/register/done", "{}", seen.page);
    let mut later = Browser::new(played.at);
    later.get("/sign-in")?;
    assert_eq!(later.post("/sign-in", &[("number", "9901 0145 0190 0001")])?.place, "/sign-in/code");
    later.get("/sign-in/code")?;
    let (_, fresh) = outbox(&mut played.office)?;
    if fresh != code {
        assert_eq!(later.post("/sign-in/code", &[("code", &code)])?.status, 422, "an old code");
    }
    assert_eq!(later.post("/sign-in/code", &[("code", &fresh)])?.place, "/me");
    let front = later.get("/me")?;
    assert!(front.status == 200 && front.page.contains("Siti Contoh"), "{}", front.page);
    std::fs::remove_dir_all(&played.office.outbox)?;
    Ok(())
}

/// A notice as a provider sends it, signed.
fn notice(office: &mut Office, external: &str, body: &str, at: Moment) -> Result<Sent> {
    let mut sent = office.look(|_, desk| {
        let provider = Provider::of(desk);
        let partner = provider.partner().context("no partner")?;
        let Signs::Secret { token, .. } = &partner.signs else { bail!("no secret") };
        Ok(Sent {
            method: "POST".to_owned(),
            path: callbacks::PATH.to_owned(),
            token: token.clone(),
            timestamp: snap::written(at),
            signature: String::from_utf8(vec![b'x'; 88])?,
            partner: partner.id.clone(),
            external: external.to_owned(),
            body: body.as_bytes().to_vec(),
        })
    })?;
    let signs =
        office.look(|_, desk| Ok(Provider::of(desk).partner().context("no partner")?.signs.clone()))?;
    let Signs::Secret { secret, .. } = signs else { bail!("no secret") };
    sent.signature = snap::signature(&secret, &sent)?;
    Ok(sent)
}

fn tell(browser: &mut Browser, sent: &Sent) -> Result<String> {
    let headings = format!(
        "content-type: application/json\r\nauthorization: Bearer {}\r\nx-timestamp: {}\r\nx-signature: {}\r\n\
         x-partner-id: {}\r\nx-external-id: {}\r\n",
        sent.token, sent.timestamp, sent.signature, sent.partner, sent.external
    );
    let seen = browser.ask(&sent.method, &sent.path, &headings, &String::from_utf8(sent.body.clone())?)?;
    let (_, rest) = seen.page.split_once("\"responseCode\":\"").context(seen.page.clone())?;
    let code: String = rest.chars().take(7).collect();
    ensure!(code.starts_with(&seen.status.to_string()), "{} {}", seen.status, seen.page);
    Ok(code)
}

#[test]
fn notices_of_payments_are_booked_once_and_only_if_they_are_signed() -> Result<()> {
    let scratch = testing::sqlite::scratch();
    let mut played = played(&scratch.address())?;
    let mut browser = Browser::new(played.at);
    let code = join(&mut played, &mut browser, "9901014501900001", "Siti Contoh")?;
    let body = |code: &str, amount: &str| {
        format!(
            "{{\"originalReferenceNo\": \"R1\", \"latestTransactionStatus\": \"00\",\n \"amount\": \
             {{\"value\": \"{amount}\", \"currency\": \"IDR\"}}, \"additionalInfo\": \
             {{\"paymentCode\": \"{code}\"}}}}"
        )
    };
    let now = played.office.now();
    let good = notice(&mut played.office, "1001", &body(&code, "8400.00"), now)?;
    assert_eq!(
        tell(&mut browser, &Sent { body: body(&code, "9400.00").into_bytes(), ..good.clone() })?,
        "4015200"
    );
    assert_eq!(tell(&mut browser, &Sent { signature: String::new(), ..good.clone() })?, "4005202");
    let old = Moment::new(now.micros() - 301_000_000);
    let stale = notice(&mut played.office, "1002", &body(&code, "8400.00"), old)?;
    assert_eq!(tell(&mut browser, &stale)?, "4015200");
    // The same again gets the same answer, and the money is booked once.
    for _ in 0..3 {
        assert_eq!(tell(&mut browser, &good)?, "2005200");
    }
    let other = notice(&mut played.office, "1001", &body(&code, "5000.00"), now)?;
    assert_eq!(tell(&mut browser, &other)?, "4095200");
    for (body, expected) in [
        (body("00000000000", "1.00"), "4045201"),
        (body(&code, "1.50"), "4005201"),
        ("{}".to_owned(), "4005202"),
        ("not JSON".to_owned(), "4005200"),
        (body(&code, "1.00").replace("\"00\"", "\"03\""), "2005200"),
    ] {
        let sent = notice(&mut played.office, "1003", &body.replace("R1", "R9"), now)?;
        assert_eq!(tell(&mut browser, &sent)?, expected, "{body}");
    }
    let owed = browser.get(&format!("/pay/{code}"))?;
    assert!(owed.page.contains("What is owed now: Rp5,000"), "{}", owed.page);
    let intent = browser.post(&format!("/pay/{code}"), &[("amount", "Rp 1.000")])?.place;
    let number = intent.rsplit('/').next().unwrap_or_default().to_owned();
    let bodies = |amount: &str| {
        format!(
            "{{\"originalReferenceNo\":\"R2\",\"originalPartnerReferenceNo\":\"{number}\",\
             \"latestTransactionStatus\":\"00\",\"amount\":{{\"value\":\"{amount}\",\"currency\":\"IDR\"}}}}"
        )
    };
    let less = notice(&mut played.office, "1004", &bodies("999.00"), now)?;
    assert_eq!(tell(&mut browser, &less)?, "4045213");
    let right = notice(&mut played.office, "1005", &bodies("1000.00"), now)?;
    assert_eq!(tell(&mut browser, &right)?, "2005200");
    assert!(browser.get(&intent)?.page.contains("Your payment has come"));
    // Another payer's code does not open it.
    let stranger = browser.get(&format!("/pay/00000000000/{number}"))?;
    assert_eq!(stranger.status, 404);
    is_whole(&mut played.office)
}
