//! How far the demo is and how long it still takes, on the way out for complaints.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// A bar on a terminal, else a line when a part is done.
pub(super) struct Told {
    bar: ProgressBar,
    name: String,
    begun: Instant,
    parts: Vec<(String, Duration)>,
}

impl Told {
    pub(super) fn new() -> Told {
        Told { bar: ProgressBar::hidden(), name: String::new(), begun: Instant::now(), parts: Vec::new() }
    }

    /// A part begins, with so much to do.
    pub(super) fn begin(&mut self, name: &str, steps: u64) {
        (self.name, self.begun) = (name.to_owned(), Instant::now());
        if std::io::stderr().is_terminal() {
            let style = ProgressStyle::with_template("{msg} {bar:40} {percent}% {elapsed}, {eta} left");
            self.bar = ProgressBar::new(steps)
                .with_message(name.to_owned())
                .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        }
    }

    /// So much of it is done.
    pub(super) fn step(&self, steps: u64) {
        self.bar.inc(steps);
    }

    /// It is done; so many parts like it follow.
    pub(super) fn end(&mut self, follow: u64) {
        let took = self.begun.elapsed();
        self.bar.finish_and_clear();
        self.bar = ProgressBar::hidden();
        let left = match took.as_secs().saturating_mul(follow) {
            0 => String::new(),
            seconds => format!(", about {} left", minutes(seconds)),
        };
        eprintln!("{}: {}.{:01} s{left}", self.name, took.as_secs(), took.subsec_millis() / 100);
        self.parts.push((std::mem::take(&mut self.name), took));
    }

    /// How long each part took.
    pub(super) fn parts(self) -> Vec<(String, Duration)> {
        self.parts
    }
}

fn minutes(seconds: u64) -> String {
    if seconds < 60 { format!("{seconds} s") } else { format!("{} min", seconds.div_ceil(60)) }
}
