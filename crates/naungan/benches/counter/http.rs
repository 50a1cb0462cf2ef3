//! As much of HTTP as a measurement needs: one connection, kept open, request after request.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// Longer, nobody waits.
const WAIT_MAX: Duration = Duration::from_secs(30);

/// A connection to the counter.
pub(crate) struct Line {
    address: String,
    stream: BufReader<TcpStream>,
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    /// A heading's value.
    pub(crate) fn heading(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}

/// Who asks.
#[derive(Clone, Default)]
pub(crate) struct Caller {
    pub(crate) cookie: String,
    pub(crate) form_token: String,
    /// The key of a program, which has no session.
    pub(crate) key: String,
}

impl Caller {
    fn bearer(&self) -> String {
        if self.key.is_empty() { "none".to_owned() } else { format!("Bearer {}", self.key) }
    }
}

impl Line {
    pub(crate) fn to(address: &str) -> Result<Line> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(WAIT_MAX))?;
        Ok(Line { address: address.to_owned(), stream: BufReader::new(stream) })
    }

    pub(crate) fn get(&mut self, caller: &Caller, path: &str) -> Result<Answer> {
        self.ask(
            &format!(
                "GET {path} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\nauthorization: {}\r\n",
                self.address,
                caller.cookie,
                caller.bearer()
            ),
            "",
        )
    }

    /// Sends JSON, under a key that is used once.
    pub(crate) fn post(&mut self, caller: &Caller, path: &str, key: &str, body: &str) -> Result<Answer> {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\nx-form-token: {}\r\nidempotency-key: {key}\r\n\
             authorization: {}\r\ncontent-type: application/json\r\n",
            self.address,
            caller.cookie,
            caller.form_token,
            caller.bearer()
        );
        self.ask(&head, body)
    }

    /// Brings a file.
    pub(crate) fn bring(&mut self, caller: &Caller, path: &str, file: &str) -> Result<Answer> {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\nx-form-token: {}\r\n\
             authorization: {}\r\ncontent-type: text/csv\r\n",
            self.address,
            caller.cookie,
            caller.form_token,
            caller.bearer()
        );
        self.ask(&head, file)
    }

    /// Sends a form.
    pub(crate) fn send(&mut self, caller: &Caller, path: &str, body: &str) -> Result<Answer> {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\n\
             content-type: application/x-www-form-urlencoded\r\n",
            self.address, caller.cookie
        );
        self.ask(&head, body)
    }

    fn ask(&mut self, head: &str, body: &str) -> Result<Answer> {
        let request = format!("{head}content-length: {}\r\n\r\n{body}", body.len());
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut head = String::new();
        loop {
            let start = head.len();
            if self.stream.read_line(&mut head)? == 0 {
                bail!("the counter closed the line after {head:?}");
            }
            if head[start..].trim().is_empty() {
                break;
            }
        }
        let status = head.split(' ').nth(1).context("no status")?.parse()?;
        let mut answer = Answer { status, head, body: String::new() };
        let length = answer.heading("content-length").map_or(Ok(0), str::parse::<usize>)?;
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        answer.body = String::from_utf8_lossy(&body).into_owned();
        Ok(answer)
    }
}

/// A text as a form sends it.
pub(crate) fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let one = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(one).collect()
}
