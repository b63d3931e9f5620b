"""The catalogue of one village as the grammar of its messages: built once, then only read."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise

from tournee.catalog.model import Option, OptionGroup, Product, Village
from tournee.nlu import grammar, numbers
from tournee.nlu.inflection import stem
from tournee.nlu.names import SMALL, Name, NameTable, is_joint, number_word, plain
from tournee.nlu.people import Gazetteer
from tournee.nlu.phrases import LOCALES, load_words
from tournee.nlu.text import Token, tokenize

_MEASURES = {
    "g": ("kg", "0.001"), "gr": ("kg", "0.001"), "kg": ("kg", "1"), "mg": ("kg", "0.000001"),
    "l": ("l", "1"), "cl": ("l", "0.01"), "dl": ("l", "0.1"), "ml": ("l", "0.001"),
    "litre": ("l", "1"), "litres": ("l", "1"),
}  # fmt: skip
_UNITS = (
    "personnes personne parts pers tranches tranche mois pieces piece people slices months "
    "personas meses rodajas cm"
)
COUNTED = frozenset(map(stem, _UNITS.split()))
"""What a size counts, where the number alone would not say it: '6 personnes', '12 mois'."""
_OF = frozenset({"de", "d'", "of"})
_FOR = frozenset({"a", "au", "aux", "pour"})
_AND = frozenset({"et", "and", "y", "&"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What one piece of a product holds, as its name says."""

    weight: Decimal | None = None
    """In kg."""
    volume: Decimal | None = None
    """In litres."""
    count: Decimal | None = None


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


@dataclass(frozen=True, slots=True)
class Words:
    """A name split up: what must be said of it, what may be."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    size: Size
    joined: bool
    portion: bool
    """A cut of something: 'pavé de saumon'."""


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
            table.freeze()

    def _add_products(self) -> None:
        for number, product in enumerate(self.products):
            read = enter(self.things, number, product.name, sizes_optional=True)
            self.sizes.append(read.size)
            self.compounds.append(compounds_of(product.name))
            for alias in product.aliases:
                enter(self.things, number, alias, sizes_optional=False)
                if _describes(tokenize(alias)[0].norm, product.name):
                    self.things.mark_elided()
        categories: dict[str, set[int]] = {}
        for number, product in enumerate(self.products):
            categories.setdefault(product.category, set()).add(number)
        for category, owners in categories.items():
            for word in words_of(category)[:1]:
                self.labels.add(stem(word))
                self.things.add_generic(stem(word), frozenset(owners))
        for number, product in enumerate(self.products):
            pool = {w for text in (product.name, *product.aliases) for w in words_of(text)}
            for word in pool - SMALL - _MEASURES.keys():
                if len(word) > 2 and not (grammar.is_small(word) or _is_number(word)):  # noqa: PLR2004
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
            for word in own:
                table.add_own(word, owner)
        for word in kinds - alone:
            owners = {n.owner for n in names if word in (n.first, n.last)}
            if len(owners) > 1 or word in spare:
                table.add_generic(word, members)

    def head(self, product: int) -> tuple[str, ...]:
        """The first word of a product's name: what it is."""
        name = next((n for n in self.things.names if n.owner == product), None)
        return (name.first,) if name else ()

    def counted(self, unit: str) -> str:
        """The stem of a word that sizes count by, or nothing."""
        key = stem(unit)
        return key if key in COUNTED else ""

    def admitted(
        self, options: Sequence[int], products: Sequence[int], spelled: Collection[int] = ()
    ) -> tuple[int, ...]:
        """Of some options those that one of the products at least can have.

        Options with a name that is `spelled` just as said go before others.
        """
        mask = 0
        for number in products:
            mask |= 1 << number
        found = tuple(o for o in options if self.options[o].products & mask)
        return tuple(o for o in found if o in spelled) or found

    def option(self, product: int, code: str) -> OptionEntry | None:
        return self._options_of[product].get(code)


def _spare(names: Sequence[Name]) -> set[str]:
    """Words that a name may end in or do without: 'caesar', 'caesar dressing'."""
    known = {(n.owner, n.required) for n in names}
    return {n.last for n in names if (n.owner, n.required - {n.last}) in known}


def words_of(text: str) -> list[str]:
    return [t.norm for t in tokenize(text.replace("-", " ").replace("_", " ")) if t.is_word]


@cache
def _compounds() -> tuple[frozenset[str], ...]:
    phrases = (p for locale in LOCALES for p in load_words(locale, "compounds")["compounds"])
    return tuple({frozenset(stem(w) for w in words_of(phrase)): None for phrase in phrases})


def compounds_of(name: str) -> tuple[frozenset[str], ...]:
    """Return the fixed compounds in a name ('pomme de terre'), each as the stems of its words."""
    stems = {stem(word) for word in words_of(name)}
    return tuple(compound for compound in _compounds() if compound <= stems)


def enter(table: NameTable, owner: int, text: str, *, sizes_optional: bool) -> Words:
    """Put one name into a table, with its abbreviation ('pdt' for 'pommes de terre').

    Where it has number words ('demi', 'dos') it is known with them as numbers and as words.
    """
    read = read_name(text) if sizes_optional else read_alias(text)
    spelled = _read(text, sizes_optional=sizes_optional, words=False)
    for words in dict.fromkeys((read, spelled)):
        if words.required:
            table.add(owner, words.required, words.optional, written=_written(text))
            if words.portion:
                table.mark_portion()
            if words.joined:
                table.mark_joined()
            table.mark_aside(_aside(text))
    norms = [t.norm for t in tokenize(text) if t.is_word]
    if len(norms) > 2 and norms[1] == "de" and norms[2] not in SMALL:  # noqa: PLR2004
        table.add_short("".join(norm[0] for norm in norms[:3]), (norms[0], norms[2]))
    return read


def _aside(text: str) -> list[str]:
    """The words of a name behind 'à' or 'pour'."""
    norms = [token.norm for token in tokenize(text)]
    at = next((i for i, norm in enumerate(norms) if i and norm in _FOR), len(norms))
    return [norm for norm in norms[at + 1 :] if norm[0].isalpha()]


def _describes(word: str, name: str) -> bool:
    """Tell whether a word stands in a name as an adjective: 'rouge' in 'vin rouge'."""
    tokens = tokenize(name)
    return any(
        later.norm == word and not is_joint(before.text, before.norm)
        for before, later in pairwise(tokens)
        if before.is_word
    )


def read_name(text: str) -> Words:
    """Split a product's name; sizes, packs and what stands in brackets may be left out."""
    return _read(text, sizes_optional=True)


def read_alias(text: str) -> Words:
    """Split an alias, which is said whole: 'boite de sardines' is not 'sardines'."""
    return _read(text, sizes_optional=False)


def _read(text: str, *, sizes_optional: bool, words: bool = True) -> Words:
    tokens = tokenize(text)
    required: list[str] = []
    optional: list[str] = []
    size: dict[str, Decimal] = {}
    depth = 0
    spans: dict[int, numbers.NumberSpan] = {}
    for span in _spans(tokens):
        if not words and tokens[span.start].is_word:
            continue
        if not span.indefinite and (span.start not in spans or spans[span.start].end < span.end):
            spans[span.start] = span
    i = 0
    while i < len(tokens):
        norm = tokens[i].norm
        depth += (norm in "([") - (norm in ")]")
        target = optional if depth and sizes_optional else required
        if i in spans:
            span = spans[i]
            i = _read_number(tokens, span, (required, optional), size, sizes_optional or depth > 0)
            continue
        if tokens[i].is_word and not is_joint(tokens[i].text, norm):
            target.append(norm)
        i += 1
    if not required:
        required, optional = optional, []
    if required and sizes_optional and plain(required[0]) == required[0]:
        optional = [word for word in optional if not word.startswith("#") or ":" in word]
    return Words(
        tuple(required),
        tuple(optional),
        Size(weight=size.get("kg"), volume=size.get("l"), count=size.get("")),
        joined=any(t.norm in _AND for t in tokens),
        portion=len(tokens) > 2 and tokens[1].norm in _OF and len(required) == 2,  # noqa: PLR2004
    )


def _written(text: str) -> tuple[str, ...]:
    """The words of a name with their accents, as far as they have any."""
    return tuple(t.text.lower() for t in tokenize(text) if not t.text.isascii())


def _spans(tokens: Sequence[Token]) -> Sequence[numbers.NumberSpan]:
    return numbers.spans(tokens) if any(_is_number(t.norm) for t in tokens) else ()


@lru_cache(maxsize=65536)
def _is_number(norm: str) -> bool:
    return norm[0].isdigit() or (norm.isalpha() and bool(numbers.spans(tokenize(norm))))


def _read_number(
    tokens: Sequence[Token],
    span: numbers.NumberSpan,
    words: tuple[list[str], list[str]],
    size: dict[str, Decimal],
    optional: bool,  # noqa: FBT001
) -> int:
    """Read a number and what it counts; returns where to read on."""
    unit = tokens[span.end].norm if span.end < len(tokens) else ""
    before = tokens[span.start - 1].norm if span.start else ""
    value = format(span.value.normalize(), "f")
    target = words[1] if optional else words[0]
    if before == "°" or span.ordinal:
        words[0].append(number_word(value, "n"))
        return span.end
    if unit in _MEASURES and not span.ordinal:
        base, factor = _MEASURES[unit]
        size.setdefault(base, span.value * Decimal(factor))
        target += (number_word(value, unit),)
        return span.end + 1
    if stem(unit) in COUNTED:
        target += (number_word(value, stem(unit)),)
        return span.end + 1
    spelled = tokens[span.start].norm[0].isalpha()
    packed = tokens[span.start].norm in {"x", "\u00d7"} or before in {"x", "de", "of"}
    if packed or (spelled and optional):
        size.setdefault("", span.value)
    if not packed and before != "(" and not (spelled and tokens[0].norm == "("):
        target = words[0] if not optional or before not in SMALL else words[1]
    target += (number_word(value),)
    return span.end


def heads(lexicon: Lexicon, products: Iterable[int]) -> set[str]:
    """The words that say what the products are ('poivron' of the red one)."""
    wanted = set(products)
    return {name.first for name in lexicon.things.names if name.owner in wanted}
