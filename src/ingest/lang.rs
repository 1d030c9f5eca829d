//! Language: what an article is written in, where it is long enough to tell.
//!
//! The classifier names one of its languages whatever it reads, also for a list of names. So its
//! answer counts only where the most frequent words of that language stand in the text, and an
//! article with enough of the English ones is English.

use super::text::head;
use whichlang::Lang;

/// Letters below which nothing is said.
const ENOUGH: usize = 200;

/// Bytes of a text that are looked at.
const SAMPLE: usize = 1 << 15;

/// Share of the words that must be among a language's most frequent ones.
const SHARE: f64 = 0.08;

/// The ISO 639-1 code of `text`, where it can be told.
///
/// # Errors
/// The reason for a reject when it is surely not English, unless `any` is set.
pub(crate) fn judge(text: &str, any: bool) -> Result<Option<String>, String> {
    let sample = head(text, SAMPLE);
    if sample.chars().filter(|c| c.is_alphabetic()).take(ENOUGH).count() < ENOUGH {
        return Ok(None);
    }
    let lang = whichlang::detect_language(sample);
    if share(sample, frequent(Lang::Eng)) >= SHARE {
        return Ok(Some("en".into()));
    }
    let (code, name) = label(lang);
    let words = frequent(lang);
    if lang == Lang::Eng || !words.is_empty() && share(sample, words) < SHARE {
        return Ok(None);
    }
    if any {
        return Ok(Some(code.into()));
    }
    Err(format!("not English (looks like {name}); --any-language takes it"))
}

/// Share of the words of `text` that are among `words`.
fn share(text: &str, words: &[&str]) -> f64 {
    let (mut all, mut hits) = (0usize, 0usize);
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        all += 1;
        // The longest of the words has five characters.
        hits += usize::from(word.len() <= 8 && words.contains(&word.to_lowercase().as_str()));
    }
    hits as f64 / all.max(1) as f64
}

/// Frequent words that the other languages here don't share; none for languages that their script
/// gives away.
fn frequent(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Eng => &[
            "the", "and", "to", "that", "with", "from", "this", "have", "has", "his", "they", "which",
            "would", "were", "said", "be", "by", "as", "not", "are", "but", "who", "for", "it", "on",
        ],
        Lang::Deu => &["der", "die", "und", "das", "von", "mit", "den", "nicht", "ist", "ein"],
        Lang::Fra => &["de", "la", "le", "les", "et", "des", "en", "du", "une", "est", "dans"],
        Lang::Ita => &["di", "che", "il", "la", "del", "un", "per", "non", "una", "con", "della"],
        Lang::Nld => &["de", "het", "een", "van", "en", "dat", "op", "te", "zijn", "met", "niet"],
        Lang::Por => &["de", "que", "o", "do", "da", "em", "um", "uma", "para", "com", "não"],
        Lang::Spa => &["de", "la", "que", "el", "en", "los", "del", "las", "por", "con", "una"],
        Lang::Swe => &["och", "att", "det", "som", "en", "på", "är", "av", "för", "till", "med"],
        Lang::Tur => &["ve", "bir", "bu", "için", "da", "de", "ile", "olarak", "çok", "daha"],
        Lang::Vie => &["và", "của", "là", "có", "cho", "được", "trong", "các", "không", "một"],
        _ => &[],
    }
}

/// Code and English name.
fn label(lang: Lang) -> (&'static str, &'static str) {
    match lang {
        Lang::Ara => ("ar", "Arabic"),
        Lang::Cmn => ("zh", "Chinese"),
        Lang::Deu => ("de", "German"),
        Lang::Eng => ("en", "English"),
        Lang::Fra => ("fr", "French"),
        Lang::Hin => ("hi", "Hindi"),
        Lang::Ita => ("it", "Italian"),
        Lang::Jpn => ("ja", "Japanese"),
        Lang::Kor => ("ko", "Korean"),
        Lang::Nld => ("nl", "Dutch"),
        Lang::Por => ("pt", "Portuguese"),
        Lang::Rus => ("ru", "Russian"),
        Lang::Spa => ("es", "Spanish"),
        Lang::Swe => ("sv", "Swedish"),
        Lang::Tur => ("tr", "Turkish"),
        Lang::Vie => ("vi", "Vietnamese"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRENCH: &str = "Le ministre de la Culture a annoncé mardi que les musées de la ville \
        seraient ouverts le dimanche, et que des visites guidées seraient proposées aux familles \
        dans les quartiers du nord. Une décision est attendue en mars, selon le maire de la ville.";
    const ENGLISH: &str = "The minister said on Tuesday that the museums of the city would open on \
        Sundays, and that guided visits would be offered to families in the north. A decision is \
        expected in March, the mayor said, but it is not clear who would pay for the visits or who \
        would guide them.";

    #[test]
    fn english_and_french_are_told() {
        assert_eq!(judge(ENGLISH, false), Ok(Some("en".into())));
        assert_eq!(judge(FRENCH, true), Ok(Some("fr".into())));
        let reason = judge(FRENCH, false).unwrap_err();
        assert_eq!(reason, "not English (looks like French); --any-language takes it");
        let russian = "Министр культуры сообщил во вторник, что музеи города будут открыты. ".repeat(5);
        assert!(judge(&russian, false).unwrap_err().contains("Russian"));
    }

    #[test]
    fn a_short_text_has_no_language() {
        assert_eq!(judge("Le ministre a annoncé la décision.", false), Ok(None));
        assert_eq!(judge(&"1234 5678 ".repeat(1000), false), Ok(None));
    }

    #[test]
    fn lists_of_names_are_not_rejected() {
        let names = "Giorgio Napolitano, Romano Prodi, Massimo Moratti, Gianluigi Buffon, Roberto \
            Baggio, Paolo Maldini, Alessandro Nesta, Francesco Totti, Andrea Pirlo, Luca Toni, \
            Daniele Rossi, Marco Materazzi, Fabio Grosso, Mauro Camoranesi, Alberto Gilardino";
        assert_eq!(judge(names, false), Ok(None));
        let mixed = "Giorgio Napolitano met Romano Prodi and Massimo Moratti on Tuesday, and \
            Gianluigi Buffon, Roberto Baggio, Paolo Maldini and Alessandro Nesta said that they \
            would not go to Milano with Francesco Totti, Andrea Pirlo and Luca Toni for the prize, \
            which would be given to Daniele Rossi, Marco Materazzi and Fabio Grosso by the city.";
        assert_eq!(judge(mixed, false), Ok(Some("en".into())));
    }
}
