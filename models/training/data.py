"""Articles -> lines of wordpieces -> windows, with labels a word.

A word is a pre-token of the BERT tokenizer (split at white space and at every
punctuation mark).  Labels stand on a word's first wordpiece only; the other
wordpieces have none, so every predicted span starts and ends on a word."""
import json
import random
import re
from dataclasses import dataclass, field

from tokenizers import Tokenizer

import syntax
from quotation import case_of, quotation_mask

QUOTE_TYPES = ["SOURCE", "CUE", "CONTENT"]
ACTOR_TYPES = ["PER", "ORG", "LOC", "NORP", "DATE", "MISC", "MONEY", "FAC", "PRODUCT"]
TYPE_MAP = {"GPE": "LOC"}
CLS, SEP, PAD, MASK = 101, 102, 0, 103
WINDOW = 256                                   # wordpieces, [CLS] and [SEP]s included
ROOM = WINDOW - 1                              # what [CLS] leaves

SENTENCE_END = re.compile(r"[.?!][\"'“”’»)\]]*\s")


def bio(types):
    return ["O"] + [p + "-" + t for t in types for p in "BI"]


QUOTE_LABELS, ACTOR_LABELS = bio(QUOTE_TYPES), bio(ACTOR_TYPES)


@dataclass
class Line:
    """One non-blank line; parallel lists a word: pieces' ids, start, end, type id, labels."""
    words: list = field(default_factory=list)   # list of lists of wordpiece ids
    start: list = field(default_factory=list)   # code points in the article
    end: list = field(default_factory=list)
    kind: list = field(default_factory=list)    # token-type id
    quote: list = field(default_factory=list)   # label index, or None where the set has none
    actor: list = field(default_factory=list)
    nested: list = field(default_factory=list)  # quotes within a content; None where the set does not list them
    cuts: list = field(default_factory=list)    # word indices that begin a sentence

    def size(self):
        return sum(map(len, self.words))

    def part(self, i, j):
        return Line(*(getattr(self, k)[i:j] for k in ("words", "start", "end", "kind", "quote", "actor", "nested")),
                    [c - i for c in self.cuts if i < c < j])


@dataclass
class Article:
    id: str
    text: str
    lines: list
    links: list            # (content piece, cue, source or None), spans in code points
    nested_links: list = field(default_factory=list)   # the same for quotes within a content
    soft: dict = None      # head -> (labels, pairs), a teacher's probabilities in the order of the words
    syntax: dict = None    # word's start -> (tag, head's start, relation, sentence)
    mentions: list = None  # (first word's start, last word of the head's start, end, cluster)
    order: dict = None     # see `places`



    def has_actors(self):
        """True for an article of the entity sets."""
        return bool(self.lines) and self.lines[0].actor[0] is not None

    def places(self):
        """Start of a word -> its number in the article."""
        if self.order is None:
            self.order = {s: i for i, s in enumerate(s for line in self.lines for s in line.start)}
        return self.order


def load_tokenizer(path):
    tok = Tokenizer.from_file(path)
    tok.no_truncation()
    tok.no_padding()
    return tok


def label_words(lines, spans, types, name):
    """spans: (start, end, type).  A word belongs to a span that covers its start."""
    labels = [[0] * len(x.words) for x in lines]
    for s, e, t in sorted(spans):
        first = True
        for x, lab in zip(lines, labels):
            if x.end[-1] <= s or x.start[0] >= e:
                continue
            for i in range(len(x.words)):
                if x.end[i] > s and x.start[i] < e and lab[i] == 0:
                    lab[i] = 1 + 2 * types.index(t) + (0 if first else 1)
                    first = False
    for x, lab in zip(lines, labels):
        setattr(x, name, lab)


def tokenize(text, tok):
    """The non-blank lines of a text as Line objects without labels."""
    mask, lines = quotation_mask(text), []
    spans = [m.span() for m in re.finditer(r"[^\n]+", text)]
    for (lo, hi), enc in zip(spans, tok.encode_batch([text[a:b] for a, b in spans], add_special_tokens=False)):
        x, last = Line(), None
        for i, w, (s, e) in zip(enc.ids, enc.word_ids, enc.offsets):
            if w != last:
                x.words.append([i])
                x.start.append(lo + s)
                x.end.append(lo + e)
                last = w
            else:
                x.words[-1].append(i)
                x.end[-1] = max(x.end[-1], lo + e)
        if not x.words:
            continue
        x.kind = [case_of(text[s:e]) + 4 * mask[s] for s, e in zip(x.start, x.end)]
        x.quote = x.actor = x.nested = [None] * len(x.words)
        ends = [lo + m.end() for m in SENTENCE_END.finditer(text[lo:hi])]
        x.cuts = [i for i in range(1, len(x.words)) if any(x.start[i - 1] < c <= x.start[i] for c in ends)] \
            if x.size() > ROOM - 1 else []
        lines.append(x)
    return lines


def read(path, tok, kind):
    """kind 'quotes' or 'actors' -> list of Article with labels."""
    out = []
    with open(path, encoding="utf-8") as f:
        for row in map(json.loads, f):
            lines, links = tokenize(row["text"], tok), []
            if kind == "quotes":
                label_words(lines, role_spans(row["attributions"]), QUOTE_TYPES, "quote")
                links = links_of(row["attributions"])
            else:
                spans = [(*x["span"], TYPE_MAP.get(x["type"], x["type"])) for x in row["entities"]]
                label_words(lines, spans, ACTOR_TYPES, "actor")
            out.append(Article(row["id"], row["text"], lines, links))
    return out


def links_of(attributions):
    """Attributions with lists of spans a role -> [(content piece, cue, source or None)]."""
    return [(tuple(c), tuple(a["cue"][0]), tuple(a["source"][0]) if a["source"] else None)
            for a in attributions if a["cue"] for c in a["content"]]


def role_spans(attributions):
    """All spans of attributions as (start, end, role)."""
    return {(s, e, r.upper()) for a in attributions for r in ("source", "cue", "content") for s, e in a[r]}


def read_world(path, tok):
    """Whole articles of the world's press: outermost quotes, and those nested one level deep."""
    listed = lambda span: [span] if span else []
    out = []
    with open(path, encoding="utf-8") as f:
        for row in map(json.loads, f):
            every = {a["id"]: {**a, "source": listed(a["source"]), "cue": listed(a["cue"])} for a in row["attributions"]}
            outer = [a for a in every.values() if not a.get("nested_in")]
            inner = [a for a in every.values() if a.get("nested_in") and not every[a["nested_in"]].get("nested_in")]
            lines = tokenize(row["text"], tok)
            label_words(lines, role_spans(outer), QUOTE_TYPES, "quote")
            label_words(lines, role_spans(inner), QUOTE_TYPES, "nested")
            out.append(Article(row["id"], row["text"], lines, links_of(outer), links_of(inner)))
    return out


def read_treebank(path, tok):
    """A treebank -> list of Article with trees, and mentions where it has them."""
    out = []
    for name, text, tokens, mentions in syntax.documents(path):
        lines = tokenize(text, tok)
        table, stands = syntax.words_of_tokens(lines, tokens)
        found = [(stands[a], stands[h], e, k) for a, h, e, k in mentions if a in stands and h in stands]
        out.append(Article(name, text, lines, [], syntax=table, mentions=found))
    return out


def cut_line(line, room):
    """How many words of an overlong line fit: up to the last sentence start that
    leaves at most `room` wordpieces, else as many words as fit."""
    n, fit = 0, 0
    for w in line.words:
        if n + len(w) > room:
            break
        n += len(w)
        fit += 1
    good = [c for c in line.cuts if c <= fit]
    return good[-1] if good else fit


def pack(lines, first_room=ROOM):
    """Greedy packing.  Each line costs its wordpieces and one [SEP].  `first_room`
    shortens the first window (training only)."""
    windows, now, left = [], [], first_room
    for line in lines:
        while line.size() + 1 > left:
            if now:                                   # does not fit: open a new window
                windows.append(now)
                now, left = [], ROOM
            elif left < ROOM:                         # only a shortened, empty first window
                left = ROOM
            else:                                     # longer than any window
                k = cut_line(line, left - 1)
                windows.append([line.part(0, k)])
                line = line.part(k, len(line.words))
        now.append(line)
        left -= line.size() + 1
    if now:
        windows.append(now)
    return windows


class Window:
    """Flat arrays of one window."""

    def __init__(self, article, lines):
        self.article = article
        self.ids, self.kinds = [CLS], [0]
        self.first, self.line = [], []               # a word: index of its first wordpiece, its line
        self.start, self.end, self.quote, self.actor, self.nested = [], [], [], [], []
        for n, x in enumerate(lines):
            for w, k in zip(x.words, x.kind):
                self.first.append(len(self.ids))
                self.line.append(n)
                self.ids += w
                self.kinds += [k] * len(w)
            self.start += x.start
            self.end += x.end
            self.quote += x.quote
            self.actor += x.actor
            self.nested += x.nested
            self.ids.append(SEP)
            self.kinds.append(0)
        for name, lab in (("quote", self.quote), ("actor", self.actor), ("nested", self.nested)):
            if lab[0] and lab[0] % 2 == 0:           # a span cut by the window's edge begins anew
                setattr(self, name, [lab[0] - 1] + lab[1:])
        self.tree, self.mentions, self.soft = None, [], None
        if article.soft is not None:
            at = article.places()[self.start[0]]
            n = len(self.start)
            self.soft = {k: (one[at:at + n], two[at:at + n - 1]) for k, (one, two) in article.soft.items()}
        if article.syntax is not None:
            self.read_tree(article)
        self.has_quote, self.has_actor = self.quote[0] is not None, self.actor[0] is not None
        self.has_nested = self.nested[0] is not None


    def read_tree(self, article):
        """tree: a word's (tag, head, relation, sentence); head is -1 if it lies outside the window."""
        at = {s: i for i, s in enumerate(self.start)}
        rows = [article.syntax.get(s, (0, -1, 0, -1)) for s in self.start]
        self.tree = [(t, at.get(h, -1), r, n) for t, h, r, n in rows]
        for first, last, _, cluster in article.mentions:
            if first in at and last in at:
                self.mentions.append((at[first], max(at[first], at[last]), cluster))


def windows_of(article, rng=None):
    room = rng.randint(ROOM // 4, ROOM) if rng else ROOM
    return [Window(article, x) for x in pack(article.lines, room)]


def batches(windows, tokens, rng=None):
    """Batches of windows of one padded length (a multiple of 64), about `tokens` each."""
    by_length = {}
    windows = list(windows)
    if rng:
        rng.shuffle(windows)
    for w in windows:
        by_length.setdefault(-(-len(w.ids) // 64) * 64, []).append(w)
    out = []
    for n, ws in by_length.items():
        k = max(1, tokens // n)
        out += [(n, ws[i:i + k]) for i in range(0, len(ws), k)]
    if rng:
        rng.shuffle(out)
    return out


def epoch_rng(seed, epoch):
    return random.Random(seed * 1000 + epoch)
