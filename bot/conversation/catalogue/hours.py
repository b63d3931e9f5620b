"""Holidays and hours by message: 'fermé du 2 au 9 décembre', 'ouvert dimanche matin'.

What is read becomes one more rule of OpenStreetMap's syntax: `2026 Dec 02-2026 Dec 09 off`. Rules
of days gone by are dropped when a new one comes, so that the text stays short.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from tournee.bot.conversation.catalogue import weekly, words
from tournee.bot.conversation.catalogue.replies import DaysUnclear
from tournee.bot.conversation.model import Facts
from tournee.catalog.edits import Change
from tournee.catalog.folder.fields import ExpectedError
from tournee.catalog.folder.fields import hours as read_hours
from tournee.catalog.hours import Hours, Span
from tournee.catalog.model import Shop
from tournee.nlu.days import dates
from tournee.nlu.days.dates import DaySpan
from tournee.nlu.model import Period
from tournee.nlu.words.tokens import Token, tokenize

LONGEST_CLOSED: Final = timedelta(days=366)
_SIGNS: Final = frozenset(",;:.!()/-–—…\n\"'«»")
_ONE_DAY: Final = re.compile(r"\d{4} [A-Z][a-z]{2} \d{2}(?:-(\d{4} [A-Z][a-z]{2} \d{2}))?")
_NOON: Final = time(13)
_USUAL: Final = {Period.MORNING: (time(8), time(12)), Period.AFTERNOON: (time(14), time(18))}
_EVENING: Final = (time(18), time(20))
_MONTHS: Final = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
_BETWEEN: Final = (
    re.compile(r"\s*[,;.\n]\s*(?:mais|et|but|and|pero|y)?\s*|\s+(?:mais|but|pero)\s+"),
    re.compile(r"\s*[,;.\n]\s*|\s+(?:mais|et|but|and|pero|y)\s+"),
)
"""What stands between two statements; an 'and' may as well join two days of one."""
_TWO_DAYS: Final = re.compile(r"\b(\d{1,2})\s+(?:et|and|y)\s+(\d{1,2})(?=\s+[^\W\d])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days on which a shop is closed, or open otherwise than usual."""

    first: date
    last: date
    closed: bool
    said: DaySpan


def changed(text: str, shop: Shop, facts: Facts) -> tuple[Change, ...] | DaysUnclear | None:
    """Return what a sentence changes of a shop's hours; None where it is not about them."""
    week = weekly.told(text, shop)
    if week is not None:
        return set_hours(week, shop)
    told = _stretches(text, facts)
    if not told:
        return None
    rules = [r for r in _rules(shop.hours) if not _gone(r, _today(facts))]
    for stretch in told:
        days, spans = _days(stretch), _rule_of(stretch, shop, facts)
        if spans is None:
            return DaysUnclear(text=text)
        rules = [r for r in rules if not r.startswith(f"{days} ")]  # the last word on them holds
        rules.append(f"{days} {spans}")
    return set_hours("; ".join(rules), shop)


def _rule_of(stretch: Stretch, shop: Shop, facts: Facts) -> str | None:
    if stretch.closed and stretch.said.period is None and stretch.said.hour is None:
        return "off"
    return _hours_of(stretch, shop, facts)


def _stretches(text: str, facts: Facts) -> tuple[Stretch, ...]:
    """Read one statement, or several: 'fermé mardi, ouvert mercredi'; none where any is not one."""
    if (one := read(text, facts)) is not None:
        return (one,)
    for between in _BETWEEN:
        found = [read(part, facts) for part in between.split(text) if part.strip()]
        whole = tuple(stretch for stretch in found if stretch is not None)
        if 1 < len(whole) == len(found):
            return whole
    return ()


def set_hours(text: str, shop: Shop) -> tuple[Change, ...] | DaysUnclear:
    """Return what opening hours, written in their own syntax, change."""
    try:
        found = read_hours(text)
    except ExpectedError:
        return DaysUnclear(text=text)
    if found == shop.hours:
        return ()
    before, after = {"hours": shop.hours}, {"hours": found}
    return (Change(table="shops", key=shop.slug, before=dict(before), after=dict(after)),)


def read(text: str, facts: Facts) -> Stretch | None:
    """Read 'fermé' or 'ouvert' with days; None where something else is said, or a question."""
    text = _TWO_DAYS.sub(_as_stretch, text)
    tokens = tokenize(text)
    zone = facts.village.settings.zone
    spans = [s for s in dates.spans(tokens, facts.now, zone) if s.day is not None]
    span = max(spans, key=lambda s: (s.end - s.start, -s.start), default=None)
    if span is None or span.day is None or "?" in text:
        return None
    day = span.day
    clock = _clock_apart(dates.spans(tokens, facts.now, zone), span)
    end = len(tokens) if len(spans) > 1 or clock is not None else _reason(tokens, span)
    taken = {i for s in (span, clock) if s is not None for i in range(s.start, s.end)}
    left = [t for i, t in enumerate(tokens[:end]) if i not in taken]
    if clock is not None:
        span = replace(span, hour=clock.hour, until=clock.until, period=clock.period)
    verb = _verb(left)
    if verb is None:
        return None
    if verb == "open" and span.until is None and span.hour is not None:
        span = replace(span, hour=_as_written(span.hour, [tokens[i] for i in sorted(taken)]))
    last = span.last or day
    today = _today(facts)
    if last < today or last - day > LONGEST_CLOSED:
        return None
    return Stretch(first=max(day, today), last=last, closed=verb == "closed", said=span)


def _clock_apart(spans: Sequence[DaySpan], day: DaySpan) -> DaySpan | None:
    """Return the hour that stands apart from its day: 'demain on ouvre à 8h'."""
    hours = [s for s in spans if s.day is None and s.hour is not None and not s.weak]
    apart = [s for s in hours if s.end <= day.start or s.start >= day.end]
    widest = max(apart, key=lambda s: s.end - s.start, default=None)
    return widest if day.hour is None else None


def _as_written(hour: time, tokens: Sequence[Token]) -> time:
    """Return an hour at which a shop opens: '6h' is no evening, as it is for a delivery."""
    early = hour.replace(hour=hour.hour % 12)
    figures = (re.match(r"\d+", token.norm) for token in tokens)
    written = {int(figure.group()) for figure in figures if figure is not None}
    return early if early.hour in written and hour.hour not in written else hour


def _reason(tokens: Sequence[Token], span: DaySpan) -> int:
    """Return where a reason begins: ', enterrement', 'pour travaux'; the end where there is none.

    What says open or closed once more, or a figure, is no reason.
    """
    norms = [token.norm for token in tokens]
    for i in range(span.end, len(norms)):
        if norms[i] in _SIGNS or _starts(norms[i:], "reason"):
            rest = range(i, len(norms))
            more = any(_starts(norms[k:], "closed") or _starts(norms[k:], "open") for k in rest)
            figures = any(norms[k][0].isdigit() for k in rest)
            return len(norms) if more or figures else i
    return len(norms)


def _starts(norms: Sequence[str], name: str) -> tuple[str, ...] | None:
    """Return the phrase of a list that some words begin with."""
    return next((p for p in words.phrases(name) if tuple(norms[: len(p)]) == p), None)


def _as_stretch(match: re.Match[str]) -> str:
    """'les 24 et 25 décembre' is from one to the other."""
    if int(match[2]) - int(match[1]) != 1:
        return match.group()
    return f"{match[1]} au {match[2]}"


def _verb(tokens: list[Token]) -> str | None:
    """Return whether words say open or closed, and nothing that is strange beside it."""
    norms = [t.norm for t in tokens if t.norm not in _SIGNS]
    found: str | None = None
    i = 0
    while i < len(norms):
        for name in ("closed", "open", "talk"):
            phrase = _starts(norms[i:], name)
            if phrase is not None:
                if name != "talk":
                    if found not in {None, name}:
                        return None
                    found = name
                i += len(phrase)
                break
        else:
            return None
    return found


def _hours_of(stretch: Stretch, shop: Shop, facts: Facts) -> str | None:
    """Return the hours of a day that is open otherwise; where a part is closed, the rest of it."""
    zone = facts.village.settings.zone
    usual_rules = [rule for rule in _rules(shop.hours) if not _ONE_DAY.match(rule)]
    hours = Hours.parse("; ".join(usual_rules) or shop.hours, zone)
    said = stretch.said
    if stretch.closed:
        kept = [left for span in hours.spans(stretch.first) for left in _left_of(span, said)]
        return ",".join(kept) or "off"
    if said.hour is not None and said.until is not None:
        return f"{said.hour:%H:%M}-{said.until:%H:%M}"
    usually = hours.spans(stretch.first)
    if said.hour is not None:
        later = [s for s in usually if s.end.time() > said.hour or s.end.time() == time()]
        return ",".join(_opened(later, said.hour)) or None
    if said.period is None:
        usual = usually or _of_another_day(hours, stretch.first)
        return ",".join(_clock(s.start, s.end) for s in usual) or None
    return _part(hours, stretch.first, said.period)


def _left_of(span: Span, said: DaySpan) -> Iterator[str]:
    """Give what stays open of a stretch: 'on ferme à 18h', 'fermé de 14h à 16h', 'le matin'."""
    if said.hour is None:
        morning = span.start.time() < _NOON
        if morning is not (said.period is Period.MORNING):
            yield _clock(span.start, span.end)
        return
    closes = datetime.combine(span.start.date(), said.hour, span.start.tzinfo)
    opens = datetime.combine(span.start.date(), said.until or time.max, span.start.tzinfo)
    if span.start < closes:
        yield _clock(span.start, min(span.end, closes))
    if opens < span.end and opens > closes:
        yield _clock(max(span.start, opens), span.end)


def _opened(spans: Sequence[Span], at: time) -> Iterator[str]:
    """Give a day's stretches for who opens later, or earlier: 'on ouvre à 8h'."""
    for i, span in enumerate(spans):
        opens = datetime.combine(span.start.date(), at, span.start.tzinfo)
        yield _clock(span.start if i and opens < span.start else opens, span.end)


def _part(hours: Hours, day: date, period: Period) -> str:
    """Return when the shop is usually open in the morning, or after noon."""
    morning = period is Period.MORNING
    for ahead in range(8):
        for span in hours.spans(day + timedelta(days=ahead)):
            if (span.start.time() < _NOON) is morning:
                return _clock(span.start, span.end)
    start, end = _USUAL.get(period, _EVENING)
    return f"{start:%H:%M}-{end:%H:%M}"


def _of_another_day(hours: Hours, day: date) -> tuple[Span, ...]:
    """Return the hours of the next day that is open."""
    coming = (hours.spans(day + timedelta(days=n)) for n in range(1, 8))
    return next((spans for spans in coming if spans), ())


def _clock(start: datetime, end: datetime) -> str:
    shown = "24:00" if end.time() == time() else f"{end:%H:%M}"
    return f"{start:%H:%M}-{shown}"


def _days(stretch: Stretch) -> str:
    first = _day(stretch.first)
    return first if stretch.last == stretch.first else f"{first}-{_day(stretch.last)}"


def _day(day: date) -> str:
    return f"{day.year} {_MONTHS[day.month - 1]} {day.day:02}"


def _rules(text: str) -> Iterator[str]:
    return (rule.strip() for rule in text.split(";") if rule.strip())


def _gone(rule: str, today: date) -> bool:
    """A rule of single days that are past."""
    match = _ONE_DAY.match(rule)
    if match is None:
        return False
    year, month, day = (match[1] or match.group()).split()
    return date(int(year), _MONTHS.index(month) + 1, int(day)) < today


def _today(facts: Facts) -> date:
    return facts.now.astimezone(facts.village.settings.zone).date()
