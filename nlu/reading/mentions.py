"""Mentions: stretches of a message that name things or options of the catalogue.

A mention grows word by word as long as some name holds all its words (`nlu.search.names`); small
words inside it are left out. Words of food that the catalogue calls otherwise are looked up
besides.
"""

from collections.abc import Iterator

from tournee.nlu.lexicon import Lexicon
from tournee.nlu.quantity.markings import is_collective, is_time, number_alone
from tournee.nlu.reading.marks import NUMBERED, Marks
from tournee.nlu.reading.meanings import may_name, meaning
from tournee.nlu.reading.readings import Kind, Level, Mention, Reading
from tournee.nlu.reading.rivals import rank, rivalled
from tournee.nlu.reading.spelling import Slip, Spelling, is_heard
from tournee.nlu.reading.weights import WEIGHTS
from tournee.nlu.reading.worth import worth
from tournee.nlu.search.joints import is_joint
from tournee.nlu.search.names import Found, Grown, NameTable
from tournee.nlu.words import everyday, grammar
from tournee.nlu.words.foodwords import Foodwords
from tournee.nlu.words.inflection import stem

_LONGEST_FOOD = 3
_MOST_STEPS = 700
"""Steps for one message; from there on mentions grow by few words. Lists of thirty take 700."""
_FEW_STEPS = 2
_LONGEST = 12
"""Tokens of one mention."""
_MOST_KINDS = 2
"""Words of one mention that only say what kind of thing it is."""
_KIND = 0.2
"""What such a word costs less beside others."""
_NONE: dict[int, list[tuple[int, str]]] = {}
_NOUGHT = frozenset({"zero", "cero"})
_JOINING = frozenset({"et", "and", "y", "&"})
_ANEW = frozenset({"du", "des", "un", "une", "some", "una", "unos", "unas"})
"""Behind 'et' these begin another thing: 'du pain et du lait' is no pain au lait."""
_WITH = frozenset({"with", "avec", "con"})
_FOR = frozenset({"pour", "pr", "for", "para"})
_BEFORE_NAMES = frozenset({"on", "in", "with", "from", "for", "at"})
"""No part of a name begins with these: 'tuna on rye' holds no 'pastrami on rye'."""


def _is_vague(reading: Reading) -> bool:
    mention = reading.mention
    return mention is not None and mention.level is Level.HELD and not mention.aside


class Mentions:
    """Finds the mentions of one message."""

    def __init__(self, lexicon: Lexicon, marks: Marks) -> None:
        self.lexicon = lexicon
        self.marks = marks
        self.tokens = marks.tokens
        self.locale = marks.locale
        self.english = marks.locale == "en"
        self.food = Foodwords.shipped()
        self.spelling = Spelling(lexicon, marks)
        self.joints = [is_joint(token.text, token.norm) for token in marks.tokens]
        """Words that a mention may have inside and that say nothing of it."""
        self.steps = 0
        """How many words were added to mentions so far."""
        self.kinds: dict[tuple[str, tuple[int, ...]], tuple[int, ...]] = {}
        """Owners with those of their kind, by its word."""

    def at(self, start: int) -> Iterator[Reading]:
        """Give the things and options that start at a token."""
        if not self.tokens[start].norm[0].isalnum() and start not in self.marks.words:
            return
        things = self._mentions(start, self.lexicon.things, Kind.THING)
        yield from map(self._widened, things)
        vague = all(_is_vague(r) for r in things)
        counts = start in self.marks.counting and not self._is_foreign_pack(start)
        if not counts:
            reach = 0 if vague else max(r.end for r in things)
            meant = self._meanings(start, vague=vague and bool(things))
            yield from (r for r in meant if r.end > reach)
        if self.lexicon.options:
            yield from self._mentions(start, self.lexicon.choices, Kind.OPTION)

    def _mentions(self, start: int, table: NameTable, kind: Kind) -> list[Reading]:
        """Grow mentions from one token; the best of each stretch is kept."""
        if self.joints[start] and self.tokens[start].norm not in table:
            return []
        best: dict[int, Reading] = {}
        others: dict[int, Reading] = {}
        todo: list[tuple[int, Grown, bool]] = [(start, Grown(table.all, (), 0.0), False)]
        until = self.steps + (WEIGHTS.most_steps if self.steps < _MOST_STEPS else _FEW_STEPS)
        while todo and self.steps < until:
            self.steps += 1
            i, grown, joined = todo.pop()
            for end, step in self._grow(table, i, grown):
                longer = step
                if i > start:
                    cost, kinds = grown.cost + step.cost, grown.kinds + step.kinds
                    longer = Grown(step.mask, step.keys, cost, kinds)
                if longer.kinds > _MOST_KINDS:
                    continue
                reading = self._read(table, kind, start, end, longer, joined=joined)
                if reading and best.setdefault(end, reading) is not reading:
                    rank(best, others, reading)
                if end - start < _LONGEST:
                    todo.append((end, longer, joined))
            if i > start and i < len(self.tokens) and self.joints[i]:
                crossing = joined or self.tokens[i].norm in _JOINING
                if crossing and i + 1 < len(self.tokens) and self.tokens[i + 1].norm in _ANEW:
                    continue
                todo.append((i + 1, grown, crossing))
        return [rivalled(r, others.get(end)) if others else r for end, r in best.items()]

    def _grow(self, table: NameTable, i: int, grown: Grown) -> Iterator[tuple[int, Grown]]:
        if i >= len(self.tokens):
            return
        norm = self.tokens[i].norm
        measured = self.marks.measured if table is self.lexicon.choices else _NONE
        for end, word in (*self.marks.words.get(i, ()), *measured.get(i, ())):
            for longer in table.grow(grown.mask, grown.keys, word):
                yield end, longer
        if i in self.marks.markers or norm[0] in ",.;:!?\n":
            return
        if i + 1 < len(self.tokens) and norm + self.tokens[i + 1].norm in table:
            for longer in table.grow(grown.mask, grown.keys, norm + self.tokens[i + 1].norm):
                yield i + 2, longer
        if self.joints[i] and norm not in table:
            return
        text = self.tokens[i].text
        written = "" if text.isascii() else text
        if grown.mask == table.all and not grown.keys:
            sure = table.begin(norm, written)
        else:
            sure = tuple(table.grow(grown.mask, grown.keys, norm, written))
        known = not grown.keys and everyday.goods(norm, self.locale)
        if known and not is_heard(self.tokens[i]):
            sure = tuple(g for g in sure if g.cost < WEIGHTS.most_otherwise)
        for longer in sure:
            yield i + 1, longer
        if self._is_foreign_pack(i):
            for longer in table.shortened(grown.mask, grown.keys, norm):
                yield i + 1, longer
        doubtful = all(longer.cost > WEIGHTS.most_guessed for longer in sure)
        doubtful = doubtful and norm not in self._other(table)
        slip = self.spelling.slip(i, first=not grown.keys) if doubtful else Slip.NONE
        if slip:
            heard = slip is Slip.HEARD
            for longer in table.guess(grown.mask, grown.keys, norm, heard=heard):
                yield i + 1, longer

    def _other(self, table: NameTable) -> NameTable:
        """The table whose words are no slips for those of this one."""
        return self.lexicon.choices if table is self.lexicon.things else self.lexicon.things

    def _meanings(self, start: int, *, vague: bool) -> Iterator[Reading]:
        """Read words of food that the catalogue calls otherwise: 'patates', '1 salade'.

        Where they are `vague` words of its names too, they say no more than those: 'un bon rouge'.
        """
        end = start
        phrase: tuple[str, ...] = ()
        if not may_name(self.tokens, self.spelling, start):
            return
        while end < len(self.tokens) and len(phrase) < _LONGEST_FOOD:
            token = self.tokens[end]
            end += 1
            if phrase and self.joints[end - 1]:
                continue
            if not token.is_word or self.joints[end - 1]:
                break
            phrase = (*phrase, stem(token.norm))
            if len(phrase) == 1 and self._is_told(end - 1):
                continue
            if not all(self.marks.small[start:end]) and (mention := meaning(self.lexicon, phrase)):
                score = len(phrase) * WEIGHTS.meaning
                norm = self.tokens[start].norm
                if vague and not everyday.describes(norm):
                    mention = mention._replace(level=Level.HELD)
                yield Reading(start, end, Kind.THING, score, mention=mention, norm=norm)

    def _widened(self, reading: Reading) -> Reading:
        """Let what a kind of thing is besides its names be meant, too: any 'vin rouge'."""
        mention = reading.mention
        if mention is None or mention.level is not Level.HEADED or mention.cost:
            return reading
        if mention.keys not in self.food.kinds and mention.keys not in self.food.same:
            return reading
        others = self.lexicon.of_kind(mention.keys)
        if others <= set(mention.owners):
            return reading
        owners = tuple(sorted(others.union(mention.owners)))
        return reading._replace(mention=mention._replace(owners=owners))

    def _read(
        self, table: NameTable, kind: Kind, start: int, end: int, grown: Grown, *, joined: bool
    ) -> Reading | None:
        """Read a stretch as what the names say that hold its words."""
        found = table.find(grown.mask, grown.keys)
        if joined and not found.joined:
            return None
        if found.exact and self._is_parted(start, end) and not found.ordered:
            return None
        owners, level = self._owners(kind, start, grown, found)
        if not owners:
            return None
        spelled: frozenset[int] = frozenset()
        if level is Level.EXACT and len(owners) > 1:
            spelled = frozenset(table.spelled(self._content(start, end)))
            if kind is Kind.THING:
                owners = tuple(o for o in owners if o in spelled) or owners
        if grown.kinds and grown.keys and kind is Kind.THING and self._is_kind(start):
            grown = grown._replace(cost=max(0.0, grown.cost - _KIND))
        if level is not Level.EXACT and self._is_doubtful(kind, level, start, end, grown):
            return None
        if self._counts_what_it_names(start, end) or all(self.joints[start:end]):
            return None
        figures = bool(grown.keys) and all(key[0] == "#" for key in grown.keys)
        exact = level is Level.EXACT
        if figures and (":" not in grown.keys[0] or exact is not (kind is Kind.OPTION)):
            return None
        other = self._is_other(grown, level, kind) or self._is_left_alone(start, end)
        mention = Mention(
            owners,
            level,
            grown.keys,
            grown.cost,
            spelled,
            packed=level is Level.EXACT and self._is_packed(start, end),
            aside=figures or other or (found.aside and kind is Kind.THING and not grown.kinds),
            small=all(self.marks.small[start:end]),
            doubtful=self._may_be_none(level, start, end, grown),
        )
        score = worth(kind, level, end - start, grown)
        return Reading(start, end, kind, score, mention=mention, norm=self.tokens[start].norm)

    def _owners(
        self, kind: Kind, start: int, grown: Grown, found: Found
    ) -> tuple[tuple[int, ...], Level]:
        """Choose whom the words may mean, and how well they fit."""
        owners, level = self._choose(found)
        if level is Level.EXACT:
            return owners, level
        if kind is Kind.THING and len(grown.keys) == 1 and owners:
            owners, level = self._of_kind(grown.keys[0], owners, level)
        if level is not Level.EXACT and start in self.marks.packs:
            owners = tuple(o for o in owners if o not in found.boxed)
        return owners, level

    def _is_doubtful(self, kind: Kind, level: Level, start: int, end: int, grown: Grown) -> bool:
        """Tell whether words that are no whole name are rather something else."""
        if kind is Kind.OPTION:
            thing = self.lexicon.things.hold(grown.keys) if grown.keys else None
            if (thing and thing.exact) or self._ends_in_number(start, end):
                return True
        sure = WEIGHTS.most_guessed if len(grown.keys) > 1 else WEIGHTS.most_inflected
        held = level is Level.HELD
        if (held or kind is Kind.OPTION) and grown.cost > sure:
            return True
        if (held or kind is Kind.OPTION) and self._only_counts(start, end):
            return True
        if kind is Kind.THING and self.tokens[start].norm in _BEFORE_NAMES:
            return True
        if kind is Kind.THING and self._is_no_name(start, end, held=held or grown.cost > 0):
            return True
        figure = self._is_numbered(start) and not self.tokens[start].is_word
        if kind is Kind.THING and (figure or self._is_left_alone(start, end)):
            return False
        return self._is_fraction(start, end) or self._says_nothing(start, end)

    def _only_counts(self, start: int, end: int) -> bool:
        """Tell whether a mention is a number and no more; 'n°3' is one of a sort."""
        counts = self.marks.counting.issuperset(range(start, end))
        return counts and not (self._is_numbered(start) or self._is_counted_number(start))

    def _is_numbered(self, start: int) -> bool:
        return start > 0 and self.tokens[start - 1].norm in NUMBERED

    def _is_left_alone(self, start: int, end: int) -> bool:
        """Tell whether one small word is counted and no more said: 'petite vis et une grosse'."""
        if end > start + 1 or start - 1 not in self.marks.counting or not self.marks.small[start]:
            return False
        return end == len(self.tokens) or not self.tokens[end].norm[0].isalnum()

    def _is_counted_number(self, start: int) -> bool:
        """Tell whether a number that is a word of names is counted itself: 'un zéro'."""
        word = self.tokens[start]
        return word.is_word and start - 1 in self.marks.counting and word.norm in _NOUGHT

    def _is_no_name(self, start: int, end: int, *, held: bool) -> bool:
        """Tell whether a word alone names nothing: 'une douzaine', 'du jour', 'depuis 3 jours'."""
        norm = self.tokens[start].norm
        span = start - 1 in self.marks.counting and is_time(norm)
        no_name = is_collective(norm) or (
            held and (span or everyday.is_everyday(norm, self.locale))
        )
        return end == start + 1 and no_name

    def _may_be_none(self, level: Level, start: int, end: int, grown: Grown) -> bool:
        """Tell whether words are spelled well as others, or an everyday one begins a name."""
        if grown.cost:
            return self.spelling.is_doubtful(start, end)
        part = level is Level.HEADED and end == start + 1 and not self.spelling.is_counted(start)
        return part and everyday.goods(self.tokens[start].norm, self.locale) < 0

    def _is_told(self, i: int) -> bool:
        """Tell whether an everyday word names nothing: 'le chien', but not 'pour mon chien'."""
        before = {token.norm for token in self.tokens[max(0, i - 2) : i]}
        return before.isdisjoint(_FOR) and everyday.is_everyday(self.tokens[i].norm, self.locale)

    def _is_packed(self, start: int, end: int) -> bool:
        """Tell whether a number that was said is one of the words."""
        counting = self.marks.counting
        return any(i in counting and not self._is_sort(i) for i in range(start, end))

    def _is_parted(self, start: int, end: int) -> bool:
        """Tell whether 'with' stands inside: a 'burger with bacon' is no 'bacon burger'."""
        return any(self.tokens[i].norm in _WITH for i in range(start + 1, end - 1))

    def _ends_in_number(self, start: int, end: int) -> bool:
        """Tell whether what follows is counted: 'milk two' is no 'two percent milk'."""
        return end > start + 1 and end - 1 in self.marks.counting

    def _is_foreign_pack(self, i: int) -> bool:
        """Tell whether a word for a pack is one of another language: '3 bag' are baguettes."""
        norm = self.tokens[i].norm
        return grammar.is_pack(norm) and not grammar.is_small(norm, self.locale)

    def _is_kind(self, i: int) -> bool:
        return bool(self.lexicon.things.kind(stem(self.tokens[i].norm)))

    def _of_kind(
        self, key: str, owners: tuple[int, ...], level: Level
    ) -> tuple[tuple[int, ...], Level]:
        """Let a word for a kind of thing be any of it: any cake is a cake."""
        kind = self.lexicon.things.kind(key)
        if not kind:
            return owners, level
        whole = self.kinds.get((key, owners))
        if whole is None:
            whole = self.kinds[key, owners] = tuple(sorted({*owners, *kind}))
        return whole, Level.HEADED

    def _is_fraction(self, start: int, end: int) -> bool:
        values = number_alone(self.tokens[start].norm, self.locale)
        return end == start + 1 and any("." in value for value in values)

    def _counts_what_it_names(self, start: int, end: int) -> bool:
        """Tell whether a number stands before the same of a name: 'two 2 liter bottles'."""
        if end == start + 1 or start not in self.marks.words:
            return False
        words = {word for at, word in self.marks.words[start] if at == start + 1}
        return any(word in words for _, word in self.marks.words.get(start + 1, ()))

    def _is_sort(self, i: int) -> bool:
        """Tell whether a figure counts nothing: of 'n°3', '6 personnes', '18 mois'."""
        words = self.marks.words.get(i, ())
        return any(":" in word or "." in word for _, word in words) or not words

    def _is_other(self, grown: Grown, level: Level, kind: Kind) -> bool:
        """Tell whether a word of names is known for goods of its own: 'des céréales' are no bread.

        It still tells sorts apart ('crevettes (roses)').
        """
        alone = level is Level.HELD and kind is Kind.THING and len(grown.keys) == 1
        if not alone or grown.kinds or grown.keys in self.food.kinds:
            return False
        return everyday.is_listed_stem(grown.keys[0])

    def _content(self, start: int, end: int) -> list[str]:
        return [self.tokens[i].norm for i in range(start, end) if not self.joints[i]]

    def _says_nothing(self, start: int, end: int) -> bool:
        """Tell whether a mention has small words and names of groups only ('extra', 'topping').

        A small word of another language alone says nothing either: '1 bag' in French.
        """
        if end == start + 1 and grammar.is_pack(self.tokens[start].norm):
            return True
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
