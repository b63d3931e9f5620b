"""What a message wants: a trained linear model over words in which the things are masked.

Products, quantities and days are replaced by placeholders (`mask`), lists of items by one: the
model knows the words around what is bought, never the goods, so it serves any catalogue. It is a
maximum-entropy classifier: one token's worth of CRFsuite, trained by `nlu.intents.training`.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from threading import Lock
from types import MappingProxyType
from typing import Self

import pycrfsuite

from tournee.nlu.model import Intent
from tournee.nlu.words.inflection import stem
from tournee.nlu.words.tokens import Token

Topics = Mapping[str, Sequence[str]]
"""What words are about, by their stem: several topics or none."""

MODEL = "intents.crfsuite"
SETTINGS = "intents.json"


class Slot(StrEnum):
    """What a span of a message is: the entities of the training data, and of Rasa."""

    PRODUCT = "product"
    ITEM = "item"
    """A product with how much of it and its options: what the parser has composed."""
    OPTION = "option"
    QUANTITY = "quantity"
    """A number with its unit, if it has one: '2', 'une livre de', 'un peu de'."""
    AMOUNT = "amount"
    """Money to spend: 'pour 10 euros de'."""
    DAY = "day"
    PERIOD = "period"
    TIME = "time"
    SHOP = "shop"
    PLACE = "place"
    """A hamlet, a street, an address."""
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens `start` to `end` (exclusive) of a message are a `slot`."""

    slot: Slot
    start: int
    end: int


_GOODS = frozenset({"<item>", "<product>"})
_GOOD = "<(?:item|product)>"
_COUNT = "<(?:quantity|amount|number)>"
_ARTICLE = r"(?:du|des|de|d'|la|le|les|l'|un|une|of|some|the|a|el|los|las|una|unos|unas)"
_JOINT = rf"(?:[,;+/.:*•-]|<line>|et|and|y|e|puis|{_ARTICLE})"
_COUNTED = re.compile(rf"{_COUNT}(?: (?:x|de|d'|of))? <product>|<product>(?: [x:])? {_COUNT}")
_LISTED = re.compile(rf"{_GOOD}(?: <option>)*(?:(?: {_JOINT})* {_GOOD}(?: <option>)*)*")


_NEVER_MET = 0.6
"""Added to `OTHER` where no word was ever met in training: how words sound tells little alone."""


def mask(tokens: Sequence[Token], spans: Sequence[Span] = ()) -> tuple[str, ...]:
    """Fold the words and put placeholders for what `spans` cover; a list of items becomes one."""
    words: list[str] = []
    position = 0
    for span in _disjoint(spans):
        words += map(_word, tokens[position : span.start])
        words.append(f"<{span.slot}>")
        position = span.end
    words += map(_word, tokens[position:])
    return tuple(_collapse(" ".join(filter(None, words))).split())


def _disjoint(spans: Sequence[Span]) -> list[Span]:
    chosen: list[Span] = []
    taken = bytearray(max((span.end for span in spans), default=0))
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
        if not any(taken[span.start : span.end]):
            chosen.append(span)
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
    return sorted(chosen, key=lambda s: s.start)


def _word(token: Token) -> str:
    if token.is_number:
        return "<number>"
    return "<line>" if token.norm == "\n" else token.norm


def _collapse(masked: str) -> str:
    """'<quantity> <product> <option> , <quantity> <product>' is '<item>'."""
    masked = _COUNTED.sub("<item>", masked)
    return _LISTED.sub(lambda m: "<item>" if "<item>" in m.group() else "<product>", masked)


def attributes(tokens: Sequence[Token], spans: Sequence[Span], topics: Topics) -> list[str]:
    """Name what the model looks at in a message; each name stands once.

    Single words and pairs are named as they stand too, in case a span covers what is no thing.
    Of words it looks at what they are about, too (`topics`), so that it need not have met each.
    """
    masked = mask(tokens, spans)
    names = dict.fromkeys(_runs(masked))
    names.update(dict.fromkeys(_runs(mask(tokens))))
    names.update(dict.fromkeys(_grams(masked)))
    names.update(dict.fromkeys(_around_goods(masked)))
    names.update((f"@{topic}", None) for word in masked for topic in topics.get(stem(word), ()))
    names.update(dict.fromkeys(_counts(masked, spans)))
    return list(names)


def _runs(words: Sequence[str]) -> Iterator[str]:
    yield from words
    yield from (f"{a} {b}" for a, b in pairwise(("<s>", *words, "</s>")))


def _grams(words: Sequence[str]) -> Iterator[str]:
    for word in dict.fromkeys(words):
        if word[0] != "<" and len(word) > 2:  # noqa: PLR2004 (shorter than one gram)
            yield from _grams_of(word)


@lru_cache(maxsize=8192)
def _grams_of(word: str) -> tuple[str, ...]:
    framed = f"^{word}$"
    starts = ((size, start) for size in (3, 4) for start in range(len(framed) - size + 1))
    return tuple(f"#{framed[start : start + size]}" for size, start in starts)


def _around_goods(words: Sequence[str]) -> Iterator[str]:
    first = next((i for i, word in enumerate(words) if word in _GOODS), None)
    if first is not None:
        yield from (f"before:{word}" for word in words[:first])
        yield from (f"after:{word}" for word in words[first + 1 :])


def _counts(words: Sequence[str], spans: Sequence[Span]) -> Iterator[str]:
    yield f"length:{min(len(words), 15) // 3}"
    yield "goods" if any(word in _GOODS for word in words) else "no goods"
    for slot in sorted({span.slot for span in spans}):
        yield f"has:{slot}"


class IntentModel:
    """The trained model; threads may share it."""

    def __init__(
        self,
        model: bytes,
        topics: Topics,
        temperature: float,
        met: Collection[str] = frozenset(),
    ) -> None:
        self._model = model  # CRFsuite reads it where it lies, and must not outlive it
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(model)
        self._labels: tuple[str, ...] = tuple(self._tagger.labels())
        self._intents = tuple(map(Intent, self._labels))
        self._lock = Lock()  # the tagger holds the message between two calls
        self._topics = topics
        self._met = frozenset(met)
        self._exponent = 1 / temperature

    @classmethod
    @cache
    def load(cls) -> Self:
        """Open the shipped model, once."""
        folder = resources.files("tournee.nlu") / "models"
        settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        model = (folder / MODEL).read_bytes()
        return cls(model, settings["topics"], settings["temperature"], settings["met"])

    def predict(
        self, tokens: Sequence[Token], spans: Sequence[Span] = ()
    ) -> Mapping[Intent, float]:
        """Give every intent's probability, the likeliest first.

        `spans` are the things that the message names; of those that overlap the longest counts.
        """
        named = attributes(tokens, spans, self._topics)
        with self._lock:
            self._tagger.set([named])
            shares = [self._tagger.marginal(label, 0) for label in self._labels]
        powers = dict(zip(self._intents, (s**self._exponent for s in shares), strict=True))
        if self._met and not spans and not self._has_met(tokens):
            powers[Intent.OTHER] += _NEVER_MET * sum(powers.values())
        total = sum(powers.values())
        ranked = sorted(powers.items(), key=lambda pair: -pair[1])
        return MappingProxyType({intent: power / total for intent, power in ranked})

    def _has_met(self, tokens: Sequence[Token]) -> bool:
        return any(token.is_number or stem(token.norm) in self._met for token in tokens)
