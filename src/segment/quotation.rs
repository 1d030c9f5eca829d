//! Quotations: what stands in quotation marks.
//!
//! Marks are paired within one paragraph, by a stack, so an odd one costs at most its own
//! paragraph. Shape tells an opening mark from a closing one where it has one and the spaces
//! around do not say the opposite (typists reverse “ and ”); straight marks go by the spaces, and
//! take turns where these do not tell.

use super::{Debris, Quotation};
use crate::english::list::{WordList, list};
use crate::span::Span;

/// The quotations of `text`: those in double marks; where there is none, those in single marks.
pub(super) fn find(text: &str, paragraphs: &[Span], debris: &Debris) -> Vec<Quotation> {
    let double = Family::Double.find(text, paragraphs, debris);
    if double.is_empty() { Family::Single.find(text, paragraphs, debris) } else { double }
}

/// Which marks are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    /// “ ” „ « » " `''` ``` `` ```
    Double,
    /// ‘ ’ '
    Single,
}

/// What a mark does, as far as itself and its neighbours tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Open,
    Close,
    /// Either: it closes what is open, else it opens.
    Turn,
}

/// A quotation mark.
#[derive(Clone, Copy, Debug)]
struct Mark {
    span: Span,
    role: Role,
    /// « or »: pairs with its like only.
    guillemet: bool,
}

impl Family {
    fn find(self, text: &str, paragraphs: &[Span], debris: &Debris) -> Vec<Quotation> {
        let mut quotations = Vec::new();
        let mut carry = false;
        let mut marks = Vec::new();
        let mut next = Vec::new();
        let mut coming = paragraphs.iter();
        if let Some(&first) = coming.next() {
            self.marks(text, first, debris, &mut next);
        }
        for &paragraph in paragraphs {
            std::mem::swap(&mut marks, &mut next);
            next.clear();
            let following = coming.next().copied();
            if let Some(following) = following {
                self.marks(text, following, debris, &mut next);
            }
            let reopens = following.is_some_and(|p| begins_with_opening(text, p, debris, &next));
            if marks.is_empty() {
                carry = false;
            } else {
                let body = debris.trim(text, paragraph);
                carry = self.pair(text, body, &marks, carry, reopens, &mut quotations);
            }
        }
        quotations
    }

    /// Collects the marks of `paragraph` with their roles.
    fn marks(self, text: &str, paragraph: Span, debris: &Debris, marks: &mut Vec<Mark>) {
        let bytes = text.as_bytes();
        let mut at = paragraph.start;
        // A run of marks (`"'Well,'`) has the neighbours of the whole run.
        let mut run_end = at;
        let mut by_sides = Role::Turn;
        while at < paragraph.end {
            let Some(found) = bytes[at..paragraph.end].iter().position(|&b| MAY_QUOTE[b as usize]) else {
                break;
            };
            at += found;
            let len = quote_len(&bytes[at..paragraph.end]);
            if len == 0 {
                at += 1;
                continue;
            }
            if let Some(past) = debris.end_at(at) {
                at = past;
                continue;
            }
            if at >= run_end {
                run_end = at;
                while run_end < paragraph.end {
                    match quote_len(&bytes[run_end..paragraph.end]) {
                        0 => break,
                        n => run_end += n,
                    }
                }
                let before = text[paragraph.start..at].chars().next_back();
                by_sides = role(before, &text[run_end..paragraph.end]);
            }
            let span = Span::new(at, at + len);
            at = span.end;
            if let Some(mark) = self.mark(text, span, by_sides) {
                marks.push(mark);
            }
        }
    }

    /// The mark at `span`, whose neighbours say `by_sides`; `None` for one of the other family.
    fn mark(self, text: &str, span: Span, by_sides: Role) -> Option<Mark> {
        let by_shape = |shape| if by_sides == Role::Turn { shape } else { by_sides };
        let mark = span.of(text);
        let role = match (self, mark) {
            (Family::Double, "“" | "«" | "``") => by_shape(Role::Open),
            (Family::Double, "„" | "‟") => Role::Open,
            (Family::Double, "”" | "»") => by_shape(Role::Close),
            (Family::Double, "\"" | "''" | "＂") => by_sides,
            (Family::Single, "‘") => Role::Open,
            (Family::Single, "’") if by_sides == Role::Open => return None,
            (Family::Single, "’" | "'") => by_sides,
            _ => return None,
        };
        Some(Mark { span, role, guillemet: matches!(mark, "«" | "»") })
    }

    /// Pairs the marks of the paragraph `body` and appends its quotations; true when the last one
    /// is not closed. `carry` says so of the paragraph before, `reopens` that the next paragraph
    /// begins with an opening mark.
    fn pair(
        self,
        text: &str,
        body: Span,
        marks: &[Mark],
        carry: bool,
        reopens: bool,
        quotations: &mut Vec<Quotation>,
    ) -> bool {
        let pairs = match self {
            Family::Double => double_pairs(text, body, marks, carry),
            Family::Single => single_pairs(text, marks),
        };
        let mut continues = carry;
        // An opening mark without its closing one, and nothing quoted after it: open to the end.
        // One with quotations after it has lost its closing mark somewhere before them; where is
        // not known, so it quotes nothing, unless the next paragraph goes on with it.
        let mut push = |open: Span, close: Option<Span>, continues: bool| {
            let inner = Span::new(open.end, close.map_or(body.end, |c| c.start));
            if inner.start < inner.end && !inner.trim(text).is_empty() {
                let span = Span::new(open.start, close.map_or(body.end, |c| c.end));
                quotations.push(Quotation { span, inner, closed: close.is_some(), continues });
            }
        };
        for pair in &pairs.closed {
            if let Some(open) = pairs.open
                && reopens
                && open.start < pair.0.start
            {
                break;
            }
            push(pair.0, Some(pair.1), continues && pair.0.start == body.start);
            continues = false;
        }
        match pairs.open {
            Some(open) if reopens || pairs.closed.last().is_none_or(|p| p.0.start < open.start) => {
                push(open, None, continues && open.start == body.start);
                true
            }
            _ => false,
        }
    }
}

/// How the marks of one paragraph pair.
struct Pairs {
    /// Outermost pairs, in order.
    closed: Vec<(Span, Span)>,
    /// The opening mark that no closing one answers.
    open: Option<Span>,
}

/// Longest quotation, in bytes, that may hold others in the same marks. A longer one is two odd
/// marks of an article whose lines were joined into one.
const LONGEST_AROUND: usize = 2000;

/// Pairs double marks with a stack.
fn double_pairs(text: &str, body: Span, marks: &[Mark], carry: bool) -> Pairs {
    let mut closed: Vec<(Span, Span)> = Vec::new();
    let mut stack: Vec<Mark> = Vec::new();
    // Marks on the stack that are no guillemets: without the count a paragraph of nothing but
    // unlike marks would search the whole stack at each.
    let mut others = 0;
    for (i, &mark) in marks.iter().enumerate() {
        let role = match mark.role {
            Role::Turn if stack.is_empty() => Role::Open,
            Role::Turn => Role::Close,
            role => role,
        };
        if measures(text, mark.span, body, stack.is_empty()) {
            continue;
        }
        if role == Role::Open {
            stack.push(mark);
            others += usize::from(!mark.guillemet);
            continue;
        }
        // What is not closed inside of the pair is given up with it. A guillemet closes only
        // the one on top: as often as not it is an arrow.
        let found = if mark.guillemet {
            stack.len().checked_sub(1).filter(|&top| stack[top].guillemet)
        } else if others > 0 {
            stack.iter().rposition(|open| !open.guillemet)
        } else {
            None
        };
        if let Some(found) = found {
            let open = stack[found].span;
            others -= stack.drain(found..).filter(|m| !m.guillemet).count();
            let around = closed.last().is_some_and(|p| p.0.start > open.start);
            if around && mark.span.end - open.start > LONGEST_AROUND {
                continue;
            }
            while closed.last().is_some_and(|p| p.0.start > open.start) {
                closed.pop();
            }
            closed.push((open, mark.span));
        } else if i == 0 && carry && !signature(text, body, mark.span) {
            // A quotation of the paragraph before that this one did not open again.
            closed.push((Span::new(body.start, body.start), mark.span));
        }
    }
    Pairs { closed, open: stack.first().map(|m| m.span) }
}

/// True for a short line that `mark` ends: below a pulled quotation that closes behind the name of
/// its speaker, it is the name.
fn signature(text: &str, body: Span, mark: Span) -> bool {
    mark.end == body.end
        && mark.end - body.start < 80
        && Span::new(body.start, mark.start).of(text).split(' ').count() < 10
}

/// Pairs single marks: only where they clearly do.
///
/// A closing mark looks like an apostrophe. One after a full stop or a comma, or before one,
/// closes; one after an `s` and before a word (`workers’ rights`) does so only when no other does
/// before the next opening mark.
fn single_pairs(text: &str, marks: &[Mark]) -> Pairs {
    let mut closed = Vec::new();
    let mut open: Option<Span> = None;
    // Where it closes if nothing better comes.
    let mut doubtful: Option<Span> = None;
    let bytes = text.as_bytes();
    for mark in marks {
        if mark.role == Role::Open && !elides(&text[mark.span.end..]) {
            if let (Some(start), Some(end)) = (open, doubtful) {
                closed.push((start, end));
            }
            (open, doubtful) = (Some(mark.span), None);
        } else if let (Role::Close, Some(start)) = (mark.role, open) {
            let possessive = bytes[mark.span.start - 1] == b's'
                && bytes.get(mark.span.end) == Some(&b' ')
                && bytes.get(mark.span.end + 1).is_some_and(u8::is_ascii_lowercase);
            if possessive {
                doubtful = doubtful.or(Some(mark.span));
            } else {
                closed.push((start, mark.span));
                (open, doubtful) = (None, None);
            }
        }
    }
    if let (Some(start), Some(end)) = (open, doubtful) {
        closed.push((start, end));
    }
    // A single mark that stays open is an apostrophe as likely as not: it quotes nothing.
    Pairs { closed, open: None }
}

/// Words that an apostrophe begins, the apostrophe left out.
static ELISIONS: WordList = WordList::new(list!("elisions"));

/// True for a word that an apostrophe begins: `'90s`, `'em`, `'twas`.
fn elides(rest: &str) -> bool {
    let end = rest.bytes().take(8).take_while(u8::is_ascii_alphanumeric).count();
    let word = &rest[..end];
    ELISIONS.has(word)
        || word.len() >= 2 && word.as_bytes()[..2].iter().all(u8::is_ascii_digit) && word.len() <= 3
}

/// True for the sign of inches: `6'2"` anywhere, `5"` where nothing is open to be closed.
fn measures(text: &str, mark: Span, body: Span, none_open: bool) -> bool {
    if !matches!(mark.of(text), "\"" | "''" | "”") {
        return false;
    }
    let before = &text.as_bytes()[body.start..mark.start];
    let digits = before.iter().rev().take(2).take_while(|b| b.is_ascii_digit()).count();
    if digits == 0 {
        return false;
    }
    let feet = &before[..before.len() - digits];
    let feet = feet.strip_suffix(b"'").or_else(|| feet.strip_suffix("’".as_bytes()));
    none_open || feet.and_then(<[u8]>::last).is_some_and(u8::is_ascii_digit)
}

/// True when the first thing in `paragraph` is a mark that may open a quotation.
fn begins_with_opening(text: &str, paragraph: Span, debris: &Debris, marks: &[Mark]) -> bool {
    let start = debris.skip(text, paragraph.start, paragraph.end);
    marks.first().is_some_and(|m| m.span.start == start && m.role != Role::Close)
}

/// What its neighbours say of a mark: `before` stands before it, `None` at the paragraph's start;
/// `rest` is what follows in the paragraph.
fn role(before: Option<char>, rest: &str) -> Role {
    let after = rest.chars().next();
    let space_before = before.is_none_or(char::is_whitespace);
    let space_after = after.is_none_or(char::is_whitespace);
    let either = |c| matches!(c, '—' | '–' | '-' | '/' | '…' | '=' | '>' | '|' | '*' | '_');
    let leans_on = |c| either(c) || matches!(c, '(' | '[' | '{' | '<' | '$' | '#');
    let trails = |c| matches!(c, '.' | ',' | ';' | ':' | '?' | '!' | ')' | ']' | '}' | '%');
    let leans_back = |c| either(c) || trails(c);
    // Nothing opens before a comma, but a quotation may begin with an ellipsis.
    let bound = after.is_some_and(trails) && !rest.starts_with("..");
    let opens = !space_after && !bound && (space_before || before.is_some_and(leans_on));
    let closes = !space_before && (space_after || after.is_some_and(leans_back));
    match (opens, closes) {
        (true, false) => Role::Open,
        (false, true) => Role::Close,
        _ => Role::Turn,
    }
}

/// Bytes of the quotation mark, double or single, at the start of `bytes`; 0 when there is none.
fn quote_len(bytes: &[u8]) -> usize {
    match bytes {
        [b'\'', b'\'', ..] | [b'`', b'`', ..] => 2,
        [b'"' | b'\'', ..] => 1,
        // « »
        [0xC2, 0xAB | 0xBB, ..] => 2,
        // ‘ ’ “ ” „ ‟
        [0xE2, 0x80, 0x98 | 0x99 | 0x9C..=0x9F, ..] => 3,
        // ＂
        [0xEF, 0xBC, 0x82, ..] => 3,
        _ => 0,
    }
}

/// Bytes with which a quotation mark begins.
const MAY_QUOTE: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = [b'"', b'\'', b'`', 0xC2, 0xE2, 0xEF];
    let mut i = 0;
    while i < bytes.len() {
        table[bytes[i] as usize] = true;
        i += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use crate::segment::segment;

    /// The quotations of `text`, `+` before one that continues, `…` after one that is not closed.
    fn quotations(text: &str) -> Vec<String> {
        let shown = |q: &crate::segment::Quotation| {
            let before = if q.continues { "+" } else { "" };
            let after = if q.closed { "" } else { "…" };
            format!("{before}{}{after}", q.inner.of(text))
        };
        segment(text, &[]).quotations.iter().map(shown).collect()
    }

    #[test]
    fn every_kind_of_double_mark_pairs() {
        assert_eq!(
            quotations("He said “yes” and \"no\" and ''so'' and ``well''."),
            ["yes", "no", "so", "well"]
        );
        assert_eq!(quotations("Er sagte „ja“ und »nein«, elle « oui »."), ["ja", "nein", " oui "]);
    }

    #[test]
    fn the_span_has_the_marks_and_the_inner_span_has_not() {
        let text = "A ``b'' c";
        let q = segment(text, &[]).quotations[0];
        assert_eq!((q.span.of(text), q.inner.of(text)), ("``b''", "b"));
    }

    #[test]
    fn reversed_marks_go_by_their_spaces() {
        assert_eq!(quotations("She called it ”a mess“ and ”a shame,” twice."), ["a mess", "a shame,"]);
        assert_eq!(quotations("“I see,“ he said. “So it goes.”"), ["I see,", "So it goes."]);
    }

    #[test]
    fn straight_marks_take_turns_where_spaces_do_not_tell() {
        assert_eq!(quotations("He said \" yes \" and \" no \" ."), [" yes ", " no "]);
    }

    #[test]
    fn nested_marks_give_the_outer_quotation_only() {
        assert_eq!(quotations("“He told me “go” and I went,” she said."), ["He told me “go” and I went,"]);
        assert_eq!(quotations("\"He told me 'go' and I went,\" she said."), ["He told me 'go' and I went,"]);
    }

    #[test]
    fn a_quotation_goes_on_over_paragraphs() {
        let text = "“We came.\n\n“We saw.\n\n“We won,” he said. “Then,” he added, “we left.”";
        assert_eq!(quotations(text), ["We came.…", "+We saw.…", "+We won,", "Then,", "we left."]);
        assert_eq!(quotations("“We came.\nWe won,” he said."), ["We came.…", "+We won,"]);
    }

    #[test]
    fn an_odd_mark_costs_its_own_paragraph_at_most() {
        assert_eq!(
            quotations("“We came, he said.\n\nHe left. “Bye,” he said."),
            ["We came, he said.…", "Bye,"]
        );
        assert_eq!(quotations("We came,” he said. “Bye.”\n\n“Oh.”"), ["Bye.", "Oh."]);
        assert_eq!(quotations("\"We came, he said. \"Bye,\" he said.\nA \"b\" c."), ["Bye,", "b"]);
    }

    #[test]
    fn a_name_below_a_pulled_quotation_is_not_quoted() {
        assert_eq!(
            quotations("“It was a long night.\nJane Doe, a nurse.”\n\nShe left."),
            ["It was a long night.…"]
        );
    }

    #[test]
    fn feet_and_inches_are_no_marks() {
        assert_eq!(quotations("At 6'2\" he looked up: \"I am 6'4\" tall,\" he said."), ["I am 6'4\" tall,"]);
        assert_eq!(quotations("A 5\" pipe and a 7\" one."), Vec::<String>::new());
        assert_eq!(quotations("\"It was 2015\" was all he said."), ["It was 2015"]);
    }

    #[test]
    fn empty_quotations_are_none() {
        assert_eq!(quotations("A \"\" b “ ” d."), Vec::<String>::new());
    }

    #[test]
    fn single_marks_quote_where_the_article_has_no_others() {
        let text = "‘It’s the workers’ day,’ he said. 'We don't know,' she said, 'in the '90s.'";
        assert_eq!(quotations(text), ["It’s the workers’ day,", "We don't know,", "in the '90s."]);
        assert_eq!(quotations("The boys' club and the girls' club of rock 'n' roll."), Vec::<String>::new());
        assert_eq!(quotations("She said “no” and ‘yes’."), ["no"]);
    }

    #[test]
    fn marks_in_debris_are_not_read() {
        use crate::article::{Region, RegionKind};
        let text = "He {x=\"} said \"yes\" twice.";
        let region = Region { span: crate::span::Span::new(3, 8), kind: RegionKind::Template };
        let found = segment(text, &[region]).quotations;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].inner.of(text), "yes");
    }

    #[test]
    fn a_hundred_thousand_nested_marks_take_linear_time() {
        for (open, close) in [("“", "”"), (" «x", "x” "), (" “x", "x» ")] {
            let text = open.repeat(100_000) + "x" + &close.repeat(100_000);
            assert!(segment(&text, &[]).quotations.len() <= 1);
        }
    }
}
