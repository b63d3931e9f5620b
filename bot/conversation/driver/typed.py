"""What a driver types between two doors: 'livré', 'absent 4821', 'livré mme durand, chèque 12,30'.

Which door is meant is told by an order's number, a stop's place ('arrêt 3') or a name; a name that
nobody on the round bears, or that two bear, is never taken for the door that is shown.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from tournee.bot.conversation import phrases
from tournee.bot.conversation.driver import planning
from tournee.bot.conversation.driver.state import Run, State, Visit
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.phrases import Atom, Cue, Number, Phrase, Said, Weight
from tournee.catalog.model import Shop
from tournee.nlu.quantity.amounts import Measure
from tournee.nlu.words.phrases import LOCALES, load_words
from tournee.nlu.words.phrases import norms as phrase_norms
from tournee.nlu.words.tokens import Token, fold, tokenize
from tournee.orders.model import OrderNumber

CUES: Final = (
    Cue.WORRIED,
    Cue.STOPPING,
    Cue.SHARE,
    Cue.TAKE,
    Cue.PICTURE,
    Cue.REPLAN,
    Cue.LOCK,
    Cue.LATE,
    Cue.BACK_LATER,
    Cue.NEIGHBOUR,
    Cue.BEFORE,
    Cue.AFTER,
    Cue.FIRST,
    Cue.LAST,
    Cue.MISSING,
    Cue.SHUT,
    Cue.COLLECTED,
    Cue.ON_TAB,
    Cue.ABSENT,
    Cue.REFUSE,
    Cue.CHEQUE,
    Cue.CASH,
    Cue.DELIVERED,
    Cue.RECEIVED,
    Cue.DEPART,
    Cue.NEXT,
    Cue.LIST,
    Cue.ROUTE,
    Cue.BRING_BACK,
    Cue.HELP,
)
"""Where a phrase holds several, the first of these is meant: 'livré, sur le compte'."""
_HASTY: Final = (
    Cue.LATE,
    Cue.ON_TAB,
    Cue.ABSENT,
    Cue.REFUSE,
    Cue.CHEQUE,
    Cue.DELIVERED,
    Cue.DEPART,
    Cue.NEXT,
    Cue.LIST,
    Cue.ROUTE,
)
"""Understood with a slip of the finger, too."""
_BESIDE: Final = (Cue.STOP, Cue.WITHOUT, Cue.ALL, Cue.YES, Cue.NO)
"""Say something of the others."""
_MOST_STRANGE: Final = 5
_TALKATIVE: Final = frozenset({Cue.WORRIED, Cue.STOPPING, Cue.NEIGHBOUR, Cue.MISSING, Cue.SHUT})
"""May come in a whole sentence."""
_CALLED: Final = re.compile(r"\b(?:mme|madame|mr|monsieur|mlle|m\.|chez|mrs|miss|señora?)\s+(\w+)")
_LEAST: Final = 3
"""Letters of a name that is looked for."""
LONGEST: Final = 500
"""Characters; a longer message is not for the bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """An amount of money, and how it was paid."""

    amount: Decimal | None
    cheque: bool = False
    shop: Shop | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    cue: Cue | None = None
    exact: bool = False
    """The cue was said as it is known; else by a slip of the finger."""
    cues: tuple[Cue, ...] = ()
    doors: tuple[OrderNumber, ...] = ()
    """Those that are named, in their order; where one name fits several, all of these."""
    vague: bool = False
    """One name fits all of `doors`."""
    unknown: str = ""
    """A name that nobody on the round bears."""
    sums: tuple[Sum, ...] = ()
    minutes: int | None = None
    shops: tuple[Shop, ...] = ()
    words: str = ""
    """What was said after the cue: whose neighbour it is."""

    @property
    def door(self) -> OrderNumber | None:
        return self.doors[0] if self.doors and not self.vague else None


def read(text: str, state: State, facts: Facts) -> Typed:
    """Read a phrase; without a cue it is not understood."""
    if len(text) > LONGEST:
        return Typed()
    run = state.under_way or state.waiting
    doors = _doors(state, facts, run)
    numbers = {int(o.number) for o in facts.orders}
    numbers |= {int(n) for r in state.runs for v in r.visits for n in v.numbers}
    reader = phrases.Reader(
        now=facts.now,
        zone=facts.village.settings.zone,
        cues=frozenset((*CUES, *_BESIDE)),
        numbers=frozenset(numbers),
    )
    phrase = reader.read(phrases.bare(text))
    exact = _cue(phrase)
    cue = exact or (_slip(phrase, doors) if len(phrase.strange) <= _MOST_STRANGE else None)
    shops = _shops(phrase, facts)
    named, vague, unknown = _named(phrase, doors, shops)
    unknown = unknown or ("" if named else _neighbour_of_others(phrase, facts))
    places = _places(phrase, doors, cue)
    known = tuple(OrderNumber(a.value) for a in phrase.atoms if isinstance(a, Number))
    return Typed(
        cue=cue,
        exact=exact is not None,
        cues=phrase.cues,
        doors=known or places or named,
        vague=vague and not known and not places,
        unknown="" if known or places else unknown,
        sums=_sums(phrase, shops, cue),
        minutes=_minutes(phrase),
        shops=shops,
        words=_after(phrase, Cue.NEIGHBOUR),
    )


def _doors(state: State, facts: Facts, run: Run | None) -> tuple[Visit, ...]:
    if run is None:
        return tuple(v for r in state.runs for v in r.visits)
    return run.visits if run.departed else planning.doors_of(facts, run)


def _cue(phrase: Phrase) -> Cue | None:
    told = {a.cue for a in phrase.atoms if isinstance(a, Said) and not _goes_on(phrase, a)}
    found = next((cue for cue in CUES if cue in told), None)
    talk = len(phrase.strange) > _MOST_STRANGE and found not in _TALKATIVE
    return None if talk else found


def _goes_on(phrase: Phrase, cue: Said) -> bool:
    """Tell whether the 'la' that ends a cue is the article of what follows: 'pas la monnaie'."""
    if cue.end >= len(phrase.tokens) or phrase.tokens[cue.end] not in phrase.strange:
        return False
    last = phrase.tokens[cue.end - 1]
    return cue.cue is Cue.ABSENT and phrase.text[last.start : last.end].lower() == "la"


def _slip(phrase: Phrase, doors: Sequence[Visit]) -> Cue | None:
    """Return the cue that a mistyped word stands for, if it is nobody's name."""
    known = frozenset[str]().union(*map(phrases.words_of, _HASTY))
    strange = [t for t in phrase.strange if t.norm not in known]
    strange = [t for t in strange if not any(_bears(d, t) for d in doors)]
    near = {t.norm: phrases.nearest_word(t.norm, _HASTY) for t in strange}
    words = {
        word
        for norm, word in near.items()
        if word is not None and phrases.distance(norm, word) <= 1
    }
    return next((cue for cue in _HASTY if words & phrases.words_of(cue)), None)


def _after(phrase: Phrase, cue: Cue) -> str:
    """Return the words after a cue, as written."""
    end = next((a.end for a in phrase.atoms if isinstance(a, Said) and a.cue is cue), None)
    if end is None or end >= len(phrase.tokens):
        return ""
    return phrase.text[phrase.tokens[end].start :].strip(" .,:!")


# --- which door ----------------------------------------------------------------------------------


def _named(
    phrase: Phrase, doors: Sequence[Visit], shops: Sequence[Shop]
) -> tuple[tuple[OrderNumber, ...], bool, str]:
    """Return the doors of the names in a phrase, whether one name fits several, a stranger's."""
    about_shops = {Cue.WITHOUT, Cue.CHEQUE, Cue.COLLECTED, Cue.MISSING, Cue.SHUT}
    about_shops &= set(phrase.cues)
    of_shops = {t.norm for shop in shops for t in tokenize(shop.name)} if about_shops else set()
    said = [t for t in phrase.strange if len(t.norm) >= _LEAST and t.norm not in of_shops]
    found: list[OrderNumber] = []
    fits: dict[str, list[Visit]] = {t.norm: [d for d in doors if _bears(d, t)] for t in said}
    for token in said:
        bearing = fits[token.norm]
        others = [{v.key for v in fits[t.norm]} for t in said if fits[t.norm] and t != token]
        for keys in others:
            bearing = [v for v in bearing if v.key in keys] or bearing
        open_ones = [v for v in bearing if not v.done] or bearing
        if len(open_ones) > 1:
            return tuple(v.numbers[0] for v in open_ones), True, ""
        found += [v.numbers[0] for v in open_ones]
    if found:
        return tuple(dict.fromkeys(found)), False, ""
    return (), False, _stranger(phrase, said)


def _bears(door: Visit, token: Token) -> bool:
    """Whether a word is part of a door's name, give or take a slip of the finger."""
    names = [t.norm for t in tokenize(door.name) if len(t.norm) >= _LEAST]
    slip = 1 if len(token.norm) > 4 else 0  # noqa: PLR2004
    return any(name == token.norm or phrases.distance(name, token.norm) <= slip for name in names)


def _stranger(phrase: Phrase, said: Iterable[Token]) -> str:
    """Return a word that must be a name: after 'Mme', or with a capital inside a sentence."""
    called = _CALLED.search(fold(phrase.text))
    norms = {t.norm: t for t in said}
    if called and called[1] in norms:
        token = norms[called[1]]
        return phrase.text[token.start : token.end]
    for token in said:
        word = phrase.text[token.start : token.end]
        if token.start > 0 and word[:1].isupper():
            return word
    return ""


def _neighbour_of_others(phrase: Phrase, facts: Facts) -> str:
    """Return a word that is the family's name of somebody of the village, at no door of today."""
    last = (
        tokenize(person.name)[-1:]
        for person in (*facts.village.people, *facts.people)
        if person.name
    )
    surnames = {token.norm for tokens in last for token in tokens if len(token.norm) >= _LEAST}
    found = (phrase.text[t.start : t.end] for t in phrase.strange if t.norm in surnames)
    return next(found, "")


def _places(phrase: Phrase, doors: Sequence[Visit], cue: Cue | None) -> tuple[OrderNumber, ...]:
    """Return the doors that are told by their place: 'arrêt 3', '3 avant 2', 'livré 3'."""
    moving = cue in {Cue.FIRST, Cue.LAST, Cue.BEFORE, Cue.AFTER, Cue.LOCK}
    if cue in {Cue.LATE, Cue.NEIGHBOUR} or not (moving or cue in _AT_DOORS):
        return ()
    money = {id(a) for a in _amounts(phrase, cue)}
    figures = [
        int(a.value)
        for a in phrase.atoms
        if isinstance(a, Weight) and a.unit is None and id(a) not in money and a.value % 1 == 0
    ]
    return tuple(doors[n - 1].numbers[0] for n in figures if 1 <= n <= len(doors))


_AT_DOORS: Final = frozenset(
    {Cue.DELIVERED, Cue.ON_TAB, Cue.ABSENT, Cue.REFUSE, Cue.ROUTE, Cue.CASH, Cue.CHEQUE}
    | {Cue.RECEIVED, Cue.WORRIED, Cue.BACK_LATER}
)


# --- money, minutes, shops -----------------------------------------------------------------------


def _amounts(phrase: Phrase, cue: Cue | None, *, bare: bool = False) -> tuple[Weight, ...]:
    """Return the figures that are money: in euros, or beside a word of paying, or `bare` ones."""
    said = [a for a in phrase.atoms if isinstance(a, Said) and _is_of_paying(phrase, a)]
    found = []
    for atom in phrase.atoms:
        if not isinstance(atom, Weight) or _is_place(phrase, atom):
            continue
        beside = any(s.end == atom.start or atom.end == s.start for s in _grown(said, phrase))
        if atom.unit is Measure.EUR or (atom.unit is None and (beside or bare)):
            found.append(atom)
    return tuple(found) if cue is not Cue.LATE else ()


def _is_of_paying(phrase: Phrase, atom: Said) -> bool:
    """Whether a cue speaks of money: 'payé' does, though it also means that all is done."""
    if atom.cue is Cue.DELIVERED:
        last = phrase.tokens[atom.end - 1].norm
        return last in phrases.words_of(Cue.RECEIVED)
    return atom.cue in {Cue.CASH, Cue.CHEQUE, Cue.RECEIVED}


def _grown(said: Iterable[Said], phrase: Phrase) -> Iterable[Atom]:
    """Let words of paying reach over what stands between them and a figure: 'payé avec 20'."""
    fillers = {
        i
        for a in phrase.atoms
        if isinstance(a, Said) and a.cue is Cue.FILLER
        for i in range(a.start, a.end)
    }
    for atom in said:
        start, end = atom.start, atom.end
        while start - 1 in fillers:
            start -= 1
        while end in fillers:
            end += 1
        yield Atom(start, end)


def _is_place(phrase: Phrase, atom: Atom) -> bool:
    stops = (a for a in phrase.atoms if isinstance(a, Said) and a.cue is Cue.STOP)
    return any(stop.end == atom.start for stop in stops)


def _sums(phrase: Phrase, shops: Sequence[Shop], cue: Cue | None) -> tuple[Sum, ...]:
    """Return each amount with the way of paying that stands next to it; then those without one."""
    ways = [a for a in phrase.atoms if isinstance(a, Said) and a.cue in {Cue.CASH, Cue.CHEQUE}]
    found, used = [], set()
    kept = _kept(phrase, cue)
    if kept is not None:
        return (Sum(amount=kept),)
    for atom in _amounts(phrase, cue):
        near = min(ways, key=lambda w: _gap(w, atom), default=None)
        cheque = near is not None and near.cue is Cue.CHEQUE
        if near is not None:
            used.add(near.start)
        shop = shops[0] if cheque and shops else None
        found.append(Sum(amount=atom.value, cheque=cheque, shop=shop))
    for way in ways:
        if way.start not in used:
            cheque = way.cue is Cue.CHEQUE
            found.append(
                Sum(amount=None, cheque=cheque, shop=shops[0] if cheque and shops else None)
            )
    return tuple(found)


def _kept(phrase: Phrase, cue: Cue | None) -> Decimal | None:
    """Return what stays of a note when change was given: '20, rendu 2,90' is 17,10."""
    at = _change_at(phrase)
    amounts = _amounts(phrase, cue, bare=True) if at is not None else ()
    given = [a.value for a in amounts if at is not None and a.start < at]
    back = [a.value for a in amounts if at is not None and a.start >= at]
    kept = max(given) - back[0] if given and len(back) == 1 else Decimal(0)
    return kept if kept > 0 else None


def _change_at(phrase: Phrase) -> int | None:
    """Return where a word for giving change stands."""
    words = _change_words()
    return next((i for i, token in enumerate(phrase.tokens) if token.norm in words), None)


@lru_cache(maxsize=1)
def _change_words() -> frozenset[str]:
    words = (word for locale in LOCALES for word in load_words(locale, "driver")["change"])
    return frozenset(fold(word) for word in words)


def _gap(one: Atom, other: Atom) -> int:
    return max(one.start - other.end, other.start - one.end)


def _minutes(phrase: Phrase) -> int | None:
    return next((int(a.value) for a in phrase.atoms if isinstance(a, Weight)), None)


def _shops(phrase: Phrase, facts: Facts) -> tuple[Shop, ...]:
    """Return the shops that are named: by a word of their name that no other has, or their kind."""
    counts: dict[str, list[Shop]] = {}
    for shop in facts.village.shops:
        norms = {t.norm for t in tokenize(f"{shop.name} {shop.slug}") if len(t.norm) > _LEAST}
        kinds = {f"{_KIND}{kind}" for norm in norms for kind in _kinds().get(norm, ())}
        for word in norms | kinds:
            counts.setdefault(word, []).append(shop)
    said = [t.norm for t in phrase.tokens]
    words = (*said, *(f"{_KIND}{kind}" for norm in said for kind in _kinds().get(norm, ())))
    found = (counts[w][0] for w in words if len(counts.get(w, ())) == 1)
    return tuple(dict.fromkeys(found))


_KIND: Final = "kind:"


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, frozenset[str]]:
    """Return the kinds of shops that a single word may mean, in every language."""
    found: dict[str, set[str]] = {}
    for locale in LOCALES:
        for kind, words in load_words(locale, "shops").items():
            for norms in map(phrase_norms, words):
                found.setdefault(norms[0], set()).add(kind)
    return {norm: frozenset(kinds) for norm, kinds in found.items()}
