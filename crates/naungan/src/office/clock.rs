//! What time it is: the machine's, or a day that was set for a demonstration or a test.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use base::{Day, Moment};

/// Where moments come from. The only place in the program that asks the machine for the time.
#[derive(Clone, Debug)]
pub(crate) enum Clock {
    /// The machine's.
    Machine,
    /// A day that was set: moments run on from its first, a microsecond each time they are asked for.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at the beginning of a day.
    pub(crate) fn set(day: Day) -> Clock {
        Clock::Set(Arc::new(AtomicI64::new(Moment::start_of(day).micros())))
    }

    /// Now.
    pub(crate) fn now(&self) -> Moment {
        match self {
            Clock::Machine => machine(),
            Clock::Set(at) => Moment::new(at.fetch_add(1, Ordering::Relaxed)),
        }
    }

    /// Moves a set clock to a day, never backwards.
    pub(crate) fn advance(&self, day: Day) {
        if let Clock::Set(at) = self {
            at.fetch_max(Moment::start_of(day).micros(), Ordering::Relaxed);
        }
    }

    /// Today, in the institution's time zone (western Indonesia, seven hours ahead of universal time).
    pub(crate) fn today(&self) -> Day {
        const AHEAD: i64 = 7 * 3_600_000_000;
        let now = match self {
            Clock::Machine => Moment::new(machine().micros() + AHEAD),
            Clock::Set(at) => Moment::new(at.load(Ordering::Relaxed)),
        };
        now.day().unwrap_or(Day::MIN)
    }
}

fn machine() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment::new(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}
