"""Names and aliases as sets of words, and which of them hold the words of a mention.

A name's words are required or optional. Optional is what people leave out: sizes and packs
('250 g', 'x4', '(la tranche)'), small words ('de', 'aux') are no words at all. Numbers are words
of their own: '#6' ('six', 'x6', 'boite de 6'), or with what they count, '#6:personn'.
A mention is exact for a name if it has all its required words and no other than its optional
ones; it is held by a name that has all the mention's words. Sets of names are bit masks, so that
a mention costs one AND a word.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from tournee.nlu.search.joints import plain
from tournee.nlu.search.keys import AGAIN, ENDINGS, keys_of, single, stems_of, without_ending
from tournee.nlu.search.vocabulary import Evidence, Vocabulary
from tournee.nlu.words import grammar
from tournee.nlu.words.inflection import stem
from tournee.nlu.words.tokens import fold

_SHORTEST = 3
"""Shorter words are not looked for among misspellings."""
_SHORTEST_HEARD = 2
"""Inside a name two letters may be a word by ear: 'orange a ju'."""
_SHORT = 5
_SHORT_SLIP = 0.4
"""What a slip costs more in a short word: 'chips' is not 'chipo'."""
_MOST_GUESSES = 5
_MOST_OWNED = 40
_KEPT = 1024
"""How many answers each table remembers; then it forgets all."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name or alias, by its words."""

    owner: int
    """The number of the product or option."""
    required: tuple[str, ...]
    """Each word once."""
    first: str
    last: str
    joined: bool
    """It has an 'and' of its own ('steak and cheese')."""
    portion: bool = False
    """Its first word is a cut of the second: 'pavé de saumon'."""
    aside: frozenset[str] = frozenset()
    """Words for what comes with it or what it is for: 'frites' of 'pommes de terre à frites'."""
    counted: tuple[tuple[str, str], ...] = ()
    """Its numbers that stand before a word, with that word: four 'fromages'."""

    def counts(self, number: str, word: str) -> bool:
        """Tell whether the number may stand before the word: '6 œufs', but not '4 pizzas'."""
        return all(other == word for one, other in self.counted if one == number)


@dataclass(frozen=True, slots=True)
class Found:
    """Owners whose names fit a mention, each group in the catalogue's order."""

    exact: tuple[int, ...]
    headed: tuple[int, ...]
    """Held, and the mention's first word is the name's first."""
    tailed: tuple[int, ...]
    """Held, and the mention's last word is the name's last ('milk' in 'whole milk')."""
    held: tuple[int, ...]
    portions: tuple[int, ...]
    """Held, and the mention is what the name is a cut of."""
    boxed: frozenset[int]
    """Held by names that cannot do without the mention's first word."""
    joined: bool
    ordered: frozenset[int]
    """Exact, and the mention has its words in its order."""
    aside: bool
    """Held only where the mention is not what the names name."""


class Grown(NamedTuple):
    """A mention with one more word: the names that still hold it."""

    mask: int
    keys: tuple[str, ...]
    cost: float
    kinds: int = 0
    """Words that only say what kind of thing it is ('cheddar cheese', 'fromage à raclette')."""


class NameTable:
    """All names of the products, or of the options, of one village."""

    def __init__(self) -> None:
        self.names: list[Name] = []
        self._forms: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        self._accented: dict[str, int] = {}
        self._accents: set[str] = set()
        self._written: dict[str, tuple[str, ...]] = {}
        self._generic: dict[str, int] = {}
        self._kinds: dict[str, tuple[int, ...]] = {}
        self._own: dict[str, set[int]] = {}
        self._own_masks: dict[str, int] = {}
        self._spelled: dict[tuple[str, ...], tuple[int, ...]] = {}
        self._compounds: dict[str, tuple[str, ...]] = {}
        self._vocabulary = Vocabulary()
        self._found: dict[tuple[int, tuple[str, ...]], Found] = {}
        self._begun: dict[tuple[str, str], tuple[Grown, ...]] = {}
        self.all = 0
        """All names, once they are in."""

    def add(
        self,
        owner: int,
        required: Sequence[str],
        optional: Iterable[str] = (),
        written: Iterable[str] = (),
    ) -> None:
        """Take in one name; words are folded, in their order, small words left out.

        `written` are its words with accents, in small letters.
        """
        if not required:
            return
        read = keys_of(tuple(required))
        bit = 1 << len(self.names)
        if read.again:
            self._stems[read.again] = self._stems.get(read.again, 0) | bit
        self.names.append(
            Name(owner, read.keys, read.first, read.last, joined=False, counted=read.counted)
        )
        spelled = self._spelled.get(read.words, ())
        if owner not in spelled:
            self._spelled[read.words] = (*spelled, owner) if spelled else single(owner)
        for word in written:
            accented = plain(word)
            self._accented[accented] = self._accented.get(accented, 0) | bit
            self._accents.add(plain(fold(word)))
        for word in (*required, *optional):
            self._enter(word, bit)
        for joined, stems in read.pairs:
            self._compounds.setdefault(joined, stems)

    def mark_joined(self) -> None:
        """Tell of the newest name that an 'and' stands in it."""
        self.names[-1] = replace(self.names[-1], joined=True)

    def mark_portion(self) -> None:
        """Tell of the newest name that it is a cut of something."""
        self.names[-1] = replace(self.names[-1], portion=True)

    def mark_aside(self, words: tuple[str, ...]) -> None:
        """Tell of the newest name which of its words are not what it names."""
        if words:
            self.names[-1] = replace(self.names[-1], aside=frozenset(stems_of(words)))

    def mark_elided(self) -> None:
        """Tell of the newest name that it leaves out what the thing is: 'rouge en vrac'."""
        self.names[-1] = replace(self.names[-1], first="")

    def add_generic(self, key: str, owners: frozenset[int]) -> None:
        """Let the stem of a word for a kind of thing stand in mentions of it ('du fromage')."""
        mask = sum(1 << i for i, name in enumerate(self.names) if name.owner in owners)
        self._generic[key] = self._generic.get(key, 0) | mask
        self._kinds[key] = tuple(sorted({*self._kinds.get(key, ()), *owners}))

    def kind(self, key: str) -> tuple[int, ...]:
        """Owners that a word says the kind of."""
        return self._kinds.get(key, ())

    def add_own(self, key: str, owner: int) -> None:
        """Let a word of one name stand in mentions by another name ('cheddar cheese')."""
        self._own.setdefault(key, set()).add(owner)

    def add_short(self, short: str, words: tuple[str, ...]) -> None:
        """Let an abbreviation ('pdt') stand for words."""
        self._compounds.setdefault(short, stems_of(words))

    def _enter(self, word: str, bit: int) -> None:
        form = plain(word)
        if word[0] != "#" and form not in self._forms:
            self._vocabulary.add(form)
        self._forms[form] = self._forms.get(form, 0) | bit
        key = word if word[0] == "#" else stem(word)
        self._stems[key] = self._stems.get(key, 0) | bit
        ended, written = without_ending(word), self._written.get(key, ())
        if ended[0] not in written:
            self._written[key] = written + ended if written else ended

    def freeze(self) -> None:
        """Prepare the search for misspelled words, once all names are in."""
        self._vocabulary.freeze()
        masks: dict[int, int] = {}
        for i, name in enumerate(self.names):
            masks[name.owner] = masks.get(name.owner, 0) | 1 << i
        self._own_masks = {
            key: sum(masks.get(owner, 0) for owner in owners) for key, owners in self._own.items()
        }
        self._own.clear()
        same: dict[int, int] = {}
        for table in (self._forms, self._stems, self._accented, self._generic, self._own_masks):
            for key, mask in table.items():
                table[key] = same.setdefault(mask, mask)
        self.all = (1 << len(self.names)) - 1

    def __contains__(self, norm: str) -> bool:
        """Tell whether some name has this word, as spelled."""
        return plain(norm) in self._forms

    def grow(
        self, mask: int, keys: tuple[str, ...], norm: str, written: str = ""
    ) -> Iterable[Grown]:
        """Add a word to a mention, in its spelling if that is possible.

        Where it was written with accents they tell 'pâtes' from 'pâté'. No mention has a word
        twice: 'pain pain' is two.
        """
        key = norm if norm[0] == "#" else stem(norm)
        if key in keys:
            again = mask & self._stems.get(key + AGAIN, 0)
            return (Grown(again, (*keys, key + AGAIN), 0.0),) if again and len(keys) == 1 else ()
        accented = mask & self._accented.get(plain(written.lower()), 0) if written else 0
        if fitting := accented or mask & self._forms.get(plain(norm), 0):
            otherwise = not accented and bool(written) and plain(norm) in self._accents
            said = Grown(fitting, (*keys, key), 0.4 if otherwise else 0.0)
            other = self._owned(mask, key) if keys else mask & self._generic.get(key, 0)
            if other in (0, fitting):
                return (said,)
            return (said, Grown(other, keys, 0.0 if keys else 0.3, 1))
        inflected = norm[0] == "#" or not grammar.is_small(norm) or (keys and grammar.is_pack(norm))
        if inflected and (fitting := mask & self._stems.get(key, 0)):
            like = norm.rstrip(ENDINGS) in self._written[key]
            other = norm[-1] == "s" and plain(norm) + "o" in self._written[key]
            cost = 0.8 if other else 0.1 if like else 0.4
            return (Grown(fitting, (*keys, key), cost),)
        if shortened := self.shortened(mask, keys, norm):
            return shortened
        glued = plain(norm[1:])
        if norm[0] in "ld" and (fitting := mask & self._forms.get(glued, 0)):
            return (Grown(fitting, (*keys, stem(glued)), 0.2),)
        if keys and (fitting := self._owned(mask, key)):
            return (Grown(fitting, keys, 0.1, 1),)
        if fitting := mask & self._generic.get(key, 0):
            return (Grown(fitting, keys, 0.1 if keys else 0.3, 1),)
        return ()

    def shortened(self, mask: int, keys: tuple[str, ...], norm: str) -> tuple[Grown, ...]:
        """Add the words that an abbreviation stands for."""
        parts = self._compounds.get(norm)
        fitting = self._all(mask, parts) if parts else 0
        return (Grown(fitting, keys + parts, 0.1),) if parts and fitting else ()

    def begin(self, norm: str, written: str = "") -> tuple[Grown, ...]:
        """Begin a mention with a word."""
        key = (norm, written)
        known = self._begun.get(key)
        if known is None:
            if len(self._begun) >= _KEPT:
                self._begun.clear()
            known = self._begun[key] = tuple(self.grow(self.all, (), norm, written))
        return known

    def guess(
        self, mask: int, keys: tuple[str, ...], norm: str, *, heard: bool = False
    ) -> Iterable[Grown]:
        """Add a misspelled word: by sound; unless it is only `heard`, by beginning and letters."""
        if not keys and len(norm) < _SHORTEST:
            return
        for key, cost in self._heard(norm) if heard else self.misspelled(norm):
            if key not in keys and (fitting := mask & self._stems.get(key, 0)):
                yield Grown(fitting, (*keys, key), cost)

    def misspelled(self, norm: str) -> Iterable[tuple[str, float]]:
        """Words of the catalogue, as stems, that a word may stand for, the likeliest first."""
        if len(norm) < _SHORTEST_HEARD or not norm[0].isalpha():
            return
        for match in self._vocabulary.matches(norm)[:_MOST_GUESSES]:
            short = match.evidence is Evidence.TYPO and len(norm) <= _SHORT
            cut = match.evidence is Evidence.PREFIX and norm[-1] in "sx"
            cost = 2.0 * (1.0 - match.similarity) + _SHORT_SLIP * (short or cut)
            yield self._vocabulary.stems[match.word], cost

    def hears(self, norm: str) -> bool:
        """Tell whether a word that no name has sounds like one that some name has."""
        return any(True for _ in self._heard(norm))

    def _heard(self, norm: str) -> Iterable[tuple[str, float]]:
        for match in self._vocabulary.matches(norm):
            if match.evidence is Evidence.SOUND:
                yield self._vocabulary.stems[match.word], 2.0 * (1.0 - match.similarity)

    def _owned(self, mask: int, key: str) -> int:
        if mask.bit_count() > _MOST_OWNED:
            return 0
        return mask & self._own_masks.get(key, 0)

    def _all(self, mask: int, parts: Sequence[str]) -> int:
        for part in parts:
            mask &= self._stems.get(part, 0)
        return mask

    def find(self, mask: int, keys: tuple[str, ...]) -> Found:
        """Sort the names of a mask by how they fit the mention."""
        cached = self._found.get((mask, keys))
        if cached is None:
            if len(self._found) >= _KEPT:
                self._found.clear()
            cached = self._found[mask, keys] = self._sort(mask, keys)
        return cached

    def _sort(self, mask: int, keys: tuple[str, ...]) -> Found:
        words = frozenset(keys)
        names = list(self._members(mask))
        if len(keys) > 1 and keys[0][0] == "#":
            names = [n for n in names if n.counts(keys[0], keys[1])]
        exact = [n for n in names if words.issuperset(n.required)]
        headed = [n for n in names if keys and n.first == keys[0]]
        tailed = [n for n in names if keys and n.last == keys[-1]]
        return Found(
            exact=_owners(exact),
            headed=_owners(headed),
            tailed=_owners(tailed),
            held=_owners(names),
            portions=_owners([n for n in names if n.portion and keys and n.last == keys[0]]),
            boxed=frozenset(n.owner for n in names if keys and keys[0] in n.required),
            joined=any(n.joined for n in exact),
            ordered=frozenset(n.owner for n in exact if n.required == keys),
            aside=not exact and all(words <= n.aside for n in names),
        )

    def _members(self, mask: int) -> Iterable[Name]:
        while mask:
            low = mask & -mask
            yield self.names[low.bit_length() - 1]
            mask ^= low

    def spelled(self, words: Sequence[str]) -> tuple[int, ...]:
        """Owners of a name that is written just so."""
        return self._spelled.get(tuple(words), ())

    def hold(self, keys: Sequence[str]) -> Found | None:
        """Find names by the keys of words, in whatever order; None where there are none."""
        mask = self._all(self.all, keys)
        return self.find(mask, tuple(keys)) if mask else None


def _owners(names: Iterable[Name]) -> tuple[int, ...]:
    return tuple(sorted({n.owner for n in names}))
