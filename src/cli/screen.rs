//! The screen: its width, colours, and text that can't do it harm.

use std::io::{self, IsTerminal};
use unicode_width::UnicodeWidthChar;

/// Columns where the terminal does not tell.
const WIDTH: usize = 100;

/// Columns of standard output: of the terminal, of `COLUMNS`, else [`WIDTH`].
pub fn width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    told.or_else(|| if io::stdout().is_terminal() { terminal() } else { None })
        .unwrap_or(WIDTH)
        .clamp(40, 400)
}

/// True when standard output is a terminal and `NO_COLOR` is not set.
pub fn colour() -> bool {
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// The text on one line, without what a terminal would obey: control characters, and marks that turn
/// the direction of what stands around.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c if is_obeyed(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out.trim().to_string()
}

/// The text with its line breaks, without what a terminal would obey.
pub fn tame(text: &str) -> String {
    text.chars()
        .filter(|&c| c != '\r')
        .map(|c| if c != '\n' && c != '\t' && is_obeyed(c) { '\u{fffd}' } else { c })
        .collect()
}

fn is_obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
}

/// Columns that a text takes.
pub fn columns(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// The text in lines of at most `width` columns, at most `lines`; an ellipsis where more follows.
pub fn wrap(text: &str, width: usize, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    let mut words: Vec<String> = text.split(' ').filter(|w| !w.is_empty()).map(String::from).collect();
    words.reverse();
    while let Some(word) = words.pop() {
        let takes = columns(&word);
        let gap = usize::from(used > 0);
        if used + gap + takes <= width {
            line.push_str(if gap > 0 { " " } else { "" });
            line.push_str(&word);
            used += gap + takes;
        } else if used == 0 {
            let (head, tail) = split(&word, width);
            out.push(head);
            words.push(tail);
        } else {
            out.push(std::mem::take(&mut line));
            used = 0;
            words.push(word);
        }
        if out.len() == lines {
            if let Some(last) = out.last_mut() {
                *last = cut(&format!("{last} …"), width);
            }
            return out;
        }
    }
    if !line.is_empty() || out.is_empty() {
        out.push(line);
    }
    out
}

fn split(word: &str, width: usize) -> (String, String) {
    let mut used = 0;
    let at = word.char_indices().find(|(at, c)| {
        used += c.width().unwrap_or(0);
        *at > 0 && used > width
    });
    let at = at.map_or(word.len(), |(at, _)| at);
    (word[..at].to_string(), word[at..].to_string())
}

/// The text cut to `width` columns, with an ellipsis where something is missing.
pub fn cut(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_string();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.trim_end_matches('…').chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        out.push(c);
    }
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

/// The text with blanks up to `width` columns.
pub fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_not_obeyed() {
        assert_eq!(plain("a\x1b[31m\u{202e}b\n\nc\u{9b}"), "a\u{fffd}[31m\u{fffd}b c\u{fffd}");
        assert_eq!(tame("a\x1b\r\nb"), "a\u{fffd}\nb");
    }

    #[test]
    fn lines_fit_whatever_stands_in_them() {
        for text in
            ["a b c", "supercalifragilistic words", "日本語のとても長い文章です", "🙂🙂🙂🙂🙂🙂🙂 x", ""]
        {
            for width in 2..12 {
                for lines in 1..4 {
                    let wrapped = wrap(text, width, lines);
                    assert!(
                        wrapped.len() <= lines && wrapped.iter().all(|l| columns(l) <= width),
                        "{wrapped:?}"
                    );
                }
                assert!(columns(&cut(text, width)) <= width);
            }
        }
        assert_eq!(wrap("one two three", 7, 9), ["one two", "three"]);
        assert_eq!(wrap("one two three", 7, 1), ["one tw…"]);
    }
}
