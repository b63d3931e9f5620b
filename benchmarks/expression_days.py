"""Which days, parts of days and times by the clock of other projects' cases agree with ours.

Those that no delivery could be on do not apply; the rules for that stand here, with their reasons.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from benchmarks.expression_cases import Case, DoesNotApplyError, Value, covering
from tournee.nlu.days import dates
from tournee.nlu.days.dates import DaySpan
from tournee.nlu.model import Period

ZONE = ZoneInfo("Etc/GMT+2")
"""Duckling's corpora are at UTC-2."""
REFERENCE = datetime(2013, 2, 12, 4, 30, tzinfo=ZONE)
PARTS = {Period.MORNING: range(12), Period.AFTERNOON: range(12, 18), Period.EVENING: range(18, 24)}
STRETCH = timedelta(days=14)
FEASTS = frozenset(
    {
        "Ascension Day",
        "Ash Wednesday",
        "Christmas",
        "Christmas Eve",
        "Easter Monday",
        "Easter Sunday",
        "Epiphany",
        "Good Friday",
        "Holy Saturday",
        "Maundy Thursday",
        "New Year's Day",
        "New Year's Eve",
        "Palm Sunday",
        "Pentecost",
        "Shrove Tuesday",
        "Trinity Sunday",
        "Whit Monday",
        "All Saints' Day",
    }
)
PART_OF_MONTH = (
    r"\b[BE]OM\b|\b(début|fin|mi|quinzaine|early|mid|late|end|beginning)\b.*"
    r"(mois|month|\b(jan|f[eé]v|feb|mar|a[vp]r|ma[iy]|jui|jul|aug|ao|sep|oct|nov|d[eé]c))"
)
FROM_NOW = (
    r"\b(prochain|derni[eè]r|suivant|pass[eé]|next|last|past|upcoming|pasad|pr[oó]xim)e?[aosx]*\b"
)
NTH = (
    r"\b(\d(e|eme|st|nd|rd|th)|premi[eè]re?|deuxi[eè]me|derni[eè]re?|first|second|third|fifth|last)"
    r"\s(last\s)?(jour|day|semaine|week|week-?\s?end|wkend)\b.*\b(d'|de|of|in)\s?(?!last|this|next)"
)
YEARS = r"^(?!.*(new|nuevo|jour de|nouvel)).*\b(years?|a[nñ]os?|ans?|ann[eé]es?)\b"
UNIT = r"\b(jour|semaine|day|week|d[ií]a|semana)s?\b"


def day(case: Case) -> bool:
    gold = case.gold
    found = covering(case.tokens, dates.spans(case.tokens, REFERENCE, ZONE, case.locale))
    if gold is None:
        return not [s for s in found if s.day is not None and not s.weak]
    grain = gold["grain"]
    if re.search(PART_OF_MONTH, case.text, re.IGNORECASE) and gold["type"] == "interval":
        raise DoesNotApplyError("a third of a month: no day of delivery")
    if (
        re.search(FROM_NOW, case.text, re.IGNORECASE)
        and re.search(UNIT, case.text)
        and re.search(r"\b(\d+|two|three|few|deux|trois|dos|tres)\b", case.text)
    ):
        raise DoesNotApplyError("a stretch counted from today ('next 3 days')")
    if grain == "day" and re.search(YEARS, case.text, re.IGNORECASE):
        raise DoesNotApplyError("years away: no day of delivery")
    if re.search(r"\bfor \d+ days\b", case.text):
        raise DoesNotApplyError("a stretch counted in days")
    if re.search(NTH, case.text, re.IGNORECASE):
        raise DoesNotApplyError("the nth day, week or weekend of a month or year")
    if grain in {"second", "month", "quarter", "year"}:
        raise DoesNotApplyError(f"grain {grain}: no day of delivery")
    if re.search(r"\b[A-Z]{3}\b|\b(gmt|pst|ist|bst)\b", case.text) and "T" in _begin(gold):
        raise DoesNotApplyError("other time zones")
    if gold["type"] == "interval":
        return _stretch(case, found)
    begin = _moment(gold["value"])
    if "T00:00:00" in gold["value"] and grain in {"day", "week"}:
        _check_feast(gold)
        bound = gold.get("direction")
        return any(s.day == begin.date() and s.bound == bound for s in found)
    if re.search(
        r"\b(min|minute|hour|heure|hora|jour|day|d[ií]a|week|semaine|an|ann|a[nñ]o|h)",
        case.text,
        re.IGNORECASE,
    ):
        lasting = _lasting(case, found, begin)
        if lasting is not None:
            return lasting
    raise DoesNotApplyError("a time of day by the clock (reported as clock)")


def _lasting(case: Case, found: Sequence[DaySpan], begin: datetime) -> bool | None:
    """'dans 7 jours' is a day to us, an hour of it to the peer."""
    if (
        re.search(r"\b(jours?|days?|d[ií]as?|fortnight)\b", case.text, re.IGNORECASE)
        and begin.hour == 4
        and not begin.minute
    ):
        return any(s.day == begin.date() for s in found)
    return None


def clock(case: Case) -> bool:
    gold = case.gold
    if gold is None or gold["type"] != "datetime" or gold["grain"] not in {"hour", "minute"}:
        raise DoesNotApplyError("not one time by the clock")
    if re.search(r"\b[A-Z]{3}\b|\b(gmt|pst|ist|bst)\b", case.text):
        raise DoesNotApplyError("other time zones")
    begin = _moment(gold["value"])
    if (
        re.search(r"\b(in|dans|en|hace|ago|il y a|hence|from now)\b", case.text)
        and begin.minute == 30
    ) or begin.hour == 4:
        raise DoesNotApplyError("a span of hours or minutes from now")
    found = covering(case.tokens, dates.spans(case.tokens, REFERENCE, ZONE, case.locale))
    return any(s.hour == begin.time() and (s.day is None or s.day == begin.date()) for s in found)


def _stretch(case: Case, found: Sequence[DaySpan]) -> bool:
    gold = case.gold
    begin, end = _moment(gold["from"]), _moment(gold["to_exclusive"])
    if gold["grain"] == "minute":
        raise DoesNotApplyError("a time of day by the clock (reported as clock)")
    if end - begin > STRETCH:
        raise DoesNotApplyError("more than two weeks: no day of delivery")
    if begin.weekday() == 4 and begin.hour == 18 and end - begin == timedelta(days=2, hours=6):
        begin += timedelta(hours=6)  # the peer's weekend starts on Friday evening, ours does not
        return any(s.day == begin.date() and s.last for s in found)
    if gold["grain"] == "day":
        _check_feast(gold)
        last = (end - timedelta(days=1)).date()
        return any(s.day == begin.date() and s.last == last for s in found)
    if re.search(r"\d\s?(h|:|am|pm|a\b|p\b)|\b(hours?|heures?|horas?)\b|\d.*(-|à|to)", case.text):
        raise DoesNotApplyError("a time of day by the clock (reported as clock)")
    if end - begin > timedelta(days=1):
        raise DoesNotApplyError("hours over several days")
    period = _period(begin, end)
    return any(s.period is period and (s.day or REFERENCE.date()) == begin.date() for s in found)


def _period(begin: datetime, end: datetime) -> Period:
    """The part of the day that holds most of these hours."""
    hours = range(begin.hour, end.hour or 24)
    shares = {p: len(set(hours) & set(part)) for p, part in PARTS.items()}
    return max(shares, key=lambda p: (shares[p], p is Period.AFTERNOON))


def _begin(gold: Value) -> str:
    begin: str = gold.get("value") or gold["from"]
    return "" if "T00:00:00" in begin else begin


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("-00", "-01") if "-00" in text[:10] else text)


def _check_feast(gold: Value) -> None:
    if "holiday" in gold and gold["holiday"] not in FEASTS:
        raise DoesNotApplyError("no Christian feast or New Year: not kept by these villages")
