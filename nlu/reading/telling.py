"""Things that are told of, and not asked for: 'on a mangé du lapin hier', 'les haricots, j'en ai'.

    told  =  ['a' | 'ont' ..] {adverb} participle ..  |  imperfect ..         what was
          |  ['j'ai'] 'déjà' ..  |  .. 'j'en ai'                              what is at hand
          |  kin .. 'toujours' ..                                             what others do
          |  'le' noun verb ..                                                what others do now
          |  'le' thing 'était'                                               how something was
          |  'le' thing, in a sentence that asks for nothing beside one that does
          |  'comme' 'un' ..                                                  a likeness

up to where something is said anew: a point or comma, 'mais', a verb of ordering, a figure. What is
told of stays where something points back to it ('mettez-m'en deux'), and as a doubt where nothing
else is named. The words are data (`data/<locale>/telling.yml`), the participles `words.ordinary`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from tournee.nlu.quantity.markings import number_alone
from tournee.nlu.reading.state import Act, Item
from tournee.nlu.words import everyday, grammar, ordinary
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.phrases import LOCALES, load_words, norms
from tournee.nlu.words.tokens import Token, fold

_BREAKS = frozenset(",;:.!?()[]\n–—…/")
_STRONG = frozenset(".!?;\n…")
_IT = frozenset({"le", "la", "les", "l'", "lo", "los", "las"})
_SAYING = frozenset(
    {Role.ORDER, Role.ADD, Role.REMOVE, Role.CHANGE, Role.CORR, Role.TOTAL, Role.SWAP}
)
_NOT = frozenset({"n'", "ne"})
_ALONE = frozenset({Role.ORDER, Role.CORR})
_ACTS = frozenset({Act.ORDER, Act.ADD})
_BEGINNING = ("have", "owning", "habits", "like", "wished")
_MOST_BETWEEN = 3
_A = "a"
_CLITICS = frozenset({"me", "te", "lui", "leur", "nous", "vous", "y"})


@dataclass(frozen=True, slots=True)
class _Telling:
    """The lists of one language, folded."""

    words: Mapping[str, frozenset[str]]
    owned: tuple[tuple[str, ...], ...]
    joints: tuple[tuple[str, ...], ...]
    begin: frozenset[str]
    """Words that something told may begin with, beside verbs."""


def asked(items: tuple[Item, ...], tokens: Sequence[Token], locale: str) -> tuple[Item, ...]:
    """Leave out what is only told of."""
    if not items or locale not in LOCALES:
        return items
    reader = _Reader(tokens, locale)
    told = reader.told()
    aside = [i for i in items if reader.is_aside(i, told) or reader.is_beside(i, items)]
    kept = tuple(item for item in items if item not in aside)
    if aside and reader.pointed(told, aside[-1].end):
        last = aside.pop()
        meant = last._replace(doubtful=not last.amount)
        kept = tuple(meant if i is last else i for i in items if i not in aside)
    if aside and not any(item.owners for item in kept):
        return tuple(i._replace(told=True, doubtful=True) if i in aside else i for i in items)
    return kept


def told_of(tokens: Sequence[Token], locale: str) -> frozenset[int]:
    """The places of the words of a message that tell of something."""
    return _Reader(tokens, locale).told() if locale in LOCALES else frozenset()


class _Reader:
    """Reads one message."""

    def __init__(self, tokens: Sequence[Token], locale: str) -> None:
        self.tokens = tokens
        self.norms = [token.norm for token in tokens]
        self.locale = locale
        self.telling = _telling(locale)

    def told(self) -> frozenset[int]:
        """The places of the words that tell."""
        found: set[int] = set()
        for i, norm in enumerate(self.norms):
            if norm in self.telling.begin or ordinary.is_finite(norm, self.locale):
                for start, end in self._stretches(i):
                    found.update(range(start, end))
        return frozenset(found)

    def is_aside(self, item: Item, told: frozenset[int]) -> bool:
        """Tell whether a thing is only told of."""
        if item.act not in _ACTS or item.refers or item.replaced or item.negated or item.start < 0:
            return False
        if item.start in told:
            return item.amount.start < 0 or item.amount.start in told
        return bool(item.owners) and not item.amount and self._is_subject(item)

    def is_beside(self, item: Item, items: Sequence[Item]) -> bool:
        """Tell whether a thing stands in a sentence of its own that asks for nothing."""
        bare = item.act in _ACTS and not (item.amount or item.refers or item.choices)
        if not bare or not self._in("the", item.start - 1):
            return False
        start, end = self._sentence(item.start)
        named = {i for other in items for i in range(other.start, other.end)}
        counted = [bool(i.amount) and i.start >= 0 for i in items]
        here = [c for c, i in zip(counted, items, strict=True) if start <= i.start < end]
        verbs = [i for i in range(start, end) if i not in named and self._is_verb(i)]
        asks = any(self._says(i) for i in range(start, end))
        return bool(verbs) and not asks and any(counted) and not any(here)

    def _sentence(self, i: int) -> tuple[int, int]:
        start = end = i
        while start > 0 and self.norms[start - 1] not in _STRONG:
            start -= 1
        while end < len(self.norms) and self.norms[end] not in _STRONG:
            end += 1
        return start, end

    def _is_verb(self, i: int) -> bool:
        return ordinary.is_finite(self.norms[i], self.locale) and not self._in("asks", i)

    def pointed(self, told: frozenset[int], start: int) -> bool:
        """Tell whether something points back from behind: 'mettez-m'en deux', 'quatre autres'."""
        behind = range(start, len(self.norms))
        return any(
            i not in told and (self._is_object(i) or (self._in("meant", i) and not self._of(i)))
            for i in behind
        )

    def _is_object(self, i: int) -> bool:
        """Tell whether 'le' stands for something before: 'je la confirme', 'gardez-la'."""
        article = self.norms[i] in _IT and not self._parts(i)
        ends = i + 1 >= len(self.norms) or self._parts(i + 1) or self._is_verb(i + 1)
        return article and i > 0 and ends and (self._in("first", i - 1) or self._ends_verb(i - 1))

    def _of(self, i: int) -> bool:
        """Tell whether a word for 'of it' is a preposition: 'en morceaux', 'en ville'."""
        before = self.norms[i - 1] if i else ""
        if before in _NOT:
            return True
        pronoun = before.endswith("'") or before in {"-", "nous", "vous", "y"}
        return self.norms[i] == "en" and not pronoun and not self._ends_verb(i - 1)

    def _ends_verb(self, i: int) -> bool:
        return i >= 0 and any(
            role.role in _SAYING for _, role in grammar.at(self.norms[: i + 1], i)
        )

    def _stretches(self, i: int) -> Iterator[tuple[int, int]]:
        if self._in("have", i) and self._has_subject(i):
            yield from self._past(i)
            if self._in("owning", i) and self._in("enough", i + 1):
                yield i + 2, self._end(i + 2)
        elif self._in("owning", i) and self._in("enough", i + 1):
            yield i + 2, self._end(i + 2)
        wished = self._in("wished", i)
        was = not wished and ordinary.is_imperfect(self.norms[i], self.locale)
        if was or ((wished or self._is_verb(i)) and self._has_others(i)):
            yield i + 1, self._end(i + 1)
        if self._in("habits", i) and not self._in("like", i - 1) and self._is_of_others(i):
            yield i + 1, self._end(i + 1)
        if self._in("like", i) and self._in("some", i + 1):
            yield i + 1, self._end(i + 1)
        for phrase in self.telling.owned:
            end = i + len(phrase)
            if self.norms[i:end] == [*phrase] and not self._in("lacking", end):
                yield self._begin(i), end

    def _past(self, i: int) -> Iterator[tuple[int, int]]:
        """What is behind 'have' and its participle."""
        at = i + 1
        while at <= i + _MOST_BETWEEN and self._in("between", at):
            at += 1
        if at >= len(self.norms) or not ordinary.is_participle(self.norms[at], self.locale):
            return
        booked = self._in("booking", at) and self._is_first(i)
        if not (self._in("wanting", at) or booked):
            yield i, self._end(at + 1)

    def _is_first(self, i: int) -> bool:
        """Tell whether the person speaks of what they do themselves."""
        return any(self._in("first", j) for j in (i, i - 1, i - 2))

    def _has_subject(self, i: int) -> bool:
        """Tell whether somebody stands before 'has', which may be 'à' without its accent."""
        if self.norms[i] != _A:
            return True
        if i == 0 or self.tokens[i].text.lower() != _A:
            return False
        before, token = self.norms[i - 1], self.tokens[i - 1]
        named = token.text[:1].isupper() and i > 1
        pronoun = grammar.is_role(before, Role.CHAT) or before.endswith("'")
        kin = grammar.is_role(before, Role.KIN) or before in _CLITICS
        unsold = everyday.goods(before, self.locale) < 0
        return named or pronoun or kin or unsold or ordinary.is_unsold(before, self.locale)

    def _has_others(self, i: int) -> bool:
        """Tell whether somebody else does this: 'le curé apporte'."""
        if i < 2 or not self.telling.words["asks"]:  # noqa: PLR2004
            return False
        before = self.norms[i - 1]
        somebody = grammar.is_role(before, Role.KIN) or everyday.goods(before, self.locale) < 0
        articles = (i - 2, i - 3)  # 'mon petit frère apporte'
        return somebody and any(self._in("the", j) or self._in("some", j) for j in articles)

    def _is_of_others(self, i: int) -> bool:
        """Tell whether the clause is of somebody else, and asks for nothing."""
        clause = range(self._begin(i), i)
        asks = any(self._in("asking", j) or self._in("first", j) for j in clause)
        return not asks and any(grammar.is_role(self.norms[j], Role.KIN) for j in clause)

    def _is_subject(self, item: Item) -> bool:
        """Tell whether it is said how a thing is or was: 'le pain était bon'."""
        end = item.end + 2 * self._in("of", item.end)  # 'le pain d'hier était bon'
        said = self._in("the", item.start - 1) and self._in("is", end)
        return (said and not self._in("destined", end + 1)) or self._does(item)

    def _does(self, item: Item) -> bool:
        """Tell whether what is one's own does something: 'mon pot-au-feu mijote'."""
        own = item.start > 0 and grammar.is_role(self.norms[item.start - 1], Role.POSS)
        first = own and (item.start == 1 or self._parts(item.start - 2))
        verb = first and item.end < len(self.norms) and self._is_verb(item.end)
        return verb and not self.tokens[item.end].text.lower().endswith(("é", "és", "ée", "ées"))

    def _begin(self, i: int) -> int:
        """Where the clause of a word begins."""
        while i > 0 and not (self._parts(i - 1) or self._says(i - 1)):
            i -= 1
        return i

    def _end(self, i: int) -> int:
        """Where a stretch that begins here ends."""
        first = i
        while i < len(self.norms) and not (self._parts(i) or self._says(i)):
            if i > first and self._counts(i):
                break
            i += 1
        return i

    def _counts(self, i: int) -> bool:
        """Tell whether a number stands here, other than an article."""
        norm = self.norms[i]
        return norm.isdigit() or (not self._in("some", i) and bool(number_alone(norm, self.locale)))

    def _parts(self, i: int) -> bool:
        return self.norms[i] in _BREAKS or any(
            self.norms[i : i + len(phrase)] == [*phrase] for phrase in self.telling.joints
        )

    def _says(self, i: int) -> bool:
        """Tell whether a verb of ordering stands here; 'aussi' and its like are none."""
        return any(
            spoken.role in _SAYING and (end > i + 1 or spoken.role in _ALONE)
            for end, spoken in grammar.at(self.norms, i)
        )

    def _in(self, name: str, i: int) -> bool:
        return 0 <= i < len(self.norms) and self.norms[i] in self.telling.words[name]


@cache
def _telling(locale: str) -> _Telling:
    data = load_words(locale, "telling")
    words = {name: frozenset(map(fold, words)) for name, words in data.items()}
    owned = _phrases(data["owned"])
    return _Telling(
        words=words,
        owned=owned,
        joints=_phrases(data["joints"]),
        begin=frozenset(phrase[0] for phrase in owned).union(*(words[key] for key in _BEGINNING)),
    )


def _phrases(written: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(norms(phrase) for phrase in written)
