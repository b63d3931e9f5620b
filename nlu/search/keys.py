"""What the words of names are known by, made once for all villages: they have much in common."""

from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from tournee.nlu.words.inflection import stem

_SHARED = 8192
ENDINGS = "esx"
"""What plural and gender mostly add: words that differ in more may be others ('radis', 'radio')."""
AGAIN = "+"
"""Behind a word that a name has twice and no other: 'half and half'."""


class Keys(NamedTuple):
    """The required words of a name, and the keys that it is found by."""

    words: tuple[str, ...]
    keys: tuple[str, ...]
    """Each once."""
    first: str
    last: str
    again: str
    """The key of the one word that the name says again: 'cuscus'."""
    counted: tuple[tuple[str, str], ...]
    pairs: tuple[tuple[str, tuple[str, ...]], ...]
    """Two of its words written as one, with their stems."""


@lru_cache(maxsize=_SHARED)
def keys_of(words: tuple[str, ...]) -> Keys:
    keys = [w if w[0] == "#" else stem(w) for w in words]
    twice = len(keys) > 1 and len(set(keys)) == 1
    if twice:
        keys = [keys[0], *(f"{key}{AGAIN}" for key in keys[1:])]
    return Keys(
        words=words,
        keys=tuple(dict.fromkeys(keys)),
        first=keys[0],
        last=keys[-1],
        again=keys[1] if twice else "",
        counted=tuple((a, b) for a, b in pairwise(keys) if a[0] == "#" and b[0] != "#"),
        pairs=tuple((a + b, (stem(a), stem(b))) for a, b in pairwise(words)),
    )


@lru_cache(maxsize=_SHARED)
def stems_of(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(stem, words))


@lru_cache(maxsize=_SHARED)
def without_ending(word: str) -> tuple[str, ...]:
    """Give a word without its ending, alone."""
    return (word.rstrip(ENDINGS),)


@lru_cache(maxsize=_SHARED)
def single(owner: int) -> tuple[int, ...]:
    return (owner,)
