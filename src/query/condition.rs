//! Condition: a filter as SQL with parameters.
//!
//! One condition leads: its index is walked, the others are looked up by key. Full text leads where
//! there is some, then the speaker, then whom it is about; else the index of the day, kind or
//! publisher, as SQLite's planner finds best.

use super::filter::{Filter, Sort};
use rusqlite::types::Value;

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// Rows of `quote q`.
    Quote,
    /// Rows of `claim c`.
    Claim,
}

/// A statement under construction. Its text comes from literals of this file alone.
pub struct Statement {
    pub sql: String,
    pub parameters: Vec<Value>,
    conditions: Vec<&'static str>,
}

/// Keys as a JSON array, which `json_each` unrolls.
fn keys(keys: &[i64]) -> Value {
    let list: Vec<String> = keys.iter().map(i64::to_string).collect();
    Value::Text(format!("[{}]", list.join(",")))
}

/// Several actors, first and last day, for a key of actor and day. Without days all pass, those of
/// unknown day, which is '', too.
fn family(list: &[i64], filter: &Filter) -> [Value; 3] {
    let since = filter.since.clone().unwrap_or_else(|| filter.until.as_ref().map_or("", |_| "0").to_string());
    let until = filter.until.clone().unwrap_or_else(|| "~".to_string());
    [keys(list), since.into(), until.into()]
}

impl Statement {
    /// `columns FROM …` for the things that pass `filter`, in its order.
    pub fn new(columns: &str, thing: Thing, filter: &Filter) -> Statement {
        let mut statement = Statement {
            sql: format!("SELECT {columns} FROM "),
            parameters: Vec::new(),
            conditions: Vec::new(),
        };
        let order = match thing {
            Thing::Quote => statement.quotes(filter),
            Thing::Claim => statement.claims(filter),
        };
        if !statement.conditions.is_empty() {
            statement.sql.push_str(" WHERE ");
            statement.sql.push_str(&statement.conditions.join(" AND "));
        }
        statement.sql.push_str(" ORDER BY ");
        statement.sql.push_str(order);
        if let Some(limit) = filter.limit {
            statement.sql.push_str(" LIMIT ?");
            statement.parameters.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        }
        statement
    }

    fn when(&mut self, condition: &'static str, parameter: Value) {
        self.conditions.push(condition);
        self.parameters.push(parameter);
    }

    fn quotes(&mut self, filter: &Filter) -> &'static str {
        let mut days = ("q.day >= ?", "q.day <= ? AND q.day <> ''");
        let mut order =
            order(filter, "q.day DESC, q.key", "q.day, q.key", "q.confidence DESC, q.key", "q.key");
        let mut led = false;
        if let Some(text) = &filter.text {
            self.sql.push_str("quote_text t CROSS JOIN quote q ON q.key = t.rowid");
            self.when("quote_text MATCH ?", text.clone().into());
            led = true;
        }
        match filter.speakers.as_deref() {
            Some([one]) if !led => {
                self.sql.push_str("said s CROSS JOIN quote q ON q.key = s.quote");
                self.when("s.actor = ?", Value::Integer(*one));
                days = ("s.day >= ?", "s.day <= ? AND s.day <> ''");
                order = self::order(filter, "s.day DESC, s.quote DESC", "s.day, s.quote", "q.confidence DESC, q.key", "q.key");
                led = true;
            }
            Some(list) if led => self.when(
                "EXISTS (SELECT 1 FROM said s WHERE s.quote = q.key AND s.actor IN (SELECT value FROM json_each(?)))",
                keys(list),
            ),
            Some(list) => {
                self.sql.push_str(
                    "(SELECT DISTINCT day, quote FROM said
                       WHERE actor IN (SELECT value FROM json_each(?)) AND day >= ? AND day <= ?) s
                     CROSS JOIN quote q ON q.key = s.quote",
                );
                self.parameters.extend(family(list, filter));
                order = self::order(filter, "s.day DESC, s.quote DESC", "s.day, s.quote", "q.confidence DESC, q.key", "q.key");
                led = true;
            }
            None => {}
        }
        match filter.about.as_deref() {
            Some(list) if led => self.when(
                "EXISTS (SELECT 1 FROM quote_about b WHERE b.actor IN (SELECT value FROM json_each(?)) AND b.day = q.day AND b.quote = q.key)",
                keys(list),
            ),
            Some([one]) => {
                self.sql.push_str("quote_about b CROSS JOIN quote q ON q.key = b.quote");
                self.when("b.actor = ?", Value::Integer(*one));
                days = ("b.day >= ?", "b.day <= ? AND b.day <> ''");
                order = self::order(filter, "b.day DESC, b.quote DESC", "b.day, b.quote", "q.confidence DESC, q.key", "q.key");
            }
            Some(list) => {
                self.sql.push_str(
                    "(SELECT DISTINCT day, quote FROM quote_about
                       WHERE actor IN (SELECT value FROM json_each(?)) AND day >= ? AND day <= ?) b
                     CROSS JOIN quote q ON q.key = b.quote",
                );
                self.parameters.extend(family(list, filter));
                order = self::order(filter, "b.day DESC, b.quote DESC", "b.day, b.quote", "q.confidence DESC, q.key", "q.key");
            }
            None if !led => self.sql.push_str("quote q"),
            None => {}
        }
        self.days(filter, days);
        self.publishers(filter, "q.publisher = ?", "q.publisher IN (SELECT value FROM json_each(?))");
        if let Some(kind) = &filter.kind {
            self.when("q.kind = ?", kind.clone().into());
        }
        if let Some(act) = &filter.act {
            self.when("q.act = ?", act.clone().into());
        }
        self.numbers(
            filter,
            "EXISTS (SELECT 1 FROM claim c JOIN quantity n ON n.claim = c.key WHERE c.quote = q.key AND n.value >= ? AND n.value <= ?)",
        );
        if let Some(least) = filter.min_confidence {
            self.when("q.confidence >= ?", Value::Real(least));
        }
        order
    }

    fn claims(&mut self, filter: &Filter) -> &'static str {
        let order = order(filter, "c.day DESC, c.key", "c.day, c.key", "c.confidence DESC, c.key", "c.key");
        if let Some(text) = &filter.text {
            self.sql.push_str("claim_text t CROSS JOIN claim c ON c.key = t.rowid");
            self.when("claim_text MATCH ?", text.clone().into());
        } else {
            self.sql.push_str("claim c");
        }
        let led = filter.text.is_some();
        if let Some(list) = &filter.speakers {
            if led {
                self.when(
                    "EXISTS (SELECT 1 FROM said s WHERE s.quote = c.quote AND s.actor IN (SELECT value FROM json_each(?)))",
                    keys(list),
                );
            } else {
                self.conditions.push(
                    "c.quote IN (SELECT quote FROM said
                       WHERE actor IN (SELECT value FROM json_each(?)) AND day >= ? AND day <= ?)",
                );
                self.parameters.extend(family(list, filter));
            }
        }
        if let Some(list) = &filter.about {
            if led || filter.speakers.is_some() {
                self.when(
                    "EXISTS (SELECT 1 FROM claim_about b WHERE b.actor IN (SELECT value FROM json_each(?)) AND b.day = c.day AND b.claim = c.key)",
                    keys(list),
                );
            } else {
                self.conditions.push(
                    "c.key IN (SELECT claim FROM claim_about
                       WHERE actor IN (SELECT value FROM json_each(?)) AND day >= ? AND day <= ?)",
                );
                self.parameters.extend(family(list, filter));
            }
        }
        self.days(filter, ("c.day >= ?", "c.day <= ? AND c.day <> ''"));
        self.publishers(filter, "c.publisher = ?", "c.publisher IN (SELECT value FROM json_each(?))");
        if let Some(kind) = &filter.kind {
            self.when(
                "EXISTS (SELECT 1 FROM quote q WHERE q.key = c.quote AND q.kind = ?)",
                kind.clone().into(),
            );
        }
        if let Some(act) = &filter.act {
            self.when(
                "EXISTS (SELECT 1 FROM quote q WHERE q.key = c.quote AND q.act = ?)",
                act.clone().into(),
            );
        }
        self.numbers(
            filter,
            "EXISTS (SELECT 1 FROM quantity n WHERE n.claim = c.key AND n.value >= ? AND n.value <= ?)",
        );
        if let Some(least) = filter.min_confidence {
            self.when("c.confidence >= ?", Value::Real(least));
        }
        if let Some(key) = filter.echoing {
            self.when(
                "c.key IN (WITH RECURSIVE them (key) AS (
                   SELECT ? UNION SELECT original FROM echo JOIN them ON claim = them.key
                   UNION SELECT claim FROM echo JOIN them ON original = them.key) SELECT key FROM them)",
                Value::Integer(key),
            );
        }
        order
    }

    fn days(&mut self, filter: &Filter, (since, until): (&'static str, &'static str)) {
        if let Some(day) = &filter.since {
            self.when(since, day.clone().into());
        }
        if let Some(day) = &filter.until {
            self.when(until, day.clone().into());
        }
    }

    fn publishers(&mut self, filter: &Filter, one: &'static str, several: &'static str) {
        match filter.publishers.as_deref() {
            Some([key]) => self.when(one, Value::Integer(*key)),
            Some(list) => self.when(several, keys(list)),
            None => {}
        }
    }

    fn numbers(&mut self, filter: &Filter, condition: &'static str) {
        if let Some(numbers) = filter.numbers {
            self.when(condition, Value::Real(numbers.low.unwrap_or(f64::NEG_INFINITY)));
            self.parameters.push(Value::Real(numbers.high.unwrap_or(f64::INFINITY)));
        }
    }
}

fn order(
    filter: &Filter,
    newest: &'static str,
    oldest: &'static str,
    surest: &'static str,
    input: &'static str,
) -> &'static str {
    match filter.sort {
        Sort::Relevance if filter.text.is_some() => "t.rank",
        Sort::Relevance | Sort::Newest => newest,
        Sort::Oldest => oldest,
        Sort::Confidence => surest,
        Sort::Input => input,
    }
}
