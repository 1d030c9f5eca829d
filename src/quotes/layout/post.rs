//! Embedded posts: a line of “words — Name (@handle) date”.

use super::{Attribution, Page};
use crate::span::Span;

/// The posts that stand on lines of their own.
pub fn read(page: &Page, taken: &mut [bool]) -> Vec<Attribution> {
    let mut found = Vec::new();
    for (i, &line) in page.lines.iter().enumerate().filter(|&(i, _)| !taken[i]).collect::<Vec<_>>() {
        if let Some(post) = post(page.text, line) {
            taken[i] = true;
            found.push(post);
        }
    }
    found
}

/// The post that `line` is.
fn post(text: &str, line: Span) -> Option<Attribution> {
    let form = line.of(text);
    let handle = form.rfind("(@")?;
    let (dash, mark) = form[..handle].char_indices().rev().find(|&(_, c)| matches!(c, '—' | '–'))?;
    let name = Span::new(line.start + dash + mark.len_utf8(), line.start + handle).trim(text);
    let words = Span::new(line.start, line.start + dash).trim(text);
    let close = form[handle..].find(')')? + handle;
    let tail = form[close + 1..].trim();
    // Behind the handle there is a date at most.
    let dated = tail.is_empty() || tail.ends_with(|c: char| c.is_ascii_digit()) && tail.len() < 40;
    let named =
        name.of(text).starts_with(char::is_alphabetic) && name.of(text).split_whitespace().count() < 6;
    (dated && named && words.of(text).contains(' ')).then(|| Attribution {
        source: Some(name),
        cue: Some(Span::new(line.start + dash, line.start + dash + mark.len_utf8())),
        content: vec![words],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_signed_by_name_and_handle() {
        let text = "We open at noon, all are welcome! — Eva Lund (@evalund) June 3, 2024";
        let found = post(text, Span::new(0, text.len())).expect("a post");
        assert_eq!(found.source.map(|s| s.of(text)), Some("Eva Lund"));
        assert_eq!(found.content[0].of(text), "We open at noon, all are welcome!");
        for line in ["She follows the mayor (@evalund) and nobody else.", "No dash (@evalund)"] {
            assert_eq!(post(line, Span::new(0, line.len())), None, "{line}");
        }
    }
}
