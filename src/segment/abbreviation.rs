//! Abbreviations: what a point after a word may mean.

/// How a word that takes a point behaves before the next word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Stands before what it belongs to and never ends a sentence: `Mr.`, `vs.`, `e.g.`.
    Leading,
    /// Stands before a number (`No. 10`, `Oct. 3`); before anything else its point ends the
    /// sentence, for it is then a word (`no.`) or the end of a date.
    Counted,
    /// May end a sentence: `Inc.`, `U.S.`, `p.m.`; what comes next decides.
    Either,
}

/// Longest abbreviation of the lists, in bytes.
const LONGEST: usize = 8;

/// What `word`, standing before a point and given without it, abbreviates; `None` for a word.
///
/// Upper and lower case differ only where the lower case is a common word: `Mass.`, `Sun.`.
pub(super) fn abbreviation(word: &str) -> Option<Abbreviation> {
    use Abbreviation::*;
    if pointed(word) {
        return Some(match word {
            "e.g" | "i.e" | "E.g" | "I.e" | "c.f" | "P.S" | "p.s" => Leading,
            _ => Either,
        });
    }
    if word.len() > LONGEST || !word.is_ascii() {
        return None;
    }
    let mut lower = [0; LONGEST];
    let lower = &mut lower[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let capital = word.as_bytes().first().is_some_and(u8::is_ascii_uppercase);
    Some(match &*lower {
        // People.
        b"mr" | b"mrs" | b"ms" | b"mx" | b"messrs" | b"mme" | b"mlle" | b"dr" | b"drs" | b"prof" | b"rev"
        | b"fr" | b"msgr" | b"hon" | b"pres" | b"gov" | b"govs" | b"lt" | b"sen" | b"sens" | b"rep"
        | b"reps" | b"gen" | b"brig" | b"col" | b"maj" | b"capt" | b"cmdr" | b"cpl" | b"sgt" | b"pvt"
        | b"adm" | b"atty" | b"supt" | b"insp" | b"det" | b"amb" | b"cllr" | b"sec'y" | b"ald" => Leading,
        // Places that come before their name; links between two words.
        b"st" | b"ste" | b"mt" | b"ft" if capital => Leading,
        b"vs" | b"viz" | b"cf" | b"ca" | b"approx" if !capital => Leading,
        b"vs" => Leading,
        // Before a number.
        b"no" | b"nos" | b"art" | b"sec" if capital => Counted,
        b"pp" | b"vol" | b"vols" | b"fig" | b"figs" | b"ch" | b"para" | b"pop" | b"op" => Counted,
        b"jan" | b"feb" | b"aug" | b"sept" | b"oct" | b"nov" | b"dec" => Either,
        b"mar" | b"apr" | b"jun" | b"jul" | b"sep" if capital => Either,
        b"mon" | b"tue" | b"tues" | b"wed" | b"thu" | b"thur" | b"thurs" | b"fri" if capital => Either,
        // After a name.
        b"jr" | b"sr" | b"esq" | b"inc" | b"corp" | b"ltd" | b"llc" | b"co" | b"cos" | b"bros" | b"dept"
        | b"dist" | b"div" | b"univ" | b"assn" | b"intl" | b"natl" | b"govt" => Either,
        b"ave" | b"blvd" | b"rd" | b"hwy" | b"rte" | b"pl" if capital => Either,
        b"etc" | b"al" | b"ph" => Either,
        // States of the US, as news agencies write them.
        b"ala" | b"ariz" | b"ark" | b"calif" | b"colo" | b"conn" | b"del" | b"fla" | b"ga" | b"ill"
        | b"ind" | b"kan" | b"ky" | b"md" | b"mass" | b"mich" | b"minn" | b"miss" | b"mo" | b"mont"
        | b"neb" | b"nev" | b"okla" | b"ore" | b"pa" | b"tenn" | b"tex" | b"va" | b"vt" | b"wash"
        | b"wis" | b"wisc" | b"wyo"
            if capital =>
        {
            Either
        }
        _ => return None,
    })
}

/// True for letters with points between them: `U.S`, `p.m`, `Ph.D`, `J.K`.
fn pointed(word: &str) -> bool {
    let mut parts = word.split('.');
    let short =
        |part: &str| !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_alphabetic());
    parts.next().is_some_and(short) && word.contains('.') && parts.all(short)
}

/// True for words that begin sentences far oftener than they stand, with their capital, inside of
/// one: after `U.S.` they tell a new sentence from a name.
pub(super) fn begins_sentences(word: &str) -> bool {
    STARTERS.binary_search(&word).is_ok()
}

/// The words of [`begins_sentences`], in the order of their bytes.
const STARTERS: [&str; 115] = [
    "A",
    "According",
    "After",
    "All",
    "Also",
    "Although",
    "Among",
    "An",
    "And",
    "Another",
    "Are",
    "As",
    "Asked",
    "At",
    "Because",
    "Before",
    "Between",
    "Both",
    "But",
    "By",
    "Can",
    "Could",
    "Despite",
    "Did",
    "Do",
    "Does",
    "Don",
    "During",
    "Each",
    "Earlier",
    "Even",
    "Every",
    "Following",
    "For",
    "From",
    "He",
    "Her",
    "Here",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "Instead",
    "Is",
    "It",
    "Its",
    "Last",
    "Later",
    "Let",
    "Many",
    "Maybe",
    "Meanwhile",
    "Most",
    "My",
    "No",
    "Not",
    "Now",
    "On",
    "Once",
    "One",
    "Or",
    "Other",
    "Others",
    "Our",
    "Over",
    "People",
    "Perhaps",
    "Please",
    "Recently",
    "Several",
    "She",
    "Should",
    "Since",
    "So",
    "Some",
    "Still",
    "Such",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "Three",
    "Through",
    "To",
    "Today",
    "Together",
    "Two",
    "Under",
    "Until",
    "Was",
    "We",
    "Were",
    "What",
    "When",
    "Where",
    "Which",
    "While",
    "Who",
    "Why",
    "Will",
    "With",
    "Without",
    "Would",
    "Yes",
    "Yet",
    "You",
    "Your",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_starters_is_in_order() {
        assert!(STARTERS.is_sorted());
        assert!(begins_sentences("The") && begins_sentences("A") && !begins_sentences("Obama"));
    }

    #[test]
    fn case_tells_a_short_form_from_a_word() {
        assert_eq!(abbreviation("Mass"), Some(Abbreviation::Either));
        assert_eq!(abbreviation("mass"), None);
        assert_eq!(abbreviation("No"), Some(Abbreviation::Counted));
        assert_eq!(abbreviation("no"), None);
        assert_eq!(abbreviation("SEN"), Some(Abbreviation::Leading));
    }

    #[test]
    fn letters_with_points_are_short_forms() {
        assert_eq!(abbreviation("U.S"), Some(Abbreviation::Either));
        assert_eq!(abbreviation("Ph.D"), Some(Abbreviation::Either));
        assert_eq!(abbreviation("e.g"), Some(Abbreviation::Leading));
        assert_eq!(abbreviation("3.5"), None);
        assert_eq!(abbreviation("nytimes.com"), None);
    }
}
