//! What comes back: "every Tuesday", "each month", "daily", "twice a year", "Fridays".

use super::{Expr, Grammar, Meaning};
use crate::time::lexicon::{Form, Lex};
use crate::time::value::{Amount, Unit, duration};

impl Grammar<'_> {
    /// An expression of a set of times.
    pub(super) fn recurrence(&self, i: usize) -> Option<Expr> {
        let set = |end, value, rule| Some(Expr::new(i, end, Meaning::Set(value), rule));
        match self.lex(i) {
            Lex::Every => self.every(i),
            Lex::Often(value) => set(i + 1, value.to_owned(), "often"),
            Lex::Weekday(day, Form::Plural) => set(i + 1, format!("XXXX-WXX-{day}"), "weekdays"),
            Lex::Weekday(day, Form::Full) => match self.lex(i + 1) {
                Lex::Part(part, true) => set(i + 2, format!("XXXX-WXX-{day}T{part}"), "weekday-parts"),
                _ => None,
            },
            Lex::Unit(Unit::Weekend, true) => set(i + 1, "XXXX-WXX-WE".to_owned(), "weekends"),
            Lex::Minor if self.tokens.is(i, "per") => {
                // "miles per hour" is a speed.
                let Lex::Unit(unit, false) = self.lex(i + 1) else { return None };
                (unit >= Unit::Day).then(|| self.rate(i, unit))
            }
            Lex::Article => {
                let Lex::Unit(unit, false) = self.lex(i + 1) else { return None };
                let times = self.tokens.is_any(i.wrapping_sub(1), &["once", "twice", "times"]);
                (times || unit >= Unit::Day && self.counted_by(i)).then(|| self.rate(i, unit))
            }
            _ => None,
        }
    }

    /// "Monday" of "Monday and Tuesday nights": both come back.
    pub(super) fn shared_part(&self, i: usize) -> Option<Expr> {
        let Lex::Weekday(day, Form::Full) = self.lex(i) else { return None };
        let joins = matches!(self.lex(i + 1), Lex::And | Lex::Or | Lex::Mark(b'-'));
        let Lex::Part(part, true) = self.lex(i + 3) else { return None };
        let listed = joins && matches!(self.lex(i + 2), Lex::Weekday(_, Form::Full));
        listed.then(|| Expr::new(i, i + 1, Meaning::Set(format!("XXXX-WXX-{day}T{part}")), "weekday-parts"))
    }

    /// "a year" of "15 planes a year".
    fn rate(&self, i: usize, unit: Unit) -> Expr {
        Expr::new(i, i + 2, Meaning::Set(duration(Amount::exactly(1), unit)), "rate")
    }

    /// True when what is before token `i` is counted by the unit after it: "$4 billion a year",
    /// "20 people a day", "flights a week"; not "five days a week" nor "ten flights a year ago".
    fn counted_by(&self, i: usize) -> bool {
        let t = self.tokens;
        let moved =
            matches!(self.lex(i + 2), Lex::Ago | Lex::Earlier | Lex::Later | Lex::Or | Lex::Mark(b'-'))
                || t.is_any(i + 2, &["after", "before", "from", "and", "old"]);
        let number = |k: usize| {
            matches!(
                self.lex(k),
                Lex::Num { .. } | Lex::Count(_) | Lex::Grouped(_) | Lex::Fraction { .. } | Lex::Scale(_)
            )
        };
        let noun = i >= 2 && self.lex(i - 1) == Lex::Plain && number(i - 2);
        !moved && i >= 1 && (number(i - 1) || noun)
    }

    fn every(&self, i: usize) -> Option<Expr> {
        let set = |end, value, rule| Some(Expr::new(i, end, Meaning::Set(value), rule));
        let other = usize::from(self.tokens.is_any(i + 1, &["other", "single"]));
        let at = i + 1 + other;
        let times = if self.tokens.is(i + 1, "other") { 2 } else { 1 };
        match self.lex(at) {
            Lex::Unit(unit, false) => set(at + 1, duration(Amount::exactly(times), unit), "every"),
            Lex::Weekday(day, Form::Full) => match self.lex(at + 1) {
                Lex::Part(part, _) => set(at + 2, format!("XXXX-WXX-{day}T{part}"), "every"),
                _ => set(at + 1, format!("XXXX-WXX-{day}"), "every"),
            },
            Lex::Month(month, Form::Full | Form::Common) => set(at + 1, format!("XXXX-{month:02}"), "every"),
            Lex::Season(season, false) => set(at + 1, format!("XXXX-{}", season.letters()), "every"),
            Lex::Part(part, false) => set(at + 1, format!("XXXX-XX-XXT{part}"), "every"),
            _ => {
                let (end, amount) = self.number(at)?;
                let Lex::Unit(unit, _) = self.lex(end) else { return None };
                set(end + 1, duration(amount, unit), "every")
            }
        }
    }
}
