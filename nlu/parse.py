"""Understanding one message: text, the village's lexicon and the conversation's context -> Parse."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from tournee.catalog.model import Sku
from tournee.nlu import dates, grammar, lattice
from tournee.nlu.compose import Composer
from tournee.nlu.dates import DaySpan
from tournee.nlu.intention import GOODS, probabilities
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context, Intent, Line, Parse, Period, Unresolved
from tournee.nlu.resolve import narrowed, resolve
from tournee.nlu.settle import settled
from tournee.nlu.state import Act, Item
from tournee.nlu.text import Token, tokenize

_ABOUT_DAYS = frozenset({Intent.REPEAT, Intent.SET_DELIVERY})
_FOR = frozenset({"pour", "pr", "for", "para", "livraison", "delivery"})
_ASKING = frozenset({Intent.ASK_PRICE, Intent.ASK_AVAILABILITY, Intent.ASK_CATALOGUE})


def parse(text: str, lexicon: Lexicon, context: Context) -> Parse:
    """Read a message as the best whole of what its stretches may mean."""
    tokens = tokenize(text)[: lattice.MOST_TOKENS]
    default = lexicon.village.settings.locales[0] if lexicon.village.settings.locales else "fr"
    locale = grammar.locale_of(tokens, context.locale, default)
    zone = ZoneInfo(context.timezone)
    days = dates.spans(tokens, context.now, zone, locale)
    readings = lattice.build(lexicon, tokens, locale, days)
    best = Composer(lexicon, readings).best()[0]
    ranked = probabilities(tokens, best, context)
    intent = ranked[0][0]
    items = settled(best.items) if intent in GOODS else ()
    lines, unresolved = _lines(lexicon, text, tokens, items, intent)
    named = _prepared(tokens, best.days, lenient=intent in _ABOUT_DAYS)
    day, period = delivery(named, context.now.astimezone(zone).date())
    return Parse(
        intent=intent,
        confidence=ranked[0][1],
        locale=locale,
        lines=lines,
        unresolved=unresolved,
        day=day,
        period=period,
        about=_about(lexicon, best.items) if intent in _ASKING else (),
        intents=tuple(ranked[:5]),
    )


def _lines(
    lexicon: Lexicon, text: str, tokens: Sequence[Token], items: Sequence[Item], intent: Intent
) -> tuple[tuple[Line, ...], tuple[Unresolved, ...]]:
    lines: list[Line] = []
    unresolved: list[Unresolved] = []
    for item in items:
        said = text[tokens[item.start].start : tokens[item.end - 1].end]
        found = resolve(lexicon, item, said)
        if isinstance(found, Unresolved):
            unresolved.append(found)
        else:
            lines.append(_removed(found) if intent is Intent.CHANGE and _gone(item) else found)
    return tuple(lines), tuple(unresolved)


def _gone(item: Item) -> bool:
    return item.act in {Act.REMOVE, Act.SWAP}


def _removed(line: Line) -> Line:
    """In a change a line says what the basket shall hold: nothing of what is taken out."""
    return Line(sku=line.sku, qty=Decimal(), unit=line.unit, options=line.options, text=line.text)


def _about(lexicon: Lexicon, items: Sequence[Item]) -> tuple[Sku, ...]:
    owners = dict.fromkeys(o for item in items for o in narrowed(lexicon, item))
    return tuple(lexicon.products[o].sku for o in owners)


def _prepared(
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
