"""BERT encoder with Hugging Face names, and the heads.

Token types carry case and quotation state (8 rows).  Heads: quotes and actors
(linear layer and CRF over words) and links (content -> cue, cue -> source)."""
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

from crf import CRF

TYPE_ROWS = 8
LINK_DIM = 64
RANKS = 6                # candidate 3+, 2, 1 to the left, 1, 2, 3+ to the right


class Dropout(nn.Module):
    """Dropout from one pool of random masks, read at a random place: drawing
    fresh random numbers for every activation took a fifth of a step."""
    POOL = 1 << 24
    masks = {}

    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training or self.p == 0:
            return x
        key, n = (self.p, x.dtype), x.numel()
        if key not in self.masks:
            self.masks[key] = (torch.rand(self.POOL) >= self.p).to(x.dtype) / (1 - self.p)
        at = int(torch.randint(self.POOL - n, (1,)))
        return x * self.masks[key][at:at + n].view(x.shape)


class Embeddings(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.word_embeddings = nn.Embedding(c["vocab_size"], c["hidden_size"])
        self.position_embeddings = nn.Embedding(c["max_position_embeddings"], c["hidden_size"])
        self.token_type_embeddings = nn.Embedding(TYPE_ROWS, c["hidden_size"])
        self.LayerNorm = nn.LayerNorm(c["hidden_size"], eps=c["layer_norm_eps"])
        self.dropout = Dropout(c["hidden_dropout_prob"])

    def forward(self, ids, kinds):
        pos = torch.arange(ids.shape[1])
        x = self.word_embeddings(ids) + self.position_embeddings(pos) + self.token_type_embeddings(kinds)
        return self.dropout(self.LayerNorm(x))


class Layer(nn.Module):
    """Names as in BertLayer: attention.self.query, attention.output.dense, ..."""

    def __init__(self, c):
        super().__init__()
        h, eps = c["hidden_size"], c["layer_norm_eps"]
        self.heads = c["num_attention_heads"]
        self.drop_attention = Dropout(c["attention_probs_dropout_prob"])
        out = lambda n: nn.ModuleDict({"dense": nn.Linear(n, h), "LayerNorm": nn.LayerNorm(h, eps=eps)})
        self.attention = nn.ModuleDict({
            "self": nn.ModuleDict({k: nn.Linear(h, h) for k in ("query", "key", "value")}), "output": out(h)})
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(h, c["intermediate_size"])})
        self.output = out(c["intermediate_size"])
        self.dropout = Dropout(c["hidden_dropout_prob"])

    def forward(self, x, bias):
        B, T, H = x.shape
        q, k, v = (self.attention["self"][n](x).view(B, T, self.heads, -1).transpose(1, 2)
                   for n in ("query", "key", "value"))
        a = torch.softmax(q @ k.transpose(-1, -2) * (q.shape[-1] ** -0.5) + bias.to(q.dtype), -1)
        a = self.drop_attention(a)
        y = (a @ v).transpose(1, 2).reshape(B, T, H)
        o = self.attention["output"]
        x = o["LayerNorm"](x + self.dropout(o["dense"](y)))
        y = self.output["dense"](F.gelu(self.intermediate["dense"](x)))
        return self.output["LayerNorm"](x + self.dropout(y))


class Bert(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.embeddings = Embeddings(c)
        self.encoder = nn.ModuleDict({"layer": nn.ModuleList(Layer(c) for _ in range(c["num_hidden_layers"]))})
        # not used here; kept so that every BERT engine finds the keys it expects
        self.pooler = nn.ModuleDict({"dense": nn.Linear(c["hidden_size"], c["hidden_size"])})

    def forward(self, ids, kinds):
        bias = (ids == 0)[:, None, None, :].float() * -10000.0
        x = self.embeddings(ids, kinds)
        for layer in self.encoder["layer"]:
            x = layer(x, bias)
        return x


class Tagger(nn.Module):
    """A linear layer over a word's first wordpiece, and a CRF."""

    def __init__(self, h, labels):
        super().__init__()
        self.linear = nn.Linear(h, len(labels))
        self.crf = CRF(labels)
        self.dropout = Dropout(0.1)

    def forward(self, x):
        return self.linear(self.dropout(x).float())


class Link(nn.Module):
    """Scores of candidates for one span.  A span is [first word; last word]."""

    def __init__(self, h, null):
        super().__init__()
        self.query = nn.Linear(2 * h, LINK_DIM)
        self.key = nn.Linear(2 * h, LINK_DIM)
        self.rank = nn.Parameter(torch.zeros(RANKS))
        self.same_line = nn.Parameter(torch.zeros(1))
        self.null = nn.Parameter(torch.zeros(LINK_DIM)) if null else None

    def forward(self, q, k, rank, same):
        """q [n,2h], k [m,2h], rank [n,m] ints, same [n,m] -> [n, m (+1 for none, last)]."""
        q, k = self.query(q.float()), self.key(k.float())
        s = q @ k.t() * LINK_DIM ** -0.5 + self.rank[rank] + self.same_line * same
        if self.null is not None:
            s = torch.cat([s, (q @ self.null * LINK_DIM ** -0.5).unsqueeze(1)], 1)
        return s


def ranks(spans, candidates, line):
    """Word spans (first, last) -> rank index and same-line tables for Link."""
    rank, same = [], []
    for s, _ in spans:
        left = [j for j, c in enumerate(candidates) if c[0] < s]
        row = [0] * len(candidates)
        for j in range(len(candidates)):
            row[j] = 2 - min(len(left) - 1 - j, 2) if j < len(left) else 3 + min(j - len(left), 2)
        rank.append(row)
        same.append([float(line[c[0]] == line[s]) for c in candidates])
    return torch.tensor(rank), torch.tensor(same)


class Model(nn.Module):
    def __init__(self, config, quote_labels, actor_labels):
        super().__init__()
        h = config["hidden_size"]
        self.bert = Bert(config)
        self.heads = nn.ModuleDict({
            "quote": Tagger(h, quote_labels), "actor": Tagger(h, actor_labels),
            "link": nn.ModuleDict({"cue": Link(h, False), "source": Link(h, True)})})

    def load_base(self, path):
        """The pretrained encoder; token-type row 0 is copied to all rows."""
        w = {k: v for k, v in load_file(path).items() if not k.endswith("position_ids")}
        k = "embeddings.token_type_embeddings.weight"
        w[k] = w[k][:1].repeat(TYPE_ROWS, 1)
        self.bert.load_state_dict(w)


def words_of(hidden, firsts):
    """Hidden states at the first wordpieces: [B,T,H] and a float mask [B,T]."""
    n = max(map(len, firsts))
    index = torch.tensor([f + [0] * (n - len(f)) for f in firsts])
    mask = torch.tensor([[1.0] * len(f) + [0.0] * (n - len(f)) for f in firsts])
    return hidden[torch.arange(len(firsts))[:, None], index], mask
