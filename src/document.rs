//! A document: an article with everything that is read in it once, before any layer.

use crate::article::Article;
use crate::encode::Reading;
use crate::segment::Segments;
use crate::syntax::{Tree, Words};

/// An article with its segments, its tagged words, their dependency trees after repair, and what the model read.
///
/// It is made once an article and only read afterwards: every layer is a function of it and of earlier layers.
pub struct Doc<'a> {
    /// The article; its text is what all spans point into.
    pub article: &'a Article,
    /// Paragraphs, sentences, tokens and quotations.
    pub segments: &'a Segments,
    /// What the model read: spans of attributions, names, and what phrases refer to.
    pub reading: &'a Reading,
    /// The tokens with parts of speech.
    pub words: Words<'a>,
    /// The dependency tree of each sentence over `words`.
    pub tree: Tree,
}

impl<'a> Doc<'a> {
    /// Tags the words of `article` and lays the trees of `reading` on them.
    pub fn new(article: &'a Article, segments: &'a Segments, reading: &'a Reading) -> Doc<'a> {
        let words = Words::new(article, segments);
        let tree = Tree::new(&words, reading);
        Doc { article, segments, reading, words, tree }
    }

    /// The text of the article.
    pub fn text(&self) -> &'a str {
        &self.article.text
    }
}

#[cfg(all(test, feature = "model"))]
pub mod testing {
    //! Documents for tests, read by the model that the program carries.

    use super::Doc;
    use crate::article::Article;
    use crate::encode::model;
    use crate::segment::segment;

    /// What `work` makes of the document of `text`; it is also given the names of the types of names.
    pub fn with_doc<T>(text: &str, work: impl FnOnce(&Doc, &[String]) -> T) -> T {
        let article = Article::from_text(text);
        let segments = segment(text, &[]);
        let (reading, types) = model::read(text);
        work(&Doc::new(&article, &segments, &reading), types)
    }
}
