"""Fit what the program's quote confidence is worth, on articles that the model was not trained on.

usage: calibrate.py RECORDS.jsonl GOLD.jsonl --config models/config.json [--write]

RECORDS are what `onrecord extract GOLD.jsonl --output -` printed with a config that holds no
`confidence` yet (the raw product of probabilities) or, to check, with one.  A quote is right when it
is so for the attribution scorer: half of the content's words, and the source.  The products are put
into bins of equal size, shares of right quotes made rising (pool adjacent violators), and written as
points to the config.  Prints the expected calibration error and the reliability table, by
five-fold cross-validation over articles where it fits."""
import argparse
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
BINS = 12


def judged(records, gold, scorers):
    """[(article, confidence, right)] of all quotes that stand in no other."""
    sys.path.insert(0, scorers)
    import eval_attributions as ev
    pairs = lambda part: [[s["start"], s["end"]] for s in (part or {}).get("spans", [])]
    out = []
    for g in gold:
        art = ev.Article(g["text"])
        want = [ev.Item(art, a) for a in g["attributions"] if a["content"]]
        quotes = [q for q in records[g["id"]]["quotes"] if not q.get("within")]
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


def fit(items):
    """Rising points (product, share) from (product, right)."""
    items = sorted(items)
    size = max(1, len(items) // BINS)
    blocks = []                                    # [sum of products, sum of right, number]
    for i in range(0, len(items), size):
        part = items[i:i + size]
        blocks.append([sum(p for p, _ in part), sum(r for _, r in part), len(part)])
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


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("records")
    p.add_argument("gold")
    p.add_argument("--scorers", default=os.path.join(HERE, "..", "..", "..", "shared", "eval"))
    p.add_argument("--config", required=True)
    p.add_argument("--write", action="store_true", help="put the points into the config")
    a = p.parse_args()
    lines = lambda path: [json.loads(x) for x in open(path, encoding="utf-8")]
    items = judged({r["id"]: r for r in lines(a.records)}, lines(a.gold), a.scorers)
    print("as printed: error %.3f\n%s" % report([(c, r) for _, c, r in items]))
    ids = sorted({i for i, _, _ in items})
    folds = []
    for k in range(5):
        held = set(ids[k::5])
        points = fit([(c, r) for i, c, r in items if i not in held])
        folds += [(apply(points, c), r) for i, c, r in items if i in held]
    print("five-fold: error %.3f\n%s" % report(folds))
    if a.write:
        config = json.load(open(a.config))
        config["confidence"] = fit([(c, r) for _, c, r in items])
        json.dump(config, open(a.config, "w"), indent=1)


if __name__ == "__main__":
    main()
