//! How far the demo is and how long it still takes, on the way out for complaints.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use rules::render::Lang;

/// A bar on a terminal, else a line when a part is done.
pub(super) struct Told {
    bar: ProgressBar,
    lang: Lang,
    shown: String,
    name: String,
    begun: Instant,
    parts: Vec<(String, Duration)>,
}

impl Told {
    pub(super) fn new(lang: Lang) -> Told {
        let (shown, name) = (String::new(), String::new());
        Told { bar: ProgressBar::hidden(), lang, shown, name, begun: Instant::now(), parts: Vec::new() }
    }

    /// A part begins, by its name in Indonesian and in English, with so much to do.
    pub(super) fn begin(&mut self, [id, en]: [&str; 2], steps: u64) {
        (self.shown, self.begun) = (self.lang.pick(id, en).to_owned(), Instant::now());
        // Programs know it by one name.
        en.clone_into(&mut self.name);
        if std::io::stderr().is_terminal() {
            let left = self.lang.pick("sisa {eta}", "{eta} left");
            let style =
                ProgressStyle::with_template(&format!("{{msg}} {{bar:40}} {{percent}}% {{elapsed}}, {left}"));
            self.bar = ProgressBar::new(steps)
                .with_message(self.shown.clone())
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
        let left = match (took.as_secs().saturating_mul(follow), self.lang) {
            (0, _) => String::new(),
            (seconds, Lang::Id) => format!(", sisa sekitar {}", minutes(seconds, "dtk", "mnt")),
            (seconds, Lang::En) => format!(", about {} left", minutes(seconds, "s", "min")),
        };
        let (seconds, tenths) = (took.as_secs(), took.subsec_millis() / 100);
        match self.lang {
            Lang::Id => eprintln!("{}: {seconds},{tenths} dtk{left}", self.shown),
            Lang::En => eprintln!("{}: {seconds}.{tenths} s{left}", self.shown),
        }
        self.parts.push((std::mem::take(&mut self.name), took));
    }

    /// How long each part took.
    pub(super) fn parts(self) -> Vec<(String, Duration)> {
        self.parts
    }
}

fn minutes(seconds: u64, second: &str, minute: &str) -> String {
    if seconds < 60 { format!("{seconds} {second}") } else { format!("{} {minute}", seconds.div_ceil(60)) }
}
