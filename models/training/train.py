"""Joint training of quotes, actors and links.  Writes to --out after every epoch:
checkpoint.pt (resumable) and average-N.pt, export-epochN/, a line in log.jsonl.

usage: train.py --out DIR [--epochs N] [--max-steps N]   (resumes if DIR has a checkpoint)"""
import argparse
import json
import os
import time
from dataclasses import replace

import torch
import torch.nn.functional as F

from common import ACTORS, QUOTES, WORLD, add_paths, base_dir, dev_sets, new_model, start
from data import CLS, MASK, PAD, SEP, batches, epoch_rng, read, read_treebank, read_world, windows_of
from decode import pair
from evaluate import figures, tree_figures
from export import export
from model import article_coref_loss, ranks, within_contents, words_of
from soften import read_texts
from syntax import HELD_OUT, TREEBANKS


def link_loss(model, words, ws, nested=False):
    """Mean cross entropy of content -> cue and cue -> source, on gold spans; nested quotes
    are linked among themselves."""
    total, n = 0.0, 0
    for b, w in enumerate(ws):
        links = w.article.nested_links if nested else w.article.links
        if not w.has_quote or not links:
            continue
        lo, hi = w.start[0], w.end[-1]

        def inside(span):
            """(first, last) word of a character span that lies in the window, or None"""
            if span is None or span[0] < lo or span[1] > hi + 4:
                return None
            ix = [i for i in range(len(w.start)) if w.end[i] > span[0] and w.start[i] < span[1]]
            return (ix[0], ix[-1]) if ix else None

        rows = [(inside(c), inside(q), s, inside(s)) for c, q, s in links]
        cues = sorted({r[1] for r in rows if r[1]})
        sources = sorted({r[3] for r in rows if r[3]})
        if not cues:
            continue
        todo = [("cue", sorted({(r[0], cues.index(r[1])) for r in rows if r[0] and r[1]}), cues)]
        if sources:
            todo.append(("source", sorted({(r[1], sources.index(r[3]) if r[3] else len(sources)) for r in rows
                                           if r[1] and (r[3] or r[2] is None)}), sources))
        for name, items, cands in todo:
            if not items:
                continue
            spans = [x for x, _ in items]
            rank, same = ranks(spans, cands, w.line)
            s = model.heads["link"][name](pair(words[b], spans), pair(words[b], cands), rank, same)
            total = total + F.cross_entropy(s, torch.tensor([y for _, y in items]), reduction="sum")
            n += len(items)
    return (total / n, n) if n else (None, 0)


def syntax_loss(model, words, ws):
    """Summed cross entropy of tags, heads and relations; and how many words had a tree."""
    rows = [i for i, w in enumerate(ws) if w.tree is not None]
    if not rows:
        return None, 0
    T = max(len(ws[i].tree) for i in rows)
    table = torch.tensor([[list(x) for x in ws[i].tree] + [[0, -1, 0, -2]] * (T - len(ws[i].tree)) for i in rows])
    tag, head, relation, sentence = table.unbind(-1)
    tags, arcs, d, h = model.heads["syntax"](words[rows][:, :T])
    known = head >= 0
    arcs = arcs.masked_fill(sentence[:, :, None] != sentence[:, None, :], -1e4)
    loss = F.cross_entropy(tags[known], tag[known], reduction="sum") \
        + F.cross_entropy(arcs[known], head[known], reduction="sum")
    h = h.gather(1, head.clamp(min=0)[:, :, None].expand(-1, -1, h.shape[2]))
    labels = model.heads["syntax"].label(d[known], h[known])
    return loss + F.cross_entropy(labels, relation[known], reduction="sum"), int(known.sum())


def coref_loss(model, words, ws):
    """Mean negative log likelihood of all right antecedents together, or of none."""
    total, n = article_coref_loss(model, [([w], [words[b]]) for b, w in enumerate(ws) if w.tree is not None])
    return (total / n, n) if n else (None, 0)


def labels_of(rows, T):
    """Lists of labels as a table [rows, T], padded with 0."""
    return torch.tensor([r + [0] * (T - len(r)) for r in rows])


def padded_rows(rows, T):
    """Tables of different length as one, padded with zeros to T."""
    return torch.stack([F.pad(r.float(), [0, 0] * (r.dim() - 1) + [0, T - len(r)]) for r in rows])


def step_loss(model, n, ws, a, rng):
    """Loss of one batch and its parts for the log."""
    rows = []
    for w in ws:
        ids = [MASK if i not in (CLS, SEP) and rng.random() < a.word_mask else i for i in w.ids]
        rows.append(ids + [PAD] * (n - len(ids)))
    kinds = torch.tensor([w.kinds + [0] * (n - len(w.kinds)) for w in ws])
    with torch.autocast("cpu", torch.bfloat16, enabled=not a.f32):
        hidden = model.bert(torch.tensor(rows), kinds)
    words, mask = words_of(hidden.float(), [w.first for w in ws])
    loss, parts = 0.0, {}
    for name, has, weight in (("quote", "has_quote", 1.0), ("actor", "has_actor", 1.0), ("nested", "has_nested", a.nested_weight)):
        rows = [i for i, w in enumerate(ws) if getattr(w, has)]
        if not rows:
            continue
        m = mask[rows]
        T = int(m.sum(1).max())
        gold = labels_of([getattr(ws[i], name) for i in rows], T)
        head = model.heads[name]
        scores = head(words[rows][:, :T])
        if name == "nested":                            # only words of a content can belong to a nested quote
            outer = labels_of([ws[i].quote for i in rows], T)
            scores, gold = within_contents(scores, outer), gold * (outer >= 5)
        # summed over the words that have labels, divided by all words: each word counts the same
        nll = head.crf.loss(scores, gold, m[:, :T])
        loss = loss + weight * nll / mask.sum()
        parts[name] = float(nll.detach()) / float(m.sum())
    rows = [i for i, w in enumerate(ws) if w.soft is not None]
    for name in ("quote", "nested") if rows else ():
        m = mask[rows]
        T = int(m.sum(1).max())
        labels = padded_rows([ws[i].soft[name][0] for i in rows], T)
        pairs = padded_rows([ws[i].soft[name][1] for i in rows], T - 1)
        scores = model.heads[name](words[rows][:, :T])
        if name == "nested":                            # where the teacher sees no nested quote at all, there is nothing to learn
            scores = scores.masked_fill((labels[:, :, :1] > 0.999) & (torch.arange(scores.shape[2]) > 0), -1e4)
            labels = torch.where(labels[:, :, :1] > 0.999, F.one_hot(torch.zeros(labels.shape[:2], dtype=torch.long), scores.shape[2]).float(), labels)
        nll = model.heads[name].crf.soft_loss(scores, labels * m[:, :T, None], pairs, m[:, :T])
        loss = loss + a.soft_weight * nll / mask.sum()
        parts["soft_" + name] = float(nll.detach()) / float(m.sum())
    link, k = link_loss(model, words, ws)
    if k:
        loss = loss + a.link_weight * link
        parts["link"] = float(link.detach())
    link, k = link_loss(model, words, ws, nested=True)
    if k:
        loss = loss + a.link_weight * link
        parts["nested_link"] = float(link.detach())
    tree, k = syntax_loss(model, words, ws)
    if k:
        loss = loss + a.syntax_weight * tree / mask.sum()
        parts["syntax"] = float(tree.detach()) / k
    coref, k = coref_loss(model, words, ws)
    if k:
        loss = loss + a.coref_weight * coref
        parts["coref"] = float(coref.detach())
    return loss, parts


def parameter_groups(model, a):
    """Encoder and heads at their own rates; no decay for biases, norms and CRF tables."""
    groups = {}
    for name, p in model.named_parameters():
        if "pooler" in name:
            p.requires_grad_(False)
            continue
        head = name.startswith("heads") and (not a.start or ".syntax" in name or ".coref" in name or ".nested" in name)
        plain = p.dim() < 2 or "crf" in name
        rate = a.crf_rate if "crf" in name and not a.start else a.head_rate if head else a.rate
        groups.setdefault((rate, plain), []).append(p)
    return [{"params": ps, "lr": r, "peak": r, "weight_decay": 0.0 if plain else 0.01} for (r, plain), ps in groups.items()]


def main():
    p = argparse.ArgumentParser(description=__doc__)
    add_paths(p)
    p.add_argument("--out", required=True)
    p.add_argument("--epochs", type=int, default=6)
    p.add_argument("--tokens", type=int, default=2048)
    p.add_argument("--rate", type=float, default=3e-4)
    p.add_argument("--head-rate", type=float, default=1e-3)
    p.add_argument("--crf-rate", type=float, default=3e-3)
    p.add_argument("--warm-up", type=float, default=0.06)
    p.add_argument("--word-mask", type=float, default=0.03)
    p.add_argument("--world", type=int, default=3, help="how often an epoch sees the articles of the world's press")
    p.add_argument("--soft", nargs="*", default=[], help="soft labels that soften.py made; articles without labels of their own are read from --soft-articles")
    p.add_argument("--soft-articles", nargs="*", default=[])
    p.add_argument("--soft-weight", type=float, default=1.0)
    p.add_argument("--nested-weight", type=float, default=1.0)
    p.add_argument("--link-weight", type=float, default=0.05)
    p.add_argument("--syntax-weight", type=float, default=0.3)
    p.add_argument("--coref-weight", type=float, default=0.1)
    p.add_argument("--start", help="an export to go on from: its encoder and those heads that it has")
    p.add_argument("--average", type=float, default=0.998)
    p.add_argument("--f32", action="store_true", help="no bf16: faster where the processor's bf16 is slow")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--max-steps", type=int, default=0, help="stop early, without evaluation (a check of speed)")
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    os.makedirs(a.out, exist_ok=True)
    log = open(a.out + "/log.jsonl", "a", buffering=1)

    def say(**x):
        log.write(json.dumps(x) + "\n")
        print(json.dumps(x), flush=True)

    model, tok = new_model(a)
    if a.start:
        start(model, a.start)
    world = read_world(os.path.join(a.data, WORLD % "train"), tok)
    train = read(os.path.join(a.data, QUOTES % "train"), tok, "quotes") \
        + read(os.path.join(a.data, ACTORS % "train"), tok, "actors")
    trees = [x for name in TREEBANKS for x in read_treebank(os.path.join(a.data, name), tok)]
    dev_trees = [x for x in trees if x.id in HELD_OUT]
    train += [x for x in trees if x.id not in HELD_OUT]
    train = [x for x in train if x.lines]
    soft = {k: v for path in a.soft for k, v in torch.load(path).items()}
    taught = [replace(x, soft=soft[x.id]) for x in read_texts(a.soft_articles, tok, 0) if x.id in soft]
    for x in world + train:                              # beside their own labels
        x.soft = soft.get(x.id) if x.lines and x.lines[0].quote[0] is not None else None
    dev, paths = dev_sets(a, tok)
    # of the web treebank, which is far from news, a different half every epoch; going on from trained weights, half
    # of every set and a quarter of the treebanks, whose heads `heads.py` fits again
    share = lambda x: 4 if x.syntax and a.start else 2 if x.syntax and not x.mentions or a.start and not x.has_actors() else 1
    now = lambda e: taught + world * a.world + [x for i, x in enumerate(train) if i % share(x) == e % share(x)]
    plan = lambda e: batches([w for x in now(e) for w in windows_of(x, epoch_rng(a.seed, e))], a.tokens, epoch_rng(a.seed, e))
    sizes = [len(plan(e)) for e in range(a.epochs)]
    total = sum(sizes)
    opt = torch.optim.AdamW(parameter_groups(model, a), fused=True)
    average = {k: v.clone() for k, v in model.state_dict().items()}
    first, step, state = 0, 0, a.out + "/checkpoint.pt"
    if os.path.exists(state):
        c = torch.load(state, weights_only=False)
        model.load_state_dict(c["model"])
        opt.load_state_dict(c["optimizer"])
        average, first, step = c["average"], c["epoch"], c["step"]
    say(start=time.strftime("%H:%M:%S"), articles=len(train), steps=sizes, resumed_at=first, settings={
        k: v for k, v in vars(a).items() if k not in ("data", "scorers", "base", "out")})
    began, tokens = time.time(), 0
    for epoch in range(first, a.epochs):
        model.train()
        rng, sums, counts = epoch_rng(a.seed + 7, epoch), {}, {}
        torch.manual_seed(a.seed * 1000 + epoch)
        for n, ws in plan(epoch):
            warm = max(1, int(a.warm_up * total))
            k = (step + 1) / warm if step < warm else max(0.0, (total - step) / (total - warm))
            for g in opt.param_groups:
                g["lr"] = g["peak"] * k
            loss, parts = step_loss(model, n, ws, a, rng)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            norm = torch.nn.utils.clip_grad_norm_([q for g in opt.param_groups for q in g["params"]], 1.0)
            opt.step()
            step += 1
            tokens += n * len(ws)
            for key, v in parts.items():
                sums[key] = sums.get(key, 0) + v
                counts[key] = counts.get(key, 0) + 1
            if step % 4 == 0:                                    # averaged weights
                d = min(a.average, (1 + step) / (10 + step)) ** 4
                with torch.no_grad():
                    for key, v in model.state_dict().items():
                        average[key].lerp_(v, 1 - d)
            if step % 50 == 0 or step == a.max_steps:
                say(epoch=epoch + 1, step=step, of=total, norm=round(float(norm), 2),
                    tokens_a_second=round(tokens / (time.time() - began)),
                    **{k: round(sums[k] / counts[k], 4) for k in sums})
                sums, counts = {}, {}
            if step == a.max_steps:
                return
        torch.save({"average": average, "epoch": epoch + 1}, f"{a.out}/average-{epoch + 1}.pt")
        torch.save({"model": model.state_dict(), "optimizer": opt.state_dict(), "average": average,
                    "epoch": epoch + 1, "step": step}, state + ".new")
        os.replace(state + ".new", state)
        live = {k: v.clone() for k, v in model.state_dict().items()}
        model.load_state_dict(average)
        export(model, base_dir(a), f"{a.out}/export-epoch{epoch + 1}")
        try:
            say(epoch=epoch + 1, step=step, minutes=round((time.time() - began) / 60, 1),
                dev=figures(model, dev, paths, a.scorers, f"{a.out}/dev-{epoch + 1}", f32=a.f32), trees=tree_figures(model, dev_trees))
        except Exception as e:                                   # figures must not end the training
            say(epoch=epoch + 1, error=repr(e))
        model.load_state_dict(live)
        model.train()
        began, tokens = time.time(), 0
    say(end=time.strftime("%H:%M:%S"))


if __name__ == "__main__":
    main()
