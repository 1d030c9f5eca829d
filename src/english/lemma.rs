//! Lemma: the form of a word under which its other forms are found.
//!
//! For comparison alone: it need not be a word ("clos" for "close" and "closed" where the
//! lexicon knows neither), it must be the same for the forms of one word.

use super::lexicon::{LEXICON, class};
use super::list::{Table, list};

static PLURALS: Table<&str> = Table::new(list!("plurals"), |singular| singular);

/// The lemma of a lower-case form.
pub fn lemma(form: &str) -> String {
    if let Some(singular) = PLURALS.get(form) {
        return (*singular).to_owned();
    }
    let entry = LEXICON.get(form);
    for (bits, base) in [(class::BE, "be"), (class::HAVE, "have"), (class::DO, "do")] {
        if entry.class & bits != 0 {
            return base.to_owned();
        }
    }
    match LEXICON.base(entry.verb) {
        "" if entry.class != 0 => form.to_owned(),
        "" => singular(form),
        base => base.to_owned(),
    }
}

/// The lemma of the verb that a lower-case form is taken for.
pub fn verb(form: &str) -> String {
    let entry = LEXICON.get(form);
    if entry.class != 0 || entry.verb != 0 {
        return lemma(form);
    }
    let stem = ["ing", "ed", "es", "s", "e"].iter().find_map(|end| form.strip_suffix(end));
    let mut stem = stem.filter(|stem| stem.len() > 2).unwrap_or(form).to_owned();
    let mut last = stem.chars().rev();
    if let (Some(a), Some(b)) = (last.next(), last.next())
        && a == b
        && a.is_ascii_alphabetic()
        && !matches!(a, 's' | 'l' | 'e' | 'o')
    {
        stem.pop();
    }
    if let Some(short) = stem.strip_suffix('i') {
        stem = format!("{short}y");
    }
    stem
}

/// "companies" as "company"; what is no plural as it is.
fn singular(form: &str) -> String {
    if let Some(stem) = form.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    if ["sses", "shes", "ches", "xes", "zes"].iter().any(|end| form.ends_with(end)) {
        return form[..form.len() - 2].to_owned();
    }
    let plural = form.len() > 3 && !["ss", "us", "is"].iter().any(|end| form.ends_with(end));
    form.strip_suffix('s').filter(|_| plural).unwrap_or(form).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_meet() {
        for forms in [
            &["said", "says", "saying", "say"][..],
            &["company", "companies"],
            &["is", "were", "been"],
            &["women", "woman"],
            &["breaches", "breach"],
        ] {
            assert!(forms.iter().all(|form| lemma(form) == lemma(forms[0])), "{forms:?}");
        }
        assert_eq!(lemma("news"), lemma("news"));
        assert_ne!(lemma("bus"), lemma("bu"));
    }

    #[test]
    fn verbs_that_no_list_has_meet_too() {
        for forms in [
            &["ransacked", "ransack", "ransacks", "ransacking"][..],
            &["exfiltrate", "exfiltrated", "exfiltrates", "exfiltrating"],
            &["defrag", "defragged"],
        ] {
            assert!(forms.iter().all(|form| verb(form) == verb(forms[0])), "{forms:?}");
        }
    }
}
