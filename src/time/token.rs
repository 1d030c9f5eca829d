//! Tokens: a text cut once into the typed words that the grammar reads.
//!
//! A token holds its span and what the [lexicon](super::lexicon) says of it. A blank line becomes
//! [`Lex::Break`], which no rule crosses; a single line end is white space, since wire text is
//! wrapped.

use super::lexicon::{self, Lex};
use crate::span::Span;

/// A word, a number or a mark.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What it is to the grammar.
    pub lex: Lex,
    /// True when no white space stands before it.
    pub joined: bool,
    /// True when it begins with a capital letter.
    pub capital: bool,
}

/// The tokens of one text.
pub struct Tokens<'t> {
    /// The text that they point into.
    pub text: &'t str,
    /// In order, not overlapping.
    pub list: Vec<Token>,
}

impl<'t> Tokens<'t> {
    /// Cuts `text`.
    pub fn of(text: &'t str) -> Self {
        let mut list = Vec::with_capacity(text.len() / 5);
        Cutter { text, bytes: text.as_bytes(), at: 0 }.run(&mut list);
        Tokens { text, list }
    }

    /// What token `i` is; [`Lex::Break`] past the end.
    pub fn lex(&self, i: usize) -> Lex {
        self.list.get(i).map_or(Lex::Break, |t| t.lex)
    }

    /// What the token before `i` is; [`Lex::Break`] before the start.
    pub fn lex_before(&self, i: usize) -> Lex {
        i.checked_sub(1).map_or(Lex::Break, |i| self.lex(i))
    }

    /// The characters of token `i`; empty past the end.
    pub fn word(&self, i: usize) -> &'t str {
        self.list.get(i).map_or("", |t| &self.text[t.start as usize..t.end as usize])
    }

    /// True when token `i` is a word that says nothing of time by itself.
    pub fn plain(&self, i: usize) -> bool {
        matches!(self.lex(i), Lex::Plain | Lex::Minor)
    }

    /// True when token `i` is `word`, whatever its case.
    pub fn is(&self, i: usize, word: &str) -> bool {
        self.word(i).eq_ignore_ascii_case(word)
    }

    /// True when token `i` is one of `words`, whatever its case.
    pub fn is_any(&self, i: usize, words: &[&str]) -> bool {
        words.iter().any(|w| self.is(i, w))
    }

    /// True when nothing stands between token `i` and the one before it.
    pub fn joined(&self, i: usize) -> bool {
        self.list.get(i).is_some_and(|t| t.joined)
    }

    /// True when token `i` begins with a capital letter.
    pub fn capital(&self, i: usize) -> bool {
        self.list.get(i).is_some_and(|t| t.capital)
    }

    /// The bytes from token `start` up to token `end`, which is not part of it.
    pub fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.list[start].start as usize, self.list[end - 1].end as usize)
    }
}

struct Cutter<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
}

impl Cutter<'_> {
    fn run(&mut self, list: &mut Vec<Token>) {
        let mut joined = false;
        while self.at < self.bytes.len() {
            let start = self.at;
            let byte = self.bytes[start];
            if byte.is_ascii_whitespace() || byte == 0xC2 && self.bytes.get(start + 1) == Some(&0xA0) {
                if self.space() > 1 {
                    list.push(Token {
                        start: start as u32,
                        end: self.at as u32,
                        lex: Lex::Break,
                        joined: false,
                        capital: false,
                    });
                }
                joined = false;
                continue;
            }
            let lex = match byte {
                b'a'..=b'z' | b'A'..=b'Z' => self.word(),
                b'0'..=b'9' => self.number(),
                b'\'' | b'`' => self.apostrophe(joined),
                0x80.. => self.wide(joined),
                _ => {
                    self.at += 1;
                    Lex::Mark(byte)
                }
            };
            list.push(Token {
                start: start as u32,
                end: self.at as u32,
                lex,
                joined,
                capital: byte.is_ascii_uppercase(),
            });
            joined = true;
        }
    }

    /// Skips white space and counts its line ends.
    fn space(&mut self) -> usize {
        let mut lines = 0;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\n' => lines += 1,
                0xC2 if self.bytes.get(self.at + 1) == Some(&0xA0) => self.at += 1,
                _ if !byte.is_ascii_whitespace() => break,
                _ => {}
            }
            self.at += 1;
        }
        lines
    }

    fn letters(&mut self) {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_alphabetic) {
            self.at += 1;
        }
        // A word with letters beyond ASCII is read to its end; it is in no table.
        if self.bytes.get(self.at).is_some_and(|b| !b.is_ascii()) {
            for c in self.text[self.at..].chars() {
                if !c.is_alphanumeric() {
                    break;
                }
                self.at += c.len_utf8();
            }
        }
    }

    fn word(&mut self) -> Lex {
        let start = self.at;
        if let Some(end) = self.meridiem() {
            let morning = self.bytes[start].eq_ignore_ascii_case(&b'a');
            self.at = end;
            return if morning { Lex::Am } else { Lex::Pm };
        }
        self.letters();
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        let word = &self.bytes[start..self.at];
        fiscal_year(word).map_or_else(|| lexicon::look_up(word), Lex::FiscalYear)
    }

    /// The end of "a.m." or "p.m." here, with its last mark where one follows.
    fn meridiem(&self) -> Option<usize> {
        let rest = &self.bytes[self.at..];
        if !matches!(rest, [b'a' | b'p' | b'A' | b'P', b'.', b'm' | b'M', ..]) {
            return None;
        }
        match rest.get(3) {
            Some(b'.') => Some(self.at + 4),
            Some(b) if b.is_ascii_alphanumeric() => None,
            _ => Some(self.at + 3),
        }
    }

    fn number(&mut self) -> Lex {
        let start = self.at;
        let mut value: u32 = 0;
        while let Some(b) = self.bytes.get(self.at).filter(|b| b.is_ascii_digit()) {
            value = value.saturating_mul(10).saturating_add(u32::from(b - b'0'));
            self.at += 1;
        }
        let digits = (self.at - start).min(255) as u8;
        let mut plain = true;
        // 1,500 and 2.5 are one number; "1998, 300" and "Nov. 9." are not.
        while let Some(group) = self.group() {
            plain = false;
            value = value.saturating_mul(1000).saturating_add(group);
        }
        // "10.2015" in 1.10.2015 is no fraction.
        let after_point = matches!(self.bytes[..start], [.., b'0'..=b'9', b'.']);
        if !after_point
            && self.bytes.get(self.at) == Some(&b'.')
            && self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit)
        {
            let from = self.at;
            self.at += 1;
            while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
                self.at += 1;
            }
            // 1.12.2015 is a date: leave it in parts.
            if self.bytes.get(self.at) == Some(&b'.')
                && self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit)
            {
                self.at = from;
            } else {
                return Lex::Fraction { whole: value, half: &self.bytes[from..self.at] == b".5" };
            }
        }
        if !plain {
            return Lex::Grouped(value);
        }
        let rest = &self.bytes[self.at..];
        let ends = |n: usize| !rest.get(n).is_some_and(u8::is_ascii_alphanumeric);
        let ordinal = matches!(rest, [b's', b't', ..] | [b'n' | b'r', b'd', ..] | [b't', b'h', ..]);
        if ordinal && ends(2) && value < 256 {
            self.at += 2;
            return Lex::Ordinal(value as u8);
        }
        let quote = usize::from(matches!(rest, [b'\'', ..]));
        if matches!(digits, 2 | 4)
            && value.is_multiple_of(10)
            && rest.get(quote) == Some(&b's')
            && ends(quote + 1)
        {
            self.at += quote + 1;
            return Lex::Decade((value / 10) as u16, digits);
        }
        Lex::Num { value, digits }
    }

    /// A group of three digits after a comma.
    fn group(&mut self) -> Option<u32> {
        let rest = &self.bytes[self.at..];
        let [b',', a, b, c, ..] = rest else { return None };
        let digits = [a, b, c];
        if !digits.iter().all(|d| d.is_ascii_digit()) || rest.get(4).is_some_and(u8::is_ascii_digit) {
            return None;
        }
        self.at += 4;
        Some(digits.iter().fold(0, |n, d| n * 10 + u32::from(*d - b'0')))
    }

    fn apostrophe(&mut self, joined: bool) -> Lex {
        self.at += 1;
        self.possessive(joined)
    }

    /// `'s` after a word.
    fn possessive(&mut self, joined: bool) -> Lex {
        let rest = &self.bytes[self.at..];
        if joined
            && matches!(rest.first(), Some(b's' | b'S'))
            && !rest.get(1).is_some_and(u8::is_ascii_alphanumeric)
        {
            self.at += 1;
            return Lex::Possessive;
        }
        Lex::Mark(b'\'')
    }

    /// A character beyond ASCII: a dash, a quotation mark, a letter.
    fn wide(&mut self, joined: bool) -> Lex {
        let c = self.text[self.at..].chars().next().unwrap_or(' ');
        self.at += c.len_utf8();
        match c {
            '\u{2010}'..='\u{2013}' => Lex::Mark(b'-'),
            '\u{2014}' => Lex::Mark(b'_'),
            '\u{2018}' | '\u{2019}' => self.possessive(joined),
            '\u{201c}' | '\u{201d}' => Lex::Mark(b'"'),
            '\u{bd}' => Lex::Fraction { whole: 0, half: true },
            c if c.is_alphabetic() => {
                self.letters();
                Lex::Plain
            }
            _ => Lex::Mark(b' '),
        }
    }
}

/// The year of "FY2009" or "FY10".
fn fiscal_year(word: &[u8]) -> Option<i16> {
    let digits = word.strip_prefix(b"FY")?;
    if digits.len() > 4 {
        return None;
    }
    let value = digits.iter().try_fold(0i16, |n, d| d.is_ascii_digit().then(|| n * 10 + i16::from(d - b'0')));
    match (digits.len(), value?) {
        (2, n) => Some(if n < 50 { 2000 + n } else { 1900 + n }),
        (4, n @ 1900..2100) => Some(n),
        _ => None,
    }
}
