"""Linear-chain CRF: training gradient, marginals and Viterbi, without autograd loops.

The gradient of the negative log likelihood is (expected counts - observed counts),
so forward-backward runs once without a graph and `loss` returns a surrogate whose
gradient is exactly that."""
import torch
from torch import nn

NEVER = -10000.0


class CRF(nn.Module):
    def __init__(self, labels):
        super().__init__()
        n = len(labels)
        self.transitions = nn.Parameter(torch.zeros(n, n))      # [from, to]
        self.start = nn.Parameter(torch.zeros(n))
        self.end = nn.Parameter(torch.zeros(n))
        legal, begin = torch.ones(n, n), torch.ones(n)
        for j, b in enumerate(labels):
            if b.startswith("I-"):
                begin[j] = 0
                for i, a in enumerate(labels):
                    legal[i, j] = float(a[2:] == b[2:])
        self.register_buffer("legal", legal, persistent=False)
        self.register_buffer("begin", begin, persistent=False)

    def tables(self):
        """(transitions, start, end), illegal moves at NEVER."""
        return (self.transitions.masked_fill(self.legal == 0, NEVER),
                self.start.masked_fill(self.begin == 0, NEVER), self.end)

    @torch.no_grad()
    def forward_backward(self, emit, mask):
        """emit [B,T,L] float, mask [B,T] -> marginals, expected transitions, log Z [B]."""
        trans, start, end = self.tables()
        E, e_end = trans.exp(), end.exp()
        top = emit.max(-1, keepdim=True).values
        em = (emit - top).exp()
        B, T, L = emit.shape
        on = mask.bool()
        a = start.exp() * em[:, 0]
        c = a.sum(-1, keepdim=True)
        a = a / c
        alphas, norms = [a], [c]
        for t in range(1, T):
            n = (a @ E) * em[:, t]
            c = n.sum(-1, keepdim=True)
            keep = on[:, t:t + 1]
            a = torch.where(keep, n / c, a)
            alphas.append(a)
            norms.append(torch.where(keep, c, torch.ones_like(c)))
        tail = (a * e_end).sum(-1)
        logz = torch.cat(norms, 1).log().sum(1) + tail.log() + (top.squeeze(-1) * mask).sum(1)
        b = e_end.expand(B, L)
        betas = [b]
        ET = E.t().contiguous()
        for t in range(T - 1, 0, -1):
            n = (em[:, t] * b) @ ET
            b = torch.where(on[:, t:t + 1], n / n.sum(-1, keepdim=True), b)
            betas.append(b)
        al, be = torch.stack(alphas, 1), torch.stack(betas[::-1], 1)
        marg = al * be
        marg = marg / marg.sum(-1, keepdim=True) * mask.unsqueeze(-1)
        right = em[:, 1:] * be[:, 1:]
        z = torch.einsum("bti,ij,btj->bt", al[:, :-1], E, right)
        w = mask[:, 1:] / z.clamp_min(1e-30)
        expected = torch.einsum("bti,btj->ij", al[:, :-1] * w.unsqueeze(-1), right) * E
        return marg, expected, logz

    def loss(self, emit, gold, mask):
        """Sum over the batch of -log P(gold); gold holds label indices, mask floats."""
        emit = emit.float()
        marg, expected, logz = self.forward_backward(emit.detach(), mask)
        with torch.no_grad():
            one = torch.zeros_like(marg).scatter_(2, gold.unsqueeze(2), 1.0) * mask.unsqueeze(2)
            pair = torch.einsum("bti,btj->ij", one[:, :-1], one[:, 1:])
            last = mask.sum(1).long() - 1
            rows = torch.arange(len(last))
            d_start = (marg[:, 0] - one[:, 0]).sum(0)
            d_end = (marg[rows, last] - one[rows, last]).sum(0)
            trans, start, end = self.tables()
            score = (emit * one).sum() + (pair * trans).sum() + (one[:, 0] * start).sum() + (one[rows, last] * end).sum()
            value = logz.sum() - score
        fake = ((marg - one) * emit).sum() + ((expected - pair) * self.transitions).sum() \
            + (d_start * self.start).sum() + (d_end * self.end).sum()
        return fake + (value - fake).detach()

    def soft_loss(self, emit, labels, pairs, mask):
        """Sum over the batch of the cross entropy between a teacher's distribution over label sequences and this
        one's, less the teacher's entropy; the gradient is exact.  labels [B,T,L] and pairs [B,T-1,L,L] are the
        teacher's probabilities, zero behind a sequence's end."""
        emit = emit.float()
        marg, expected, logz = self.forward_backward(emit.detach(), mask)
        with torch.no_grad():
            pair = pairs.sum((0, 1))
            last = mask.sum(1).long() - 1
            rows = torch.arange(len(last))
            trans, start, end = self.tables()
            soft = lambda table: table.clamp_min(-30.0)     # illegal moves hold rounding errors of the teacher
            value = logz.sum() - ((emit * labels).sum() + (pair * soft(trans)).sum() + (labels[:, 0] * soft(start)).sum()
                                  + (labels[rows, last] * end).sum())
        fake = ((marg - labels) * emit).sum() + ((expected - pair) * self.transitions * self.legal).sum() \
            + ((marg[:, 0] - labels[:, 0]).sum(0) * self.start * self.begin).sum() + ((marg[rows, last] - labels[rows, last]).sum(0) * self.end).sum()
        return fake + (value - fake).detach()

    @torch.no_grad()
    def viterbi(self, emit):
        """emit [T,L] -> best label indices; ties go to the lower index."""
        trans, start, end = self.tables()
        best, back = start + emit[0], []
        for t in range(1, len(emit)):
            s, arg = (best.unsqueeze(1) + trans).max(0)
            back.append(arg)
            best = s + emit[t]
        path = [int((best + end).argmax())]
        for arg in reversed(back):
            path.append(int(arg[path[-1]]))
        return path[::-1]
