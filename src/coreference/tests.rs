//! Examples of actors, speakers and references: a failing test names the text.

use super::*;
use crate::document::testing::with_doc;
use crate::layers::Form;
use crate::{claims, mentions, quotes};

fn resolved(text: &str) -> Resolution {
    with_doc(text, |doc, types| {
        let quotes = quotes::extract(doc);
        let claims = claims::extract(doc, &quotes, &[]);
        resolve(doc, mentions::extract(doc, types), &quotes, &claims)
    })
}

/// The names of the speakers of each quote.
fn speakers(text: &str) -> Vec<Vec<String>> {
    let done = resolved(text);
    done.speakers.iter().map(|who| who.iter().map(|&i| done.actors[i].name.clone()).collect()).collect()
}

#[test]
fn surnames_and_pronouns_are_the_full_name() {
    let text = "Mayor Karen Lund opened the bridge. “It holds,” Lund said. She said the work was done.";
    assert_eq!(speakers(text), [["Karen Lund"], ["Karen Lund"]]);
}

#[test]
fn an_apposition_does_not_speak() {
    let text = "Karen Lund’s lawyer, Peter Moss, said the case was closed.";
    assert_eq!(speakers(text), [["Peter Moss"]]);
}

#[test]
fn an_acronym_is_the_organization() {
    let text = "The Norland Harbour Board (NHB) met. The NHB said the port was open.";
    assert_eq!(speakers(text), [["Norland Harbour Board"]]);
}

#[test]
fn the_government_of_a_country_is_an_organization() {
    let text = "The Norwegian government said the port was open.";
    assert_eq!(speakers(text), [["Norwegian government"]]);
}

#[test]
fn a_name_that_the_reader_passed_over_is_the_actor_all_the_same() {
    let text = "Karen Lund runs the port of Oslo. Speaking of it, Lund said: “It holds.”";
    assert_eq!(speakers(text).last().expect("a quote"), &["Karen Lund"]);
}

#[test]
fn unnamed_speakers_are_actors_of_the_article() {
    let done = resolved("Other experts said the port was open.");
    assert_eq!((done.actors[0].name.as_str(), done.actors[0].scope), ("Other experts", Scope::Article));
}

#[test]
fn a_pronoun_without_antecedent_has_no_speaker() {
    assert_eq!(speakers("She said the port was open."), [Vec::<String>::new()]);
}

#[test]
fn a_pronoun_behind_a_title_means_the_name() {
    let text = "On Monday the minister of fisheries Karen Lund opened the port. The port is safe, she said.";
    assert_eq!(speakers(text), [["Karen Lund"]]);
    let text = "Security firm Quarn said it had seen the attack.";
    assert!(speakers(text).iter().all(|who| who == &["Quarn"]));
    let text = "A scan by the security firm Quarn found holes in the networks of three ports.";
    assert_eq!(speakers(text), [["Quarn"]]);
}

#[test]
fn first_persons_in_a_quotation_are_its_speaker() {
    let text = "“I will close my port,” said Karen Lund. “We need it,” Lund said. I doubt it.";
    let done = resolved(text);
    let lund = done.actors.iter().position(|a| a.name == "Karen Lund").expect("she is named");
    let own: Vec<&str> = done.actors[lund]
        .mentions
        .iter()
        .filter(|m| m.form == Form::Pronoun)
        .map(|m| m.span.of(text))
        .collect();
    assert_eq!(own, ["I", "my"]);
    assert!(done.claim_actors.iter().any(|about| about.contains(&lund)), "a pronoun is her, too");
}

#[test]
fn who_stands_for_the_noun_before_it() {
    let found = speakers("Karen Lund, who said the port was open, left early.");
    assert_eq!(found, [["Karen Lund"]]);
}

/// Texts with the speakers of their last quote.
const SPEAKERS: &[(&str, &[&str])] = &[
    ("“It holds,” said Karen Lund.", &["Karen Lund"]),
    ("Karen Lund and Peter Moss said the port was safe.", &["Karen Lund", "Peter Moss"]),
    ("The minister of fisheries Karen Lund said the port was safe.", &["Karen Lund"]),
    ("The Sabre newspaper said the port was closed.", &["Sabre"]),
    // A document speaks for its issuer.
    ("A report by Quarn Shipping said the port was safe.", &["Quarn Shipping"]),
    // An apposition or a possessor does not speak.
    ("Karen Lund’s lawyer, Peter Moss, said the port was safe.", &["Peter Moss"]),
    ("Karen Lund’s lawyer said the port was safe.", &["Karen Lund’s lawyer"]),
    ("A man hired by Karen Lund said the port was safe.", &["man hired by Karen Lund"]),
    // Speakers without a name.
    ("Police said the port was closed.", &["Police"]),
    ("Three experts said the port was safe.", &["Three experts"]),
    // Nothing in the text says who.
    ("He said the port was closed.", &[]),
    ("You said the port was closed.", &[]),
];

#[test]
fn quotes_have_the_speakers_of_the_examples() {
    let mut wrong = Vec::new();
    for (text, expected) in SPEAKERS {
        let found = speakers(text).pop().unwrap_or_default();
        if found != *expected {
            wrong.push(format!("{text}: {found:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Texts with a word or a phrase in them and the named actor that it means; `None` where it means none.
const REFERENCES: &[(&str, &str, Option<&str>)] = &[
    ("Karen Lund opened the port. She left early.", "She", Some("Karen Lund")),
    ("Karen Lund met Peter Moss. He left early.", "He", Some("Peter Moss")),
    ("Karen Lund met Peter Moss. She left early.", "She", Some("Karen Lund")),
    ("Karen Lund sold her ferry.", "her", Some("Karen Lund")),
    (
        "Quarn Shipping bought the pier on Monday. The company said it would close it.",
        "The company",
        Some("Quarn Shipping"),
    ),
    ("Quarn Shipping said it had bought the pier.", "it", Some("Quarn Shipping")),
    ("Karen Lund, who sued the port, left early.", "who", Some("Karen Lund")),
    // Nothing before it is meant.
    ("She left early.", "She", None),
    ("It rained all day. Karen Lund left early.", "It", None),
    ("The ferries sank. They were old.", "They", None),
    ("Karen Lund left early. It rained all day.", "It", None),
    // The wrong gender, the wrong kind.
    ("Karen Lund left early. He stayed.", "He", None),
    ("Karen Lund left early. The company stayed.", "The company", None),
];

#[test]
fn references_mean_the_actors_of_the_examples() {
    let mut wrong = Vec::new();
    for (text, phrase, expected) in REFERENCES {
        let done = resolved(text);
        let means = |actor: &&crate::layers::Actor| {
            actor.scope == Scope::Global
                && actor.mentions.iter().any(|m| m.form != Form::Name && m.span.of(text) == *phrase)
        };
        let found = done.actors.iter().find(means).map(|actor| actor.name.as_str());
        if found != *expected {
            wrong.push(format!("{text}: “{phrase}” means {found:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
