//! Numbers: figures and number words with their values.

/// The value of a number as written, in figures or one word.
pub fn number(form: &str) -> Option<f64> {
    const WORDS: &[(&str, f64)] = &[
        ("one", 1.0),
        ("two", 2.0),
        ("three", 3.0),
        ("four", 4.0),
        ("five", 5.0),
        ("six", 6.0),
        ("seven", 7.0),
        ("eight", 8.0),
        ("nine", 9.0),
        ("ten", 10.0),
        ("eleven", 11.0),
        ("twelve", 12.0),
        ("thirteen", 13.0),
        ("fourteen", 14.0),
        ("fifteen", 15.0),
        ("sixteen", 16.0),
        ("seventeen", 17.0),
        ("eighteen", 18.0),
        ("nineteen", 19.0),
        ("twenty", 20.0),
        ("thirty", 30.0),
        ("forty", 40.0),
        ("fifty", 50.0),
        ("sixty", 60.0),
        ("seventy", 70.0),
        ("eighty", 80.0),
        ("ninety", 90.0),
        ("hundred", 100.0),
        ("thousand", 1e3),
        ("million", 1e6),
        ("billion", 1e9),
        ("trillion", 1e12),
        ("dozen", 12.0),
    ];
    if let Some(&(_, value)) = WORDS.iter().find(|(word, _)| form.eq_ignore_ascii_case(word)) {
        return Some(value);
    }
    if form.len() > 20 {
        return None;
    }
    if let Some((tens, ones)) = form.split_once('-')
        && let (Some(a), Some(b)) = (
            WORDS.iter().find(|(w, _)| tens.eq_ignore_ascii_case(w)),
            WORDS.iter().find(|(w, _)| ones.eq_ignore_ascii_case(w)),
        )
    {
        return (a.1 >= 20.0 && b.1 < 10.0).then_some(a.1 + b.1);
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
    const WORDS: [&str; 12] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
        "eleventh", "twelfth",
    ];
    if let Some(place) = WORDS.iter().position(|word| *word == form) {
        return Some(place as f64 + 1.0);
    }
    let figures = ["st", "nd", "rd", "th"].iter().find_map(|end| form.strip_suffix(end))?;
    figures.parse::<u32>().ok().map(f64::from)
}

/// What a word multiplies the number before it by: "million".
pub fn scale(form: &str) -> Option<f64> {
    Some(match form {
        "dozen" => 12.0,
        "hundred" => 100.0,
        "thousand" => 1e3,
        "million" | "m" => 1e6,
        "billion" | "bn" => 1e9,
        "trillion" => 1e12,
        _ => return None,
    })
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
