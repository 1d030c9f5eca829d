//! Words: what kinds of word a token may be, by list and by shape.
