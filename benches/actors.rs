//! Joining the actors of a corpus: how long it takes, in how much memory.
//!
//! ```sh
//! cargo bench --bench actors -- 1000000       # articles; 100,000 when not given
//! ```
//!
//! The profiles are made up: twelve actors an article, a few in very many articles and very many in
//! a few (Zipf), out of given names and surnames that are shared; every third mention of a person is
//! a bare surname, every fifth of an organization its acronym. A plain program rather than criterion:
//! what counts is one whole run.

use onrecord::graph::actors::ActorTable;
use onrecord::graph::id::global_actor;
use onrecord::graph::profile::Profile;
use onrecord::graph::same::{Decisions, Same};
use onrecord::layers::ActorType;
use onrecord::layers::Scope;
use std::fs;
use std::path::Path;
use std::time::Instant;

const ACTORS: u64 = 12;

fn main() {
    let articles: u64 = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(100_000);
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("actors");
    fs::create_dir_all(&place).expect("a folder");
    let began = Instant::now();
    let mut table = ActorTable::new(&place);
    let mut random = Random(7);
    for _ in 0..articles {
        for profile in article(&mut random, articles) {
            table.add(profile).expect("a profile is taken");
        }
    }
    let mut same = Same::new(&place, Decisions::default());
    let mut actors = 0;
    let gathered = began.elapsed().as_secs_f64();
    table
        .finish(|profile| {
            actors += 1;
            same.add(&profile)
        })
        .expect("profiles come");
    let links = same.finish().expect("links come");
    println!(
        "{articles} articles, {actors} actors, {} links in {:.1} s ({gathered:.1} s to make and gather); peak {} MB",
        links.len(),
        began.elapsed().as_secs_f64(),
        peak()
    );
    fs::remove_dir_all(&place).expect("removed");
}

/// Numbers without a pattern, the same in every run (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `end`; the smaller, the likelier.
    fn zipf(&mut self, end: u64) -> u64 {
        let part = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        ((end as f64).powf(part) - 1.0) as u64
    }
}

fn article(random: &mut Random, articles: u64) -> Vec<Profile> {
    let mut found: Vec<Profile> =
        (0..ACTORS).map(|_| actor(random.zipf(articles * 2), random.next())).collect();
    let context: Vec<u32> = {
        let mut hashes: Vec<u32> =
            found.iter().filter_map(|p| u32::from_str_radix(&p.id[4..12], 16).ok()).collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    };
    for profile in &mut found {
        profile.context.clone_from(&context);
    }
    found
}

fn actor(number: u64, form: u64) -> Profile {
    let (kind, name, aliases) = if number.is_multiple_of(3) {
        let words = [word(number % 997), word(number / 997 % 4001), word(number % 7919)];
        let acronym: String = words.iter().filter_map(|w| w.chars().next()).collect();
        let name = if form.is_multiple_of(5) { acronym.clone() } else { words.join(" ") + " Board" };
        (ActorType::Organization, name, if form.is_multiple_of(7) { vec![acronym] } else { Vec::new() })
    } else {
        let surname = word(number / 5);
        let name = if form.is_multiple_of(3) {
            surname.clone()
        } else {
            format!("{} {surname}", word(number % 401))
        };
        (ActorType::Person, name, vec![surname])
    };
    Profile {
        id: global_actor(kind.as_str(), &name),
        name,
        kind,
        scope: Scope::Global,
        aliases,
        roles: vec![format!("head of {}", word(form % 50))],
        articles: 1,
        mentions: 3,
        quotes: 1,
        he: form % 2,
        she: 0,
        first: Some("2026-01-01".to_owned()),
        last: Some("2026-01-01".to_owned()),
        context: Vec::new(),
        external: None,
    }
}

/// A made-up word a number.
fn word(mut number: u64) -> String {
    let mut word = String::new();
    loop {
        word.push_str(["ba", "le", "ki", "to", "ru", "ny", "sa", "me", "vi", "do"][(number % 10) as usize]);
        number /= 10;
        if number == 0 && word.len() > 3 {
            break;
        }
    }
    word[..1].to_uppercase() + &word[1..]
}

/// Most memory that the process has held, in MB; 0 where the system doesn't tell.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.trim().split(' ').next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}
