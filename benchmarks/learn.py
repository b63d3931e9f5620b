"""Learns the weights of the readings (`nlu/reading/weights.py`) from messages with a known meaning.

    python benchmarks/learn.py VILLAGE_DIR... [--cases FILE...] [--messages N] [--out FILE]

A structured perceptron, passive-aggressive and averaged: where a wrong reading of a message comes
before the right one, or close behind it, the weights move until the right one leads. Messages are
generated, noisy ones among them, from every village given, and read from labelled files (those
of the first village). A fifth of both is held out and gives the figures. Scores are sums of
weights, so that a score which remembers what it was summed from (`Traced`) tells how it would
change with each weight. The weights in use are those set by hand: see docs/adr/
2026-11-23-learned-weights.md.
"""

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from importlib import import_module
from pathlib import Path
from unittest.mock import patch

from made import orders
from noisy import NOW, Writer, exact

from tournee.catalog import folder
from tournee.nlu import wire
from tournee.nlu.evaluation import cases, evaluate
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context, Parse
from tournee.nlu.reading import weights
from tournee.nlu.reading.compose import Composer
from tournee.nlu.reading.state import State
from tournee.nlu.reading.weights import WEIGHTS, Weights

understanding = import_module("tournee.nlu.parse")
SEED = 20261123
LIMITS = frozenset(
    {"beam", "many_steps", "narrow", "margin", "most_guessed", "most_inflected"}
    | {"most_otherwise", "most_steps", "largest_number"}
)
"""What bounds the search is no weight."""
LEARNED = tuple(f.name for f in fields(Weights) if f.name not in LIMITS)
_MARGIN = 1.0
"""How far the right reading is to lead."""
_AGGRESSION = 0.02
"""The largest step."""
_READ = 4
"""So many of the best readings are looked at."""
_HELD_OUT = 5


class Traced(float):
    """A number that knows which weights it was made of."""

    __slots__ = ("of",)
    of: tuple[tuple[float, "Traced | str"], ...]

    @staticmethod
    def make(value: float, of: tuple[tuple[float, "Traced | str"], ...]) -> "Traced":
        made = Traced(value)
        made.of = of
        return made

    def __add__(self, other: float) -> "Traced":
        terms: tuple[tuple[float, Traced | str], ...] = ((1.0, self),)
        if isinstance(other, Traced):
            terms = ((1.0, self), (1.0, other))
        return Traced.make(float(self) + float(other), terms)

    __radd__ = __add__

    def __neg__(self) -> "Traced":
        return Traced.make(-float(self), ((-1.0, self),))

    def __sub__(self, other: float) -> "Traced":
        return self + (-other)

    def __rsub__(self, other: float) -> "Traced":
        return (-self) + other

    def __mul__(self, other: float) -> "Traced":
        terms: tuple[tuple[float, Traced | str], ...] = ((float(other), self),)
        if isinstance(other, Traced):
            terms = ((float(other), self), (float(self), other))
        return Traced.make(float(self) * float(other), terms)

    __rmul__ = __mul__

    def slopes(self) -> dict[str, float]:
        """How it changes with each weight."""
        found: dict[str, float] = {}
        todo: list[tuple[float, Traced | str]] = [(1.0, self)]
        while todo:
            share, term = todo.pop()
            if isinstance(term, str):
                found[term] = found.get(term, 0.0) + share
            else:
                todo += [(share * factor, part) for factor, part in term.of]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    text: str
    lexicon: Lexicon
    context: Context
    right: Callable[[Parse], bool]


class Learner:
    """The weights while they are learned, and their average."""

    def __init__(self) -> None:
        self.now = {name: float(getattr(WEIGHTS, name)) for name in LEARNED}
        self.sum = dict.fromkeys(LEARNED, 0.0)
        self.steps = 0

    @property
    def average(self) -> dict[str, float]:
        return {name: round(total / self.steps, 3) for name, total in self.sum.items()}

    def learn(self, lesson: Lesson) -> None:
        use({name: Traced.make(value, ((1.0, name),)) for name, value in self.now.items()})
        states = read(lesson)
        judged = [(state, judge(lesson, states, state)) for state in states[:_READ]]
        right = next((state for state, fits in judged if fits), None)
        wrong = next((state for state, fits in judged if not fits), None)
        if right is not None and wrong is not None:
            self._move(right.score, wrong.score)
        self.steps += 1
        for name, value in self.now.items():
            self.sum[name] += value

    def _move(self, right: float, wrong: float) -> None:
        lacking = _MARGIN - (float(right) - float(wrong))
        if lacking <= 0 or not isinstance(right, Traced) or not isinstance(wrong, Traced):
            return
        slopes = right.slopes()
        for name, slope in wrong.slopes().items():
            slopes[name] = slopes.get(name, 0.0) - slope
        length = sum(slope * slope for slope in slopes.values())
        if length:
            step = min(_AGGRESSION, lacking / length)
            for name, slope in slopes.items():
                self.now[name] += step * slope


def use(values: Mapping[str, float]) -> None:
    """Let the search go by these weights."""
    for name, value in values.items():
        object.__setattr__(weights.WEIGHTS, name, value)


def read(lesson: Lesson) -> Sequence[State]:
    """All readings of a message that survive, the best first."""
    found: list[Sequence[State]] = []
    best = Composer.best

    def keep(self: Composer) -> list[State]:
        states = best(self)
        found.append(states)
        return states

    with patch.object(Composer, "best", keep):
        understanding.parse(lesson.text, lesson.lexicon, lesson.context)
    return found[0]


def judge(lesson: Lesson, states: Sequence[State], state: State) -> bool:
    """Tell whether a message is understood rightly if it is read this way."""
    others = [state, *(other for other in states if other is not state)]
    with patch.object(Composer, "best", lambda _self: others):
        return lesson.right(understanding.parse(lesson.text, lesson.lexicon, lesson.context))


def lessons(villages: Sequence[Path], files: Sequence[Path], count: int) -> Iterator[Lesson]:
    """Generated orders of each village, then the labelled messages of the first."""
    lexicons = [Lexicon(folder.read(path)) for path in villages]
    context = Context(now=NOW)
    for lexicon in lexicons:
        writer = Writer(lexicon.products, random.Random(SEED))
        for kind in writer.kinds:
            for message in (writer.write(kind) for _ in range(count)):
                yield Lesson(
                    text=message.text,
                    lexicon=lexicon,
                    context=context,
                    right=partial(exact, message),
                )
        for text, gold in orders(lexicon.products, random.Random(SEED), 4 * count):
            yield Lesson(text=text, lexicon=lexicon, context=context, right=fits(gold))
    for path in files:
        for case in cases.read(path):
            now = wire.read(json.dumps(case, default=str)).now or NOW
            yield Lesson(
                text=case["text"],
                lexicon=lexicons[0],
                context=Context(now=now, locale=case.get("locale")),
                right=fits(case),
            )


def fits(case: evaluate.Case) -> Callable[[Parse], bool]:
    """Tell whether a parse has the goods of a labelled message; its intent is no matter here."""

    def right(parse: Parse) -> bool:
        outcome = evaluate.compare(case, json.loads(wire.write(None, parse)))
        return not any(count[False] for count in outcome.slots.values())

    return right


def share(taught: Sequence[Lesson]) -> float:
    """How many are read rightly with the weights in use."""
    right = (one.right(understanding.parse(one.text, one.lexicon, one.context)) for one in taught)
    return sum(right) / max(1, len(taught))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Learn what readings are worth.")
    parser.add_argument("villages", type=Path, nargs="+")
    parser.add_argument("--cases", type=Path, nargs="*", default=[])
    parser.add_argument("--messages", type=int, default=40, help="of each kind of noise")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(arguments)
    taught = list(lessons(options.villages, options.cases, options.messages))
    random.Random(SEED).shuffle(taught)
    held, seen = taught[::_HELD_OUT], [one for i, one in enumerate(taught) if i % _HELD_OUT]
    before = {name: float(getattr(WEIGHTS, name)) for name in LEARNED}
    print(
        f"{len(seen)} messages, {len(held)} held out: {share(held):.2%} right by hand-set weights"
    )
    learner = Learner()
    for number in range(options.rounds):
        random.Random(SEED + number).shuffle(seen)
        for lesson in seen:
            learner.learn(lesson)
        use(learner.average)
        print(f"round {number + 1}: {share(held):.2%} of those held out, {share(seen):.2%} of all")
    for name, value in learner.average.items():
        print(f"  {name:20} {before[name]:7.2f} {value:7.2f}")
    if options.out:
        options.out.write_text(json.dumps(learner.average, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
