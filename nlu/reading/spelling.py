"""Which words of a message may be slips for words of names, and of what kind.

A well spelled ordinary word is none: nobody who writes 'le maire' means merguez. It may still be
one where something is counted ('2 crois'), and be heard as what sounds like it inside a name or in
a message that plainly is written by ear ('2 pin o chocola').
"""

from enum import IntEnum
from functools import cached_property

from tournee.nlu.lexicon import Lexicon
from tournee.nlu.reading.marks import Marks
from tournee.nlu.signature import given_names
from tournee.nlu.words import everyday, grammar, ordinary
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.tokens import Token

_SHORTEST = 4
"""Shorter unknown words tell nothing of how a message is written."""
_OF = frozenset({"de", "d'", "of"})
_THE = frozenset({"la", "l'"})


class Slip(IntEnum):
    """What a word may be besides what is written."""

    NONE = 0
    HEARD = 1
    """What sounds like it."""
    ANY = 2


class Spelling:
    """Judges the words of one message."""

    def __init__(self, lexicon: Lexicon, marks: Marks) -> None:
        self._lexicon = lexicon
        self._marks = marks

    def slip(self, i: int, *, first: bool) -> Slip:
        """Tell what a token may be a slip for, as the first word of a name or a further one."""
        token, locale = self._marks.tokens[i], self._marks.locale
        norm = token.norm
        known = (
            i in self._marks.counting
            or grammar.is_small(norm, locale)
            or everyday.is_everyday(norm, locale)
            or (first and everyday.is_goods(norm) and not is_heard(token))
            or (token.text.istitle() and norm in given_names())
        )
        if known:
            return Slip.NONE
        if not self.is_spelled_well(i):
            return Slip.ANY
        if self.is_counted(i):
            return Slip.ANY
        return Slip.HEARD if not first or self._by_ear else Slip.NONE

    def is_spelled_well(self, i: int) -> bool:
        """Tell whether a token is an ordinary word that has no wrong accent."""
        token = self._marks.tokens[i]
        return ordinary.is_ordinary(token.norm, self._marks.locale)

    def is_doubtful(self, start: int, end: int) -> bool:
        """Tell whether a slip is taken for a word that is spelled well, and nothing says so."""
        return not (self._by_ear or self._is_list) and any(
            self.is_spelled_well(i) and self._marks.tokens[i].norm not in self._lexicon.things
            for i in range(start, end)
        )

    def is_counted(self, i: int) -> bool:
        """Tell whether a number, a pack or 'du' stands before."""
        if i == 0:
            return False
        before = self._marks.tokens[i - 1].norm
        if before in _OF | _THE and i > 1:
            return i - 2 in self._marks.counting or self._marks.tokens[i - 2].norm in _OF
        counting = i - 1 in self._marks.counting or i - 1 in self._marks.packs
        return counting or grammar.is_role(before, Role.PARTITIVE)

    @cached_property
    def _is_list(self) -> bool:
        """Tell whether several figures count: '2 crois 1 pain choc'."""
        figures = (i for i in self._marks.counting if self._marks.tokens[i].norm.isdigit())
        return sum(1 for _ in figures) > 1

    @cached_property
    def _by_ear(self) -> bool:
        """Tell whether a word is written as it sounds, which no list knows."""
        return any(self._is_by_ear(token) for token in self._marks.tokens)

    def _is_by_ear(self, token: Token) -> bool:
        norm, locale = token.norm, self._marks.locale
        return (
            len(norm) >= _SHORTEST
            and norm.isalpha()
            and norm not in self._lexicon.things
            and norm not in self._lexicon.choices
            and not grammar.is_small(norm)
            and not everyday.goods(norm, locale)
            and not ordinary.is_ordinary(norm, locale)
            and self._lexicon.things.hears(norm)
        )


def is_heard(token: Token) -> bool:
    """Tell whether a word ends as people write by ear: 'poulé' is no 'poule'."""
    return token.text.lower().endswith("é")
