//! What is done with a bank's answer: read all of it, and hear what it says of a few orders.
//!
//! The fuzz targets and the test that replays the seeds share this file. Nothing here may panic.

use naungan::ports::bank::answer::Answer;
use naungan::ports::bank::reconcile::{Reconciliation, Sent};
use naungan::ports::bank::{camt054, pain002};

/// A status report.
pub(crate) fn status_report(bytes: &[u8]) {
    let mut answers = Vec::new();
    let _ = pain002::read(bytes, |answer| answers.extend(answer));
    hear(&answers);
}

/// A notification of what moved on the account.
pub(crate) fn notification(bytes: &[u8]) {
    let mut answers = Vec::new();
    let _ = camt054::read(bytes, |answer| answers.extend(answer));
    hear(&answers);
}

/// No order whose money may be gone is ever free to be paid again.
fn hear(answers: &[Answer]) {
    let sent = ["A", "B"].map(|order| Sent { run: "R1".into(), order: order.into(), amount: 5 });
    let mut all = Reconciliation::of(&sent).expect("each once");
    for answer in answers {
        all.hear(answer);
    }
    let outcome = all.outcome();
    assert!(outcome.orders.iter().all(|one| !one.may_be_paid_again() || one.findings.is_empty()));
}
