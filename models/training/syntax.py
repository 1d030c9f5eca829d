"""UD treebanks (CoNLL-U) -> articles with a tree and coreferent mentions a word.

A word of the encoder (a pre-token) is not always a token of the treebank.  A token is
stood for by the first word that starts in it; its other words hang on that one with
the relation `same`.  Tokens that share a word ("can|not") are stood for by that word."""
import re
from dataclasses import dataclass

TREEBANKS = ("syntax/gum.conllu", "syntax/ewt.conllu")
# GUM's official development documents of news and interviews, and two more: never trained on
HELD_OUT = ("GUM_news_homeopathic", "GUM_news_iodine", "GUM_interview_cyclone", "GUM_interview_gaming",
            "GUM_interview_hill", "GUM_interview_libertarian")
SAME = "same"
TAGS = """NN IN DT NNP JJ PRP . RB , NNS VB CC VBP VBD VBZ VBN CD VBG TO PRP$ MD UH : WDT -RRB- -LRB- WRB `` WP RP ''
 HYPH POS NNPS JJR JJS EX RBR SYM FW NFP ADD PDT $ GW RBS LS AFX WP$""".split()
RELATIONS = """same root punct case nsubj det advmod obj amod obl conj compound mark nmod cc aux cop advcl nmod:poss xcomp
 ccomp flat acl:relcl parataxis appos nummod acl aux:pass nsubj:pass obl:unmarked nmod:unmarked discourse list
 compound:prt iobj expl fixed nmod:desc obl:agent csubj nsubj:outer det:predet vocative goeswith advcl:relcl
 cc:preconj reparandum orphan dislocated dep csubj:pass""".split()


@dataclass
class Token:
    start: int
    end: int
    tag: int
    head: int              # index in the document, itself for a root
    relation: int
    sentence: int


def relation_index(name):
    return RELATIONS.index(name) if name in RELATIONS else RELATIONS.index(name.split(":")[0])


def documents(path):
    """(name, text, [Token], [Mention]) of each document; a mention is (start, last word's start, end, cluster)."""
    name, sentences, now = None, [], None
    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                if sentences and "____" not in sentences[0]["text"]:      # texts that may not be given away
                    yield build(name, sentences)
                name, sentences = line.split("= ")[1], []
                now = None
            if line.startswith("# newpar") and not line.startswith("# newpar_"):
                if now is None or now["rows"]:
                    now = {"par": True, "text": "", "rows": []}
                else:
                    now["par"] = True
            elif line.startswith("# text ="):
                if now is None or now["rows"]:
                    now = {"par": False, "text": "", "rows": []}
                now["text"] = line.split("= ", 1)[1]
            elif line and line[0].isdigit():
                if not now["rows"]:
                    sentences.append(now)
                now["rows"].append(line.split("\t"))
    if sentences:
        yield build(name, sentences)


def build(name, sentences):
    text, tokens, opened, mentions = "", [], {}, []
    for number, s in enumerate(sentences):
        if text:
            text += "\n\n" if s["par"] else " "
        place, base, index = 0, len(text), {}
        until = {}                                       # tokens of a multiword token: its span
        rows = []
        for r in s["rows"]:
            if "-" in r[0]:
                a, b = map(int, r[0].split("-"))
                at = s["text"].find(r[1], place)
                if at >= 0:
                    for k in range(a, b + 1):
                        until[k] = (at, at + len(r[1]))
            elif "." not in r[0]:
                k = int(r[0])
                lo, hi = until.get(k, (place, len(s["text"])))
                at = s["text"].find(r[1], max(place, lo), max(hi, place) if k in until else hi)
                if at < 0:
                    at = max(place, lo)
                    end = min(hi, at + (1 if k in until else 0))
                else:
                    end = at + len(r[1])
                place = max(place, end)
                index[k] = len(tokens) + len(rows)
                rows.append((r, base + at, base + max(end, at + 1)))
        for r, a, b in rows:
            head = int(r[6])
            tokens.append(Token(a, b, TAGS.index(r[4]) if r[4] in TAGS else TAGS.index("FW"),
                                index[head] if head else index[int(r[0])], relation_index(r[7]), number))
        for r, a, b in rows:
            entity = re.search(r"(?:^|\|)Entity=([^|]*)", r[9])
            here = index[int(r[0])]
            for mark in re.findall(r"\([^()]+\)?|[^()]+\)", entity.group(1)) if entity else ():
                if mark.startswith("("):
                    parts = mark.strip("()").split("-")
                    key, least = parts[0], parts[5] if len(parts) > 5 else "1"
                    last = here + max([int(x) for x in re.findall(r"\d+", least)] or [1]) - 1
                    opened.setdefault(key, []).append((here, last))
                if mark.endswith(")"):
                    key = mark.strip("()").split("-")[0]
                    if opened.get(key):
                        first, last = opened[key].pop()
                        mentions.append((first, min(last, here), here, key))
        text += s["text"]
    found = [(tokens[a].start, tokens[h].start, tokens[e].end, k) for a, h, e, k in mentions if "[" not in k]
    return name, text, tokens, sorted(found, key=lambda m: (m[0], -m[2]))


def words_of_tokens(lines, tokens):
    """{word's start: (tag, head word's start, relation, sentence)}"""
    words = [(s, e) for x in lines for s, e in zip(x.start, x.end)]
    owner, stands, at = [], {}, 0
    for s, e in words:
        while at + 1 < len(tokens) and tokens[at + 1].start <= s:
            at += 1
        owner.append(at)
        stands.setdefault(at, s)
    last = None
    for i in range(len(tokens)):                          # tokens without a word: the word before
        last = stands.setdefault(i, last if last is not None else words[0][0])
    out = {}
    for (s, _), t in zip(words, owner):
        k = tokens[t]
        if stands[t] != s:
            out[s] = (k.tag, stands[t], 0, k.sentence)
            continue
        head, relation, seen = k.head, k.relation, t
        while stands[head] == s and tokens[head].head != head and head != seen:
            relation, seen, head = tokens[head].relation, head, tokens[head].head
        if stands[head] == s:
            relation = RELATIONS.index("root")
        out[s] = (k.tag, stands[head], relation, k.sentence)
    return out, {k.start: stands[i] for i, k in enumerate(tokens)}
