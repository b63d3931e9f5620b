"""Words with one slip of the finger: a letter too few, too many, swapped or, if long, wrong."""

from collections.abc import Iterable
from typing import Generic, TypeVar

from rapidfuzz.distance import OSA

T = TypeVar("T")
_SHORTEST = 6
"""Shorter words have too many neighbours: 'mardi' and 'mari', 'lunes' and 'lune'."""
_SUBSTITUTED = 7
"""A wrong letter is forgiven from this length on: 'sunday' is no 'sundae'."""
_KEPT = 4096


class Slips(Generic[T]):
    """Finds the word that was meant. What was found once is known."""

    def __init__(self, words: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[tuple[str, T]]] = {}
        for word, meaning in words:
            if len(word) >= _SHORTEST:
                self._by_first.setdefault(word[0], []).append((word, meaning))
        self._known: dict[str, T | None] = {}

    def meant(self, norm: str) -> T | None:
        if len(norm) < _SHORTEST - 1 or norm[0] not in self._by_first or not norm.isalpha():
            return None
        if norm not in self._known:
            if len(self._known) > _KEPT:
                self._known.clear()
            self._known[norm] = self._nearest(norm)
        return self._known[norm]

    def _nearest(self, norm: str) -> T | None:
        for word, meaning in self._by_first[norm[0]]:
            if abs(len(norm) - len(word)) > 1:
                continue
            swapped = sorted(norm) == sorted(word)
            if len(norm) == len(word) < _SUBSTITUTED and not swapped:
                continue
            if OSA.distance(norm, word, score_cutoff=1) <= 1:
                return meaning
        return None
