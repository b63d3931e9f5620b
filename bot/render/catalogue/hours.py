"""Opening hours in words: what a change of them says, and a week as it will be."""

import re
from datetime import date, timedelta
from typing import Final

from tournee.bot.render.resident.lines import listed
from tournee.bot.render.voice import Voice
from tournee.catalog.edits import Change

_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905
_DAY: Final = r"(\d{4}) ([A-Z][a-z]{2}) (\d{2})"
_DAYS: Final = "Mo Tu We Th Fr Sa Su".split()  # noqa: SIM905
_WEEK: Final = re.compile(r"(?:[A-Z][a-z][-,]?)+ (?:\d\d:\d\d-\d\d:\d\d,?)+")
_RULE: Final = re.compile(rf"{_DAY}(?:-{_DAY})? (off|[\d:,-]+)")


def hours_told(old: str, new: str, voice: Voice) -> str:
    """Tell the single days that are new, or no longer apart; else the text before and after."""
    before, after = (_rules(text) for text in (old, new))
    added = [r for r in after if r not in before]
    gone = [r for r in before if r not in after]
    told = [_rule(rule, voice) for rule in added]
    if added and all(told) and all(_RULE.fullmatch(rule) for rule in gone):
        return ", ".join(part for part in told if part)
    taken = [_rule(rule, voice) for rule in gone]
    if not added and gone and all(taken):
        return ", ".join(
            voice.text("no longer %(what)s", what=part) for part in taken if part is not None
        )
    was, now = ("; ".join(_usual(rule, voice) for rule in rules) for rules in (before, after))
    return f"{was} → {now}"


def week(changes: tuple[Change, ...], voice: Voice) -> list[str]:
    """Return the rules of a shop's hours as they will be: '• mardi–samedi : de 7h à 13h'."""
    texts = (str(change.after["hours"]) for change in changes if change.after)
    return [f"• {_usual(rule, voice)}" for text in texts for rule in _rules(text)]


def _usual(rule: str, voice: Voice) -> str:
    days, _, spans = rule.partition(" ")
    if rule == "PH off":
        return voice.text("closed on public holidays")
    if not _WEEK.fullmatch(rule):
        return _rule(rule, voice) or rule
    named = ", ".join(
        "–".join(_day_name(day, voice) for day in part.split("-")) for part in days.split(",")
    )
    hours = listed([_span(span, voice) for span in spans.split(",")], voice)
    return voice.text("%(days)s: %(hours)s", days=named, hours=hours)


def _day_name(day: str, voice: Voice) -> str:
    monday = date(2024, 1, 1)
    return voice.weekday_name(monday + timedelta(days=_DAYS.index(day)))


def _rules(text: str) -> list[str]:
    return [rule.strip() for rule in text.split(";") if rule.strip()]


def _rule(rule: str, voice: Voice) -> str | None:
    """'fermé du mercredi 2/12 au mercredi 9/12'; None for what is no rule of single days."""
    match = _RULE.fullmatch(rule)
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
    spans = listed([_span(span, voice) for span in hours.split(",")], voice)
    if first == last:
        return voice.text("%(first)s: open %(hours)s", hours=spans, **values)
    return voice.text("open from %(first)s to %(last)s %(hours)s", hours=spans, **values)


def _span(span: str, voice: Voice) -> str:
    start, _, end = span.partition("-")
    return voice.text("from %(start)s to %(end)s", start=_hour(start, voice), end=_hour(end, voice))


def _hour(clock: str, voice: Voice) -> str:
    hour, _, minute = clock.partition(":")
    if voice.locale != "fr":
        return clock
    return f"{int(hour)}h{minute}" if minute != "00" else f"{int(hour)}h"


def _date(year: str, month: str, day: str) -> date:
    return date(int(year), _MONTHS.index(month) + 1, int(day))
