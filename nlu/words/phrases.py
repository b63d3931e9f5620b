"""Small word data: read from YAML, looked up in tokens.

`nlu/data/<locale>/<name>.yml` holds words as people write them; they are folded and split here
like messages are, so that a file may say 'après-midi' or "aujourd'hui".
"""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml

from tournee.nlu.words.tokens import Token, fold, tokenize

T = TypeVar("T")
LOCALES = ("fr", "en", "es")
DATA = Path(__file__).parents[1] / "data"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def load(locale: str, name: str) -> Any:
    """Read one data file; the tests check its shape."""
    return yaml.load((DATA / locale / f"{name}.yml").read_bytes(), Loader=_LOADER)  # noqa: S506


@cache
def load_words(locale: str, name: str) -> Any:
    """Read one data file of mappings whose leaves are lists of words, in a fifth of the time.

    A list is one scalar with ', ' between its words. All scalars are words: 'no' and 'on' too.
    """
    return _words(yaml.load((DATA / locale / f"{name}.yml").read_bytes(), Loader=_PLAIN))  # noqa: S506


def _words(node: Any) -> Any:
    if isinstance(node, str):
        return node.split(", ") if node else []
    return {key: _words(value) for key, value in node.items()}


def norms(phrase: str) -> tuple[str, ...]:
    """Split a phrase as a message is split; "d'" stands before a word."""
    plain = phrase.replace("-", " ")
    if plain.replace(" ", "").isalpha():
        return tuple(fold(plain).split())
    if phrase.endswith("'"):
        return norms(f"{phrase}x")[:-1]
    return tuple(token.norm for token in tokenize(phrase))


class Phrases(Generic[T]):
    """Phrases of one or more tokens, each with its meanings."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}

    def __contains__(self, norm: str) -> bool:
        """Tell whether some phrase begins with this token."""
        return norm in self._by_first

    def firsts(self) -> Iterable[str]:
        """The tokens that phrases begin with."""
        return self._by_first.keys()

    def openings(self) -> Iterable[tuple[str, str]]:
        """The first two tokens of each phrase; the second is empty where there is only one."""
        for entries in self._by_first.values():
            for words, _ in entries:
                yield words[0], words[1] if len(words) > 1 else ""

    def add(self, phrase: str, meaning: T) -> None:
        words = norms(phrase)
        if (words, meaning) not in (entries := self._by_first.setdefault(words[0], [])):
            entries.append((words, meaning))
            if len(entries) > 1:
                entries.sort(key=lambda entry: -len(entry[0]))

    def starting(self, norm: str) -> Sequence[tuple[tuple[str, ...], T]]:
        """The phrases whose first token is `norm`, with their meanings."""
        return self._by_first.get(norm, ())

    def at(self, tokens: Sequence[Token], i: int) -> Sequence[tuple[int, T]]:
        """The phrases that stand at `i` as (end, meaning), the longest first."""
        entries = self._by_first.get(tokens[i].norm) if i < len(tokens) else None
        if entries is None:
            return ()
        return [
            (i + len(words), meaning)
            for words, meaning in entries
            if len(words) == 1 or _stands(words, tokens, i)
        ]


def _stands(words: tuple[str, ...], tokens: Sequence[Token], i: int) -> bool:
    return i + len(words) <= len(tokens) and all(
        tokens[i + k].norm == word for k, word in enumerate(words)
    )


@cache
def spoken(name: str, *kinds: str) -> Phrases[str]:
    """The phrases of some kinds in a file, of all languages together, each with its kind."""
    phrases: Phrases[str] = Phrases()
    for locale in LOCALES:
        data = load_words(locale, name)
        for kind in kinds:
            for phrase in data[kind]:
                phrases.add(phrase, kind)
    return phrases
