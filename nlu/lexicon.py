"""The catalogue of one village as the grammar of its messages: built once, then only read."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from tournee.catalog.model import Option, OptionGroup, Product, Village
from tournee.nlu.people import Gazetteer
from tournee.nlu.search.joints import SMALL
from tournee.nlu.search.names import Name, NameTable
from tournee.nlu.search.wording import (
    COUNTED,
    MEASURES,
    Apart,
    Size,
    compounds_in,
    is_number,
    taken_apart,
    words_of,
)
from tournee.nlu.words import everyday, grammar
from tournee.nlu.words.foodwords import Foodwords
from tournee.nlu.words.inflection import stem
from tournee.nlu.words.phrases import LOCALES, load_words
from tournee.nlu.words.tokens import fold

_PERSONS = "personnes"
_SHORT_PERSONS = frozenset({"pers", "prs", "per", "p"})
"""As people write '4 pers.' for 'personnes'."""


@dataclass(frozen=True, slots=True)
class OptionEntry:
    """One option; the same code of other products is an entry of its own."""

    number: int
    group: OptionGroup
    option: Option
    products: int
    """A bit for each product that can have it."""

    @property
    def code(self) -> str:
        return self.option.code


class Lexicon:
    """All that messages of one village can name."""

    def __init__(self, village: Village) -> None:
        self.village = village
        self.products: tuple[Product, ...] = village.products
        self.number = {product.sku: i for i, product in enumerate(self.products)}
        self.sizes: list[Size] = []
        self.compounds: list[tuple[frozenset[str], ...]] = []
        """Of each product the stems of the fixed compounds in its name."""
        self.things = NameTable()
        self.choices = NameTable()
        self.options: list[OptionEntry] = []
        self._of_kind: dict[tuple[str, ...], frozenset[int]] = {}
        self._options_of: list[dict[str, OptionEntry]] = [{} for _ in self.products]
        self.labels: set[str] = set()
        """Stems of the words for kinds of things: groups and categories ('topping', 'drink')."""
        self.gazetteer = Gazetteer(village)
        self._add_products()
        self._add_options()
        for shop in village.shops:
            self.labels.update(map(stem, words_of(shop.slug)))
        self.labels -= {word for name in self.things.names for word in (name.first, name.last)}
        for table in (self.things, self.choices):
            for short, word in _shorthand().items():
                table.add_short(short, (word,))
            table.freeze()

    def _add_products(self) -> None:
        pools: list[set[str]] = []
        for number, product in enumerate(self.products):
            read = enter(self.things, number, product.name, sizes_optional=True)
            self.sizes.append(read.size)
            self.compounds.append(compounds_in(read.words))
            pool = set(read.words)
            for text in product.aliases:
                alias = enter(self.things, number, text, sizes_optional=False)
                if alias.first in read.adjectives or alias.first in read.words[1:]:
                    self.things.mark_elided()
                pool.update(alias.words)
            pools.append(pool)
        categories: dict[str, set[int]] = {}
        for number, product in enumerate(self.products):
            categories.setdefault(product.category, set()).add(number)
        for category, owners in categories.items():
            for word in words_of(category)[:1]:
                self.labels.add(stem(word))
                self.things.add_generic(stem(word), frozenset(owners))
        for number, pool in enumerate(pools):
            for word in pool - SMALL - MEASURES.keys():
                if len(word) > 2 and not (grammar.is_small(word) or is_number(word)):  # noqa: PLR2004
                    self.things.add_own(stem(word), number)

    def _add_options(self) -> None:
        entries: dict[tuple[str, OptionGroup], int] = {}
        for number, product in enumerate(self.products):
            for group in product.groups:
                for option in group.options:
                    at = entries.setdefault((option.code, group), len(self.options))
                    if at == len(self.options):
                        self.options.append(OptionEntry(at, group, option, 0))
                    entry = self.options[at]
                    entry = OptionEntry(at, group, option, entry.products | 1 << number)
                    self.options[at] = entry
        for entry in self.options:
            self.labels.update(map(stem, words_of(entry.group.name)))
            for text in dict.fromkeys((entry.option.name, *entry.option.aliases)):
                optional = text == entry.option.name
                enter(self.choices, entry.number, text, sizes_optional=optional)
        groups: dict[str, set[int]] = {}
        for entry in self.options:
            groups.setdefault(entry.group.name, set()).add(entry.number)
        for members in groups.values():
            self._add_kinds(frozenset(members))
        for entry in self.options:
            for number in range(len(self.products)):
                if entry.products >> number & 1:
                    self._options_of[number][entry.code] = entry

    def _add_kinds(self, members: frozenset[int]) -> None:
        """Let words for the kind of thing go with any option of a group ('ranch dressing')."""
        table = self.choices
        names = [n for n in table.names if n.owner in members]
        alone = {n.first for n in table.names if len(n.required) == 1}
        kinds = {w for n in names if len(n.required) > 1 for w in (n.first, n.last)}
        spare = _spare(names)
        for owner in members:
            own = {w for n in names if n.owner == owner for w in n.required}
            said = {head for n in names if n.owner == owner for head in _heads(n.required)}
            for word in own | said:
                table.add_own(word, owner)
        for word in kinds - alone:
            owners = {n.owner for n in names if word in (n.first, n.last)}
            if len(owners) > 1 or word in spare:
                table.add_generic(word, members)

    def head(self, product: int) -> tuple[str, ...]:
        """The first word of a product's name: what it is."""
        name = next((n for n in self.things.names if n.owner == product), None)
        return (name.first,) if name else ()

    def of_kind(self, phrase: tuple[str, ...]) -> frozenset[int]:
        """The products that are kinds of a thing, by the shipped food vocabulary.

        A word that no name begins with is of another language than the names are: 'some yogurt'.
        """
        known = self._of_kind.get(phrase)
        if known is None:
            food, named = Foodwords.shipped(), self.things.hold(phrase)
            foreign = food.same.get(phrase, ()) if named and not named.headed else ()
            meant = (*food.kinds.get(phrase, ()), *foreign)
            held = [found for words in meant if (found := self.things.hold(words))]
            known = frozenset(o for found in held for o in found.exact or found.headed)
            known |= self.alike(known, phrase)
            self._of_kind[phrase] = known
        return known

    def alike(self, owners: Collection[int], phrase: tuple[str, ...]) -> frozenset[int]:
        """The products of the same categories that a word says the same of: all white wines."""
        found = self.things.hold(phrase) if owners and everyday.describes(phrase[0]) else None
        kinds = {self.products[owner].category for owner in owners}
        held = found.held if found else ()
        return frozenset(o for o in held if self.products[o].category in kinds)

    def counted(self, unit: str) -> str:
        """The stem of a word that sizes count by, or nothing."""
        key = stem(_PERSONS if unit in _SHORT_PERSONS else unit)
        return key if key in COUNTED else ""

    def admitted(
        self, options: Sequence[int], products: tuple[int, ...], spelled: Collection[int] = ()
    ) -> tuple[int, ...]:
        """Of some options those that one of the products at least can have.

        Options with a name that is `spelled` just as said go before others.
        """
        mask = _bits(products)
        found = tuple(o for o in options if self.options[o].products & mask)
        return tuple(o for o in found if o in spelled) or found

    def option(self, product: int, code: str) -> OptionEntry | None:
        return self._options_of[product].get(code)


@cache
def _shorthand() -> Mapping[str, str]:
    """Short forms by the word that they stand for: 'gde' for 'grande'."""
    words = (load_words(locale, "words").get("shorthand", {}) for locale in LOCALES)
    return {fold(s): fold(word) for known in words for word, ss in known.items() for s in ss}


def _heads(words: Sequence[str]) -> Sequence[str]:
    """Stems of the words for its kind that people say behind a name of one word."""
    return _kinds_of().get(words[0], ()) if len(words) == 1 else ()


@cache
def _kinds_of() -> Mapping[str, Sequence[str]]:
    kinds: dict[str, list[str]] = {}
    for locale in LOCALES:
        for head, words in load_words(locale, "words").get("heads", {}).items():
            for word in words:
                kinds.setdefault(stem(fold(word)), []).append(stem(fold(head)))
    return kinds


@lru_cache(maxsize=4096)
def _bits(numbers: tuple[int, ...]) -> int:
    """Put numbers into a bit mask."""
    mask = 0
    for number in numbers:
        mask |= 1 << number
    return mask


def _spare(names: Sequence[Name]) -> set[str]:
    """Words that a name may end in or do without: 'caesar', 'caesar dressing'."""
    known = {(n.owner, frozenset(n.required)) for n in names}
    return {n.last for n in names if (n.owner, frozenset(n.required) - {n.last}) in known}


def enter(table: NameTable, owner: int, text: str, *, sizes_optional: bool) -> Apart:
    """Put one name into a table, with its abbreviation ('pdt' for 'pommes de terre').

    Where it has number words ('demi', 'dos') it is known with them as numbers and as words.
    """
    read = taken_apart(text, sizes_optional)
    for words in read.spellings:
        if words.required:
            table.add(owner, words.required, words.optional, written=read.written)
            if words.portion:
                table.mark_portion()
            if words.joined:
                table.mark_joined()
            table.mark_aside(read.aside)
    if read.short:
        table.add_short("".join(word[0] for word in read.short), (read.short[0], read.short[2]))
    for joined, kept in read.run_together:
        table.add_short(joined, kept)
    return read


def heads(lexicon: Lexicon, products: Iterable[int]) -> set[str]:
    """The words that say what the products are ('poivron' of the red one)."""
    wanted = set(products)
    return {name.first for name in lexicon.things.names if name.owner in wanted}
