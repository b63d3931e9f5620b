"""Numbers in figures: '3', '1,5', '1/2', '10 000', '1.250'."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from tournee.nlu.words.tokens import Token

_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_FRACTION = re.compile(r"0*([1-9][0-9]{0,3})/([1-9][0-9]{0,3})")
_GROUPED = re.compile(r"[0-9]{1,3}(?P<sep>[., ])[0-9]{3}(?:(?P=sep)[0-9]{3})*(?:[.,][0-9]+)?")
_LONGEST = 12
"""Figures beyond this are a telephone or a card, not a number of things."""
_TOKENS = 9


def readings(tokens: Sequence[Token], i: int, locale: str | None) -> Iterator[tuple[int, Decimal]]:
    """Yield (end, value) of what the figures at `i` can mean, the likelier first."""
    norm = tokens[i].norm if i < len(tokens) else ""
    if len(norm) > _LONGEST or not norm[:1].isdecimal():
        return
    if match := _FRACTION.fullmatch(norm):
        above, below = map(int, match.groups())
        if above < below:
            yield i + 1, Decimal(above) / Decimal(below)
    elif _PLAIN.fullmatch(norm):
        yield from _grouped(tokens, i)
        plain = Decimal(norm.replace(",", "."))
        if _GROUPED.fullmatch(norm) and norm[0] != "0":
            thousands = Decimal(re.sub(r"[.,]", "", norm))
            values = [plain, thousands]
            if ("," in norm) is (locale == "en"):
                values.reverse()
            yield from ((i + 1, value) for value in values)
        else:
            yield i + 1, plain


def _grouped(tokens: Sequence[Token], i: int) -> Iterator[tuple[int, Decimal]]:
    """'10 000', '3.000.000', '6.700,54': figures that several tokens hold."""
    text, j, best = tokens[i].norm, i + 1, None
    while j < min(i + _TOKENS, len(tokens)) and len(text) <= _LONGEST:
        gap, norm = tokens[j].start - tokens[j - 1].end, tokens[j].norm
        if gap > 1 or not (norm in {".", ","} or norm[:1].isdecimal()):
            break
        text += " " * gap + norm
        j += 1
        if match := _GROUPED.fullmatch(text):
            best = (j, text, match["sep"])
    if best is not None:
        end, text, sep = best
        yield end, Decimal(text.replace(sep, "").replace(",", "."))


def bare_decimals(tokens: Sequence[Token], i: int) -> Iterator[tuple[int, Decimal]]:
    """Yield '.75' and ',5' where a sentence does not end."""
    if i + 1 >= len(tokens) or (i and tokens[i - 1].end == tokens[i].start):
        return
    digits = tokens[i + 1].norm
    if digits.isdecimal() and len(digits) <= _LONGEST and tokens[i].end == tokens[i + 1].start:
        yield i + 2, Decimal(f"0.{digits}")
