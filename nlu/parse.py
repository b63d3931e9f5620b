"""Understanding one message: its text, the village's lexicon, the conversation's context."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tournee.catalog.model import Sku
from tournee.nlu.answers import answer, only_says, words_of
from tournee.nlu.confidence import certainty
from tournee.nlu.days import dates
from tournee.nlu.days.dates import DaySpan
from tournee.nlu.heard import Heard
from tournee.nlu.intents.hint import Hint, guided
from tournee.nlu.intents.intention import GOODS, implied, probabilities
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import (
    Answer,
    Context,
    Intent,
    Known,
    Line,
    Parse,
    Period,
    Reason,
    Unresolved,
)
from tournee.nlu.people import Named, named
from tournee.nlu.quantity import numbers
from tournee.nlu.reading import keeping, lattice
from tournee.nlu.reading.choosing import Chooser
from tournee.nlu.reading.compose import Composer
from tournee.nlu.reading.lattice import Lattice
from tournee.nlu.reading.reference import ordered_rather, remembered, repacked, swapped
from tournee.nlu.reading.resolve import narrowed, resolve
from tournee.nlu.reading.sellers import sold_there
from tournee.nlu.reading.settle import parted, settled
from tournee.nlu.reading.state import Act, Item, State
from tournee.nlu.signature import signature, solid, unsigned
from tournee.nlu.trust import trust
from tournee.nlu.words import emoji, grammar
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.inflection import stem
from tournee.nlu.words.tokens import Token, clean, tokens_of

_WISHING = frozenset({"good", "buenas", "buenos", "bon", "bonne", "bona", "bones"})
"""'good evening' says nothing of the delivery."""
_REFUSING = frozenset({Role.SWAP, Role.NEG})
_PUTTING_RIGHT = (["non"], ["no"])
"""'ah non, vendredi' wants that day."""
_LONGEST_REFUSAL = 4
"""Words of 'à la place de'."""
_ABOUT_DAYS = frozenset({Intent.REPEAT, Intent.SET_DELIVERY})
_FOR = frozenset({"pour", "pr", "for", "para", "livraison", "delivery"})
_WANTING = frozenset({Intent.ORDER, Intent.ADD})
_EDITS = frozenset({Intent.REMOVE, Intent.CHANGE})
_SHOWN = 60
"""Characters of what stands behind the longest message: nothing that was asked is passed over."""
_ABSOLUTE = frozenset({Intent.CHANGE, Intent.REPEAT})
_ASKING = frozenset({Intent.ASK_PRICE, Intent.ASK_AVAILABILITY, Intent.ASK_CATALOGUE})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole:
    """A message as the best whole of its readings, before it is said what it asks for."""

    tokens: tuple[Token, ...]
    beyond: str
    """What stands behind the longest message, if there are words in it."""
    lattice: Lattice
    states: list[State]
    """The whole readings, the best first."""
    best: State
    """The best, without goods that are only read out of names and places."""
    signed: str | None
    """Who signs it."""
    before: tuple[Item, ...]
    """What is in the basket."""


class _Goods(NamedTuple):
    """What is asked for, once it is settled."""

    intent: Intent
    """What that tells of the message."""
    items: tuple[Item, ...]
    only: bool
    denied: tuple[Sku, ...]


def parse(text: str, lexicon: Lexicon, context: Context, hint: Hint | None = None) -> Parse:
    """Read a message as the best whole of what its stretches may mean.

    `hint` is what another program understood of the words, whose intents then count.
    """
    text = clean(text)
    whole = _read(text, lexicon, context, hint)
    tokens, best = whole.tokens, whole.best
    ranked = probabilities(tokens, best, context, hint)
    intent = ranked[0][0]
    day, period = _delivery(whole, context, intent)
    people = _people(whole, lexicon)
    said = answer(_heard(whole, lexicon, context, people, ranked[0]), context.question)
    if said is not None and (said.skus or said.codes or said.qty):
        intent = implied(best.items) if best.items else Intent.ORDER
    goods = _goods(whole, lexicon, context, said, intent)
    intent = goods.intent
    choose = Chooser(lexicon=lexicon, context=context, edits=intent in _EDITS)
    lines, unresolved = _lines(choose, text, tokens, goods.items, absolute=intent in _ABSOLUTE)
    if goods.items and whole.beyond:
        unresolved = (*unresolved, Unresolved(text=whole.beyond, reason=Reason.UNKNOWN))
    return Parse(
        intent=intent,
        confidence=ranked[0][1] * certainty(whole.states),
        locale=whole.lattice.locale,
        lines=lines,
        unresolved=unresolved,
        only=goods.only,
        denied=goods.denied,
        day=day,
        period=period,
        about=_asked_about(lexicon, tokens, best.items, intent) if intent in _ASKING else (),
        shops=people.shops,
        place=people.place,
        person=people.person,
        beneficiary=people.beneficiary,
        intents=tuple(ranked[:5]),
        answer=said,
    )


def _read(text: str, lexicon: Lexicon, context: Context, hint: Hint | None) -> _Whole:
    """Read what a message may mean as a whole, up to the longest that is read."""
    stream = tokens_of(text)
    tokens = tuple(islice(stream, lattice.MOST_TOKENS))
    beyond = _beyond(text, stream)
    default = lexicon.village.settings.locales[0] if lexicon.village.settings.locales else "fr"
    if not text.isascii():
        tokens = emoji.spelled(tokens, default)
    locale = grammar.locale_of(tokens, context.locale, default, lexicon.choices.__contains__)
    found = numbers.spans(tokens, locale)
    days = dates.spans(tokens, context.now, ZoneInfo(context.timezone), locale, found)
    readings = lattice.build(lexicon, tokens, locale, days, found)
    if hint:
        readings = guided(readings, hint)
    before = remembered(lexicon, context.basket, context.question, context.recent)
    states = Composer(lexicon, readings, before).best()
    signed, best = _signed(lexicon, tokens, states[0])
    best = best.to(items=ordered_rather(best.items, before))
    return _Whole(
        tokens=tokens,
        beyond=beyond,
        lattice=readings,
        states=states,
        best=best,
        signed=signed,
        before=before,
    )


def _beyond(text: str, rest: Iterator[Token]) -> str:
    """Show the beginning of what is not read."""
    first = next(rest, None)
    if first is None or not (first.is_word or any(token.is_word for token in rest)):
        return ""
    return text[first.start :].strip()[:_SHOWN]


def _delivery(whole: _Whole, context: Context, intent: Intent) -> tuple[date | None, Period | None]:
    today = context.now.astimezone(ZoneInfo(context.timezone)).date()
    days, items = whole.best.days, whole.best.items
    return delivery(_doubted(whole.tokens, days, items, lenient=intent in _ABOUT_DAYS), today)


def _people(whole: _Whole, lexicon: Lexicon) -> Named:
    """Find people, places and shops where neither goods nor days are named."""
    best = whole.best
    taken = {i for item in best.items if item.owners for i in range(item.start, item.end)}
    taken |= {i for span, _ in best.days for i in range(span.start, span.end)}
    return named(whole.tokens, lexicon.gazetteer, taken, whole.signed)


def _heard(
    whole: _Whole,
    lexicon: Lexicon,
    context: Context,
    people: Named,
    likeliest: tuple[Intent, float],
) -> Heard:
    return Heard(
        lexicon=lexicon,
        lattice=whole.lattice,
        items=whole.best.items,
        intent=likeliest[0],
        sure=likeliest[1],
        basket=len(context.basket),
        place=people.place,
        person=people.person,
        days=tuple(span.day for span, _ in whole.best.days if span.day is not None),
    )


def _goods(
    whole: _Whole, lexicon: Lexicon, context: Context, said: Answer | None, intent: Intent
) -> _Goods:
    """Settle what is asked for, which may tell better what the message wants."""
    tokens = whole.tokens
    items = sold_there(lexicon, tokens, whole.best.items)
    found = parted(lexicon, tokens, _beside(lexicon, tokens, items, said))
    only = keeping.only(lexicon, tokens, found, context)
    if only:
        intent, found = Intent.CHANGE, keeping.kept(found)
    if intent in _WANTING:
        found = tuple(item for item in found if not item.negated)
    denied = _denied(found) if intent is Intent.CHANGE else ()
    found = tuple(item for item in found if item not in denied)
    items = settled(found) if intent in GOODS | {Intent.REPEAT} else ()
    if intent is Intent.CHANGE and not only:
        items = repacked(lexicon, swapped(lexicon, items, whole.before), whole.before)
    return _Goods(
        intent=intent,
        items=items,
        only=only,
        denied=tuple(lexicon.products[o].sku for item in denied for o in item.owners[:1]),
    )


def _signed(lexicon: Lexicon, tokens: Sequence[Token], best: State) -> tuple[str | None, State]:
    """Find who signs a message, and leave out goods that are only read out of names and places."""
    places = lexicon.gazetteer.spoken([token.norm for token in tokens])
    items = unsigned(best.items, places, tokens)
    taken = {i for item in items if solid(item) for i in range(item.start, item.end)}
    taken |= {i for span, _ in best.days for i in range(span.start, span.end)}
    found = signature(tokens, places, taken)
    if found:
        items = unsigned(items, {*places, *range(found.start, found.end)}, tokens)
    return found.name if found else None, best.to(items=items)


def _beside(
    lexicon: Lexicon, tokens: Sequence[Token], items: tuple[Item, ...], said: Answer | None
) -> tuple[Item, ...]:
    """Leave out what only answers the question: 'la 2' is no amount, 'le bleu' no cheese."""
    if said is None or not (said.skus or said.codes):
        return items
    others = tuple(item for item in items if not item.refers)
    picked = {lexicon.number[sku] for sku in said.skus}
    if not picked or any(picked & set(item.owners) for item in others):
        return others
    names = frozenset[str]().union(*(words_of(lexicon.products[owner]) for owner in picked))
    return tuple(item for item in others if item.amount and not only_says(tokens, item, names))


def _denied(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """What is said not to be so many: '3 baguettes, pas 3 croissants'."""
    meant = {owner for item in items if not item.negated for owner in item.owners}
    return tuple(
        item
        for item in items
        if meant and item.negated and item.amount.number and meant.isdisjoint(item.owners)
    )


def _lines(
    choose: Chooser, text: str, tokens: Sequence[Token], items: Sequence[Item], *, absolute: bool
) -> tuple[tuple[Line, ...], tuple[Unresolved, ...]]:
    lines: list[Line] = []
    unresolved: list[Unresolved] = []
    for item in items:
        said = text[tokens[item.start].start : tokens[item.end - 1].end]
        chosen, known = choose(item, said, edits=_gone(item))
        found = resolve(choose.lexicon, chosen, said)
        if isinstance(found, Unresolved):
            unresolved.append(found)
            continue
        if known and len(narrowed(choose.lexicon, item)) == 1:
            known = None
        line = _removed(found) if absolute and _gone(item) else found
        lines.append(_weighed(line, item, known, choose))
    return tuple(lines), tuple(unresolved)


def _weighed(line: Line, item: Item, known: Known | None, choose: Chooser) -> Line:
    """Say how sure a line is; what the person picked or ordered before is."""
    context = choose.context
    held = {other.sku for other in context.basket}
    if known or line.sku in context.usual or line.sku in held | {s for _, s in context.taught}:
        return replace(line, known=known)
    others = tuple(choose.lexicon.products[o].sku for o in item.rivals)
    return replace(line, confidence=trust(item), others=others)


def _gone(item: Item) -> bool:
    return item.act in {Act.REMOVE, Act.SWAP}


def _removed(line: Line) -> Line:
    """In a change a line says what the basket shall hold: nothing of what is taken out."""
    return Line(sku=line.sku, qty=Decimal(), unit=line.unit, options=line.options, text=line.text)


def _asked_about(
    lexicon: Lexicon, tokens: Sequence[Token], items: Sequence[Item], intent: Intent
) -> tuple[Sku, ...]:
    """The products of a question, also where it tells of them: 'how much is the cheddar'.

    One for the catalogue may name a kind in any place of it.
    """
    named = _about(lexicon, items)
    if named:
        return named
    keys = [stem(t.norm) for t in tokens if t.is_word and not grammar.is_small(t.norm)]
    if intent is not Intent.ASK_CATALOGUE:
        tails = (lexicon.things.hold(keys[i:]) for i in range(len(keys)))
        held = next((found for found in tails if found is not None), None)
        owners = (held.exact or held.headed) if held is not None else ()
        return tuple(lexicon.products[owner].sku for owner in owners)
    kinds: dict[int, None] = {}
    for key in keys:
        found = lexicon.things.hold((key,))
        headed = found.headed if found and len(found.headed) > 1 else ()
        kinds |= dict.fromkeys(lexicon.things.kind(key) or headed)
    return tuple(lexicon.products[owner].sku for owner in kinds)


def _about(lexicon: Lexicon, items: Sequence[Item]) -> tuple[Sku, ...]:
    """The products that a question names."""
    owners = dict.fromkeys(o for item in items for o in narrowed(lexicon, item))
    return tuple(lexicon.products[o].sku for o in owners)


def _doubted(
    tokens: Sequence[Token],
    named: Sequence[tuple[DaySpan, bool]],
    items: Sequence[Item],
    *,
    lenient: bool,
) -> list[tuple[DaySpan, bool]]:
    """Doubt days that are told of, and words that are more often something else."""
    return [
        (
            span,
            (told and not lenient and not _wanted_then(tokens, span, items))
            or _is_refused(tokens, span)
            or (span.day is None and span.start > 0 and tokens[span.start - 1].norm in _WISHING)
            or (span.weak and not _announced(tokens, span)),
        )
        for span, told in named
    ]


def _is_refused(tokens: Sequence[Token], span: DaySpan) -> bool:
    """Tell whether another day is wanted: 'mercredi plutôt que jeudi', 'pas jeudi'."""
    norms = [token.norm for token in tokens[: span.start]]
    return any(
        end == span.start and spoken.role in _REFUSING and norms[i:] not in _PUTTING_RIGHT
        for i in range(max(0, span.start - _LONGEST_REFUSAL), span.start)
        for end, spoken in grammar.at(norms, i)
    )


def _wanted_then(tokens: Sequence[Token], span: DaySpan, items: Sequence[Item]) -> bool:
    """Tell whether a day in telling is of the delivery all the same: '4 merguez pr bbq samedi'."""
    if _beside_goods(tokens, span, items):
        return True
    start = next((i for i in range(span.start, 0, -1) if not tokens[i - 1].norm[0].isalnum()), 0)
    said = tokens[start : span.start]
    plain = span.day is not None and not any(grammar.has(said, r) for r in (Role.CHAT, Role.POSS))
    return plain and any(item.owners for item in items)


def _beside_goods(tokens: Sequence[Token], span: DaySpan, items: Sequence[Item]) -> bool:
    """Tell whether nothing parts a day from something that is ordered."""
    for item in items if span.day is not None else ():
        low, high = sorted(((item.start, item.end), (span.start, span.end)))
        between = tokens[low[1] : high[0]]
        if item.owners and not any(not t.norm[0].isalnum() for t in between):
            return True
    return False


def _announced(tokens: Sequence[Token], span: DaySpan) -> bool:
    return not span.start or tokens[span.start - 1].norm in _FOR


def delivery(
    named: Sequence[tuple[DaySpan, bool]], today: date
) -> tuple[date | None, Period | None]:
    """Choose the day of delivery among the days of a message: none that is past or told of."""
    said = [span for span, told in named if not told and (span.day is None or span.day >= today)]
    dated = [span for span in said if span.day is not None]
    day = dated[-1].day if dated else None
    periods = [span.period for span in dated or said if span.period is not None]
    return day, periods[-1] if periods else None
