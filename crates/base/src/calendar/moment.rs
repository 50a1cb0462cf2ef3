//! The moment something became known, to the microsecond.

use std::fmt;
use std::str::FromStr;

use super::Day;

const DAY: i64 = 86_400_000_000;

/// Microseconds since the beginning of 1970, universal time. Where it comes from is the caller's affair.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Moment(i64);

impl Moment {
    /// After every other: as known then is all that is known.
    pub const EVER: Moment = Moment(i64::MAX);

    /// So many microseconds after the beginning of 1970.
    pub const fn new(micros: i64) -> Moment {
        Moment(micros)
    }

    /// Microseconds since the beginning of 1970.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// This moment, or the next after `latest` if a clock was set back: what is known later has the later
    /// moment.
    #[must_use]
    pub fn after(self, latest: Option<Moment>) -> Moment {
        latest.map_or(self, |latest| self.max(Moment(latest.0.saturating_add(1))))
    }

    /// The day of universal time; `None` outside the calendar.
    pub fn day(self) -> Option<Day> {
        Day::from_epoch_days(i32::try_from(self.0.div_euclid(DAY)).ok()?)
    }

    /// The first moment of a day.
    pub fn start_of(day: Day) -> Moment {
        Moment(i64::from(day.epoch_days()) * DAY)
    }

    /// The last moment of a day.
    pub fn end_of(day: Day) -> Moment {
        Moment(Moment::start_of(day).0 + DAY - 1)
    }
}

/// As `2026-05-03T10:00:00.000000Z`.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(day) = self.day() else { return write!(f, "{} µs", self.0) };
        let micros = self.0.rem_euclid(DAY);
        let (seconds, rest) = (micros / 1_000_000, micros % 1_000_000);
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        write!(f, "{day}T{hours:02}:{minutes:02}:{seconds:02}.{rest:06}Z")
    }
}

/// A text that is no moment.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is not a moment such as 2026-05-03T10:00:00Z")]
pub struct NotAMoment(String);

impl FromStr for Moment {
    type Err = NotAMoment;

    /// Reads `2026-05-03T10:00:00.000000Z`, with or without parts of a second.
    fn from_str(text: &str) -> Result<Moment, NotAMoment> {
        parse(text).ok_or_else(|| NotAMoment(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<Moment> {
    let (day, time) = text.strip_suffix('Z')?.split_once('T')?;
    let day: Day = day.parse().ok()?;
    let (clock, rest) = time.split_once('.').unwrap_or((time, ""));
    let mut parts = clock.split(':').map(two_digits);
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() || hours > 23 || minutes > 59 || seconds > 59 || rest.len() > 6 {
        return None;
    }
    if !rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let micros: i64 = format!("{rest:0<6}").parse().ok()?;
    Some(Moment(Moment::start_of(day).0 + ((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + micros))
}

fn two_digits(text: &str) -> Option<i64> {
    (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for micros in [0, -1, 1, 1_795_227_572_123_456, DAY - 1, DAY, -DAY, 7 * DAY + 999_999] {
            let text = Moment(micros).to_string();
            assert_eq!(text.parse(), Ok(Moment(micros)), "{text}");
        }
        assert_eq!(Moment(1_000_000).to_string(), "1970-01-01T00:00:01.000000Z");
        assert_eq!("1970-01-01T00:00:01.5Z".parse(), Ok(Moment(1_500_000)));
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "1970-01-01",
            "1970-01-01T24:00:00Z",
            "1970-01-01T1:00:00Z",
            "1970-01-01T00:00:00",
            "1970-01-01T00:00:00.1234567Z",
            "1970-01-01T00:00:00.-1Z",
            "1970-13-01T00:00:00Z",
        ] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_clock_that_is_set_back_does_not_set_back_what_is_known() {
        assert_eq!(Moment(5).after(Some(Moment(9))), Moment(10));
        assert_eq!(Moment(50).after(Some(Moment(9))), Moment(50));
        assert_eq!(Moment(5).after(None), Moment(5));
    }
}
