"""What every stretch of a message may be: a thing, an option, an amount, a day, a small word.

Readings compete; which of them stand together is for `nlu.compose` to say. Each has a score for
itself alone: how many words of the catalogue it explains, and how well.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, auto

from tournee.nlu import amounts, grammar, numbers
from tournee.nlu.amounts import AmountSpan
from tournee.nlu.dates import DaySpan
from tournee.nlu.foodwords import Foodwords
from tournee.nlu.grammar import Role
from tournee.nlu.inflection import stem
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.markings import number_alone, stretches, telephones
from tournee.nlu.names import Found, Grown, NameTable, is_joint, number_word
from tournee.nlu.numbers import NumberSpan
from tournee.nlu.text import Token
from tournee.nlu.weights import WEIGHTS

MOST_TOKENS = 250
"""What stands behind is not read: nobody orders that much in one message."""
_LONGEST_FOOD = 3
_LONGEST = 12
"""Tokens of one mention."""
_BETWEEN = frozenset({"entre", "between"})
_YEARS = frozenset({"an", "ans", "year", "years", "ano", "anos"})
_NUMBERED = frozenset({"n", "n°", "°", "no", "nº", "numero", "number"})
_MOST_KINDS = 2
"""Words of one mention that only say what kind of thing it is."""
_JOINING = frozenset({"et", "and", "y", "&"})
_GLUED = re.compile(r"n(\d{1,2})")
"""'huîtres n3'."""
_FOR = frozenset({"pour", "for", "para"})
_PERSON = stem("personnes")
_BREAKS = frozenset(',;:.!?()[]\n-–—…/"+*•·>')


class Kind(IntEnum):
    THING = auto()
    OPTION = auto()
    NUMBER = auto()
    AMOUNT = auto()
    DAY = auto()
    ROLE = auto()
    BREAK = auto()
    WORD = auto()


class Level(IntEnum):
    """How well a mention fits the names that it may mean."""

    EXACT = auto()
    HEADED = auto()
    HELD = auto()


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the catalogue in a message."""

    owners: tuple[int, ...]
    """The candidates: numbers of products or of options."""
    level: Level
    keys: tuple[str, ...]
    cost: float
    spelled: frozenset[int] = frozenset()
    """Owners with a name written just so."""
    packed: bool = False
    """A number that was said is one of its words."""
    small: bool = False
    """Its words are small words of the message's language too ('mince')."""


@dataclass(frozen=True, slots=True)
class Reading:
    start: int
    end: int
    kind: Kind
    score: float
    mention: Mention | None = None
    number: NumberSpan | None = None
    amount: AmountSpan | None = None
    role: Role | None = None
    day: DaySpan | None = None
    norm: str = ""


@dataclass(frozen=True, slots=True)
class Lattice:
    tokens: Sequence[Token]
    locale: str
    at: Sequence[Sequence[Reading]]
    """The readings that start at each token; there is one at least."""
    words: Mapping[int, Sequence[str]]
    """Numbers that start at a token, as words of names (`names.number_word`)."""


def build(
    lexicon: Lexicon, tokens: Sequence[Token], locale: str, days: Sequence[DaySpan] = ()
) -> Lattice:
    """Make all readings of a message of at most `MOST_TOKENS` tokens."""
    builder = _Builder(lexicon, tokens, locale)
    for day in days:
        score = WEIGHTS.weak_day if day.weak else WEIGHTS.day
        builder.add(Reading(day.start, day.end, Kind.DAY, score * (day.end - day.start), day=day))
    return builder.build()


class _Builder:
    def __init__(self, lexicon: Lexicon, tokens: Sequence[Token], locale: str) -> None:
        self.lexicon = lexicon
        self.tokens = tokens
        self.english = locale == "en"
        self.locale = locale
        self.readings: list[list[Reading]] = [[] for _ in tokens]
        self.roles: list[list[tuple[int, Role]]] = [[] for _ in tokens]
        self.food = Foodwords.shipped()
        self.markers: set[int] = set()
        self.counting: set[int] = set()
        """Words that numbers and amounts are made of: no misspelled things."""
        self.packs: set[int] = set()
        """Words for packs: 'une plaquette de beurre' is any butter."""
        self.native: set[int] = set()
        """Words that alone are small words of the message's language ('tres' is no Spanish 3)."""
        self.small = [False] * len(tokens)
        self.words: dict[int, list[tuple[int, str]]] = defaultdict(list)

    def add(self, reading: Reading) -> None:
        self.readings[reading.start].append(reading)

    def build(self) -> Lattice:
        self._mark_lists()
        self._add_roles()
        self._add_numbers()
        for i, token in enumerate(self.tokens):
            self._add_mentions(i, self.lexicon.things, Kind.THING)
            if i not in self.counting and not any(r.kind is Kind.THING for r in self.readings[i]):
                self._add_meanings(i)
            if self.lexicon.options:
                self._add_mentions(i, self.lexicon.choices, Kind.OPTION)
            self._add_word(i, token)
        words = {i: [word for _, word in found] for i, found in self.words.items()}
        return Lattice(self.tokens, self.locale, self.readings, words)

    def _mark_lists(self) -> None:
        """Set aside what counts nothing: the numbers of a numbered list, of a telephone."""
        for i, token in enumerate(self.tokens[:-1]):
            starts = i == 0 or self.tokens[i - 1].norm == "\n"
            if starts and token.norm.isdigit() and self.tokens[i + 1].norm in {".", ")", "°", "/"}:
                self.markers.update((i, i + 1))
                self.add(Reading(i, i + 2, Kind.BREAK, 0.0, norm="\n"))
        for start, end in telephones(self.tokens):
            self.markers.update(range(start, end))
            self.add(Reading(start, end, Kind.BREAK, 0.0, norm=","))

    def _add_roles(self) -> None:
        folded = [token.norm for token in self.tokens]
        for i in range(len(self.tokens)):
            for end, spoken in grammar.at(folded, i):
                native = spoken.locale == self.locale
                if native:
                    self.small[i:end] = [True] * (end - i)
                    self.native.update((i,) if end == i + 1 else ())
                elif end == i + 1 and grammar.is_small(self.tokens[i].norm, self.locale):
                    continue
                if (end, spoken.role) not in self.roles[i]:
                    self.roles[i].append((end, spoken.role))
            for end, role in self.roles[i]:
                score = WEIGHTS.role * (end - i)
                self.add(Reading(i, end, Kind.ROLE, score, role=role, norm=self.tokens[i].norm))

    def _add_numbers(self) -> None:
        for start, end in stretches(len(self.tokens), self.markers):
            tokens = self.tokens[start:end]
            found = numbers.spans(tokens, self.locale)
            for number in found:
                self._add_number(
                    replace(number, start=number.start + start, end=number.end + start)
                )
            for amount in amounts.spans(tokens, self.locale, found):
                moved = replace(amount, start=amount.start + start, end=amount.end + start)
                if amount.upper is not None and self._lists(moved.start, moved.end):
                    continue
                letter = self.tokens[moved.start].norm == "e"
                if letter or any(t.text == "é" for t in self.tokens[moved.start : moved.end]):
                    continue
                self.counting.update(range(moved.start, moved.end))
                if moved.pack is not None and self._is_pack(moved.end - 1):
                    self.packs.update(range(moved.start, moved.end))
                self.add(Reading(moved.start, moved.end, Kind.AMOUNT, 0.0, amount=moved))
        for i, token in enumerate(self.tokens):
            if glued := _GLUED.fullmatch(token.norm):
                self.words[i].append((i + 1, number_word(glued[1], "n")))
            for value in number_alone(token.norm, self.locale):
                if (i + 1, number_word(value)) not in self.words[i]:
                    self.words[i].append((i + 1, number_word(value)))

    def _is_pack(self, i: int) -> bool:
        return any(role is Role.PACK for end, role in self.roles[i] if end == i + 1)

    def _lists(self, start: int, end: int) -> bool:
        """Tell whether 'and' stands between amounts: '800 g et 1 kg de rattes' are two."""
        words = {token.norm for token in self.tokens[start:end]}
        return bool(words & _JOINING) and not words & _BETWEEN

    def _add_number(self, number: NumberSpan) -> None:
        if number.upper is not None and self._lists(number.start, number.end):
            return
        self.counting.update(range(number.start, number.end))
        word = self.tokens[number.start]
        foreign = word.is_word and number.end == number.start + 1 and not number.indefinite
        if foreign and number.start in self.native:
            return
        if number.value <= WEIGHTS.largest_number:
            self.add(Reading(number.start, number.end, Kind.NUMBER, 0.0, number=number))
        value = format(number.value.normalize(), "f")
        kind = "n" if number.ordinal else ""
        self.words[number.start].append((number.end, number_word(value, kind)))
        before = self.tokens[number.start - 1].norm if number.start else ""
        if before in _NUMBERED:
            self.words[number.start].append((number.end, number_word(value, "n")))
        if before in _FOR:
            self.words[number.start].append((number.end, number_word(value, _PERSON)))
        if number.end < len(self.tokens):
            unit = self.tokens[number.end].norm
            self._add_counted(number, value, unit)

    def _add_counted(self, number: NumberSpan, value: str, unit: str) -> None:
        """Let '6 personnes' and 'pour 6' be the one word that names have."""
        stemmed = self.lexicon.counted(unit)
        if stemmed == _PERSON or unit in _YEARS:
            end, score = number.end + 1, WEIGHTS.role * (number.end + 1 - number.start)
            self.add(Reading(number.start, end, Kind.ROLE, score, role=Role.FILLER))
        if stemmed:
            self.words[number.start].append((number.end + 1, number_word(value, stemmed)))

    def _add_word(self, i: int, token: Token) -> None:
        norm = token.norm
        if i in self.markers:
            return
        if norm in _BREAKS or not (norm[0].isalnum()):
            self.add(Reading(i, i + 1, Kind.BREAK, 0.0, norm=norm))
        elif not self.readings[i] or not (
            self._may_skip(i) or i in self.native or norm[0].isdigit()
        ):
            score = WEIGHTS.small_word if self.small[i] else 0.0
            self.add(Reading(i, i + 1, Kind.WORD, score, norm=norm))

    # mentions

    def _add_mentions(self, start: int, table: NameTable, kind: Kind) -> None:
        """Grow mentions from one token; the best of each stretch is kept."""
        if self._may_skip(start) and self.tokens[start].norm not in table:
            return
        best: dict[int, Reading] = {}
        todo: list[tuple[int, Grown, bool]] = [(start, Grown(table.all, (), 0.0), False)]
        steps = 0
        while todo and steps < WEIGHTS.most_steps:
            steps += 1
            i, grown, joined = todo.pop()
            for end, step in self._grow(table, i, grown):
                longer = Grown(
                    step.mask, step.keys, grown.cost + step.cost, grown.kinds + step.kinds
                )
                if longer.kinds > _MOST_KINDS:
                    continue
                reading = self._read(table, kind, start, end, longer, joined=joined)
                if reading and (end not in best or best[end].score < reading.score):
                    best[end] = reading
                if end - start < _LONGEST:
                    todo.append((end, longer, joined))
            if i > start and i < len(self.tokens) and self._may_skip(i):
                crossing = joined or self.tokens[i].norm in _JOINING
                todo.append((i + 1, grown, crossing))
        for reading in best.values():
            self.add(reading)

    def _may_skip(self, i: int) -> bool:
        return is_joint(self.tokens[i].text, self.tokens[i].norm)

    def _grow(self, table: NameTable, i: int, grown: Grown) -> Iterator[tuple[int, Grown]]:
        if i >= len(self.tokens):
            return
        norm = self.tokens[i].norm
        for end, word in self.words.get(i, ()):
            for longer in table.grow(grown.mask, grown.keys, word):
                yield end, longer
        if i in self.markers or norm[0] in ",.;:!?\n":
            return
        if i + 1 < len(self.tokens) and norm + self.tokens[i + 1].norm in table:
            for longer in table.grow(grown.mask, grown.keys, norm + self.tokens[i + 1].norm):
                yield i + 2, longer
        if self._may_skip(i) and norm not in table:
            return
        text = self.tokens[i].text
        sure = tuple(table.grow(grown.mask, grown.keys, norm, "" if text.isascii() else text))
        for longer in sure:
            yield i + 1, longer
        doubtful = all(longer.cost > WEIGHTS.most_guessed for longer in sure)
        if doubtful and self._may_be_misspelled(i, norm, first=not grown.keys):
            for longer in table.guess(grown.mask, grown.keys, norm):
                yield i + 1, longer

    def _may_be_misspelled(self, i: int, norm: str, *, first: bool) -> bool:
        return (
            i not in self.counting
            and not grammar.is_small(norm, self.locale)
            and not (first and stem(norm) in self.food.known)
        )

    def _add_meanings(self, start: int) -> None:
        """Read words of food that the catalogue calls otherwise: 'patates', '1 salade'."""
        end = start
        phrase: tuple[str, ...] = ()
        while end < len(self.tokens) and len(phrase) < _LONGEST_FOOD:
            token = self.tokens[end]
            end += 1
            if phrase and self._may_skip(end - 1):
                continue
            if not token.is_word or self._may_skip(end - 1):
                break
            phrase = (*phrase, stem(token.norm))
            if not all(self.small[start:end]) and (mention := self._meaning(phrase)):
                score = len(phrase) * WEIGHTS.meaning
                norm = self.tokens[start].norm
                self.add(Reading(start, end, Kind.THING, score, mention=mention, norm=norm))

    def _meaning(self, phrase: tuple[str, ...]) -> Mention | None:
        for others, cost in ((self.food.same, 0.2), (self.food.kinds, 0.3)):
            owners: dict[int, None] = {}
            exact = False
            for words in others.get(phrase, ()):
                found = self.lexicon.things.hold(words)
                if found and (found.exact or found.headed):
                    exact = exact or bool(found.exact)
                    owners.update(dict.fromkeys(found.exact or found.headed))
            if owners:
                level = Level.EXACT if exact and len(owners) == 1 else Level.HEADED
                return Mention(tuple(sorted(owners)), level, phrase, cost)
        return None

    def _read(
        self, table: NameTable, kind: Kind, start: int, end: int, grown: Grown, *, joined: bool
    ) -> Reading | None:
        found = table.find(grown.mask, grown.keys)
        if joined and not found.joined:
            return None
        owners, level = self._choose(found)
        if level is not Level.EXACT and start in self.packs:
            owners = tuple(o for o in owners if o not in found.boxed)
        if not owners:
            return None
        words = max(1, len(grown.keys) + grown.kinds)
        spelled: frozenset[int] = frozenset()
        if level is Level.EXACT and len(owners) > 1:
            spelled = frozenset(table.spelled(self._content(start, end)))
            if kind is Kind.THING:
                owners = tuple(o for o in owners if o in spelled) or owners
        sure = WEIGHTS.most_guessed if len(grown.keys) > 1 else WEIGHTS.most_inflected
        if level is Level.HELD and grown.cost > sure:
            return None
        if level is not Level.EXACT and self._is_fraction(start, end):
            return None
        if level is Level.HELD and self.counting.issuperset(range(start, end)):
            return None
        if level is not Level.EXACT and self._says_nothing(start, end):
            return None
        if all(key[0] == "#" for key in grown.keys) and grown.keys:
            return None
        weight = {
            Level.EXACT: WEIGHTS.exact,
            Level.HEADED: WEIGHTS.headed,
            Level.HELD: WEIGHTS.held,
        }[level]
        score = (
            words * weight
            + (words - 1) * WEIGHTS.phrase
            + (WEIGHTS.whole if level is Level.EXACT else 0.0)
        )
        if kind is Kind.OPTION and level is Level.HELD:
            score *= WEIGHTS.held_option
        score += WEIGHTS.covered * max(0, end - start - words)
        score -= WEIGHTS.misspelled * grown.cost
        small = all(self.small[start:end])
        packed = (
            any(i in self.counting and not self._is_sort(i) for i in range(start, end))
            and level is Level.EXACT
        )
        mention = Mention(owners, level, grown.keys, grown.cost, spelled, packed, small)
        return Reading(start, end, kind, score, mention=mention, norm=self.tokens[start].norm)

    def _is_fraction(self, start: int, end: int) -> bool:
        values = number_alone(self.tokens[start].norm, self.locale)
        return end == start + 1 and any("." in value for value in values)

    def _is_sort(self, i: int) -> bool:
        """Tell whether a figure counts nothing: of 'n°3', '6 personnes', '18 mois'."""
        words = self.words.get(i, ())
        return any(":" in word or "." in word for _, word in words) or not words

    def _content(self, start: int, end: int) -> list[str]:
        return [self.tokens[i].norm for i in range(start, end) if not self._may_skip(i)]

    def _says_nothing(self, start: int, end: int) -> bool:
        """Tell whether a mention has small words and names of groups only ('extra', 'topping')."""
        return all(
            grammar.is_small(token.norm, self.locale) or stem(token.norm) in self.lexicon.labels
            for token in self.tokens[start:end]
        )

    def _choose(self, found: Found) -> tuple[tuple[int, ...], Level]:
        if found.exact:
            return found.exact, Level.EXACT
        headed = found.tailed if self.english else found.headed
        if headed:
            cuts = found.portions if len(headed) == 1 else ()
            return tuple(sorted({*headed, *cuts})), Level.HEADED
        return found.headed or found.held, Level.HELD
