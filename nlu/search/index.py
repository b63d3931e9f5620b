"""Finding products from a mention: 'deu baguete tradi', 'leeks', 'saucison'.

An entry is anything with names (a product with its aliases, an option, a shop). Each form is taken
apart (`forms`); a mention's tokens become pieces, which stand for words of the catalogue
(`mention`). A form's score grows with the share of the mention that it explains and, less,
with the share of the form that is said (`scoring`). Words weigh by how rare they are in this
catalogue, and a word that it lacks weighs most, so that 'pommes pink lady' hardly matches
'pommes golden'.

    index = Index.build(Entry(key=p.sku, forms=(p.name, *p.aliases)) for p in products)
    index.search(("lait", "demi", "ecreme"))    # one mention: the best entries
    index.spans(norms)                          # a message: every stretch that may name entries
    index.weight("svp")                         # 1.0: no word of this catalogue
"""

import heapq
import math
from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tournee.nlu.search.forms import Form, read_form
from tournee.nlu.search.mention import Piece, Reader
from tournee.nlu.search.scoring import Judgement, Mention, judge
from tournee.nlu.search.vocabulary import Evidence, Vocabulary, WordMatch
from tournee.nlu.words.foodwords import Foodwords

_MOST_GATHERED = 2000
"""Candidates above which common words only add to what rarer words found."""
_MOST_JUDGED = 60
"""Candidates that one mention compares in full."""
_MOST_REMEMBERED = 4096
_LONGEST_SPAN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A product, by all that it is called."""

    key: str
    forms: tuple[str, ...]
    """As written: the name first, then the aliases."""


class Match(NamedTuple):
    """One entry by its best form, with what a judge of competing readings needs."""

    key: str
    form: str
    """As the catalogue writes it."""
    score: float
    """0..1."""
    mention_coverage: float
    """Share of the mention's weight that the form explains, 0..1."""
    form_coverage: float
    """Share of the form's weight, its extras aside, that the mention says, 0..1."""
    whole: Evidence | None
    """Set where the mention is the whole form, extras aside: the weakest evidence used."""
    evidence: Evidence
    """The weakest by which a word was recognised."""
    edits: int
    """Slips of the finger in the recognised words."""
    head: bool
    """The form's first content word is said: in French and Spanish, what the thing is."""
    extras: int
    """Sizes and other extras of the form that the mention says."""
    rarity: float
    """Weight of the rarest recognised word, 0..1 of an unknown word's."""
    missed: float
    """Weight of the rarest word of the mention that is not in the form, 0..1; 0: none."""


class Index:
    """Built once for a catalogue and then only read."""

    def __init__(self, food: Foodwords) -> None:
        self.vocabulary = Vocabulary()
        self._food = food
        self._keys: list[str] = []
        self._forms: list[Form] = []
        self._key_of = array("L")
        self._postings: list[array[int]] = []
        self._idf: list[float] = []
        self._weights: array[float] = array("d")
        self._unknown = 1.0
        self._named: set[int] = set()
        self._words: dict[tuple[str, int], tuple[Match, ...]] = {}
        self._reader: Reader

    @classmethod
    def build(cls, entries: Iterable[Entry], food: Foodwords | None = None) -> "Index":
        """Read a catalogue; equal matches come in the order of the entries."""
        index = cls(food or Foodwords.shipped())
        for entry in entries:
            index._add(entry)
        index._freeze()
        return index

    def __len__(self) -> int:
        return len(self._keys)

    def _add(self, entry: Entry) -> None:
        number = len(self._keys)
        self._keys.append(entry.key)
        for nth, text in enumerate(dict.fromkeys(entry.forms)):
            form = read_form(text, self.vocabulary.add, self._food)
            if not form.content:
                continue
            if not nth:
                self._named.update(form.content, form.extras)
            for word in (*form.content, *form.extras):
                while word >= len(self._postings):
                    self._postings.append(array("L"))
                self._postings[word].append(len(self._forms))
            self._forms.append(form)
            self._key_of.append(number)

    def _freeze(self) -> None:
        entries = max(1, len(self._keys))
        key_of = self._key_of
        self._idf = [
            math.log(1 + entries / len({key_of[form] for form in forms}))
            for forms in self._postings
        ]
        self._unknown = math.log(1 + 2 * entries)
        idf = self._idf
        self._weights = array("d", (sum(idf[w] for w in form.content) for form in self._forms))
        for forms in self._postings:
            if len(forms) > 1:
                forms[:] = array("L", sorted(forms, key=self._weights.__getitem__))
        self.vocabulary.freeze()
        self._reader = Reader(self.vocabulary, self._food, self._named)

    def weight(self, norm: str) -> float:
        """How much a folded token says here, 0..1: 1 for a word that the catalogue lacks."""
        word = self._food.written(norm)
        return self._weight(word, self._reader.matches(word)) / self._unknown

    def search(self, tokens: Sequence[str], limit: int = 5) -> tuple[Match, ...]:
        """The entries that folded tokens may name, the best first."""
        words = self._reader.written(tokens)
        pieces = self._reader.pieces(words)
        mention = Mention.of(self._weights_of(words), pieces, 0, self._idf)
        return self._rank(mention, None, limit)

    def spans(
        self, tokens: Sequence[str], limit: int = 8, longest: int = _LONGEST_SPAN
    ) -> dict[tuple[int, int], tuple[Match, ...]]:
        """The stretches of a message that may name entries: (start, end) to the best matches.

        Both ends of a stretch belong to the match; what lies between may be left over.
        """
        words = self._reader.written(tokens)
        pieces = self._reader.pieces(words)
        weights = self._weights_of(words)
        starts, ends = self._ends(pieces, len(words))
        found: dict[tuple[int, int], tuple[Match, ...]] = {}
        for i, begun in enumerate(starts):
            if not begun:
                continue
            if self._names(words[i]) and (matches := self._alone(words[i], limit)):
                found[i, i + 1] = matches
            for j in range(i + 1, min(i + longest, len(words))):
                if both := begun & ends[j]:
                    inside = [p for p in pieces if i <= p.start and p.end <= j + 1]
                    mention = Mention.of(weights[i : j + 1], inside, i, self._idf)
                    if matches := self._rank(mention, both, limit):
                        found[i, j + 1] = matches
        return found

    def _alone(self, word: str, limit: int) -> tuple[Match, ...]:
        """What one word names; messages say the same words again and again."""
        known = self._words.get((word, limit))
        if known is None:
            if len(self._words) >= _MOST_REMEMBERED:
                self._words.clear()
            known = self._words[word, limit] = self.search((word,), limit)
        return known

    def _names(self, word: str) -> bool:
        """A number or a unit alone names nothing."""
        return word.isalpha() and word not in self._food.units

    def _ends(self, pieces: Iterable[Piece], length: int) -> tuple[list[set[int]], list[set[int]]]:
        """Forms that have a word of a piece starting, and ending, at each token."""
        starts: list[set[int]] = [set() for _ in range(length)]
        ends: list[set[int]] = [set() for _ in range(length)]
        for piece in pieces:
            for word in piece.words:
                forms = self._postings[word]
                starts[piece.start].update(forms)
                ends[piece.end - 1].update(forms)
        return starts, ends

    def _weights_of(self, words: Sequence[str]) -> list[float]:
        return [self._weight(word, self._reader.matches(word)) for word in words]

    def _weight(self, word: str, matches: Sequence[WordMatch]) -> float:
        """How much a token must be explained: by its rarity here, nothing for a connective."""
        if self._reader.binds(word):
            return 0.0
        if not matches:
            return self._unknown
        best = matches[0]
        return best.similarity * self._idf[best.word] + (1 - best.similarity) * self._unknown

    def _rank(self, mention: Mention, among: set[int] | None, limit: int) -> tuple[Match, ...]:
        gathered: Collection[int] = self._gather(mention) if among is None else among
        if len(gathered) > _MOST_JUDGED:
            gathered = self._likeliest(mention, gathered)
        best: dict[int, tuple[float, int, Judgement]] = {}
        for form in gathered:
            verdict = judge(mention, self._forms[form], self._idf, self._weights[form])
            entry = self._key_of[form]
            if (
                verdict.content
                and verdict.score
                and (entry not in best or best[entry][0] < verdict.score)
            ):
                best[entry] = (verdict.score, form, verdict)
        top = heapq.nsmallest(limit, best.items(), key=lambda item: (-item[1][0], item[0]))
        return tuple(self._match(entry, form, verdict) for entry, (_, form, verdict) in top)

    def _gather(self, mention: Mention) -> dict[int, float]:
        """Forms that share a word with the mention, with the weight that they share.

        The rarest words are looked up first; among equals the shortest forms come first.
        """
        gains = {
            word: self._idf[word] * max([hit.similarity for hit in hits])
            for word, hits in mention.hits.items()
        }
        gathered: dict[int, float] = {}
        for word in sorted(gains, key=gains.__getitem__, reverse=True):
            gain = gains[word]
            forms = self._postings[word]
            if gathered and len(gathered) + len(forms) > _MOST_GATHERED:
                for form in gathered:
                    if word in self._forms[form].content:
                        gathered[form] += gain
            else:
                for form in forms[:_MOST_GATHERED]:
                    gathered[form] = gathered.get(form, 0.0) + gain
        return gathered

    def _likeliest(self, mention: Mention, among: Collection[int]) -> list[int]:
        shared = among if isinstance(among, dict) else self._gather(mention)
        return heapq.nlargest(_MOST_JUDGED, among, key=lambda form: shared.get(form, 0.0))

    def _match(self, entry: int, form: int, verdict: Judgement) -> Match:
        return Match(
            key=self._keys[entry],
            form=self._forms[form].text,
            score=verdict.score,
            mention_coverage=verdict.mention_coverage,
            form_coverage=verdict.form_coverage,
            whole=verdict.whole,
            evidence=verdict.evidence,
            edits=verdict.edits,
            head=verdict.head,
            extras=verdict.extras,
            rarity=min(1.0, verdict.rarest / self._unknown),
            missed=min(1.0, verdict.missed / self._unknown),
        )
