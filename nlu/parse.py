"""Understanding one message: its text, the village's lexicon, the conversation's context."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tournee.catalog.model import Sku
from tournee.nlu.answers import answer, in_name, only_says, words_of
from tournee.nlu.confidence import certainty
from tournee.nlu.days import dates
from tournee.nlu.heard import Heard
from tournee.nlu.intents.hint import Hint, guided
from tournee.nlu.intents.intention import GOODS, implied, leans, probabilities
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import (
    Answer,
    Context,
    Intent,
    Known,
    Line,
    Parse,
    Reason,
    Unresolved,
)
from tournee.nlu.people import Named, named
from tournee.nlu.quantity import numbers
from tournee.nlu.quantity.numbers import NumberSpan
from tournee.nlu.reading import homonyms, keeping, lattice
from tournee.nlu.reading.choosing import Chooser
from tournee.nlu.reading.compose import Composer
from tournee.nlu.reading.delivery import Delivery, delivery
from tournee.nlu.reading.lattice import Lattice
from tournee.nlu.reading.leftover import gathered, pointed_to
from tournee.nlu.reading.reference import (
    doubled,
    in_place,
    ordered_rather,
    remembered,
    repacked,
    swapped,
)
from tournee.nlu.reading.resolve import narrowed, resolve
from tournee.nlu.reading.sellers import sold_there
from tournee.nlu.reading.settle import (
    announced,
    denied,
    either,
    parted,
    settled,
    totalled,
    wanted_first,
)
from tournee.nlu.reading.sharing import shared
from tournee.nlu.reading.signs import below_zero, negative
from tournee.nlu.reading.state import Act, Item, State, path
from tournee.nlu.reading.telling import asked
from tournee.nlu.reading.turning import exchanged, for_so_many, is_settled, largest, turned
from tournee.nlu.signature import signature, solid, unsigned
from tournee.nlu.trust import trust
from tournee.nlu.words import emoji, grammar
from tournee.nlu.words.inflection import stem
from tournee.nlu.words.tokens import Token, clean, tokens_of

_WANTING = frozenset({Intent.ORDER, Intent.ADD})
_EDITS = frozenset({Intent.REMOVE, Intent.CHANGE})
_SHOWN = 60
"""Characters of what stands behind the longest message: nothing that was asked is passed over."""
_TURNED = 0.95
"""How likely a change is where the words can hardly say anything else."""
_ABSOLUTE = frozenset({Intent.CHANGE, Intent.REPEAT})
_ASKING = frozenset({Intent.ASK_PRICE, Intent.ASK_AVAILABILITY, Intent.ASK_CATALOGUE})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole:
    """A message as the best whole of its readings, before it is said what it asks for."""

    tokens: tuple[Token, ...]
    beyond: str
    """What stands behind the longest message, if there are words in it."""
    numbers: Sequence[NumberSpan]
    turns: bool
    """It turns what is in the basket: 'inversez'."""
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
    whole, ranked = _ranked(_read(text, lexicon, context, hint), context, hint)
    tokens, best = whole.tokens, whole.best
    intent = ranked[0][0]
    today = context.now.astimezone(ZoneInfo(context.timezone)).date()
    when = delivery(tokens, best, today, intent)
    people = _people(whole, lexicon)
    said = answer(_heard(whole, lexicon, context, people, ranked[0]), context.question)
    wanted = any(_is_wanted(item, tokens) for item in best.items)
    if intent is Intent.SET_DELIVERY and people.beneficiary and wanted:
        intent = Intent.ORDER  # 'pour Mme Diot à la Croix 6 œufs'
    if said is not None and (said.skus or said.codes or said.qty):
        intent = implied(best.items) if best.items else Intent.ORDER
    goods = _goods(whole, lexicon, context, said, intent)
    intent = goods.intent
    choose = Chooser(lexicon=lexicon, context=context, edits=intent in _EDITS)
    absolute = intent in _ABSOLUTE
    lines, unresolved = _lines(choose, text, tokens, goods.items, when, absolute=absolute)
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
        day=when.day,
        period=when.period,
        about=_asked_about(lexicon, tokens, best.items, intent) if intent in _ASKING else (),
        shops=people.shops,
        place=people.place,
        person=people.person,
        beneficiary=people.beneficiary,
        kin=people.kin,
        hosted=people.hosted,
        intents=tuple(ranked[:5]),
        answer=said,
    )


def _ranked(
    whole: _Whole, context: Context, hint: Hint | None
) -> tuple[_Whole, list[tuple[Intent, float]]]:
    """Rank what a message may want; what it hardly orders is asked about."""
    best = whole.best
    ranked = probabilities(whole.tokens, best, context, hint)
    if context.question is None and leans(ranked, best.items):
        first, *others = best.items
        best = best.to(items=(first._replace(doubtful=True), *others))
        whole = replace(whole, best=best)
        ranked.insert(0, (implied(best.items), ranked[0][1]))
    if whole.turns:
        rest = ((i, p * (1 - _TURNED)) for i, p in ranked if i is not Intent.CHANGE)
        ranked = [(Intent.CHANGE, _TURNED), *rest]
    return whole, ranked


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
    before = remembered(lexicon, context.basket, context.question, context.recent, context.offered)
    states = Composer(lexicon, readings, before).best()
    signed, best = _signed(lexicon, tokens, states[0])
    meant = exchanged(tokens, ordered_rather(best.items, before))
    kept = gathered(asked(meant, tokens, locale), path(best), tokens, locale)
    best = best.to(items=pointed_to(kept, path(best), readings))
    turns: tuple[Item, ...] = ()
    if is_settled(context.question):
        counts = [number for number in found if not _is_of_day(number, best)]
        turns = turned(lexicon, tokens, best.items, before, counts)
    if turns:
        best = best.to(items=turns)
    return _Whole(
        tokens=tokens,
        beyond=beyond,
        numbers=found,
        turns=bool(turns),
        lattice=readings,
        states=states,
        best=best,
        signed=signed,
        before=before,
    )


def _is_of_day(number: NumberSpan, best: State) -> bool:
    """Tell whether a number is one of a day or an hour."""
    return any(span.start <= number.start < span.end for span, _ in best.days)


def _beyond(text: str, rest: Iterator[Token]) -> str:
    """Show the beginning of what is not read, where there are letters in it."""
    first = next(rest, None)
    left = text[first.start :] if first else ""
    return left.strip()[:_SHOWN] if any(map(str.isalpha, left)) else ""


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
    items = wanted_first(tokens, either(tokens, totalled(tokens, items)))
    items = shared(tokens, items, whole.numbers)
    items = largest(lexicon, tokens, for_so_many(lexicon, tokens, items, whole.numbers))
    found = parted(lexicon, tokens, _beside(lexicon, tokens, items, said))
    only = keeping.only(lexicon, tokens, found, context)
    if only:
        intent, found = Intent.CHANGE, keeping.kept(found)
    if intent in _WANTING:
        found = announced(tokens, tuple(item for item in found if not item.negated))
    away = denied(found) if intent is Intent.CHANGE else ()
    found = tuple(item for item in found if item not in away)
    items = settled(found) if intent in GOODS | {Intent.REPEAT} else ()
    if intent is Intent.CHANGE and not only:
        items = doubled(tokens, items, whole.before)
        items = in_place(tokens, swapped(lexicon, items, whole.before), whole.before)
        items = repacked(lexicon, items, whole.before)
    return _Goods(
        intent=intent,
        items=items,
        only=only,
        denied=tuple(lexicon.products[o].sku for item in away for o in item.owners[:1]),
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
    if said is not None and said.name:
        return tuple(item for item in items if not in_name(tokens, item))
    if said is None or not (said.skus or said.codes):
        return items
    others = tuple(item for item in items if not item.refers)
    picked = {lexicon.number[sku] for sku in said.skus}
    if not picked or any(picked & set(item.owners) for item in others):
        return others
    names = frozenset[str]().union(*(words_of(lexicon.products[owner]) for owner in picked))
    return tuple(item for item in others if item.amount and not only_says(tokens, item, names))


def _lines(
    choose: Chooser,
    text: str,
    tokens: Sequence[Token],
    items: Sequence[Item],
    when: Delivery,
    *,
    absolute: bool,
) -> tuple[tuple[Line, ...], tuple[Unresolved, ...]]:
    lines: list[Line] = []
    unresolved: list[Unresolved] = []
    for item in items:
        said = text[tokens[item.start].start : tokens[item.end - 1].end]
        chosen, known = choose(item, said, edits=_gone(item))
        found = resolve(choose.lexicon, chosen, said)
        if below_zero(tokens, item):
            found = negative(found)
        if isinstance(found, Unresolved):
            gone = absolute and _gone(item)
            found = replace(found, day=when.of(item))
            unresolved.append(replace(found, qty=Decimal()) if gone else found)
            continue
        if known and len(narrowed(choose.lexicon, item)) == 1:
            known = None
        line = _removed(found, item, choose.context) if absolute and _gone(item) else found
        lines.append(replace(_weighed(line, item, known, choose), day=when.of(item)))
    return tuple(lines), tuple(unresolved)


def _weighed(line: Line, item: Item, known: Known | None, choose: Chooser) -> Line:
    """Say how sure a line is; what the person picked or ordered before is."""
    context = choose.context
    held = {other.sku for other in context.basket}
    if known or line.sku in context.usual or line.sku in held | {s for _, s in context.taught}:
        return replace(line, known=known)
    others = tuple(choose.lexicon.products[o].sku for o in item.rivals)
    sure = trust(item)
    if homonyms.is_of_another_trade(choose.lexicon, item):
        sure *= homonyms.SHARE
    return replace(line, confidence=sure, others=others)


def _is_wanted(item: Item, tokens: Sequence[Token]) -> bool:
    """Tell whether so many of a thing are named, be it as part of its name: '6 œufs'."""
    figure = any(token.norm.isdecimal() for token in tokens[item.start : item.end])
    return bool(item.owners) and (figure or bool(item.amount)) and not item.refers


def _gone(item: Item) -> bool:
    return item.act in {Act.REMOVE, Act.SWAP}


def _removed(line: Line, item: Item, context: Context) -> Line:
    """In a change a line says what the basket shall hold: what is left of what is taken out."""
    held = next((other.qty for other in context.basket if other.sku == line.sku), None)
    some = item.act is Act.REMOVE and not item.negated
    left = Decimal()
    if some and held is not None and line.qty is not None:
        left = max(left, held - line.qty)
    return Line(sku=line.sku, qty=left, unit=line.unit, options=line.options, text=line.text)


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
