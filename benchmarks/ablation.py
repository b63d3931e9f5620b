"""The understanding with one of its parts switched off."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import replace
from unittest.mock import patch

from tournee.nlu.intents import intention
from tournee.nlu.model import Intent
from tournee.nlu.quantity import markings, numbers
from tournee.nlu.quantity.numbers import NumberSpan
from tournee.nlu.reading.weights import WEIGHTS
from tournee.nlu.search import names, vocabulary, wording
from tournee.nlu.words import grammar
from tournee.nlu.words.foodwords import Foodwords
from tournee.nlu.words.tokens import Token


def without(part: str) -> AbstractContextManager[object]:
    """Switch a part of `PARTS` off; '' is none. Lexicons must be built inside."""
    return PARTS[part]() if part else nullcontext()


def _no_sound() -> AbstractContextManager[object]:
    return patch.object(vocabulary, "sound", lambda word: word)


def _no_spelling() -> AbstractContextManager[object]:
    return patch.object(names.NameTable, "guess", lambda *_, **__: ())


def _no_food() -> AbstractContextManager[object]:
    empty = replace(Foodwords.shipped(), same={}, kinds={}, known=frozenset())
    return patch.object(Foodwords, "shipped", staticmethod(lambda: empty))


@contextmanager
def _greedy() -> Iterator[None]:
    """Let only the best partial reading survive each step."""
    kept = WEIGHTS.beam, WEIGHTS.narrow
    try:
        for field in ("beam", "narrow"):
            object.__setattr__(WEIGHTS, field, 1)
        yield
    finally:
        for field, value in zip(("beam", "narrow"), kept, strict=True):
            object.__setattr__(WEIGHTS, field, value)


def _no_intents() -> AbstractContextManager[object]:
    """Leave the intent to what was read of the goods."""
    even = dict.fromkeys(Intent, 1 / len(Intent))
    return patch.object(intention, "_predict", lambda *_: dict(even))


@contextmanager
def _figures_only() -> Iterator[None]:
    spans = numbers.spans

    def figures(tokens: Sequence[Token], locale: str | None = None) -> Sequence[NumberSpan]:
        return [n for n in spans(tokens, locale) if tokens[n.start].norm[0].isdigit()]

    caches = (markings.number_alone, wording.is_number, wording.taken_apart)
    with ExitStack() as stack:
        stack.enter_context(patch.object(numbers, "spans", figures))
        for cache in caches:
            cache.cache_clear()
            stack.callback(cache.cache_clear)
        yield


def _no_small_words() -> AbstractContextManager[object]:
    return patch.object(grammar, "at", lambda *_: iter(()))


PARTS: dict[str, Callable[[], AbstractContextManager[object]]] = {
    "spelling by ear": _no_sound,
    "misspelled words at all": _no_spelling,
    "the food vocabulary": _no_food,
    "competing readings (greedy)": _greedy,
    "the trained intents": _no_intents,
    "number words": _figures_only,
    "the small words (grammar.yml)": _no_small_words,
}
