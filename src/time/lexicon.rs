//! The words of time: one table from a word in lower case to what it is to the grammar.
//!
//! Adding an expression is one line here and one test in `tests.rs`.

use super::value::{Season, Unit};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a token is to the grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lex {
    /// A word of no table.
    Plain,
    /// A plain word that is part of some expression: "the *full* year".
    Minor,
    /// A blank line, or the end of the text.
    Break,
    /// A mark; dashes up to the en dash are `-`, the em dash `_`, double quotation marks `"`.
    Mark(u8),
    /// `'s`.
    Possessive,
    /// Digits.
    Num {
        /// What they say.
        value: u32,
        /// How many there are.
        digits: u8,
    },
    /// "1,500".
    Grouped(u32),
    /// "2.5", "½".
    Fraction {
        /// Its whole part.
        whole: u32,
        /// True when the rest is a half.
        half: bool,
    },
    /// "20th", "third".
    Ordinal(u8),
    /// "1990s" as 199 and 4, "'80s" as 8 and 2.
    Decade(u16, u8),
    /// "nineties" as 9.
    DecadeWord(u8),
    /// "two", "thirty".
    Count(u8),
    /// "hundred", "thousand", "million".
    Scale(u32),
    /// "several", "few", "many": a number that is not said.
    Vague,
    /// "couple", "dozen".
    Pack(u8),
    /// "a", "an".
    Article,
    /// "the".
    The,
    /// "half".
    Half,
    /// "week", "weeks".
    Unit(Unit, bool),
    /// "Monday", 1, up to "Sunday", 7; true when it is a plural or a short form.
    Weekday(u8, Form),
    /// "March".
    Month(u8, Form),
    /// "summer"; true for "summers".
    Season(Season, bool),
    /// "morning"; true for "mornings".
    Part(&'static str, bool),
    /// "noon", "midnight": the hour.
    Hour(u8),
    /// "today": days from the reference day.
    Day(i8),
    /// "tonight".
    Tonight,
    /// "overnight".
    Overnight,
    /// "last", "next", "this", …
    Deictic(Deictic),
    /// "early", "late", "mid".
    Phase(&'static str),
    /// "about", "nearly": a modifier of what follows.
    Around(&'static str),
    /// "every", "each".
    Every,
    /// "daily": the value of a set.
    Often(&'static str),
    /// "weeklong".
    Lasting(Unit),
    /// "ago".
    Ago,
    /// "earlier".
    Earlier,
    /// "later".
    Later,
    /// "fiscal".
    Fiscal,
    /// "FY2009", "FY10".
    FiscalYear(i16),
    /// "Q3".
    Quarter(u8),
    /// "H1".
    HalfOf(u8),
    /// A.M.
    Am,
    /// P.M.
    Pm,
    /// "recently": a reference by itself.
    Reference(&'static str),
    /// "now", "current", "recent", "future": a reference that must be looked at.
    Doubtful(Doubtful),
    /// The first word of a holiday.
    Holiday,
    /// "in", "since", "by": what stands before a date.
    Preposition,
    /// "of".
    Of,
    /// "and".
    And,
    /// "or".
    Or,
    /// "to".
    To,
    /// "at".
    At,
    /// "more".
    More,
    /// "less".
    Less,
    /// "beginning", "end": a part of a stretch, before "of".
    Edge(&'static str),
}

/// How a name of a day or a month is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// In full.
    Full,
    /// In full and in the plural.
    Plural,
    /// Cut short: "Sept".
    Short,
    /// In full, and a common word or name besides: "May", "March", "April", "August", "June".
    Common,
}

/// Where a stretch lies, seen from the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deictic {
    /// "last".
    Last,
    /// "past".
    Past,
    /// "previous", "preceding".
    Previous,
    /// "this".
    This,
    /// "these".
    These,
    /// "current".
    Current,
    /// "latest".
    Latest,
    /// "next".
    Next,
    /// "coming".
    Coming,
    /// "following".
    Following,
    /// "that".
    That,
    /// "same".
    Same,
}

/// A word that is a reference to a time only in some places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubtful {
    /// "now".
    Now,
    /// "recent".
    Recent,
    /// "future".
    Future,
    /// "soon".
    Soon,
    /// "previously".
    Previously,
}

/// What `word` is.
pub fn look_up(word: &[u8]) -> Lex {
    match find(&WORDS, word).unwrap_or(Lex::Plain) {
        // Days and months are names: "march", "sun" and "may" in lower case are other words.
        Lex::Weekday(_, Form::Short) | Lex::Month(_, Form::Short | Form::Common)
            if !word[0].is_ascii_uppercase() =>
        {
            Lex::Plain
        }
        lex => lex,
    }
}

/// Words in lower case, and what each is.
pub type Words<T> = FxHashMap<&'static [u8], T>;

/// What `words` says of `word`, whatever its case.
pub fn find<T: Copy>(words: &Words<T>, word: &[u8]) -> Option<T> {
    const LONGEST: usize = 13;
    if word.len() > LONGEST {
        return None;
    }
    let mut lower = [0u8; LONGEST];
    for (to, from) in lower.iter_mut().zip(word) {
        *to = from.to_ascii_lowercase();
    }
    words.get(&lower[..word.len()]).copied()
}

/// A look-up from lines of words, separated by blanks, and what they are.
pub fn words<T: Copy>(table: &'static [(&'static str, T)]) -> Words<T> {
    table.iter().flat_map(|(words, lex)| words.split_whitespace().map(|w| (w.as_bytes(), *lex))).collect()
}

static WORDS: LazyLock<Words<Lex>> = LazyLock::new(|| words(TABLE));

/// Words, separated by blanks, and what they are.
#[rustfmt::skip]
const TABLE: &[(&str, Lex)] = &[
    ("a an", Lex::Article),
    ("the", Lex::The),
    ("half", Lex::Half),
    ("one", Lex::Count(1)), ("two", Lex::Count(2)), ("three", Lex::Count(3)), ("four", Lex::Count(4)),
    ("five", Lex::Count(5)), ("six", Lex::Count(6)), ("seven", Lex::Count(7)), ("eight", Lex::Count(8)),
    ("nine", Lex::Count(9)), ("ten", Lex::Count(10)), ("eleven", Lex::Count(11)), ("twelve", Lex::Count(12)),
    ("thirteen", Lex::Count(13)), ("fourteen", Lex::Count(14)), ("fifteen", Lex::Count(15)),
    ("sixteen", Lex::Count(16)), ("seventeen", Lex::Count(17)), ("eighteen", Lex::Count(18)),
    ("nineteen", Lex::Count(19)), ("twenty", Lex::Count(20)), ("thirty", Lex::Count(30)),
    ("forty", Lex::Count(40)), ("fifty", Lex::Count(50)), ("sixty", Lex::Count(60)),
    ("seventy", Lex::Count(70)), ("eighty", Lex::Count(80)), ("ninety", Lex::Count(90)),
    ("hundred", Lex::Scale(100)), ("thousand", Lex::Scale(1000)),
    ("million", Lex::Scale(1_000_000)), ("billion", Lex::Scale(1_000_000_000)),
    ("couple", Lex::Pack(2)), ("dozen", Lex::Pack(12)), ("decade", Lex::Unit(Unit::Decade, false)),
    ("several few many some dozens hundreds thousands millions billions scores countless", Lex::Vague),
    ("first", Lex::Ordinal(1)), ("second", Lex::Ordinal(2)), ("third", Lex::Ordinal(3)),
    ("fourth", Lex::Ordinal(4)), ("fifth", Lex::Ordinal(5)), ("sixth", Lex::Ordinal(6)),
    ("seventh", Lex::Ordinal(7)), ("eighth", Lex::Ordinal(8)), ("ninth", Lex::Ordinal(9)),
    ("tenth", Lex::Ordinal(10)), ("eleventh", Lex::Ordinal(11)), ("twelfth", Lex::Ordinal(12)),
    ("thirteenth", Lex::Ordinal(13)), ("fourteenth", Lex::Ordinal(14)), ("fifteenth", Lex::Ordinal(15)),
    ("sixteenth", Lex::Ordinal(16)), ("seventeenth", Lex::Ordinal(17)), ("eighteenth", Lex::Ordinal(18)),
    ("nineteenth", Lex::Ordinal(19)), ("twentieth", Lex::Ordinal(20)),
    ("seconds", Lex::Unit(Unit::Second, true)),
    ("minute", Lex::Unit(Unit::Minute, false)), ("minutes", Lex::Unit(Unit::Minute, true)),
    ("hour", Lex::Unit(Unit::Hour, false)), ("hours hrs", Lex::Unit(Unit::Hour, true)),
    ("day", Lex::Unit(Unit::Day, false)), ("days", Lex::Unit(Unit::Day, true)),
    ("week", Lex::Unit(Unit::Week, false)), ("weeks", Lex::Unit(Unit::Week, true)),
    ("weekend", Lex::Unit(Unit::Weekend, false)), ("weekends", Lex::Unit(Unit::Weekend, true)),
    ("fortnight", Lex::Unit(Unit::Fortnight, false)), ("fortnights", Lex::Unit(Unit::Fortnight, true)),
    ("month", Lex::Unit(Unit::Month, false)), ("months", Lex::Unit(Unit::Month, true)),
    ("quarter", Lex::Unit(Unit::Quarter, false)), ("quarters", Lex::Unit(Unit::Quarter, true)),
    ("year", Lex::Unit(Unit::Year, false)), ("years yrs", Lex::Unit(Unit::Year, true)),
    ("decades", Lex::Unit(Unit::Decade, true)),
    ("century", Lex::Unit(Unit::Century, false)), ("centuries", Lex::Unit(Unit::Century, true)),
    ("millennium", Lex::Unit(Unit::Millennium, false)), ("millennia", Lex::Unit(Unit::Millennium, true)),
    ("monday", Lex::Weekday(1, Form::Full)), ("tuesday", Lex::Weekday(2, Form::Full)),
    ("wednesday", Lex::Weekday(3, Form::Full)), ("thursday", Lex::Weekday(4, Form::Full)),
    ("friday", Lex::Weekday(5, Form::Full)), ("saturday", Lex::Weekday(6, Form::Full)),
    ("sunday", Lex::Weekday(7, Form::Full)),
    ("mondays", Lex::Weekday(1, Form::Plural)), ("tuesdays", Lex::Weekday(2, Form::Plural)),
    ("wednesdays", Lex::Weekday(3, Form::Plural)), ("thursdays", Lex::Weekday(4, Form::Plural)),
    ("fridays", Lex::Weekday(5, Form::Plural)), ("saturdays", Lex::Weekday(6, Form::Plural)),
    ("sundays", Lex::Weekday(7, Form::Plural)),
    ("mon", Lex::Weekday(1, Form::Short)), ("tue tues", Lex::Weekday(2, Form::Short)),
    ("wed", Lex::Weekday(3, Form::Short)), ("thu thur thurs", Lex::Weekday(4, Form::Short)),
    ("fri", Lex::Weekday(5, Form::Short)), ("sat", Lex::Weekday(6, Form::Short)),
    ("sun", Lex::Weekday(7, Form::Short)),
    ("january", Lex::Month(1, Form::Full)), ("february", Lex::Month(2, Form::Full)),
    ("march", Lex::Month(3, Form::Common)), ("april", Lex::Month(4, Form::Common)),
    ("may", Lex::Month(5, Form::Common)), ("june", Lex::Month(6, Form::Common)),
    ("july", Lex::Month(7, Form::Full)), ("august", Lex::Month(8, Form::Common)),
    ("september", Lex::Month(9, Form::Full)), ("october", Lex::Month(10, Form::Full)),
    ("november", Lex::Month(11, Form::Full)), ("december", Lex::Month(12, Form::Full)),
    ("jan", Lex::Month(1, Form::Short)), ("feb", Lex::Month(2, Form::Short)),
    ("mar", Lex::Month(3, Form::Short)), ("apr", Lex::Month(4, Form::Short)),
    ("jun", Lex::Month(6, Form::Short)), ("jul", Lex::Month(7, Form::Short)),
    ("aug", Lex::Month(8, Form::Short)), ("sep sept", Lex::Month(9, Form::Short)),
    ("oct", Lex::Month(10, Form::Short)), ("nov", Lex::Month(11, Form::Short)),
    ("dec", Lex::Month(12, Form::Short)),
    ("spring springtime", Lex::Season(Season::Spring, false)), ("springs", Lex::Season(Season::Spring, true)),
    ("summer summertime", Lex::Season(Season::Summer, false)), ("summers", Lex::Season(Season::Summer, true)),
    ("fall autumn", Lex::Season(Season::Autumn, false)), ("autumns", Lex::Season(Season::Autumn, true)),
    ("winter wintertime", Lex::Season(Season::Winter, false)), ("winters", Lex::Season(Season::Winter, true)),
    ("morning", Lex::Part("MO", false)), ("mornings", Lex::Part("MO", true)),
    ("afternoon", Lex::Part("AF", false)), ("afternoons", Lex::Part("AF", true)),
    ("evening", Lex::Part("EV", false)), ("evenings", Lex::Part("EV", true)),
    ("night", Lex::Part("NI", false)), ("nights", Lex::Part("NI", true)),
    ("dawn", Lex::Part("MO", false)), ("dusk", Lex::Part("EV", false)),
    ("noon midday", Lex::Hour(12)), ("midnight", Lex::Hour(24)),
    ("am", Lex::Am), ("pm", Lex::Pm),
    ("today", Lex::Day(0)), ("yesterday", Lex::Day(-1)), ("tomorrow", Lex::Day(1)), ("tonight", Lex::Tonight), ("overnight", Lex::Overnight),
    ("last", Lex::Deictic(Deictic::Last)), ("past", Lex::Deictic(Deictic::Past)),
    ("previous preceding prior", Lex::Deictic(Deictic::Previous)),
    ("this", Lex::Deictic(Deictic::This)), ("these", Lex::Deictic(Deictic::These)),
    ("current", Lex::Deictic(Deictic::Current)), ("latest", Lex::Deictic(Deictic::Latest)),
    ("next", Lex::Deictic(Deictic::Next)), ("coming upcoming", Lex::Deictic(Deictic::Coming)),
    ("following subsequent ensuing", Lex::Deictic(Deictic::Following)),
    ("that", Lex::Deictic(Deictic::That)), ("same", Lex::Deictic(Deictic::Same)),
    ("early", Lex::Phase("START")), ("late", Lex::Phase("END")), ("mid middle", Lex::Phase("MID")),
    ("beginning start", Lex::Edge("START")), ("end close", Lex::Edge("END")),
    ("about almost around approximately roughly nearly", Lex::Around("APPROX")),
    ("over", Lex::Around("MORE_THAN")), ("under", Lex::Around("LESS_THAN")),
    ("every each", Lex::Every),
    ("daily", Lex::Often("P1D")), ("weekly", Lex::Often("P1W")), ("monthly", Lex::Often("P1M")),
    ("yearly annually", Lex::Often("P1Y")), ("hourly", Lex::Often("PT1H")), ("nightly", Lex::Often("XXXX-XX-XXTNI")),
    ("biweekly fortnightly", Lex::Often("P2W")),
    ("daylong", Lex::Lasting(Unit::Day)), ("weeklong", Lex::Lasting(Unit::Week)),
    ("monthlong", Lex::Lasting(Unit::Month)), ("yearlong", Lex::Lasting(Unit::Year)),
    ("ago", Lex::Ago), ("earlier", Lex::Earlier), ("later", Lex::Later),
    ("fiscal fy", Lex::Fiscal),
    ("q1", Lex::Quarter(1)), ("q2", Lex::Quarter(2)), ("q3", Lex::Quarter(3)), ("q4", Lex::Quarter(4)),
    ("h1", Lex::HalfOf(1)), ("h2", Lex::HalfOf(2)),
    ("nineties", Lex::DecadeWord(9)), ("eighties", Lex::DecadeWord(8)), ("seventies", Lex::DecadeWord(7)),
    ("sixties", Lex::DecadeWord(6)), ("fifties", Lex::DecadeWord(5)), ("forties", Lex::DecadeWord(4)),
    ("thirties", Lex::DecadeWord(3)), ("twenties", Lex::DecadeWord(2)),
    ("currently nowadays presently", Lex::Reference("PRESENT_REF")),
    ("recently lately", Lex::Reference("PAST_REF")),
    ("now", Lex::Doubtful(Doubtful::Now)), ("recent", Lex::Doubtful(Doubtful::Recent)),
    ("future", Lex::Doubtful(Doubtful::Future)), ("soon", Lex::Doubtful(Doubtful::Soon)),
    ("previously", Lex::Doubtful(Doubtful::Previously)),
    ("christmas thanksgiving easter halloween labor memorial independence election boxing new valentine \
      veterans columbus presidents good black ash palm cyber", Lex::Holiday),
    ("in since by until till from through during before after on for throughout between within as circa", Lex::Preposition),
    ("near short while foreseeable not distant moment full whole entire comparable corresponding final time \
      additional straight consecutive successive trading business calendar working long extra such very \
      other single up no period least most latter per single further brief", Lex::Minor),
    ("of", Lex::Of), ("and", Lex::And), ("or", Lex::Or), ("to", Lex::To), ("at", Lex::At),
    ("more", Lex::More), ("less fewer", Lex::Less),
];
