"""Which words have a key, in twelve bytes for each pair: what a table of slips is large enough for.

Keys are kept by their hash alone. Two of a million keys share one of 64 bits once in forty million
catalogues; what is looked up by slips is compared with the word besides.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence


class Postings:
    """Numbers of words by a key of theirs; built once, then only read."""

    __slots__ = ("_hashes", "_words")

    def __init__(self, pairs: Iterable[tuple[str, int]] = ()) -> None:
        """Take (key, number of the word) in any order."""
        found = sorted((hash(key), word) for key, word in pairs)
        self._hashes = array("q", (key for key, _ in found))
        self._words = array("I", (word for _, word in found))

    def get(self, key: str) -> Sequence[int]:
        """The words that have the key, in the order of their numbers."""
        hashed = hash(key)
        start = bisect_left(self._hashes, hashed)
        if start == len(self._hashes) or self._hashes[start] != hashed:
            return ()
        return self._words[start : bisect_right(self._hashes, hashed, start)]
