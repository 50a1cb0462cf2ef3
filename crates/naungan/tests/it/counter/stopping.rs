//! A counter that is told to stop answers what it has in hand, and ends well.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::demo::{KEYS, fine};
use crate::program::root;

/// A counter, stopped for good if the test falls.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It has ended by itself, or the test has seen that it did not.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn serving(database: &str) -> (Running, String) {
    fine(database, &["found", "Lembaga Uji"]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_naungan"))
        .args(["--database", database, "--lang", "en", "serve", "--listen", "127.0.0.1:0"])
        .env("NAUNGAN_KEYS", KEYS)
        .current_dir(root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut line = String::new();
    let mut lines = BufReader::new(child.stdout.take().expect("an output"));
    lines.read_line(&mut line).expect("UTF-8");
    let address = line.trim().strip_prefix("serving at http://").expect("an address").to_owned();
    (Running(child), address)
}

#[test]
fn what_is_in_hand_is_answered_before_it_ends() {
    testing::both(|database| {
        let (mut running, address) = serving(database);
        let body = "number=12&form_token=none";
        let mut stream = TcpStream::connect(&address).expect("the counter is open");
        let (head, rest) = body.split_at(9);
        write!(
            stream,
            "POST /sign-in HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/x-www-form-urlencoded\r\n\
             content-length: {}\r\n\r\n{head}",
            body.len()
        )
        .expect("half a request");
        // Whoever has only just come in is in hand once she is read.
        std::thread::sleep(Duration::from_millis(300));
        let told = Command::new("kill").args(["-TERM", &running.0.id().to_string()]).status();
        assert!(told.expect("kill runs").success());
        let until = Instant::now() + Duration::from_secs(10);
        while TcpStream::connect(&address).is_ok() {
            assert!(Instant::now() < until, "it still takes new requests");
            std::thread::sleep(Duration::from_millis(20));
        }
        stream.write_all(rest.as_bytes()).expect("the other half");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 403") && answer.trim_end().ends_with("</html>"), "{answer}");
        let status = running.0.wait().expect("it ends");
        let mut complaints = String::new();
        let mut errors = running.0.stderr.take().expect("complaints");
        errors.read_to_string(&mut complaints).expect("UTF-8");
        assert!(status.success() && complaints.is_empty(), "{status}: {complaints}");
    });
}
