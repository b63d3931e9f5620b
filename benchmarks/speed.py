"""What understanding costs: one message, a start, memory; beside a simple peer in the same run.

    python benchmarks/speed.py VILLAGE_DIR MESSAGES.jsonl [--rounds N]

The peer is greedy: at each word it takes the longest stretch that rapidfuzz finds like a name of
the catalogue; it reads no numbers, options, days or intents. Times of messages are of the
processor, one thread, the best of the rounds for each message; the start is by the clock.
As `tournee` does, it tells the collector to pass over the catalogue and to come seldom.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from rapidfuzz import fuzz, process

from tournee.bot import collector
from tournee.catalog import folder
from tournee.nlu.evaluation import cases
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context
from tournee.nlu.parse import parse
from tournee.nlu.words.tokens import tokenize

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
_LONGEST = 5
_ALIKE = 85


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="What does understanding cost?")
    parser.add_argument("village", type=Path)
    parser.add_argument("messages", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(arguments)
    texts = [case["text"] for case in cases.read(options.messages)]
    print("| | p50 ms | p95 ms | worst ms |\n| --- | --- | --- | --- |")
    began = time.process_time()
    lexicon = Lexicon(folder.read(options.village))
    built = time.process_time() - began
    collector.start()
    context = Context(now=NOW)
    parse("bonjour", lexicon, context)
    _row("first time", timed(texts, lambda text: parse(text, lexicon, context)))
    rounds = options.rounds
    _row("words heard before", best(rounds, texts, lambda text: parse(text, lexicon, context)))
    _row("greedy peer", best(rounds, texts, Greedy(lexicon).find))
    print(f"\ncatalogue read and compiled: {1000 * built:.0f} ms")
    starts = [start(options.village) for _ in range(3)]
    print(f"`tournee parse`, start to first answer: {min(s for s, _ in starts):.2f} s")
    print(f"memory of that process at its largest: {max(m for _, m in starts):.0f} MB")
    return 0


def timed(texts: Sequence[str], read: Callable[[str], object]) -> list[float]:
    """Milliseconds of the processor for each message, in order."""
    return list(_timed(texts, read))


def best(rounds: int, texts: Sequence[str], read: Callable[[str], object]) -> list[float]:
    """The best of several times for each message: others work on the same machine."""
    return [min(times) for times in zip(*(timed(texts, read) for _ in range(rounds)), strict=True)]


def _timed(texts: Sequence[str], read: Callable[[str], object]) -> Iterator[float]:
    for text in texts:
        began = time.process_time_ns()
        read(text)
        yield (time.process_time_ns() - began) / 1e6


def _row(label: str, times: Sequence[float]) -> None:
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"| {label} | {statistics.median(times):.2f} | {p95:.2f} | {max(times):.1f} |")


class Greedy:
    """The peer: longest fuzzy match first, left to right."""

    def __init__(self, lexicon: Lexicon) -> None:
        names = {
            " ".join(t.norm for t in tokenize(name)): product.sku
            for product in lexicon.products
            for name in (product.name, *product.aliases)
        }
        self.names, self.skus = list(names), list(names.values())

    def find(self, text: str) -> list[str]:
        words = [t.norm for t in tokenize(text)]
        found: list[str] = []
        i = 0
        while i < len(words):
            for end in range(min(len(words), i + _LONGEST), i, -1):
                mention = " ".join(words[i:end])
                best = process.extractOne(
                    mention, self.names, scorer=fuzz.ratio, score_cutoff=_ALIKE
                )
                if best:
                    found.append(self.skus[best[2]])
                    i = end - 1
                    break
            i += 1
        return found


def start(village: Path) -> tuple[float, float]:
    """Seconds to the first answer, and megabytes at the most, of a process of its own."""
    command = Path(sys.executable).with_name("tournee")
    message = json.dumps({"id": 1, "text": "2 baguettes svp"}) + "\n"
    began = time.perf_counter()
    with subprocess.Popen(
        [command, "parse", village], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdin is not None  # noqa: S101
        assert run.stdout is not None  # noqa: S101
        run.stdin.write(message)
        run.stdin.flush()
        run.stdout.readline()
        seconds = time.perf_counter() - began
        run.stdin.close()
        _, _, usage = os.wait4(run.pid, 0)
        run.returncode = 0
    return seconds, usage.ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
