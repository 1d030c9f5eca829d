//! Lists of reactions: lines of “Name, office: words” below each other.

use super::label::labelled;
use super::{Attribution, Page};

/// The lines whose label begins with a name, two or more in a row: “Lise Amdal, mayor: “It is too late.””
pub fn read(page: &Page, taken: &mut [bool]) -> Vec<Attribution> {
    let mut found = Vec::new();
    let mut row: Vec<(usize, Attribution)> = Vec::new();
    for (i, &line) in page.lines.iter().enumerate() {
        let label = labelled(page.text, line).filter(|l| !taken[i] && page.name_at(l.label.start).is_some());
        match label {
            Some(l) => row
                .push((i, Attribution { source: Some(l.label), cue: Some(l.colon), content: vec![l.words] })),
            None => close(&mut row, taken, &mut found),
        }
    }
    close(&mut row, taken, &mut found);
    found
}

/// Takes the lines of a row that is long enough.
fn close(row: &mut Vec<(usize, Attribution)>, taken: &mut [bool], found: &mut Vec<Attribution>) {
    if row.len() > 1 {
        for (i, attribution) in row.drain(..) {
            taken[i] = true;
            found.push(attribution);
        }
    }
    row.clear();
}
