//! Tokens: the words, numbers and marks of a sentence.
//!
//! What a grammar over tokens wants: `state-of-the-art`, `don't`, `AT&T`, `nytimes.com`, `1,200`,
//! `2015-16`, `10:30` and `U.S.` are one token; the clitics of `Xi’s` and `they're` are their own;
//! every other character is a mark, `''` and ``` `` ``` one mark each.

use super::abbreviation::{Abbreviation, abbreviation};
use super::{Debris, Shape, Token};
use crate::span::Span;

/// Appends the tokens of `sentence` to `tokens`, those of debris left out.
pub(super) fn split(text: &str, sentence: Span, debris: &Debris, tokens: &mut Vec<Token>) {
    for part in debris.gaps(sentence) {
        let mut at = part.start;
        while at < part.end {
            let first = char_at(text, at);
            if first.is_alphanumeric() {
                at = word(text, at, part.end, sentence.end, tokens);
            } else if first.is_whitespace() || is_invisible(first) {
                at += first.len_utf8();
            } else {
                let rest = &text.as_bytes()[at..part.end];
                let double = rest.starts_with(b"''") || rest.starts_with(b"``");
                let end = at + if double { 2 } else { first.len_utf8() };
                tokens.push(Token { span: Span::new(at, end), shape: Shape::Mark });
                at = end;
            }
        }
    }
}

/// The character at `at`, which lies before the end of `text`.
fn char_at(text: &str, at: usize) -> char {
    let byte = text.as_bytes()[at];
    if byte < 0x80 { byte as char } else { text[at..].chars().next().unwrap_or('\0') }
}

/// Pushes the word that begins at `start`, with its clitic as a token of its own; gives the end of
/// both.
fn word(text: &str, start: usize, end: usize, sentence_end: usize, tokens: &mut Vec<Token>) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut clitic = None;
    while at < end {
        let c = char_at(text, at);
        if c.is_alphanumeric() || joins_letters(c) {
            at += c.len_utf8();
            continue;
        }
        let after = at + c.len_utf8();
        let next = if after < end { char_at(text, after) } else { ' ' };
        if !next.is_alphanumeric() {
            break;
        }
        if matches!(c, '\'' | '’') {
            if is_clitic(&text[after..end]) {
                clitic = Some(at);
                at = after + text[after..end].find(|c: char| !c.is_alphanumeric()).unwrap_or(end - after);
                break;
            }
        } else if !joins(bytes, at, c, next, end) {
            break;
        }
        at = after;
    }
    let body = clitic.unwrap_or(at);
    // The point of an abbreviation belongs to it, also where it ends the sentence: "U.S." is
    // one token in every place. An initial's or a number's does only inside the sentence.
    if clitic.is_none()
        && at < end
        && bytes[at] == b'.'
        && takes_point(&text[start..at], at + 1 < sentence_end)
    {
        at += 1;
        tokens.push(Token { span: Span::new(start, at), shape: shape(&text[start..at]) });
        return at;
    }
    tokens.push(Token { span: Span::new(start, body), shape: shape(&text[start..body]) });
    if let Some(from) = clitic {
        tokens.push(Token { span: Span::new(from, at), shape: Shape::Lower });
    }
    at
}

/// Characters that a reader does not see: they are no marks.
fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}')
}

/// Characters that stand inside of words as letters do: combining accents, joiners, the soft
/// hyphen, the underscore of a handle.
fn joins_letters(c: char) -> bool {
    matches!(c, '_' | '\u{AD}' | '\u{300}'..='\u{36F}' | '\u{200C}' | '\u{200D}')
}

/// Whether `c` at `at`, between two letters or digits of which the second is `next`, is inside of
/// one word or number.
fn joins(bytes: &[u8], at: usize, c: char, next: char, end: usize) -> bool {
    let before = bytes[at - 1];
    let digits = before.is_ascii_digit() && next.is_ascii_digit();
    match c {
        '-' | '\u{2010}' | '\u{2011}' => true,
        '–' | ':' | '/' => digits,
        ',' => {
            let run = bytes[at + 1..end].iter().take(4).take_while(|b| b.is_ascii_digit()).count();
            digits && run == 3
        }
        // `U.S`, `3.5`, `nytimes.com`; not `said.The`.
        '.' => {
            let letter = before.is_ascii_alphabetic() && (at < 2 || !bytes[at - 2].is_ascii_alphabetic());
            digits || letter && next.is_alphabetic() || before.is_ascii_alphanumeric() && next.is_lowercase()
        }
        '&' => before.is_ascii_uppercase() && next.is_uppercase(),
        _ => false,
    }
}

/// True when `rest`, behind an apostrophe, begins with a clitic and nothing more. `n't` stays
/// with its verb: a negated verb is looked up as one word.
fn is_clitic(rest: &str) -> bool {
    let end = rest.bytes().take(3).take_while(u8::is_ascii_alphabetic).count();
    let follows = rest[end..].chars().next();
    if follows.is_some_and(|c| c.is_alphanumeric() || c == '-') {
        return false;
    }
    matches!(&rest[..end], "s" | "S" | "re" | "RE" | "ve" | "VE" | "ll" | "LL" | "d" | "D" | "m" | "M")
}

/// Whether the point behind `word` is a part of it, `inside` a sentence or at its end.
fn takes_point(word: &str, inside: bool) -> bool {
    // The last part alone counts: `then-Sen.`, `R-Fla.`
    let word = word.rsplit('-').next().unwrap_or(word);
    match abbreviation(word) {
        Some(Abbreviation::Counted) => inside,
        Some(_) => true,
        None => inside && word.len() == 1 && word.as_bytes()[0].is_ascii_uppercase(),
    }
}

/// What `word` looks like. The parts of a hyphenated word count one by one: `Jean-Luc` is a title.
fn shape(word: &str) -> Shape {
    let mut first = true;
    let (mut letters, mut uppers) = (0, 0);
    let (mut title, mut starts_upper) = (true, false);
    let mut part_starts = true;
    for c in word.chars() {
        if first && c.is_numeric() {
            return Shape::Number;
        }
        if c.is_alphabetic() {
            letters += 1;
            if c.is_uppercase() {
                uppers += 1;
                starts_upper |= first;
                title &= part_starts;
            }
        }
        part_starts = matches!(c, '-' | '\u{2010}' | '\u{2011}');
        first = false;
    }
    match uppers {
        0 => Shape::Lower,
        _ if !starts_upper => Shape::Mixed,
        1 if title => Shape::Title,
        _ if uppers == letters => Shape::Upper,
        _ if title => Shape::Title,
        _ => Shape::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::segment;

    /// The tokens of `text`, with a space between two.
    fn tokens(text: &str) -> String {
        let found = segment(text, &[]).tokens;
        found.iter().map(|t| t.span.of(text)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn clitics_are_tokens_and_negations_are_not() {
        assert_eq!(tokens("Xi’s men don't say they're sure"), "Xi ’s men don't say they 're sure");
        assert_eq!(tokens("O'Brien and the workers’ club"), "O'Brien and the workers ’ club");
    }

    #[test]
    fn hyphens_points_and_ampersands_join() {
        let text = "state-of-the-art AT&T nytimes.com end.Next 1,200 3.5 2015-16 10:30 20th 9/11";
        let cut = "state-of-the-art AT&T nytimes.com end . Next 1,200 3.5 2015-16 10:30 20th 9/11";
        assert_eq!(tokens(text), cut);
        assert_eq!(tokens("$5, 1,2 and/or 50%--x"), "$ 5 , 1 , 2 and / or 50 % - - x");
    }

    #[test]
    fn short_forms_keep_their_point() {
        assert_eq!(tokens("Mr. J. K. Doe (R-Fla.) of the U.S."), "Mr. J. K. Doe ( R-Fla. ) of the U.S.");
        assert_eq!(tokens("Plan B. No. 10 said no."), "Plan B . No. 10 said no .");
    }

    #[test]
    fn doubled_single_marks_are_one_mark() {
        assert_eq!(tokens("``Well,'' he said…"), "`` Well , '' he said …");
    }

    #[test]
    fn shapes_tell_what_a_word_looks_like() {
        use Shape::*;
        for (word, expected) in [
            ("word", Lower),
            ("’s", Mark),
            ("Word", Title),
            ("A", Title),
            ("Jean-Luc", Title),
            ("Élysée", Title),
            ("NATO", Upper),
            ("U.S.", Upper),
            ("EB-5", Upper),
            ("iPhone", Mixed),
            ("McDonald", Mixed),
            ("PACs", Mixed),
            ("20th", Number),
            ("½", Number),
            ("—", Mark),
        ] {
            assert_eq!(segment(word, &[]).tokens[0].shape, expected, "{word}");
        }
        assert_eq!(segment("Xi’s", &[]).tokens[1].shape, Lower);
    }
}
