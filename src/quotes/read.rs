//! What the model read becomes tagged spans: the contents of one cue, with its source, are a group.

use crate::encode::reader::{Found, Link, Role};
use crate::segment::Segments;
use crate::span::Span;

/// A span with its role.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tagged {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub role: Role,
    /// Spans of one group are one attribution.
    pub group: u32,
    /// The probability that it is what it is said to be, 0 to 1.
    pub p: f32,
}

/// What a paragraph break and a sentence end add to the distance from a content to a cue, in bytes.
const PARAGRAPH_COST: usize = 1000;
const SENTENCE_COST: usize = 60;

/// Cues looked at on each side of a content that has none in its window.
const LOOK: usize = 8;

/// The tagged spans of an article. A content goes to its linked cue, or to the nearest one where its
/// window has none; a cue without content is left out, as it reports nothing.
pub fn tagged(text: &str, spans: &[Found], segments: &Segments) -> Vec<Tagged> {
    let cues: Vec<usize> = (0..spans.len()).filter(|&i| spans[i].role == Role::Cue).collect();
    let mut tagged = Vec::with_capacity(spans.len() + 8);
    let mut used = vec![false; spans.len()];
    for found in spans.iter().filter(|f| f.role == Role::Content) {
        let (cue, p) = match found.link {
            Link::To(cue, p) => (Some(cue), p),
            Link::None(_) | Link::Unseen => (nearest(&cues, spans, found.span, segments), 0.5),
        };
        // A content without any cue is an attribution of its own.
        let group = cue.unwrap_or(spans.len() + tagged.len()) as u32;
        tagged.push(Tagged { span: found.span, role: Role::Content, group, p: found.mean * p });
        let Some(cue) = cue.filter(|&cue| !std::mem::replace(&mut used[cue], true)) else { continue };
        tagged.push(Tagged {
            span: in_line(text, spans[cue].span),
            role: Role::Cue,
            group,
            p: spans[cue].mean,
        });
        match spans[cue].link {
            Link::To(source, p) => {
                let source = &spans[source];
                tagged.push(Tagged {
                    span: in_line(text, source.span),
                    role: Role::Source,
                    group,
                    p: source.mean * p,
                });
            }
            Link::None(_) | Link::Unseen => {}
        }
    }
    tagged.sort_by_key(|t| (t.span.start, t.span.end));
    tagged
}

/// The part of a span before the first line break: no cue and no source goes on in another paragraph.
fn in_line(text: &str, span: Span) -> Span {
    let end = span.of(text).find('\n').map_or(span.end, |at| span.start + at);
    Span::new(span.start, end).trim(text)
}

/// The cue nearest to a content, breaks between them counted.
fn nearest(cues: &[usize], spans: &[Found], content: Span, segments: &Segments) -> Option<usize> {
    let at = cues.partition_point(|&c| spans[c].span.start < content.start);
    let near = &cues[at.saturating_sub(LOOK)..(at + LOOK).min(cues.len())];
    near.iter().copied().min_by_key(|&c| {
        let (a, b) = if spans[c].span.start < content.start {
            (spans[c].span, content)
        } else {
            (content, spans[c].span)
        };
        let gap = Span::new(a.end, b.start.max(a.end));
        let breaks = starts_in(&segments.paragraphs, gap);
        let sentences = starts_in(&segments.sentences, gap).saturating_sub(breaks);
        gap.len() + breaks * PARAGRAPH_COST + sentences * SENTENCE_COST
    })
}

/// How many of `spans` begin in `gap` or right behind it.
fn starts_in(spans: &[Span], gap: Span) -> usize {
    spans
        .partition_point(|s| s.start <= gap.end)
        .saturating_sub(spans.partition_point(|s| s.start <= gap.start))
}
