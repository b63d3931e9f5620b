"""A shop's usual week in plain words: 'ouvert du mardi au samedi 7h-13h', 'fermé le lundi'.

Where most of a week is told, it is the whole week, and a day that is not told is closed; where a
few days are, the others stay. Holidays and single dates (`PH off`, `2026 Dec 24 off`) stay.
A day without 'le' or 'chaque' is that date alone (`hours`).
"""

import re
from functools import lru_cache
from typing import Final

from tournee.bot.conversation.catalogue import words
from tournee.catalog.model import Shop, Weekday
from tournee.nlu.days import timetable
from tournee.nlu.words.phrases import LOCALES, load_words
from tournee.nlu.words.tokens import fold, tokenize

MOST: Final = 4
"""Days from which on the whole week is meant."""
_DAYS: Final = "Mo Tu We Th Fr Sa Su".split()  # noqa: SIM905
_RULE: Final = re.compile(r"([A-Z][a-z](?:[-,][A-Z][a-z])*) ((?:\d\d:\d\d-\d\d:\d\d,?)+|off)")
_ALWAYS: Final = r"\b(?:le|les|chaque|tous les|every|each|on|el|los|cada|todos los)\s+"


def told(text: str, shop: Shop) -> str | None:
    """Return a shop's hours with a week that a text tells; None where it tells none."""
    if "?" in text or not _is_usual(text):
        return None
    new = _week(text)
    rules = [rule.strip() for rule in shop.hours.split(";") if rule.strip()]
    usual = [rule for rule in rules if _of_week(rule) is not None]
    kept = [rule for rule in rules if rule not in usual]
    if len(new) < MOST:
        before: dict[int, str] = {}
        for rule in usual:
            before |= _of_week(rule) or {}
        new = before | new
    opened = {day: spans for day, spans in new.items() if spans != "off"}
    if not opened:
        return None
    return "; ".join([timetable.rules_of(opened), *kept])


def is_changed(before: str, after: str) -> bool:
    """Whether the usual week of two texts of hours differs, whatever single dates they hold."""
    return _usual(before) != _usual(after)


def _usual(hours: str) -> tuple[str, ...]:
    rules = (rule.strip() for rule in hours.split(";"))
    return tuple(rule for rule in rules if rule and _of_week(rule) is not None)


def _week(text: str) -> dict[int, str]:
    """Read what stands behind each 'ouvert' by itself: a 'fermé' before it says nothing of it."""
    told: dict[int, str] = {}
    for part in re.split(_opens(), fold(text)):
        told |= timetable.week(part)
    return told


@lru_cache(maxsize=1)
def _opens() -> str:
    return rf"\b(?:{'|'.join(re.escape(' '.join(p)) for p in words.phrases('open'))})\b"


def _is_usual(text: str) -> bool:
    """Whether nothing but days, times and open or closed is said, and not of a single date."""
    days = _week(text)
    if not days or not set(timetable.spoken_of(text)) <= _around():
        return False
    folded = fold(text)
    if len(timetable.times(text)) % 2:
        return False  # 'on ferme à 18h' is half a day's hours
    always = any(re.search(f"{_ALWAYS}{day}", folded) for day in _names())
    return always or (len(days) > 1 and bool(timetable.times(text)))


def _of_week(rule: str) -> dict[int, str] | None:
    """Read one rule of plain weekdays and times; None for any other."""
    found = _RULE.fullmatch(rule)
    if found is None:
        return None
    days: dict[int, str] = {}
    for part in found[1].split(","):
        first, _, last = part.partition("-")
        if first not in _DAYS or (last or first) not in _DAYS:
            return None
        start = _DAYS.index(first)
        for n in range((_DAYS.index(last or first) - start) % 7 + 1):
            days[(start + n) % 7] = found[2]
    return days


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    spoken = (load_words(locale, "dates")["weekdays"] for locale in LOCALES)
    return tuple(fold(w).strip(".") for days in spoken for day in Weekday for w in days[day])


@lru_cache(maxsize=1)
def _around() -> frozenset[str]:
    """Words that may stand beside: open, closed, articles."""
    spoken = {w for name in ("open", "closed", "talk") for p in words.phrases(name) for w in p}
    dated = {t.norm for w in ("exceptionnellement", "exceptionnelle") for t in tokenize(w)}
    return frozenset(spoken - dated) | frozenset(_SMALL)


_SMALL: Final = frozenset(
    {
        *("le", "la", "les", "de", "des", "du", "au", "aux", "et", "on", "puis", "sauf"),
        *("from", "to", "and", "the", "then", "we", "are", "is", "every", "each", "day"),
        *("chaque", "tous", "el", "los", "las", "y", "cada", "todos", "a", "al", "desde", "hasta"),
    }
)
