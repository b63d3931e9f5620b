"""Train the shipped intent model from the annotated messages: the same bytes every time."""

import json
import math
import random
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite

from tournee.nlu.intents.examples import (
    LOCALES,
    Example,
    chain,
    read_examples,
    read_topics,
    read_variation,
    spans,
    vary,
)
from tournee.nlu.intents.intents import (
    MODEL,
    SETTINGS,
    IntentModel,
    Slot,
    Span,
    Topics,
    attributes,
)
from tournee.nlu.model import Intent
from tournee.nlu.words.inflection import stem
from tournee.nlu.words.tokens import Token, tokenize

SEED = 20261123
PER_INTENT = 1600
_PARAMETERS = {"c1": 0.05, "c2": 0.1, "max_iterations": 120, "feature.minfreq": 2}
"""c1, c2: weights of the L1 and L2 penalties; see docs/adr/2026-11-23-intents.md."""
_FOUND = {Slot.PRODUCT: 0.93, Slot.OPTION: 0.6, Slot.PLACE: 0.6, Slot.PERSON: 0.6, Slot.SHOP: 0.8}
"""How often the parser finds such a thing (others: `_MOSTLY`); the rest stands there as words."""
_MOSTLY = 0.92
_MISTAKEN = 0.12
"""How often the parser takes other words for a product."""
_VAGUE = re.compile(r"des|du|de la|une?|an?|some|any|un[oa]s?|quelques", re.IGNORECASE)
"""Articles annotated as quantities, which the parser may take for mere words."""

_SHARES = {Intent.ORDER: 3}
"""Most messages order something."""
_CHAINED = 0.3
"""How many orders are made of two."""
SHIPPED = Path(__file__).parents[1] / "models"


@dataclass(frozen=True, slots=True)
class Instance:
    intent: Intent
    attributes: tuple[str, ...]


def all_examples() -> list[Example]:
    return [example for locale in LOCALES for example in read_examples(locale)]


def instances(
    examples: Sequence[Example], *, per_intent: int = PER_INTENT, seed: int = SEED
) -> Iterator[Instance]:
    """Give every example as it stands, and variations of it up to `per_intent` for each intent."""
    rng = random.Random(seed)  # noqa: S311 (no secret)
    topics = read_topics()
    variations = {locale: read_variation(locale) for locale in LOCALES}
    by_intent: dict[Intent, list[Example]] = defaultdict(list)
    for example in examples:
        by_intent[example.intent].append(example)
    for intent, originals in by_intent.items():
        yield from (instance(example, topics, rng) for example in originals)
        for i in range(per_intent * _SHARES.get(intent, 1) - len(originals)):
            original = originals[i % len(originals)]
            if intent is Intent.ORDER and rng.random() < _CHAINED:
                original = chain(original, rng.choice(originals), rng)
            yield instance(vary(original, variations[original.locale], rng), topics, rng)


def instance(example: Example, topics: Topics, rng: random.Random) -> Instance:
    """Give what the model sees of a message, as imperfectly as the parser will see it."""
    tokens = tokenize(example.text)
    found = [s for s in spans(example, tokens) if rng.random() < _chance(s, tokens)]
    if rng.random() < _MISTAKEN and tokens:
        start = rng.randrange(len(tokens))
        found.append(Span(Slot.PRODUCT, start, min(start + rng.randint(1, 3), len(tokens))))
    return Instance(example.intent, tuple(attributes(tokens, found, topics)))


def _chance(span: Span, tokens: Sequence[Token]) -> float:
    text = " ".join(t.norm for t in tokens[span.start : span.end])
    return 0.4 if _VAGUE.fullmatch(text) else _FOUND.get(span.slot, _MOSTLY)


def fit(data: Iterable[Instance]) -> bytes:
    """Train a model; the same data give the same bytes."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(_PARAMETERS)
    for item in data:
        trainer.append([item.attributes], [item.intent.value])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / MODEL
        trainer.train(str(path))
        return path.read_bytes()


def train(examples: Sequence[Example], folder: Path, *, per_intent: int = PER_INTENT) -> None:
    """Write the model and its temperature into `folder`."""
    kept, held = split(examples)
    model = fit(instances(kept, per_intent=per_intent))
    topics = read_topics()
    temperature = best_temperature(IntentModel(model, topics, 1.0), held)
    model = fit(instances(examples, per_intent=per_intent))
    (folder / MODEL).write_bytes(model)
    settings = json.dumps(
        {"temperature": temperature, "topics": topics, "met": words_met(examples)}
    )
    (folder / SETTINGS).write_text(settings + "\n", encoding="utf-8")


def words_met(examples: Sequence[Example]) -> list[str]:
    """The stems of all words of the messages as they stand."""
    return sorted({stem(t.norm) for e in examples for t in tokenize(e.text) if t.is_word})


def split(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Divide into what to train on and what to hold back, a sixth."""
    shuffled = list(examples)
    random.Random(SEED).shuffle(shuffled)  # noqa: S311 (no secret)
    cut = len(shuffled) // 6
    return shuffled[cut:], shuffled[:cut]


def best_temperature(model: IntentModel, held: Sequence[Example]) -> float:
    """Find the flattening under which the probabilities of unseen messages are honest."""
    predictions = [(predict(model, example), example.intent) for example in held]
    return min(
        (round(0.8 + 0.05 * step, 2) for step in range(40)),
        key=lambda t: sum(_surprise(predicted, intent, t) for predicted, intent in predictions),
    )


def predict(model: IntentModel, example: Example) -> Mapping[Intent, float]:
    """Classify a message whose things are known."""
    tokens = tokenize(example.text)
    return model.predict(tokens, spans(example, tokens))


def _surprise(predicted: Mapping[Intent, float], intent: Intent, temperature: float) -> float:
    powers = {i: max(p, 1e-9) ** (1 / temperature) for i, p in predicted.items()}
    return -math.log(powers[intent] / sum(powers.values()))
