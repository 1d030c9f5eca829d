//! `onrecord extract`: articles in, records and a graph out.

use super::engine::Engine;
use super::progress::Progress;
use super::report::Report;
use super::signals;
use super::table::Table;
use anyhow::{Context, Result};
use clap::Args;
use jiff::civil::Date;
use onrecord::encode::reader::Thresholds;
use onrecord::graph::gazetteer::Gazetteer;
use onrecord::graph::id::sha256_hex;
use onrecord::graph::same::Decisions;
use onrecord::ingest::{self, FieldMap, Format, HtmlMode, Input, MaxChars, Options, Reject};
use onrecord::pipeline::{self, Config, Extractor};
use onrecord::run::{self, Plan, Step};
use onrecord::store::manifest::Counts;
use onrecord::store::{self, Folder, Settings};
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Read articles; write actors, dates, quotes, claims and the graph of who said what.
///
/// Takes plain text, HTML and JSONL, also as .gz and .zst. A folder is read with all below it.
#[derive(Args)]
#[command(after_help = AFTER)]
pub struct Extract {
    /// Files, folders, patterns ("news/**/*.html"), or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<OsString>,

    /// A folder for records and graph, or - for records on standard output; without it, a report
    #[arg(short, long, value_name = "DIR|-")]
    output: Option<PathBuf>,

    /// Replace the run that the output folder holds
    #[arg(long)]
    overwrite: bool,

    /// Threads; all cores when not given. The output is the same at any number
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,

    /// Take every input for this: text, jsonl or html; told by name and content when not given
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,

    /// Where a JSONL keeps things: text=body,id=uuid,published=date,title=headline
    #[arg(long, value_name = "MAP", default_value = "")]
    field: FieldMap,

    /// Day of publication of articles that name none
    #[arg(long, value_name = "YYYY-MM-DD")]
    published: Option<Date>,

    /// Characters of the longest article; a longer one is rejected
    #[arg(long, value_name = "N", default_value_t = MaxChars::default())]
    max_chars: MaxChars,

    /// Take articles that are not English, too
    #[arg(long)]
    any_language: bool,

    /// How the body is found in a page: exact, or fast (5 times the speed, a little less exact)
    #[arg(long, value_name = "MODE", default_value = "exact")]
    html: HtmlMode,

    /// Add to the records: sentences
    #[arg(long, value_name = "LAYER", value_parser = ["sentences"])]
    with: Vec<String>,

    /// Leave out quotes and claims below this confidence, from 0 to 1 [default: the model's thresholds, see
    /// models/README.md]
    #[arg(long, value_name = "P")]
    min_confidence: Option<f32>,

    #[command(flatten)]
    engine: Engine,

    /// Pairs of actors decided to be the same or different: a CSV with the columns one, other and
    /// verdict (same, different), actors by id or name
    #[arg(long, value_name = "CSV", requires = "output")]
    decisions: Option<PathBuf>,

    /// Actors that you know, with your ids of them: a CSV or TSV with the columns name, id and,
    /// where wanted, type and aliases (joined by ;)
    #[arg(long, value_name = "FILE", requires = "output")]
    gazetteer: Option<PathBuf>,

    /// Name the rule behind each date
    #[arg(long)]
    explain: bool,

    /// Input items a shard of the output folder, and at most in hand at once
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..))]
    shard: u32,

    /// Leave out the store, onrecord.sqlite; onrecord index makes it later
    #[arg(long)]
    no_index: bool,

    /// No progress, no summary
    #[arg(short, long)]
    quiet: bool,
}

/// Work that a kill can lose, in time, beside the batch in hand; a checkpoint costs two syncs.
const CHECKPOINT: Duration = Duration::from_secs(2);

const AFTER: &str = "\
Examples:
  onrecord extract corpus/cyber-port-breach.txt --published 2026-03-12
  onrecord extract news/ 'pages/**/*.html' --output graph/
  onrecord extract dump.jsonl.zst --field text=body,id=uuid,published=date --output graph/

A run that was stopped goes on where it was when the same command is given again.";

/// How a run went.
#[derive(Default)]
struct Tally {
    articles: usize,
    rejects: usize,
    counts: Counts,
}

impl Extract {
    /// Runs the command.
    ///
    /// # Errors
    /// When input can't be found or output can't be written.
    pub fn run(self) -> Result<ExitCode> {
        let config = self.config()?;
        let inputs = ingest::inputs(&self.inputs, self.output.as_deref())?;
        let mut threads = ThreadPoolBuilder::new();
        if let Some(jobs) = self.jobs {
            threads = threads.num_threads(usize::from(jobs));
        }
        let pool = threads.build().context("no threads could be started")?;
        let began = Instant::now();
        let extractor = Extractor::new(self.engine.reader()?, config.clone());
        let tally = match self.output.as_deref() {
            None => Some(self.to_report(inputs, &extractor, &pool)?),
            Some(path) if path == Path::new("-") => Some(self.to_stdout(inputs, &extractor, &pool)?),
            Some(path) => {
                let settings = self.settings(&config)?;
                self.to_folder(inputs, &extractor, &pool, path, &settings)?
            }
        };
        let Some(tally) = tally else { return Ok(ExitCode::SUCCESS) };
        if !self.quiet {
            // The run is whole, whether its summary can be written or not.
            let _ = summary(&tally, began).print(&mut io::stderr().lock());
        }
        Ok(if tally.rejects > 0 { ExitCode::from(3) } else { ExitCode::SUCCESS })
    }

    fn config(&self) -> Result<Config> {
        if let Some(least) = self.min_confidence {
            anyhow::ensure!(
                (0.0..=1.0).contains(&least),
                "--min-confidence {least}: must lie between 0 and 1"
            );
        }
        Ok(Config {
            ingest: Options {
                format: self.format,
                fields: self.field.clone(),
                published: self.published,
                any_language: self.any_language,
                max_chars: self.max_chars,
                html: self.html,
            },
            sentences: self.with.iter().any(|layer| layer == "sentences"),
            explain: self.explain,
            thresholds: self.min_confidence.map(Thresholds::all),
        })
    }

    /// What decides the bytes of a run besides the content of its input, by the flags' names.
    fn settings(&self, config: &Config) -> Result<Settings> {
        let mut records = self.engine.settings()?;
        let ingest = &config.ingest;
        let shown = |value: Option<String>| value.unwrap_or_else(|| "not given".to_owned());
        for (name, value) in [
            ("--format", shown(ingest.format.map(|format| format!("{format:?}").to_lowercase()))),
            (
                "--field",
                if self.field == FieldMap::default() { shown(None) } else { format!("{:?}", self.field) },
            ),
            ("--published", shown(ingest.published.map(|day| day.to_string()))),
            ("--any-language", ingest.any_language.to_string()),
            ("--html", format!("{:?}", ingest.html).to_lowercase()),
            ("--max-chars", ingest.max_chars.to_string()),
            ("--with sentences", config.sentences.to_string()),
            ("--explain", config.explain.to_string()),
            ("--min-confidence", config.thresholds.map_or("the model's".into(), |t| t.quote.to_string())),
            ("--shard", self.shard.to_string()),
        ] {
            records.insert(name.to_owned(), value);
        }
        let mut graph = BTreeMap::new();
        for (name, file) in [("--decisions", &self.decisions), ("--gazetteer", &self.gazetteer)] {
            if let Some(file) = file {
                let bytes = fs::read(file).with_context(|| format!("{}: cannot be read", file.display()))?;
                graph.insert(name.to_owned(), sha256_hex(&bytes));
            }
        }
        Ok(Settings {
            inputs: self.inputs.iter().map(|arg| arg.to_string_lossy().into_owned()).collect(),
            records,
            graph,
            shard: self.shard as usize,
        })
    }

    fn progress(&self, inputs: &[Input]) -> Progress {
        let shown = !self.quiet && io::stderr().is_terminal();
        Progress::new(if shown { Some(ingest::input_bytes(inputs)) } else { None })
    }

    fn to_folder(
        &self,
        inputs: Vec<Input>,
        extractor: &Extractor,
        pool: &ThreadPool,
        path: &Path,
        settings: &Settings,
    ) -> Result<Option<Tally>> {
        // Read before the work, so that a fault in it shows at once.
        let decisions = self.decisions.as_deref().map(Decisions::read).transpose()?.unwrap_or_default();
        let gazetteer = self.gazetteer.as_deref().map(Gazetteer::read).transpose()?;
        let mut folder = Folder::open(path, settings, self.overwrite)?;
        let (before, was_complete) = (folder.manifest().items(), folder.is_complete(settings));
        let progress = self.progress(&inputs);
        if before > 0 && !was_complete && !self.quiet {
            progress.say(&format!("going on after {before} items that are safe in {}", path.display()));
        }
        self.records(inputs, extractor, pool, &mut folder, &progress)?;
        let nothing_new = was_complete && folder.is_complete(settings);
        if nothing_new && (self.no_index || path.join(store::index::FILE).exists()) {
            progress.finish();
            if !self.quiet {
                progress.say(&format!("{}: nothing to do: the run is finished", path.display()));
            }
            return Ok(None);
        }
        folder.begin_graph(settings)?;
        progress.stage("writing the graph");
        pool.install(|| store::graph::write(path, folder.manifest(), decisions, gazetteer.as_ref()))?;
        if self.no_index {
            // A store of the run before an overwrite would answer with what is gone.
            store::index::remove(path)?;
        } else {
            progress.stage("writing the store");
            pool.install(|| store::index::build(path, folder.manifest(), true, |_| {}))?;
        }
        progress.finish();
        let manifest = folder.complete()?;
        Ok(Some(Tally {
            articles: manifest.articles(),
            rejects: manifest.rejects(),
            counts: manifest.counts(),
        }))
    }

    /// Writes the records of what is not done yet into `folder`.
    fn records(
        &self,
        inputs: Vec<Input>,
        extractor: &Extractor,
        pool: &ThreadPool,
        folder: &mut Folder,
        progress: &Progress,
    ) -> Result<()> {
        signals::advise("the same command goes on from there".to_owned());
        signals::handle(true);
        let plan = Plan { inputs, done: folder.manifest().consumed(), batch: self.shard as usize };
        let mut safe = Instant::now();
        run::run(plan, extractor, pool, |step| -> Result<()> {
            match step {
                Step::Item(outcome) => {
                    progress.advance(&outcome);
                    folder.consumed(&outcome.digest)?;
                    match &outcome.result {
                        Ok(done) => folder.article(&done.line, done.counts)?,
                        Err(reject) => folder.reject(&line_of(reject))?,
                    }
                    if folder.pending() >= self.shard as usize {
                        folder.commit()?;
                    }
                }
                Step::Pause if signals::asked() => {
                    folder.checkpoint()?;
                    progress.finish();
                    let kept = folder.manifest().items();
                    signals::end(&format!("{kept} items are safe in {}", folder.path().display()));
                }
                Step::Pause if safe.elapsed() >= CHECKPOINT => {
                    folder.checkpoint()?;
                    safe = Instant::now();
                }
                Step::Pause => {}
            }
            Ok(())
        })?;
        folder.commit()?;
        signals::handle(false);
        Ok(())
    }

    fn to_stdout(&self, inputs: Vec<Input>, extractor: &Extractor, pool: &ThreadPool) -> Result<Tally> {
        let mut out = BufWriter::with_capacity(1 << 18, io::stdout().lock());
        self.stream(inputs, extractor, pool, |done| {
            out.write_all(&done.line).and_then(|()| out.write_all(b"\n"))
        })
        .and_then(|tally| out.flush().map(|()| tally).map_err(Into::into))
    }

    fn to_report(&self, inputs: Vec<Input>, extractor: &Extractor, pool: &ThreadPool) -> Result<Tally> {
        let mut out = BufWriter::new(io::stdout().lock());
        let report = Report::for_stdout();
        self.stream(inputs, extractor, pool, |done| report.print(&done.record, &mut out))
            .and_then(|tally| out.flush().map(|()| tally).map_err(Into::into))
    }

    /// Gives each record to `write`; rejects go to standard error as lines of JSON.
    fn stream(
        &self,
        inputs: Vec<Input>,
        extractor: &Extractor,
        pool: &ThreadPool,
        mut write: impl FnMut(&pipeline::Finished) -> io::Result<()>,
    ) -> Result<Tally> {
        let progress = self.progress(&inputs);
        let mut tally = Tally::default();
        let plan = Plan { inputs, ..Plan::default() };
        run::run(plan, extractor, pool, |step| -> Result<()> {
            let Step::Item(outcome) = step else { return Ok(()) };
            progress.advance(&outcome);
            match &outcome.result {
                Ok(done) => {
                    tally.articles += 1;
                    tally.counts.add(done.counts);
                    write(done)?;
                }
                Err(reject) => {
                    tally.rejects += 1;
                    progress.say(&String::from_utf8_lossy(&line_of(reject)));
                }
            }
            Ok(())
        })
        .context("standard output")?;
        progress.finish();
        Ok(tally)
    }
}

fn line_of(reject: &Reject) -> Vec<u8> {
    serde_json::to_vec(reject).expect("a reject is plain strings and numbers")
}

fn summary(tally: &Tally, began: Instant) -> Table {
    let Tally { articles, rejects, counts } = tally;
    let seconds = began.elapsed().as_secs_f64();
    let quotes = counts.direct + counts.mixed + counts.indirect;
    let mut table = Table::new(["", ""]);
    let mut row = |name: &str, value: String| table.row([name.to_string(), value]);
    row("articles", articles.to_string());
    row("rejects", rejects.to_string());
    row("quotes", quotes.to_string());
    row("  direct", counts.direct.to_string());
    row("  mixed", counts.mixed.to_string());
    row("  indirect", counts.indirect.to_string());
    row("  with a speaker", counts.attributed.to_string());
    row("actors", counts.actors.to_string());
    row("dates", counts.dates.to_string());
    row("claims", counts.claims.to_string());
    row("words", counts.words.to_string());
    row("seconds", format!("{seconds:.1}"));
    row("words/s", format!("{:.0}", counts.words as f64 / seconds.max(1e-3)));
    table
}
