"""What the small words of messages do, from `data/<locale>/grammar.yml`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from tournee.nlu.phrases import LOCALES, Phrases, load, norms
from tournee.nlu.text import Token


class Role(StrEnum):
    """The lists of `grammar.yml`."""

    NEG = "neg"
    """'sans', 'hold the': the thing or option that follows is not wanted."""
    NOR = "nor"
    """Goes on with a negation."""
    EXTRA = "extra"
    LIGHT = "light"
    AND = "and"
    OR = "or"
    WITH = "with"
    CORR = "corr"
    """What follows stands in place of what was said."""
    ORDER = "order"
    ADD = "add"
    REMOVE = "remove"
    SWAP = "swap"
    """'au lieu de': the thing that follows goes, another comes."""
    INSTEAD = "instead"
    CHANGE = "change"
    EACH = "each"
    BOTH = "both"
    SAME = "same"
    TOTAL = "total"
    MORE = "more"
    LESS = "less"
    ANOTHER = "another"
    DET = "det"
    PARTITIVE = "partitive"
    """Articles that ask for some of a thing: 'du', 'some'."""
    PREP = "prep"
    POSS = "poss"
    INTRO = "intro"
    """A name follows."""
    TITLE = "title"
    CHAT = "chat"
    """Words of telling, not of ordering."""
    FILLER = "filler"
    PACK = "pack"
    """Containers and other words to count by."""
    QUALITY = "quality"
    ASK = "ask"
    ASIDE = "aside"
    """'on the side', 'to drink': the thing before it stands for itself."""
    DELIVER = "deliver"
    """Words of the delivery, whose day counts."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One role of a phrase, in one language."""

    role: Role
    locale: str


@cache
def _phrases() -> tuple[Phrases[Spoken], Mapping[str, frozenset[str]]]:
    phrases: Phrases[Spoken] = Phrases()
    words_of: dict[str, frozenset[str]] = {}
    for locale in LOCALES:
        single: set[str] = set()
        for name, words in load(locale, "grammar").items():
            for phrase in words:
                phrases.add(phrase, Spoken(Role(name), locale))
                single.update(norms(phrase))
        words_of[locale] = frozenset(single)
    words_of[""] = frozenset().union(*words_of.values())
    return phrases, words_of


def at(tokens: Sequence[Token], i: int) -> Iterator[tuple[int, Spoken]]:
    """Yield (end, what it does) of each phrase that starts at a token, the longest first."""
    return _phrases()[0].at(tokens, i)


def is_small(norm: str, locale: str = "") -> bool:
    """Tell whether a word stands in some phrase (of a language), so that it is no misspelling."""
    return norm in _phrases()[1].get(locale, ())


def locale_of(tokens: Sequence[Token], known: str | None, default: str) -> str:
    """Tell the language of a message by its small words; `default` where nothing tells."""
    votes = dict.fromkeys(LOCALES, 0.0)
    for i, token in enumerate(tokens):
        for locale in {spoken.locale for end, spoken in at(tokens, i) if end == i + 1}:
            votes[locale] += 1.0
        if token.text != token.norm and any(c in token.text.lower() for c in "éèêàçùœ"):
            votes["fr"] += 0.5
        elif any(c in token.text.lower() for c in "ñ¿¡áíó"):
            votes["es"] += 1.0
    best = max(votes.values())
    if best and known and votes.get(known, 0.0) >= best - 0.5:
        return known
    if not best or (votes.get(default, 0.0) >= best):
        return known or default
    return max(LOCALES, key=lambda locale: votes[locale])
