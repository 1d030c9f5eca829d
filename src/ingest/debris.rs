//! Debris: the parts of a text that are not its body, marked and never cut.
//!
//! What is marked here is sure: lines that are a known phrase and nothing else, placeholders that
//! a template left, and, at the head, title, byline and dateline. The shape of a line (short, no
//! full stop) is no reason: by shape 2 to 7 % of a body would go with the debris.

use super::published::Order;
use super::published::day;
use super::text::head;
use crate::article::{Region, RegionKind};
use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

/// Lines from the top among which byline and dateline are looked for.
const HEAD: usize = 8;

/// Bytes of the longest line that can be furniture.
const LONGEST: usize = 300;

/// Bytes of the longest credit of a photo.
const CREDIT_LONGEST: usize = 160;

/// The regions of `text`, in order, not overlapping.
pub(crate) fn regions(text: &str, title: Option<&str>) -> Vec<Region> {
    let mut regions: Vec<Region> = Vec::new();
    let mut dateline = false;
    let mut tried = 0;
    for (n, line) in lines(text).enumerate() {
        let inner = line.of(text);
        let mut mark = |span, kind| regions.push(Region { span, kind });
        if is_furniture(inner) {
            mark(line, RegionKind::Furniture);
            continue;
        }
        if is_template_line(inner) {
            mark(line, RegionKind::Template);
            continue;
        }
        if n == 0 && is_title(text, line, title) {
            mark(line, RegionKind::Title);
            continue;
        }
        if n < HEAD && (is_byline(inner) || is_date_stamp(inner)) {
            mark(line, RegionKind::Byline);
            continue;
        }
        let mut start = 0;
        if n < HEAD
            && !dateline
            && let Some(end) = dateline_end(inner)
        {
            dateline = true;
            mark(Span::new(line.start, line.start + end).trim(text), RegionKind::Dateline);
            start = end;
        }
        let mut at = start;
        while tried < MOST_TRIED
            && let Some(found) = memchr::memchr2(b'{', b'[', &inner.as_bytes()[at..])
        {
            tried += 1;
            at += found;
            // A window, and a pattern for its start alone: a line may be one of many megabytes.
            let window = head(&inner[at..], TOKEN_LONGEST);
            match TOKEN.find(window) {
                Some(token) => {
                    let from = line.start + at;
                    mark(Span::new(from, from + token.end()), RegionKind::Template);
                    at += token.end();
                }
                None => at += 1,
            }
        }
    }
    regions
}

/// The lines of `text` that are not blank, trimmed.
fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0;
    text.split_inclusive('\n')
        .map(move |line| {
            at += line.len();
            Span::new(at - line.len(), at).trim(text)
        })
        .filter(|line| !line.is_empty())
}

/// Bytes of the longest placeholder.
const TOKEN_LONGEST: usize = 240;

/// Brackets of one text that are looked at; a text with more of them is no article.
const MOST_TRIED: usize = 100_000;

static TOKEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:\{\{\s*[a-z_][\w .:|/-]{0,60}\}\}|\{[a-z_][a-z0-9_-]{1,30}(?::[\w-]{1,40})?\}|\[/?(?:ads?|advert(?:isement)?|adsense|mosads|caption|gallery|embed|video|youtube|audio|iframe)(?: [^\]\n]*)?\])",
    )
});

/// True for what a template or a script left: nothing of it is prose.
fn is_template_line(line: &str) -> bool {
    static SCRIPT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:&(?:amp;)?lt;|</?(?:div|span|script|iframe|p|a|img|br)\b)|googletag\.|\bdocument\.(?:write|getElementById)|\(function\s*\(|window\.\w+\s*=",
        )
    });
    line.len() < 2000 && SCRIPT.is_match(line)
}

/// True for a line that is page furniture and nothing else.
fn is_furniture(line: &str) -> bool {
    if line.len() > LONGEST {
        return false;
    }
    if line.chars().all(|c| !c.is_alphanumeric() && !"\"'“”‘’.…—–-*_".contains(c)) {
        // Zero-width characters, arrows, bullets without a text.
        return true;
    }
    WHOLE.is_match(line) || BEGIN.is_match(line) || line.len() <= CREDIT_LONGEST && CREDIT.is_match(line)
}

/// Phrases that are furniture when they are the whole line.
static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^[\W_]*(?:",
        r"adver(?:t|ts|tisement|tisements)|sponsored(?: content)?|paid content|promoted(?: stories)?|",
        r"story continues below(?: advertisement)?|(?:article|story|post) continues (?:below|after) (?:this )?(?:ad|advert|advertisement|video)|scroll (?:down )?(?:to|for) (?:continue|more)(?: reading)?|",
        r"(?:most|more) (?:popular|read|viewed|shared|watched|recent|commented)(?: (?:stories|articles|news|videos|on .{2,30}))?|popular(?: (?:this week|now|stories|articles|posts|in .{2,30}))?|trending(?: (?:now|stories|topics))?|",
        r"latest (?:news|articles?|stories|posts?|videos?|headlines)|(?:related|recent|recommended|similar)(?: (?:news|articles?|stories|story|coverage|content|posts?|topics|videos?|links|headlines|reading|for you|items))?|recommended for you|editors?['’]s? picks?|top (?:stories|news|headlines|videos)|more (?:great .{2,30} )?(?:stories|news|headlines|coverage|videos)|more (?:from|on|in) .{2,40}|what to read next|read next|up next|next up|",
        r"you (?:may|might) (?:also )?(?:like|be interested in|want to read)|don['’]t miss|in case you missed it|see also|from the web|around the web|",
        r"(?:load|show|see|view|read|learn|watch|find out|click for|discover) more(?: (?:here|comments|stories|videos?|news))?|see all(?: .{1,30})?|view (?:all|gallery|photos|slideshow|comments|full article|author archive|all comments|the discussion thread)|continue reading|keep reading|read (?:the )?(?:full|original|whole) (?:story|article|post)(?: here)?|read (?:full )?article|",
        r"(?:post|leave|add|write) (?:a |your )?(?:comments?|reply)(?: \(\+\))?|(?:show|hide|view|read|join|see)?\s*(?:all )?comments?(?: \(?\d*\)?)?|\d+ comments?|join the (?:conversation|discussion)|tell us what you think[. ]*|comments (?:are )?(?:closed|off)(?: .{0,30})?|",
        r"share|shares?|share (?:this|on|via|with|it|article|story|post|tweet|facebook|twitter|email)(?: (?:on|via|with|this|article|story|post|page|facebook|twitter|linkedin|whatsapp|email|pinterest|reddit|link|friends))*|sharing is caring|tweet(?: this)?|pin it|email(?: this)?(?: (?:article|story|the author|to a friend))?|print(?: (?:this )?(?:article|story|page))?|save(?: (?:article|for later))?|copy (?:link|url|shortlink)|order reprints|text size|font size|whatsapp|facebook|twitter|linkedin|pinterest|reddit|instagram|youtube|flipboard|messenger|(?:facebook|twitter|whatsapp|linkedin|pinterest|reddit|email|print|copy link|instagram|tumblr|telegram|messenger|share|tweet|pint|pin)(?:[ ,|/]+(?:facebook|twitter|whatsapp|linkedin|pinterest|reddit|email|print|copy link|instagram|tumblr|telegram|messenger|share|tweet|pint|pin|baixar))+|",
        r"subscribe(?: (?:now|today|here))?|sign (?:up|in|up now)|log ?in|register|already a subscriber\W*|newsletters?|email newsletter|breaking news emails?|get (?:the|our) (?:app|newsletter)|download (?:the|our) app|follow(?: us)?|like us(?: on facebook)?|(?:click here to )?get the .{2,30} app|click here|learn more here|something to consider|want more stories like this|",
        r"image (?:\d+ )?of /? ?\d+|(?:image|photo|slide|picture|video) \d+ of /? ?\d+|\d+ of \d+|caption|hide caption|toggle caption|enlarge(?: this)? image|close|open (?:image|gallery) modal|(?:play|pause|replay|skip|mute) (?:video|ad|slideshow)?|video (?:player )?(?:loading|unavailable)|loading(?: content)?|watch (?:live|now|the video|video|more)|listen(?: now)?|now playing|media playback is (?:un)?supported on (?:this|your) device|",
        r"back to (?:top|.{2,20} home(?:page)?)|skip to (?:main )?(?:content|navigation|footer)|jump to (?:content|navigation)|menu|navigation|home(?: page)?|search|topics|tags?|(?:filed under|tags?|topics?|categor(?:y|ies)|posted in): .+|about (?:the )?authors?|about us|contact us|terms (?:of (?:use|service)|and conditions)|privacy (?:policy|notice)|cookie (?:policy|settings)|all rights reserved|accept(?: all)?(?: cookies)?|",
        r"(?:©|copyright|\(c\)).*|.*all rights reserved\W*.*",
        r")[\W_]*$",
    ))
});

/// How lines begin that are furniture to their end.
static BEGIN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^[\W_]*(?:(?i:",
        r"click here to get the .+ app|follow (?:us|me|@?\w+(?: \w+){0,3}) on (?:twitter|facebook|instagram|x|linkedin|youtube|social)|follow @|follow .+['’]s? (?:full )?coverage|like us on|find us on|join us on|",
        r"sign[ -]up (?:(?:for|to) (?:our|free|daily|weekly|breaking|e-?mail|get|receive|.*(?:newsletter|alerts?|updates?|today)\b)|here|now|today|below|:)|sign up: |subscribe (?:to|for|now|today|here)\b|register (?:for|now|here|to read)|get (?:the (?:latest|best|day|top)|breaking|our|more|all the latest|daily|unlimited|access|alerts).*(?:newsletter|inbox|e-?mail|app\b|alerts?|subscri|delivered)|",
        r"click (?:here|below|on the link) (?:to (?:subscribe|sign|read|view|see|watch|join|follow|listen|donate|comment)|for (?:more|our|the|all))|tap here |download (?:the|our) .{2,40} app|watch: |read: |",
        r"(?:read|see|find out|learn|watch) (?:more|also|next) ?[:>»]|see also ?:|related(?: (?:articles?|stor(?:y|ies)|coverage|links?|video|content|reading|news))? ?[:>»]|more ?: |also (?:read|see|on .{2,20}) ?:|don['’]t miss ?:|recommended ?:|",
        r"related coverage from |want more .{2,40}\?|have a (?:tip|story)\b|got a (?:tip|story)\b|do you have a (?:tip|story)|start your (?:day|morning) with (?:the|our) |",
        r"this (?:post|article|story|page|site) (?:may|might|can) contain (?:affiliate|sponsored)|.*(?:may|might) (?:earn|receive) (?:an? )?(?:small |affiliate )*commission|",
        r"(?:reach|contact|email|write to) .+ (?:at|on twitter)\b.*\S@\S|",
        r"the contents of this site are|this material may not be published|make .{2,20} my homepage|never miss (?:a|another) (?:story|post)|enter your e-?mail|thank you for (?:subscribing|signing up)|please enable javascript|your browser does not support|we use cookies|by (?:clicking|signing up|subscribing|continuing)|",
        r"(?:\()?(?:additional )?(?:reporting|writing|editing) (?:and (?:writing|editing) )?by \p{L}|(?:the )?associated press (?:writers?|reporters?) .+ contributed|",
        r"first published ?:|post comment|listen to .{2,40} (?:live|podcast) (?:at|on)|filed under ?:|posted in ?:|categories ?:|categoria ?:|tags ?:",
        r"))",
    ))
});

/// Credits of photos, on their own line.
static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^[\W_]*(?:",
        r"(?i:(?:photo|image|picture|video|graphic|illustration)s?(?: ?(?:credits?|copyright|source|by|courtesy(?: of)?|illustration by)) ?[:/]? ?.+)|",
        r"(?i:(?:photo|image|photograph|picture|foto|credits?|source) ?[:©] ?.+)|",
        r"(?:Credit|Photo|Image)(?:\.\.\.|…).+|",
        r"(?:Photo(?:graph|s)?|Illustration|Video|Image) by [\p{Lu}].+|",
        r"(?:© )?\p{Lu}[\p{L}.’'-]*(?: \p{Lu}[\p{L}.’'-]*)* ?[|/] ?(?:Getty|AP|Reuters|AFP|Shutterstock|Bloomberg)(?: Images| Photo)?|",
        r"(?:Getty(?: Images)?|Shutterstock|iStock(?:photo)?|Associated Press|Reuters|AFP|AP Photo(?:/.+)?|AP|EPA)(?: ?/ ?.+)?|",
        r"(?:Image|Media) (?:copyright|caption) .+",
        r")[\W_]*$",
    ))
});

/// True when the first line is the title, or looks like a headline where none is known.
fn is_title(text: &str, line: Span, title: Option<&str>) -> bool {
    let inner = line.of(text);
    let bare = |s: &str| {
        let letters = s.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect::<String>()
    };
    if let Some(title) = title {
        return inner.len() < 400 && bare(inner) == bare(title) && !bare(title).is_empty();
    }
    let words = inner.split_whitespace().count();
    (10..=150).contains(&inner.len())
        && (3..=24).contains(&words)
        && inner.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "\"“‘'".contains(c))
        && !inner.ends_with(['.', ',', ';', ':', '"', '”', '!', '…'])
        && !inner.contains(". ")
        && !is_byline(inner)
        && !is_date_stamp(inner)
        && !STAMPED.is_match(inner)
        && dateline_end(inner).is_none()
        && lines(&text[line.end..]).next().is_some_and(|next| next.len() >= 3)
        && lines(&text[line.end..]).take(HEAD).any(|next| next.len() > 100)
}

/// A line that begins as a date stamp does, whatever follows.
static STAMPED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^(?:published|posted|updated|last updated)(?: on)?\b.*\d"));

/// True for "By Jane Doe", "By Jane Doe and John Roe, The Daily", with a date or not.
fn is_byline(line: &str) -> bool {
    static BYLINE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:By|BY|by|Written by|Posted by|Reported by)[: ]\s*\p{Lu}"));
    static SIGNED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:\p{Lu}[\p{L}.’'-]*,? (?:and )?){2,8}(?:Associated Press|AP|Reuters|\p{Lu}\p{L}+ (?:Writer|Reporter|Correspondent|Editor))$",
        )
    });
    if line.len() <= 140 && SIGNED.is_match(line) {
        return true;
    }
    const SMALL: [&str; 22] = [
        "and", "of", "the", "for", "in", "at", "on", "with", "to", "de", "van", "von", "der", "da", "del",
        "la", "bin", "al", "el", "a.m.", "p.m.", "am",
    ];
    line.len() <= 140
        && BYLINE.is_match(line)
        && !line.ends_with(['?', '!', ':', '"', '”'])
        && (!line.ends_with('.') || line.ends_with("m."))
        && !line.contains(['“', '"'])
        && line
            .split_whitespace()
            .skip(1)
            .filter(|word| !word.starts_with(|c: char| !c.is_lowercase()) && !SMALL.contains(word))
            .count()
            <= usize::from(line.contains(" | ")) * 3
        && line.split_whitespace().count() <= 18
}

/// True for a line that is a date with a year and the words around dates: "Updated 2:15 pm EST,
/// Monday, March 2, 2020".
fn is_date_stamp(line: &str) -> bool {
    const WORDS: [&str; 37] = [
        "published",
        "posted",
        "updated",
        "update",
        "last",
        "first",
        "original",
        "modified",
        "on",
        "at",
        "by",
        "am",
        "pm",
        "a",
        "p",
        "m",
        "et",
        "est",
        "edt",
        "pt",
        "pst",
        "pdt",
        "ct",
        "cst",
        "cdt",
        "mst",
        "mdt",
        "gmt",
        "bst",
        "utc",
        "ist",
        "cet",
        "hst",
        "date",
        "of",
        "st",
        "th",
    ];
    if line.len() > 140 || day(line, Order::MonthFirst).is_none() {
        return false;
    }
    let words = line.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let other = words.filter(|word| {
        let word = word.to_lowercase();
        !WORDS.contains(&word.as_str()) && !is_calendar(&word)
    });
    other.count() == 0
}

/// True for a weekday or month, in full or cut to three letters.
fn is_calendar(word: &str) -> bool {
    const NAMES: [&str; 19] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    word.len() >= 3 && NAMES.iter().any(|name| name.starts_with(word))
}

/// Where the dateline ends that `line` begins with: "NAIROBI, Kenya (AP) — ".
fn dateline_end(line: &str) -> Option<usize> {
    static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
        let month = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?";
        let date = format!(r"(?:,? {month} \d{{1,2}}(?:, \d{{4}})?|,? \d{{1,2}} {month}(?: \d{{4}})?)");
        let agency = r"\((?:[A-Z]{2,8}|[A-Z][\w.’' ]{2,25})\)";
        let known = r"\((?:AP|AFP|CNN|UPI|CBS|ANI|IANS|PTI|Reuters|Xinhua|Bloomberg)[^)\n]{0,25}\)";
        let dash = r"\s*(?:--+|—|–|_|-)\s*";
        pattern(&format!(
            r"^(?:\p{{Lu}}[\p{{Lu}}.’' -]{{2,30}}(?:[,/] ?\p{{Lu}}[\p{{L}}.’' ]{{1,25}}){{0,2}}{date}?(?: ?{agency})?{dash}|(?:\p{{Lu}}[\p{{L}}.’']+[ ,]+){{0,5}}{date}?,? ?{known}{dash})"
        ))
    });
    let found = DATELINE.find(head(line, 160))?;
    let cut = found.as_str();
    // "T-SHIRT", "RE-ELECTED": a hyphen within a word is no dash.
    let spaced = cut.ends_with(char::is_whitespace) || !cut.ends_with('-');
    let rest = &line[found.end()..];
    let enough = cut.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    (spaced && enough && rest.len() > 20).then_some(found.end())
}

fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a pattern of this file")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked<'t>(text: &'t str, title: Option<&str>) -> Vec<(RegionKind, &'t str)> {
        regions(text, title).iter().map(|r| (r.kind, r.span.of(text))).collect()
    }

    const BODY: &str = "The mayor resigned on Tuesday after a vote that nobody in the town had \
                        expected, and she said that she would not run again.";

    #[test]
    fn the_head_of_a_text_is_told_apart() {
        let text = format!(
            "\nMayor resigns after vote\n\nBy Jane Doe and John Roe, The Daily\n\nUpdated 2:15 pm \
             EST, Monday, March 2, 2020\n\nNAIROBI, Kenya (AP) — {BODY}\n{{mosads}}\nLoad \
             more\n"
        );
        let want = [
            (RegionKind::Title, "Mayor resigns after vote"),
            (RegionKind::Byline, "By Jane Doe and John Roe, The Daily"),
            (RegionKind::Byline, "Updated 2:15 pm EST, Monday, March 2, 2020"),
            (RegionKind::Dateline, "NAIROBI, Kenya (AP) —"),
            (RegionKind::Template, "{mosads}"),
            (RegionKind::Furniture, "Load more"),
        ];
        assert_eq!(marked(&text, None), want);
    }

    #[test]
    fn datelines_of_many_houses_are_found() {
        for head in [
            "WASHINGTON —",
            "PARIS, Dec. 1, 2015 (Reuters) -",
            "New York (CNN) --",
            "(CNN) —",
            "BEIJING, Nov. 25 (Xinhua) --",
            "ST. LOUIS (AP) _",
            "BRUSSELS/PARIS (Reuters) -",
        ] {
            let text = format!("{head} {BODY}");
            assert_eq!(marked(&text, None), [(RegionKind::Dateline, head)]);
        }
        for head in ["T-SHIRTS are", "NASA said on Monday that", "He - and she -"] {
            assert_eq!(marked(&format!("{head} {BODY}"), None), []);
        }
    }

    #[test]
    fn furniture_is_a_line_of_its_own() {
        for line in [
            "Most Popular",
            "See all Video",
            "Read more: Another story",
            "Follow us on Twitter",
            "Sign up for our newsletter",
            "ADVERTISEMENT",
            "Photo: Jane Doe, AP",
            "Sign up for free to get alerts",
            "Continue reading",
            "Image 1 of 5",
            "(Image credit: Jane Doe)",
            "\u{200b}",
            "Related: Some other story",
        ] {
            let text = format!("{BODY}\n{line}\n{BODY}");
            assert_eq!(marked(&text, None), [(RegionKind::Furniture, line)]);
        }
        for line in [
            "He asked readers to follow us on Twitter, and many did so.",
            "Read the bill.",
            "“Close the door,” she said.",
            "Share prices fell.",
            "Home is where it began.",
            "Comments made by the mayor were not welcome.",
            "***",
            "Related parties sued.",
        ] {
            assert_eq!(marked(&format!("{BODY}\n{line}\n{BODY}"), None), [], "{line}");
        }
    }

    #[test]
    fn templates_are_marked_within_a_line() {
        let text = format!("{BODY} {{{{ad}}}} {BODY} [ad] and [sic] and {{x}}.");
        let want = [(RegionKind::Template, "{{ad}}"), (RegionKind::Template, "[ad]")];
        assert_eq!(marked(&text, None), want);
    }

    #[test]
    fn a_known_title_is_the_only_one() {
        let text = format!("Mayor resigns\n{BODY}");
        assert_eq!(marked(&text, Some("Mayor Resigns!")), [(RegionKind::Title, "Mayor resigns")]);
        assert_eq!(marked(&format!("Another line here\n{BODY}"), Some("Mayor resigns")), []);
        assert_eq!(marked(BODY, None), []);
    }

    proptest! {
        #[test]
        fn regions_are_in_order_and_do_not_overlap(
            text in "([A-Z]{2,8} \\(AP\\) - |By |\\{mosads\\}|\\[ad\\]|Load more|é\n|\n|[ a-z.“—]{1,9}){0,30}",
            title in proptest::option::of("[a-z]{0,5}"),
        ) {
            let mut last = 0;
            for region in regions(&text, title.as_deref()) {
                prop_assert!(region.span.start >= last && !region.span.is_empty());
                prop_assert!(!region.span.of(&text).is_empty());
                last = region.span.end;
            }
        }
    }
}
