"""Short phrases that shopkeepers and drivers type: 'ok 4821', 'comté 4821 : 512 g', 'livré'.

A message is a row of atoms: a cue ('manque', "jusqu'à"), an order's number, a product, a weight, a
day, a filler ('la', 'svp'). Readings compete for the same words; the row that explains most of them
by the fewest atoms wins, and what no atom explains is `strange`. Cues are data of every language
(`nlu/data/<locale>/roles.yml`), since a group writes as it likes.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from rapidfuzz.distance import OSA

from tournee.nlu.days import dates
from tournee.nlu.quantity import amounts, numbers
from tournee.nlu.quantity.amounts import Measure
from tournee.nlu.search.index import Index, Match
from tournee.nlu.words.phonetics import sound
from tournee.nlu.words.phrases import LOCALES, Phrases, load_words
from tournee.nlu.words.tokens import Token, tokenize

EACH_ATOM: Final = 0.3
"""What an atom costs: one that explains three words beats three that explain one each."""
FILLER: Final = 0.4
LEAST_LIKE: Final = 0.55
"""Score below which a stretch does not name a product."""
_SIGNS: Final = frozenset(",;:.!()/-–—…\n\"'«»+=>→\ufe0f")

_BY_MEASURE: Final = frozenset({Measure.KG, Measure.LITRE})
"""Its last word is no product's first: '300 g de haché'."""

_COMMAND: Final = re.compile(r"^\s*/(\w+)(?:@\w+)?")


class Cue(StrEnum):
    """The keys of `roles.yml`."""

    ACCEPT = "accept"
    MISSING = "missing"
    WITHOUT = "without"
    NO_MORE = "no_more"
    BACK = "back"
    PRICE = "price"
    REFUSE = "refuse"
    INSTEAD = "instead"
    """After the substitute: 'tradition à la place'."""
    INSTEAD_OF = "instead_of"
    """Between the substitute and what is missing."""
    BY = "by"
    """Before the substitute."""
    ONLY = "only"
    """Before how much there is, where that is not all: 'il n'en reste que'."""
    THERE_ARE = "there_are"
    """Before how much there is: 'il y en a bien'."""
    UNTIL = "until"
    ALL = "all"
    NOTHING = "nothing"
    HELP = "help"
    LIST = "list"
    DELIVERED = "delivered"
    ON_TAB = "on_tab"
    ABSENT = "absent"
    NEXT = "next"
    DEPART = "depart"
    LATE = "late"
    ROUTE = "route"
    YES = "yes"
    NO = "no"
    FILLER = "filler"
    # of drivers alone: `driver.yml`
    CASH = "cash"
    CHEQUE = "cheque"
    RECEIVED = "received"
    COLLECTED = "collected"
    NEIGHBOUR = "neighbour"
    FIRST = "first"
    LAST = "last"
    BEFORE = "before"
    AFTER = "after"
    LOCK = "lock"
    REPLAN = "replan"
    PICTURE = "picture"
    WORRIED = "worried"
    SHUT = "shut"
    """A shop has not its bags ready, or nobody is there."""
    STOPPING = "stopping"
    SHARE = "share"
    TAKE = "take"
    STOP = "stop"
    """'arrêt 3'."""
    BACK_LATER = "back_later"
    BRING_BACK = "bring_back"


@dataclass(frozen=True, slots=True)
class Atom:
    """A stretch of a typed phrase that means one thing."""

    start: int
    end: int
    """Tokens, the last one not counted."""
    worth: float = 0.0


@dataclass(frozen=True, slots=True)
class Said(Atom):
    """A word of the shop's trade: 'prêt', 'il manque', 'remplacé par'."""

    cue: Cue = Cue.FILLER


@dataclass(frozen=True, slots=True)
class Number(Atom):
    """A figure: an order's number, or how many."""

    value: int = 0


@dataclass(frozen=True, slots=True)
class Named(Atom):
    """Goods."""

    matches: tuple[Match, ...] = ()
    """The products that it may name, the best first."""


@dataclass(frozen=True, slots=True)
class Weight(Atom):
    """What something weighs."""

    value: Decimal = Decimal(0)
    unit: Measure | None = None
    """None where no unit was said."""


@dataclass(frozen=True, slots=True)
class Day(Atom):
    """A day of the calendar."""

    day: date = date.min
    last: date = date.min
    """Of several: 'cette semaine'."""
    bounded: bool = False
    """'avant jeudi', "jusqu'à jeudi"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One message, read."""

    text: str
    tokens: tuple[Token, ...]
    atoms: tuple[Atom, ...]
    strange: tuple[Token, ...]
    """Words that nothing explains."""

    @property
    def cues(self) -> tuple[Cue, ...]:
        """Without fillers."""
        return tuple(a.cue for a in self.atoms if isinstance(a, Said) and a.cue is not Cue.FILLER)

    def words(self, atom: Atom) -> str:
        """As written."""
        first, last = self.tokens[atom.start], self.tokens[atom.end - 1]
        return self.text[first.start : last.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What a message may be about."""

    now: datetime
    zone: ZoneInfo
    cues: frozenset[Cue]
    """Those that mean something to this reader."""
    numbers: frozenset[int] = frozenset()
    """Of orders; a figure that is none of these is an amount."""
    index: Index | None = None
    """Of products."""

    def read(self, text: str) -> Phrase:
        tokens = tokenize(text)
        atoms = _best_row([*self._atoms(tokens)], len(tokens))
        covered = {i for atom in atoms for i in range(atom.start, atom.end)}
        strange = tuple(
            t for i, t in enumerate(tokens) if i not in covered and t.norm not in _SIGNS
        )
        return Phrase(text=text, tokens=tokens, atoms=atoms, strange=strange)

    def _atoms(self, tokens: Sequence[Token]) -> Iterator[Atom]:
        yield from self._cues(tokens)
        yield from self._figures(tokens)
        if self.index is not None and tokens:
            units = {s.end - 1 for s in amounts.spans(tokens) if s.unit in _BY_MEASURE}
            yield from (n for n in _named(self.index, tokens) if n.start not in units)
        for span in dates.spans(tokens, self.now, self.zone):
            if span.day is not None and not span.weak:
                yield Day(
                    span.start,
                    span.end,
                    span.end - span.start + 0.1,
                    span.day,
                    span.last or span.day,
                    span.bound is not None,
                )

    def _cues(self, tokens: Sequence[Token]) -> Iterator[Atom]:
        for i in range(len(tokens)):
            for end, cue in _words().at(tokens, i):
                if cue is Cue.FILLER:
                    yield Said(i, end, FILLER, cue)
                elif cue in self.cues:
                    yield Said(i, end, end - i + 0.2, cue)

    def _figures(self, tokens: Sequence[Token]) -> Iterator[Atom]:
        for i, token in enumerate(tokens):
            if token.norm.isdecimal() and int(token.norm) in self.numbers:
                yield Number(i, i + 1, 1.5, int(token.norm))
        for number in numbers.spans(tokens):
            if not number.ordinal and not number.indefinite and tokens[number.start].is_number:
                yield Weight(number.start, number.end, 0.9, number.value)
        for span in amounts.spans(tokens):
            least = span.bound is not None and Cue.ONLY in self.cues
            if span.pack is None and not span.implied and not least:
                yield Weight(span.start, span.end, span.end - span.start, span.value, span.unit)


def _named(index: Index, tokens: Sequence[Token]) -> Iterator[Atom]:
    for (start, end), matches in index.spans([t.norm for t in tokens]).items():
        alike = tuple(m for m in matches if m.score >= LEAST_LIKE)
        if alike and not any(t.norm in _SIGNS for t in tokens[start:end]):
            worth = alike[0].score * (end - start) * alike[0].mention_coverage
            yield Named(start, end, worth, alike)


def _best_row(atoms: Iterable[Atom], length: int) -> tuple[Atom, ...]:
    """Choose atoms that do not overlap, worth the most together."""
    ending: dict[int, list[Atom]] = {}
    for atom in atoms:
        ending.setdefault(atom.end, []).append(atom)
    best: list[tuple[float, tuple[Atom, ...]]] = [(0.0, ())]
    for i in range(1, length + 1):
        choice = best[i - 1]
        for atom in ending.get(i, ()):
            worth, row = best[atom.start]
            worth += atom.worth - EACH_ATOM
            if worth > choice[0]:
                choice = (worth, (*row, atom))
        best.append(choice)
    return best[length][1]


def is_filler(tokens: Sequence[Token]) -> bool:
    """Tell whether some tokens are one small word: 'the', 'la', 'svp'."""
    return any((len(tokens), Cue.FILLER) == found for found in _words().at(tokens, 0))


def _data(locale: str) -> dict[str, tuple[str, ...]]:
    """Return the words of each cue: what drivers alone say comes after what all roles do."""
    own, shared = load_words(locale, "driver"), load_words(locale, "roles")
    return {key: (*shared.get(key, ()), *own.get(key, ())) for key in {**shared, **own}}


@lru_cache(maxsize=1)
def _words() -> Phrases[Cue]:
    words: Phrases[Cue] = Phrases()
    for locale in LOCALES:
        data = _data(locale)
        for cue in Cue:
            for phrase in data[cue]:
                words.add(phrase, cue)
    return words


def bare(text: str) -> str:
    """Return a command of Telegram's as a phrase: '/aide@saint_aubin_bot' is 'aide'."""
    return _COMMAND.sub(r"\1", text)


def distance(one: str, other: str) -> int:
    """Return how many slips of the finger lie between two words."""
    return OSA.distance(one, other)


def nearest_word(norm: str, cues: Iterable[Cue]) -> str | None:
    """Return the word of a cue that a mistyped word most likely was, folded.

    One that sounds the same is as near as one slip of the finger.
    """
    most = 1 if len(norm) < 6 else 2  # noqa: PLR2004
    words = {word for cue in cues for word in words_of(cue)} if len(norm) > 3 else set()  # noqa: PLR2004
    near = [(1 if sound(word) == sound(norm) else distance(norm, word), word) for word in words]
    return min((pair for pair in near if 0 < pair[0] <= most), default=(0, None))[1]


def words_of(cue: Cue) -> frozenset[str]:
    """Return the words of a cue, folded; the shortest are left out."""
    return _cue_words()[cue]


@lru_cache(maxsize=1)
def _cue_words() -> dict[Cue, frozenset[str]]:
    """The words of each cue, the shortest left out: any slip would make one of these."""
    found: dict[Cue, set[str]] = {}
    for locale in LOCALES:
        data = _data(locale)
        for cue in Cue:
            words = {t.norm for phrase in data[cue] for t in tokenize(phrase) if t.is_word}
            found.setdefault(cue, set()).update(w for w in words if len(w) > 3)  # noqa: PLR2004
    return {cue: frozenset(words) for cue, words in found.items()}
