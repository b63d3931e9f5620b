"""Understanding one message: its text, the village's lexicon, the conversation's context."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from tournee.catalog.model import Sku
from tournee.nlu import dates, grammar, lattice
from tournee.nlu.answers import Heard, answer
from tournee.nlu.compose import Composer
from tournee.nlu.dates import DaySpan
from tournee.nlu.hint import Hint, guided
from tournee.nlu.intention import GOODS, probabilities
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Answer, Context, Intent, Line, Parse, Period, Unresolved
from tournee.nlu.people import named
from tournee.nlu.reference import remembered
from tournee.nlu.resolve import narrowed, resolve
from tournee.nlu.settle import settled
from tournee.nlu.state import Act, Item
from tournee.nlu.text import Token, fold, tokenize

_ABOUT_DAYS = frozenset({Intent.REPEAT, Intent.SET_DELIVERY})
_FOR = frozenset({"pour", "pr", "for", "para", "livraison", "delivery"})
_ABSOLUTE = frozenset({Intent.CHANGE, Intent.REPEAT})
_ASKING = frozenset({Intent.ASK_PRICE, Intent.ASK_AVAILABILITY, Intent.ASK_CATALOGUE})


def parse(text: str, lexicon: Lexicon, context: Context, hint: Hint | None = None) -> Parse:
    """Read a message as the best whole of what its stretches may mean.

    `hint` is what another program understood of the words, whose intents then count.
    """
    tokens = tokenize(text)[: lattice.MOST_TOKENS]
    default = lexicon.village.settings.locales[0] if lexicon.village.settings.locales else "fr"
    locale = grammar.locale_of(tokens, context.locale, default)
    zone = ZoneInfo(context.timezone)
    days = dates.spans(tokens, context.now, zone, locale)
    readings = lattice.build(lexicon, tokens, locale, days)
    if hint:
        readings = guided(readings, hint)
    before = remembered(lexicon, context.basket, context.question)
    best = Composer(lexicon, readings, before).best()[0]
    ranked = probabilities(tokens, best, context, hint)
    intent = ranked[0][0]
    today = context.now.astimezone(zone).date()
    day, period = delivery(_doubted(tokens, best.days, lenient=intent in _ABOUT_DAYS), today)
    goods = {i for item in best.items if item.owners for i in range(item.start, item.end)}
    goods |= {i for span, _ in best.days for i in range(span.start, span.end)}
    people = named(tokens, lexicon.gazetteer, goods)
    heard = Heard(
        lexicon=lexicon,
        lattice=readings,
        items=best.items,
        intent=intent,
        place=people.place,
        person=people.person,
        days=tuple(span.day for span, _ in best.days if span.day is not None),
    )
    said = answer(heard, context)
    if said is not None and (said.skus or said.codes or said.qty) and intent not in GOODS:
        intent = Intent.ORDER
    goods_read = _beside(best.items, said)
    items = settled(goods_read) if intent in GOODS | {Intent.REPEAT} else ()
    lines, unresolved = _lines(lexicon, text, tokens, items, intent, context)
    return Parse(
        intent=intent,
        confidence=ranked[0][1],
        locale=locale,
        lines=lines,
        unresolved=unresolved,
        day=day,
        period=period,
        about=_about(lexicon, best.items, context) if intent in _ASKING else (),
        shops=people.shops,
        place=people.place,
        person=people.person,
        beneficiary=people.beneficiary,
        intents=tuple(ranked[:5]),
        answer=said,
    )


def _beside(items: tuple[Item, ...], said: Answer | None) -> tuple[Item, ...]:
    """Leave out what only answers the question: 'la 2' is no amount of the basket's last thing."""
    picked = said is not None and (said.skus or said.codes)
    return tuple(item for item in items if not item.refers) if picked else items


def _lines(
    lexicon: Lexicon,
    text: str,
    tokens: Sequence[Token],
    items: Sequence[Item],
    intent: Intent,
    context: Context,
) -> tuple[tuple[Line, ...], tuple[Unresolved, ...]]:
    lines: list[Line] = []
    unresolved: list[Unresolved] = []
    for item in items:
        said = text[tokens[item.start].start : tokens[item.end - 1].end]
        found = resolve(lexicon, _known(lexicon, item, said, intent, context), said)
        if isinstance(found, Unresolved):
            unresolved.append(found)
        else:
            lines.append(_removed(found) if intent in _ABSOLUTE and _gone(item) else found)
    return tuple(lines), tuple(unresolved)


def _known(lexicon: Lexicon, item: Item, said: str, intent: Intent, context: Context) -> Item:
    """Let the basket, what was taught and what is usual choose between several products."""
    if len(item.owners) < 2:  # noqa: PLR2004
        return item
    skus = [lexicon.products[o].sku for o in item.owners]
    held = [line.sku for line in context.basket if line.sku in skus]
    phrase = fold(said)
    taught = [sku for known, sku in context.taught if known and known in phrase and sku in skus]
    usual = [sku for sku in context.usual if sku in skus]
    edits = intent in {Intent.REMOVE, Intent.CHANGE} or _gone(item)
    for known in (held if edits else [], taught, usual):
        if known:
            return item._replace(owners=(lexicon.number[known[0]],))
    return item


def _gone(item: Item) -> bool:
    return item.act in {Act.REMOVE, Act.SWAP}


def _removed(line: Line) -> Line:
    """In a change a line says what the basket shall hold: nothing of what is taken out."""
    return Line(sku=line.sku, qty=Decimal(), unit=line.unit, options=line.options, text=line.text)


def _about(lexicon: Lexicon, items: Sequence[Item], context: Context) -> tuple[Sku, ...]:
    """The products that a question is about; without any, the one talked about last."""
    owners = dict.fromkeys(o for item in items for o in narrowed(lexicon, item))
    return tuple(lexicon.products[o].sku for o in owners) or context.recent[:1]


def _doubted(
    tokens: Sequence[Token], named: Sequence[tuple[DaySpan, bool]], *, lenient: bool
) -> list[tuple[DaySpan, bool]]:
    """Doubt days that are told of, and words that are more often something else."""
    return [
        (span, (told and not lenient) or (span.weak and not _announced(tokens, span)))
        for span, told in named
    ]


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
