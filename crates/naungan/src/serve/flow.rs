//! Answers that are longer than fits into memory, or that come as something happens.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use anyhow::{Result, bail};
use axum::body::{Body, Bytes};
use futures_core::Stream;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{self, Receiver, Sender};

use super::edge::Counter;
use super::events::Listening;
use super::pool::Busy;
use crate::office::Office;

/// Takes a piece of an answer.
pub(crate) type Take<'t> = &'t mut dyn FnMut(&[u8]) -> Result<()>;
/// Writes an answer piece by piece.
type Writes = Box<dyn FnOnce(&mut Office, Take<'_>) -> Result<()> + Send>;

/// Takes whatever is written.
pub(crate) struct Taking<'t>(pub(crate) Take<'t>);

impl io::Write for Taking<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (self.0)(bytes).map_err(io::Error::other)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What comes after the headings.
pub(crate) enum Flow {
    /// Written while it is sent.
    Pieces(Writes),
    /// Told as it happens.
    Events(Listening),
}

impl Flow {
    /// Written while it is sent.
    pub(crate) fn pieces(writes: impl FnOnce(&mut Office, Take<'_>) -> Result<()> + Send + 'static) -> Flow {
        Flow::Pieces(Box::new(writes))
    }
}

#[cfg(test)]
impl Flow {
    /// All that is written.
    pub(crate) fn whole(self, office: &mut Office) -> Result<Vec<u8>> {
        let mut all = Vec::new();
        let Flow::Pieces(writes) = self else { bail!("events never end") };
        writes(office, &mut |piece| {
            all.extend_from_slice(piece);
            Ok(())
        })?;
        Ok(all)
    }
}

impl fmt::Debug for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Flow::Pieces(_) => "pieces",
            Flow::Events(_) => "events",
        })
    }
}

/// Pieces of an answer on their way to who asked.
pub(super) struct Pieces(pub(super) Receiver<io::Result<Bytes>>);

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context)
    }
}

/// A piece is about so large.
const PIECE_BYTES: usize = 64 << 10;
/// So many wait for who reads slowly.
const PIECES: usize = 4;
/// Who takes no piece for so long has gone.
const PATIENCE: Duration = Duration::from_mins(1);
/// So many long answers are written at once: each has a thread and a connection of its own, so that whoever
/// reads slowly takes none from the pages.
pub(super) const WRITERS_MAX: usize = 2;

/// Writes an answer while it is sent.
pub(super) fn written(counter: &Arc<Counter>, writes: Writes) -> Result<Body> {
    let Some(place) = counter.writers.take() else { bail!(Busy) };
    let (sender, receiver) = mpsc::channel(PIECES);
    let (counter, handle) = (Arc::clone(counter), Handle::current());
    thread::spawn(move || {
        let _place = place;
        let told = counter.pool.beside().and_then(|mut office| {
            let mut piece = Vec::with_capacity(PIECE_BYTES);
            let send = |piece: &mut Vec<u8>| {
                let bytes = Bytes::from(std::mem::replace(piece, Vec::with_capacity(PIECE_BYTES)));
                handle.block_on(sent(&counter, &sender, bytes))
            };
            writes(&mut office, &mut |bytes| {
                piece.extend_from_slice(bytes);
                if piece.len() < PIECE_BYTES { Ok(()) } else { send(&mut piece) }
            })?;
            send(&mut piece)
        });
        if let Err(error) = told {
            eprintln!("a long answer ended too soon: {error:#}");
            // Cut off where it stands: nobody takes a part for the whole.
            let _ = sender.try_send(Err(io::Error::other("cut off")));
        }
    });
    Ok(Body::from_stream(Pieces(receiver)))
}

async fn sent(counter: &Counter, sender: &Sender<io::Result<Bytes>>, bytes: Bytes) -> Result<()> {
    let mut closing = counter.events.closing();
    tokio::select! {
        sent = sender.send(Ok(bytes)) => if sent.is_err() { bail!("nobody reads it any more") },
        () = tokio::time::sleep(PATIENCE) => bail!("nobody has read for too long"),
        _ = closing.wait_for(|closing| *closing) => bail!("the counter closes"),
    }
    Ok(())
}
