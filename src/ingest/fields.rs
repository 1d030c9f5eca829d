//! Fields: which keys of a JSONL record hold what.

use std::str::FromStr;
use thiserror::Error;

/// Which keys of a JSONL record hold what; by default each is called what it is.
///
/// Parsed from `text=body,id=uuid,published=date`; what is not named keeps its default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldMap {
    /// The text.
    pub text: String,
    /// The caller's id.
    pub id: String,
    /// The day of publication.
    pub published: String,
    /// The headline.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// The authors.
    pub byline: String,
    /// The address of the page.
    pub url: String,
}

impl Default for FieldMap {
    fn default() -> Self {
        FieldMap {
            text: "text".into(),
            id: "id".into(),
            published: "published".into(),
            title: "title".into(),
            publisher: "publisher".into(),
            byline: "byline".into(),
            url: "url".into(),
        }
    }
}

/// Why a list of fields is none.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum FieldMapError {
    /// A part that is not `name=key`.
    #[error("`{0}` is not name=key, as in text=body,id=uuid")]
    NotAPair(String),
    /// A name that no field has.
    #[error("no field `{0}`: expected text, id, published, title, publisher, byline or url")]
    Unknown(String),
    /// A name that stands twice.
    #[error("field `{0}` is named twice")]
    Twice(String),
}

impl FromStr for FieldMap {
    type Err = FieldMapError;

    fn from_str(list: &str) -> Result<Self, FieldMapError> {
        let mut map = FieldMap::default();
        let mut seen = Vec::new();
        for part in list.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let pair = part.split_once('=').map(|(name, key)| (name.trim(), key.trim()));
            let Some((name, key)) = pair.filter(|(_, key)| !key.is_empty()) else {
                return Err(FieldMapError::NotAPair(part.into()));
            };
            let field = match name {
                "text" => &mut map.text,
                "id" => &mut map.id,
                "published" => &mut map.published,
                "title" => &mut map.title,
                "publisher" => &mut map.publisher,
                "byline" => &mut map.byline,
                "url" => &mut map.url,
                _ => return Err(FieldMapError::Unknown(name.into())),
            };
            if seen.contains(&name) {
                return Err(FieldMapError::Twice(name.into()));
            }
            seen.push(name);
            *field = key.into();
        }
        Ok(map)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_fields_replace_their_defaults() {
        let map: FieldMap = "text=body, id=uuid,".parse().unwrap();
        assert_eq!((map.text.as_str(), map.id.as_str(), map.url.as_str()), ("body", "uuid", "url"));
    }

    #[test]
    fn a_wrong_list_says_what_is_wrong() {
        let error = |list: &str| list.parse::<FieldMap>().unwrap_err();
        assert_eq!(error("text"), FieldMapError::NotAPair("text".into()));
        assert_eq!(error("text="), FieldMapError::NotAPair("text=".into()));
        assert_eq!(error("body=text"), FieldMapError::Unknown("body".into()));
        assert_eq!(error("id=a,id=b"), FieldMapError::Twice("id".into()));
    }
}
