//! Work for those who lost theirs: vacancies, who looks for what, how well they fit, and a month's duties.

pub mod duty;
pub mod lacks;
pub mod matching;
pub mod occupation;
pub mod schedule;
pub mod screen;
pub mod seeker;
pub mod training;
pub mod vacancy;

pub use duty::{Duty, Event, Record};
pub use lacks::{Lack, lacks};
pub use matching::{Match, Reason, rank};
pub use occupation::Occupation;
pub use seeker::Seeker;
pub use vacancy::{Vacancy, Wages};

/// A word or a name as it is compared: without case, and with single spaces.
pub fn word_key(text: &str) -> String {
    text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}
