//! Text: what full text makes of a user's words, and how its errors are explained.

use super::QueryError;
use std::path::Path;

/// A text that full text can't read.
#[derive(Debug, thiserror::Error)]
#[error(
    "the text “{text}” is not a full-text query ({reason}).\n  \
     cyber attack        both words         \"cyber attack\"   the phrase\n  \
     cyber OR phishing   either             cyber NOT port   without\n  \
     hack*               begins with        NEAR(ship port, 5)  at most 5 words apart\n\
     To find it as it stands, put it in quotation marks: {quoted}"
)]
pub struct TextError {
    text: String,
    reason: String,
    quoted: String,
}

/// Tells errors of the text from errors of the store.
pub fn explain(text: Option<&str>, path: &Path, source: rusqlite::Error) -> QueryError {
    if let (Some(text), rusqlite::Error::SqliteFailure(code, Some(message))) = (text, &source) {
        // Errors of a file have codes of their own; what FTS5 says of a query has none.
        let of_query = code.extended_code == rusqlite::ffi::SQLITE_ERROR;
        if of_query {
            return QueryError::Text(TextError {
                text: text.to_string(),
                reason: if text.trim().is_empty() { "it is empty".to_string() } else { reason(message) },
                quoted: for_shell(&as_phrase(text)),
            });
        }
    }
    QueryError::Sqlite { path: path.to_path_buf(), source }
}

/// The text as one phrase.
pub fn as_phrase(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn for_shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

fn reason(message: &str) -> String {
    let message = message.strip_prefix("fts5: ").unwrap_or(message);
    if let Some(column) = message.strip_prefix("no such column: ") {
        return format!("“{column}:” would search a column of that name, and there is none");
    }
    if message.starts_with("unterminated string") {
        return "a quotation mark is not closed".to_string();
    }
    if message == "syntax error near \"\"" {
        return "it ends too early".to_string();
    }
    message.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_quoted_for_full_text_and_for_the_shell() {
        assert_eq!(for_shell(&as_phrase("O'Neill \"x\"")), "'\"O'\\''Neill \"\"x\"\"\"'");
    }
}
