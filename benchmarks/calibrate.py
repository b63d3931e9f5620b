"""Fits what `nlu/confidence.py` goes by to noisy messages whose meaning is known from their making.

    python benchmarks/calibrate.py VILLAGE_DIR [--messages N] [--lines] [--write]

Logistic regression, by Newton's method, with a small penalty; half of the messages is held out and
gives the table. Messages that raise a question are left out: whether to ask is for the catalogue
to say. `--lines` fits single lines instead (`nlu/trust.py`): is the product the one meant?
`--write` puts the weights into `nlu/models/confidence.json`, or `lines.json`.
"""

import argparse
import json
import math
import random
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from unittest.mock import patch

from noisy import NOW, Message, Writer, exact

from tournee.catalog import folder
from tournee.nlu import confidence, trust
from tournee.nlu.confidence import features
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context
from tournee.nlu.reading.state import Item, State

understanding = import_module("tournee.nlu.parse")
SEED = 20261124
DOUBTFUL = -6.0
"""The weight of a doubtful line, low enough that it is asked about."""
_PENALTY = 0.5
_ROUNDS = 12
Seen = tuple[Mapping[str, float], bool]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Make confidence honest.")
    parser.add_argument("village", type=Path)
    parser.add_argument("--messages", type=int, default=150, help="of each kind of noise")
    parser.add_argument("--lines", action="store_true", help="of lines, not of messages")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    lexicon = Lexicon(folder.read(options.village))
    writer = Writer(lexicon.products, random.Random(SEED))
    made = [writer.write(kind) for kind in writer.kinds for _ in range(options.messages)]
    random.Random(SEED).shuffle(made)
    seen = [_seen(lexicon, message) for message in made]
    if options.lines:
        seen = [line for message in made for line in _seen_lines(lexicon, message)]
        seen = [(_seldom_aside(x), right) for x, right in seen]
    half = len(seen) // 2
    weights = fit(seen[:half])
    print(json.dumps(weights, indent=1))
    _table(weights, seen[half:])
    if options.lines:
        _thresholds(weights, seen[half:], len(made) - len(made) // 2)
    if options.write:
        file = trust.FILE if options.lines else confidence.FILE
        target = Path(confidence.__file__).resolve().parent / "models" / file
        kept = {"doubtful": DOUBTFUL} if options.lines else {}
        target.write_text(json.dumps(fit(seen) | kept, indent=1) + "\n", encoding="utf-8")
    return 0


def _seen(lexicon: Lexicon, message: Message) -> Seen:
    """What confidence goes by in a message, and whether it was read entirely right."""
    found: list[Mapping[str, float]] = []

    def keep(states: Sequence[State]) -> float:
        if states[0].items:
            found.append(features(states))
        return 1.0

    with patch.object(understanding, "certainty", keep):
        understood = understanding.parse(message.text, lexicon, Context(now=NOW))
    if understood.unresolved or not found:
        return {}, False
    return found[0], exact(message, understood) and understood.day == message.day


def _seen_lines(lexicon: Lexicon, message: Message) -> list[Seen]:
    """What trust goes by in each line of a message, and whether its product was asked for."""
    found: list[Mapping[str, float]] = []

    def keep(item: Item) -> float:
        found.append(trust.features(item))
        return 1.0

    with patch.object(understanding, "trust", keep):
        understood = understanding.parse(message.text, lexicon, Context(now=NOW))
    asked = {sku for sku, _ in message.lines}
    return [(x, line.sku in asked) for x, line in zip(found, understood.lines, strict=True)]


def _seldom_aside(features: Mapping[str, float]) -> Mapping[str, float]:
    """Leave out what generated messages hardly have: it is set by hand."""
    return {name: value for name, value in features.items() if name != "doubtful"}


def _thresholds(weights: Mapping[str, float], seen: Sequence[Seen], messages: int) -> None:
    """Show what asking below a figure would bring: wrong lines found, right ones asked about."""
    shares = [(_share([1.0, *x.values()], list(weights.values())), right) for x, right in seen]
    print("| ask below | questions a 100 messages | of them needed | lines right without |")
    print("| --- | --- | --- | --- |")
    for limit in (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98):
        asked = [right for share, right in shares if share < limit]
        kept = [right for share, right in shares if share >= limit]
        needed = f"{asked.count(False) / len(asked):.0%}" if asked else "-"
        print(
            f"| {limit} | {100 * len(asked) / messages:.1f} | {needed} |"
            f" {sum(kept) / len(kept):.2%} |"
        )


def fit(seen: Sequence[Seen]) -> dict[str, float]:
    """Find the weights under which what was seen is likeliest."""
    seen = [(x, right) for x, right in seen if x]
    names = ("bias", *seen[0][0])
    rows = [([1.0, *x.values()], float(right)) for x, right in seen]
    weights = [0.0] * len(names)
    for _ in range(_ROUNDS):
        slope = [-_PENALTY * w for w in weights]
        curve = [[_PENALTY * (i == j) for j in range(len(names))] for i in range(len(names))]
        for row, right in rows:
            share = _share(row, weights)
            for i, x in enumerate(row):
                slope[i] += (right - share) * x
                for j, y in enumerate(row):
                    curve[i][j] += share * (1 - share) * x * y
        weights = [w + step for w, step in zip(weights, _solved(curve, slope), strict=True)]
    return {name: round(weight, 3) for name, weight in zip(names, weights, strict=True)}


def _share(row: Sequence[float], weights: Sequence[float]) -> float:
    logit = sum(x * w for x, w in zip(row, weights, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def _solved(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """Solve by elimination."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for i in range(len(rows)):
        pivot = max(range(i, len(rows)), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [x / rows[i][i] for x in rows[i]]
        for j, row in enumerate(rows):
            if j != i:
                rows[j] = [x - row[i] * y for x, y in zip(row, rows[i], strict=True)]
    return [row[-1] for row in rows]


def _table(weights: Mapping[str, float], seen: Sequence[Seen]) -> None:
    tenths: dict[int, list[tuple[float, bool]]] = {}
    for x, right in seen:
        if x:
            share = _share([1.0, *x.values()], list(weights.values()))
            tenths.setdefault(min(9, int(10 * share)), []).append((share, right))
    print("| confidence from | messages | said | entirely right |\n| --- | --- | --- | --- |")
    gap = 0.0
    for tenth, members in sorted(tenths.items()):
        said = sum(share for share, _ in members) / len(members)
        got = sum(right for _, right in members) / len(members)
        gap += abs(said - got) * len(members)
        print(f"| {tenth / 10} | {len(members)} | {said:.1%} | {got:.1%} |")
    print(f"expected calibration error {gap / max(1, sum(map(len, tenths.values()))):.3f}")


if __name__ == "__main__":
    sys.exit(main())
