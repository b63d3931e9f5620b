"""What every stretch of a message may be: a thing, an option, an amount, a day, a small word.

Readings compete; which of them stand together is for `compose` to say. Each has a score for
itself alone: how many words of the catalogue it explains, and how well.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from tournee.nlu.days.dates import DaySpan
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.quantity import amounts, numbers
from tournee.nlu.quantity.amounts import AmountSpan
from tournee.nlu.quantity.markings import is_time, number_alone, stretches, telephones
from tournee.nlu.quantity.numbers import NumberSpan
from tournee.nlu.reading import made
from tournee.nlu.reading.marks import NUMBERED, Marks
from tournee.nlu.reading.mentions import Mentions
from tournee.nlu.reading.readings import Kind, Level, Mention, Reading
from tournee.nlu.reading.weights import WEIGHTS
from tournee.nlu.search.joints import is_joint, number_word
from tournee.nlu.search.wording import MEASURES, SERVED
from tournee.nlu.words import everyday, grammar
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.inflection import stem
from tournee.nlu.words.tokens import Token

MOST_TOKENS = 200
"""What stands behind is not read: nobody orders that much in one message."""
_BETWEEN = frozenset({"entre", "between"})
_JOINING = frozenset({"et", "and", "y", "&"})
_GLUED = re.compile(r"n(\d{1,2})")
"""'huîtres n3'."""
_BUT = frozenset({"but"})
_PART_OF = frozenset({"of"})
"""What it is taken instead of follows."""
_ALL = frozenset({"everything", "all", "anything"})
_NOT = frozenset({"pas", "non", "no"})
_PARTICIPLES = ("é", "ée", "és", "ées")
_LENGTHS = frozenset({"inch", "inches", "cm"})
_FOR = frozenset({"pour", "for", "para"})
_PERSON = stem("personnes")
_BREAKS = frozenset(',;:.!?()[]\n-–—…/"+*•·>')


@dataclass(frozen=True, slots=True)
class Lattice:
    """All that each stretch of a message may be."""

    tokens: Sequence[Token]
    locale: str
    at: Sequence[Sequence[Reading]]
    """The readings that start at each token; there is one at least."""
    words: Mapping[int, Sequence[str]]
    """Numbers that start at a token, as words of names (`names.number_word`)."""


def build(
    lexicon: Lexicon,
    tokens: Sequence[Token],
    locale: str,
    days: Sequence[DaySpan],
    found: Sequence[NumberSpan],
) -> Lattice:
    """Make all readings of a message of at most `MOST_TOKENS` tokens with its days and numbers."""
    builder = _Builder(lexicon, tokens, locale, found)
    for day in days:
        score = WEIGHTS.weak_day if day.weak else WEIGHTS.day
        builder.add(Reading(day.start, day.end, Kind.DAY, score * (day.end - day.start), day=day))
    return builder.build()


Span = TypeVar("Span", NumberSpan, AmountSpan)


def _moved(span: Span, by: int) -> Span:
    return replace(span, start=span.start + by, end=span.end + by) if by else span


class _Builder:
    def __init__(
        self,
        lexicon: Lexicon,
        tokens: Sequence[Token],
        locale: str,
        found: Sequence[NumberSpan],
    ) -> None:
        self.lexicon = lexicon
        self.tokens = tokens
        self.locale = locale
        self.numbers = found
        self.readings: list[list[Reading]] = [[] for _ in tokens]
        self.roles: list[list[tuple[int, Role]]] = [[] for _ in tokens]
        self.native: set[int] = set()
        """Words that alone are small words of the message's language ('tres' is no Spanish 3)."""
        self.covered = 0
        """Up to here words are explained by a thing or an option."""
        self.marks = Marks(tokens, locale, [False] * len(tokens), defaultdict(list))

    def add(self, reading: Reading) -> None:
        self.readings[reading.start].append(reading)

    def build(self) -> Lattice:
        self._mark_lists()
        self._add_roles()
        self._add_numbers()
        mentions = Mentions(self.lexicon, self.marks)
        places = self._add_places()
        for i, token in enumerate(self.tokens):
            for reading in mentions.at(i):
                if reading.end <= places.get(i, 0):
                    continue
                self.add(reading)
                if reading.mention and not reading.mention.aside:
                    self.covered = max(self.covered, reading.end)
            self._add_word(i, token)
        for i in range(len(self.tokens)):
            self.readings[i] += made.lacking(self.lexicon, self.tokens, self.readings, i)
        words = {i: [word for _, word in found] for i, found in self.marks.words.items()}
        return Lattice(self.tokens, self.locale, self.readings, words)

    def _add_places(self) -> dict[int, int]:
        """Read places of several words as such; where each of their tokens' place ends."""
        ends: dict[int, int] = {}
        for place in self.lexicon.gazetteer.stretches([token.norm for token in self.tokens]):
            ends.update(dict.fromkeys(place, place.stop))
            score = WEIGHTS.role * len(place)
            self.add(Reading(place.start, place.stop, Kind.ROLE, score, role=Role.FILLER))
        return ends

    def _mark_lists(self) -> None:
        """Set aside what counts nothing: the numbers of a numbered list, of a telephone."""
        for i, token in enumerate(self.tokens[:-1]):
            starts = i == 0 or self.tokens[i - 1].norm == "\n"
            if starts and token.norm.isdigit() and self.tokens[i + 1].norm in {".", ")", "°", "/"}:
                self.marks.markers.update((i, i + 1))
                self.add(Reading(i, i + 2, Kind.BREAK, 0.0, norm="\n"))
        for start, end in telephones(self.tokens):
            self.marks.markers.update(range(start, end))
            self.add(Reading(start, end, Kind.BREAK, 0.0, norm=","))

    def _add_roles(self) -> None:
        folded = [token.norm for token in self.tokens]
        for i in range(len(self.tokens)):
            for end, spoken in grammar.at(folded, i):
                native = spoken.locale == self.locale
                if native:
                    self.marks.small[i:end] = [True] * (end - i)
                    self.native.update((i,) if end == i + 1 else ())
                elif end == i + 1 and grammar.is_small(self.tokens[i].norm, self.locale):
                    continue
                if (end, spoken.role) not in self.roles[i]:
                    self.roles[i].append((end, spoken.role))
            for end, role in self.roles[i]:
                if role is Role.INSTEAD and end < len(folded) and folded[end] in _PART_OF:
                    continue
                if role is Role.HEDGE:
                    self._add_hedge(i, end)
                    continue
                if folded[i] in _NOT and end == i + 1 and self._add_unlike(i, end):
                    continue
                score, norm = WEIGHTS.role * (end - i), self.tokens[i].norm
                self.add(Reading(i, end, Kind.ROLE, score, role=self._but(i, role), norm=norm))

    def _but(self, i: int, role: Role) -> Role:
        """Read 'but' behind 'everything' as what is left out."""
        but = i > 0 and self.tokens[i].norm in _BUT and self.tokens[i - 1].norm in _ALL
        return Role.NEG if but and role is Role.AND else role

    def _add_hedge(self, start: int, end: int) -> None:
        """Pass over what something should not be: 'a steak, not too hot'."""
        if end < len(self.tokens) and everyday.describes(self.tokens[end].norm):
            score = WEIGHTS.hedged * (end + 1 - start)
            self.add(Reading(start, end + 1, Kind.ROLE, score, role=Role.FILLER))

    def _add_unlike(self, start: int, end: int) -> bool:
        """Read which sort a thing is not, where the adjective stands behind: 'pas fumé'."""
        if self.locale == "en" or end == len(self.tokens):
            return False
        token = self.tokens[end]
        said = everyday.describes(token.norm) or token.text.lower().endswith(_PARTICIPLES)
        if not said or token.norm in self.lexicon.choices:
            return False
        keys = (stem(token.norm),)
        found = self.lexicon.things.hold(keys)
        if found and found.exact:
            return False  # 'pas golden' names another apple
        mention = Mention(found.held if found else (), Level.HELD, keys, 0.0)
        score = WEIGHTS.hedged * (end + 1 - start)
        self.add(Reading(start, end + 1, Kind.ROLE, score, mention=mention, role=Role.UNLIKE))
        return True

    def _add_numbers(self) -> None:
        for start, end in stretches(len(self.tokens), self.marks.markers):
            tokens = self.tokens[start:end]
            found = self.numbers if tokens == self.tokens else numbers.spans(tokens, self.locale)
            ordinal = {number.start: number.end for number in found if number.ordinal}
            for number in found:
                if number.ordinal or number.end >= ordinal.get(number.start, 0):
                    self._add_number(_moved(number, start))
            for amount in amounts.spans(tokens, self.locale, found):
                moved = _moved(amount, start)
                if moved.pack is not None and everyday.is_listed(self.tokens[moved.end - 1].norm):
                    continue
                self.marks.counting.update(range(moved.start, moved.end))
                if moved.pack is not None and self._is_pack(moved.end - 1):
                    self.marks.packs.update(range(moved.start, moved.end))
                self.add(Reading(moved.start, moved.end, Kind.AMOUNT, 0.0, amount=moved))
        for i, token in enumerate(self.tokens):
            if glued := _GLUED.fullmatch(token.norm):
                self.marks.words[i].append((i + 1, number_word(glued[1], "n")))
            for value in number_alone(token.norm, self.locale):
                if (i + 1, number_word(value)) not in self.marks.words[i]:
                    self.marks.words[i].append((i + 1, number_word(value)))

    def _is_heard_as_pack(self, i: int) -> bool:
        follows = self.tokens[i + 1].norm if i + 1 < len(self.tokens) else ""
        unknown = not self.roles[i] and self.tokens[i].is_word and follows in {"de", "d'", "of"}
        unknown = unknown and i not in self.marks.counting
        return unknown and grammar.sounds_like_pack(self.tokens[i].norm, self.locale)

    def _is_pack(self, i: int) -> bool:
        return any(role is Role.PACK for end, role in self.roles[i] if end == i + 1)

    def _lists(self, start: int, end: int) -> bool:
        """Tell whether 'and' stands between numbers, and they are two."""
        words = {token.norm for token in self.tokens[start:end]}
        return bool(words & _JOINING) and not words & _BETWEEN

    def _add_number(self, number: NumberSpan) -> None:
        if number.upper is not None and self._lists(number.start, number.end):
            return
        self.marks.counting.update(range(number.start, number.end))
        word = self.tokens[number.start]
        foreign = word.is_word and number.end == number.start + 1 and not number.indefinite
        if foreign and number.start in self.native:
            return
        if number.indefinite and self._is_some(number):
            return
        if number.value <= WEIGHTS.largest_number or self._is_of_goods(number.end):
            self.add(Reading(number.start, number.end, Kind.NUMBER, 0.0, number=number))
        value = format(number.value.normalize(), "f")
        kind = "n" if number.ordinal else ""
        self.marks.words[number.start].append((number.end, number_word(value, kind)))
        before = self.tokens[number.start - 1].norm if number.start else ""
        if before in NUMBERED and number.ordinal:
            start, score = number.start, WEIGHTS.role
            self.add(Reading(start - 1, start, Kind.ROLE, score, role=Role.FILLER, norm=before))
        if before in NUMBERED:
            self.marks.words[number.start].append((number.end, number_word(value, "n")))
        if before in _FOR:
            self.marks.words[number.start].append((number.end, number_word(value, _PERSON)))
        if number.end < len(self.tokens):
            unit = self.tokens[number.end].norm
            self._add_counted(number, value, unit)

    def _is_some(self, number: NumberSpan) -> bool:
        """Tell whether the 'a' of 'a little of' counts nothing: 'un peu de raie'."""
        longer = (role for end, role in self.roles[number.start] if end > number.end)
        return Role.DET in longer

    def _is_of_goods(self, end: int) -> bool:
        """Tell whether a huge number counts goods all the same: '10 000 baguettes' is refused."""
        if end >= len(self.tokens) or not self.tokens[end].is_word:
            return False
        found = self.lexicon.things.hold((stem(self.tokens[end].norm),))
        return found is not None and bool(found.exact)

    def _add_counted(self, number: NumberSpan, value: str, unit: str) -> None:
        """Let '6 personnes' and 'pour 6' be the one word that names have."""
        stemmed = self.lexicon.counted(unit)
        label = stem(unit) in self.lexicon.labels and self._is_word(number.end + 1)
        if stemmed in SERVED or is_time(unit) or label or unit in _LENGTHS:
            end, score = number.end + 1, WEIGHTS.role * (number.end + 1 - number.start)
            self.add(Reading(number.start, end, Kind.ROLE, score, role=Role.FILLER))
        if unit in MEASURES:
            word = number_word(value, unit)
            self.marks.measured.setdefault(number.start, []).append((number.end + 1, word))
        for key in SERVED if stemmed in SERVED else {stemmed} - {""}:
            self.marks.words[number.start].append((number.end + 1, number_word(value, key)))

    def _is_word(self, i: int) -> bool:
        return i < len(self.tokens) and self.tokens[i].is_word

    def _is_counted_goods(self, i: int) -> bool:
        """Tell whether a small word is none behind a number: '1 mais doux' is maize.

        'pas 2 mais 4' is not.
        """
        between = i - 1 in self.marks.counting and i + 1 not in self.marks.counting
        return between and everyday.is_listed(self.tokens[i].norm)

    def _goods(self, i: int) -> int:
        """Tell words for goods from others; what comes by figures or packs may be unknown goods."""
        norm = self.tokens[i].norm
        goods = everyday.goods(norm, self.locale)
        if goods < 0 and not everyday.is_everyday(norm, self.locale):
            before = [j for j in (i - 1, i - 2) if j >= 0 and j in self.marks.counting]
            packed = any(j in self.marks.packs or self.tokens[j].norm.isdigit() for j in before)
            return 0 if packed else goods
        return goods

    def _add_word(self, i: int, token: Token) -> None:
        norm = token.norm
        if i in self.marks.markers:
            return
        if self._is_counted_goods(i) and not all(self.marks.small[i : i + 2]):
            self.readings[i] = [r for r in self.readings[i] if r.role is not Role.AND]
        if self._is_heard_as_pack(i):
            self.add(Reading(i, i + 1, Kind.ROLE, WEIGHTS.role, role=Role.PACK, norm=norm))
        if norm in _BREAKS or not (norm[0].isalnum()):
            self.add(Reading(i, i + 1, Kind.BREAK, 0.0, norm=norm))
        elif not self.readings[i] or not (
            is_joint(token.text, norm)
            or norm[0].isdigit()
            or (i in self.native and not self._is_counted_goods(i))
        ):
            small = self.marks.small[i] and not self._is_counted_goods(i)
            score = WEIGHTS.small_word if small else 0.0
            known = small or i < self.covered
            goods = 0 if known else self._goods(i)
            self.add(Reading(i, i + 1, Kind.WORD, score, norm=norm, goods=goods))
