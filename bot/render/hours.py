"""Opening hours, or when somebody is at home, in words: 'mardi à samedi : de 7h à 12h30'."""

import re
from datetime import date, time, timedelta
from typing import Final

from babel.dates import format_date, format_skeleton

from tournee.bot.render.presence import at_home
from tournee.bot.render.resident.lines import listed
from tournee.bot.render.voice import Voice
from tournee.catalog.hours import Hours, HoursError

_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905
_DAY: Final = r"(\d{4}) ([A-Z][a-z]{2}) (\d{2})"
_DAYS: Final = "Mo Tu We Th Fr Sa Su".split()  # noqa: SIM905
_WEEK: Final = re.compile(r"(?:(?:[A-Z][a-z]|PH)[-,]?)+ (?:off|(?:\d\d:\d\d-\d\d:\d\d,?)+)")
_EVERY_DAY: Final = re.compile(r"(?:\d\d:\d\d-\d\d:\d\d,?)+")
_SAME: Final = re.compile(r"[\d:,\s-]+")
_SOME_DAY: Final = date(2001, 1, 1)
"""Hours that are the same every day are those of any."""
_OFF: Final = re.compile(r"([A-Z][a-z]{2})(?: (\d\d))? off")
"""'Aug off', 'Dec 25 off'."""
SINGLE_DAYS: Final = re.compile(rf"{_DAY}(?:-{_DAY})? (off|[\d:,-]+)")


def in_words(hours: str, voice: Voice) -> str:
    """Return hours in OpenStreetMap's syntax as people say them; what is rarer stays as it is."""
    apart = "\N{NARROW NO-BREAK SPACE}; " if voice.locale == "fr" else "; "
    return apart.join(rule_in_words(rule, voice) for rule in rules_of(hours))


def usual(hours: str, voice: Voice) -> str:
    """Return somebody's hours in words."""
    if not _SAME.fullmatch(hours):
        return in_words(hours, voice)
    try:
        spans = Hours.parse(hours, voice.zone).spans(_SOME_DAY)
    except HoursError:
        return hours
    return at_home(spans, voice)


def rule_in_words(rule: str, voice: Voice) -> str:
    days, _, spans = rule.partition(" ")
    if rule == "PH off":
        return voice.text("closed on public holidays")
    if days == "Mo-Su" or _EVERY_DAY.fullmatch(rule):
        days, spans = "", spans or rule
    elif off := _OFF.fullmatch(rule):
        return _off(off[1], off[2], voice)
    elif not _WEEK.fullmatch(rule):
        return single_days(rule, voice) or rule
    told = _spans(spans, voice)
    if not days and spans != "off":
        return voice.text("every day: %(hours)s", hours=told)
    named = listed([_days_named(part, voice) for part in days.split(",")], voice)
    if spans == "off":
        return voice.text("%(days)s: closed", days=named)
    return voice.text("%(days)s: %(hours)s", days=named, hours=told)


def _spans(spans: str, voice: Voice) -> str:
    return "" if spans == "off" else listed([_span(s, voice) for s in spans.split(",")], voice)


def _off(month: str, day: str | None, voice: Voice) -> str:
    """'fermé en août', 'fermé le 25 décembre'."""
    if month not in _MONTHS:
        return " ".join(part for part in (month, day, "off") if part)
    some = date(2024, _MONTHS.index(month) + 1, int(day or 1))
    if day is None:
        name = format_date(some, "MMMM", locale=voice.locale)
        return voice.text("closed in %(month)s", month=name)
    name = format_skeleton("MMMMd", some, locale=voice.locale)
    return voice.text("closed each year on %(day)s", day=name)


def _days_named(days: str, voice: Voice) -> str:
    """'mardi à samedi', 'lundi', 'jours fériés'."""
    first, _, last = days.partition("-")
    if last:
        return voice.text(
            "%(first)s to %(last)s", first=_day_name(first, voice), last=_day_name(last, voice)
        )
    return _day_name(first, voice)


def _day_name(day: str, voice: Voice) -> str:
    if day not in _DAYS:
        return voice.text("public holidays") if day == "PH" else day
    monday = date(2024, 1, 1)
    return voice.weekday_name(monday + timedelta(days=_DAYS.index(day)))


def rules_of(text: str) -> list[str]:
    return [rule.strip() for rule in text.split(";") if rule.strip()]


def single_days(rule: str, voice: Voice) -> str | None:
    """'fermé du mercredi 2/12 au mercredi 9/12'; None for what is no rule of single days."""
    match = SINGLE_DAYS.fullmatch(rule)
    if match is None:
        return None
    first = _date(match[1], match[2], match[3])
    last = _date(match[4], match[5], match[6]) if match[4] else first
    hours = match[7]
    values = {"first": voice.weekday(first), "last": voice.weekday(last)}
    if hours == "off" and first == last:
        return voice.text("closed on %(first)s", **values)
    if hours == "off":
        return voice.text("closed from %(first)s to %(last)s", **values)
    spans = _spans(hours, voice)
    if first == last:
        return voice.text("%(first)s: open %(hours)s", hours=spans, **values)
    return voice.text("open from %(first)s to %(last)s %(hours)s", hours=spans, **values)


def _span(span: str, voice: Voice) -> str:
    start, _, end = span.partition("-")
    return voice.text("from %(start)s to %(end)s", start=_hour(start, voice), end=_hour(end, voice))


def _hour(clock: str, voice: Voice) -> str:
    hour, _, minute = clock.partition(":")
    if int(hour) < 24:  # noqa: PLR2004 - hours of a day
        return voice.hour(time(int(hour), int(minute)))
    return f"{hour}h" if voice.locale == "fr" else clock


def _date(year: str, month: str, day: str) -> date:
    return date(int(year), _MONTHS.index(month) + 1, int(day))
