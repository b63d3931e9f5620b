"""How often numbers, amounts and dates are read as other projects' own test cases expect.

    python benchmarks/expressions.py CASES [--misses]

CASES is a folder with `duckling/<locale>.<kind>.jsonl` (the corpora of facebook/duckling as JSON
lines: text, value, reference) and `text2num/<locale>.jsonl` (the tests of text2num: op, text,
value). A case counts if an order for delivery could hold it. Those that do not count are told by
the rules in this file, each with its reason. A case agrees if a reading that covers its text,
prepositions and articles aside, has the expected value: readings compete until a whole message
is understood, and which of them wins is measured elsewhere.
"""

import argparse
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tournee.nlu import amounts, dates, numbers
from tournee.nlu.amounts import AmountSpan
from tournee.nlu.dates import DaySpan
from tournee.nlu.model import Period
from tournee.nlu.numbers import NumberSpan
from tournee.nlu.text import Token, tokenize

Value = dict[str, Any]
ZONE = ZoneInfo("Etc/GMT+2")
"""Duckling's corpora are at UTC-2."""
REFERENCE = datetime(2013, 2, 12, 4, 30, tzinfo=ZONE)
BAR = 95
WEIGHTS = {"Gram": "0.001", "Ounce": "0.028349523125"}
POUNDS = (Decimal("0.45359237"), Decimal("0.5"))
"""An English pound; a livre or a libra of the market."""
VOLUMES = {
    "Millilitre": "0.001",
    "Centilitre": "0.01",
    "Litre": "1",
    "Hectolitre": "100",
    "Gallon": "3.785411784",
}
MONEY = {"EUR": "eur", "Dollar": "usd", "USD": "usd", "Pound": "gbp", "GBP": "gbp", "CHF": "chf"}
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
ZERO = r"\b(zéro|zero|cero|o)\s"
INDIAN = r"\b(l(ac|akh|kh)s?|k?cr|crores?|krores?|koti|kr|lkhs?|l)\b"
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
FREE = frozenset(
    {"le", "la", "les", "l'", "the", "el", "los", "las", "a", "an", "un", "une", "de", "du", "d'"}
    | {"of", "en", "dans", "au", "aux", "des", "pour", "in", "at", "on", "for", "around", "por"}
    | {"exactly", "exactement", "para"}
)
"""Words of a case that its reading may leave out."""


class DoesNotApplyError(Exception):
    """The case is none that an order could hold; the message says by which rule."""


@dataclass(frozen=True)
class Case:
    locale: str
    kind: str
    text: str
    gold: Any
    source: str
    op: str = ""

    @property
    def tokens(self) -> tuple[Token, ...]:
        return tokenize(self.text)


Check = Callable[[Case], bool]


def covering(tokens: Sequence[Token], spans: Sequence[Any]) -> list[Any]:
    """The spans that leave out nothing but small words and signs."""
    rest = {i for i, t in enumerate(tokens) if t.norm not in FREE and t.norm[0].isalnum()}
    return [s for s in spans if not rest - set(range(s.start, s.end))]


# --- numbers -----------------------------------------------------------------------------------


def number(case: Case) -> bool:
    gold = case.gold["value"]
    if isinstance(gold, list) or gold < 0:
        raise DoesNotApplyError("negative numbers")
    if re.match(ZERO, case.text, re.IGNORECASE):
        raise DoesNotApplyError("figures read out one by one, as a telephone number is")
    if re.search(r"\d\s?[KkMG]\b", case.text):
        raise DoesNotApplyError("K, M, G after figures: k is kilo here")
    if re.search(INDIAN, case.text, re.IGNORECASE):
        raise DoesNotApplyError("Indian counting words")
    if re.search(r"\bfew\b", case.text):
        raise DoesNotApplyError("vague words: few")
    if re.search(r"\d{4,}|mill|mil\b", case.text) and gold < 1000:
        raise DoesNotApplyError("expected value cut off at a digit separator")
    return any(
        s.value == Decimal(str(gold)) and not s.upper
        for s in covering(case.tokens, numbers.spans(case.tokens, case.locale))
    )


def text2digits(case: Case) -> bool:
    if re.fullmatch(r"0\d+", case.gold):
        raise DoesNotApplyError("figures read out one by one, as a telephone number is")
    if case.gold.startswith("1/"):
        raise DoesNotApplyError("fractions of twelve and smaller")
    figures = re.match(r"\d+", case.gold)
    if figures is None:
        raise DoesNotApplyError("no number expected")
    ordinal = figures.group() != case.gold
    return any(
        s.value == int(figures.group()) and s.ordinal is ordinal
        for s in covering(case.tokens, numbers.spans(case.tokens, case.locale))
    )


def invalid(case: Case) -> bool:
    """No single number may be read from the whole text; two of a range are not one."""
    found = numbers.spans(case.tokens, case.locale)
    return not any(s.start == 0 and s.end == len(case.tokens) and not s.upper for s in found)


def running(case: Case) -> bool:
    """The numbers of a sentence in order; those that the peer leaves in words are left."""
    if re.search(r"(?<![\d.,])0\d", case.gold) or re.search(r"\b(zéro|zero|cero|o)\b", case.text):
        raise DoesNotApplyError("figures read out one by one, as a telephone number is")
    expected = [Decimal(f.replace(",", ".")) for f in re.findall(r"\d+(?:[.,]\d+)?", case.gold)]
    kept = Counter(t.norm for t in tokenize(case.gold))
    tokens, mine = case.tokens, []
    for span in longest(numbers.spans(tokens, case.locale)):
        words = [t.norm for t in tokens[span.start : span.end]]
        if all(kept[w] for w in words):
            kept.subtract(words)
        else:
            mine.append(span.value)
    return mine == expected


def longest(spans: Sequence[NumberSpan]) -> Iterator[NumberSpan]:
    """From left to right the longest plain number each."""
    end = 0
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if span.start >= end and not span.upper:
            yield span
            end = span.end


# --- amounts -----------------------------------------------------------------------------------


def amount(case: Case, units: frozenset[str], factors: Sequence[Decimal]) -> bool:
    found = covering(case.tokens, amounts.spans(case.tokens, case.locale))
    return any(
        s.unit.value in units and _same_amount(s, case.gold, factor)
        for s in found
        for factor in factors
    )


def _same_amount(span: AmountSpan, gold: Value, factor: Decimal) -> bool:
    match gold.get("op"):
        case None:
            low, high, bound = gold["value"], None, None
        case "between":
            (low, high), bound = gold["args"][1], None
        case op:
            low, high = gold["args"][1], None
            bound = "at_most" if op == "under" else "at_least"
    upper = None if high is None else Decimal(str(high)) * factor
    return span.value == Decimal(str(low)) * factor and span.upper == upper and span.bound == bound


def quantity(case: Case) -> bool:
    unit = case.gold.get("unit") or case.gold["args"][0]
    if unit == "Unnamed":
        return any(
            s.value == Decimal(str(case.gold["value"]))
            for s in covering(case.tokens, numbers.spans(case.tokens, case.locale))
        )
    if unit == "Pound":
        return _of_product(case, frozenset({"kg"}), POUNDS)
    if unit not in WEIGHTS:
        raise DoesNotApplyError("cups and spoons: measures of recipes, not of shops")
    return _of_product(case, frozenset({"kg"}), [Decimal(WEIGHTS[unit])])


def _of_product(case: Case, units: frozenset[str], factors: Sequence[Decimal]) -> bool:
    """A quantity's text may go on with what is weighed, which is not part of the amount."""
    text = re.sub(r"\s(of|de)\s+\w+$", "", case.text)
    return amount(Case(case.locale, case.kind, text, case.gold, case.source), units, factors)


def volume(case: Case) -> bool:
    unit = case.gold.get("unit") or case.gold["args"][0]
    return amount(case, frozenset({"l"}), [Decimal(VOLUMES[unit])])


def money(case: Case) -> bool:
    unit = case.gold.get("unit") or case.gold["args"][0]
    if re.search(r"\d\s?[kK]\b|billion|[kK]\$", case.text):
        raise DoesNotApplyError("thousands and billions of money")
    if re.search(r"[A-Z]{3}\d|US\$", case.text):
        raise DoesNotApplyError("bank notation: a currency's code glued to the figures")
    if unit == "Pound" and re.search(r"\b(livres|libras)\b", case.text):
        raise DoesNotApplyError("livres and libras as money: here they are weights")
    if unit == "Unnamed":
        if case.text.split()[-1][0].isdigit() or len(case.text.split()) == 1:
            raise DoesNotApplyError("a bare number as money")
        return amount(case, frozenset(MONEY.values()), [Decimal(1)])
    if unit == "Cent":
        return amount(case, frozenset({"eur", "usd", "gbp"}), [Decimal("0.01")])
    if unit not in MONEY:
        raise DoesNotApplyError("currencies other than euro, pound, dollar and Swiss franc")
    return amount(case, frozenset({MONEY[unit]}), [Decimal(1)])


# --- days --------------------------------------------------------------------------------------


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


# --- the cases ---------------------------------------------------------------------------------

CHECKS: dict[str, Check] = {
    "numeral": number,
    "text2digits": text2digits,
    "replace_numbers": running,
    "replace_all_numbers": running,
    "invalid": invalid,
    "quantity": quantity,
    "volume": volume,
    "amountofmoney": money,
    "time": day,
    "clock": clock,
}
KINDS = {
    "numeral": "numbers",
    "text2digits": "numbers",
    "replace_numbers": "numbers",
    "replace_all_numbers": "numbers",
    "invalid": "numbers",
    "quantity": "weights",
    "volume": "volumes",
    "amountofmoney": "money",
    "time": "days",
    "clock": "clock",
}


def cases(folder: Path) -> Iterator[Case]:
    for path in sorted(folder.glob("duckling/*.jsonl")):
        locale, kind, *_ = path.name.split(".")
        for line in path.read_text("utf-8").splitlines():
            case = json.loads(line)
            if case.get("corpus") == "diff":
                continue  # the peer's other configuration, which contradicts its usual one
            yield Case(locale, kind, case["text"], case["value"], path.name)
            if kind == "time":
                yield Case(locale, "clock", case["text"], case["value"], path.name)
    for path in sorted(folder.glob("text2num/*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            case = json.loads(line)
            yield Case(path.stem, case["op"], case["text"], case["value"], path.name, case["op"])


def main() -> int:
    parser = argparse.ArgumentParser(description="Agreement with other projects' test cases")
    parser.add_argument("cases", type=Path)
    parser.add_argument("--misses", action="store_true", help="print every case that is missed")
    options = parser.parse_args()
    score: dict[tuple[str, str], Counter[bool]] = defaultdict(Counter)
    left_out: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    began, count = time.perf_counter(), 0
    for case in cases(options.cases):
        key = case.locale, KINDS[case.kind]
        count += 1
        try:
            agrees = CHECKS[case.kind](case)
        except DoesNotApplyError as reason:
            left_out[key][str(reason)] += 1
            continue
        score[key][agrees] += 1
        if options.misses and not agrees:
            print(f"  missed  {case.source}: {case.text!r} -> {case.gold}")
    report(score, left_out)
    print(f"{count} cases in {time.perf_counter() - began:.1f} s")
    return 0


def report(
    score: dict[tuple[str, str], Counter[bool]], left_out: dict[tuple[str, str], Counter[str]]
) -> None:
    print(f"{'':4}{'kind':10}{'apply':>6}{'agree':>7}{'':>9}  not applicable")
    for locale in ("fr", "en", "es"):
        kinds = [kind for there, kind in score if there == locale]
        for kind in kinds:
            agree, reasons = score[locale, kind], left_out[locale, kind]
            _row(locale, kind, agree, sum(reasons.values()))
            for reason, n in reasons.most_common():
                print(f"{'':38}{n:4}  {reason}")
        total: Counter[bool] = Counter()
        for kind in kinds:
            total.update(score[locale, kind] if kind != "clock" else {})
        _row(locale, "all", total, 0)
        met = 100 * total[True] >= BAR * sum(total.values())
        print(f"    all but the clock: bar {BAR} % {'reached' if met else 'missed'}\n")


def _row(locale: str, kind: str, agree: Counter[bool], left_out: int) -> None:
    n = sum(agree.values())
    print(
        f"{locale:4}{kind:10}{n:6}{agree[True]:7}{100 * agree[True] / max(n, 1):8.1f}%{left_out:6}"
    )


if __name__ == "__main__":
    sys.exit(main())
