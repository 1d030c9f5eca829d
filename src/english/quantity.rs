//! Quantity: words around numbers and in the place of numbers.

use super::list::{Table, WordList, entries, list};

/// Words, in lower case, for amounts without a value: "several".
pub static VAGUE_AMOUNTS: WordList = WordList::new(list!("vague_amounts"));

/// Signs of money before a number.
pub static CURRENCY_SIGNS: WordList = WordList::new(list!("currency_signs"));

/// Units, in lower case, that a hyphen joins to their number: "12-year".
pub static HYPHEN_UNITS: WordList = WordList::new(list!("hyphen_units"));

/// Words, in lower case, that multiply, with their factors: "twice".
pub static MULTIPLES: Table<f64> = Table::new(list!("multiples"), value);

/// Parts of a whole, in lower case, with their divisors: "third".
pub static FRACTIONS: Table<f64> = Table::new(list!("fractions"), value);

/// Words and phrases before a number that change it, in lower case, a phrase before those that it ends with:
/// "no more than", "more than".
pub fn number_modifiers() -> impl Iterator<Item = &'static str> {
    entries(list!("number_modifiers")).map(|(modifier, _)| modifier)
}

/// Words that headlines shorten, with their short forms: "government", "govt".
pub static HEADLINE_FORMS: Table<&str> = Table::new(list!("headline_forms"), |short| short);

fn value(note: &str) -> f64 {
    note.parse().unwrap_or(1.0)
}
