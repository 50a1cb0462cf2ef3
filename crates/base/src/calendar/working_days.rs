//! Days on which offices are open: neither weekend nor holiday.

use super::Day;

/// A weekend and the public holidays of a jurisdiction.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WorkingDays {
    weekend: [bool; 7],
    holidays: Vec<Day>,
}

impl WorkingDays {
    /// `weekend` says of Monday to Sunday whether it is one; the holidays come in any order.
    pub fn new(weekend: [bool; 7], mut holidays: Vec<Day>) -> Result<WorkingDays, NoWorkingDay> {
        if weekend.iter().all(|free| *free) {
            return Err(NoWorkingDay);
        }
        holidays.sort_unstable();
        holidays.dedup();
        Ok(WorkingDays { weekend, holidays })
    }

    /// The same week with no holidays at all.
    #[must_use]
    pub fn without_holidays(&self) -> WorkingDays {
        WorkingDays { weekend: self.weekend, holidays: Vec::new() }
    }

    /// The holidays in order of time.
    pub fn holidays(&self) -> &[Day] {
        &self.holidays
    }

    /// Whether offices are open that day.
    pub fn is_working(&self, day: Day) -> bool {
        !self.weekend[day.weekday() as usize] && self.holidays.binary_search(&day).is_err()
    }

    /// The day itself if it is a working day, else the next one; `None` outside the calendar.
    pub fn on_or_after(&self, day: Day) -> Option<Day> {
        let mut day = day;
        while !self.is_working(day) {
            day = day.next()?;
        }
        Some(day)
    }

    /// The `n`th working day after the day, which does not count itself; the day itself if `n` is 0.
    pub fn plus(&self, day: Day, n: u32) -> Option<Day> {
        let mut day = day;
        for _ in 0..n {
            day = self.on_or_after(day.next()?)?;
        }
        Some(day)
    }
}

/// A weekend of seven days.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the weekend has all seven days: leave one to work on")]
pub struct NoWorkingDay;
