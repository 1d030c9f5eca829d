"""Fit the heads for syntax and coreference to an encoder that stays as it is.

Weights of several runs can be averaged, but these heads then no longer fit the states.  The states
of all treebanks are computed once; antecedents are looked for in the whole article here, beyond
the window that a mention stands in.

usage: heads.py CHECKPOINT --out CHECKPOINT [--epochs N]"""
import argparse
import json
import os
import random

import torch

from common import ACTORS, add_paths, load_model
from data import batches, read, read_treebank, windows_of
from evaluate import tree_figures
from model import article_coref_loss, words_of
from syntax import HELD_OUT, TREEBANKS
from train import labels_of, syntax_loss

GROUP = 16               # windows a step of `fit_names`


@torch.no_grad()
def states(model, windows):
    """{window: hidden states of its words}, in half the numbers' size"""
    model.eval()
    out = {}
    for n, ws in batches(windows, 4096):
        ids = torch.tensor([w.ids + [0] * (n - len(w.ids)) for w in ws])
        kinds = torch.tensor([w.kinds + [0] * (n - len(w.kinds)) for w in ws])
        with torch.autocast("cpu", torch.bfloat16):
            hidden = model.bert(ids, kinds)
        words, _ = words_of(hidden.float(), [w.first for w in ws])
        for w, x in zip(ws, words):
            out[id(w)] = x[:len(w.first)].half()
    return out


def padded(rows):
    return torch.nn.utils.rnn.pad_sequence([x.float() for x in rows], batch_first=True)


def fit_names(model, tok, a):
    """Fits the head for names to the encoder as it is, on the entity sets cut into windows `a.cuts` times; the average
    of the weights is kept."""
    articles = read(os.path.join(a.data, ACTORS % "train"), tok, "actors")
    windows = [w for cut in range(a.cuts) for x in articles if x.lines for w in windows_of(x, random.Random(cut) if cut else None)]
    known, head = states(model, windows), model.heads["actor"]
    opt = torch.optim.AdamW(head.parameters(), lr=a.rate, weight_decay=0.01)
    average = {k: v.clone() for k, v in head.state_dict().items()}
    rng, step, total = random.Random(a.seed), 0, a.epochs * -(-len(windows) // GROUP)
    for epoch in range(a.epochs):
        head.train()
        rng.shuffle(windows)
        losses = []
        for i in range(0, len(windows), GROUP):
            ws = windows[i:i + GROUP]
            T = max(len(w.first) for w in ws)
            mask = torch.tensor([[1.0] * len(w.first) + [0.0] * (T - len(w.first)) for w in ws])
            loss = head.crf.loss(head(padded([known[id(w)] for w in ws])), labels_of([w.actor for w in ws], T), mask) / mask.sum()
            for g in opt.param_groups:
                g["lr"] = a.rate * (1 - step / total)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            opt.step()
            step += 1
            losses.append(float(loss.detach()))
            with torch.no_grad():
                for k, v in head.state_dict().items():
                    average[k].lerp_(v, 1 - min(0.99, (1 + step) / (10 + step)))
        print(json.dumps({"epoch": epoch + 1, "names": round(sum(losses) / len(losses), 4)}), flush=True)
    head.load_state_dict(average)


def main():
    p = argparse.ArgumentParser(description=__doc__)
    add_paths(p)
    p.add_argument("model")
    p.add_argument("--out", required=True)
    p.add_argument("--epochs", type=int, default=6)
    p.add_argument("--rate", type=float, default=1.5e-3)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--cuts", type=int, default=1, help="how often the articles are cut into windows for the head for names")
    p.add_argument("--names", action="store_true", help="fit the head for names instead")
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    model, tok = load_model(a)
    if a.names:
        fit_names(model, tok, a)
        torch.save({"average": model.state_dict()}, a.out)
        return
    articles = [x for name in TREEBANKS for x in read_treebank(os.path.join(a.data, name), tok) if x.lines]
    held_out = [x for x in articles if x.id in HELD_OUT]
    articles = [x for x in articles if x.id not in HELD_OUT]
    cut = [windows_of(x) for x in articles]
    known = states(model, [w for ws in cut for w in ws])
    print(json.dumps({"before": tree_figures(model, held_out)}), flush=True)

    heads = [p for k, p in model.named_parameters() if ".syntax." in k or ".coref." in k]
    for q in model.parameters():
        q.requires_grad_(False)
    for q in heads:
        q.requires_grad_(True)
    opt = torch.optim.AdamW(heads, lr=a.rate, weight_decay=0.01)
    order, rng = list(range(len(cut))), random.Random(a.seed)
    group = 8
    total = a.epochs * -(-len(order) // group)
    average = {k: v.clone() for k, v in model.state_dict().items() if ".syntax." in k or ".coref." in k}
    step = 0
    for epoch in range(a.epochs):
        model.train()
        rng.shuffle(order)
        sums = [0.0, 0, 0.0, 0]
        for i in range(0, len(order), group):
            some = [cut[k] for k in order[i:i + group]]
            ws = [w for x in some for w in x]
            tree, n = syntax_loss(model, padded([known[id(w)] for w in ws]), ws)
            coref, m = article_coref_loss(model, [(x, [known[id(w)].float() for w in x]) for x in some])
            loss = tree / n + (coref / m if m else 0.0)
            for g in opt.param_groups:
                g["lr"] = a.rate * min(1.0, (step + 1) / 50) * (1 - step / total)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(heads, 1.0)
            opt.step()
            step += 1
            sums = [s + float(x) for s, x in zip(sums, (tree, n, coref, m))]
            with torch.no_grad():
                d = min(0.995, (1 + step) / (10 + step))
                for k, v in model.state_dict().items():
                    if k in average:
                        average[k].lerp_(v, 1 - d)
        live = {k: v.clone() for k, v in model.state_dict().items()}
        model.load_state_dict({**live, **average})
        print(json.dumps({"epoch": epoch + 1, "syntax": round(sums[0] / sums[1], 4), "coref": round(sums[2] / max(1, sums[3]), 4),
                          "trees": tree_figures(model, held_out)}), flush=True)
        torch.save({"average": {k: v.clone() for k, v in model.state_dict().items()}}, a.out)
        model.load_state_dict(live)


if __name__ == "__main__":
    main()
