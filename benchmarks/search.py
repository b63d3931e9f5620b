"""Finding products from a mention: how often the right one comes first, how fast, in what memory.

    python benchmarks/search.py synonyms FILE [--misses N] [--grade G]
    python benchmarks/search.py names FILE [--size N]
    python benchmarks/search.py village DIR [--messages FILE]

A file of synonyms is a table (tabs, header) with the columns synonym, canonical, grade and
ambiguous; the catalogue is every canonical name, case and accents aside. A file of names has a
column name. A village is a village folder; messages are JSON lines with a text.
"""

import argparse
import csv
import gc
import json
import random
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from tournee.nlu.search.index import Entry, Index
from tournee.nlu.words.tokens import fold, tokenize

_SEED = 20261123
_SIZES = (309, 29_000, 100_000)
_MENTIONS = 2000


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    command: Callable[[argparse.Namespace], None] = options.command
    command(options)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Finding products from a mention.")
    commands = parser.add_subparsers(required=True)
    synonyms = commands.add_parser("synonyms", help="right product first, and among five")
    synonyms.add_argument("file", type=Path)
    synonyms.add_argument("--misses", type=int, default=0, help="show so many of each grade")
    synonyms.add_argument("--grade", help="show only this grade's misses")
    synonyms.set_defaults(command=measure_synonyms)
    names = commands.add_parser("names", help="build, memory and time of one search by size")
    names.add_argument("file", type=Path)
    names.add_argument("--size", type=int, help="products; else several sizes")
    names.set_defaults(command=measure_names)
    village = commands.add_parser("village", help="build, and all spans of a message")
    village.add_argument("folder", type=Path)
    village.add_argument("--messages", type=Path, required=True)
    village.set_defaults(command=measure_village)
    return parser.parse_args(arguments)


def _table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", errors="replace", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def norms(text: str) -> tuple[str, ...]:
    return tuple(token.norm for token in tokenize(text))


# Right product first


def measure_synonyms(options: argparse.Namespace) -> None:
    rows = _table(options.file)
    names = {fold(row["canonical"]): row["canonical"] for row in rows}
    index = Index.build(Entry(key=key, forms=(name,)) for key, name in sorted(names.items()))
    answers = defaultdict(set)
    for row in rows:
        answers[fold(row["synonym"])].add(fold(row["canonical"]))
    ranks: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    misses: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        found = [m.key for m in index.search(norms(row["synonym"]), 5)]
        right = answers[fold(row["synonym"])]
        rank = next((i for i, key in enumerate(found) if key in right), 99)
        ranks[row["grade"], row["ambiguous"]].append(rank)
        if rank:
            told = f"{rank:3} {row['synonym']} -> {row['canonical']} :: {' | '.join(found[:3])}"
            misses[row["grade"]].append(told)
    print(f"{len(names)} names, {len(rows)} mentions")
    print("| grade | ambiguous | mentions | first | among five |\n| --- | --- | --- | --- | --- |")
    for (grade, ambiguous), found_at in sorted(ranks.items()):
        first = sum(rank == 0 for rank in found_at) / len(found_at)
        five = sum(rank < 5 for rank in found_at) / len(found_at)
        print(f"| {grade} | {ambiguous} | {len(found_at)} | {first:.1%} | {five:.1%} |")
    for grade, lines in misses.items():
        if options.misses and options.grade in (None, grade):
            print(f"\n{grade}: {len(lines)} not first")
            chosen = random.Random(_SEED).sample(lines, min(options.misses, len(lines)))
            print(*chosen, sep="\n")


# Time and memory by size


def measure_names(options: argparse.Namespace) -> None:
    if options.size is None:
        print("| products | build s | memory MB | search ms: p50 | p95 | p99 | longest |")
        print("| --- | --- | --- | --- | --- | --- | --- |", flush=True)
        for size in _SIZES:  # one process each, so that memory is this size's alone
            subprocess.run([sys.executable, *sys.argv, "--size", str(size)], check=True)
        return
    names = list(dict.fromkeys(row["name"] for row in _table(options.file)))
    _measure_size(_catalogue(names, options.size))


def _catalogue(names: Sequence[str], size: int) -> list[Entry]:
    """The names themselves, or as many more as it takes, made of the words of two of them."""
    chance = random.Random(_SEED)
    chosen = list(names) if size >= len(names) else chance.sample(list(names), size)
    while len(chosen) < size:
        first, second = chance.choice(names).split(), chance.choice(names).split()
        half = (len(first) + 1) // 2
        chosen.append(" ".join(first[:half] + second[len(second) // 2 :]))
    return [Entry(key=str(i), forms=(name,)) for i, name in enumerate(chosen)]


def _measure_size(entries: Sequence[Entry]) -> None:
    gc.collect()
    before, started = _resident(), time.process_time()
    index = Index.build(entries)
    built = time.process_time() - started
    gc.collect()
    memory = _resident() - before
    chance = random.Random(_SEED)
    mentions = [_noisy(chance.choice(entries).forms[0], chance) for _ in range(_MENTIONS)]
    spent = [_timed(lambda m=m: index.search(norms(m), 5)) for m in mentions]
    cuts = statistics.quantiles(spent, n=100)
    print(
        f"| {len(entries)} | {built:.2f} | {memory:.0f} | {cuts[49]:.2f} | {cuts[94]:.2f}"
        f" | {cuts[98]:.2f} | {max(spent):.1f} |",
        flush=True,
    )


def _noisy(name: str, chance: random.Random) -> str:
    """Up to four words of a name, every second mention with one letter left out."""
    words = name.split()[: chance.randint(1, 4)]
    mention = " ".join(words)
    at = chance.randrange(len(mention)) if mention else 0
    return mention[:at] + mention[at + 1 :] if chance.random() < 0.5 and mention[1:] else mention


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds of processor time: a busy machine measures the same."""
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1e3


def _resident() -> float:
    """Megabytes of this process that are in memory (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


# One village's messages


def measure_village(options: argparse.Namespace) -> None:
    entries = village_entries(options.folder / "products.csv")
    builds = [_timed(lambda: Index.build(entries)) for _ in range(5)]
    texts = [json.loads(line)["text"] for line in options.messages.open(encoding="utf-8")]
    messages = [norms(text) for text in texts]
    print(f"{len(entries)} products: first build {builds[0]:.0f} ms, later {min(builds):.0f} ms")
    index = Index.build(entries)
    rounds = [[_timed(lambda m=m: index.spans(m)) for m in messages] for _ in range(3)]
    print("| tokens | messages | first time ms | again ms |\n| --- | --- | --- | --- |")
    for low, high in ((1, 8), (9, 16), (17, 32), (33, 64), (65, 999)):
        at = [i for i, m in enumerate(messages) if low <= len(m) <= high]
        if at:
            first, again = (
                statistics.median(spent[i] for i in at) for spent in (rounds[0], rounds[-1])
            )
            print(f"| {low} to {high} | {len(at)} | {first:.2f} | {again:.2f} |")


def village_entries(file: Path) -> list[Entry]:
    with file.open(encoding="utf-8", newline="") as lines:
        return [
            Entry(key=row["sku"], forms=(row["name"], *filter(None, row["aliases"].split("|"))))
            for row in csv.DictReader(lines)
        ]


if __name__ == "__main__":
    sys.exit(main())
