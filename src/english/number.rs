//! Numbers: figures and number words with their values.

use super::list::{Table, entries, list};

/// What the list of numbers says of a word.
#[derive(Clone, Copy)]
struct Number {
    value: f64,
    /// It multiplies the number before it: "million".
    scale: bool,
    /// It only does so: "bn".
    letters: bool,
}

static NUMBERS: Table<Number> = Table::new(list!("numbers"), |note| {
    let (value, mark) = note.split_once(' ').unwrap_or((note, ""));
    Number { value: value.parse().unwrap_or(0.0), scale: !mark.is_empty(), letters: mark == "letters" }
});
static ORDINALS: Table<f64> = Table::new(list!("ordinals"), |value| value.parse().unwrap_or(0.0));

/// Longest number that is read, in bytes.
const LONGEST: usize = 20;

/// The number words of the list, lower case, without letters such as "bn".
pub fn words() -> impl Iterator<Item = &'static str> {
    let all = entries(list!("numbers")).map(|(word, _)| word);
    all.filter(|word| NUMBERS.get(word).is_some_and(|number| !number.letters))
}

/// The value of a number word in any case.
fn word(form: &str) -> Option<f64> {
    let listed = NUMBERS.get(&form.to_ascii_lowercase()).filter(|number| !number.letters);
    listed.map(|number| number.value)
}

/// The value of a number as written, in figures or one word.
pub fn number(form: &str) -> Option<f64> {
    if form.len() > LONGEST {
        return None;
    }
    if let Some(value) = word(form) {
        return Some(value);
    }
    if let Some((tens, ones)) = form.split_once('-')
        && let (Some(tens), Some(ones)) = (word(tens), word(ones))
    {
        return (tens >= 20.0 && ones < 10.0).then_some(tens + ones);
    }
    let digits: String = form.chars().filter(|c| *c != ',').collect();
    let body = digits.trim_end_matches('.');
    if body.starts_with(|c: char| c.is_ascii_digit()) {
        if let Ok(value) = body.parse::<f64>() {
            return value.is_finite().then_some(value);
        }
        // "20th", "7m", "3-2" hold no plain value, but for the scale letters of money.
        let (figures, tail) = body.split_at(body.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len());
        let value: f64 = figures.parse().ok()?;
        return match tail {
            "m" | "M" | "mn" => Some(value * 1e6),
            "bn" | "b" | "B" => Some(value * 1e9),
            "k" | "K" => Some(value * 1e3),
            "km" | "m²" | "kg" | "g" | "cm" | "mm" | "s" | "pc" => Some(value),
            _ => None,
        };
    }
    None
}

/// The place that an ordinal names: "third", "21st".
pub fn ordinal(form: &str) -> Option<f64> {
    if let Some(&value) = ORDINALS.get(form) {
        return Some(value);
    }
    let figures = ["st", "nd", "rd", "th"].iter().find_map(|end| form.strip_suffix(end))?;
    figures.parse::<u32>().ok().map(f64::from)
}

/// What a word multiplies the number before it by: "million".
pub fn scale(form: &str) -> Option<f64> {
    NUMBERS.get(form).filter(|number| number.scale).map(|number| number.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_and_words_have_values() {
        assert_eq!(number("1,200"), Some(1200.0));
        assert_eq!(number("Seven"), Some(7.0));
        assert_eq!(number("twenty-one"), Some(21.0));
        assert_eq!(number("3.5"), Some(3.5));
        assert_eq!(number("7bn"), Some(7e9));
        assert_eq!(number("20th"), None);
        assert_eq!((ordinal("third"), ordinal("22nd"), ordinal("month")), (Some(3.0), Some(22.0), None));
    }
}
