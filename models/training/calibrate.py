"""Fit what the program's quote confidences are worth, on articles that the model was not trained on.

usage: calibrate.py RECORDS.jsonl GOLD.jsonl [RECORDS.jsonl GOLD.jsonl ...] --config models/config.json [--write]

RECORDS are what `onrecord extract GOLD.jsonl --min-confidence 0 --output -` printed with a config that holds no
`confidence` and no `nested_confidence` yet (the raw products of probabilities) or, to check, with them.  GOLD has the layout
of `attributions` or of `world`, whose nested quotes are judged, too.  A quote is right when it is so for the attribution
scorer: half of the content's words, and the source.  Of each set the products are put into bins of equal size, shares
of right quotes made rising (pool adjacent violators), and written as points to the config; every set counts the same.
Prints the expected calibration error and the reliability table of each set, by five-fold cross-validation over articles."""
import argparse
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
BINS = 12
NESTED_BINS = 4          # there are few nested quotes in the development sets


def attributions(row, nested):
    """Attributions of a gold row as the scorer reads them: the outermost or the nested ones."""
    listed = lambda span: [span] if span and isinstance(span[0], int) else span or []
    return [{role: listed(a[role]) for role in ("source", "cue", "content")}
            for a in row["attributions"] if bool(a.get("nested_in")) == nested]


def judged(records, gold, scorers, nested=False):
    """[(article, confidence, right)] of all quotes that are nested, or of those that are not."""
    sys.path.insert(0, scorers)
    import eval_attributions as ev
    pairs = lambda part: [[s["start"], s["end"]] for s in (part or {}).get("spans", [])]
    out = []
    for g in gold:
        art = ev.Article(g["text"])
        want = [ev.Item(art, a) for a in attributions(g, nested) if a["content"]]
        quotes = [q for q in records[g["id"]]["quotes"] if bool(q.get("within")) == nested]
        have = [ev.Item(art, {r: pairs(q.get(r)) for r in ("source", "cue", "content")}) for q in quotes]
        cells = sorted((-ev.overlap(p.content, w.content), not ev.source_right(p, w), j, i)
                       for i, p in enumerate(have) for j, w in enumerate(want) if ev.overlap(p.content, w.content) >= 0.5)
        mate, used = {}, set()
        for _, wrong, j, i in cells:
            if i not in mate and j not in used:
                mate[i] = not wrong
                used.add(j)
        out += [(g["id"], q["confidence"], mate.get(i, False)) for i, q in enumerate(quotes)]
    return out


def fit(items, bins=BINS):
    """Rising points (product, share) from (product, right, weight)."""
    items = sorted(items)
    size = max(1, len(items) // bins)
    blocks = []                                    # [sums of weighted products and rights, weight]
    for i in range(0, len(items), size):
        part = items[i:i + size]
        blocks.append([sum(p * w for p, _, w in part), sum(r * w for _, r, w in part), sum(w for _, _, w in part)])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last)]
    return [(round(p / n, 4), round(r / n, 4)) for p, r, n in blocks]


def apply(points, x):
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        if x < x1:
            return y0 if x <= x0 else y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return points[-1][1]


def report(items):
    """Expected calibration error over ten bins, and the table."""
    error, rows = 0.0, []
    for b in range(10):
        part = [(c, r) for c, r in items if b / 10 <= c < (b + 1) / 10 or (b == 9 and c == 1)]
        if part:
            said, was = sum(c for c, _ in part) / len(part), sum(r for _, r in part) / len(part)
            error += len(part) / len(items) * abs(said - was)
            rows.append("| %.1f-%.1f | %d | %.3f | %.3f |" % (b / 10, (b + 1) / 10, len(part), said, was))
    return error, "\n".join(["| confidence | quotes | said | was right |", "| --- | --- | --- | --- |"] + rows)


def weighted(sets):
    """[(article, product, right, weight)] of several sets, each of the same weight together."""
    return [(i, c, r, 1.0 / len(items)) for items in sets if items for i, c, r in items]


def check(sets, bins):
    """Prints error and table of each set: as printed, and by points that were fitted without the article's fold."""
    items = weighted(sets)
    ids = sorted({i for i, _, _, _ in items})
    for number, own in enumerate(sets):
        print("set %d as printed: error %.3f" % (number + 1, report([(c, r) for _, c, r in own])[0]))
        folds = []
        for k in range(5):
            held = set(ids[k::5])
            points = fit([(c, r, w) for i, c, r, w in items if i not in held], bins)
            folds += [(apply(points, c), r) for i, c, r in own if i in held]
        print("five-fold: error %.3f\n%s" % report(folds))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("files", nargs="+", help="records and their gold, in pairs")
    p.add_argument("--scorers", default=os.path.join(HERE, "..", "..", "..", "shared", "eval"))
    p.add_argument("--config", required=True)
    p.add_argument("--write", action="store_true", help="put the points into the config")
    a = p.parse_args()
    lines = lambda path: [json.loads(x) for x in open(path, encoding="utf-8")]
    pairs = [(lines(r), lines(g)) for r, g in zip(a.files[::2], a.files[1::2])]
    config = json.load(open(a.config))
    for key, nested, bins in (("confidence", False, BINS), ("nested_confidence", True, NESTED_BINS)):
        sets = [judged({r["id"]: r for r in records}, gold, a.scorers, nested) for records, gold in pairs]
        sets = [x for x, (_, gold) in zip(sets, pairs) if x and (not nested or any(attributions(g, True) for g in gold))]
        print("== " + key)
        check(sets, bins)
        config[key] = fit([(c, r, w) for _, c, r, w in weighted(sets)], bins)
    if a.write:
        json.dump(config, open(a.config, "w"), indent=1)


if __name__ == "__main__":
    main()
