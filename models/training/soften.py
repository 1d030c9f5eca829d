"""Soft labels of a teacher over whole articles: what several models, or one model over several cuts of an
article into windows, find on the average.  A student that learns them becomes steadier: what it tags
depends less on where its windows happen to be cut (knowledge distillation, Hinton et al. 2015).

usage: soften.py MODEL [MODEL ...] --articles FILE.jsonl[.gz] [...] --out SOFT.pt [--cuts 3] [--most N]

MODEL is a checkpoint or an export directory, FILE has a line {"id", "text"} an article.  SOFT.pt holds for each
article and each of the heads `quote` and `nested` the probability of each label at each word, and of each pair
of labels at each two words that follow each other, in half floats."""
import argparse
import gzip
import json
import time

import torch

from common import add_paths, load_model
from data import Article, batches, epoch_rng, tokenize, windows_of
from model import within_contents, words_of

HEADS = ("quote", "nested")


def read_texts(paths, tok, most):
    """Articles without labels; of each file the first `most`, all for 0."""
    out = []
    for path in paths:
        with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as f:
            rows = [json.loads(line) for line in f]
        out += [Article(r["id"], r["text"], tokenize(r["text"], tok), []) for r in rows[:most or None]]
    return [x for x in out if x.lines]


@torch.no_grad()
def pair_marginals(crf, emit, length):
    """emit [T,L] -> label probabilities [n,L] and pair probabilities [n-1,L,L] of the first n = length words."""
    trans, start, end = crf.tables()
    emit = emit[:length]
    e, moves = (emit - emit.max(-1, keepdim=True).values).exp(), trans.exp()
    forward, backward = [], [end.exp()]
    now = start.exp() * e[0]
    for t in range(length):
        if t:
            now = (forward[-1] @ moves) * e[t]
        forward.append(now / now.sum())
    for t in range(length - 1, 0, -1):
        back = moves @ (e[t] * backward[-1])
        backward.append(back / back.sum())
    a, b = torch.stack(forward), torch.stack(backward[::-1])
    one = a * b
    two = a[:-1, :, None] * moves * (e[1:] * b[1:])[:, None, :]
    return one / one.sum(-1, keepdim=True), two / two.sum((1, 2), keepdim=True).clamp_min(1e-30)


@torch.no_grad()
def soften(models, articles, cuts, seed=1):
    """{article id: {head: (labels [n,L], pairs [n-1,L,L])}} on the average of all models and cuts."""
    size = len(models[0].heads["quote"].crf.start)
    sums, place = {}, {}
    for x in articles:
        starts = [s for line in x.lines for s in line.start]
        place[x.id] = {s: i for i, s in enumerate(starts)}
        n = len(starts)
        sums[x.id] = {h: [torch.zeros(n, size), torch.zeros(n, 1), torch.zeros(n - 1, size, size), torch.zeros(n - 1, 1, 1)]
                      for h in HEADS}
    for model in models:
        model.eval()
        for cut in range(cuts):
            rng = epoch_rng(seed, cut)
            windows = [w for x in articles for w in windows_of(x, rng if cut else None)]
            for n, ws in batches(windows, 4096):
                ids = torch.tensor([w.ids + [0] * (n - len(w.ids)) for w in ws])
                kinds = torch.tensor([w.kinds + [0] * (n - len(w.kinds)) for w in ws])
                words, mask = words_of(model.bert(ids, kinds), [w.first for w in ws])
                emit = model.heads["quote"](words)
                best, _, _ = model.heads["quote"].crf.forward_backward(emit, mask)
                inner = within_contents(model.heads["nested"](words), best.argmax(-1))
                for i, w in enumerate(ws):
                    at = place[w.article.id][w.start[0]]
                    for head, scores in (("quote", emit), ("nested", inner)):
                        one, two = pair_marginals(model.heads[head].crf, scores[i], len(w.first))
                        s = sums[w.article.id][head]
                        k = len(w.first)
                        s[0][at:at + k] += one
                        s[1][at:at + k] += 1
                        s[2][at:at + k - 1] += two
                        s[3][at:at + k - 1] += 1
    out = {}
    for name, heads in sums.items():
        out[name] = {}
        for head, (one, n1, two, n2) in heads.items():
            one = one / n1
            # words that no window held together are taken as independent
            pairs = torch.where(n2 > 0, two / n2.clamp_min(1), one[:-1, :, None] * one[1:, None, :])
            out[name][head] = (one.half(), pairs.half())
    return out


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_paths(p)
    p.add_argument("models", nargs="+")
    p.add_argument("--articles", nargs="+", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--cuts", type=int, default=3)
    p.add_argument("--most", type=int, default=0, help="articles of each file")
    p.add_argument("--threads", type=int, default=1)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    models = []
    for path in a.models:
        a.model = path
        model, tok = load_model(a)
        models.append(model)
    articles, out, began = read_texts(a.articles, tok, a.most), {}, time.time()
    for i in range(0, len(articles), 64):
        out.update(soften(models, articles[i:i + 64], a.cuts))
        print(json.dumps({"articles": len(out), "of": len(articles), "seconds": round(time.time() - began)}), flush=True)
    torch.save(out, a.out)


if __name__ == "__main__":
    main()
