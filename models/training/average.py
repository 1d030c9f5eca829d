"""Average the weights of several runs or epochs: it does better on dev than any one of them.

usage: average.py RUN/average-3.pt:0.25 RUN/average-4.pt:0.35 OLD_EXPORT_DIR:0.4 --out RUN/mean.pt

A weight that is not given is 1.  What a part lacks (an older export has no heads for syntax) is
averaged over the others."""
import argparse
import os

import torch
from safetensors.torch import load_file

from common import rename


def read(path):
    """A lookup of weights by name, None for what is not there."""
    if os.path.isdir(path):
        w = load_file(path + "/model.safetensors")
        return lambda k: w[rename(k)].float() if rename(k) in w else None
    return torch.load(path, weights_only=False)["average"].get


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("parts", nargs="+")
    p.add_argument("--out", required=True)
    a = p.parse_args()
    split = [x.rsplit(":", 1) if ":" in x else (x, "1") for x in a.parts]
    parts = [(read(path), float(weight)) for path, weight in split]
    first = next(path for path, _ in split if not os.path.isdir(path))
    mean = {}
    for k, v in torch.load(first, weights_only=False)["average"].items():
        have = [(part(k), weight) for part, weight in parts if part(k) is not None]
        total = sum(weight for _, weight in have)
        mean[k] = sum(w * (weight / total) for w, weight in have) if v.is_floating_point() else v
    torch.save({"average": mean}, a.out)


if __name__ == "__main__":
    main()
