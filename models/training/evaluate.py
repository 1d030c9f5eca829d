"""Predict a development set, write the predictions, call the shared scorers.

usage: evaluate.py CHECKPOINT|EXPORT_DIR --out DIR [--f32] [--link rule]"""
import argparse
import json
import os
import random
import subprocess
import sys
import time

import torch

from data import batches, read, windows_of
from decode import attributions, pair, read_windows
from model import buckets
from syntax import RELATIONS, TAGS


@torch.no_grad()
def predict(model, articles, quotes=True, actors=True, f32=False, rng=None):
    """{article id: read_windows' dicts in order}; with `rng` the windows are cut at random places"""
    model.eval()
    wins = {a.id: windows_of(a, rng) for a in articles}
    flat = [w for ws in wins.values() for w in ws]
    got = {}
    for n, ws in batches(flat, 4096):
        ids = torch.tensor([w.ids + [0] * (n - len(w.ids)) for w in ws])
        kinds = torch.tensor([w.kinds + [0] * (n - len(w.kinds)) for w in ws])
        with torch.autocast("cpu", torch.bfloat16, enabled=not f32):
            hidden = model.bert(ids, kinds)
        for w, r in zip(ws, read_windows(model, ws, hidden.float(), quotes, actors)):
            got[id(w)] = r
    return {i: [got[id(w)] for w in ws] for i, ws in wins.items()}


@torch.no_grad()
def tree_figures(model, articles):
    """On gold sentences: tags, unlabelled and labelled attachment (punctuation left out); and how often a
    pronoun's and any other mention's best antecedent is right (none counts where there is none)."""
    model.eval()
    n = tag = arc = label = 0
    right = {True: [0, 0], False: [0, 0]}
    punct = RELATIONS.index("punct")
    for w in [w for x in articles for w in windows_of(x)]:
        hidden = model.bert(torch.tensor([w.ids]), torch.tensor([w.kinds]))
        words = hidden[:, w.first]
        tags, arcs, d, h = model.heads["syntax"](words)
        gold = torch.tensor(w.tree)
        arcs = arcs[0].masked_fill(gold[:, None, 3] != gold[None, :, 3], -1e4)
        head = arcs.argmax(1)
        relation = model.heads["syntax"].label(d[0], h[0][head]).argmax(1)
        counts = (gold[:, 2] != punct) & (gold[:, 2] != 0) & (gold[:, 1] >= 0)
        n += int(counts.sum())
        tag += int(((tags[0].argmax(1) == gold[:, 0]) & counts).sum())
        arc += int(((head == gold[:, 1]) & counts).sum())
        label += int(((head == gold[:, 1]) & (relation == gold[:, 2]) & counts).sum())
        if len(w.mentions) < 2:
            continue
        far, apart, may = buckets(w.mentions, w.tree)
        s = model.heads["coref"](pair(words[0], [m[:2] for m in w.mentions]), far, apart)
        s[:, :-1][~may] = -1e4
        for i, best in enumerate(s.argmax(1).tolist()):
            k = w.mentions[i][2]
            has = any(may[i, j] and w.mentions[j][2] == k for j in range(len(w.mentions)))
            ok = w.mentions[best][2] == k if best < len(w.mentions) else not has
            row = right[TAGS[w.tree[w.mentions[i][0]][0]] in ("PRP", "PRP$", "WP", "WDT") and w.mentions[i][0] == w.mentions[i][1]]
            row[0] += ok
            row[1] += 1
    if not n:
        return {}
    return {"tag": round(100 * tag / n, 2), "UAS": round(100 * arc / n, 2), "LAS": round(100 * label / n, 2),
            "pronouns": round(100 * right[True][0] / max(1, right[True][1]), 1), "others": round(100 * right[False][0] / max(1, right[False][1]), 1)}


def score(script, gold, pred, *more, out):
    """Run a shared scorer; attributions print JSON, entities write it to a file."""
    here = [sys.executable, script, gold, pred, *more]
    if script.endswith("eval_attributions.py"):
        return json.loads(subprocess.run(here + ["--json"], check=True, capture_output=True).stdout)["report"]
    subprocess.run(here + ["--json", out], check=True, capture_output=True)
    return json.load(open(out))


def figures(model, dev, paths, scorers, out, how="head", f32=False):
    """dev: {'quotes': articles, 'actors': articles}; paths: their gold files."""
    os.makedirs(out, exist_ok=True)
    t = time.time()
    found = predict(model, dev["quotes"], True, False, f32)
    res = {}
    for h in {how, "rule"}:
        with open(f"{out}/attributions.{h}.jsonl", "w") as f:
            for a in dev["quotes"]:
                f.write(json.dumps({"id": a.id, "attributions": attributions(a.text, found[a.id], h)}) + "\n")
        r = score(f"{scorers}/eval_attributions.py", paths["quotes"], f"{out}/attributions.{h}.jsonl", out=None)
        res[h] = {"attrib": {k: round(100 * (r["attrib"][k]["F1"] or 0), 2) for k in r["attrib"]},
                  "attrib_PR": [round(100 * (r["attrib"]["all"][k] or 0), 2) for k in "PR"],
                  "found": round(100 * (r["found"]["all"]["F1"] or 0), 2),
                  "speaker": round(100 * (r["speaker"]["all"]["acc"] or 0), 2),
                  "frag": {k: round(100 * (r[k + ".frag"]["all"]["F1"] or 0), 2) for k in ("source", "cue", "content")},
                  "n": [r["found"]["all"]["gold"], r["found"]["all"]["pred"]]}
    found = predict(model, dev["actors"], False, True, f32)
    with open(f"{out}/entities.jsonl", "w") as f:
        for a in dev["actors"]:
            f.write(json.dumps({"id": a.id, "entities": [e for r in found[a.id] for e in r["entities"]]}) + "\n")
    r = score(f"{scorers}/eval_entities.py", paths["actors"], f"{out}/entities.jsonl", "--types", "PER,ORG,LOC",
              "--map", "GPE=LOC", "--lenient-edges", out=f"{out}/entities.json")
    res["entities"] = {"F1": round(100 * r["strict"][2], 2), "overlap": round(100 * r["overlap"][2], 2),
                       **{k: round(100 * v["prf"][2], 2) for k, v in r["types"].items()}}
    res["seconds"] = round(time.time() - t, 1)
    return res


def over_cuts(model, tok, gold, scorers, out, cuts, f32=False):
    """Attribution F1 on a gold file with its articles cut into windows at `cuts` random places: what is found
    should not depend on them."""
    os.makedirs(out, exist_ok=True)
    articles, found = read(gold, tok, "quotes"), []
    for cut in range(cuts):
        got = predict(model, articles, True, False, f32, random.Random(cut))
        with open(f"{out}/cut.jsonl", "w") as f:
            for a in articles:
                f.write(json.dumps({"id": a.id, "attributions": attributions(a.text, got[a.id])}) + "\n")
        found.append(round(100 * score(f"{scorers}/eval_attributions.py", gold, f"{out}/cut.jsonl", out=None)["attrib"]["all"]["F1"], 2))
    return {"attrib": found, "mean": round(sum(found) / cuts, 2), "spread": round(max(found) - min(found), 2)}


def main():
    from common import WORLD_QUOTES, add_paths, dev_sets, load_model
    p = argparse.ArgumentParser(description=__doc__)
    add_paths(p)
    p.add_argument("model")
    p.add_argument("--out", required=True)
    p.add_argument("--f32", action="store_true")
    p.add_argument("--cuts", type=int, default=0, help="score the world's press over this many random cuts into windows")
    p.add_argument("--only-cuts", action="store_true")
    a = p.parse_args()
    torch.set_num_threads(1)
    model, tok = load_model(a)
    dev, paths = dev_sets(a, tok)
    if not a.only_cuts:
        print(json.dumps(figures(model, dev, paths, a.scorers, a.out, f32=a.f32), indent=1))
    if a.cuts:
        world = os.path.join(a.data, WORLD_QUOTES % "dev")
        print(json.dumps({"world": over_cuts(model, tok, world, a.scorers, a.out, a.cuts, a.f32)}), flush=True)


if __name__ == "__main__":
    main()
