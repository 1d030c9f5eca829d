//! Filter: what a question asks for.

use std::str::FromStr;

/// What a question asks for; what is `None` or empty does not narrow it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Words, phrases and operators of full text.
    pub text: Option<String>,
    /// Keys of actors, one of whom speaks.
    pub speakers: Option<Vec<i64>>,
    /// Keys of actors, one of whom is spoken of.
    pub about: Option<Vec<i64>>,
    /// Keys of publishers.
    pub publishers: Option<Vec<i64>>,
    /// First day, `2026-03-01`; said, or published where the text does not tell.
    pub since: Option<String>,
    /// Last day.
    pub until: Option<String>,
    /// `direct`, `mixed` or `indirect`.
    pub kind: Option<String>,
    /// `speech`, `thought`, `intention`, `finding` or `other`.
    pub act: Option<String>,
    /// Only where a number is claimed.
    pub numbers: Option<Numbers>,
    /// Least confidence.
    pub min_confidence: Option<f64>,
    /// Only claims that echo the claim with this key, or that it echoes, over others too; it is one.
    pub echoing: Option<i64>,
    /// What comes first.
    pub sort: Sort,
    /// At most so many; `None`: all.
    pub limit: Option<usize>,
}

impl Filter {
    /// True when nothing narrows it.
    pub fn is_open(&self) -> bool {
        *self == Filter { sort: self.sort, limit: self.limit, ..Filter::default() }
    }
}

/// What comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best match of the text; the newest where no text is given.
    #[default]
    Relevance,
    /// The newest.
    Newest,
    /// The oldest.
    Oldest,
    /// The surest.
    Confidence,
    /// As the articles came.
    Input,
}

/// A range of numbers, both ends included.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Numbers {
    /// Least.
    pub low: Option<f64>,
    /// Greatest.
    pub high: Option<f64>,
}

impl FromStr for Numbers {
    type Err = String;

    /// `7`, `5..10`, `1000..`, `..5`; `any`, or nothing, for every number.
    fn from_str(text: &str) -> Result<Numbers, String> {
        let text = text.trim();
        let number = |text: &str| -> Result<Option<f64>, String> {
            let text = text.trim().replace(['_', ','], "");
            if text.is_empty() {
                return Ok(None);
            }
            match text.parse::<f64>() {
                Ok(number) if number.is_finite() => Ok(Some(number)),
                _ => Err(format!("“{text}” is not a number; give 7, 5..10, 1000.. or ..5")),
            }
        };
        if text.is_empty() || text == "any" {
            return Ok(Numbers::default());
        }
        match text.split_once("..") {
            Some((low, high)) => match (number(low)?, number(high)?) {
                (Some(low), Some(high)) if low > high => Err(format!("no number lies from {low} to {high}")),
                (low, high) => Ok(Numbers { low, high }),
            },
            None => number(text).map(|exact| Numbers { low: exact, high: exact }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read() {
        let range = |text: &str| text.parse::<Numbers>().map(|n| (n.low, n.high));
        assert_eq!(range("7"), Ok((Some(7.0), Some(7.0))));
        assert_eq!(range("5..10"), Ok((Some(5.0), Some(10.0))));
        assert_eq!(range("1,000.."), Ok((Some(1000.0), None)));
        assert_eq!(range("..-5.5"), Ok((None, Some(-5.5))));
        assert_eq!(range("any"), Ok((None, None)));
        assert!(range("many").is_err() && range("nan").is_err());
    }
}
