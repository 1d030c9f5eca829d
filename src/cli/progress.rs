//! Progress: articles, articles/s and time left, on a terminal only.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use onrecord::pipeline::Outcome;
use std::cell::Cell;
use std::io::Write;
use std::time::{Duration, Instant};

/// The progress line of a run.
pub struct Progress {
    bar: ProgressBar,
    articles: Cell<u64>,
    began: Instant,
}

impl Progress {
    /// `None`: nothing is shown. `Some(None)`: the size of the input is unknown (a pipe).
    pub fn new(shown: Option<Option<u64>>) -> Progress {
        let bar = match shown {
            None => ProgressBar::hidden(),
            Some(size) => {
                let bar = ProgressBar::with_draw_target(size, ProgressDrawTarget::stderr_with_hz(5));
                let template = match size {
                    Some(_) => "{wide_bar} {percent:>3}%  {msg}  {elapsed} gone, {eta} left",
                    None => "{spinner} {msg}  {elapsed} gone",
                };
                bar.set_style(
                    ProgressStyle::with_template(template).expect("the template above is well formed"),
                );
                bar.enable_steady_tick(Duration::from_millis(250));
                bar
            }
        };
        Progress { bar, articles: Cell::new(0), began: Instant::now() }
    }

    /// An item is done.
    pub fn advance(&self, outcome: &Outcome) {
        self.articles.set(self.articles.get() + 1);
        if !self.bar.is_hidden() {
            let rate = self.articles.get() as f64 / self.began.elapsed().as_secs_f64().max(1e-3);
            self.bar.set_message(format!("{} articles, {rate:.0}/s", self.articles.get()));
            if outcome.consumed > self.bar.position() {
                self.bar.set_position(outcome.consumed);
            }
        }
    }

    /// What is done after the last article.
    pub fn stage(&self, what: &'static str) {
        self.bar.set_message(what);
    }

    /// A line that stays, above the progress line.
    pub fn say(&self, line: &str) {
        if self.bar.is_hidden() {
            // Standard error may be full or closed, which must not end the run.
            let _ = writeln!(std::io::stderr(), "{line}");
        } else {
            self.bar.println(line);
        }
    }

    /// Takes the line away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
