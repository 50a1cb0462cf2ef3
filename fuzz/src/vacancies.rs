//! What is done with vacancies of others: read them, write the good ones, and read them again.
//!
//! The fuzz target and the test that replays the seeds share this file. Nothing here may panic.

use naungan::ports::vacancies::{read, write};

/// What was understood stays understood.
pub(crate) fn vacancies(bytes: &[u8]) {
    let Ok(postings) = read(bytes) else { return };
    let good: Vec<_> = postings.into_iter().flatten().collect();
    let text = write(&good);
    assert!(!text.contains(['<', '>']), "markup is left in {text}");
    let again = read(text.as_bytes()).expect("what was written can be read");
    let again: Result<Vec<_>, _> = again.into_iter().collect();
    assert_eq!(again.expect("and each of it"), good);
}
