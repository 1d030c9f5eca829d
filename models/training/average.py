"""Average the weights of several epochs: it does better on dev than any one of them.

usage: average.py RUN/average-3.pt RUN/average-4.pt ... --out RUN/mean.pt"""
import argparse

import torch


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("checkpoints", nargs="+")
    p.add_argument("--out", required=True)
    a = p.parse_args()
    each = [torch.load(path, weights_only=False)["average"] for path in a.checkpoints]
    mean = {k: sum(w[k] for w in each) / len(each) if v.is_floating_point() else v for k, v in each[0].items()}
    torch.save({"average": mean}, a.out)


if __name__ == "__main__":
    main()
