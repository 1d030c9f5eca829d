//! Examples of tags and phrases, one a line: a failing test names the sentence.

use super::*;
use crate::segment::segment;

/// What `look` makes of the words of `text`.
fn with_words<T>(text: &str, look: impl FnOnce(&Words) -> T) -> T {
    let article = Article::from_text(text);
    look(&Words::new(&article, &segment(text, &[])))
}

/// Sentences with the tag of each word.
const TAGGED: &[&str] = &[
    // Function words.
    "The/Det harbour/Noun board/Noun will/Md close/Vb the/Det pier/Noun ./Punct",
    "Ida/Propn Lund/Propn does/Do not/Neg know/Vb ./Punct",
    "She/Pron left/Vbd because/Sconj it/Pron rained/Vbd and/Cconj snow/Noun fell/Vbd ./Punct",
    "He/Pron left/Vbd before/Adp noon/Noun ./Punct",
    "He/Pron left/Vbd before/Sconj she/Pron came/Vbd ./Punct",
    "The/Det crew/Noun who/Wh left/Vbd were/Be tired/Adj ./Punct",
    // "that": a determiner, a pronoun, or the word before a clause.
    "That/Det ferry/Noun sank/Vbd ./Punct",
    "That/Pron is/Be true/Adj ./Punct",
    "He/Pron said/Vbd that/That Norland/Propn had/Have won/Vbn ./Punct",
    // "her": a possessive or a pronoun.
    "He/Pron told/Vbd her/PrpPoss lawyer/Noun ./Punct",
    "He/Pron told/Vbd her/Pron ./Punct",
    // "these": a determiner or a pronoun.
    "These/Det ferries/Noun sank/Vbd ./Punct",
    "These/Pron are/Be old/Adj ./Punct",
    // Forms that are verbs or nouns.
    "They/Pron report/Vb that/That the/Det ferry/Noun sank/Vbd ./Punct",
    "The/Det report/Noun was/Be read/Vbn ./Punct",
    "The/Det board/Noun plans/Vbz to/To report/Vb ./Punct",
    "The/Det plans/Noun of/Adp the/Det board/Noun failed/Vbd ./Punct",
    "The/Det sinking/Noun of/Adp the/Det ferry/Noun shocked/Vbd Norland/Propn ./Punct",
    "The/Det ferry/Noun is/Be sinking/Vbg ./Punct",
    // Participles.
    "She/Pron has/Have closed/Vbn the/Det pier/Noun ./Punct",
    "A/Det closed/Adj pier/Noun is/Be quiet/Adj ./Punct",
    // Words that no list has, by their endings.
    "The/Det zorbed/Adj ferry/Noun sailed/Vbd quarnly/Adv ./Punct",
    // Capitals.
    "The/Det Port/Propn of/Adp Sorrin/Propn sold/Vbd 1,200/Num ferries/Noun ./Punct",
    "Harbour/Propn Board/Propn members/Noun met/Vbd ./Punct",
];

#[test]
fn words_have_the_tags_of_the_examples() {
    let mut wrong = Vec::new();
    for line in TAGGED {
        let pairs: Vec<(&str, &str)> = line.split(' ').filter_map(|pair| pair.rsplit_once('/')).collect();
        let text = pairs.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" ").replace(" .", ".");
        with_words(&text, |words| {
            assert_eq!(words.list.len(), pairs.len(), "{text}");
            for (word, (form, tag)) in words.list.iter().zip(&pairs) {
                let found = format!("{:?}", word.tag);
                if found != *tag {
                    wrong.push(format!("{text}: {form} is {found}, not {tag}"));
                }
            }
        });
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A noun phrase in its sentence: what comes before, the phrase, and what comes behind; an empty phrase where
/// there is none.
type Phrase = (&'static str, &'static str, &'static str);

const PHRASES_BEFORE: &[Phrase] = &[
    ("", "The head of the agency", " left."),
    ("", "Ida Lund’s lawyer", " left."),
    ("", "She", " left."),
    ("In May ", "the board", " met."),
    ("", "Two of the ferries", " sank."),
    ("He left ", "", "again."),
    ("She saw him and ", "the old captain", " left."),
    ("They met ", "the board (NHB)", " again."),
];

const PHRASES_AFTER: &[Phrase] = &[
    ("He told ", "the head of the agency", " that it sank."),
    ("He told ", "her", " that it sank."),
    ("He told ", "three old captains", " again."),
    ("He left ", "", "quickly."),
    ("He left ", "", "because it rained."),
];

/// Subjects before a verb group, with the comma that ends an insertion.
const SUBJECTS: &[Phrase] = &[
    ("", "Ida Lund", " said it sank."),
    ("", "The mayor", " has said it sank."),
    ("", "Ida Lund, an aide,", " said it sank."),
    ("", "Ida Lund and Peter Moss", " said it sank."),
    ("It sank, ", "the board", " said."),
    ("The crew ", "who", " said it sank left."),
    ("“It sank,” ", "", "said the board."),
];

fn phrases(examples: &[Phrase], look: impl Fn(&Words, usize, usize) -> Option<std::ops::Range<usize>>) {
    let mut wrong = Vec::new();
    for (before, phrase, behind) in examples {
        let text = format!("{before}{phrase}{behind}");
        with_words(&text, |words| {
            let range = look(words, words.at(before.len()), words.at(before.len() + phrase.len()));
            let found = range.filter(|r| !r.is_empty()).map_or("", |r| words.span(r.start, r.end).of(&text));
            if found != *phrase {
                wrong.push(format!("{text}: found “{found}”, not “{phrase}”"));
            }
        });
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn noun_phrases_begin_where_the_examples_say() {
    phrases(PHRASES_BEFORE, |words, _, end| Some(words.noun_phrase_before(end, 0)..end));
}

#[test]
fn noun_phrases_end_where_the_examples_say() {
    phrases(PHRASES_AFTER, |words, start, _| Some(start..words.noun_phrase_after(start, words.list.len())));
}

#[test]
fn verbs_have_the_subjects_of_the_examples() {
    phrases(SUBJECTS, |words, _, group| words.subject_before(group, 0));
}
