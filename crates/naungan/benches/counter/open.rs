//! A counter at work: the demonstration is played, then served by the program itself.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::http::{Caller, Line, escaped};

/// A counter that is closed when the measurement is over.
pub(crate) struct Open {
    child: Child,
    pub(crate) address: String,
    /// What was said before it served.
    pub(crate) said: String,
    /// From the start of the program to its first page.
    pub(crate) first_page: Duration,
}

impl Drop for Open {
    fn drop(&mut self) {
        // It may have fallen already, which the measurement has seen.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn program(database: &str, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_naungan"));
    command.args(["--lang", "en"]).args(words).env("DATABASE_URL", database);
    command.arg("--keys").arg(std::env::temp_dir().join("naungan-bench-counter.keys"));
    command
}

/// How somebody of the register is looked for and reported.
pub(crate) struct Known {
    pub(crate) nik: String,
    pub(crate) card: String,
    pub(crate) name: String,
}

/// What the operator is told of somebody.
pub(crate) fn known(database: &str, person: i64, membership: i64) -> Result<Known> {
    let output = program(database, &["person", "show", &person.to_string(), "--full", "--json"]).output()?;
    let shown: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let mut of = shown["memberships"].as_array().into_iter().flatten();
    let card =
        of.find(|one| one["membership"] == membership || one["id"] == membership).map(|one| &one["kpj"]);
    let identity = shown["identities"].as_array().and_then(|all| all.last());
    let identity = identity.with_context(|| format!("person {person} has no identity"))?;
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    Ok(Known {
        nik: text(&identity["nik"]),
        card: card.map(text).unwrap_or_default(),
        name: text(&identity["name"]),
    })
}

/// A program that acts for an employer, as an administrator adds it.
pub(crate) fn program_of(address: &str, administrator: &Caller, payer: i64) -> Result<Caller> {
    let fields =
        format!("name=payroll-{payer}&role=employer&payer={payer}&form_token={}", administrator.form_token);
    let page = Line::to(address)?.send(administrator, "/admin/clients", &fields)?;
    let key = page.body.split_once("<p class=\"code\">").and_then(|(_, rest)| rest.split('<').next());
    let key = key.with_context(|| format!("no key of {payer}: {} {}", page.status, page.body))?.to_owned();
    Ok(Caller { key, ..Caller::default() })
}

/// Starts the program and waits for its first page.
pub(crate) fn open(database: &str, words: &[&str]) -> Result<Open> {
    let start = Instant::now();
    let mut child = program(database, words).stdout(Stdio::piped()).spawn()?;
    let mut said = String::new();
    let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
    let address = loop {
        let Some(line) = lines.next().transpose()? else { bail!("the counter ended: {said}") };
        if let Some(address) = line.strip_prefix("serving at http://") {
            break address.to_owned();
        }
        said.push_str(&line);
        said.push('\n');
    };
    let page = Line::to(&address)?.get(&Caller::default(), "/")?;
    ensure!(page.status == 200, "the first page: {}", page.status);
    Ok(Open { child, address, said, first_page: start.elapsed() })
}

/// Signs somebody in who has a password and a second factor.
pub(crate) fn sign_in(open: &Open, database: &str, logins: &str, role: &str) -> Result<Caller> {
    let line = logins.lines().find(|line| line.split_whitespace().next() == Some(role));
    let words: Vec<&str> = line.with_context(|| format!("no login of {role}"))?.split_whitespace().collect();
    let (handle, password) = (words[1], words[2]);
    let output = program(database, &["access", "code", handle]).output()?;
    let code = String::from_utf8(output.stdout)?;
    let mut line = Line::to(&open.address)?;
    let mut caller = Caller::default();
    let mut page = line.get(&caller, "/sign-in/staff")?;
    let steps = [
        ("/sign-in/staff", format!("handle={handle}&password={}", escaped(password))),
        ("/sign-in/second", format!("code={}", code.trim())),
    ];
    for (path, fields) in steps {
        taken(&mut caller, &page);
        page = line.send(&caller, path, &format!("{fields}&form_token={}", caller.form_token))?;
        ensure!(page.status == 303, "{role} at {path}: {} {}", page.status, page.body);
        taken(&mut caller, &page);
        while page.status == 303 {
            let next = page.heading("location").context("it leads nowhere")?.to_owned();
            page = line.get(&caller, &next)?;
        }
    }
    // The token of a session that is signed in stands in the form that leaves it.
    taken(&mut caller, &page);
    ensure!(page.status == 200, "{role} has no front page: {}", page.status);
    Ok(caller)
}

/// The cookie and the form's token of an answer.
fn taken(caller: &mut Caller, answer: &crate::http::Answer) {
    let mut cookies = answer.head.lines().filter_map(|line| line.split_once("set-cookie: "));
    let session =
        cookies.find_map(|(_, cookie)| cookie.split(';').next().filter(|one| one.starts_with("naungan=")));
    if let Some(session) = session {
        session.clone_into(&mut caller.cookie);
    }
    let token =
        answer.body.split_once("name=\"form_token\" value=\"").and_then(|(_, rest)| rest.split('"').next());
    if let Some(token) = token {
        token.clone_into(&mut caller.form_token);
    }
}
