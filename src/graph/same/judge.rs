//! Judging: which members of a block are the same actor.
//!
//! A link goes from the name that fewer articles have to the one that more have, so that a family is
//! a star and not a net. Where the evidence speaks for several, there is no link.

use super::member::{Member, Why};
use crate::coreference::name::organization::acronym;
use crate::coreference::name::person::{PersonName, first_letters, forms};
use crate::english::places::place;
use crate::graph::profile::Profile;
use crate::layers::ActorType;
use rustc_hash::FxHashMap;

/// Two actors that are the same, why, and how surely.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The one that fewer articles have.
    pub start: String,
    /// The one that more articles have.
    pub end: String,
    /// What it rests on; see [`METHODS`].
    pub method: &'static str,
    /// From 0 to 1.
    pub score: f64,
}

/// What a link can rest on, with what that means.
pub const METHODS: &[(&str, &str)] = &[
    ("name", "the same name but for case, marks, accents or legal form"),
    ("type", "the same name, taken for another type of actor"),
    ("person", "given names that fit: initials, middle names, short forms"),
    ("surname", "a surname whose bearers are almost all one person"),
    ("alias", "an article calls the one by the name of the other"),
    ("acronym", "the initials of the other's name"),
    ("gazetteer", "both are the same entry of the gazetteer"),
    ("decision", "decided by hand"),
];

/// Part of all articles that the bearers of a name must give to one of them for it to be meant.
const MOST: f64 = 0.8;

/// A bare name that so many times more articles have than the full one is somebody else's.
const OUTNUMBERED: u64 = 10;

/// Clusters that a full name is compared with.
const COMPARED: usize = 4096;

/// The links in the block of `key`.
pub fn judge(key: &str, members: &[Member]) -> Vec<Link> {
    let mut sorted: Vec<&Member> = members.iter().collect();
    sorted.sort_by(|a, b| {
        b.profile.articles.cmp(&a.profile.articles).then_with(|| a.profile.id.cmp(&b.profile.id))
    });
    let those =
        |why: Why| -> Vec<&Profile> { sorted.iter().filter(|m| m.why == why).map(|m| &m.profile).collect() };
    match key.as_bytes().first() {
        Some(b'n') => names(&those(Why::Name), &those(Why::Alias), &those(Why::Surname)),
        Some(b'p') => persons(&those(Why::Name), &those(Why::Surname)),
        Some(b'a') => acronyms(&those(Why::Name), &those(Why::Initials)),
        _ => Vec::new(),
    }
}

fn link(one: &Profile, other: &Profile, method: &'static str, score: f64) -> Link {
    let (start, end) =
        if (one.articles, &other.id) < (other.articles, &one.id) { (one, other) } else { (other, one) };
    Link { start: start.id.clone(), end: end.id.clone(), method, score: (score * 1000.0).round() / 1000.0 }
}

/// Actors of one name; `aliases` are known by it in some article, `surnames` are persons whose
/// surname it is.
fn names(whole: &[&Profile], aliases: &[&Profile], surnames: &[&Profile]) -> Vec<Link> {
    let mut links = Vec::new();
    for (i, one) in whole.iter().enumerate().skip(1) {
        if let Some(same) = whole[..i].iter().find(|w| w.kind == one.kind) {
            links.push(link(one, same, "name", 0.97));
        } else if let Some((other, score)) =
            whole[..i].iter().find_map(|w| across_types(one, w, !surnames.is_empty()).map(|score| (w, score)))
        {
            links.push(link(one, other, "type", score));
        }
    }
    // A person is no short form of an organization's name, a known place none of what lies there.
    let short = whole.iter().find(|w| {
        w.kind != ActorType::Place
            && (w.kind != ActorType::Person || surnames.is_empty() && w.he + w.she == 0)
    });
    if let (Some(short), Some((owner, share))) = (short, most(aliases))
        && share >= MOST
        && place(&short.name).is_none()
        && owner.id != short.id
    {
        let attested = if acronym(&short.name).is_some() { ("acronym", 0.93) } else { ("alias", 0.8) };
        links.push(link(short, owner, attested.0, attested.1 * share));
    }
    links
}

/// How surely two actors of one name and different types are one.
fn across_types(one: &Profile, other: &Profile, is_surname: bool) -> Option<f64> {
    let person = match (one.kind, other.kind) {
        (ActorType::Person, _) => one,
        (_, ActorType::Person) => other,
        _ => return Some(0.85),
    };
    if person.name.contains(' ') {
        return Some(0.8);
    }
    // "Quill" the company is not the Quill whom articles call "she", nor the surname of somebody.
    (!is_surname && person.he + person.she == 0 && place(&person.name).is_none()).then_some(0.7)
}

/// The profile that most articles have, and its part of all of them.
fn most<'p>(profiles: &[&'p Profile]) -> Option<(&'p Profile, f64)> {
    let all: u64 = profiles.iter().map(|p| p.articles).sum();
    #[expect(clippy::cast_precision_loss, reason = "a share, not a count")]
    profiles.first().map(|p| (*p, p.articles as f64 / all.max(1) as f64))
}

/// Full names that are one person's.
struct Cluster<'p> {
    names: Vec<PersonName>,
    head: &'p Profile,
    articles: u64,
    he: u64,
    she: u64,
}

impl Cluster<'_> {
    /// False when most pronouns for the two differ.
    fn fits(&self, other: &Profile) -> bool {
        match (gender(self.he, self.she), gender(other.he, other.she)) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        }
    }
}

/// True for "he", false for "she"; `None` where articles differ.
fn gender(he: u64, she: u64) -> Option<bool> {
    if he >= 2 && he >= 3 * she {
        Some(true)
    } else if she >= 2 && she >= 3 * he {
        Some(false)
    } else {
        None
    }
}

/// Clusters by the first given name of their first name: those that a name can belong to are found
/// without a look at all others, of which a frequent surname has tens of thousands.
#[derive(Default)]
struct GivenNames {
    /// By the name as it is.
    whole: FxHashMap<String, Vec<usize>>,
    /// By the letters that its forms begin with.
    letters: FxHashMap<char, Vec<usize>>,
    /// Of those that are an initial, by it.
    initials: FxHashMap<char, Vec<usize>>,
}

impl GivenNames {
    fn add(&mut self, given: &str, cluster: usize) {
        self.whole.entry(given.to_owned()).or_default().push(cluster);
        for letter in first_letters(given) {
            self.letters.entry(letter).or_default().push(cluster);
        }
        if let Some(initial) = initial(given) {
            self.initials.entry(initial).or_default().push(cluster);
        }
    }

    /// The clusters, in order, whose given name can be another form of this one: the same, a nickname,
    /// or an initial where one of both is that. At most [`COMPARED`] of each kind.
    fn near(&self, given: &str) -> Vec<usize> {
        let mut near: Vec<usize> = match initial(given) {
            Some(initial) => {
                self.letters.get(&initial).into_iter().flatten().copied().take(COMPARED).collect()
            }
            None => {
                let forms = forms(given).into_iter().filter_map(|form| self.whole.get(form)).flatten();
                let letters = first_letters(given);
                let initials = letters.iter().filter_map(|letter| self.initials.get(letter)).flatten();
                forms.copied().take(COMPARED).chain(initials.copied().take(COMPARED)).collect()
            }
        };
        near.sort_unstable();
        near.dedup();
        near
    }
}

/// The letter that a given name of one letter is.
fn initial(given: &str) -> Option<char> {
    let mut letters = given.chars();
    letters.next().filter(|_| letters.next().is_none())
}

/// Persons of one surname: their full names, and the surname alone.
fn persons(full: &[&Profile], bare: &[&Profile]) -> Vec<Link> {
    let mut links = Vec::new();
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut given = GivenNames::default();
    for &one in full {
        let Some(name) = PersonName::parse(&one.name) else { continue };
        let mut near = given.near(name.first());
        near.retain(|&i| clusters[i].fits(one) && clusters[i].names.iter().all(|n| n.may_be(&name)));
        let found = match near[..] {
            [only] => Some((only, 0.0)),
            // "J. Roe" may be Jane or John: whom the articles name beside them tells.
            _ => nearest(&near, &clusters, one).map(|i| (i, -0.15)),
        };
        match found {
            Some((i, less)) => {
                let cluster = &mut clusters[i];
                let sure = if cluster.names[0] == name {
                    0.97
                } else if cluster.names[0].same_first(&name) {
                    0.92
                } else if cluster.head.shared_context(one) > 0 || shares_role(cluster.head, one) {
                    0.85
                } else {
                    0.75
                };
                links.push(link(one, cluster.head, "person", sure + less));
                cluster.articles += one.articles;
                cluster.he += one.he;
                cluster.she += one.she;
                if !cluster.names.contains(&name) {
                    cluster.names.push(name);
                }
            }
            None if near.is_empty() => {
                given.add(name.first(), clusters.len());
                let (articles, he, she) = (one.articles, one.he, one.she);
                clusters.push(Cluster { names: vec![name], head: one, articles, he, she });
            }
            None => {}
        }
    }
    links.extend(bare.iter().filter_map(|one| surname(one, &clusters)));
    // Ways to write the same bare name, "LUND" and "Lund", are one where they are anybody's.
    links
}

fn shares_role(one: &Profile, other: &Profile) -> bool {
    one.roles.iter().any(|role| other.roles.contains(role))
}

/// Of several clusters the one whose articles name the same others as those of `one` do, plainly
/// more than any other's.
fn nearest(among: &[usize], clusters: &[Cluster], one: &Profile) -> Option<usize> {
    let mut shared: Vec<(usize, usize)> =
        among.iter().map(|&i| (clusters[i].head.shared_context(one), i)).collect();
    shared.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    match shared[..] {
        [(first, i), (second, _), ..] if first >= 2 && first >= 2 * second.max(1) => Some(i),
        _ => None,
    }
}

/// Whom a bare surname means across articles: who bears it in almost all of them.
fn surname(one: &Profile, clusters: &[Cluster]) -> Option<Link> {
    let fitting: Vec<usize> = (0..clusters.len()).filter(|&i| clusters[i].fits(one)).collect();
    let all: u64 = fitting.iter().map(|&i| clusters[i].articles).sum();
    let top = fitting.iter().copied().max_by_key(|&i| (clusters[i].articles, std::cmp::Reverse(i)))?;
    let cluster = &clusters[top];
    #[expect(clippy::cast_precision_loss, reason = "a share, not a count")]
    let share = cluster.articles as f64 / all.max(1) as f64;
    let known = cluster.head.shared_context(one) > 0;
    if share >= MOST && (known || one.articles <= OUTNUMBERED * cluster.articles) {
        let score = 0.45 + 0.4 * share + if known { 0.1 } else { 0.0 };
        return Some(link(one, cluster.head, "surname", score));
    }
    nearest(&fitting, clusters, one).map(|i| link(one, clusters[i].head, "surname", 0.65))
}

/// An acronym and the names that it may stand for: the one that almost all articles have, when the
/// same others are named beside both.
fn acronyms(short: &[&Profile], long: &[&Profile]) -> Vec<Link> {
    let Some((owner, share)) = most(long).filter(|(_, share)| *share >= MOST) else { return Vec::new() };
    short
        .iter()
        .filter(|one| one.kind != ActorType::Place && one.name.chars().count() > 2)
        .filter(|one| owner.shared_context(one) > 0)
        .map(|one| link(one, owner, "acronym", 0.8 * share))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::member::blocks;
    use super::super::member::tests::actor;
    use super::*;
    use ActorType::{Organization, Person, Place};
    use std::collections::BTreeMap;

    /// Names linked, with the method, by blocking and judging `profiles`.
    fn linked(profiles: &[Profile]) -> Vec<(String, String, &'static str)> {
        let mut all: BTreeMap<String, Vec<Member>> = BTreeMap::new();
        for profile in profiles {
            for (key, why) in blocks(profile) {
                all.entry(key).or_default().push(Member::new(why, profile));
            }
        }
        let name =
            |id: &str| profiles.iter().find(|p| p.id == id).map(|p| p.name.clone()).unwrap_or_default();
        let links = all.iter().flat_map(|(key, members)| judge(key, members));
        links.map(|l| (name(&l.start), name(&l.end), l.method)).collect()
    }

    fn one(start: &str, end: &str, method: &'static str) -> (String, String, &'static str) {
        (start.to_owned(), end.to_owned(), method)
    }

    #[test]
    fn a_surname_is_its_one_bearers() {
        let lund = actor("Ada Lund", Person, 9);
        let bare = actor("Lund", Person, 3);
        assert_eq!(linked(&[lund.clone(), bare.clone()]), [one("Lund", "Ada Lund", "surname")]);
        let other = actor("Karl Lund", Person, 8);
        assert!(linked(&[lund, bare, other]).is_empty());
    }

    #[test]
    fn company_tells_whose_surname_it_is() {
        let mut lund = actor("Ada Lund", Person, 9);
        let mut bare = actor("Lund", Person, 3);
        lund.context = vec![1, 2, 3];
        bare.context = vec![2, 3];
        let other = actor("Karl Lund", Person, 8);
        assert_eq!(linked(&[lund, bare, other]), [one("Lund", "Ada Lund", "surname")]);
    }

    #[test]
    fn other_pronouns_keep_apart() {
        let mut lund = actor("Ada Lund", Person, 9);
        let mut bare = actor("Lund", Person, 3);
        (lund.she, bare.he) = (5, 4);
        assert!(linked(&[lund, bare]).is_empty());
    }

    #[test]
    fn given_names_must_fit_and_fit_one_only() {
        let (jane, middle, john) =
            (actor("Jane Roe", Person, 5), actor("Jane M. Roe", Person, 2), actor("John Roe", Person, 4));
        let initial = actor("J. Roe", Person, 1);
        assert_eq!(linked(&[jane.clone(), middle, john.clone()]), [one("Jane M. Roe", "Jane Roe", "person")]);
        assert_eq!(linked(&[jane.clone(), initial.clone()]), [one("J. Roe", "Jane Roe", "person")]);
        assert!(linked(&[jane, john, initial]).is_empty());
    }

    #[test]
    fn one_name_under_two_types_is_offered() {
        let post = actor("Lund Post", Organization, 5);
        assert_eq!(linked(&[post, actor("Lund Post", Place, 1)]), [one("Lund Post", "Lund Post", "type")]);
        // The surname of a person is no company's because it is the same word.
        let names =
            [actor("Quill", Organization, 5), actor("Quill", Person, 2), actor("Ida Quill", Person, 2)];
        assert_eq!(linked(&names), [one("Quill", "Ida Quill", "surname")]);
    }

    #[test]
    fn acronyms_and_short_forms_that_an_article_has_are_their_owners() {
        let mut board = actor("Norland Harbour Board", Organization, 5);
        board.aliases = vec!["NHB".into()];
        let short = actor("NHB", Organization, 3);
        assert_eq!(linked(&[board, short.clone()]), [one("NHB", "Norland Harbour Board", "acronym")]);
        // Without an article that has both, the company they keep must tell.
        let mut board = actor("Norland Harbour Board", Organization, 5);
        assert!(linked(&[board.clone(), short.clone()]).is_empty());
        board.context = vec![4];
        let mut short = short;
        short.context = vec![4];
        assert_eq!(linked(&[board, short]), [one("NHB", "Norland Harbour Board", "acronym")]);
        let mut church = actor("Church of Quillism", Organization, 2);
        church.aliases = vec!["Quillism".into()];
        let group = actor("Quillism", ActorType::Group, 6);
        assert_eq!(linked(&[church, group]), [one("Church of Quillism", "Quillism", "alias")]);
    }
}
