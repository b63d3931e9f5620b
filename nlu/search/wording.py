"""What a name of the catalogue says: words that must be said of it, words that may be, a size."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise

from tournee.nlu.quantity import numbers
from tournee.nlu.search.joints import SMALL, is_joint, number_word, plain
from tournee.nlu.words.inflection import stem
from tournee.nlu.words.phrases import LOCALES, load_words
from tournee.nlu.words.tokens import Token, tokenize

MEASURES = {
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
SERVED = frozenset(map(stem, ("personnes", "parts")))
"""A cake of 6 parts is one for 6 persons."""
_REMEMBERED = 4096
"""Names that are known taken apart: villages have many in common."""
_OF = frozenset({"de", "d'", "of"})
_FOR = frozenset({"a", "au", "aux", "pour"})
_SHORTEST_JOINED = 6
_AND = frozenset({"et", "and", "y", "&"})
_PACK_OF = frozenset({"x", "de", "of", "par", "by"})
"""Before the number that a pack holds: 'boîte de 6'."""
_THE = frozenset({"les", "the", "los", "las", "("})
"""Before it in brackets: '(les 6)'."""
_STRENGTHS = frozenset({"°", "%"})
"""Behind these a figure is how strong or how fat a thing is, which people leave out."""
_PIECES = frozenset(map(stem, ("pièces", "unités", "pieces", "piezas", "unidades")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What one piece of a product holds, as its name says."""

    weight: Decimal | None = None
    """In kg."""
    volume: Decimal | None = None
    """In litres."""
    count: Decimal | None = None
    serves: Decimal | None = None
    """Persons, or parts that it is cut in."""


NO_SIZE = Size()


@dataclass(frozen=True, slots=True)
class Words:
    """A name split up: what must be said of it, what may be."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    size: Size
    joined: bool
    portion: bool
    """A cut of something: 'pavé de saumon'."""


@dataclass(frozen=True, slots=True)
class Apart:
    """A name taken apart, whoever's it is."""

    spellings: tuple[Words, ...]
    size: Size
    words: tuple[str, ...]
    """All of them, as `words_of` gives them."""
    written: tuple[str, ...]
    """Its words with accents, in small letters."""
    short: tuple[str, ...]
    """Three words that an abbreviation has the first letters of."""
    aside: tuple[str, ...]
    """Its words behind 'à' or 'pour'."""
    first: str
    """Its first token."""
    adjectives: frozenset[str]
    """Its words behind another: 'rouge' in 'vin rouge'."""
    run_together: tuple[tuple[str, tuple[str, ...]], ...]
    """Two of its words written as one, with those that count: 'bottede', 'dentifricesmenthe'."""


_CIRCUMFLEX = str.maketrans("âêîôû", "aeiou")


@lru_cache(maxsize=8192)
def _spellings(word: str) -> tuple[str, ...]:
    """Give a word with accents in small letters, and without circumflex, as many write it."""
    small = word.lower()
    return tuple(dict.fromkeys((small, small.translate(_CIRCUMFLEX))))


@lru_cache(maxsize=_REMEMBERED)
def taken_apart(text: str, sizes_optional: bool) -> Apart:  # noqa: FBT001 (a key of the cache)
    """Take a name apart; sizes, packs and what stands in brackets may be optional.

    An alias is said whole: 'boite de sardines' is not 'sardines'.
    """
    tokens = tokenize(text)
    spans = _spans(tokens)
    read = _read(tokens, spans, sizes_optional=sizes_optional)
    figures = [span for span in spans if not tokens[span.start].is_word]
    spelled = read
    if len(figures) < len(spans):
        spelled = _read(tokens, figures, sizes_optional=sizes_optional)
    norms = tuple(t.norm for t in tokens if t.is_word)
    short = len(norms) > 2 and norms[1] == "de" and norms[2] not in SMALL  # noqa: PLR2004
    return Apart(
        spellings=tuple(dict.fromkeys((read, spelled))),
        size=read.size,
        words=words_of(text) if "-" in text or "_" in text else norms,
        written=tuple(w for t in tokens if not t.text.isascii() for w in _spellings(t.text)),
        short=norms[:3] if short else (),
        aside=_aside(tokens),
        first=tokens[0].norm if tokens else "",
        adjectives=frozenset(
            after.norm
            for before, after in pairwise(tokens)
            if before.is_word and not is_joint(before.text, before.norm)
        ),
        run_together=tuple(_run_together(tokens)),
    )


def _run_together(tokens: Sequence[Token]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for first, second in pairwise(tokens):
        words = tuple(t.norm for t in (first, second) if not is_joint(t.text, t.norm))
        if words and first.norm[0].isalpha() and second.norm[0].isalpha():
            for spelled in (first.norm, first.norm + "s"):
                joined = (spelled + second.norm).replace("'", "")
                if len(joined) >= _SHORTEST_JOINED:
                    yield joined, words


def _aside(tokens: Sequence[Token]) -> tuple[str, ...]:
    norms = [token.norm for token in tokens]
    at = next((i for i, norm in enumerate(norms) if i and norm in _FOR), len(norms))
    return tuple(norm for norm in norms[at + 1 :] if norm[0].isalpha())


def _read(
    tokens: Sequence[Token], found: Sequence[numbers.NumberSpan], *, sizes_optional: bool
) -> Words:
    required: list[str] = []
    optional: list[str] = []
    size: dict[str, Decimal] = {}
    depth = 0
    spans: dict[int, numbers.NumberSpan] = {}
    for span in found:
        if not span.indefinite and (span.start not in spans or spans[span.start].end < span.end):
            spans[span.start] = span
    i = 0
    while i < len(tokens):
        norm = tokens[i].norm
        depth += (norm in "([") - (norm in ")]")
        target = optional if depth and sizes_optional else required
        if i in spans:
            span = spans[i]
            words = (required, optional)
            i = _read_number(tokens, span, words, size, sizes_optional=sizes_optional, depth=depth)
            continue
        aside = depth > 0 and norm in MEASURES  # 'lait cru (au litre)' is no litre of milk
        if tokens[i].is_word and not aside and not is_joint(tokens[i].text, norm):
            target.append(norm)
        i += 1
    if not required:
        required, optional = optional, []
    if required and sizes_optional and plain(required[0]) == required[0]:
        optional = [word for word in optional if not word.startswith("#") or ":" in word]
    return Words(
        tuple(required),
        tuple(optional),
        _size(size) if size else NO_SIZE,
        joined=any(t.norm in _AND for t in tokens),
        portion=len(tokens) > 2 and tokens[1].norm in _OF and len(required) == 2,  # noqa: PLR2004
    )


def _spans(tokens: Sequence[Token]) -> Sequence[numbers.NumberSpan]:
    """Find the numbers of a name; 'les 6' in it is no date."""
    if not any(is_number(t.norm) for t in tokens):
        return ()
    found = numbers.spans(tokens)
    return tuple(s for s in found if not (s.ordinal and _counts_all_the_same(tokens, s.start)))


def _counts_all_the_same(tokens: Sequence[Token], start: int) -> bool:
    """Tell whether what looks like 'the 6th' counts: '(les 6)', '50 cl' behind '40°'."""
    return tokens[start].norm in _THE or _is_degree(tokens, start)


def _is_degree(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether the sign of degrees stands behind its figure: '40°', and not 'n°40'."""
    return i > 0 and tokens[i].norm == "°" and tokens[i - 1].norm[0].isdigit()


@lru_cache(maxsize=8192)
def is_number(norm: str) -> bool:
    if norm[0].isdigit():
        return True
    return norm.isalpha() and numbers.may_begin(norm) and bool(numbers.spans(tokenize(norm)))


def _size(said: Mapping[str, Decimal]) -> Size:
    return Size(
        weight=said.get("kg"), volume=said.get("l"), count=said.get(""), serves=said.get("serves")
    )


def _read_number(
    tokens: Sequence[Token],
    span: numbers.NumberSpan,
    words: tuple[list[str], list[str]],
    size: dict[str, Decimal],
    *,
    sizes_optional: bool,
    depth: int,
) -> int:
    """Read a number and what it counts; returns where to read on."""
    optional = sizes_optional or depth > 0
    unit = tokens[span.end].norm if span.end < len(tokens) else ""
    before = tokens[span.start - 1].norm if span.start else ""
    value = format(span.value.normalize(), "f")
    target = words[1] if optional else words[0]
    if unit in _STRENGTHS:
        words[optional].append(number_word(value))
        return span.end + 1
    if span.ordinal or (before == "°" and not _is_degree(tokens, span.start - 1)):
        words[0].append(number_word(value, "n"))
        return span.end
    if unit in MEASURES and not span.ordinal:
        base, factor = MEASURES[unit]
        size.setdefault(base, span.value * Decimal(factor))
        target += (number_word(value, unit),)
        return span.end + 1
    if stem(unit) in COUNTED:
        if stem(unit) in _PIECES and depth:
            size.setdefault("", span.value)
        if stem(unit) in SERVED:
            size.setdefault("serves", span.value)
        target += (number_word(value, stem(unit)),)
        return span.end + 1
    spelled = tokens[span.start].norm[0].isalpha()
    packed = tokens[span.start].norm in {"x", "\u00d7"} or before in _PACK_OF
    if packed or (spelled and (depth or unit in _OF)) or (depth and before in _THE):
        size.setdefault("", span.value)
    if not packed and before != "(" and not (spelled and tokens[0].norm == "("):
        target = words[0] if not optional or before not in SMALL else words[1]
    target += (number_word(value),)
    return span.end


@lru_cache(maxsize=_REMEMBERED)
def words_of(text: str) -> tuple[str, ...]:
    plain_text = text.replace("-", " ").replace("_", " ")
    return tuple(t.norm for t in tokenize(plain_text) if t.is_word)


@cache
def _compounds() -> tuple[frozenset[str], ...]:
    phrases = (p for locale in LOCALES for p in load_words(locale, "compounds")["compounds"])
    return tuple({frozenset(stem(w) for w in words_of(phrase)): None for phrase in phrases})


@lru_cache(maxsize=_REMEMBERED)
def compounds_in(words: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    """Return the fixed compounds in a name ('pomme de terre'), each as the stems of its words."""
    stems = {stem(word) for word in words}
    return tuple(compound for compound in _compounds() if compound <= stems)
