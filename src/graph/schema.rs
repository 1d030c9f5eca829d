//! The tables of the graph: one a node label, one an edge type, each with its columns.
//!
//! Node rows begin with `id`, edge rows with `start` and `end`. Offsets are code points; where a
//! table has `start` and `end` as ids, a place in the text has names of its own (`role_start`).

/// A table of the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // each is the label or the type of its rows
pub enum Table {
    Article,
    Actor,
    Mention,
    Quote,
    Claim,
    Report,
    Date,
    Said,
    States,
    Within,
    AddressedTo,
    Via,
    SaidOn,
    About,
    On,
    RefersTo,
    In,
    HasRole,
    IssuedBy,
    SameAs,
    Echoes,
}

/// A value in a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Unknown: null in JSONL, empty in CSV.
    Null,
    /// Text.
    Text(String),
    /// A count or an offset.
    Integer(u64),
    /// A confidence or a score.
    Real(f64),
    /// Several texts: an array in JSONL, joined with `;` in CSV.
    List(Vec<String>),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::Text(text.to_string())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Cell::Text(text)
    }
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        text.map_or(Cell::Null, Cell::Text)
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        Cell::Integer(number as u64)
    }
}

/// What the cells of a column hold, where they are not null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // as the cells
pub enum Kind {
    Text,
    Integer,
    Real,
    List,
}

/// A row: its table and a cell for each of the table's columns, in that order.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The table it belongs to.
    pub table: Table,
    /// One cell a column.
    pub cells: Vec<Cell>,
}

impl Row {
    /// A row of `table`.
    ///
    /// # Panics
    /// In debug builds, when the number of cells is not that of the columns.
    pub fn new(table: Table, cells: Vec<Cell>) -> Row {
        debug_assert_eq!(cells.len(), table.columns().len(), "{table:?}");
        Row { table, cells }
    }

    /// An edge that rests on `method`, with a score from 0 to 1.
    pub fn scored(table: Table, start: &str, end: &str, method: &str, score: f64) -> Row {
        Row::new(table, vec![start.into(), end.into(), method.into(), Cell::Real(score)])
    }

    /// An edge without further columns.
    pub fn edge(table: Table, start: &str, end: &str) -> Row {
        Row::new(table, vec![start.into(), end.into()])
    }
}

impl Table {
    /// All tables, nodes before edges.
    pub const ALL: [Table; 21] = [
        Table::Article,
        Table::Actor,
        Table::Mention,
        Table::Quote,
        Table::Claim,
        Table::Report,
        Table::Date,
        Table::Said,
        Table::States,
        Table::Within,
        Table::AddressedTo,
        Table::Via,
        Table::SaidOn,
        Table::About,
        Table::On,
        Table::RefersTo,
        Table::In,
        Table::HasRole,
        Table::IssuedBy,
        Table::SameAs,
        Table::Echoes,
    ];

    /// True for a table of nodes.
    pub fn is_node(self) -> bool {
        self <= Table::Date
    }

    /// The label of its nodes or the type of its edges.
    pub fn name(self) -> &'static str {
        match self {
            Table::Article => "Article",
            Table::Actor => "Actor",
            Table::Mention => "Mention",
            Table::Quote => "Quote",
            Table::Claim => "Claim",
            Table::Report => "Report",
            Table::Date => "Date",
            Table::Said => "SAID",
            Table::States => "STATES",
            Table::Within => "WITHIN",
            Table::AddressedTo => "ADDRESSED_TO",
            Table::Via => "VIA",
            Table::SaidOn => "SAID_ON",
            Table::About => "ABOUT",
            Table::On => "ON",
            Table::RefersTo => "REFERS_TO",
            Table::In => "IN",
            Table::HasRole => "HAS_ROLE",
            Table::IssuedBy => "ISSUED_BY",
            Table::SameAs => "SAME_AS",
            Table::Echoes => "ECHOES",
        }
    }

    /// The name of its files, without extension: `nodes_Quote`, `edges_SAID`.
    pub fn file_stem(self) -> String {
        format!("{}_{}", if self.is_node() { "nodes" } else { "edges" }, self.name())
    }

    /// What a column holds. A name means the same in every table, but for the ends of edges.
    pub fn kind(self, column: &str) -> Kind {
        match column {
            "start" | "end" if !self.is_node() => Kind::Text,
            "start" | "end" | "role_start" | "role_end" | "chars" | "cue_start" | "cue_end"
            | "source_start" | "source_end" => Kind::Integer,
            "confidence" | "score" => Kind::Real,
            "aliases" | "roles" | "content_spans" | "quoted_spans" | "quantity" => Kind::List,
            _ => Kind::Text,
        }
    }

    /// Names of its columns.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Table::Article => {
                &["id", "title", "url", "publisher", "published", "published_basis", "sha256", "chars"]
            }
            Table::Actor => &["id", "name", "type", "aliases", "roles", "scope", "external_id"],
            Table::Mention => &["id", "text", "start", "end", "form"],
            Table::Quote => &[
                "id",
                "kind",
                "act",
                "cue",
                "cue_start",
                "cue_end",
                "polarity",
                "source",
                "source_start",
                "source_end",
                "content",
                "content_spans",
                "quoted_spans",
                "confidence",
            ],
            Table::Claim => &[
                "id",
                "text",
                "gist",
                "subject",
                "predicate",
                "object",
                "polarity",
                "modality",
                "quantity",
                "start",
                "end",
                "content_key",
                "confidence",
            ],
            Table::Report => &["id", "name"],
            Table::Date => &["id", "text", "value", "earliest", "latest", "type", "start", "end"],
            Table::HasRole => &["start", "end", "role", "article", "role_start", "role_end"],
            Table::SameAs | Table::Echoes => &["start", "end", "method", "score"],
            _ => &["start", "end"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_stand_before_edges_and_begin_with_their_keys() {
        assert!(Table::ALL.is_sorted());
        for table in Table::ALL {
            let columns = table.columns();
            if table.is_node() {
                assert_eq!(columns[0], "id");
            } else {
                assert_eq!(columns[..2], ["start", "end"]);
            }
        }
    }
}
