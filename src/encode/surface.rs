//! Surface: two facts about a word that an uncased wordpiece loses, its letter case and whether it
//! stands inside double quotation marks. Together they are the word's token type.
//!
//! The weights were trained with exactly these rules (`models/training/quotation.py`), so they do
//! not follow [`crate::segment`], which reads quotations for people.

use crate::span::Span;

/// What is added to the case inside quotation marks.
const QUOTED: u8 = 4;

/// The token type of a word.
pub fn token_type(word: &str, quoted: bool) -> u8 {
    case_of(word) + if quoted { QUOTED } else { 0 }
}

/// 0 no upper-case letter, 1 one capital at the start, 2 all letters upper case, 3 anything else.
fn case_of(word: &str) -> u8 {
    let (mut letters, mut upper, mut first) = (0, 0, false);
    for c in word.chars().filter(|c| c.is_alphabetic()) {
        let capital = c.is_uppercase();
        first |= letters == 0 && capital;
        letters += 1;
        upper += usize::from(capital);
    }
    match upper {
        0 => 0,
        1 if first => 1,
        n if n == letters => 2,
        _ => 3,
    }
}

/// The runs of a line that stand in double quotation marks, marks included, in order. `line` holds
/// no line end. A run that is not closed ends with the line; single marks are not read.
pub fn quoted_runs(line: &str) -> Vec<Span> {
    let mut runs = Vec::new();
    let mut opened = None;
    let mut at = 0;
    while let Some(offset) = next_mark(&line.as_bytes()[at..]) {
        let start = at + offset;
        let mark = mark_at(line, start);
        let Some(mark) = mark else {
            at = start + 1;
            continue;
        };
        let end = start + mark.len();
        at = end;
        let before = line[..start].chars().next_back().unwrap_or(' ');
        let after = line[end..].chars().next().unwrap_or(' ');
        let (blank_before, blank_after) = (before.is_whitespace(), after.is_whitespace());
        match opened {
            None => {
                let starts_word = (blank_before || matches!(before, '(' | '[' | '{' | '—' | '–' | '-' | '/'))
                    && !blank_after;
                let opens = match mark {
                    "“" | "„" | "«" | "``" => true,
                    "”" | "»" => starts_word, // a reversed pair
                    _ => !before.is_ascii_digit() && (!blank_after || blank_before),
                };
                if opens {
                    opened = Some(start);
                }
            }
            Some(open) => {
                let closes = match mark {
                    // a reversed pair
                    "“" | "„" | "«" | "``" => {
                        !blank_before
                            && (blank_after || matches!(after, '.' | ',' | ';' | ':' | '?' | '!' | ')' | ']'))
                    }
                    "”" | "»" => true,
                    _ => !blank_before || blank_after,
                };
                if closes {
                    runs.push(Span::new(open, end));
                    opened = None;
                }
            }
        }
    }
    if let Some(open) = opened {
        runs.push(Span::new(open, line.len()));
    }
    runs
}

/// Bytes that a mark can begin with: `"`, `'`, `` ` ``, and the lead bytes of “ ” „ and « ».
fn next_mark(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|b| matches!(b, b'"' | b'\'' | b'`' | 0xE2 | 0xC2))
}

fn mark_at(line: &str, at: usize) -> Option<&str> {
    let rest = line.get(at..)?;
    ["\"", "''", "``", "“", "”", "„", "«", "»"].into_iter().find(|mark| rest.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(line: &str) -> Vec<&str> {
        quoted_runs(line).into_iter().map(|run| run.of(line)).collect()
    }

    #[test]
    fn cases() {
        let cases = ["the", "Lund", "A", "NATO", "iPhone", "McLeod", "7", "U"].map(case_of);
        assert_eq!(cases, [0, 1, 1, 2, 3, 3, 0, 1]);
        assert_eq!(token_type("Lund", true), 5);
    }

    #[test]
    fn pairs_of_every_kind() {
        assert_eq!(quoted("“It holds,” she said, “for now.”"), ["“It holds,”", "“for now.”"]);
        assert_eq!(quoted("\"It holds,\" she said."), ["\"It holds,\""]);
        assert_eq!(quoted("``It holds,'' she said."), ["``It holds,''"]);
        assert_eq!(quoted("”It holds,“ she said."), ["”It holds,“"]);
    }

    #[test]
    fn an_open_mark_ends_with_its_line() {
        assert_eq!(quoted("She said: “It holds"), ["“It holds"]);
        assert_eq!(quoted("a board of 12\" and one of 5\""), [""; 0]);
    }
}
