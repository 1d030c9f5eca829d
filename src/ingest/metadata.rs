//! Metadata: title, byline, publisher, address and date of a page.
//!
//! One pass over the page's tags gathers what may say them ([`Page`]); then each is chosen in the
//! order of how often it is right on news pages.

use super::jsonld::{self, Facts};
use super::published::{Clues, Order};
use super::tags::{Event, Tag, decode, events};
use super::text::head as start_of;
use regex::Regex;
use std::sync::LazyLock;

/// What is known of a page besides its body.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    pub(crate) title: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) clues: Clues,
}

/// Reads the metadata of a page.
pub(crate) fn metadata(html: &str) -> Metadata {
    let page = Page::read(html);
    let facts = jsonld::facts(&page.scripts);
    let url = page.url();
    let publisher = page.publisher(&facts);
    Metadata {
        title: page.title(&facts, publisher.as_deref()),
        byline: page.byline(&facts, publisher.as_deref()),
        clues: Clues {
            json_ld: facts.published,
            meta: page.dates(&PUBLISHED),
            time: page.times(),
            url: url.clone(),
            shown: page.texts(Place::Date),
            beside: page.beside.iter().map(|text| decode(text).trim().to_string()).collect(),
            modified: page.dates(&MODIFIED).into_iter().chain(facts.modified).collect(),
            order: page.order(),
        },
        publisher,
        url,
    }
}

/// Meta elements that hold the day of publication, the surest first.
const PUBLISHED: [&str; 43] = [
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "og:published_time",
    "og:pubdate",
    "og:publish_date",
    "parsely-pub-date",
    "sailthru.date",
    "bt:pubdate",
    "article:post_date",
    "article:publicationdate",
    "article_date_original",
    "article.published",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "cxenseparse:recs:publishtime",
    "mediator_published_time",
    "published_time",
    "publish_date",
    "publish-date",
    "published-date",
    "published_date",
    "publisheddate",
    "publishdate",
    "publication_date",
    "originalpublicationdate",
    "pubdate",
    "pdate",
    "ptime",
    "rbpubdate",
    "rnews:datepublished",
    "shareaholic:article_published_time",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date",
    "dcterms.created",
    "dc.date",
    "dc.date.created",
    "dc:date",
    "date",
    "datecreated",
];

/// Meta elements that hold the day of the last change.
const MODIFIED: [&str; 10] = [
    "article:modified_time",
    "og:updated_time",
    "article:modified",
    "og:article:modified_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
    "bt:moddate",
];

/// What an element with text is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// `<title>`.
    Title,
    /// `<h1>`.
    Heading,
    /// `<time>` that says it is the publication, by its class or `itemprop`.
    Published,
    /// Any other `<time>`.
    Time,
    /// An element named for a date.
    Date,
    /// `rel="author"`, `itemprop="author"`.
    Author,
    /// An element named for a byline.
    Byline,
}

/// The text of an element of interest.
struct Found {
    place: Place,
    text: String,
}

/// An element of interest that is still open.
struct Capture<'h> {
    tag: Tag<'h>,
    found: Found,
    /// Elements of its name open within it.
    inner: usize,
}

/// Where a text stands as seen from the first `<h1>`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    Before,
    After,
    Done,
}

/// What one pass over a page gathers.
#[derive(Default)]
struct Page<'h> {
    /// Name, property or `itemprop` in lower case, and content.
    metas: Vec<(String, String)>,
    scripts: Vec<&'h str>,
    canonical: Option<String>,
    language: String,
    found: Vec<Found>,
    /// Texts before the first `<h1>` and after it up to the first paragraph, each short.
    beside: Vec<&'h str>,
    /// `datetime` of the `<time>`s: first those that mean publication.
    times: Vec<(Place, String)>,
}

/// Elements with text kept of one page; a page with more is no article.
const MOST: usize = 400;

/// Bytes kept of one element's text.
const LONGEST: usize = 400;

impl<'h> Page<'h> {
    fn read(html: &'h str) -> Self {
        let mut page = Page::default();
        let mut open: Vec<Capture<'h>> = Vec::new();
        let mut script = false;
        let mut style = false;
        let mut head = Beside::Before;
        for event in events(html) {
            match event {
                Event::Text(text) if script => page.scripts.push(text),
                Event::Text(_) if style => {}
                Event::Text(text) => {
                    head = page.note(text, head);
                    for capture in &mut open {
                        if capture.found.text.len() < LONGEST {
                            let part = start_of(text, LONGEST);
                            capture.found.text.push_str(part);
                        }
                    }
                }
                Event::Tag(tag) => {
                    script = !tag.closing && tag.is("script") && is_json_ld(&tag);
                    style = !tag.closing && tag.is_any(&["script", "style"]) && !script;
                    page.close(&mut open, &tag);
                    if !tag.closing {
                        page.meta(&tag);
                        if tag.is("h1") && head == Beside::Before {
                            head = Beside::After;
                        }
                        let all = page.found.len() + open.len();
                        if let Some(place) = page.place(&tag).filter(|_| all < MOST) {
                            let found = Found { place, text: String::new() };
                            open.push(Capture { tag, found, inner: 0 });
                            // What is never closed would be fed to the end of the page.
                            if open.len() > 16 {
                                page.found.push(open.remove(0).found);
                            }
                        }
                    } else if tag.is_any(&["p", "div", "br", "li", "span"]) {
                        open.iter_mut().for_each(|capture| capture.found.text.push(' '));
                    }
                }
            }
        }
        if head == Beside::Before {
            page.beside.clear();
        }
        page.found.extend(open.into_iter().map(|capture| capture.found));
        for found in &mut page.found {
            let text = decode(&found.text);
            found.text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        page
    }

    /// Notes a text that stands beside the headline.
    fn note(&mut self, text: &'h str, mut head: Beside) -> Beside {
        let text = text.trim();
        if head == Beside::After && text.len() > 200 || self.beside.len() > 60 {
            head = Beside::Done;
        }
        if head != Beside::Done && (6..=80).contains(&text.len()) {
            if head == Beside::Before && self.beside.len() >= 8 {
                self.beside.remove(0);
            }
            let digits = text.bytes().filter(u8::is_ascii_digit).count();
            if head == Beside::After || digits >= 3 {
                self.beside.push(text);
            }
        }
        head
    }

    /// Counts a tag for the elements that are open and ends the one it closes.
    fn close(&mut self, open: &mut Vec<Capture<'h>>, tag: &Tag<'h>) {
        let mut at = open.len();
        while at > 0 {
            at -= 1;
            let capture = &mut open[at];
            if !tag.is(&capture.tag.name()) {
                continue;
            }
            if !tag.closing {
                capture.inner += 1;
            } else if capture.inner > 0 {
                capture.inner -= 1;
            } else {
                self.found.push(open.remove(at).found);
            }
        }
    }

    /// Takes what a tag says by its attributes.
    fn meta(&mut self, tag: &Tag<'h>) {
        let get = |name| tag.attribute(name).map(|value| value.trim().to_string());
        if tag.is("html") {
            self.language = get("lang").unwrap_or_default().to_ascii_lowercase();
        } else if tag.is("link") && self.canonical.is_none() {
            if get("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) {
                self.canonical = get("href");
            }
        } else if tag.is("time")
            && let Some(datetime) = get("datetime").filter(|text| !text.is_empty())
        {
            let place = if means_publication(tag) { Place::Published } else { Place::Time };
            self.times.push((place, datetime));
        }
        let content = || get("content").filter(|text| !text.is_empty());
        if tag.is("meta") {
            if let Some(content) = content() {
                for key in ["property", "name", "itemprop", "http-equiv"] {
                    if let Some(name) = get(key) {
                        self.metas.push((name.to_ascii_lowercase(), content.clone()));
                    }
                }
            }
        } else if let Some(name) = get("itemprop").filter(|name| name.starts_with("date"))
            && let Some(value) = content().or_else(|| get("datetime"))
        {
            self.metas.push((name.to_ascii_lowercase(), value));
        }
    }

    /// What the element that `tag` opens is taken for.
    fn place(&self, tag: &Tag<'h>) -> Option<Place> {
        if tag.is_self_closed() || tag.is_any(&["meta", "link", "img", "input", "br", "body"]) {
            return None;
        }
        if tag.is("title") {
            return Some(Place::Title);
        }
        if tag.is("h1") {
            return Some(Place::Heading);
        }
        if tag.is("time") {
            return Some(if means_publication(tag) { Place::Published } else { Place::Time });
        }
        let rel = tag.attribute("rel");
        let prop = tag.attribute("itemprop");
        if rel.is_some_and(|rel| rel == "author") || prop.as_deref() == Some("author") {
            return Some(Place::Author);
        }
        if prop.is_some_and(|prop| prop.eq_ignore_ascii_case("datePublished")) {
            return Some(Place::Published);
        }
        let names = [tag.attribute("class"), tag.attribute("id")];
        let mut words = names.iter().flatten().flat_map(|names| names.split_whitespace());
        words.find_map(|name| {
            let name = name.to_ascii_lowercase();
            let any = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
            if any(&["update", "modif", "comment", "validate", "candidate", "related"]) {
                None
            } else if any(&["byline", "author"]) {
                Some(Place::Byline)
            } else if any(&["date", "publish", "posted", "timestamp", "pubtime", "dateline"]) {
                Some(Place::Date)
            } else {
                None
            }
        })
    }

    /// The texts of one kind of element.
    fn texts(&self, place: Place) -> Vec<String> {
        self.found
            .iter()
            .filter(|found| found.place == place && !found.text.is_empty())
            .map(|found| found.text.clone())
            .collect()
    }

    /// The first of the meta elements `names`, in their order.
    fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            let (_, content) = self.metas.iter().find(|(key, _)| key == name)?;
            clean(content)
        })
    }

    /// What the meta elements called `name` hold.
    fn contents(&self, name: &str) -> Vec<String> {
        let of_name = self.metas.iter().filter(|(key, _)| key == name);
        of_name.map(|(_, content)| content.clone()).collect()
    }

    /// The dates of meta elements, in the order of `names`.
    fn dates(&self, names: &[&str]) -> Vec<String> {
        names.iter().flat_map(|name| self.contents(name)).collect()
    }

    /// What the `<time>`s say, those that mean publication first.
    fn times(&self) -> Vec<String> {
        let mut times = Vec::new();
        for place in [Place::Published, Place::Time] {
            times.extend(self.times.iter().filter(|(p, _)| *p == place).map(|(_, t)| t.clone()));
            times.extend(self.texts(place));
        }
        times
    }

    /// The address the page gives itself.
    fn url(&self) -> Option<String> {
        let canonical = self.canonical.clone();
        [canonical, self.first(&["og:url", "twitter:url", "parsely-link"])]
            .into_iter()
            .flatten()
            .find(|url| url.starts_with("http://") || url.starts_with("https://"))
    }

    /// Day and month as the language of the page writes them.
    fn order(&self) -> Order {
        match self.language.as_str() {
            "" => Order::Unknown,
            "en" | "en-us" | "en_us" => Order::MonthFirst,
            _ => Order::DayFirst,
        }
    }

    fn publisher(&self, facts: &Facts) -> Option<String> {
        self.first(&["og:site_name"])
            .or_else(|| facts.publisher.clone())
            .or_else(|| self.first(&["dc.publisher", "publisher", "application-name"]))
            .filter(|name| !name.contains("://"))
    }

    fn title(&self, facts: &Facts, publisher: Option<&str>) -> Option<String> {
        let headings = self.texts(Place::Heading);
        let window = self.texts(Place::Title).into_iter().next();
        let meta = self.first(&["og:title", "twitter:title", "parsely-title", "dc.title"]);
        let full = [meta.as_ref(), facts.headline.as_ref(), window.as_ref()];
        // A heading that stands in what the page calls itself is that without its site or topic.
        let heading = headings.iter().find(|heading| {
            let long = heading.split_whitespace().count() >= 3;
            long && full.iter().flatten().any(|title| title.contains(heading.as_str()))
        });
        heading
            .cloned()
            .or_else(|| facts.headline.clone())
            .or_else(|| meta.map(|title| without_site(&title, publisher)))
            .or_else(|| headings.first().cloned())
            .or_else(|| window.map(|title| without_site(&title, publisher)))
            .filter(|title| !title.is_empty())
    }

    fn byline(&self, facts: &Facts, publisher: Option<&str>) -> Option<String> {
        const NAMES: [&str; 9] = [
            "author",
            "parsely-author",
            "sailthru.author",
            "byl",
            "dc.creator",
            "article:author",
            "dcterms.creator",
            "citation_author",
            "cxenseparse:author",
        ];
        let metas = NAMES.iter().map(|name| self.contents(name));
        let shown = [Place::Author, Place::Byline]
            .into_iter()
            .flat_map(|place| self.texts(place))
            .filter_map(|text| Some(vec![shown_name(&text)?]));
        let is_site = |name: &str| publisher.is_some_and(|site| site.eq_ignore_ascii_case(name));
        std::iter::once(facts.authors.clone()).chain(metas).chain(shown).find_map(|authors| {
            let mut names: Vec<String> = Vec::new();
            for name in authors.iter().filter_map(|name| author(name)) {
                if !names.contains(&name) && !is_site(&name) {
                    names.push(name);
                }
            }
            (!names.is_empty()).then(|| names.join(", "))
        })
    }
}

fn is_json_ld(tag: &Tag<'_>) -> bool {
    tag.attribute("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"))
}

/// True for a `<time>` whose attributes say that it is the publication.
fn means_publication(tag: &Tag<'_>) -> bool {
    let says = |name: &str, parts: &[&str]| {
        let value = tag.attribute(name).map(|value| value.to_ascii_lowercase());
        value.is_some_and(|value| parts.iter().any(|part| value.contains(part)))
    };
    tag.attribute("pubdate").is_some()
        || says("itemprop", &["datepublished"])
        || says("class", &["publish", "entry-date", "posted", "pubdate"]) && !says("class", &["updated"])
}

/// One line, entities decoded a second time: many pages escape twice.
fn clean(text: &str) -> Option<String> {
    let text = decode(text).split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// A title without the name of its site at the end.
fn without_site(title: &str, publisher: Option<&str>) -> String {
    for mark in [" | ", " - ", " – ", " — ", " :: ", " » ", " • ", " // "] {
        if let Some((head, tail)) = title.rsplit_once(mark) {
            let site = publisher.is_some_and(|name| name.eq_ignore_ascii_case(tail.trim()));
            if site || mark == " | " && tail.len() < head.len() {
                return head.trim().to_string();
            }
        }
    }
    title.trim().to_string()
}

/// What stands for an author who is none.
const NOBODY: [&str; 12] = [
    "admin",
    "administrator",
    "author",
    "null",
    "undefined",
    "unknown",
    "no author",
    "anonymous",
    "wordpressadmin",
    "von",
    "by",
    "follow",
];

/// The name in a byline as shown, which often holds a date or an invitation too: "Posted on May 3,
/// 2015 by Jane Doe", "Jane Doe am 3. Mai 2015".
fn shown_name(text: &str) -> Option<String> {
    static BY: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?i)\b(?:by|von|por|par)\b:?\s+").expect("a pattern of this file"));
    let text = BY.find(text).map_or(text, |by| &text[by.end()..]);
    let end = text.find(|c: char| c.is_ascii_digit() || "|·•»(".contains(c));
    let mut name = text[..end.unwrap_or(text.len())].trim_end_matches([' ', ',', '-', '–', '/']);
    for tail in [" am", " on", " vom", " at", " le", " el", " Updated", " Published"] {
        name = name.strip_suffix(tail).unwrap_or(name).trim_end();
    }
    let words = name.split_whitespace().count();
    ((1..=8).contains(&words) && !name.ends_with(':')).then(|| name.to_string())
}

/// A person's or desk's name out of what a page gives as its author.
fn author(text: &str) -> Option<String> {
    let text = clean(text)?;
    let mut name = text.as_str();
    for prefix in ["written by ", "posted by ", "by: ", "by ", "von ", "por ", "author: "] {
        if name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)) {
            name = &name[prefix.len()..];
        }
    }
    let name = name.trim_matches(|c: char| c.is_whitespace() || ",;|·•-–".contains(c));
    let bad = name.is_empty()
        || name.len() > 120
        || name.contains("://")
        || name.contains('@')
        || !name.contains(char::is_alphabetic)
        || name.starts_with("www.")
        || !name.contains(' ') && name.contains('.')
        || ["gmbh", "publisher"].iter().any(|word| name.to_lowercase().contains(word))
        || NOBODY.iter().any(|word| name.eq_ignore_ascii_case(word));
    (!bad).then(|| name.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::PublishedBasis;
    use jiff::civil::date;
    use proptest::prelude::*;

    const PAGE: &str = r#"<html lang="en-GB"><head><title>Mayor resigns | The Daily</title>
        <meta property="og:site_name" content="The Daily">
        <meta property="og:title" content="Mayor resigns | The Daily">
        <meta name="author" content="By Jane Doe">
        <link rel="canonical" href="https://daily.example/2015/11/30/mayor">
        </head><body><h1>Mayor resigns</h1>
        <span class="post-date">Posted 01/12/2015</span><p>On May 3, 1998 the war ended.</p>"#;

    #[test]
    fn a_page_gives_its_metadata() {
        let page = metadata(PAGE);
        assert_eq!(page.title.as_deref(), Some("Mayor resigns"));
        assert_eq!(page.byline.as_deref(), Some("Jane Doe"));
        assert_eq!(page.publisher.as_deref(), Some("The Daily"));
        assert_eq!(page.url.as_deref(), Some("https://daily.example/2015/11/30/mayor"));
        assert_eq!(page.clues.choose(), Some((date(2015, 11, 30), PublishedBasis::Url)));
    }

    #[test]
    fn the_language_of_the_page_orders_day_and_month() {
        let page = PAGE.replace("/2015/11/30", "");
        let dated = |html: &str| metadata(html).clues.choose();
        assert_eq!(dated(&page), Some((date(2015, 12, 1), PublishedBasis::Dateline)));
        let american = page.replace("en-GB", "en-US");
        assert_eq!(dated(&american), Some((date(2015, 1, 12), PublishedBasis::Dateline)));
    }

    #[test]
    fn a_date_in_the_body_dates_nothing() {
        for head in ["", "<h1>The war</h1>"] {
            let html = format!("<html lang=en>{head}<p>On May 3, 1998 the war ended</p>");
            assert_eq!(metadata(&html).clues.choose(), None);
        }
        let html = "<html lang=en><p>In that war</p><p>May 3, 1998</p>";
        assert_eq!(metadata(html).clues.choose(), None);
    }

    #[test]
    fn time_elements_that_mean_publication_come_first() {
        let html = r#"<time datetime="2014-01-01">x</time>
            <time class="entry-date published" datetime="2015-12-01T10:00">x</time>"#;
        assert_eq!(metadata(html).clues.choose(), Some((date(2015, 12, 1), PublishedBasis::Meta)));
    }

    #[test]
    fn addresses_are_no_authors() {
        assert_eq!(author("https://facebook.com/jane"), None);
        assert_eq!(author("By  Jane Doe,"), Some("Jane Doe".into()));
        assert_eq!(author("admin"), None);
    }

    proptest! {
        #[test]
        fn no_page_panics(html in "(<(time|meta|h1|span class=date|script type=ld\\+json)|[<>/=\"é ]|.){0,40}") {
            metadata(&html);
        }
    }
}
