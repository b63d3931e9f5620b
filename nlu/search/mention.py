"""A mention, or a whole message, read as words of a catalogue, before any product is chosen."""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

from tournee.nlu.search.vocabulary import Evidence, Vocabulary, WordMatch
from tournee.nlu.words.foodwords import Foodwords, Phrase
from tournee.nlu.words.inflection import stem

_JOINED = 0.95
_SPLIT = 0.9
_TRANSLATED = 0.85
_KIND = 0.7
_HOMOPHONE = 0.7
_DOUBT = 0.7
_SLIPS = frozenset({Evidence.TYPO, Evidence.PREFIX})
_FIGURES_BEHIND = re.compile(r"([a-z]{3,})(\d+)")
_SHORTEST_PART = 3
_LONG_ENOUGH = 9
_SHORTEST_JOINED = 2
_LONGEST_SPLIT = 40
_LONGEST_PHRASE = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """Tokens `start` to `end` of a mention as one or more words of the catalogue."""

    start: int
    end: int
    words: tuple[int, ...]
    similarity: float
    evidence: Evidence
    edits: int = 0


def _doubted(match: WordMatch) -> WordMatch:
    return replace(match, similarity=_DOUBT * match.similarity)


@dataclass(frozen=True, slots=True)
class Translation:
    """Words of the catalogue that say what a written one says."""

    words: tuple[int, ...]
    evidence: Evidence


class Reader:
    """Turns tokens into pieces, for one catalogue's vocabulary."""

    def __init__(self, vocabulary: Vocabulary, food: Foodwords, named: Container[int]) -> None:
        """`named` are the words of names, aliases aside: what others are translated to."""
        self._vocabulary = vocabulary
        self._food = food
        self._known = food.known
        self._translations = _translations(vocabulary, food, named)

    def written(self, tokens: Sequence[str]) -> list[str]:
        return [self._food.written(token) if token else "" for token in tokens]

    def binds(self, word: str) -> bool:
        return word in self._food.connectives or not word[:1].isalnum()

    def matches(self, word: str) -> Sequence[WordMatch]:
        """Single words that it may stand for; a word of food is hardly a slip for another."""
        matches = self._vocabulary.matches(word)
        if matches and stem(word) in self._known:
            return [_doubted(m) if m.evidence in _SLIPS else m for m in matches]
        return matches

    def pieces(self, words: Sequence[str]) -> list[Piece]:
        """All that the words may stand for; they are as `written` gives them."""
        found: list[Piece] = []
        for i, word in enumerate(words):
            if self.binds(word):
                found += self._hidden(words, i)
                continue
            matches = self.matches(word)
            found += [
                Piece(i, i + 1, (m.word,), m.similarity, m.evidence, m.edits) for m in matches
            ]
            if not matches or matches[0].evidence > Evidence.INFLECTED:
                found += self._split(word, i)
            found += self._joined(words, i)
        found += self._translated(words)
        return found

    def _hidden(self, words: Sequence[str], i: int) -> list[Piece]:
        """What a connective may be besides: 'the' is also thé without its accent.

        Behind 'au', where no article can stand, 'le' is 'lait' by ear.
        """
        if not words[i]:
            return []
        heard = i > 0 and words[i - 1] in self._food.contracted
        return [
            Piece(i, i + 1, (m.word,), min(m.similarity, _HOMOPHONE), m.evidence)
            for m in self._vocabulary.matches(words[i])
            if m.evidence is Evidence.EXACT or (heard and m.evidence is Evidence.SOUND)
        ]

    def _split(self, word: str, i: int) -> list[Piece]:
        """'chouxfleur', 'auchocolat', 'painau', 'comte12': two words written as one."""
        if len(word) > _LONGEST_SPLIT:
            return []
        if counted := _FIGURES_BEHIND.fullmatch(word):
            both = [match for part in counted.groups() if (match := self._vocabulary.sure(part))]
            words = tuple(match.word for match in both)
            return [Piece(i, i + 1, words, _SPLIT, Evidence.TYPO, 1)] if words else []
        binding = self._food.connectives
        for cut in range(1, len(word)):
            left, right = word[:cut], word[cut:]
            first = self._vocabulary.sure(left) if cut >= _SHORTEST_PART else None
            second = self._vocabulary.sure(right) if len(right) >= _SHORTEST_PART else None
            if second and left in binding and len(right) > _SHORTEST_PART:
                return [Piece(i, i + 1, (second.word,), _SPLIT, Evidence.TYPO, 1)]
            if first and right in binding and first.evidence is Evidence.EXACT:
                return [Piece(i, i + 1, (first.word,), _SPLIT, Evidence.TYPO, 1)]
            if first and second and self._parted(word, first, second):
                return [Piece(i, i + 1, (first.word, second.word), _SPLIT, Evidence.TYPO, 1)]
        return []

    @staticmethod
    def _parted(word: str, first: WordMatch, second: WordMatch) -> bool:
        """Tell whether two words are sure enough to be one: short ones must be as spelled."""
        if len(word) < _LONG_ENOUGH:
            return first.evidence is second.evidence is Evidence.EXACT
        return min(first.evidence, second.evidence) < Evidence.SOUND

    def _joined(self, words: Sequence[str], i: int) -> list[Piece]:
        """'choco latine': one word written as two."""
        if i + 1 >= len(words) or min(len(words[i]), len(words[i + 1])) < _SHORTEST_JOINED:
            return []
        word = self._vocabulary.find(words[i] + words[i + 1])
        if word is None:
            return []
        return [Piece(i, i + 2, (word,), _JOINED, Evidence.TYPO, 1)]

    def _translated(self, words: Sequence[str]) -> list[Piece]:
        content = [(i, stem(word)) for i, word in enumerate(words) if not self.binds(word)]
        found: list[Piece] = []
        for a in range(len(content)):
            phrase: Phrase = ()
            for i, key in content[a : a + _LONGEST_PHRASE]:
                phrase = (*phrase, key)
                for to in self._translations.get(phrase, ()):
                    similarity = _KIND if to.evidence is Evidence.KIND else _TRANSLATED
                    start = content[a][0]
                    found.append(Piece(start, i + 1, to.words, similarity, to.evidence))
        return found


def _translations(
    vocabulary: Vocabulary, food: Foodwords, named: Container[int]
) -> Mapping[Phrase, tuple[Translation, ...]]:
    """What the food vocabulary says in words that this catalogue has."""
    tables = ((food.kinds, Evidence.KIND), (food.same, Evidence.TRANSLATED))
    found: dict[Phrase, dict[tuple[int, ...], Translation]] = {}
    for table, evidence in tables:
        for phrase, others in table.items():
            for other in sorted(others):
                words = vocabulary.numbers(other)
                if words and all(word in named for word in words):
                    found.setdefault(phrase, {})[words] = Translation(words, evidence)
    return {phrase: tuple(others.values()) for phrase, others in found.items()}
