"""The words of those who keep the catalogue (`nlu/data/<locale>/catalogue.yml`)."""

import re
from functools import lru_cache
from typing import Final

from tournee.catalog.quantity import Unit
from tournee.nlu.words.phrases import LOCALES, load_words, norms
from tournee.nlu.words.tokens import fold

LIST_SIGNS: Final = re.compile(r"[,|\n]")


@lru_cache(maxsize=1)
def commands() -> dict[str, str]:
    """Return the key of each command's word, folded."""
    return {fold(word): key for key, words in _section("commands") for word in words}


@lru_cache(maxsize=1)
def field_names() -> dict[str, str]:
    """Return the key of each word that names a field of a product."""
    return {fold(word): key for key, words in _section("fields") for word in words}


@lru_cache(maxsize=1)
def units() -> dict[tuple[str, ...], Unit]:
    return {norms(word): Unit(key) for key, words in _section("units") for word in words}


@lru_cache(maxsize=16)
def phrases(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the phrases of a list, as tokens, the longest first."""
    found = {norms(word) for locale in LOCALES for word in load_words(locale, "catalogue")[name]}
    return tuple(sorted(found, key=len, reverse=True))


def is_word(name: str, text: str) -> bool:
    """Tell whether a text is one of the phrases of a list, and nothing else."""
    return norms(text.strip()) in phrases(name) if text.strip() else False


def _section(name: str) -> list[tuple[str, list[str]]]:
    return [item for locale in LOCALES for item in load_words(locale, "catalogue")[name].items()]
