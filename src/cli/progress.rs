//! Progress on standard error.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressStyle};

use super::flags::{Input, When};
use super::say;

/// How often a line appears where there is no terminal to redraw.
const PLAIN_INTERVAL: Duration = Duration::from_secs(5);

/// Bytes, pages, articles, rate and time left.
pub struct Progress {
    form: Form,
    pages: u64,
    articles: u64,
}

enum Form {
    Hidden,
    /// A bar that redraws itself.
    Bar(ProgressBar),
    /// Lines now and then.
    Lines {
        begun: Instant,
        last: Instant,
        bytes: u64,
        total: Option<u64>,
    },
}

impl Progress {
    /// Progress over `input`, shown as `when` says.
    pub fn new(when: When, input: &Input) -> Progress {
        let terminal = std::io::stderr().is_terminal();
        let form = match when {
            When::Never => Form::Hidden,
            When::Auto if !terminal => Form::Hidden,
            _ if terminal => Form::Bar(bar(input.total_bytes())),
            _ => {
                let now = Instant::now();
                Form::Lines { begun: now, last: now, bytes: 0, total: input.total_bytes() }
            }
        };
        Progress { form, pages: 0, articles: 0 }
    }

    /// `bytes` of the input were read in all; `pages` and `articles` are new.
    pub fn advance(&mut self, bytes: u64, pages: u64, articles: u64) {
        self.pages += pages;
        self.articles += articles;
        match &mut self.form {
            Form::Hidden => {}
            Form::Bar(bar) => {
                bar.set_position(bytes);
                bar.set_message(format!("{} pages, {} articles", HumanCount(self.pages), HumanCount(self.articles)));
            }
            Form::Lines { last, bytes: known, .. } => {
                *known = bytes;
                if last.elapsed() >= PLAIN_INTERVAL {
                    *last = Instant::now();
                    self.line();
                }
            }
        }
    }

    /// A line for the user, above the bar if there is one.
    pub fn message(&self, line: &str) {
        match &self.form {
            Form::Bar(bar) => bar.suspend(|| say(line)),
            _ => say(line),
        }
    }

    /// Ends the display.
    pub fn finish(&self) {
        match &self.form {
            Form::Hidden => {}
            Form::Bar(bar) => bar.finish(),
            Form::Lines { .. } => self.line(),
        }
    }

    fn line(&self) {
        let Form::Lines { begun, bytes, total, .. } = &self.form else { return };
        let rate = (*bytes as f64 / begun.elapsed().as_secs_f64().max(1e-3)) as u64;
        let left = match total {
            Some(total) if rate > 0 => format!(", {} s left", total.saturating_sub(*bytes) / rate),
            _ => String::new(),
        };
        say(&format!(
            "{}, {} pages, {} articles, {}/s{left}",
            HumanBytes(*bytes),
            HumanCount(self.pages),
            HumanCount(self.articles),
            HumanBytes(rate)
        ));
    }
}

fn bar(total: Option<u64>) -> ProgressBar {
    let (bar, template) = match total {
        Some(total) => {
            (ProgressBar::new(total), "{bar:24} {bytes} of {total_bytes}, {msg}, {binary_bytes_per_sec}, {eta} left")
        }
        None => (ProgressBar::no_length(), "{spinner} {bytes}, {msg}, {binary_bytes_per_sec}, {elapsed}"),
    };
    // The templates are fixed and right; were one not, the plain style would do.
    bar.with_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()))
}
