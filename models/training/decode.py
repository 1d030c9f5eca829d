"""From the heads' scores of an article's windows to attributions and entities.
README.md gives the rules in words."""
import re

import torch

from data import ACTOR_LABELS, QUOTE_LABELS, SENTENCE_END
from model import ranks, words_of
from quotation import quotation_mask

MARKS = "“”„«»\""
TAIL = re.compile(r"[.,!?;:…]*(?:''|[“”„«»\"])")
FAR = 1000               # a paragraph break, in characters
STOP = 60                # a sentence end
NEAR_SOURCE = 200


def spans_of(path, labels):
    """Label indices -> (type, first word, last word)."""
    out = []
    for i, l in enumerate(path):
        name = labels[l]
        if name[0] == "B" or (name[0] == "I" and not (out and out[-1][0] == name[2:] and out[-1][2] == i - 1)):
            out.append([name[2:], i, i])
        elif name[0] == "I":
            out[-1][2] = i
    return [tuple(x) for x in out]


def pair(words, spans):
    """Hidden states [n, 2h] of spans given as (first, last) words."""
    a = torch.tensor([s[0] for s in spans])
    b = torch.tensor([s[1] for s in spans])
    return torch.cat([words[a], words[b]], 1)


def distance(text, a, b):
    """Cost of the gap between two character spans."""
    if a[0] > b[0]:
        a, b = b, a
    gap = text[a[1]:b[0]] if a[1] < b[0] else ""
    return len(gap) + FAR * ("\n" in gap) + STOP * len(SENTENCE_END.findall(gap))


@torch.no_grad()
def read_windows(model, windows, hidden, want_quotes=True, want_actors=True):
    """Per window a dict: spans of both heads with probabilities, link choices."""
    words, mask = words_of(hidden, [w.first for w in windows])
    emit = {n: model.heads[n](words) for n in ("quote", "actor")}
    if want_quotes:
        marg, _, _ = model.heads["quote"].crf.forward_backward(emit["quote"], mask)
    out = []
    for b, w in enumerate(windows):
        n, r = len(w.first), {"sources": [], "cues": [], "contents": [], "entities": []}
        if want_actors:
            for t, i, j in spans_of(model.heads["actor"].crf.viterbi(emit["actor"][b, :n]), ACTOR_LABELS):
                r["entities"].append({"span": [w.start[i], w.end[j]], "type": t})
        if want_quotes:
            by = {"SOURCE": [], "CUE": [], "CONTENT": []}
            for t, i, j in spans_of(model.heads["quote"].crf.viterbi(emit["quote"][b, :n]), QUOTE_LABELS):
                by[t].append((i, j))
            for name, t in (("sources", "SOURCE"), ("cues", "CUE"), ("contents", "CONTENT")):
                k = QUOTE_LABELS.index("B-" + t)
                p = marg[b, :n, k] + marg[b, :n, k + 1]
                r[name] = [{"span": (w.start[i], w.end[j]), "p": float(p[i:j + 1].mean()),
                            "min": float(p[i:j + 1].min()), "link": None, "p_link": 1.0} for i, j in by[t]]
            h = words[b, :n]
            for head, froms, tos, f, t in (("cue", "contents", "cues", "CONTENT", "CUE"),
                                           ("source", "cues", "sources", "CUE", "SOURCE")):
                if by[f] and by[t]:
                    rank, same = ranks(by[f], by[t], w.line)
                    p = model.heads["link"][head](pair(h, by[f]), pair(h, by[t]), rank, same).softmax(1)
                    for x, row in zip(r[froms], p):
                        j = int(row.argmax())
                        x["link"] = r[tos][j] if j < len(by[t]) else None
                        x["p_link"] = float(row[j])
                        x["linked"] = True
        out.append(r)
    return out


def snap(text, mask, span):
    """Take in the quotation marks that touch a content."""
    s, e = span
    if s > 0 and mask[s] and mask[s - 1]:
        if text[s - 1] in MARKS:
            s -= 1
        elif s > 1 and text[s - 2:s] in ("``", "''"):
            s -= 2
    m = TAIL.match(text, e)
    if m and all(mask[e - 1:m.end()]) and any(mask[e - 1:e]):
        e = m.end()
    return [s, e]


def attributions(text, found, how="head"):
    """`found`: read_windows' dicts of one article, in order.  One attribution a cue
    that has a content; how = 'head' (link head) or 'rule' (nearest)."""
    mask = quotation_mask(text)
    sources, cues, contents = ([x for r in found for x in r[k]] for k in ("sources", "cues", "contents"))
    groups = {}
    for c in contents:
        cue = c["link"] if how == "head" else None
        if cue is None and cues:                        # none in its window, or by rule
            cue = min(cues, key=lambda q: distance(text, c["span"], q["span"]))
        groups.setdefault(id(cue), (cue, []))[1].append(c)
    out = []
    for cue, parts in groups.values():
        source = None
        if cue is not None and how == "head" and cue.get("linked"):
            source = cue["link"]
        elif cue is not None and how == "rule" and sources:
            source = min(sources, key=lambda q: distance(text, cue["span"], q["span"]))
            if distance(text, cue["span"], source["span"]) > NEAR_SOURCE:
                source = None
        parts.sort(key=lambda x: x["span"])
        out.append({"source": [list(source["span"])] if source else [],
                    "cue": [list(cue["span"])] if cue else [],
                    "content": [snap(text, mask, c["span"]) for c in parts],
                    "p": {"content": min(c["p"] for c in parts), "content_min": min(c["min"] for c in parts),
                          "cue": cue["p"] if cue else 0.0, "cue_min": cue["min"] if cue else 0.0,
                          "source": source["p"] if source else 1.0, "source_min": source["min"] if source else 1.0,
                          "link": min(c["p_link"] for c in parts), "source_link": cue["p_link"] if cue else 0.0}})
    return sorted(out, key=lambda a: a["content"][0])
