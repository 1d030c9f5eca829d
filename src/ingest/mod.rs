//! stub
#![allow(missing_docs)]
use crate::article::*;
use serde::Serialize;
use std::str::FromStr;
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub format: Option<Format>,
    pub fields: FieldMap,
    pub published: Option<jiff::civil::Date>,
    pub any_language: bool,
    pub html: HtmlMode,
}
#[derive(Clone, Copy, Debug)]
pub enum Format {
    Text,
    Jsonl,
    Html,
}
#[derive(Clone, Copy, Debug, Default)]
pub enum HtmlMode {
    #[default]
    Exact,
    Fast,
}
#[derive(Clone, Debug, Default)]
pub struct FieldMap;
impl FromStr for Format {
    type Err = String;
    fn from_str(s: &str) -> Result<Self, String> {
        Ok(match s {
            "text" => Format::Text,
            "jsonl" => Format::Jsonl,
            "html" => Format::Html,
            _ => return Err("x".into()),
        })
    }
}
impl FromStr for HtmlMode {
    type Err = String;
    fn from_str(_: &str) -> Result<Self, String> {
        Ok(HtmlMode::Exact)
    }
}
impl FromStr for FieldMap {
    type Err = String;
    fn from_str(_: &str) -> Result<Self, String> {
        Ok(FieldMap)
    }
}
#[derive(Clone, Debug)]
pub struct Input(String);
#[derive(Debug)]
pub struct Raw {
    pub origin: Origin,
    pub format: Format,
    pub bytes: Vec<u8>,
    pub offset: u64,
    pub consumed: u64,
}
#[derive(Debug, Serialize)]
pub struct Reject {
    pub path: String,
    pub record: usize,
    pub offset: Option<u64>,
    pub reason: String,
}
#[derive(Debug, thiserror::Error)]
#[error("x")]
pub struct IngestError;
pub fn inputs(args: &[String]) -> Result<Vec<Input>, IngestError> {
    Ok(args.iter().cloned().map(Input).collect())
}
pub fn input_bytes(_: &[Input]) -> Option<u64> {
    None
}
pub fn read(inputs: Vec<Input>, _o: &Options) -> impl Iterator<Item = Result<Raw, Reject>> + Send {
    inputs.into_iter().flat_map(|i| {
        let b = std::fs::read(&i.0).unwrap_or_default();
        if i.0.ends_with("jsonl") {
            b.split(|&c| c == b'\n')
                .filter(|l| !l.is_empty())
                .enumerate()
                .map(|(n, l)| {
                    Ok(Raw {
                        origin: Origin { path: i.0.clone(), record: n },
                        format: Format::Jsonl,
                        bytes: l.to_vec(),
                        offset: 0,
                        consumed: 0,
                    })
                })
                .collect::<Vec<_>>()
        } else {
            vec![Ok(Raw {
                origin: Origin { path: i.0.clone(), record: 0 },
                format: Format::Text,
                bytes: b,
                offset: 0,
                consumed: 0,
            })]
        }
    })
}
pub fn parse(raw: Raw, _o: &Options) -> Result<Article, Reject> {
    match raw.format {
        Format::Jsonl => {
            let v: serde_json::Value = serde_json::from_slice(&raw.bytes).unwrap_or_default();
            let s = |k: &str| v.get(k).and_then(|x| x.as_str()).map(String::from);
            Ok(Article {
                id: s("id"),
                origin: raw.origin,
                title: s("title"),
                published: s("published").and_then(|p| p.parse().ok()),
                text: s("text").unwrap_or_default(),
                ..Article::default()
            })
        }
        _ => Ok(Article { origin: raw.origin, ..Article::from_text(String::from_utf8_lossy(&raw.bytes)) }),
    }
}
