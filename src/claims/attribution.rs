//! Attribution: the quote that each word of an article belongs to.

use crate::layers::Quote;
use crate::syntax::Words;

/// Most quotes around each other that are looked through.
const DEEPEST: usize = 8;

/// For each word the innermost quote around it, and the quote whose cue it is part of.
pub struct Attribution {
    /// The innermost quote whose content holds the word, plus one; 0 in the article's own words.
    owners: Vec<u32>,
    /// The quote whose cue holds the word, plus one; 0 outside of cues.
    cues: Vec<u32>,
    /// For each quote the one around it, plus one; 0 for outermost quotes.
    above: Vec<u32>,
}

impl Attribution {
    /// The attribution of `words` to `quotes`.
    pub fn new(words: &Words, quotes: &[Quote]) -> Attribution {
        let number = |i: usize| u32::try_from(i + 1).unwrap_or(0);
        let mut owners = vec![0; words.list.len()];
        let mut cues = vec![0; words.list.len()];
        for inner in [false, true] {
            for (i, quote) in quotes.iter().enumerate().filter(|(_, q)| q.within.is_some() == inner) {
                for &piece in &quote.content {
                    owners[words.within(piece)].fill(number(i));
                }
            }
        }
        for (i, quote) in quotes.iter().enumerate() {
            for &cue in &quote.cue {
                cues[words.within(cue)].fill(number(i));
            }
        }
        Attribution { owners, cues, above: quotes.iter().map(|q| q.within.map_or(0, number)).collect() }
    }

    /// The innermost quote that holds `word`; `None` in the article's own words.
    pub fn quote_of(&self, word: usize) -> Option<usize> {
        self.owners[word].checked_sub(1).map(|q| q as usize)
    }

    /// True when `word` belongs to the words that ascribe a quote.
    pub fn is_cue(&self, word: usize) -> bool {
        self.cues[word] != 0
    }

    /// The quote whose cue holds `word`.
    pub fn cue_of(&self, word: usize) -> Option<usize> {
        self.cues[word].checked_sub(1).map(|q| q as usize)
    }

    /// True when a claim whose head is `head` can hold `word`: both are in the same quote, or `word` is in a
    /// quote inside of it.
    pub fn holds(&self, head: usize, word: usize) -> bool {
        let quote = self.owners[head];
        let mut at = self.owners[word];
        for _ in 0..DEEPEST {
            if at == quote {
                return true;
            }
            if at == 0 {
                return false;
            }
            at = self.above.get(at as usize - 1).copied().unwrap_or(0);
        }
        false
    }
}
