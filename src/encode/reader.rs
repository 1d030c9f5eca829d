//! The reader: articles in, what the heads found in them out.
//!
//! Windows of many articles are sorted by length and packed into batches, so that a batch holds
//! windows of like length whatever the articles' are; batches go to the rayon pool, all workers
//! share one model. What comes out depends on the article alone, not on what it was packed with.

use super::antecedent::{self, Antecedents, phrases};
use super::linker::{Linear, Linker, Place, RANKS};
use super::parser::{self, Parser};
use super::tagger::Tagger;
use super::tree::{Node, Pos};
use super::weights::Weights;
use super::window::{Window, Word, windows};
use super::{Batch, Engine, EngineError, Kernel, ModelError, Tokenizer};
use crate::span::Span;
use rayon::prelude::*;

/// Wordpieces of a batch: enough to keep the kernels busy, few enough to stay in the cache.
const BATCH: usize = 768;

/// Labels of the quote tagger: outside, then begin and inside of each role.
const ROLES: [Role; 3] = [Role::Source, Role::Cue, Role::Content];

/// What a span is to an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Who.
    Source,
    /// The words that ascribe.
    Cue,
    /// What is ascribed.
    Content,
}

/// An article as it is read.
#[derive(Clone, Debug)]
pub struct Source<'a> {
    /// Its text.
    pub text: &'a str,
    /// What is left out, in order.
    pub debris: Vec<Span>,
    /// Its sentences, in order; a tree never reaches beyond one.
    pub sentences: &'a [Span],
}

/// What the heads found in one article, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Spans of outermost attributions.
    pub spans: Vec<Found>,
    /// Spans of attributions inside the contents of `spans`, one level deep; linked among themselves.
    pub nested: Vec<Found>,
    /// Names of actors and other entities.
    pub names: Vec<Name>,
    /// Its words with their syntax: runs of letters and digits, and single marks.
    pub words: Vec<Parsed>,
    /// Noun phrases and pronouns, with what they may mean.
    pub phrases: Vec<Referring>,
}

/// A word with its place in its sentence's tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parsed {
    /// Where it stands.
    pub span: Span,
    /// Its part of speech, its relation, and its head as an index into [`Reading::words`].
    pub node: Node,
}

/// A noun phrase or pronoun.
#[derive(Clone, Debug, PartialEq)]
pub struct Referring {
    /// From its first word to the end of its head.
    pub span: Span,
    /// Its head: an index into [`Reading::words`].
    pub head: usize,
    /// Earlier ones that it may mean, as indices into [`Reading::phrases`], with probabilities, the
    /// likeliest first; what they lack to one is the probability that it means none of them. Empty for
    /// names.
    pub means: Vec<(usize, f32)>,
}

/// A span of an attribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub role: Role,
    /// Mean probability that its words have this role.
    pub mean: f32,
    /// Lowest probability of its words.
    pub least: f32,
    /// What it belongs to.
    pub link: Link,
}

/// What a span belongs to: a content to a cue, a cue to a source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Link {
    /// To the span with this index in the same list of the [`Reading`], with this probability.
    To(usize, f32),
    /// To none, with this probability.
    None(f32),
    /// There was nothing in its window to choose from.
    Unseen,
}

/// A name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Name {
    /// Where it stands.
    pub span: Span,
    /// Its type: an index into [`Reader::name_types`].
    pub kind: usize,
}

/// An encoder with its heads.
pub struct Reader {
    engine: Box<dyn Engine>,
    hidden: usize,
    tokenizer: Tokenizer,
    quotes: Tagger,
    /// Quotes within a content: the labels of `quotes`, decoded over the words of contents alone.
    nested: Tagger,
    names: Tagger,
    name_types: Vec<String>,
    cue_of: Linker,
    source_of: Linker,
    parser: Parser,
    antecedents: Antecedents,
    confidence: Vec<(f32, f32)>,
    nested_confidence: Vec<(f32, f32)>,
    thresholds: Thresholds,
}

/// The least confidences of what is kept, from 0 to 1.
///
/// For calibrated scores the threshold with the best F1 is half of that F1 (Lipton et al. 2014, theorem 1). The model's
/// `config.json` holds those that were chosen on the development sets.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Deserialize)]
pub struct Thresholds {
    /// For outermost quotes.
    pub quote: f32,
    /// For quotes within another one's content.
    pub nested: f32,
    /// For claims.
    pub claim: f32,
}

impl Thresholds {
    /// One threshold for everything.
    pub fn all(least: f32) -> Thresholds {
        Thresholds { quote: least, nested: least, claim: least }
    }
}

/// What `config.json` says about the heads.
#[derive(serde::Deserialize)]
struct Config {
    hidden_size: usize,
    quote_labels: Vec<String>,
    actor_labels: Vec<String>,
    link: LinkConfig,
    syntax: parser::Config,
    coref: antecedent::Config,
    /// What a product of probabilities is worth, as rising points (product, share of right quotes).
    #[serde(default)]
    confidence: Vec<(f32, f32)>,
    /// The same for nested quotes.
    #[serde(default)]
    nested_confidence: Vec<(f32, f32)>,
    #[serde(default)]
    thresholds: Thresholds,
}

#[derive(serde::Deserialize)]
struct LinkConfig {
    dim: usize,
}

impl Reader {
    /// Puts heads on an engine: `weights` is the safetensors file, `tokenizer` and `config` are
    /// JSON; `kernel` computes the larger heads.
    ///
    /// # Errors
    /// When a file is not what it should be, or they do not belong together.
    pub fn new(
        engine: Box<dyn Engine>,
        weights: &[u8],
        tokenizer: &[u8],
        config: &[u8],
        kernel: Kernel,
    ) -> Result<Reader, ModelError> {
        let config: Config = serde_json::from_slice(config).map_err(|e| ModelError::Config(e.to_string()))?;
        let weights = Weights::parse(weights)?;
        let hidden = config.hidden_size;
        let tagger = |name: &str, labels: usize| {
            let part = |part: &str, shape: &[usize]| weights.floats(&format!("heads.{name}.{part}"), shape);
            Ok::<_, ModelError>(Tagger {
                labels,
                weight: part("weight", &[labels, hidden])?,
                bias: part("bias", &[labels])?,
                transitions: part("transitions", &[labels, labels])?,
                start: part("start", &[labels])?,
                end: part("end", &[labels])?,
            })
        };
        let linker = |name: &str, none: bool| {
            let part =
                |part: &str, shape: &[usize]| weights.floats(&format!("heads.link.{name}.{part}"), shape);
            let linear = |layer: &str| {
                let name = format!("heads.link.{name}.{layer}");
                let (weight, bias) = weights.linear(&name, config.link.dim, 2 * hidden)?;
                Ok::<_, ModelError>(Linear { weight, bias })
            };
            Ok::<_, ModelError>(Linker {
                query: linear("query")?,
                key: linear("key")?,
                rank: part("rank", &[RANKS])?,
                same_line: part("same_line", &[1])?[0],
                none: if none { Some(part("null", &[config.link.dim])?) } else { None },
            })
        };
        let precision = engine.precision();
        let name_types =
            config.actor_labels.iter().filter_map(|l| l.strip_prefix("B-").map(String::from)).collect();
        Ok(Reader {
            engine,
            hidden,
            tokenizer: Tokenizer::parse(tokenizer)?,
            quotes: tagger("quote", config.quote_labels.len())?,
            nested: tagger("nested", config.quote_labels.len())?,
            names: tagger("actor", config.actor_labels.len())?,
            name_types,
            cue_of: linker("cue", false)?,
            source_of: linker("source", true)?,
            parser: Parser::load(&weights, &config.syntax, hidden, kernel, precision)?,
            antecedents: Antecedents::load(&weights, &config.coref, hidden, kernel, precision)?,
            confidence: config.confidence,
            nested_confidence: config.nested_confidence,
            thresholds: config.thresholds,
        })
    }

    /// What the types of [`Name`]s are called: `PER`, `ORG`, …
    pub fn name_types(&self) -> &[String] {
        &self.name_types
    }

    /// The share of quotes that are right among those whose parts' probabilities multiply to `p`:
    /// between the points that were measured on articles that the model was not trained on.
    pub fn confidence(&self, p: f32, nested: bool) -> f32 {
        let points = if nested { &self.nested_confidence } else { &self.confidence };
        let next = points.partition_point(|point| point.0 < p);
        match (next.checked_sub(1).map(|i| points[i]), points.get(next)) {
            (Some((x0, y0)), Some(&(x1, y1))) => y0 + (y1 - y0) * (p - x0) / (x1 - x0),
            (Some((_, y)), None) => y,
            (None, Some(&(_, y))) => y,
            (None, None) => p,
        }
    }

    /// The least confidences that the model was calibrated for.
    pub fn thresholds(&self) -> Thresholds {
        self.thresholds
    }

    /// The engine's name, for the log and the summary.
    pub fn engine(&self) -> String {
        self.engine.name()
    }

    /// Reads articles.
    ///
    /// # Errors
    /// What the engine reports.
    pub fn read(&self, articles: &[Source]) -> Result<Vec<Reading>, EngineError> {
        let cut: Vec<Vec<Window>> = articles
            .par_iter()
            .map(|article| windows(article.text, &article.debris, &self.tokenizer))
            .collect::<Result<_, _>>()
            .map_err(|e| EngineError::Engine(e.to_string()))?;
        let mut order: Vec<(usize, usize)> =
            cut.iter().enumerate().flat_map(|(a, list)| (0..list.len()).map(move |w| (a, w))).collect();
        let length = |&(a, w): &(usize, usize)| cut[a][w].ids.len();
        // Long ones first: the last batch to be taken is then a small one.
        order.sort_by_key(|place| (std::cmp::Reverse(length(place)), *place));
        let batches = batches(&order, length);
        let read: Vec<Vec<Reading>> = batches
            .par_iter()
            .map(|batch| {
                let windows: Vec<_> =
                    batch.iter().map(|&(a, w)| (&cut[a][w], articles[a].sentences)).collect();
                self.batch(&windows)
            })
            .collect::<Result<_, _>>()?;
        let mut parts: Vec<Vec<Reading>> =
            cut.iter().map(|list| vec![Reading::default(); list.len()]).collect();
        for (&(a, w), reading) in order.iter().zip(read.into_iter().flatten()) {
            parts[a][w] = reading;
        }
        Ok(parts.into_iter().map(joined).collect())
    }

    /// Reads the windows of one batch.
    fn batch(&self, windows: &[(&Window, &[Span])]) -> Result<Vec<Reading>, EngineError> {
        let mut batch = Batch { ids: Vec::new(), types: Vec::new(), lengths: Vec::new() };
        for (window, _) in windows {
            batch.ids.extend_from_slice(&window.ids);
            batch.types.extend_from_slice(&window.types);
            batch.lengths.push(window.ids.len());
        }
        let states = self.engine.hidden(&batch)?;
        let mut from = 0;
        let read = windows.iter().map(|(window, sentences)| {
            let own = &states[from * self.hidden..][..window.ids.len() * self.hidden];
            from += window.ids.len();
            self.window(window, sentences, own)
        });
        Ok(read.collect())
    }

    fn window(&self, window: &Window, sentences: &[Span], states: &[f32]) -> Reading {
        let state = |word: usize| &states[window.words[word].first * self.hidden..][..self.hidden];
        let words = || (0..window.words.len()).map(state);
        let span = |run: &Run| window.words[run.first].span.hull(window.words[run.last].span);

        let path = self.names.path(&self.names.emissions(words()));
        let named = runs(&path);
        let names = named.iter().map(|run| Name { span: span(run), kind: run.kind }).collect();

        let (found, spans) = self.attributions(&self.quotes, &self.quotes.emissions(words()), window, state);
        let contents: Vec<Run> = found.into_iter().filter(|run| ROLES[run.kind] == Role::Content).collect();
        let nested = if contents.is_empty() {
            Vec::new()
        } else {
            let scores = self.nested.emissions_within(words(), |word| {
                let next = contents.partition_point(|run| run.last < word);
                contents.get(next).is_some_and(|run| run.first <= word)
            });
            self.attributions(&self.nested, &scores, window, state).1
        };

        let mut sentence = 0;
        let numbers: Vec<usize> = (window.words.iter())
            .map(|word| {
                while sentences.get(sentence).is_some_and(|s| s.end <= word.span.start) {
                    sentence += 1;
                }
                sentence
            })
            .collect();
        let nodes = self.parser.parse(state, &numbers);
        let phrases = self.refer(window, &nodes, &named, &numbers, state);
        let parsed = |(word, &node): (&Word, &Node)| Parsed { span: word.span, node };
        let words = window.words.iter().zip(&nodes).map(parsed).collect();
        Reading { spans, nested, names, words, phrases }
    }

    /// The spans of attributions that `tagger` finds with these scores, as runs of words and with their links.
    fn attributions<'s>(
        &self,
        tagger: &Tagger,
        scores: &[f32],
        window: &Window,
        state: impl Fn(usize) -> &'s [f32] + Copy,
    ) -> (Vec<Run>, Vec<Found>) {
        let found = runs(&tagger.path(scores));
        if found.is_empty() {
            return (found, Vec::new());
        }
        let marginals = tagger.marginals(scores);
        let mut spans: Vec<Found> = found
            .iter()
            .map(|run| {
                let (mean, least) = certainty(&marginals, tagger.labels(), run);
                let span = window.words[run.first].span.hull(window.words[run.last].span);
                Found { span, role: ROLES[run.kind], mean, least, link: Link::Unseen }
            })
            .collect();
        self.link(window, &found, &mut spans, state);
        (found, spans)
    }

    /// The noun phrases and pronouns of a window; `named` are the names in it.
    fn refer<'s>(
        &self,
        window: &Window,
        nodes: &[Node],
        named: &[Run],
        sentences: &[usize],
        state: impl Fn(usize) -> &'s [f32] + Copy,
    ) -> Vec<Referring> {
        let names: Vec<(usize, usize)> = named.iter().map(|run| (run.first, run.last)).collect();
        let found = phrases(nodes, &names);
        let common = |p: &antecedent::Phrase| !matches!(nodes[p.head].pos, Pos::Nnp | Pos::Nnps);
        let means = self.antecedents.find(&found, state, sentences, common);
        let span = |p: &antecedent::Phrase| window.words[p.first].span.hull(window.words[p.last].span);
        found.iter().zip(means).map(|(p, means)| Referring { span: span(p), head: p.head, means }).collect()
    }

    /// Links contents to cues and cues to sources.
    fn link<'s>(
        &self,
        window: &Window,
        runs: &[Run],
        spans: &mut [Found],
        state: impl Fn(usize) -> &'s [f32] + Copy,
    ) {
        let of = |role: Role| -> (Vec<usize>, Vec<Place>) {
            let chosen = runs.iter().enumerate().filter(|(_, run)| ROLES[run.kind] == role);
            chosen
                .map(|(i, run)| {
                    (i, Place { first: run.first, last: run.last, line: window.words[run.first].line })
                })
                .unzip()
        };
        for (from, to, linker) in
            [(Role::Content, Role::Cue, &self.cue_of), (Role::Cue, Role::Source, &self.source_of)]
        {
            let ((members, places), (targets, candidates)) = (of(from), of(to));
            if targets.is_empty() {
                continue;
            }
            for (&member, (choice, p)) in members.iter().zip(linker.link(&places, &candidates, state)) {
                spans[member].link = choice.map_or(Link::None(p), |choice| Link::To(targets[choice], p));
            }
        }
    }
}

/// Cuts `order`, sorted by length, into runs of about [`BATCH`] wordpieces.
fn batches(order: &[(usize, usize)], length: impl Fn(&(usize, usize)) -> usize) -> Vec<&[(usize, usize)]> {
    let (mut batches, mut from, mut size) = (Vec::new(), 0, 0);
    for (i, place) in order.iter().enumerate() {
        if size > 0 && size + length(place) > BATCH {
            batches.push(&order[from..i]);
            (from, size) = (i, 0);
        }
        size += length(place);
    }
    if from < order.len() {
        batches.push(&order[from..]);
    }
    batches
}

/// The readings of an article's windows as one; links count on.
fn joined(parts: Vec<Reading>) -> Reading {
    let mut whole = Reading::default();
    for part in parts {
        append(&mut whole.spans, part.spans);
        append(&mut whole.nested, part.nested);
        whole.names.extend(part.names);
        let (words, phrases) = (whole.words.len(), whole.phrases.len());
        whole.words.extend(part.words.into_iter().map(|mut word| {
            word.node.head += words;
            word
        }));
        whole.phrases.extend(part.phrases.into_iter().map(|mut phrase| {
            phrase.head += words;
            phrase.means.iter_mut().for_each(|(to, _)| *to += phrases);
            phrase
        }));
    }
    whole
}

/// Appends the spans of the next window; links count on.
fn append(whole: &mut Vec<Found>, part: Vec<Found>) {
    let base = whole.len();
    whole.extend(part.into_iter().map(|mut found| {
        if let Link::To(to, p) = found.link {
            found.link = Link::To(to + base, p);
        }
        found
    }));
}

/// Words `first..=last` of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    kind: usize,
    first: usize,
    last: usize,
}

/// Labels 0: outside, 1 + 2k: begin of kind k, 2 + 2k: inside of it.
fn runs(path: &[u8]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (i, &label) in path.iter().enumerate().filter(|(_, label)| **label > 0) {
        let kind = usize::from(label - 1) / 2;
        match runs.last_mut() {
            Some(run) if label % 2 == 0 && run.kind == kind && run.last + 1 == i => run.last = i,
            _ => runs.push(Run { kind, first: i, last: i }),
        }
    }
    runs
}

/// Mean and lowest probability that the words of a run have its kind.
fn certainty(marginals: &[f32], labels: usize, run: &Run) -> (f32, f32) {
    let p = (run.first..=run.last)
        .map(|w| marginals[w * labels + 1 + 2 * run.kind] + marginals[w * labels + 2 + 2 * run.kind]);
    let (sum, least) = p.fold((0.0, 1.0f32), |(sum, least), p| (sum + p, least.min(p)));
    (sum / (run.last - run.first + 1) as f32, least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_follow_begin_and_inside() {
        let run = |kind, first, last| Run { kind, first, last };
        assert_eq!(
            runs(&[0, 1, 2, 0, 5, 6, 5, 3, 4]),
            [run(0, 1, 2), run(2, 4, 5), run(2, 6, 6), run(1, 7, 8)]
        );
        assert_eq!(runs(&[]), []);
    }

    #[test]
    fn batches_keep_the_order_and_the_size() {
        let order: Vec<(usize, usize)> = (0..40).map(|w| (0, w)).collect();
        let cut = batches(&order, |_| 250);
        assert!(cut.iter().all(|b| b.len() <= 8));
        assert_eq!(cut.concat(), order);
    }
}
