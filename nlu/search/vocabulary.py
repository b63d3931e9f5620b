"""The words of a catalogue, and which of them a written word may stand for.

A word is kept by its stem (`words.inflection`), so that plural and gender are one entry. A written
word is looked up by stem, by sound (`words.phonetics`), by one or two slips of the finger (found
through shared letters left out, then measured as Damerau does) and as the beginning of a word.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from tournee.nlu.search.postings import Postings
from tournee.nlu.words.inflection import stem
from tournee.nlu.words.phonetics import sound


class Evidence(IntEnum):
    """How a written word was recognised, the surest first."""

    EXACT = 0
    INFLECTED = 1
    SOUND = 2
    TYPO = 3
    PREFIX = 4
    """The beginning of the word, as in SMS: 'croiss'."""
    TRANSLATED = 5
    """By the shipped food vocabulary: another language, a synonym, a shorthand."""
    KIND = 6
    """By the shipped food vocabulary: the catalogue's word is a kind of what is written."""


@dataclass(frozen=True, slots=True)
class WordMatch:
    """A word of the catalogue that a written one may be."""

    word: int
    similarity: float
    """In (0, 1]."""
    evidence: Evidence
    edits: int = 0


_PLURAL = 0.97
_GENDER = 0.91
"""Where more than one letter changes: 'blanche' for 'blanc'."""
_HEARD = 0.92
_HOMOPHONE = 0.8
"""For a word that is one of the catalogue's too: 'pin' for 'pain' where there are pine nuts."""
_SHORTEST_TYPO = 4
_SHORTEST_SOUND = 2
_SHORTEST_PREFIX = 3
_LONGEST = 30
"""Longer words are no words: they are not compared with others."""
_EDITS = (0.0, 1.0, 2.6)
"""Two slips in one word are rarer than twice one."""
_FEWEST_LETTERS = 3
"""A word with figures is misspelled only if it has as many letters: 'dem1', but not 'lr6'."""
_HARD_G = re.compile(r"gu(?=[eiy])")
_TWO_EDITS = 7
"""From this length on two slips are allowed."""
_MOST_COMPLETIONS = 12
_CACHE = 2048


class Vocabulary:
    """Grows while a catalogue is read (`add`), then answers (`matches`) with a cache."""

    def __init__(self) -> None:
        self.stems: list[str] = []
        self._id: dict[str, int] = {}
        self._surfaces: list[tuple[str, ...]] = []
        self._by_sound = Postings()
        self._by_deletion = Postings()
        self._by_start = Postings()
        self._by_end = Postings()
        self._by_spoken_start = Postings()
        self._cache: dict[str, tuple[WordMatch, ...]] = {}

    def add(self, norm: str) -> int:
        key = stem(norm)
        word = self._id.get(key)
        if word is None:
            word = self._id[key] = len(self.stems)
            self.stems.append(key)
            self._surfaces.append(())
        if norm not in self._surfaces[word]:
            self._surfaces[word] += _single(norm)
        return word

    def find(self, norm: str) -> int | None:
        return self._id.get(stem(norm))

    def numbers(self, stems: Iterable[str]) -> tuple[int, ...]:
        """The words of a phrase, empty unless all of them are known."""
        found = tuple(self._id.get(key, -1) for key in stems)
        return () if -1 in found else found

    def freeze(self) -> None:
        """Make the tables for misspelled words, once every word is in."""
        words = [(word, key) for word, key in enumerate(self.stems) if key.isalpha()]
        long = [(word, key) for word, key in words if len(key) >= _SHORTEST_TYPO]
        self._by_sound = Postings(
            (spoken, word)
            for word, _ in words
            for spoken in {s for surface in self._surfaces[word] for s in _sounds(surface)}
        )
        self._by_deletion = Postings((rest, word) for word, key in long for rest in _deletions(key))
        self._by_start = Postings((key[:3], word) for word, key in words)
        self._by_spoken_start = Postings((sound(key)[:3], word) for word, key in words)
        self._by_end = Postings((key[-3:], w) for w, key in long if len(key) >= _TWO_EDITS)

    def matches(self, norm: str) -> tuple[WordMatch, ...]:
        """The words that a folded, canonical token may stand for, the best first."""
        known = self._cache.get(norm)
        if known is None:
            if len(self._cache) >= _CACHE:
                self._cache.clear()
            known = self._cache[norm] = self._find_all(norm)
        return known

    def sure(self, norm: str) -> WordMatch | None:
        """The word that it is in some inflection or, if there is none, by sound."""
        exact = self._id.get(stem(norm))
        if exact is not None:
            return self._inflected(norm, exact, spelled=norm in self._surfaces[exact])
        found: dict[int, WordMatch] = {}
        if norm.isalpha():
            self._find_sounds(norm, found, _HEARD)
        return min(found.values(), key=lambda match: match.word, default=None)

    def _find_all(self, norm: str) -> tuple[WordMatch, ...]:
        found: dict[int, WordMatch] = {}
        key = stem(norm)
        exact = self._id.get(key)
        spelled = exact is not None and norm in self._surfaces[exact]
        if exact is not None:
            _keep(found, self._inflected(norm, exact, spelled=spelled))
        letters = sum(map(str.isalpha, norm))
        if min(len(norm), _FEWEST_LETTERS) <= letters <= _LONGEST:
            self._find_sounds(norm, found, _HOMOPHONE if spelled else _HEARD)
            if exact is None:
                self._find_slips(norm, key, found)
            if not spelled:
                self._find_completions(norm, found)
        return tuple(sorted(found.values(), key=lambda m: (-m.similarity, m.word)))

    def _inflected(self, norm: str, word: int, *, spelled: bool) -> WordMatch:
        if spelled:
            return WordMatch(word, 1.0, Evidence.EXACT)
        near = any(
            OSA.distance(norm, surface, score_cutoff=1) <= 1 for surface in self._surfaces[word]
        )
        return WordMatch(word, _PLURAL if near else _GENDER, Evidence.INFLECTED)

    def _find_sounds(self, norm: str, found: dict[int, WordMatch], similarity: float) -> None:
        spoken = sound(_singular(norm))
        for word in self._by_sound.get(spoken):
            if len(spoken) < _SHORTEST_SOUND and len(norm) > 1:
                continue
            _keep(found, WordMatch(word, similarity, Evidence.SOUND))

    def _find_slips(self, norm: str, key: str, found: dict[int, WordMatch]) -> None:
        if len(key) < _SHORTEST_TYPO:
            return
        written = _singular(norm)
        rests = {*_deletions(key), *_deletions(written)}
        near = {word for rest in rests for word in self._by_deletion.get(rest)}
        if len(key) >= _TWO_EDITS:
            near.update(self._by_start.get(key[:3]), self._by_end.get(key[-3:]))
        for word in near:
            edits, surface = min(
                (OSA.distance(written, surface, score_cutoff=2), surface)
                for surface in map(_singular, self._surfaces[word])
            )
            shorter = min(len(written), len(surface))
            if edits <= (2 if shorter >= _TWO_EDITS else 1) and shorter >= _SHORTEST_TYPO:
                similarity = 1.0 - _slip(written, surface) * _EDITS[edits] / shorter
                _keep(found, WordMatch(word, similarity, Evidence.TYPO, edits))

    def _find_completions(self, norm: str, found: dict[int, WordMatch]) -> None:
        """Words that begin as this one does, by letters or by ear ('plak' for 'plaquette').

        Who cuts a word short by ear writes no mute e behind it: 'mousse' is no muscadet.
        """
        if len(norm) < _SHORTEST_PREFIX:
            return
        spoken = sound(norm)
        longer = [w for w in self._by_start.get(norm[:3]) if self._starts(w, norm)]
        if len(spoken) >= _SHORTEST_PREFIX and norm[-1] != "e":
            heard = self._by_spoken_start.get(spoken[:3])
            longer += [w for w in heard if sound(self.stems[w]).startswith(spoken)]
        longer.sort(key=lambda word: (len(self.stems[word]), word))
        for word in longer[:_MOST_COMPLETIONS]:
            share = len(norm) / max(len(norm), len(self.stems[word]))
            _keep(found, WordMatch(word, 0.55 + 0.3 * share, Evidence.PREFIX))

    def _starts(self, word: int, norm: str) -> bool:
        return any(surface.startswith(norm) for surface in self._surfaces[word])


@lru_cache(maxsize=8192)
def _single(surface: str) -> tuple[str, ...]:
    """Give a word alone, one for all villages."""
    return (surface,)


def _keep(found: dict[int, WordMatch], match: WordMatch) -> None:
    before = found.get(match.word)
    if before is None or before.similarity < match.similarity:
        found[match.word] = match


def _slip(written: str, meant: str) -> float:
    """Cost of a slip: a wrong letter most, above all the first; less one left out or swapped."""
    first = 1.4 if written[0] != meant[0] else 1.0
    return first * (1.2 if len(written) != len(meant) or sorted(written) == sorted(meant) else 1.5)


def _deletions(key: str) -> Iterable[str]:
    return {key, *(key[:i] + key[i + 1 :] for i in range(len(key)))}


def _singular(norm: str) -> str:
    return norm[:-1] if len(norm) >= _SHORTEST_TYPO and norm[-1] == "s" else norm


def _sounds(surface: str) -> Iterable[str]:
    """How the word may be heard and written down again.

    Without its last é, since a folded message has 'poule' for 'poulé'; where it starts with a
    vowel, behind an article or a plural: 'lansienne' is 'l'ancienne', 'zoeufs' 'des œufs'. Without
    the u that keeps a g hard: 'bagete' is 'baguette'.
    """
    spoken = sound(_singular(surface))
    heard = [spoken]
    if len(spoken) > _SHORTEST_PREFIX and spoken[-1] == "e":
        heard.append(spoken[:-1])
    if len(surface) >= _SHORTEST_TYPO and surface[0] in "aeiouyh":  # 'luile', too
        heard += [consonant + one for consonant in "lds" for one in heard]
    if _HARD_G.search(surface):
        heard.append(sound(_singular(_HARD_G.sub("g", surface))))
    return heard
