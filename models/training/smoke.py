"""A check that the training works: a few steps on invented articles and an export, in under two minutes.

usage: smoke.py --out DIR"""
import argparse
import json
import os
import subprocess
import sys

TEXT = ("The harbour board of Sorrin met on Monday.\n"
        "“The quay is safe,” said Ida Lund, who chairs it. She said the mill had promised that nobody would be fired.\n")
TREES = """# newdoc id = invented
# newpar
# text = The board met.
1	The	the	DET	DT	_	2	det	_	_
2	board	board	NOUN	NN	_	3	nsubj	_	_
3	met	meet	VERB	VBD	_	0	root	_	SpaceAfter=No
4	.	.	PUNCT	.	_	3	punct	_	_

"""


def span(words):
    start = TEXT.index(words)
    return [start, start + len(words)]


def quote(name, source, cue, content, nested_in=None):
    return {"id": name, "source": span(source), "cue": span(cue), "content": [span(content)], "nested_in": nested_in, "tier": "nested" if nested_in else "core"}


def write(data):
    """Invented sets in the layout of the data directory."""
    quotes = [quote("A1", "Ida Lund", "said", "“The quay is safe,”"),
              quote("A2", "She", "She said", "the mill had promised that nobody would be fired"),
              quote("A3", "the mill", "had promised", "that nobody would be fired", "A2")]
    quotes[1]["cue"] = [quotes[1]["cue"][0] + 4, quotes[1]["cue"][1]]
    flat = [{k: [v] if k in ("source", "cue") else v for k, v in q.items()} for q in quotes if not q["nested_in"]]
    names = [{"span": span(n), "type": t} for n, t in (("Sorrin", "LOC"), ("Ida Lund", "PER"))]
    for path, row in (("attributions/train.jsonl", {"attributions": flat}), ("attributions/dev.jsonl", {"attributions": flat}),
                      ("entities/wwnews_train.jsonl", {"entities": names}), ("entities/wwnews_dev.jsonl", {"entities": names}),
                      ("world/train.jsonl", {"attributions": quotes})):
        os.makedirs(os.path.dirname(os.path.join(data, path)), exist_ok=True)
        with open(os.path.join(data, path), "w", encoding="utf-8") as f:
            for i in range(4):
                f.write(json.dumps({"id": "invented-%d" % i, "text": TEXT, **row}) + "\n")
    os.makedirs(os.path.join(data, "syntax"), exist_ok=True)
    for name in ("gum", "ewt"):
        with open(os.path.join(data, "syntax", name + ".conllu"), "w", encoding="utf-8") as f:
            f.write(TREES)


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--out", required=True)
    a = p.parse_args()
    a.out = os.path.abspath(a.out)
    here, data = os.path.dirname(os.path.abspath(__file__)), os.path.join(a.out, "data")
    write(data)
    run = lambda *words: subprocess.run([sys.executable, *words], cwd=here, check=True)
    run("train.py", "--data", data, "--out", os.path.join(a.out, "run"), "--f32", "--epochs", "1", "--world", "2")
    run("export.py", os.path.join(a.out, "run", "average-1.pt"), "--out", os.path.join(a.out, "export"), "--half")
    have = set(os.listdir(os.path.join(a.out, "export")))
    if not {"model.safetensors", "tokenizer.json", "config.json"} <= have:
        sys.exit("the export lacks files: %s" % sorted(have))
    print("training and export work")


if __name__ == "__main__":
    main()
