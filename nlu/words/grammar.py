"""What the small words of messages do, from `data/<locale>/grammar.yml`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import chain, product

from tournee.nlu.words.inflection import stem
from tournee.nlu.words.phonetics import sound
from tournee.nlu.words.phrases import LOCALES, load_words, norms
from tournee.nlu.words.tokens import Token, fold


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
    HEDGE = "hedge"
    """'not too': the word that follows says how something should not be, and chooses nothing."""
    ONE = "one"
    """Stands for a thing behind what tells it apart: 'a large one'."""
    UNLIKE = "unlike"
    """'pas fumé', 'non traité': the thing before is not of that sort."""
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
    PORTION = "portion"
    """What options come in: 'shots', 'scoops'."""
    QUALITY = "quality"
    ASK = "ask"
    ASIDE = "aside"
    """'on the side', 'to drink': the thing before it stands for itself."""
    KIN = "kin"
    """Words for people: 'mère', 'neighbour'."""
    ENOUGH = "enough"
    """'rien d'autre': it is fine as it is."""
    NONE = "none"
    """'aucun': none of what was offered."""
    DOUBLE = "double"
    """'doublez': as much again of what the basket holds."""
    AGAIN = "again"
    """'un autre pareil': as the thing before."""
    PARTS = "parts"
    """'dont': what follows is part of the thing before."""
    ANY = "any"
    """'peu importe': whichever of what was offered."""
    CHEAPEST = "cheapest"
    THE_OTHER = "the_other"
    """'l'autre': the thing of the basket that the message does not name."""
    INVERSE = "inverse"
    """'inversez', 'le contraire': two amounts change places."""
    KEEP = "keep"
    EXCEPT = "except"
    """'sauf': what follows is not taken out."""
    YES = "yes"
    LAST = "last"
    """'le dernier': the end of a list."""
    DELIVER = "deliver"
    """Words of the delivery, whose day counts."""


_ELIDING = (" de", " que")


@dataclass(frozen=True, slots=True)
class Spoken:
    """One role of a phrase, in one language."""

    role: Role
    locale: str


@dataclass(frozen=True, slots=True)
class _Phrases:
    """All phrases of all languages, as they are looked up."""

    spoken: Mapping[tuple[str, ...], tuple[Spoken, ...]]
    lengths: Mapping[str, tuple[int, ...]]
    """By first word, the longest first."""
    words: Mapping[str, frozenset[str]]
    """By language; all of them under ''."""
    locales: Mapping[str, Mapping[str, float]]
    """By word that is a phrase alone, how much it says of the language."""
    by_role: Mapping[Role, Mapping[str, tuple[tuple[str, ...], ...]]]
    """By role and first word."""


@cache
def _phrases() -> _Phrases:
    spoken: dict[tuple[str, ...], tuple[Spoken, ...]] = {}
    words: dict[str, frozenset[str]] = {}
    for locale in LOCALES:
        single: set[str] = set()
        for name, phrases in load_words(locale, "grammar").items():
            one = Spoken(Role(name), locale)
            for phrase in chain.from_iterable(map(_elided, _spelled_out(phrases))):
                split = norms(phrase)
                spoken[split] = tuple(dict.fromkeys((*spoken.get(split, ()), one)))
                single.update(split)
        words[locale] = frozenset(single)
    words[""] = frozenset().union(*words.values())
    lengths: dict[str, set[int]] = {}
    by_role: dict[Role, dict[str, tuple[tuple[str, ...], ...]]] = {role: {} for role in Role}
    for split, meanings in spoken.items():
        lengths.setdefault(split[0], set()).add(len(split))
        for role in {one.role for one in meanings}:
            firsts = by_role[role]
            firsts[split[0]] = (*firsts.get(split[0], ()), split)
    ordered = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
    alone = {split[0]: meanings for split, meanings in spoken.items() if len(split) == 1}
    locales = {
        word: {one.locale: _PACK if one.role is Role.PACK else 1.0 for one in ones}
        for word, ones in alone.items()
    }
    for locale in LOCALES:
        for word in _numbers(locale) - locales.keys():
            locales[word] = {other: _NUMBER for other in LOCALES if word in _numbers(other)}
    return _Phrases(spoken, ordered, words, locales, by_role)


@cache
def _numbers(locale: str) -> frozenset[str]:
    """Words that articles and numbers are made of."""
    data = load_words(locale, "numbers")
    lists = (data["indefinite"], *data["cardinals"].values(), *data["collectives"].values())
    return frozenset(fold(word) for words in lists for word in words if word.isalpha())


def _spelled_out(phrases: Sequence[str]) -> Iterator[str]:
    """Give each phrase of one with choices: 'can/could i get/go_for' is four, '_' is a space."""
    for phrase in phrases:
        if "/" not in phrase:
            yield phrase
            continue
        for words in product(*(choices.split("/") for choices in phrase.split(" "))):
            yield " ".join(words).replace("_", " ")


def _elided(phrase: str) -> tuple[str, ...]:
    """Return a phrase, and as it stands before a vowel: 'peu de' and "peu d'"."""
    return (phrase, f"{phrase[:-1]}'") if phrase.endswith(_ELIDING) else (phrase,)


def at(norms: Sequence[str], i: int) -> Iterator[tuple[int, Spoken]]:
    """Yield (end, what it does) of each phrase that starts at a folded token, the longest first."""
    phrases = _phrases()
    for length in phrases.lengths.get(norms[i], ()):
        words = tuple(norms[i : i + length])
        if len(words) == length:
            for spoken in phrases.spoken.get(words, ()):
                yield i + length, spoken


@cache
def _pack_sounds(locale: str) -> frozenset[str]:
    words = load_words(locale, "grammar")["pack"] if locale in LOCALES else []
    return frozenset(sound(plain[0]) for word in words if len(plain := norms(word)) == 1)


@cache
def _small_sounds(locale: str) -> frozenset[str]:
    return frozenset(map(sound, _phrases().words.get(locale, ())))


def sounds_small(norm: str, locale: str) -> bool:
    """Tell whether a word is heard like one of some phrase: 'mercii'."""
    return sound(norm) in _small_sounds(locale)


def sounds_like_pack(norm: str, locale: str) -> bool:
    """Tell whether a word is heard like one for a pack: 'un peau de miel'."""
    return sound(norm) in _pack_sounds(locale)


def has(tokens: Sequence[Token], role: Role) -> bool:
    """Tell whether a message has a phrase of a role, whatever else it may be read as."""
    phrases = _phrases().by_role[role]
    return any(
        len(words) == 1 or words == tuple(t.norm for t in tokens[i : i + len(words)])
        for i, token in enumerate(tokens)
        if token.norm in phrases
        for words in phrases[token.norm]
    )


def is_small(norm: str, locale: str = "") -> bool:
    """Tell whether a word stands in some phrase (of a language), so that it is no misspelling."""
    return norm in _phrases().words.get(locale, ())


def is_role(norm: str, role: Role) -> bool:
    """Tell whether a word alone is a phrase of a role, in any language."""
    return (norm,) in _phrases().by_role[role].get(norm, ())


def is_pack(norm: str) -> bool:
    """Tell whether a word alone is one for a pack, in any language."""
    return norm in _packs()


@cache
def _packs() -> frozenset[str]:
    return frozenset(norm for norm in _phrases().by_role[Role.PACK] if is_role(norm, Role.PACK))


def is_bottle(norm: str) -> bool:
    """Tell whether a word is one for a pack of what is sold by its volume, in any language."""
    return norm in _bottles()


@cache
def _bottles() -> frozenset[str]:
    return frozenset(fold(w) for locale in LOCALES for w in load_words(locale, "words")["bottles"])


@cache
def stems(role: Role) -> frozenset[str]:
    """Return the stems of the words that alone are phrases of a role, in some language."""
    return frozenset(
        stem(words[0])
        for split in _phrases().by_role[role].values()
        for words in split
        if len(words) == 1
    )


_FRENCH = frozenset("éèêàçùœ")
_PACK = 0.4
"""A word for a pack is used in other languages, too: '1 bag', '2 packs'."""
_NUMBER = 0.5
"""A number word is written alike in other languages, too."""
_LETTER = 0.4
"""A word of one letter says little of the language: 'a latte'."""
_SPANISH = frozenset("ñ¿¡áíó")


def locale_of(
    tokens: Sequence[Token], known: str | None, default: str, is_named: Callable[[str], bool]
) -> str:
    """Tell the language of a message by its small words; `default` where nothing tells.

    Words that the catalogue names say little: a 'grande' of an English menu.
    """
    votes = dict.fromkeys(LOCALES, 0.0)
    locales = _phrases().locales
    for token in tokens:
        for locale, weight in locales.get(token.norm, {}).items():
            slight = len(token.norm) == 1 or is_named(token.norm)
            votes[locale] += min(weight, _LETTER) if slight else weight
        if token.text.isascii():
            continue
        letters = token.text.lower()
        if token.text != token.norm and not _FRENCH.isdisjoint(letters):
            votes["fr"] += 0.5
        elif not _SPANISH.isdisjoint(letters):
            votes["es"] += 1.0
    best = max(votes.values())
    if best <= _LETTER:
        return known or default
    if known and votes.get(known, 0.0) >= best - 0.5:
        return known
    if votes.get(default, 0.0) >= best:
        return known or default
    return max(LOCALES, key=lambda locale: votes[locale])
