//! Names that the model read become mentions.

use crate::encode::reader::Name;
use crate::english::person::without_title;
use crate::english::places::{Place, place};
use crate::layers::{ActorType, Form, Mention};
use crate::span::Span;

/// The mentions among `names`, whose types are called `types`; dates and sums of money are skipped.
pub fn mentions(text: &str, names: &[Name], types: &[String]) -> Vec<Mention> {
    names.iter().filter_map(|name| mention(text, name, types.get(name.kind)?)).collect()
}

fn mention(text: &str, name: &Name, kind: &str) -> Option<Mention> {
    let span = bare(text, name.span);
    if span.is_empty() {
        return None;
    }
    let nationality = matches!(place(span.of(text)), Some(Place::Nationality(_)));
    let (form, kind) = match kind {
        "PER" => (Form::Name, ActorType::Person),
        "ORG" => (Form::Name, ActorType::Organization),
        "LOC" => (Form::Name, ActorType::Place),
        // "Chinese" refers to a country, "Republicans" to a group.
        "NORP" if nationality => (Form::Modifier, ActorType::Place),
        "NORP" => (Form::Name, ActorType::Group),
        "FAC" | "MISC" | "PRODUCT" => (Form::Name, ActorType::Other),
        _ => return None,
    };
    let span = match kind {
        ActorType::Person => Span::new(span.end - without_title(span.of(text)).len(), span.end),
        _ => span,
    };
    Some(Mention { span, form, kind: Some(kind) })
}

/// The name without a possessive 's.
fn bare(text: &str, span: Span) -> Span {
    let name = span.of(text);
    let end = ["'s", "’s", "'", "’"].iter().find_map(|tail| name.strip_suffix(tail)).unwrap_or(name).len();
    Span::new(span.start, span.start + end).trim(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_become_those_of_actors() {
        let types: Vec<String> = ["PER", "NORP", "DATE"].map(String::from).into();
        let text = "Dr. Ada Lund’s French friends met Quakers in May";
        let name = |from: &str, kind| {
            let start = text.find(from).expect("it is there");
            Name { span: Span::new(start, start + from.len()), kind }
        };
        let names = [name("Dr. Ada Lund’s", 0), name("French", 1), name("Quakers", 1), name("May", 2)];
        let found: Vec<(&str, Form, Option<ActorType>)> =
            mentions(text, &names, &types).iter().map(|m| (m.span.of(text), m.form, m.kind)).collect();
        assert_eq!(
            found,
            [
                ("Ada Lund", Form::Name, Some(ActorType::Person)),
                ("French", Form::Modifier, Some(ActorType::Place)),
                ("Quakers", Form::Name, Some(ActorType::Group))
            ]
        );
    }
}
