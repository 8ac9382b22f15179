//! Runs the engine for a verb: output, messages, progress and exit code.

use tazala::document::Document;
use tazala::engine::{self, Event};
use tazala::error::{Error, ErrorKind};
use tazala::read::Reader;

use super::exit::Exit;
use super::output::Output;
use super::progress::Progress;

/// Works on all pages of `reader`; `count` is given what the work counted, batch by batch, and
/// says how many pages and articles that were.
pub fn drive<T, W>(
    reader: Reader,
    threads: usize,
    work: W,
    output: &mut Output,
    progress: &mut Progress,
    mut count: impl FnMut(&T) -> (u64, u64),
) -> Result<Exit, Error>
where
    T: Default + Send + 'static,
    W: Fn(&Document, &mut Vec<u8>, &mut T) -> Result<(), Error> + Send + Sync + 'static,
{
    let mut exit = Exit::Done;
    let result = engine::run(reader, threads, work, |event| match event {
        Event::Idle => output.flush(),
        Event::Done(batch) => {
            for problem in &batch.problems {
                progress.message(&format!(
                    "tazala: {}{problem}",
                    if problem.kind() == ErrorKind::Empty { "note: " } else { "" }
                ));
                exit = exit.or(Exit::of(problem));
            }
            let (pages, articles) = count(&batch.tally);
            progress.advance(batch.bytes_read, pages, articles);
            output.batch(batch, exit as u8)
        }
    });
    progress.finish();
    result.map(|()| exit)
}
