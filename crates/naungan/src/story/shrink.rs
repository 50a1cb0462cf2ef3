//! A story that fails, made as short as it goes and still fails.

use super::plan::Step;

/// Drops steps, many at once and then one by one, as long as what is left still fails.
pub(super) fn shrink(mut steps: Vec<Step>, fails: &dyn Fn(&[Step]) -> bool) -> Vec<Step> {
    let mut size = steps.len() / 2;
    while size > 0 {
        let before = steps.len();
        let mut at = 0;
        while at < steps.len() {
            let mut fewer = steps.clone();
            fewer.drain(at..(at + size).min(steps.len()));
            if !fewer.is_empty() && fails(&fewer) {
                steps = fewer;
            } else {
                at += size;
            }
        }
        if size > 1 || steps.len() == before {
            size /= 2;
        }
    }
    steps
}

/// As it stands in a test.
pub(super) fn text(steps: &[Step]) -> String {
    let lines: Vec<String> = steps.iter().map(|step| format!("    {step}\n")).collect();
    lines.concat()
}
