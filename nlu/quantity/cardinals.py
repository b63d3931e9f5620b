"""Whole numbers in words: 'quatre-vingt-dix-sept', 'two hundred and five', 'treinta y tres'.

Words are added from large to small, hundreds and thousands multiply what stands before them, and
a joiner ('et', 'and', 'y') stands only where the language puts one. Each language is its own
grammar; its words are `cardinals` and `ordinals` of `data/<locale>/numbers.yml`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tournee.nlu.words.phrases import norms
from tournee.nlu.words.tokens import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the languages do differently."""

    twenties: bool
    """Sixty and eighty count on to nineteen, four twenties are eighty (French)."""
    hundreds: range
    """What may stand before a hundred: 'dix-neuf cents', 'nineteen hundred'."""
    one_thousand: bool
    """'one thousand' is said, 'un mille' is not."""
    after_ten: range
    """Units that ten takes: 'dix-sept', 'diez y seis'."""
    ordinals_add: bool = False
    """Every part of an ordinal is one: 'vigésimo primero' (Spanish)."""


_FOUR, _TEN, _TWENTY, _SIXTY, _EIGHTY, _HUNDRED, _THOUSAND = 4, 10, 20, 60, 80, 100, 1000
RULES = {
    "fr": Rules(twenties=True, hundreds=range(2, 20), one_thousand=False, after_ten=range(7, 10)),
    "en": Rules(twenties=False, hundreds=range(1, 100), one_thousand=True, after_ten=range(0)),
    "es": Rules(
        twenties=False,
        hundreds=range(2, 10),
        one_thousand=False,
        after_ten=range(6, 10),
        ordinals_add=True,
    ),
}


class _Sum:
    """A number while it is being read."""

    __slots__ = ("group", "last", "room", "rules", "scale", "total")

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.total = self.group = 0
        self.last: int | None = None
        self.scale = 10**12
        self.room = range(1000)
        """What may be added next."""

    @property
    def value(self) -> int:
        return self.total + self.group

    def take(self, value: int, *, ordinal: bool = False) -> bool:
        """Take the next word's value; False leaves the sum as it was."""
        if ordinal and self.last == _TEN:
            self.room = range(1, 10)
        taken = (
            self._scale(value)
            if value >= _THOUSAND
            else self._hundred()
            if value == _HUNDRED
            else self._add(value)
        )
        if taken:
            self.last = value
        return taken

    def _scale(self, value: int) -> bool:
        if self.last == 0 or (
            value == _THOUSAND and self.group == 1 and not self.rules.one_thousand
        ):
            return False
        if value < self.scale:
            self.total += (self.group or 1) * value if self.group or not self.total else 0
        elif self.total < value and self.scale < value:
            self.total = (self.total + self.group) * value
        else:
            return False
        if (
            self.last is not None
            and self.last >= _THOUSAND
            and self.last <= value
            and not self.group
        ):
            return self.scale < value and self._rest(value)
        return self._rest(value)

    def _rest(self, value: int) -> bool:
        self.group, self.scale, self.room = 0, value, range(1, 1000)
        return True

    def _hundred(self) -> bool:
        if not self.group and self.last != 0:
            self.group = 100
        elif self.group in self.rules.hundreds and self.group % 10:
            self.group *= 100
        else:
            return False
        self.room = range(1, 100)
        return True

    def _add(self, value: int) -> bool:
        if (
            self.rules.twenties
            and value == _TWENTY
            and self.last == _FOUR
            and self.group % _HUNDRED == _FOUR
        ):
            self.group += 76
            self.room = range(1, 20)
            return True
        if value not in self.room:
            return False
        self.group += value
        self.room = self._room_after(value)
        return True

    def _room_after(self, value: int) -> range:
        if value > _HUNDRED:
            return range(1, 100)
        if value == _TEN:
            return self.rules.after_ten
        if value >= _TWENTY and value % _TEN == 0:
            return range(1, 20 if self.rules.twenties and value == _SIXTY else 10)
        return range(0)


class Cardinals:
    """One language's number words."""

    def __init__(self, locale: str, data: Mapping[str, Any]) -> None:
        self.rules = RULES[locale]
        self.words = {norms(w)[0]: int(v) for v, ws in data["cardinals"].items() for w in ws}
        self.ordinals = {norms(w)[0]: int(v) for v, ws in data["ordinals"].items() for w in ws}
        self.alone = frozenset(norms(word)[0] for word in data["alone"])
        self.joiners = frozenset(data["joiners"])
        self.join = frozenset(map(int, data["join"]))

    def __contains__(self, norm: str) -> bool:
        return norm in self.words or norm in self.ordinals

    def readings(self, tokens: Sequence[Token], i: int) -> Iterator[tuple[int, int, bool]]:
        """Yield (end, value, ordinal) of every whole number that starts at `i`, short to long."""
        number = _Sum(self.rules)
        ordinal = False
        while i < len(tokens):
            joined = number.last is not None and tokens[i].norm in self.joiners
            i += joined
            word = tokens[i].norm if i < len(tokens) else ""
            value = None if ordinal else self.words.get(word)
            if joined and len(word) == 1 and word.isdecimal():
                value = int(word)
            if value is None and self._may_end(number, word, ordinal=ordinal):
                ordinal = (value := self.ordinals.get(word)) is not None
            if value is None or not self._joinable(number, value, joined=joined, ordinal=ordinal):
                return
            if not number.take(value, ordinal=ordinal and self.rules.ordinals_add):
                return
            i += 1
            yield i, number.value, ordinal

    def _may_end(self, number: _Sum, word: str, *, ordinal: bool) -> bool:
        """Tell whether an ordinal may stand here: 'vingt-deuxième', not 'vingt second'."""
        if number.last is None:
            return True
        return ordinal if self.rules.ordinals_add else not ordinal and word not in self.alone

    def _joinable(self, number: _Sum, value: int, *, joined: bool, ordinal: bool) -> bool:
        """Tell whether a joiner stands before `value` where one must, and only where one may."""
        last = number.last
        if last is None or (ordinal and self.rules.ordinals_add):
            return not joined
        tens = _TEN <= last < _HUNDRED
        if not self.join:
            return not joined or (last >= _HUNDRED and value < _HUNDRED)
        eighty = self.rules.twenties and last == _TWENTY and number.group % _HUNDRED == _EIGHTY
        if joined:
            return tens and value in self.join and not eighty
        if self.rules.twenties and value == 1:
            return not tens or eighty
        return True
