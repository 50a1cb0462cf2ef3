//! How far long work is, told while it goes on: server-sent events.
//!
//! Whoever listens holds neither a thread nor a connection to the database. One look for all of them tells,
//! now and then, how far everything is that anybody listens to.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Result;
use axum::body::{Body, Bytes};
use tokio::sync::mpsc::{self, Sender};
use tokio::sync::watch;

use super::edge::Counter;
use super::flow::Pieces;
use super::places::{Place, Places};
use super::pool::is_lost;
use crate::views::progress::{self, Far, Watched};

/// So many listen at once, and so many of one account.
const LISTENERS_MAX: usize = 500;
const LISTENERS_OF_ONE_MAX: usize = 8;
/// So often it is looked how far everything is.
const EVERY: Duration = Duration::from_millis(500);
/// After so long without news a line says that somebody is still there.
const QUIET: Duration = Duration::from_secs(15);
/// Nobody listens longer; a browser comes again and says what it heard last.
const LIFE: Duration = Duration::from_mins(10);
/// So many events wait for who reads slowly.
const EVENTS: usize = 16;

/// What somebody listens to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Listening {
    pub(crate) watched: Watched,
    /// Who listens.
    pub(crate) account: i64,
    /// How far it is now.
    pub(crate) now: Far,
    /// The number of the event that was heard last.
    pub(crate) last: Option<String>,
}

/// Who listens to what.
pub(crate) struct Events {
    listened: Mutex<BTreeMap<Watched, watch::Sender<Option<Far>>>>,
    places: Places,
    closing: watch::Sender<bool>,
}

impl Events {
    /// Nobody listens yet.
    pub(super) fn new() -> Events {
        let places = Places::new(LISTENERS_MAX, LISTENERS_OF_ONE_MAX);
        Events { listened: Mutex::default(), places, closing: watch::Sender::new(false) }
    }

    /// Everybody who listens is told that it is over.
    pub(crate) fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Hears when the counter closes.
    pub(super) fn closing(&self) -> watch::Receiver<bool> {
        self.closing.subscribe()
    }

    /// Events as they happen; nothing where too many listen already.
    pub(super) fn listen(&self, listening: Listening) -> Option<Body> {
        let place = self.places.take_for(listening.account)?;
        let far = {
            let mut listened = self.listened.lock().unwrap_or_else(PoisonError::into_inner);
            listened.entry(listening.watched).or_insert_with(|| watch::Sender::new(None)).subscribe()
        };
        let (sender, receiver) = mpsc::channel(EVENTS);
        tokio::spawn(tell(listening, far, self.closing(), sender, place));
        Some(Body::from_stream(Pieces(receiver)))
    }

    /// What anybody listens to.
    fn listened(&self) -> Vec<Watched> {
        let mut listened = self.listened.lock().unwrap_or_else(PoisonError::into_inner);
        listened.retain(|_, sender| sender.receiver_count() > 0);
        listened.keys().copied().collect()
    }

    fn found(&self, found: Vec<(Watched, Far)>) {
        let listened = self.listened.lock().unwrap_or_else(PoisonError::into_inner);
        for (watched, far) in found {
            let Some(sender) = listened.get(&watched) else { continue };
            sender.send_if_modified(|known| {
                let is_news = known.as_ref() != Some(&far);
                *known = Some(far);
                is_news
            });
        }
    }
}

/// Looks how far everything is, for all who listen, until the counter closes.
pub(crate) async fn look(counter: Arc<Counter>) {
    let mut closing = counter.events.closing();
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
        let all = counter.events.listened();
        if all.is_empty() {
            continue;
        }
        let looking = Arc::clone(&counter);
        let found = tokio::task::spawn_blocking(move || looked(&looking, &all)).await;
        match found {
            Ok(Ok(found)) => counter.events.found(found),
            Ok(Err(error)) => eprintln!("events: {error:#}"),
            Err(_) => eprintln!("events: nobody looked"),
        }
    }
}

fn looked(counter: &Counter, all: &[Watched]) -> Result<Vec<(Watched, Far)>> {
    let look = |office: &mut crate::office::Office| {
        office.look(|unit, _| {
            let mut found = Vec::with_capacity(all.len());
            for watched in all {
                found.extend(progress::read(unit, *watched)?.map(|far| (*watched, far)));
            }
            Ok(found)
        })
    };
    counter.pool.with(look, |done| done.as_ref().is_err_and(is_lost))?
}

/// Tells one listener, until it is over, or the listener has gone, or the counter closes.
async fn tell(
    listening: Listening,
    mut far: watch::Receiver<Option<Far>>,
    mut closing: watch::Receiver<bool>,
    sender: Sender<io::Result<Bytes>>,
    _place: Place,
) {
    let Listening { mut now, last: mut told, .. } = listening;
    let life = tokio::time::sleep(LIFE);
    tokio::pin!(life);
    // Who reads nothing is let go: she comes again if she wants to know.
    let send = |text: String| sender.try_send(Ok(Bytes::from(text))).is_ok();
    if !send("retry: 2000\n\n".to_owned()) {
        return;
    }
    loop {
        let id = now.mark();
        if told.as_ref() != Some(&id) {
            if !send(event(&now)) {
                return;
            }
            told = Some(id);
        }
        if now.is_over {
            return;
        }
        tokio::select! {
            changed = far.changed() => {
                if changed.is_err() {
                    return;
                }
                if let Some(next) = far.borrow_and_update().clone() {
                    now = next;
                }
            }
            () = tokio::time::sleep(QUIET) => if !send(":\n\n".to_owned()) { return },
            () = &mut life => return,
            _ = closing.wait_for(|closing| *closing) => return,
            () = sender.closed() => return,
        }
    }
}

/// An event as it is written.
fn event(far: &Far) -> String {
    let name = if far.is_over { "over" } else { "progress" };
    let data = serde_json::to_string(far).unwrap_or_default();
    format!("id: {}\nevent: {name}\ndata: {data}\n\n", far.mark())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn far(state: &str, done: i64) -> Far {
        let is_over = state == "checked";
        Far { state: state.to_owned(), done, total: 100, is_over }
    }

    fn listening(last: Option<&str>) -> Listening {
        let (watched, last) = (Watched::Upload(1), last.map(str::to_owned));
        Listening { watched, account: 7, now: far("checking", 10), last }
    }

    fn heard(act: impl FnOnce(&Events)) -> (String, String) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let events = Events::new();
            let (new, again) = (listening(None), listening(Some("checking.10.100")));
            let bodies = [new, again].map(|one| events.listen(one).expect("a place"));
            tokio::task::yield_now().await;
            act(&events);
            let mut texts = Vec::new();
            for body in bodies {
                let bytes = axum::body::to_bytes(body, 10_000).await.expect("it ends");
                texts.push(String::from_utf8(bytes.to_vec()).expect("text"));
            }
            (texts.remove(0), texts.remove(0))
        })
    }

    const BEGUN: &str = "retry: 2000\n\n";
    const TEN: &str = "id: checking.10.100\nevent: progress\n\
        data: {\"state\":\"checking\",\"done\":10,\"total\":100,\"is_over\":false}\n\n";
    const OVER: &str = "id: checked.100.100\nevent: over\n\
        data: {\"state\":\"checked\",\"done\":100,\"total\":100,\"is_over\":true}\n\n";

    #[test]
    fn it_ends_when_the_work_is_over_and_nothing_is_told_twice() {
        let (new, again) = heard(|events| events.found(vec![(Watched::Upload(1), far("checked", 100))]));
        assert_eq!(new, [BEGUN, TEN, OVER].concat());
        assert_eq!(again, [BEGUN, OVER].concat());
    }

    #[test]
    fn it_ends_when_the_counter_closes() {
        let (new, again) = heard(Events::close);
        assert_eq!((new, again), ([BEGUN, TEN].concat(), BEGUN.to_owned()));
    }

    #[test]
    fn what_nobody_listens_to_is_not_looked_at_and_one_takes_no_more_than_her_places() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let events = Events::new();
            let bodies: Vec<Body> =
                (0..LISTENERS_OF_ONE_MAX).filter_map(|_| events.listen(listening(None))).collect();
            assert_eq!(bodies.len(), LISTENERS_OF_ONE_MAX);
            assert!(events.listen(listening(None)).is_none());
            assert_eq!(events.listened(), [Watched::Upload(1)]);
            drop(bodies);
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
            assert_eq!(events.listened(), []);
            assert!(events.listen(listening(None)).is_some());
        });
    }
}
