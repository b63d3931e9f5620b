"""What people write in a cell, as `products.csv` would have it.

What can't be read so is returned as it stands: the folder's own rules then say what is wrong.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from tournee.catalog.sheets.words import meaning

_CURRENCY: Final = re.compile(r"\s*(?:€|euros?|eur|e)\s*", re.IGNORECASE)
_MIDDLE: Final = re.compile(r"([0-9]+)\s*(?:€|euros?|eur)\s*([0-9]{2})", re.IGNORECASE)
"""'1€15'."""
_SPACES: Final = re.compile(r"(?<=[0-9])[\s\u00a0\u202f'](?=[0-9]{3}(?:\D|$))")
_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_PER: Final = re.compile(
    r"\s*(?:/|\b(?:le|la|au|par)\b)\s*(?:kg|kilo|l|litre|pi[eè]ce)\s*$", re.IGNORECASE
)
_UNLIMITED: Final = frozenset({"illimité", "illimite", "unlimited", "ilimitado", "∞"})
_QUOTED: Final = re.compile(r"^'(?=[=+\-@])")
"""How an export keeps a spreadsheet from taking a name for a formula."""


def read_cell(column: str, text: str) -> str:
    """A cell of a column (as `products.csv` calls it) in that file's own form."""
    bare = _QUOTED.sub("", text.strip())
    return _READERS.get(column, _as_it_is)(bare)


def _as_it_is(text: str) -> str:
    return text


def _number(text: str) -> str:
    found = _SPACES.sub("", text).replace(",", ".")
    if not _NUMBER.fullmatch(found):
        return text
    return found.rstrip("0").rstrip(".") if "." in found else found


def _price(text: str) -> str:
    middle = _MIDDLE.fullmatch(text)
    if middle:
        return f"{middle[1]}.{middle[2]}"
    return _number(_CURRENCY.sub("", _PER.sub("", text)).strip())


def _percent(text: str) -> str:
    """'5,5 %' and '5.5'; a cell that a spreadsheet formats as a percentage holds 0.055."""
    return _number(text.removesuffix("%").strip())


def _stock(text: str) -> str:
    return "" if text.lower() in _UNLIMITED else _number(text)


def _parts(text: str) -> str:
    """Several texts, by `|`, `;` or commas."""
    sign = next((s for s in "|;," if s in text), "|")
    return "|".join(part.strip() for part in text.split(sign) if part.strip())


def _meant(table: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        return (meaning(table, text) or text) if text else text

    return read


_READERS: Final[Mapping[str, Callable[[str], str]]] = {
    "aliases": _parts,
    "allergens": _parts,
    "price": _price,
    "deposit": _price,
    "unit": _meant("units"),
    "keep": _meant("keeping"),
    "age_restricted": lambda text: _meant("answers")(text or "0"),
    "available": _meant("answers"),
    "stock": _stock,
    "vat": _percent,
    "weight": _number,
    "crate": _number,
    "lead": _number,
}
