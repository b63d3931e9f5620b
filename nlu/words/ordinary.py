"""Well spelled words of every day: a person who writes one means no other.

`data/<locale>/ordinary.yml` holds verbs as infinitives, which stand for all their forms, and words
with their plurals. They are folded like messages, so that 'mangé' is 'mange'. Nothing is written
out: a word is taken apart and its root looked up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from tournee.nlu.words.phrases import LOCALES, load_words
from tournee.nlu.words.tokens import fold

_NO_ENDING = "-"
_LONGEST_ENDING = 7
_SHORTEST_ROOT = 2
_KEPT = 8192


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one language."""

    roots: Mapping[str, frozenset[str]]
    """Of verbs, by the ending of the infinitive."""
    endings: Mapping[str, frozenset[str]]
    """By ending, which verbs have it."""
    past: frozenset[tuple[str, str]]
    """Endings of participles: the ending, and that of the infinitive."""
    imperfect: frozenset[tuple[str, str]]
    """The same of what was going on."""
    was: frozenset[str]
    participles: frozenset[str]
    irregular: frozenset[str]
    """Other forms of verbs."""
    said: frozenset[str]
    """These, and forms that stand by themselves."""
    nouns: frozenset[str]
    things: frozenset[str]
    adjectives: frozenset[str]


def is_ordinary(norm: str, locale: str) -> bool:
    """Tell whether a folded word is a well spelled one of the language."""
    return _is_ordinary(norm, locale)


def is_unsold(norm: str, locale: str) -> bool:
    """Tell whether a folded word is an ordinary one for nothing that a shop sells."""
    words = _words(locale) if locale in LOCALES else None
    return words is not None and is_ordinary(norm, locale) and not _is_thing(words, norm)


@lru_cache(maxsize=_KEPT)
def is_participle(norm: str, locale: str) -> bool:
    """Tell whether a folded word may be what follows 'have': 'pris', 'bought'."""
    words = _words(locale) if locale in LOCALES else None
    if words is None:
        return False
    return norm in words.participles or any(one in words.past for one in _verbs(words, norm))


@lru_cache(maxsize=_KEPT)
def is_finite(norm: str, locale: str) -> bool:
    """Tell whether a folded word may say what somebody does: 'apporte', 'mangent'."""
    words = _words(locale) if locale in LOCALES else None
    if words is None:
        return False
    if norm in words.irregular or norm in words.was:
        return True
    return any(ending not in words.roots for ending, _ in _verbs(words, norm))


@lru_cache(maxsize=_KEPT)
def is_imperfect(norm: str, locale: str) -> bool:
    """Tell whether a folded word says what somebody did: 'prenait', 'hesitais'."""
    words = _words(locale) if locale in LOCALES else None
    if words is None:
        return False
    return norm in words.was or any(one in words.imperfect for one in _verbs(words, norm))


@lru_cache(maxsize=_KEPT)
def _is_ordinary(norm: str, locale: str) -> bool:
    words = _words(locale) if locale in LOCALES else None
    if words is None or not norm.isalpha():
        return False
    if norm in words.said or _is_thing(words, norm):
        return True
    if not words.nouns.isdisjoint(_singulars(norm)):
        return True
    if not words.adjectives.isdisjoint(_masculines(norm)):
        return True
    return any(True for _ in _verbs(words, norm))


def _is_thing(words: _Words, norm: str) -> bool:
    return not words.things.isdisjoint(_singulars(norm))


def _verbs(words: _Words, norm: str) -> Iterator[tuple[str, str]]:
    """Give the endings that leave a verb's root, each with that of its infinitive."""
    for length in range(min(_LONGEST_ENDING, len(norm) - _SHORTEST_ROOT) + 1):
        cut = len(norm) - length
        ending = norm[cut:] or _NO_ENDING
        for infinitive in words.endings.get(ending, ()):
            if norm[:cut] in words.roots[infinitive]:
                yield ending, infinitive


def _singulars(norm: str) -> Iterator[str]:
    yield norm
    if norm[-1] in "sx":
        yield norm[:-1]
    if norm.endswith("aux"):
        yield f"{norm[:-3]}al"
    if norm.endswith("es"):
        yield norm[:-2]


def _masculines(norm: str) -> Iterator[str]:
    for one in _singulars(norm):
        yield one
        if one[-1:] == "e":
            yield one[:-1]
        if one[-1:] == "a":
            yield f"{one[:-1]}o"


@cache
def _words(locale: str) -> _Words:
    data = load_words(locale, "ordinary")
    verbs, endings = data["verbs"], data["endings"]
    by_ending: dict[str, set[str]] = {}
    for infinitive, found in endings.items():
        for ending in found:
            by_ending.setdefault(_ending(ending), set()).add(infinitive)
    return _Words(
        roots={i: frozenset(_roots(i, found)) for i, found in verbs.items()},
        endings={ending: frozenset(found) for ending, found in by_ending.items()},
        past=_tenses(data["past"]),
        imperfect=_tenses(data["imperfect"]),
        said=frozenset().union(*(_folded(data, key) for key in _SAID)),
        **{key: _folded(data, key) for key in _LISTS},
    )


_SAID = ("was", "participles", "irregular", "forms")
_LISTS = ("was", "participles", "irregular", "nouns", "things", "adjectives")


def _folded(data: Mapping[str, Any], key: str) -> frozenset[str]:
    return frozenset(map(fold, data[key]))


def _tenses(endings: Mapping[str, list[str]]) -> frozenset[tuple[str, str]]:
    return frozenset((_ending(e), i) for i, found in endings.items() for e in found)


def _ending(written: str) -> str:
    return written if written == _NO_ENDING else fold(written)


def _roots(infinitive: str, verbs: list[str]) -> Iterator[str]:
    """Give what stands before the endings; 'jett-' and 'essui-' beside 'jet-' and 'essuy-'."""
    cut = 0 if infinitive == _NO_ENDING else len(infinitive)
    for verb in verbs:
        root = fold(verb)[: -cut or None]
        yield root
        if root.endswith(("el", "et")):
            yield root + root[-1]
        elif root.endswith("y"):
            yield f"{root[:-1]}i"
        elif root.endswith("g"):
            yield f"{root}e"
