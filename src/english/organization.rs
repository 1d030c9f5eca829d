//! Organizations: the words that make a name one, and nouns that stand for one.

use rustc_hash::FxHashSet;
use std::sync::LazyLock;

const WORDS: &str = "Party University College School Committee Department Ministry Office Agency Authority Commission Council Court Bank Board Bureau Center Centre Institute Institution Association \
    Union Federation Foundation Organization Organisation Company Corp. Corp Corporation Inc. Inc Ltd. Ltd LLC PLC Co. Group Holdings Partners Times Post News Journal Herald Tribune Guardian Telegraph \
    Gazette Daily Weekly Magazine Press Radio Television TV Network Broadcasting Media Studios Records Army Navy Force Forces Guard Police Marines Corps Congress Senate Parliament Assembly Knesset \
    Legislature Cabinet Administration Service Services Society Club FC United League Alliance Coalition Front Movement Campaign Fund Trust Industries Systems Technologies Technology Airlines Airways \
    Motors Pharmaceuticals Energy Oil Gas Electric Power Church Ministries Hospital Clinic Laboratory Laboratories Library Museum Theatre Orchestra Team Nations Project Initiative Program Programme \
    Chamber Exchange Reserve Treasury Registry Tribunal Secretariat Directorate Division Unit Watch Taliban Hamas Hezbollah Kremlin Pentagon NATO Democrats Republicans Tories Labour GOP Microsoft \
    Google Facebook Twitter Apple Amazon Reuters Interpol Academy Brigade Battalion Regiment Patrol Insurance Financial Capital Securities Ventures Brothers Sons Stores Foods Brands Mining Steel";

static ORGANIZATION_WORDS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| WORDS.split_whitespace().collect());

/// True when a name with `word` in it is most likely an organization.
pub fn organization_word(word: &str) -> bool {
    ORGANIZATION_WORDS.contains(word)
}

const NOUNS: &str = "company firm newspaper paper daily magazine agency ministry department government campaign party committee commission council court bank bureau board university college school \
    institute group organization organisation association union foundation network broadcaster station website site outlet publication regime army military police team club church hospital \
    administration parliament congress senate office authority corporation manufacturer maker retailer airline operator carrier giant startup publisher watchdog charity nonprofit think-tank coalition \
    alliance federation service tribunal panel insurer lender automaker carmaker chain brokerage consultancy brand \
    union militia newsgroup forum wiki portal platform subsidiary conglomerate contractor utility";

static ORGANIZATION_NOUNS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| NOUNS.split_whitespace().collect());

/// True for a noun, in lower case, that stands for one organization.
pub fn organization_noun(noun: &str) -> bool {
    ORGANIZATION_NOUNS.contains(noun)
}
