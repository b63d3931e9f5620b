"""Whom and where a message names: places and shops of the village, the sender, somebody else.

    person      = [kin] (title NAME | NAME NAME*)          'mme durand', 'ma mère Odette Martin'
    beneficiary = 'pour' [poss] (kin | title) NAME*        'pour ma mère Odette Martin'
                | 'chez' [poss] kin NAME*                  'chez ma sœur à la Croix'

NAME is a word that no list knows, written with a capital or behind a title or 'je suis'.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from tournee.catalog.model import PlaceSlug, ShopSlug, Village
from tournee.nlu.search.joints import SMALL
from tournee.nlu.signature import given_names, is_surname
from tournee.nlu.words import grammar
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.phrases import LOCALES, Phrases, load_words
from tournee.nlu.words.tokens import Token, tokenize

_MOST_NAMES = 3
_MOST_KIN = 2
_KEEPERS = ("iere", "ere", "ier", "er")
"""Of 'épicier', 'boulangère': who keeps an épicerie, a boulangerie."""
_STREETS = frozenset({"rue", "avenue", "boulevard", "impasse", "allee", "street", "calle"})
_STREET_OF = 3
"""Tokens from a street's word to its name: 'rue de la'."""
_OPENING = frozenset({Role.TITLE, Role.INTRO, Role.KIN})
"""What a person's name stands behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a message says of people and places."""

    place: PlaceSlug | None = None
    shops: tuple[ShopSlug, ...] = ()
    person: str | None = None
    beneficiary: bool = False
    kin: str = ""
    """Who of the sender's people it is for, folded: 'mere'."""
    hosted: bool = False
    """It goes to their door: 'chez ma mère'."""


class Gazetteer:
    """The places and shops of one village by their words."""

    def __init__(self, village: Village) -> None:
        self._places = [
            (words, place.slug)
            for place in village.places
            for text in (place.name, *place.aliases)
            if (words := _content(text))
        ]
        self._long = {words[0] for words, _ in self._places if len(words) > 1}
        self._shops = _shop_words(village)

    def place(self, norms: Sequence[str]) -> PlaceSlug | None:
        """The place that is named with most words, the last one of several."""
        best: tuple[int, int, PlaceSlug] | None = None
        content = [(i, norm) for i, norm in enumerate(norms) if norm not in SMALL]
        said = {norm for _, norm in content}
        for words, slug in self._places:
            at = _find(content, words) if said.issuperset(words) else -1
            if at >= 0 and (best is None or (len(words), at) > best[:2]):
                best = (len(words), at, slug)
        return best[2] if best else None

    def spoken(self, norms: Sequence[str]) -> frozenset[int]:
        """The tokens in which places are named."""
        content = [(i, norm) for i, norm in enumerate(norms) if norm not in SMALL]
        said = {norm for _, norm in content}
        return frozenset(
            i
            for words, _ in self._places
            if said.issuperset(words)
            for k in range(len(content) - len(words) + 1)
            if tuple(norm for _, norm in content[k : k + len(words)]) == words
            for i, _ in content[k : k + len(words)]
        )

    def stretches(self, norms: Sequence[str]) -> Iterator[range]:
        """Where places of several words are named: 'la croix blanche' is no 'baguette blanche'."""
        if self._long.isdisjoint(norms):
            return
        content = [(i, norm) for i, norm in enumerate(norms) if norm not in SMALL]
        for words, _ in self._places:
            if len(words) > 1:
                for k in range(len(content) - len(words) + 1):
                    if [norm for _, norm in content[k : k + len(words)]] == list(words):
                        yield range(content[k][0], content[k + len(words) - 1][0] + 1)

    def shops_at(self, norms: Sequence[str]) -> dict[int, ShopSlug]:
        """The tokens in which shops, or those who keep them, are named."""
        named = ((i, self._shop_of(norm)) for i, norm in enumerate(norms))
        return {i: slug for i, slug in named if slug is not None}

    def _shop_of(self, norm: str) -> ShopSlug | None:
        if norm in self._shops:
            return self._shops[norm]
        if not norm.endswith(_KEEPERS):
            return None
        keeper = next((norm[: -len(end)] for end in _KEEPERS if norm.endswith(end)), "")
        return self._shops.get(f"{keeper}erie") if keeper else None

    def shops(self, norms: Sequence[str]) -> tuple[ShopSlug, ...]:
        return tuple(dict.fromkeys(self._shops[n] for n in norms if n in self._shops))


def _content(text: str) -> tuple[str, ...]:
    return tuple(t.norm for t in tokenize(text) if t.is_word and t.norm not in SMALL)


def _shop_words(village: Village) -> dict[str, ShopSlug]:
    """Words that only one shop has in its slug or name."""
    owners: dict[str, set[ShopSlug]] = {}
    for shop in village.shops:
        for word in _content(f"{shop.slug} {shop.name}".replace("-", " ")):
            owners.setdefault(word, set()).add(shop.slug)
    return {word: next(iter(slugs)) for word, slugs in owners.items() if len(slugs) == 1}


def _find(content: Sequence[tuple[int, str]], words: Sequence[str]) -> int:
    """Where words stand next to each other, but not as a street's: 'rue du moulin'."""
    for k in range(len(content) - len(words) + 1):
        street = k > 0 and content[k - 1][1] in _STREETS
        near = street and content[k][0] - content[k - 1][0] <= _STREET_OF
        if not near and [n for _, n in content[k : k + len(words)]] == list(words):
            return content[k][0]
    return -1


def named(
    tokens: Sequence[Token], gazetteer: Gazetteer, taken: Collection[int], signed: str | None = None
) -> Named:
    """Find people, places and shops of a message, but in the tokens `taken` by its goods.

    `signed` is who signs it, if no title tells who writes.
    """
    norms = [token.norm if i not in taken else "" for i, token in enumerate(tokens)]
    person, beneficiary = _person(tokens, taken)
    if signed and not beneficiary and (person is None or signed.startswith(f"{person} ")):
        person = signed
    return Named(
        place=gazetteer.place(norms),
        shops=gazetteer.shops(norms),
        person=person,
        beneficiary=beneficiary,
        kin=_kin(tokens, taken) if beneficiary else "",
        hosted=beneficiary and any(token.norm in _AT for token in tokens),
    )


def _kin(tokens: Sequence[Token], taken: Collection[int]) -> str:
    """'pour ma belle-mère': 'belle mere'."""
    roles = _roles(tokens)
    said = [
        token.norm
        for i, token in enumerate(tokens)
        if Role.KIN in roles[i] and i not in taken and _is_for(tokens, roles, i)
    ]
    return " ".join(said[:_MOST_KIN])


def _person(tokens: Sequence[Token], taken: Collection[int]) -> tuple[str | None, bool]:
    """Find the first name, or rather whom else it is for; None where nobody is named."""
    if not any(grammar.has(tokens, role) for role in _OPENING):
        return None, False
    roles = _roles(tokens)
    best: tuple[str, bool] | None = None
    for i in range(len(tokens)):
        if i in taken or not (opens := roles[i] & _OPENING):
            continue
        name = _name(tokens, roles, i, taken)
        if not name and Role.KIN not in opens:
            continue
        for_other = Role.KIN in opens and _is_for(tokens, roles, i)
        for_other = for_other or (Role.TITLE in opens and i > 0 and tokens[i - 1].norm in _FOR)
        if name and (best is None or (for_other and not all(best))):
            best = (name, for_other)
        elif not name and for_other and best is None:
            best = ("", True)
    if best is None:
        return None, False
    return best[0] or None, best[1]


class _Trust(IntEnum):
    """How surely a name follows."""

    NONE = 0
    INTRODUCED = 1
    """A given name is one, also in small letters: 'je suis lucien bernard'."""
    CALLED = 2
    """Any word is one: 'je m'appelle', 'au nom de'."""


def _name(
    tokens: Sequence[Token], roles: Sequence[set[Role]], i: int, taken: Collection[int]
) -> str:
    """Return the name that a token opens, with its title; '' if none follows."""
    start, trust = i if Role.TITLE in roles[i] else i + 1, _Trust.NONE
    if Role.INTRO in roles[i]:
        start, trust = _after_phrase(tokens, i)
    first = max(start, i + (Role.TITLE in roles[i]))
    end = _names_end(tokens, roles, first, taken, trust)
    if end <= max(start, i + 1):
        return ""
    said = ""
    for k, token in enumerate(tokens[start:end], start):
        small = trust and not roles[k] & {Role.TITLE} and token.text.islower()
        text = token.text.capitalize() if small else token.text
        said += text if not said or tokens[k - 1].end == token.start else f" {text}"
    return said


_FOR = frozenset({"pour", "for", "para", "pr"})
_AT = frozenset({"chez"})
"""Before one's people: who lives behind the door that is meant."""
_BEFORE_KIN = frozenset({Role.POSS, Role.DET, Role.KIN})


def _is_for(tokens: Sequence[Token], roles: Sequence[set[Role]], i: int) -> bool:
    """'pour ma mère', 'chez ma mère': the kin's possessive, and 'for' or 'at' before it."""
    before = i - 1
    while before >= 0 and (roles[before] & _BEFORE_KIN or tokens[before].norm == "old"):
        before -= 1
    return before >= 0 and tokens[before].norm in _FOR | _AT


def _roles(tokens: Sequence[Token]) -> list[set[Role]]:
    roles: list[set[Role]] = [set() for _ in tokens]
    folded = [token.norm for token in tokens]
    for i in range(len(tokens)):
        for end, spoken in grammar.at(folded, i):
            if end == i + 1 or spoken.role is Role.INTRO:
                roles[i].add(spoken.role)
            elif spoken.role in {Role.TITLE, Role.KIN}:  # 'M.', 'belle-mère'
                for k in range(i, end):
                    roles[k].add(spoken.role)
    return roles


def _after_phrase(tokens: Sequence[Token], i: int) -> tuple[int, _Trust]:
    """Return where a phrase ends that a name follows, and how surely."""
    folded = [token.norm for token in tokens]
    ends = [end for end, spoken in grammar.at(folded, i) if spoken.role is Role.INTRO]
    end = max(ends, default=i + 1)
    if not any(found == end for found, _ in _calling().at(tokens, i)):
        return end, _Trust.INTRODUCED
    return end + (folded[end : end + 1] == [":"]), _Trust.CALLED


@cache
def _calling() -> Phrases[bool]:
    phrases: Phrases[bool] = Phrases()
    for locale in LOCALES:
        for phrase in load_words(locale, "names")["called"]:
            phrases.add(phrase, True)  # noqa: FBT003 - what is kept, not a switch
    return phrases


def _names_end(
    tokens: Sequence[Token],
    roles: Sequence[set[Role]],
    start: int,
    taken: Collection[int],
    trust: _Trust,
) -> int:
    """Read names from a token on: words without a role, capitals after a first name or title."""
    end = start
    titled = start > 0 and bool(roles[start - 1] & {Role.TITLE})
    while end < len(tokens) and end - start < _MOST_NAMES and end not in taken:
        token = tokens[end]
        if end == start and roles[end] & {Role.TITLE}:
            end += 1
            start, titled = end, True
            continue
        capital = token.text[:1].isupper()
        first = end == start and titled
        given = end > start and tokens[end - 1].norm in given_names()
        after_given = given and bool(titled or capital or trust)
        announced = trust is _Trust.CALLED or (
            trust is _Trust.INTRODUCED and end == start and token.norm in given_names()
        )
        names = capital or first or after_given or announced
        if not (token.is_word and names) or token.norm in _STREETS:
            break
        surname = (first or after_given) and is_surname(tokens, end) and end + 1 not in taken
        if grammar.is_small(token.norm) and not (capital and first) and not surname:
            break
        end += 1
    return end
