//! Judging: which members of a block say what an earlier one says.
//!
//! Members come in the order in which they were said. Each is compared with the leaders, claims that
//! nothing before them matched: a claim that thousands repeat costs one comparison each, and its
//! echoes are a star around the first. Leaders that were met long ago make room for new ones.

use super::member::{Member, WORDS};
use jiff::civil::Date;
use std::cmp::Ordering;

/// Leaders that a block holds.
const LEADERS: usize = 64;

/// Least score of an echo.
const LEAST: f64 = 0.65;

/// A claim that says what an earlier one of another article says.
#[derive(Clone, Debug, PartialEq)]
pub struct Echo {
    /// The later claim.
    pub start: String,
    /// The earlier one.
    pub end: String,
    /// Day of the earlier one.
    pub day: Option<Date>,
    /// `content` or `wording`; see [`super::METHODS`].
    pub method: &'static str,
    /// From 0 to 1.
    pub score: f64,
}

/// What was said first; what was met last is in front.
#[derive(Default)]
pub struct Leaders {
    list: Vec<Member>,
}

impl Leaders {
    /// The echo that `member` is, if it is one; else it leads.
    pub fn meet(&mut self, member: Member) -> Option<Echo> {
        let mut best: Option<(usize, f64)> = None;
        let mut own = false;
        for (i, leader) in self.list.iter().enumerate() {
            let Some(score) = score(&member, leader) else { continue };
            if leader.article() == member.article() {
                own = true;
                continue;
            }
            let better = best.is_none_or(|(held, most)| match score.total_cmp(&most) {
                Ordering::Equal => leader.rank() < self.list[held].rank(),
                order => order.is_gt(),
            });
            if better {
                best = Some((i, score));
            }
        }
        let Some((i, score)) = best else {
            // An article that says it twice says it once.
            if !own {
                self.list.truncate(LEADERS - 1);
                self.list.insert(0, member);
            }
            return None;
        };
        let leader = self.list.remove(i);
        let method = if leader.key == member.key { "content" } else { "wording" };
        let echo = Echo { start: member.id, end: leader.id.clone(), day: leader.day, method, score };
        self.list.insert(0, leader);
        Some(echo)
    }
}

/// How surely one says what the other says; `None` where they do not.
fn score(one: &Member, other: &Member) -> Option<f64> {
    let same = one.key == other.key;
    if one.negative != other.negative || !same && one.words.len().min(other.words.len()) < WORDS {
        return None;
    }
    // "Lund sued the port" is not "the port sued Lund".
    let turned = |one: &Member, other: &Member| {
        one.agent.is_some() && one.agent == other.patient && one.agent != other.agent
    };
    if one.agent.zip(other.agent).is_some_and(|(a, b)| a != b) || turned(one, other) || turned(other, one) {
        return None;
    }
    let shared = |a: usize, b: usize, both: usize| if a == 0 || b == 0 { None } else { Some(both > 0) };
    let numbers = shared(one.numbers.len(), other.numbers.len(), common(&one.numbers, &other.numbers));
    if numbers == Some(false) {
        return None;
    }
    let actors = shared(one.actors.len(), other.actors.len(), common(&one.actors, &other.actors));
    if actors == Some(false) {
        return None;
    }
    let both = common(&one.words, &other.words);
    #[expect(clippy::cast_precision_loss, reason = "a share of a few words")]
    let mut score = both as f64 / (one.words.len() + other.words.len() - both).max(1) as f64;
    if same {
        // What differs stands outside of subject, predicate and object.
        score = 0.5 + score / 2.0;
    }
    if actors.is_some() {
        score += 0.1;
    }
    score += match numbers {
        Some(_) => 0.1,
        None if one.numbers.len() != other.numbers.len() => -0.1,
        None => 0.0,
    };
    if one.modality != other.modality {
        score -= 0.1;
    }
    score -= match (one.day, other.day) {
        (Some(a), Some(b)) => match (a - b).get_days().unsigned_abs() {
            0..=7 => 0.0,
            8..=31 => 0.05,
            32..=366 => 0.1,
            // A year on, the same words of nobody in particular are about something else.
            _ if actors.is_none() => return None,
            _ => 0.2,
        },
        _ => 0.05,
    };
    let score = (score.min(1.0) * 1000.0).round() / 1000.0;
    (score >= LEAST).then_some(score)
}

/// How many items two sorted lists share.
fn common<T: Ord>(one: &[T], other: &[T]) -> usize {
    let (mut i, mut k, mut both) = (0, 0, 0);
    while i < one.len() && k < other.len() {
        match one[i].cmp(&other[k]) {
            Ordering::Less => i += 1,
            Ordering::Greater => k += 1,
            Ordering::Equal => (i, k, both) = (i + 1, k + 1, both + 1),
        }
    }
    both
}

#[cfg(test)]
mod tests {
    use super::super::member::tests::said;
    use super::*;

    const FERRY: &str = "ferry sink storm sorrin coast";

    #[test]
    fn the_later_echoes_the_earliest() {
        let mut leaders = Leaders::default();
        let claims =
            [said(3, "2026-03-01", FERRY), said(1, "2026-03-02", FERRY), said(2, "2026-03-03", FERRY)];
        let echoes: Vec<_> = claims.iter().filter_map(|c| leaders.meet(c.clone())).collect();
        let ends: Vec<_> =
            echoes.iter().map(|e| (e.start.as_str(), e.end.as_str(), e.method, e.score)).collect();
        let id = |i: usize| claims[i].id.as_str();
        assert_eq!(ends, [(id(1), id(0), "content", 1.0), (id(2), id(0), "content", 1.0)]);
    }

    #[test]
    fn polarity_and_numbers_keep_apart_and_time_does_too() {
        let first = said(1, "2026-03-01", FERRY);
        let other = said(2, "2026-03-01", FERRY);
        assert!(score(&first, &other).is_some());
        let denied = Member { negative: true, ..other.clone() };
        assert_eq!(score(&first, &denied), None);
        let with = |n: &str| vec![n.to_owned()];
        let seven = Member { numbers: with("7"), ..first.clone() };
        assert_eq!(score(&seven, &Member { numbers: with("8"), ..other.clone() }), None);
        assert!(score(&seven, &Member { numbers: with("7"), ..other.clone() }).is_some());
        let late = said(2, "2028-03-01", FERRY);
        assert_eq!(score(&first, &late), None);
        let (first, late) = (Member { actors: vec![5], ..first }, Member { actors: vec![5], ..late });
        assert!(score(&first, &late).is_some());
    }

    #[test]
    fn near_wording_of_other_actors_is_no_echo() {
        let one = Member { actors: vec![1], ..said(1, "2026-03-01", "sue port storm damage month") };
        let two = Member { actors: vec![2], ..said(2, "2026-03-01", "sue port storm damage") };
        assert_eq!(score(&one, &two), None);
        assert!(score(&one, &Member { actors: vec![1], ..two.clone() }).is_some());
        let by = |agent, member: Member| Member { agent: Some(agent), actors: vec![1, 2], ..member };
        assert_eq!(score(&by(1, one.clone()), &by(2, two.clone())), None);
        assert!(score(&by(1, one), &by(1, two)).is_some());
    }

    #[test]
    fn an_article_does_not_echo_itself() {
        let mut leaders = Leaders::default();
        assert_eq!(leaders.meet(said(1, "2026-03-01", FERRY)), None);
        assert_eq!(leaders.meet(said(1, "2026-03-01", FERRY)), None);
        assert_eq!(leaders.list.len(), 1);
    }

    #[test]
    fn many_leaders_make_room_and_a_claim_that_is_met_again_stays() {
        let mut leaders = Leaders::default();
        leaders.meet(said(1, "2026-03-01", FERRY));
        for i in 2..500 {
            assert_eq!(leaders.meet(said(i, "2026-03-01", &format!("a{i} b{i} c{i} d{i}"))), None);
            assert!(leaders.list.len() <= LEADERS);
            if i % 50 == 0 {
                assert!(leaders.meet(said(1000 + i, "2026-03-01", FERRY)).is_some());
            }
        }
    }
}
