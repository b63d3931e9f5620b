"""Who signs a message, where no title tells: 'jean petit, le bourg', 'Marcel Bouvier 12 rue …'.

A signature is up to three words that stand together and that no list knows. It holds a given name
(`data/<locale>/names.yml`) at one end, or is written with capitals beside a place. A word that
names goods without a slip, or that has an amount, is never part of one.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from tournee.nlu.reading.state import Item
from tournee.nlu.search.joints import is_joint
from tournee.nlu.trust import INFLECTED
from tournee.nlu.words import grammar
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.phrases import LOCALES, load_words, norms
from tournee.nlu.words.tokens import Token

_MOST_WORDS = 3
_SHORTEST = 2
_BEFORE_A_PLACE = frozenset({Role.DET, Role.PREP, Role.PARTITIVE, Role.CHAT})
"""'à', 'au hameau de', 'j'habite': what leads from a name to a place."""


class Signature(NamedTuple):
    start: int
    end: int
    name: str


@cache
def given_names() -> frozenset[str]:
    """Given names of all languages, folded; of 'jean-paul' each part."""
    return frozenset(
        part
        for locale in LOCALES
        for name in load_words(locale, "names")["given"]
        for part in norms(name)
    )


@cache
def _farewells() -> frozenset[str]:
    """Words that a name follows at the end of a message, in all languages: 'bises Caro'."""
    return frozenset(
        norm
        for locale in LOCALES
        for word in load_words(locale, "names")["farewells"]
        for norm in norms(word)
    )


def signature(
    tokens: Sequence[Token], places: Collection[int], taken: Collection[int]
) -> Signature | None:
    """Find the signature: beside a place before any other; places and taken tokens are none."""
    best: tuple[tuple[bool, bool, int], Signature] | None = None
    shouted = all(token.text.isupper() for token in tokens if token.is_word)
    for start, end in _runs(tokens, places, taken):
        given = bool({tokens[start].norm, tokens[end - 1].norm} & given_names())
        capital = not shouted and all(token.text[:1].isupper() for token in tokens[start:end])
        beside = _beside(tokens, places, start, end)
        alone = _alone(tokens, start, end)
        left = capital and end == len(tokens) and tokens[start - 1].norm in _farewells()
        if not _signs(
            given=given,
            capital=capital,
            beside=beside or left,
            alone=alone,
            several=end - start > 1,
            first=start == 0,
        ):
            continue
        rank = (beside, given, start)
        if best is None or rank > best[0]:
            best = (rank, Signature(start, end, _written(tokens[start:end])))
    return best[1] if best else None


def _signs(
    *, given: bool, capital: bool, beside: bool, alone: bool, several: bool, first: bool
) -> bool:
    """Tell whether words are a signature; a capital says nothing at the start of a message."""
    if beside:
        return given or (capital and not first)
    return given and ((several and (alone or capital)) or (alone and capital and not first))


def unsigned(
    items: Sequence[Item], said: Collection[int], tokens: Sequence[Token]
) -> tuple[Item, ...]:
    """Leave out what is only read out of names and places: 'le bourg' is no bourguignon."""
    return tuple(
        item
        for item in items
        if solid(item)
        or any(
            i not in said and not is_joint(tokens[i].text, tokens[i].norm)
            for i in range(item.start, item.end)
        )
    )


def solid(item: Item) -> bool:
    """Tell whether a thing is surely asked for: it has an amount, or is named without a slip."""
    return bool(item.amount) or (bool(item.owners) and item.guessed <= INFLECTED)


def _runs(
    tokens: Sequence[Token], places: Collection[int], taken: Collection[int]
) -> Iterator[tuple[int, int]]:
    """Yield stretches of words that may be names, none of more than three words."""
    start = 0
    for i in range(len(tokens) + 1):
        free = i < len(tokens) and i not in places and i not in taken
        if free and _may_name(tokens, i, first=i == start):
            continue
        if 0 < i - start <= _MOST_WORDS:
            yield start, i
        start = i + 1


def _may_name(tokens: Sequence[Token], i: int, *, first: bool) -> bool:
    token = tokens[i]
    if not token.is_word or len(token.norm) < _SHORTEST:
        return False
    return not grammar.is_small(token.norm) or (not first and is_surname(tokens, i))


def is_surname(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a small word may be a family's name: 'Petit', 'Legrand', but not 'bonne année'.

    It may if it only says what a thing is like, and begins no longer phrase.
    """
    found = list(grammar.at([token.norm for token in tokens], i))
    return bool(found) and all(
        end == i + 1 and spoken.role is Role.QUALITY for end, spoken in found
    )


def _beside(tokens: Sequence[Token], places: Collection[int], start: int, end: int) -> bool:
    """Tell whether a place stands next, in the same clause or in one of its own."""
    after = end
    while after < len(tokens) and after not in places and _leads(tokens[after]):
        after += 1
    before = start - 1
    while before >= 0 and before not in places and not tokens[before].norm[0].isalnum():
        before -= 1
    return after in places or before in places


def _leads(token: Token) -> bool:
    roles = {spoken.role for _, spoken in grammar.at([token.norm], 0)}
    return not token.norm[0].isalnum() or bool(roles & _BEFORE_A_PLACE)


def _alone(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether nothing else stands in the clause: 'jean petit' between commas."""
    return (start == 0 or not tokens[start - 1].norm[0].isalnum()) and (
        end == len(tokens) or not tokens[end].norm[0].isalnum() or tokens[end].is_number
    )


def _written(tokens: Sequence[Token]) -> str:
    """Write a name with capitals, also where the sender did not."""
    return " ".join(
        token.text if token.text[:1].isupper() else token.text.capitalize() for token in tokens
    )
