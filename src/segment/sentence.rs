//! Sentences: where one ends within a paragraph.
//!
//! A scan for the marks that may end a sentence, and at each a decision from a few characters to
//! either side: linear, whatever the text. A colon, a semicolon or a dash never ends one.

use super::abbreviation::{Abbreviation, abbreviation, begins_sentences};
use super::{Debris, Quotation};
use crate::english::list::{WordList, list};
use crate::span::Span;

/// Appends the sentences of `paragraph` to `sentences`.
pub(super) fn split(
    text: &str,
    paragraph: Span,
    debris: &Debris,
    quotations: &[Quotation],
    sentences: &mut Vec<Span>,
) {
    let body = debris.trim(text, paragraph);
    let mut scan =
        Scan { text, bytes: text.as_bytes(), start: body.start, end: body.end, debris, quotations };
    let mut at = body.start;
    while let Some(mark) = scan.next_mark(at) {
        let stop = scan.stop(mark);
        at = stop.end;
        let next = debris.skip(text, stop.end, body.end);
        if next < body.end && scan.ends(stop, next) {
            let end = debris.trim(text, Span::new(scan.start, stop.end)).end;
            sentences.push(Span::new(scan.start, end));
            scan.start = next;
            at = next;
        }
    }
    if scan.start < body.end {
        sentences.push(Span::new(scan.start, body.end));
    }
}

/// Marks that may end a sentence, with what follows them closely.
#[derive(Clone, Copy, Debug)]
struct Stop {
    /// First of the marks.
    start: usize,
    /// Past the closing quotation marks and brackets after them.
    end: usize,
    /// One point alone: the only mark that may belong to an abbreviation or a number.
    point: bool,
    /// A quotation mark closes after the marks.
    closes: bool,
}

/// The scan of one paragraph.
struct Scan<'a> {
    text: &'a str,
    bytes: &'a [u8],
    /// Start of the sentence under way.
    start: usize,
    /// End of the paragraph.
    end: usize,
    debris: &'a Debris,
    quotations: &'a [Quotation],
}

impl Scan<'_> {
    /// The next mark at `at` or after it that may end a sentence, outside of debris.
    fn next_mark(&self, mut at: usize) -> Option<usize> {
        while at < self.end {
            at += self.bytes[at..self.end].iter().position(|&b| MAY_STOP[b as usize])?;
            if let Some(past) = self.debris.end_at(at) {
                at = past;
            } else if self.mark_len(at) > 0 {
                return Some(at);
            } else {
                at += 1;
            }
        }
        None
    }

    /// Bytes of the ending mark at `at`; 0 when there is none.
    fn mark_len(&self, at: usize) -> usize {
        match self.bytes[at..self.end] {
            [b'.' | b'?' | b'!', ..] => 1,
            // … ‼ ⁇ ⁈ ⁉
            [0xE2, 0x80, 0xA6 | 0xBC, ..] | [0xE2, 0x81, 0x87..=0x89, ..] => 3,
            // 。 ！ ． ？
            [0xE3, 0x80, 0x82, ..] | [0xEF, 0xBC, 0x81 | 0x8E | 0x9F, ..] => 3,
            _ => 0,
        }
    }

    /// The marks that begin at `start`, and what closes after them.
    fn stop(&self, start: usize) -> Stop {
        let mut end = start;
        while end < self.end {
            let mark = self.mark_len(end);
            if mark > 0 {
                end += mark;
            } else if self.bytes[start] == b'.' && self.bytes[end..self.end].starts_with(b" .") {
                // ". . .": one ellipsis.
                end += 1;
            } else {
                break;
            }
        }
        let point = end - start == 1 && self.bytes[start] == b'.';
        let (end, closes) = self.closers(end);
        Stop { start, end, point, closes }
    }

    /// Past the closing quotation marks, brackets and note numbers at `at`, and whether a
    /// quotation mark was among them.
    fn closers(&self, mut at: usize) -> (usize, bool) {
        let mut closes = false;
        while at < self.end {
            let rest = &self.bytes[at..self.end];
            let len = match rest {
                [b'\'', b'\'', ..] if !self.opens(at) => 2,
                [b'"' | b'\'', ..] if !self.opens(at) => 1,
                // ’ ” »
                [0xE2, 0x80, 0x99 | 0x9D, ..] if !self.opens(at) => 3,
                [0xC2, 0xBB, ..] if !self.opens(at) => 2,
                // “ closes what „ or ” opened.
                [0xE2, 0x80, 0x9C, ..] if self.closing(at, 3) => 3,
                [0xC2, 0xAB, ..] if self.closing(at, 2) => 2,
                [b')' | b']' | b'}', ..] => {
                    at += 1;
                    continue;
                }
                [b' ', b')', ..] => {
                    at += 2;
                    continue;
                }
                [b'[', ..] | [b' ', b'[', ..] if note(rest) > 0 => {
                    at += note(rest);
                    continue;
                }
                [b' ', b'"', ..] if self.closing(at + 1, 1) => 2,
                [b' ', b'\'', b'\'', ..] if self.closing(at + 1, 2) => 3,
                [b' ', 0xE2, 0x80, 0x9D, ..] if self.closing(at + 1, 3) => 4,
                _ => break,
            };
            closes = true;
            at += len;
        }
        (at, closes)
    }

    /// True when a quotation begins with the mark at `at`.
    fn opens(&self, at: usize) -> bool {
        self.quotations.binary_search_by_key(&at, |q| q.span.start).is_ok()
    }

    /// True when a quotation closes with the mark of `len` bytes at `at`.
    fn closing(&self, at: usize, len: usize) -> bool {
        let end = at + len;
        let found = self.quotations.binary_search_by_key(&end, |q| q.span.end);
        found.is_ok_and(|i| self.quotations[i].closed)
    }

    /// Whether the sentence ends at `stop`, where the next thing to read stands at `next`.
    fn ends(&self, stop: Stop, next: usize) -> bool {
        let Some((first, word)) = self.word_after(next) else {
            // Nothing but marks up to the end of the paragraph.
            return false;
        };
        if self.only_marks(stop.start) {
            return false;
        }
        if next == stop.end {
            return self.ends_without_space(stop, first, word);
        }
        if matches!(self.bytes[next], b',' | b';' | b':' | b'/' | b'=') || self.signs(next) {
            return false;
        }
        // `iPhone` begins a sentence as a capital does; so does a bracket, whatever is in it.
        let bracket = stop.point && matches!(self.bytes[next], b'(' | b'[');
        if first.is_lowercase() && !word.contains(char::is_uppercase) && !bracket {
            return false;
        }
        if stop.point {
            self.point_ends(stop, next, first, word)
        } else {
            !(stop.closes && self.reports(next))
        }
    }

    /// True when the sentence under way has no word before `at`: the points of "... and so on"
    /// begin it.
    fn only_marks(&self, at: usize) -> bool {
        at - self.start <= 12 && !self.text[self.start..at].contains(char::is_alphanumeric)
    }

    /// True when the rest of the paragraph is a name that signs the words before it: `— Jane Doe`.
    fn signs(&self, next: usize) -> bool {
        let rest = &self.text[next..self.end];
        let name = rest.strip_prefix('-').or_else(|| rest.strip_prefix(['–', '—'])).map(str::trim_start);
        name.is_some_and(|name| {
            name.len() <= 60
                && name.starts_with(char::is_uppercase)
                && name.split(' ').filter(|w| w.starts_with(char::is_lowercase)).count() <= 2
                && !name.ends_with(['.', '?', '!', ':'])
        })
    }

    /// A mark with no space behind it: a space is missing in `said.The`, not in `Yahoo!Inc` or
    /// `1.5`.
    fn ends_without_space(&self, stop: Stop, first: char, word: &str) -> bool {
        let before = self.text[self.start..stop.start].chars().next_back();
        let begins = word.chars().nth(1).is_some_and(char::is_lowercase) || begins_sentences(word);
        // Scripts that put no space between sentences mark their ends with marks of their own.
        if self.bytes[stop.start] >= 0xE3 {
            return true;
        }
        stop.point
            && first.is_uppercase()
            && begins
            && before.is_some_and(|c| c.is_lowercase() || c == ')')
            && self.bytes[stop.end].is_ascii_uppercase()
            && self.word_before(stop.start).len() > 1
    }

    /// Whether one point, at `stop`, ends the sentence before the word `word` that begins with
    /// `first`, not a letter in lower case.
    fn point_ends(&self, stop: Stop, next: usize, first: char, word: &str) -> bool {
        let before = self.word_before(stop.start);
        let starter = begins_sentences(word);
        if stop.end > stop.start + 1 {
            // Something closes behind the point: "(Fla.) Smith" goes on, "(He left.) Smith" not.
            return stop.closes || abbreviation(before).is_none() || starter;
        }
        if before.is_empty() {
            return true;
        }
        if self.numbers_an_item(stop.start, before) {
            return false;
        }
        if let (Some(letter), None) = (before.chars().next(), before.chars().nth(1)) {
            // An initial (`J. Smith`), a short form (`Roe v. Wade`, `p. 7`), or a last word.
            return letter == 'I' || letter.is_uppercase() && starter || letter.is_numeric();
        }
        match abbreviation(before) {
            None => true,
            Some(Abbreviation::Leading) => false,
            Some(Abbreviation::Counted) => !first.is_ascii_digit(),
            Some(Abbreviation::Either) => starter && !self.text[next..].starts_with(['(', '-', '–', '—']),
        }
    }

    /// True for a point after the number or letter that begins a sentence: "1. Wash the rice."
    fn numbers_an_item(&self, point: usize, word: &str) -> bool {
        if point - self.start > 8 || word == "I" {
            return false;
        }
        let alone = self.text[self.start..point].trim_start_matches(['(', '[', '*', '#', ' ']) == word;
        let all = |of: fn(u8) -> bool| word.bytes().all(of);
        alone
            && (word.len() == 1
                || word.len() <= 3 && all(|b| b.is_ascii_digit() || b == b'.')
                || word.len() <= 4 && all(|b| matches!(b, b'i' | b'v' | b'x' | b'I' | b'V' | b'X')))
    }

    /// True when the clause at `next` says who spoke: after `?”`, in `“Why?” Obama asked`.
    fn reports(&self, next: usize) -> bool {
        let mut rest = self.text[next..self.end].split(is_gap).take(5);
        let mut at_first = rest.next();
        // The capital of "I" says nothing; any other pronoun's or article's begins a sentence.
        if at_first.is_none_or(|w| w.len() > 40 || w != "I" && begins_sentences(w)) {
            return false;
        }
        for word in rest {
            let Some(before) = at_first.replace(word) else { return false };
            if before.ends_with(['.', '?', '!', '”', '"']) && before.len() > 3 || word.len() > 40 {
                return false;
            }
            if REPORTING_VERBS.has(word.trim_end_matches([',', '.', ':'])) {
                return true;
            }
        }
        false
    }

    /// The first letter or digit from `at` on, past opening marks, and the word it begins, cut at
    /// 16 characters. A long row of marks counts as a word; `None` when only a short one is left.
    fn word_after(&self, at: usize) -> Option<(char, &str)> {
        let rest = &self.text[at..self.end];
        let Some((skipped, first)) = rest.char_indices().take(8).find(|(_, c)| c.is_alphanumeric()) else {
            return rest.chars().nth(8).map(|_| (' ', ""));
        };
        let word = &rest[skipped..];
        let end = word.char_indices().take(16).find(|(_, c)| !c.is_alphanumeric());
        let end = end.or_else(|| word.char_indices().nth(16)).map_or(word.len(), |(i, _)| i);
        Some((first, &word[..end]))
    }

    /// The word that ends at `at`, with the points inside of it; cut at 24 bytes.
    fn word_before(&self, at: usize) -> &str {
        let mut start = at;
        for c in self.text[self.start..at].chars().rev() {
            if !(c.is_alphanumeric() || matches!(c, '.' | '\'' | '’')) || at - start > 24 {
                break;
            }
            start -= c.len_utf8();
        }
        self.text[start..at].trim_start_matches(['.', '\'', '’'])
    }
}

/// White space between words.
fn is_gap(c: char) -> bool {
    c.is_whitespace()
}

/// Verbs that say who spoke.
static REPORTING_VERBS: WordList = WordList::new(list!("reporting_verbs"));

/// Length of the note number at the start of `bytes`, a space before it included: `[1]`; 0 where
/// there is none. It belongs to the sentence before it.
fn note(bytes: &[u8]) -> usize {
    let from = if bytes[0] == b' ' { 2 } else { 1 };
    let digits = bytes[from..].iter().take(4).take_while(|b| b.is_ascii_digit()).count();
    if digits > 0 && bytes.get(from + digits) == Some(&b']') { from + digits + 1 } else { 0 }
}

/// Bytes with which a mark that may end a sentence begins.
const MAY_STOP: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = [b'.', b'?', b'!', 0xE2, 0xE3, 0xEF];
    let mut i = 0;
    while i < bytes.len() {
        table[bytes[i] as usize] = true;
        i += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use crate::article::{Region, RegionKind};
    use crate::segment::segment;
    use crate::span::Span;

    /// Cuts the text that `marked` is without its `|`, and expects a cut at each of them.
    fn check(marked: &str) {
        let text = marked.replace('|', "");
        let found: Vec<_> = segment(&text, &[]).sentences.iter().map(|s| s.of(&text)).collect();
        let expected: Vec<_> = marked.split('|').map(str::trim).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn plain_ends() {
        check("He left. |She stayed! |Did they? |10 people did. |中文。|很好。");
        check("It rained?! |Yes... |It did … |“No.” |(He smiled.) |[Aside.] |So it was.");
    }

    #[test]
    fn short_forms_do_not_end() {
        check("Mr. Doe met Sen. Roe of St. Paul, Minn., on Jan. 5 at 3 p.m. Eastern.");
        check("Acme Inc. bought Roe v. Wade Co. for $3.5 million, i.e. Too much.");
        check("J. K. Doe and John F. Roe Jr. saw No. 10 and pp. 5 to 7.");
        check("The U.S. Senate met the U.S. team. |He said no. |10 came.");
    }

    #[test]
    fn short_forms_end_before_a_word_that_begins_sentences() {
        check("He came to the U.S. |The law was new. |He works at Acme Inc. |He likes it.");
        check("It opened at 9 a.m. |They came. |That was plan B. |He and I. |Nobody else.");
        check("Those were the Clintons and Trump’s. |Roe left.");
    }

    #[test]
    fn lower_case_and_commas_go_on() {
        check("“Why?” he asked. |“Stop!” said Roe. |Yahoo! was sold... and bought. |Jeb!, he wrote.");
        check("It grew in 2007. |iPhone sales rose.");
    }

    #[test]
    fn reporting_clauses_belong_to_their_quotation() {
        check("“Why me?” Jane Doe asked. |“Why?” I asked. |“Why?” |He did not know.");
        check("\"Never!\" Mr. Roe told them. |\"Never!\" |They all left.");
    }

    #[test]
    fn closing_marks_belong_to_the_end() {
        check("\"We came.\" |\"We saw.\" |He said ''so.'' |``Yes.'' |'No.' |End.[1] |New. [2] |Last.");
        check("It was ( he said . ) |Then \" this . \" |And more.");
    }

    #[test]
    fn items_keep_their_number() {
        check("1. Wash the rice. |2. Cook it.");
        check("a) Wash it. |IV. Eat it.");
    }

    #[test]
    fn leading_points_belong_to_what_follows() {
        check("... And went on. |“… We won.” |So he said.");
        check("A lot . . . of it. |He left . . . |She stayed.");
    }

    #[test]
    fn a_missing_space_is_seen_between_words_only() {
        check("He left.|She stayed at nytimes.com and U.S.News with 3.5.");
    }

    #[test]
    fn a_signature_stays_with_its_quotation() {
        check("“It is a long game.” — Jane Doe");
        check("He left. |- She stayed.");
    }

    #[test]
    fn lines_end_sentences() {
        check("A heading |\nAnd a sentence\n|- a point");
    }

    #[test]
    fn debris_stands_at_no_edge() {
        let text = "{a} He left. {b} She {c} stayed. {d}";
        let regions: Vec<_> = ["{a}", "{b}", "{c}", "{d}"]
            .iter()
            .filter_map(|d| {
                text.find(d).map(|at| Region { span: Span::new(at, at + 3), kind: RegionKind::Template })
            })
            .collect();
        let found = segment(text, &regions);
        let sentences: Vec<_> = found.sentences.iter().map(|s| s.of(text)).collect();
        assert_eq!(sentences, ["He left.", "She {c} stayed."]);
        let tokens: Vec<_> = found.tokens_in(found.sentences[1]).iter().map(|t| t.span.of(text)).collect();
        assert_eq!(tokens, ["She", "stayed", "."]);
    }
}
