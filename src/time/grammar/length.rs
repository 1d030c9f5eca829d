//! Lengths of time, and days counted off from now, from a date or from an event: "three weeks",
//! "two-year", "the first nine months", "ten days ago", "a year earlier", "two days after the deal".

use super::{Expr, Grammar, Meaning, Origin};
use crate::time::interval::Side;
use crate::time::lexicon::{Deictic, Doubtful, Lex};
use crate::time::value::{Amount, Unit, duration};

/// Words that stand between a number and its unit and belong to both.
const BETWEEN: &[&str] = &[
    "more",
    "additional",
    "full",
    "straight",
    "consecutive",
    "successive",
    "trading",
    "business",
    "calendar",
    "working",
    "long",
    "whole",
    "entire",
    "extra",
    "short",
    "or",
    "such",
    "single",
    "further",
    "brief",
];

/// Words that go on after the name of an event: "the deal *was* signed".
const AFTER_EVENT: &[&str] = &[
    "he", "she", "it", "they", "we", "who", "which", "that", "was", "were", "is", "are", "will", "would",
    "had", "has", "have", "said", "says",
];

/// Whose age is told in months.
const CHILDREN: &[&str] = &[
    "baby",
    "babies",
    "infant",
    "infants",
    "boy",
    "boys",
    "girl",
    "girls",
    "son",
    "sons",
    "daughter",
    "daughters",
    "child",
    "children",
    "twin",
    "twins",
    "toddler",
    "newborn",
    "brother",
    "sister",
];

impl Grammar<'_> {
    /// "a three-year period", "the same 28-day period": the period is what has the length.
    fn period(&self, i: usize) -> Option<Expr> {
        let same = usize::from(self.lex(i) == Lex::The && self.lex(i + 1) == Lex::Deictic(Deictic::Same));
        let (end, amount, unit) = self.amount_of(i + 1 + same)?;
        let article = matches!(self.lex(i), Lex::The | Lex::Article);
        let period = article && self.attributive(i + 1 + same, end) && self.tokens.is(end, "period");
        period.then(|| self.anchored(Expr::new(i, end + 1, Meaning::Length(amount, unit), "period")))
    }

    /// "a quarter of a century", "quarter-century".
    fn quarter_century(&self, i: usize) -> Option<Expr> {
        let word = i + usize::from(self.lex(i) == Lex::Article);
        if self.lex(word) != Lex::Unit(Unit::Quarter, false) {
            return None;
        }
        let of = self.lex(word + 1) == Lex::Of && self.lex(word + 2) == Lex::Article;
        let end = if of { word + 3 } else { self.past_hyphen(word + 1) };
        let century = self.lex(end) == Lex::Unit(Unit::Century, false);
        century.then(|| {
            let years = Meaning::Length(Amount::exactly(25), Unit::Year);
            self.placed(Expr::new(i, end + 1, years, "quarter-century"))
        })
    }

    /// An expression that counts units.
    pub(super) fn length(&self, i: usize) -> Option<Expr> {
        if let Some(expr) = self.quarter_century(i) {
            return Some(expr);
        }
        match self.lex(i) {
            Lex::The => self.period(i).or_else(|| self.counted(i, i + 1)),
            Lex::Article if matches!(self.lex(i + 1), Lex::Count(_) | Lex::Num { .. }) => self.period(i),
            Lex::Deictic(_) | Lex::Doubtful(Doubtful::Recent) => self.counted(i, i),
            Lex::Unit(unit, plural) => self.bare(i, unit, plural),
            Lex::Lasting(unit) => {
                Some(Expr::new(i, i + 1, Meaning::Length(Amount::exactly(1), unit), "lasting"))
            }
            Lex::Half => {
                let a = usize::from(self.lex(i + 1) == Lex::Article);
                let hyphen = self.past_hyphen(i + 1 + a);
                let Lex::Unit(
                    unit @ (Unit::Hour | Unit::Day | Unit::Year | Unit::Century | Unit::Decade),
                    false,
                ) = self.lex(hyphen)
                else {
                    return None;
                };
                let amount = Amount { whole: Some(0), half: true };
                Some(self.placed(Expr::new(i, hyphen + 1, Meaning::Length(amount, unit), "half-length")))
            }
            _ => {
                let (end, amount, unit) = self.amount_of(i)?;
                let expr = Expr::new(i, end, Meaning::Length(amount, unit), "length");
                // "twelve hours a day", "three days per week": so much of each.
                let each = self.lex(end) == Lex::Article || self.tokens.is(end, "per");
                // "24 hours a day, seven days a week" is always.
                let all = matches!((amount.whole, unit), (Some(24), Unit::Hour) | (Some(7), Unit::Day));
                if each
                    && !all
                    && let Lex::Unit(of, false) = self.lex(end + 1)
                    && unit < of
                    && !matches!(self.lex(end + 2), Lex::Ago | Lex::Earlier | Lex::Later | Lex::Mark(b'-'))
                {
                    let set = Meaning::Set(duration(Amount::exactly(1), of));
                    return Some(Expr::new(i, end + 2, set, "rate"));
                }
                // "a three-month-old truce": the age of a thing is a length, that of a child is none.
                let old = self.past_hyphen(end);
                if old > end
                    && self.attributive(i, end)
                    && self.tokens.is(old, "old")
                    && !matches!(unit, Unit::Year)
                    && !self.tokens.is_any(old + 1, CHILDREN)
                {
                    return Some(Expr { rule: "old", ..expr.to(old + 1) });
                }
                Some(self.placed(expr))
            }
        }
    }

    /// "the past two months", "recent years", "the three weeks following the deal".
    fn counted(&self, start: usize, i: usize) -> Option<Expr> {
        let (next, seen) = match self.lex(i) {
            Lex::Deictic(Deictic::This | Deictic::That | Deictic::Current) => return None,
            Lex::Deictic(_) | Lex::Ordinal(1) => (i + 1, true),
            Lex::Doubtful(Doubtful::Recent) => return self.recent(start, i),
            _ if self.tokens.is(i, "final") || self.tokens.is(i, "early") => (i + 1, true),
            _ if self.tokens.is(i, "entire") || self.tokens.is(i, "whole") => (i + 1, false),
            _ => (i, false),
        };
        // "the year-earlier nine months".
        if let Some(after) = self.year_earlier(i) {
            let (end, amount, unit) = self.amount_of(after)?;
            return Some(Expr::new(start, end, Meaning::Length(amount, unit), "length"));
        }
        let (end, amount, unit) = match self.amount_of(next) {
            Some(read) => read,
            None => match self.lex(next) {
                Lex::Unit(unit, true) if seen || self.runs(next) => {
                    // "the weeks ahead", "the days to come".
                    let ahead = usize::from(self.tokens.is(next + 1, "ahead"));
                    let come = self.lex(next + 1) == Lex::To && self.tokens.is(next + 2, "come");
                    (next + 1 + ahead + 2 * usize::from(come), Amount::SOME, unit)
                }
                _ => return None,
            },
        };
        // "the two-year plan": the article is not part of the length.
        let one = matches!(self.lex(end - 1), Lex::Unit(_, false)) && amount.whole != Some(1);
        if start < next && (one || self.attributive(next, end)) && !seen {
            return None;
        }
        // "the last six months of 2007" is not counted from now.
        let side = match self.lex(i) {
            _ if self.lex(end) == Lex::Of => None,
            Lex::Deictic(Deictic::Past | Deictic::Last | Deictic::Latest) => Some(Side::Before),
            Lex::Deictic(Deictic::Next | Deictic::Coming) => Some(Side::After),
            _ => None,
        };
        let expr = Expr { side, ..Expr::new(start, end, Meaning::Length(amount, unit), "counted") };
        Some(self.anchored(expr))
    }

    /// "over the years", "the weeks ahead", "the years that followed", "the days after the storm".
    fn runs(&self, i: usize) -> bool {
        let t = self.tokens;
        if !matches!(self.lex(i), Lex::Unit(unit, true) if unit >= Unit::Day) {
            return false;
        }
        let over = t.is_any(i.wrapping_sub(2), &["over", "through"]);
        let in_the = t.is_any(i.wrapping_sub(2), &["in", "during", "for", "over"])
            || matches!(t.lex_before(i.wrapping_sub(1)), Lex::Break | Lex::Mark(_));
        over && !matches!(self.lex(i + 1), Lex::Of)
            || t.is(i + 1, "ahead")
            || self.lex(i + 1) == Lex::To && t.is(i + 2, "come")
            || t.is(i + 1, "that") && t.is_any(i + 2, &["followed", "follow"])
            || in_the && t.is_any(i + 1, &["since", "after", "before", "following", "preceding"])
    }

    fn year_earlier(&self, i: usize) -> Option<usize> {
        let next = self.past_hyphen(i + 1);
        let ago = matches!(self.lex(next), Lex::Ago | Lex::Earlier);
        (self.lex(i) == Lex::Unit(Unit::Year, false) && next > i + 1 && ago).then_some(next + 1)
    }

    fn recent(&self, start: usize, i: usize) -> Option<Expr> {
        let Lex::Unit(unit, true) = self.lex(i + 1) else { return None };
        let meaning = match unit {
            Unit::Year | Unit::Decade => Meaning::Reference("PAST_REF"),
            _ => Meaning::Length(Amount::SOME, unit),
        };
        // "recent weeks and months".
        let mut end = i + 2;
        if self.lex(end) == Lex::And && matches!(self.lex(end + 1), Lex::Unit(_, true)) {
            end += 2;
        }
        Some(Expr::new(start, end, meaning, "recent"))
    }

    /// "two-year", "six-hour": joined by a hyphen.
    fn attributive(&self, start: usize, end: usize) -> bool {
        (start + 1..end).any(|k| self.mark(k, b'-'))
    }

    /// "decades", "weeks" and "years" by themselves.
    fn bare(&self, i: usize, unit: Unit, plural: bool) -> Option<Expr> {
        let t = self.tokens;
        let expr = |end| Expr::new(i, end, Meaning::Length(Amount::SOME, unit), "some");
        if !plural {
            // "day-long", "year-long".
            let next = self.past_hyphen(i + 1);
            let long = next > i + 1 && t.is(next, "long");
            return long
                .then(|| Expr::new(i, next + 1, Meaning::Length(Amount::exactly(1), unit), "unit-long"));
        }
        let next = self.past_hyphen(i + 1);
        if next > i + 1 && t.is(next, "long") {
            return Some(expr(next + 1));
        }
        if unit < Unit::Day || unit == Unit::Quarter {
            let said = t.is_any(i.wrapping_sub(1), &["for", "within", "of", "in", "after"])
                || t.is_any(i + 1, &["after", "before", "later"]);
            return (said && unit != Unit::Quarter).then(|| expr(i + 1));
        }
        let placed = self.placed(expr(i + 1));
        if placed.end > i + 1 || placed.anchor.is_some() {
            return Some(placed);
        }
        let said = t.is_any(
            i.wrapping_sub(1),
            &[
                "for", "in", "after", "within", "over", "took", "takes", "take", "last", "by", "spent",
                "lasted", "of", "spend", "with", "through", "until", "or",
            ],
        ) || t.is_any(i + 1, &["of", "after", "before", "later", "earlier"]);
        said.then(|| expr(i + 1))
    }

    /// A number and its unit.
    fn amount_of(&self, i: usize) -> Option<(usize, Amount, Unit)> {
        let (mut at, mut amount) = self.number(i)?;
        let article = self.lex(i) == Lex::Article && at == i + 1;
        // "$3", "5,000-a-year" and decimals of a larger number are not counts.
        if matches!(self.tokens.lex_before(i), Lex::Mark(b'$' | b'#' | b'/')) && self.tokens.joined(i) {
            return None;
        }
        // "two or three days", "12 to 18 months", "two- to three-week".
        if !article {
            let dash = self.past_hyphen(at);
            let joins = matches!(self.lex(at), Lex::To | Lex::Or)
                || self.mark(at, b'-') && self.lex(at + 1) == Lex::To;
            let from = if joins {
                at + 1 + usize::from(self.mark(at, b'-'))
            } else if dash > at && matches!(self.lex(dash), Lex::Num { .. }) {
                dash
            } else {
                at
            };
            if from > at
                && let Some((end, _)) = self.number(from).filter(|_| self.lex(from) != Lex::Article)
            {
                (at, amount) = (end, Amount::SOME);
            }
        }
        let mut next = self.past_hyphen(at);
        while self.tokens.is_any(next, BETWEEN) && next < at + 3 && self.lex(next) != Lex::Or {
            next += 1;
        }
        if self.lex(next) == Lex::Of && !article {
            next += 1;
        }
        let unit = match self.lex(next) {
            Lex::Unit(unit, _) => unit,
            // "three nights"; "30 seconds" has its own word, "one second" an ordinal.
            Lex::Part("NI", true) if !article => return None,
            Lex::Ordinal(2) if self.tokens.is(next, "second") && amount.whole == Some(1) && !article => {
                Unit::Second
            }
            _ => return None,
        };
        let mut end = next + 1;
        if article && matches!(unit, Unit::Weekend) {
            return None;
        }
        // "a year and a half", "a year or two".
        if self.lex(end) == Lex::And && self.lex(end + 1) == Lex::Article && self.lex(end + 2) == Lex::Half {
            end += 3;
            amount.half = true;
        } else if article && self.lex(end) == Lex::Or && matches!(self.lex(end + 1), Lex::Count(2)) {
            end += 2;
            amount = Amount::SOME;
        } else if self.lex(end) == Lex::Or && matches!(self.lex(end + 1), Lex::Unit(_, true)) {
            end += 2;
        }
        Some((end, amount, unit))
    }

    /// A length that is counted off from now, from a date or from an event.
    fn placed(&self, expr: Expr) -> Expr {
        let Meaning::Length(amount, unit) = expr.meaning else { return expr };
        let t = self.tokens;
        // "a week or so ago".
        let so =
            self.lex(expr.end) == Lex::Or && t.is(expr.end + 1, "so") && self.lex(expr.end + 2) == Lex::Ago;
        let end = if so { expr.end + 2 } else { expr.end };
        let count = amount.whole.map(|n| i32::try_from(n).unwrap_or(i32::MAX));
        let one_year = count == Some(1) && unit == Unit::Year;
        let (origin, sign, to) = match self.lex(end) {
            Lex::Ago if one_year => (Origin::PublishedFrame, -1, end + 1),
            Lex::Ago => (Origin::Published, -1, end + 1),
            Lex::Earlier if one_year => (Origin::Frame, -1, end + 1),
            Lex::Earlier => (Origin::Shift, -1, end + 1),
            Lex::Later => (Origin::Shift, 1, end + 1),
            // "a year before." and "two years previously": not "a year before the vote".
            Lex::Doubtful(Doubtful::Previously) => (Origin::Shift, -1, end + 1),
            Lex::Preposition
                if t.is(end, "before")
                    && matches!(self.lex(end + 1), Lex::Mark(b'.' | b',' | b';') | Lex::Break) =>
            {
                (Origin::Shift, -1, end + 1)
            }
            Lex::Preposition
                if t.is(end, "after")
                    && matches!(self.lex(end + 1), Lex::Mark(b'.' | b',' | b';') | Lex::Break) =>
            {
                (Origin::Shift, 1, end + 1)
            }
            Lex::Deictic(Deictic::Previous) if t.is(end, "prior") && self.lex(end + 1) != Lex::To => {
                (Origin::Shift, -1, end + 1)
            }
            Lex::Preposition if t.is(end, "from") && t.is_any(end + 1, &["now", "today"]) => {
                (Origin::Published, 1, end + 2)
            }
            _ if t.is(end, "hence") => (Origin::Published, 1, end + 1),
            _ => return self.anchored(expr),
        };
        let rule = if origin == Origin::Published { "ago" } else { "shift" };
        // "half a century ago" is counted in years.
        let (count, unit) = match (amount.half, unit) {
            (false, _) => (count, unit),
            (true, Unit::Decade) => (count.map(|n| n.saturating_mul(10).saturating_add(5)), Unit::Year),
            (true, Unit::Century) => (count.map(|n| n.saturating_mul(100).saturating_add(50)), Unit::Year),
            (true, Unit::Year) => (count.map(|n| n.saturating_mul(12).saturating_add(6)), Unit::Month),
            (true, _) => (None, unit),
        };
        match count {
            Some(n) if unit >= Unit::Day => {
                Expr { meaning: Meaning::Unit(origin, unit, n.saturating_mul(sign)), end: to, rule, ..expr }
            }
            None if matches!(origin, Origin::Published) && sign < 0 && !amount.half => {
                Expr { meaning: Meaning::Reference("PAST_REF"), end: to, rule, ..expr }
            }
            _ if matches!(origin, Origin::Published) => expr.to(to),
            _ => expr,
        }
    }

    /// The event that a length runs from or up to: "the three weeks following the deal".
    pub(super) fn anchored(&self, mut expr: Expr) -> Expr {
        let t = self.tokens;
        let i = expr.end;
        let within = expr.start > 0 && t.is(expr.start - 1, "within") && self.lex(i) == Lex::Of;
        let after = if within || t.is_any(i, &["after", "following", "since"]) {
            Side::After
        } else if t.is_any(i, &["before", "preceding", "until"]) {
            Side::Before
        } else {
            return expr;
        };
        let mut end = i + 1;
        // The event's words, up to a mark, a little word of what follows, or eight tokens.
        let marked = |k| {
            matches!(
                self.lex(k),
                Lex::Mark(b'.' | b',' | b';' | b':' | b'(' | b')' | b'"' | b'_') | Lex::Break | Lex::And
            )
        };
        let little =
            |k| matches!(self.lex(k), Lex::Preposition | Lex::At | Lex::To) || t.is_any(k, AFTER_EVENT);
        while end < i + 9 && !marked(end) && !(end > i + 1 && little(end)) {
            end += 1;
        }
        if end > i + 1 {
            expr.anchor = Some((i + 1, end, after));
        }
        expr
    }
}
