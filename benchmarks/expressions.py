"""How often numbers, amounts and dates are read as other projects' own test cases expect.

    python -m benchmarks.expressions CASES [--misses]

CASES is a folder with `duckling/<locale>.<kind>.jsonl` (the corpora of facebook/duckling as JSON
lines: text, value, reference) and `text2num/<locale>.jsonl` (the tests of text2num: op, text,
value). A case counts if an order for delivery could hold it. Those that do not count are told by
the rules here and in `expression_days.py`, each with its reason.
"""

import argparse
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from benchmarks.expression_cases import Case, DoesNotApplyError, Value, cases, covering
from benchmarks.expression_days import clock, day
from tournee.nlu.quantity import amounts, numbers
from tournee.nlu.quantity.amounts import AmountSpan
from tournee.nlu.quantity.numbers import NumberSpan
from tournee.nlu.words.tokens import tokenize

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
ZERO = r"\b(zéro|zero|cero|o)\s"
INDIAN = r"\b(l(ac|akh|kh)s?|k?cr|crores?|krores?|koti|kr|lkhs?|l)\b"


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


CHECKS: dict[str, Callable[[Case], bool]] = {
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
