"""Prices, units and lists as people write them.

price = number [currency] | number currency cents | number 'centimes'
'1,15' '1.15' '1€15' '1 euro 15' '€1.15' '15 centimes', then perhaps 'le kilo'
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from tournee.bot.conversation.catalogue import words
from tournee.catalog.quantity import Unit
from tournee.nlu.words.phrases import norms
from tournee.nlu.words.tokens import fold

_EUROS: Final = r"(?:€|euros?|eur|e)"
_PRICE: Final = re.compile(
    rf"""(?<![\w.,-])(?:
        (?P<whole>\d{{1,6}})\s*{_EUROS}\s*(?P<cents>\d{{1,2}})
      | (?P<small>\d{{1,4}})\s*(?:centimes?|cents?|cts?|c)\b
      | (?:(?:€|eur)\s*)?(?P<plain>\d{{1,6}}(?:[.,]\d{{1,2}})?)\s*(?:{_EUROS}(?![^\W\d]))?
    )(?![\w]|[.,]\d)""",
    re.VERBOSE | re.IGNORECASE,
)
_EUROS_SAID: Final = re.compile(_EUROS, re.IGNORECASE)
_JOINT: Final = re.compile(r"(?:(?:^|\s+)(?:à|a|at|to)|[\s:=→>-])+$", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d{1,7}(?:[.,]\d{1,3})?")
_PERCENT: Final = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s*%?")
_SIGNS: Final = "+-"
_BY: Final = re.compile(r"^(?:/|par|per|por)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    before: str
    """What stands before the price."""
    amount: Decimal
    after: str = ""
    """What stands behind it, but for the unit."""
    unit: Unit | None = None
    """'le kilo', 'la part', where it is said."""


def price_in(text: str) -> Priced | None:
    """Return the first price of a text; a figure with a measure belongs to a name."""
    for match in _PRICE.finditer(text):
        rest = text[match.end() :]
        if _EUROS_SAID.search(match.group()) or not _measures(rest):
            unit, after = leading_unit(rest)
            return Priced(
                before=_trimmed(text[: match.start()]),
                amount=_amount(match),
                after=after,
                unit=unit,
            )
    return None


def last_price(text: str) -> Priced | None:
    """Return the price at the end of a text: figures before it may belong to a name."""
    matches = list(_PRICE.finditer(text))
    if not matches:
        return None
    match = matches[-1]
    unit, after = leading_unit(text[match.end() :].strip(" ,.!"))
    if after:
        return None
    return Priced(before=_trimmed(text[: match.start()]), amount=_amount(match), unit=unit)


def read_rise(text: str, price: Decimal) -> Priced | None:
    """Return a price moved by '+10 centimes' or '-5 %'; None where the text is no such step."""
    sign = text.strip()[:1]
    if sign not in _SIGNS:
        return None
    rest = text.strip()[1:].strip()
    percent = read_percent(rest) if "%" in rest else None
    step = last_price(rest)
    if percent is not None:
        by = (price * percent / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    elif step is not None and not step.before and step.unit is None:
        by = step.amount
    else:
        return None
    new = price + by if sign == "+" else price - by
    return Priced(before="", amount=new) if new > 0 else None


def _trimmed(text: str) -> str:
    """Take 'à', ':' and '=' off the end of what stands before a price."""
    return _JOINT.sub("", text.strip())


def _amount(match: re.Match[str]) -> Decimal:
    if match["whole"]:
        return Decimal(f"{match['whole']}.{match['cents']:0>2}")
    if match["small"]:
        return Decimal(match["small"]) / 100
    return Decimal(match["plain"].replace(",", "."))


def _measures(rest: str) -> bool:
    """'g', 'cl', 'personnes' follow: the figure is a size."""
    following = re.match(r"\s*([^\W\d]+)", rest)
    return (
        following is not None
        and leading_unit(rest)[0] is None
        and fold(following[1]) not in words.field_names()
    )


def leading_unit(text: str) -> tuple[Unit | None, str]:
    """Return the unit that a text begins with, and the rest."""
    text = _BY.sub("", text.strip())
    parts = text.split()
    for count in range(min(3, len(parts)), 0, -1):
        unit = words.units().get(norms(" ".join(parts[:count]).strip(" .,")))
        if unit is not None:
            return unit, " ".join(parts[count:]).strip(" ,")
    return None, text.strip(" ,")


def read_unit(text: str) -> Unit | None:
    unit, rest = leading_unit(text)
    return unit if not rest else None


def read_stock(text: str) -> Decimal | None:
    """Return a number of pieces or a quantity; unlimited is not a number: see `is_unlimited`."""
    figure = _NUMBER.match(text.strip())
    if figure is None:
        return None
    rest = text.strip()[figure.end() :].strip()
    if rest and read_unit(rest) is None:
        return None
    return Decimal(figure.group().replace(",", "."))


def is_unlimited(text: str) -> bool:
    return words.is_word("unlimited", text)


def read_percent(text: str) -> Decimal | None:
    match = _PERCENT.fullmatch(text.strip())
    try:
        return Decimal(match[1].replace(",", ".")) if match else None
    except InvalidOperation:
        return None


def read_list(text: str) -> tuple[str, ...]:
    """Return what stands between commas; nothing where the text says 'none'."""
    if words.is_word("none", text):
        return ()
    parts = (" ".join(part.split()).strip(' .;"«»“”') for part in words.LIST_SIGNS.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))
