//! Takes pages from a reader and a function that turns one page into output.
//! Gives the output in the order of the input, whatever the number of threads.
//! Promises bounded memory (a fixed number of batches, each of bounded size, goes round between
//! reader, workers and writer) and no waiting: what is complete leaves before anyone waits for more.
//! Leaves the writing itself to a sink that runs on the caller's thread.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, SyncSender, TryRecvError, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::document::Document;
use crate::error::{Error, ErrorKind};
use crate::read::{Place, Reader, Step};

/// A batch is handed on when it holds this many bytes: a few dozen usual pages, so that handing
/// over (about 10 µs) costs a thousandth of the work on them.
const BATCH_BYTES: usize = 256 << 10;
/// ... or this many pages, so that a stream of tiny ones is bounded too.
const BATCH_PAGES: usize = 128;

/// Some pages of the input on their way through the engine.
#[derive(Debug)]
pub struct Batch<T> {
    number: u64,
    pages: Vec<Document>,
    /// Where the reader stood behind each page.
    places: Vec<Option<Place>>,
    /// Where the output of each page ends.
    ends: Vec<usize>,
    /// Output for these pages.
    pub out: Vec<u8>,
    /// What could not be read or worked on, in order.
    pub problems: Vec<Error>,
    /// What the work counted.
    pub tally: T,
    /// Bytes of the input read when the batch was complete.
    pub bytes_read: u64,
}

/// What the sink is told.
#[derive(Debug)]
pub enum Event<'a, T> {
    /// The next batch in the order of the input is done.
    Done(&'a Batch<T>),
    /// Nothing more is ready: what was kept back should be written now.
    Idle,
}

impl<T> Batch<T> {
    /// The pages in order: each with its output, and where the reader can go on behind it (see [`Reader::place`]).
    pub fn pages(&self) -> impl Iterator<Item = (&Document, &[u8], Option<Place>)> {
        let begins = [0].into_iter().chain(self.ends.iter().copied());
        let out = begins.zip(&self.ends).map(|(begin, end)| &self.out[begin..*end]);
        self.pages.iter().zip(out).zip(&self.places).map(|((page, out), place)| (page, out, *place))
    }
}

impl<T: Default> Batch<T> {
    fn new() -> Batch<T> {
        Batch {
            number: 0,
            pages: Vec::new(),
            places: Vec::new(),
            ends: Vec::new(),
            out: Vec::new(),
            problems: Vec::new(),
            tally: T::default(),
            bytes_read: 0,
        }
    }

    /// Makes an emptied batch of one that went round, keeping its memory unless it grew unusually.
    fn reset(&mut self, reader: &mut Reader) {
        self.pages.drain(..).for_each(|page| reader.recycle(page));
        self.places.clear();
        self.ends.clear();
        self.out.clear();
        self.out.shrink_to(4 * BATCH_BYTES);
        self.problems.clear();
        self.tally = T::default();
    }
}

/// Runs `work` on every page of `reader` on `threads` threads and hands the batches to `sink`, in
/// order, on the calling thread. `work` adds its output and counts to what it is given; its error
/// is a problem of that page, and the rest goes on.
///
/// Returns the error of the sink, if it has one. The threads then end as soon as they notice; one
/// that waits for input is left behind.
pub fn run<T, W, S>(reader: Reader, threads: usize, work: W, mut sink: S) -> Result<(), Error>
where
    T: Default + Send + 'static,
    W: Fn(&Document, &mut Vec<u8>, &mut T) -> Result<(), Error> + Send + Sync + 'static,
    S: FnMut(Event<'_, T>) -> Result<(), Error>,
{
    let threads = threads.max(1);
    // Each worker has one batch in hand and one waiting; one is being filled and one written.
    let circulating = 2 * threads + 2;
    let (give_back, empty) = channel();
    (0..circulating).for_each(|_| drop(give_back.send(Batch::new())));
    let (hand_out, filled) = sync_channel(circulating);
    let (deliver, done) = channel();

    let mut handles = vec![thread::spawn(move || read(reader, &empty, &hand_out))];
    let (work, filled) = (Arc::new(work), Arc::new(Mutex::new(filled)));
    for _ in 0..threads {
        let (work, filled, deliver) = (work.clone(), filled.clone(), deliver.clone());
        handles.push(thread::spawn(move || clean(&*work, &filled, &deliver)));
    }
    drop(deliver);
    write(&done, &give_back, &mut sink)?;
    drop(give_back);
    handles.into_iter().for_each(|h| drop(h.join()));
    Ok(())
}

/// The reader's thread: fills empty batches.
fn read<T: Default>(mut reader: Reader, empty: &Receiver<Batch<T>>, hand_out: &SyncSender<Batch<T>>) {
    let mut number = 0;
    'batches: while let Ok(mut batch) = empty.recv() {
        batch.reset(&mut reader);
        let mut bytes = 0;
        let mut more = true;
        while bytes < BATCH_BYTES && batch.pages.len() + batch.problems.len() < BATCH_PAGES {
            match reader.poll() {
                Step::Page(page) => {
                    bytes += page.bytes.len() + page.fields.len();
                    batch.pages.push(page);
                    batch.places.push(reader.place());
                }
                Step::Problem(e) => batch.problems.push(e),
                Step::Wait if batch.pages.is_empty() && batch.problems.is_empty() => {
                    batch.problems.extend(reader.fill());
                }
                // What is complete leaves before we wait.
                Step::Wait => break,
                Step::End => {
                    more = false;
                    break;
                }
            }
        }
        (batch.number, batch.bytes_read) = (number, reader.bytes_read());
        number += 1;
        if hand_out.send(batch).is_err() || !more {
            break 'batches;
        }
    }
}

/// Makes the allocator of the GNU system keep what a page of many short lines needed for the next one: it holds on to no
/// more than twice the largest piece that it ever took back whole. Else such pages spend a fifth of their time on asking
/// the system for the same memory again. Room that is not written to costs nothing.
fn keep_freed_memory() {
    const LARGEST: usize = 8 << 20;
    drop(black_box(Vec::<u8>::with_capacity(LARGEST)));
}

/// A worker's thread: works on filled batches.
fn clean<T, W>(work: &W, filled: &Mutex<Receiver<Batch<T>>>, deliver: &Sender<Batch<T>>)
where
    W: Fn(&Document, &mut Vec<u8>, &mut T) -> Result<(), Error>,
{
    keep_freed_memory();
    loop {
        // A worker that waits here holds the lock; the others wait for the lock instead.
        let Ok(Ok(mut batch)) = filled.lock().map(|f| f.recv()) else { break };
        // The output is about as long as the pages.
        batch.out.reserve(batch.pages.iter().map(|page| page.bytes.len()).sum());
        for page in &batch.pages {
            let before = batch.out.len();
            let (out, tally) = (&mut batch.out, &mut batch.tally);
            // No input may make the work panic. Should one do so all the same, it costs its page
            // and not the rest of a long run.
            let result = catch_unwind(AssertUnwindSafe(|| work(page, out, tally))).unwrap_or_else(|_| {
                let message = "this page made the program fail, which is a mistake in the program";
                Err(Error::new(ErrorKind::Record, &page.path, message).at_line(page.line))
            });
            if let Err(e) = result {
                batch.out.truncate(before);
                batch.problems.push(e);
            }
            batch.ends.push(batch.out.len());
        }
        if deliver.send(batch).is_err() {
            break;
        }
    }
}

/// The writer: puts batches in order and sends them back to be filled again.
fn write<T>(
    done: &Receiver<Batch<T>>,
    give_back: &Sender<Batch<T>>,
    sink: &mut impl FnMut(Event<'_, T>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut early = BTreeMap::new();
    let mut next = 0;
    loop {
        let batch = match done.try_recv() {
            Ok(batch) => batch,
            Err(TryRecvError::Empty) => {
                sink(Event::Idle)?;
                let Ok(batch) = done.recv() else { break };
                batch
            }
            Err(TryRecvError::Disconnected) => break,
        };
        early.insert(batch.number, batch);
        while let Some(batch) = early.remove(&next) {
            sink(Event::Done(&batch))?;
            next += 1;
            // At the end of the input the reader takes no more batches back.
            let _ = give_back.send(batch);
        }
    }
    sink(Event::Idle)
}
