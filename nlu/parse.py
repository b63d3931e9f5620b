"""Understanding one message: text, the village's lexicon and the conversation's context -> Parse."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from tournee.nlu import dates, grammar, lattice
from tournee.nlu.compose import Composer
from tournee.nlu.dates import DaySpan
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context, Intent, Line, Parse, Period, Unresolved
from tournee.nlu.resolve import resolve
from tournee.nlu.state import Act, Item
from tournee.nlu.text import Token, tokenize


def parse(text: str, lexicon: Lexicon, context: Context) -> Parse:
    """Read a message as the best whole of what its stretches may mean."""
    tokens = tokenize(text)[: lattice.MOST_TOKENS]
    default = lexicon.village.settings.locales[0] if lexicon.village.settings.locales else "fr"
    locale = grammar.locale_of(tokens, context.locale, default)
    zone = ZoneInfo(context.timezone)
    days = dates.spans(tokens, context.now, zone)
    readings = lattice.build(lexicon, tokens, locale, days)
    states = Composer(lexicon, readings).best()
    best = states[0]
    lines: list[Line] = []
    unresolved: list[Unresolved] = []
    for item in best.items:
        result = resolve(lexicon, item, _said(text, tokens, item))
        if isinstance(result, Line):
            lines.append(result)
        else:
            unresolved.append(result)
    day, period = delivery(best.days, context.now.astimezone(zone).date())
    return Parse(
        day=day,
        period=period,
        intent=_intent(best.items),
        confidence=0.5,
        locale=locale,
        lines=tuple(lines),
        unresolved=tuple(unresolved),
    )


def delivery(
    named: Sequence[tuple[DaySpan, bool]], today: date
) -> tuple[date | None, Period | None]:
    """Choose the day of delivery among the days of a message: none that is past or told of."""
    said = [span for span, told in named if not told and (span.day is None or span.day >= today)]
    dated = [span for span in said if span.day is not None]
    day = dated[-1].day if dated else None
    periods = [span.period for span in dated or said if span.period is not None]
    return day, periods[-1] if periods else None


def _said(text: str, tokens: Sequence[Token], item: Item) -> str:
    return text[tokens[item.start].start : tokens[item.end - 1].end]


def _intent(items: Sequence[Item]) -> Intent:
    acts = {item.act for item in items}
    if not items:
        return Intent.OTHER
    if acts == {Act.REMOVE}:
        return Intent.REMOVE
    if acts & {Act.CHANGE, Act.SWAP}:
        return Intent.CHANGE
    if items[0].act is Act.ADD:
        return Intent.ADD
    return Intent.ORDER
