"""Finds the person whom an operator means: by name, place, number, account or short name."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from tournee.bot.conversation import phone, phrases
from tournee.bot.conversation.model import Facts
from tournee.catalog.model import Person, PersonSlug
from tournee.nlu.search.joints import SMALL
from tournee.nlu.words import grammar
from tournee.nlu.words.phrases import LOCALES, load_words
from tournee.nlu.words.tokens import fold, tokenize

MOST: Final = 8
"""People that are listed to choose from."""
LONGEST_NAME: Final = 7
"""Words of a name with its title and place; ten figures of a number come in five pairs."""
NEAR: Final = 2
"""Slips within which somebody is proposed who was not found."""
_SLIP: Final = 4
"""Letters of the shortest word in which one slip of the finger is forgiven."""


def everybody(facts: Facts) -> tuple[Person, ...]:
    return tuple({p.slug: p for p in (*facts.village.people, *facts.people)}.values())


def known(facts: Facts, slug: PersonSlug) -> Person | None:
    return next((p for p in everybody(facts) if p.slug == slug), None)


def find(text: str, facts: Facts) -> tuple[Person, ...]:
    """Return those whom a text may mean, the likeliest first.

    A number, an account or a short name means one. Else every word must be in a person's name or
    place; those whom all words fit letter by letter go before those that are only nearly so.
    """
    people = everybody(facts)
    wanted = text.strip()
    if number := phone.find(wanted, facts.village):
        return tuple(p for p in people if number.number in {p.phone, p.whatsapp, p.slug})
    words = [w for w in _words(wanted) if w not in _titles()]
    scored = [(score, p) for p in people if (score := _score(words, p, facts)) is not None]
    best = min((score for score, _ in scored), default=0)
    named = tuple(p for score, p in scored if score == best)
    exact = tuple(p for p in people if wanted in {p.slug, str(p.telegram or "")})
    return exact if exact and len(named) <= 1 else named


def leading(text: str, facts: Facts) -> tuple[tuple[Person, ...], str]:
    """Split a text into the person that it begins with, and the rest.

    The name is as long as somebody fits it; a colon ends it.
    """
    name, colon, rest = text.partition(":")
    if colon and (found := find(name, facts)):
        return found, rest.strip()
    tokens = tokenize(text)
    for end in range(min(len(tokens), LONGEST_NAME), 0, -1):
        if not any(c.isalnum() for c in tokens[end - 1].norm):
            continue
        if found := find(text[: tokens[end - 1].end], facts):
            if end < len(tokens) and tokens[end].text[0].isupper():
                return (), text  # the name goes on, and is somebody else's
            return found, text[tokens[end - 1].end :].strip(" ,;\n")
    return (), text


def nearest(text: str, facts: Facts) -> tuple[Person, ...]:
    """Return people whose name has a word that is like one of a text's."""
    wanted = [w for w in _words(text) if len(w) >= _SLIP and w not in _titles()]
    close = [
        (min(phrases.distance(word, own) for word in wanted for own in names), person)
        for person in everybody(facts)
        if wanted and (names := _words(person.name))
    ]
    near = sorted((pair for pair in close if pair[0] <= NEAR), key=lambda pair: pair[0])
    return tuple(person for _, person in near)[:3]


def _score(words: Sequence[str], person: Person, facts: Facts) -> int | None:
    """Return how far a person is from the words: 0 is their name; None is somebody else."""
    if not words:
        return None
    name = _words(person.name)
    place = facts.village.place_by_slug.get(person.place) if person.place else None
    around = [*(_words(place.name) if place else []), *_words(person.address or "")]
    total = 0
    for word in words:
        if word in name:
            continue
        if word in around:
            total += 1
        elif any(own.startswith(word) for own in name if len(word) > 2):  # noqa: PLR2004
            total += 2
        elif any(_near(word, own) for own in name):
            total += 10
        else:
            return None
    return total if set(words) & set(name) or total < _ONLY_PLACE else total + _ONLY_PLACE


_ONLY_PLACE: Final = 100
"""Nobody is named: everybody who lives there."""


def _near(word: str, own: str) -> bool:
    return min(len(word), len(own)) >= _SLIP and phrases.distance(word, own) <= 1


def _words(text: str) -> list[str]:
    norms = (t.norm for t in tokenize(text))
    return [n for n in norms if n not in SMALL and any(c.isalnum() for c in n)]


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    words = (w for locale in LOCALES for w in load_words(locale, "grammar")[grammar.Role.TITLE])
    return frozenset(fold(word).strip(".") for word in words)
