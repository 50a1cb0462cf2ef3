//! What time it is: the machine's, or a day that was set for a demonstration or a test.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use base::{Day, Moment};

/// Where moments come from: nothing is decided by another clock. Only a step of the schema is dated without
/// it, by `store`, since it is taken before there is an office.
///
/// Whichever clock it is, it never gives a moment before what is known already: a clock that was set back
/// does not make what comes later known earlier.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    latest: Arc<AtomicI64>,
    /// The day that was set, by its number; nothing for the machine's own.
    set: Option<Arc<AtomicI32>>,
    /// How far it is ahead of the machine's, in microseconds: whole days.
    ahead: i64,
}

/// The day of a moment, in the institution's time zone.
pub(crate) fn day_of(moment: Moment) -> Day {
    Moment::new(moment.micros().saturating_add(ZONE)).day().unwrap_or(Day::MIN)
}

/// A minute of a day there, as people write it: `14:32`.
pub(crate) fn minute_of(day: Day, written: &str) -> Option<Moment> {
    let (hour, minute) = written.split_once(':')?;
    let digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    let two = |text: &str| digits(text).then(|| text.parse::<u8>().ok()).flatten();
    let (hour, minute) = (two(hour)?, two(minute)?);
    let minutes = i64::from(hour) * 60 + i64::from(minute);
    (hour < 24 && minute < 60).then(|| Moment::new(Moment::start_of(day).micros() + minutes * MINUTE - ZONE))
}

/// The time of day there, as people write it.
pub(crate) fn time_of(moment: Moment) -> String {
    let minutes = moment.micros().saturating_add(ZONE).rem_euclid(DAY) / MINUTE;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The institution's time zone, western Indonesia, is seven hours ahead of universal time.
const ZONE: i64 = 7 * 3_600_000_000;
const DAY: i64 = 24 * 3_600_000_000;
const MINUTE: i64 = 60_000_000;

impl Clock {
    /// The machine's clock.
    pub(crate) fn machine() -> Clock {
        Clock { latest: Arc::new(AtomicI64::new(i64::MIN)), set: None, ahead: 0 }
    }

    /// A clock that stands at the beginning of a day.
    pub(crate) fn set(day: Day) -> Clock {
        let latest = Arc::new(AtomicI64::new(Moment::start_of(day).micros()));
        Clock { latest, set: Some(Arc::new(AtomicI32::new(day.epoch_days()))), ahead: 0 }
    }

    /// The same clock, going on from the day that was set at the machine's hour: for a counter that is open.
    pub(crate) fn going_on(&self) -> Clock {
        let Some(set) = &self.set else { return self.clone() };
        let day = Moment::new(machine().micros() + ZONE).day().map_or(0, base::Day::epoch_days);
        let days = i64::from(set.load(Ordering::Relaxed) - day);
        Clock { latest: Arc::clone(&self.latest), set: None, ahead: days * DAY }
    }

    /// The same time for another database, which knows nothing of what is known here, nor tells of its own.
    pub(crate) fn apart(&self) -> Clock {
        Clock { latest: Arc::new(AtomicI64::new(self.latest.load(Ordering::Relaxed))), ..self.clone() }
    }

    /// What the machine's clock says, which telephones agree with: for the codes they show, and nothing else.
    pub(crate) fn of_telephones() -> Moment {
        machine()
    }

    /// Learns of something known already; what it gives from now on is later.
    pub(crate) fn learn(&self, known: Option<Moment>) {
        if let Some(known) = known {
            self.latest.fetch_max(known.micros(), Ordering::Relaxed);
        }
    }

    /// Now: later than any moment it gave before.
    pub(crate) fn now(&self) -> Moment {
        let told = if self.set.is_some() { i64::MIN } else { machine().micros() + self.ahead };
        let next = |latest: i64| Some(told.max(latest.saturating_add(1)));
        let before = self.latest.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next);
        Moment::new(told.max(before.unwrap_or_default().saturating_add(1)))
    }

    /// Moves a set clock to a day, never backwards.
    pub(crate) fn advance(&self, day: Day) {
        if let Some(set) = &self.set {
            set.fetch_max(day.epoch_days(), Ordering::Relaxed);
            self.latest.fetch_max(Moment::start_of(day).micros(), Ordering::Relaxed);
        }
    }

    /// Today, in the institution's time zone.
    pub(crate) fn today(&self) -> Day {
        let day = match &self.set {
            Some(set) => Day::from_epoch_days(set.load(Ordering::Relaxed)),
            None => Moment::new(machine().micros() + self.ahead + ZONE).day(),
        };
        day.unwrap_or(Day::MIN)
    }
}

fn machine() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment::new(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_set_back_goes_on_after_what_is_known() -> Result<(), Box<dyn std::error::Error>> {
        let ahead: Moment = "2199-01-01T00:00:00Z".parse()?;
        for clock in [Clock::machine(), Clock::set(Day::parse("2026-05-20")?)] {
            clock.learn(Some(ahead));
            let (first, second) = (clock.now(), clock.now());
            assert!(ahead < first && first < second, "{first} {second}");
            assert!(clock.today() < Day::parse("2199-01-01")?);
        }
        Ok(())
    }

    #[test]
    fn a_minute_there_is_earlier_in_universal_time() -> Result<(), Box<dyn std::error::Error>> {
        let day = Day::parse("2027-02-05")?;
        for (written, at) in [("14:32", "2027-02-05T07:32:00Z"), ("06:59", "2027-02-04T23:59:00Z")] {
            let moment: Moment = at.parse()?;
            assert_eq!(minute_of(day, written), Some(moment));
            assert_eq!((time_of(moment).as_str(), day_of(moment)), (written, day));
        }
        for none in ["", "14", "24:00", "14:60", "1:02", "14:3", "ab:cd", "+1:02"] {
            assert_eq!(minute_of(day, none), None, "{none}");
        }
        Ok(())
    }

    #[test]
    fn a_set_clock_goes_on_from_day_to_day() -> Result<(), Box<dyn std::error::Error>> {
        let clock = Clock::set(Day::parse("2026-05-20")?);
        assert!(clock.now().to_string().starts_with("2026-05-20T00:00:00"));
        clock.advance(Day::parse("2026-06-01")?);
        assert_eq!(clock.today().to_string(), "2026-06-01");
        assert!(clock.now().to_string().starts_with("2026-06-01T00:00:00"));
        Ok(())
    }

    #[test]
    fn a_counter_goes_on_from_the_day_that_was_set() -> Result<(), Box<dyn std::error::Error>> {
        let set = Clock::set(Day::parse("2026-05-20")?);
        let before = set.now();
        let clock = set.going_on();
        assert_eq!(clock.today().to_string(), "2026-05-20");
        assert!(before < clock.now());
        Ok(())
    }
}
