"""BERT encoder with Hugging Face names, and the heads.

Token types carry case and quotation state (8 rows).  Heads: quotes and actors
(linear layer and CRF over words), links (content -> cue, cue -> source), syntax
(tags, biaffine heads, relations) and coreference (mention -> antecedent)."""
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

from crf import CRF
from syntax import RELATIONS, TAGS

TYPE_ROWS = 8
LINK_DIM = 64
ARC_DIM = 160
RELATION_DIM = 160
COREF_DIM = 96
FAR = [1, 2, 3, 4, 6, 9, 13, 19, 28, 45, 70]  # mentions between: bucket edges
REACH = 120                                  # mentions looked back at
APART = [0, 1, 2, 3, 5]                      # sentences between
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
        # no dropout of attention: the fused kernel, a fifth of a step faster, has none on a CPU
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype)).transpose(1, 2).reshape(B, T, H)
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


def within_contents(scores, quote):
    """Scores [B,T,labels] of the nested head with everything but O ruled out where `quote` [B,T],
    the labels of outermost quotes, has no content."""
    outside = (quote < 5)[:, :, None] & (torch.arange(scores.shape[2]) > 0)
    return scores.masked_fill(outside, -1e4)


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


class Syntax(nn.Module):
    """Part of speech, head and relation of each word, after Dozat & Manning (2017).  A root's head is itself.
    Relations are scored by a product of two projections instead of a third-order tensor: a tenth of the work."""

    def __init__(self, h, tags, relations):
        super().__init__()
        self.tag = nn.Linear(h, tags)
        self.dependent, self.head = nn.Linear(h, ARC_DIM), nn.Linear(h, ARC_DIM)
        self.arc = nn.Linear(ARC_DIM, ARC_DIM)
        self.relation_dependent, self.relation_head = nn.Linear(h, RELATION_DIM), nn.Linear(h, RELATION_DIM)
        self.relation = nn.Linear(3 * RELATION_DIM, relations)
        self.dropout = Dropout(0.2)

    def forward(self, x):
        """x [B,T,H] -> tags [B,T,tags], arcs [B,T dependents,T heads], two tables for `label`."""
        x = self.dropout(x).float()
        d, h = F.relu(self.dependent(x)), F.relu(self.head(x))
        return self.tag(x), self.arc(d) @ h.transpose(1, 2), F.relu(self.relation_dependent(x)), F.relu(self.relation_head(x))

    def label(self, d, h):
        """Rows of the two tables: dependents and their heads -> relations."""
        return self.relation(torch.cat([d, h, d * h], -1))


class Coref(nn.Module):
    """Scores of earlier mentions as antecedents.  A mention is [first word; last word of its head]."""

    def __init__(self, h):
        super().__init__()
        self.query, self.key = nn.Linear(2 * h, COREF_DIM), nn.Linear(2 * h, COREF_DIM)
        self.far = nn.Parameter(torch.zeros(len(FAR) + 1))
        self.apart = nn.Parameter(torch.zeros(len(APART) + 1))
        self.null = nn.Parameter(torch.zeros(COREF_DIM))
        self.dropout = Dropout(0.2)

    def forward(self, m, far, apart):
        """m [n,2h], far and apart [n,n] bucket numbers -> [n, n + 1]; the last column is no antecedent."""
        m = self.dropout(m.float())
        q, k = self.query(m), self.key(m)
        s = q @ k.t() * COREF_DIM ** -0.5 + F.embedding(far, self.far[:, None])[..., 0] + F.embedding(apart, self.apart[:, None])[..., 0]
        return torch.cat([s, (q @ self.null * COREF_DIM ** -0.5).unsqueeze(1)], 1)


def buckets(mentions, tree):
    """Bucket numbers [n,n] of distance in mentions and in sentences, and which pairs may corefer:
    the candidate begins earlier and ends before the mention begins."""
    n = len(mentions)
    ix = torch.arange(n)
    first = torch.tensor([m[0] for m in mentions])
    last = torch.tensor([m[1] for m in mentions])
    line = torch.tensor([tree[m[0]][3] for m in mentions])
    far = torch.bucketize((ix[:, None] - ix[None, :]).clamp(min=0), torch.tensor(FAR))
    apart = torch.bucketize((line[:, None] - line[None, :]).clamp(min=0), torch.tensor(APART))
    near = ix[:, None] - ix[None, :] <= REACH
    return far, apart, (last[None, :] < first[:, None]) & near


def article_coref_loss(model, articles):
    """articles: (windows, hidden states a window) of whole articles.  Summed negative log likelihood
    of all right antecedents together, or of none; and how many mentions were asked."""
    total, n = 0.0, 0
    for windows, states in articles:
        rows, mentions, tree, base = [], [], [], 0
        for w, x in zip(windows, states):
            rows += [torch.cat([x[a], x[b]]) for a, b, _ in w.mentions]
            mentions += [(base + a, base + b, k) for a, b, k in w.mentions]
            tree += w.tree
            base += len(w.tree)
        if len(mentions) < 2:
            continue
        far, apart, may = buckets(mentions, tree)
        s = model.heads["coref"](torch.stack(rows), far, apart)
        names = {k: i for i, k in enumerate({m[2] for m in mentions})}
        k = torch.tensor([names[m[2]] for m in mentions])
        right = (k[:, None] == k[None, :]) & may
        right = torch.cat([right, ~right.any(1, keepdim=True)], 1)
        s = s.masked_fill(~torch.cat([may, torch.ones(len(k), 1, dtype=torch.bool)], 1), -1e4)
        total = total + (torch.logsumexp(s, 1) - torch.logsumexp(s.masked_fill(~right, -1e4), 1)).sum()
        n += len(k)
    return total, n


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
            "quote": Tagger(h, quote_labels), "actor": Tagger(h, actor_labels), "nested": Tagger(h, quote_labels),
            "link": nn.ModuleDict({"cue": Link(h, False), "source": Link(h, True)}),
            "syntax": Syntax(h, len(TAGS), len(RELATIONS)), "coref": Coref(h)})

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
