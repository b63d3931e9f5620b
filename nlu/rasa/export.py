"""Rasa's training data from ours: the same messages, with some variations of each order."""

import random
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import yaml

from tournee.nlu.intents.examples import (
    LOCALES,
    Example,
    chain,
    read_examples,
    read_variation,
    vary,
)
from tournee.nlu.intents.intents import Slot
from tournee.nlu.model import Intent

CONFIG = Path(__file__).parent / "config.yml"
SEED = 20261123
_ORDERS = 600
"""Rasa has to learn from them what a product is: more of them than people wrote."""


def export(folder: Path) -> int:
    """Write `config.yml`, `domain.yml` and `data/nlu.yml`; returns how many messages."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    shutil.copyfile(CONFIG, folder / "config.yml")
    (folder / "domain.yml").write_text(domain(), encoding="utf-8")
    examples = list(messages())
    (folder / "data" / "nlu.yml").write_text(nlu(examples), encoding="utf-8")
    return len(examples)


def domain() -> str:
    slots = [slot.value for slot in Slot if slot is not Slot.ITEM]
    intents = [intent.value for intent in Intent]
    return yaml.safe_dump({"version": "3.1", "intents": intents, "entities": slots})


def messages() -> Iterator[Example]:
    """Give every annotated message, then varied orders."""
    rng = random.Random(SEED)  # noqa: S311 (no secret)
    orders: list[Example] = []
    for locale in LOCALES:
        examples = read_examples(locale)
        yield from examples
        orders += [e for e in examples if e.intent is Intent.ORDER]
    variations = {locale: read_variation(locale) for locale in LOCALES}
    for i in range(_ORDERS):
        order = orders[i % len(orders)]
        if i % 2:
            order = chain(order, rng.choice(orders), rng)
        yield vary(order, variations[order.locale], rng)


def nlu(examples: Sequence[Example]) -> str:
    """Write the messages in Rasa's format, by intent, then the lookup tables."""
    by_intent: dict[Intent, dict[str, None]] = defaultdict(dict)
    for example in examples:
        by_intent[example.intent][_line(example)] = None
    blocks = [_block("intent", intent, lines) for intent, lines in by_intent.items()]
    tables = [_block("lookup", slot, values) for slot, values in _tables().items()]
    return "".join(['version: "3.1"\nnlu:\n', *blocks, *tables])


def _block(kind: str, name: str, lines: Iterable[str]) -> str:
    listed = "".join(f"    - {line}\n" for line in lines)
    return f"- {kind}: {name}\n  examples: |\n{listed}"


def _tables() -> dict[Slot, list[str]]:
    tables: dict[Slot, list[str]] = defaultdict(list)
    for locale in LOCALES:
        for slot, values in read_variation(locale).goods.items():
            tables[slot] += values
    return tables


def _line(example: Example) -> str:
    return " ".join(example.annotated.split())
