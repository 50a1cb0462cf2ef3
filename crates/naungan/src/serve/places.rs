//! How many may stay at once, in all and of each.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Who stays, and how often each.
#[derive(Clone)]
pub(crate) struct Places {
    taken: Arc<Mutex<BTreeMap<i64, usize>>>,
    most: usize,
    most_of_one: usize,
}

/// A place, until it is dropped.
pub(crate) struct Place {
    of: i64,
    places: Places,
}

impl Places {
    /// So many in all, so many of one.
    pub(crate) fn new(most: usize, most_of_one: usize) -> Places {
        Places { taken: Arc::default(), most, most_of_one }
    }

    /// A place of nobody in particular.
    pub(crate) fn take(&self) -> Option<Place> {
        self.take_for(0)
    }

    /// A place of somebody's.
    pub(crate) fn take_for(&self, of: i64) -> Option<Place> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = taken.values().sum();
        let own = taken.get(&of).copied().unwrap_or_default();
        if all >= self.most || own >= self.most_of_one {
            return None;
        }
        taken.insert(of, own + 1);
        Some(Place { of, places: self.clone() })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = taken.get_mut(&self.of) {
            *own -= 1;
            if *own == 0 {
                taken.remove(&self.of);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_stay_than_there_is_room_for() {
        let places = Places::new(3, 2);
        let own = (places.take_for(1), places.take_for(1));
        assert!(own.0.is_some() && own.1.is_some() && places.take_for(1).is_none());
        let other = places.take_for(2);
        assert!(other.is_some() && places.take_for(3).is_none(), "full");
        drop(own);
        assert!(places.take_for(3).is_some());
    }
}
