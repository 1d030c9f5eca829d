"""Write a checkpoint's averaged weights as an export directory:
model.safetensors (f32, or f16 with --half), tokenizer.json, config.json.

usage: export.py CHECKPOINT --out DIR [--half]"""
import argparse
import json
import os

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer

from common import add_paths, base_dir, load_model, rename
from data import ACTOR_LABELS, QUOTE_LABELS, WINDOW
from decode import FAR, NEAR_SOURCE, STOP
from model import APART, ARC_DIM, COREF_DIM, FAR as BETWEEN, LINK_DIM, RANKS, RELATION_DIM, TYPE_ROWS
from syntax import RELATIONS, TAGS


def export(model, base, out, extra=None, half=False):
    os.makedirs(out, exist_ok=True)
    weights = {rename(k): v.detach().float().contiguous().clone() for k, v in model.state_dict().items()}
    for name in ("quote", "actor", "nested"):           # illegal moves spelled out
        t, s, e = model.heads[name].crf.tables()
        for k, v in (("transitions", t), ("start", s), ("end", e)):
            weights[f"heads.{name}.{k}"] = v.detach().float().contiguous().clone()
    if half:                                            # the encoder: heads are small, and decide
        weights = {k: v if k.startswith("heads.") else v.half() for k, v in weights.items()}
    save_file(weights, out + "/model.safetensors", metadata={"format": "pt"})
    tok = Tokenizer.from_file(base + "/tokenizer.json")
    tok.no_truncation()
    tok.no_padding()
    tok.save(out + "/tokenizer.json")
    config = {k: v for k, v in json.load(open(base + "/config.json")).items()
              if k not in ("_name_or_path", "transformers_version")}
    config.update(type_vocab_size=TYPE_ROWS, window=WINDOW, quote_labels=QUOTE_LABELS, actor_labels=ACTOR_LABELS,
                  link={"dim": LINK_DIM, "ranks": RANKS},
                  syntax={"arc_dim": ARC_DIM, "relation_dim": RELATION_DIM, "tags": TAGS, "relations": RELATIONS},
                  coref={"dim": COREF_DIM, "far": BETWEEN, "apart": APART},
                  decode={"paragraph": FAR, "sentence": STOP, "near_source": NEAR_SOURCE}, **(extra or {}))
    json.dump(config, open(out + "/config.json", "w"), indent=1)


def main():
    p = argparse.ArgumentParser(description=__doc__)
    add_paths(p)
    p.add_argument("model")
    p.add_argument("--out", required=True)
    p.add_argument("--half", action="store_true", help="store the encoder in f16: half the size")
    a = p.parse_args()
    torch.set_num_threads(1)
    model, _ = load_model(a)
    export(model, base_dir(a), a.out, half=a.half)


if __name__ == "__main__":
    main()
