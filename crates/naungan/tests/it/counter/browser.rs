//! As much of a browser as a test needs: cookies, forms with their token, one connection a request.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;

/// A browser at one address.
pub(super) struct Browser {
    address: String,
    cookies: BTreeMap<String, String>,
    /// The last page.
    pub(super) body: String,
}

impl Browser {
    pub(super) fn at(address: &str) -> Browser {
        Browser { address: address.to_owned(), cookies: BTreeMap::new(), body: String::new() }
    }

    /// A cookie's value.
    pub(super) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.get(name).cloned()
    }

    /// Opens a page; its status, and where it leads.
    pub(super) fn get(&mut self, path: &str) -> (u16, String) {
        self.send("GET", path, "")
    }

    /// Opens a page that has to be there; its text as a reader sees it.
    pub(super) fn show(&mut self, path: &str) -> String {
        assert_eq!(self.get(path).0, 200, "{path}");
        let text = self.body.replace("&#x2f;", "/").replace("&lt;", "<").replace("&gt;", ">");
        text.replace("&amp;", "&")
    }

    /// Sends the form of the last page.
    pub(super) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> (u16, String) {
        let token = self.body.split_once("name=\"form_token\" value=\"").map(|(_, rest)| rest);
        let token = token.and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
        let all = fields.iter().copied().chain([("form_token", token.as_str())]);
        let body: Vec<String> = all.map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        self.send("POST", path, &body.join("&"))
    }

    fn send(&mut self, method: &str, path: &str, body: &str) -> (u16, String) {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut stream = TcpStream::connect(&self.address).expect("the counter is open");
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncookie: {}\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            self.address,
            cookies.join("; "),
            body.len()
        );
        stream.write_all(request.as_bytes()).expect("a request");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        self.read(&String::from_utf8_lossy(&answer))
    }

    fn read(&mut self, answer: &str) -> (u16, String) {
        let (head, body) = answer.split_once("\r\n\r\n").expect("headings and a body");
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).expect("a status");
        let mut location = String::new();
        for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
            if name.eq_ignore_ascii_case("location") {
                value.clone_into(&mut location);
            }
            if name.eq_ignore_ascii_case("set-cookie")
                && let Some((name, value)) = value.split(';').next().and_then(|pair| pair.split_once('='))
            {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let status = status.parse().expect("a number");
        // A form stays open where the answer leads elsewhere.
        if status != 303 {
            body.clone_into(&mut self.body);
        }
        (status, location)
    }
}

fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let one = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(one).collect()
}
