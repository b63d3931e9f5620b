"""What an SMS costs: the GSM 7-bit alphabet, how to stay within it, and how many segments it takes.

One character outside the alphabet (3GPP TS 23.038) turns the whole message into UCS-2, whose
segments hold 70 characters in place of 160.
"""

import re
import unicodedata
from typing import Final

ALPHABET: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED: Final = frozenset("^{}\\[~]|€\f")
"""Each costs two."""
_OUTSIDE: Final = re.compile("[^" + re.escape("".join(sorted(ALPHABET | EXTENDED))) + "]")

_ALONE: Final = 160
_JOINED: Final = 153
_WIDE_ALONE: Final = 70
_WIDE_JOINED: Final = 67

_SIGNS: Final = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "‑": "-",
        "−": "-",
        "…": "...",
        "×": "x",
        "·": "-",
        "•": "-",
        "→": "->",
        "½": "1/2",
        "¼": "1/4",
        "¾": "3/4",
        "œ": "oe",
        "Œ": "Oe",
        "\t": " ",
    }
)
_QUOTES: Final = (("« ", '"'), (" »", '"'), ("«", '"'), ("»", '"'))


def plain(text: str) -> str:
    """Rewrite a text within the alphabet: ê becomes e, ç becomes c; what has no like is dropped."""
    if is_plain(text):
        return text.strip()
    text = text.translate(_SIGNS)
    for sign, simple in _QUOTES:
        text = text.replace(sign, simple)
    return _OUTSIDE.sub(_likeness, text).strip()


def _likeness(found: re.Match[str]) -> str:
    base = unicodedata.normalize("NFD", found[0])[0]
    return base if base in ALPHABET else ""


def is_plain(text: str) -> bool:
    return _OUTSIDE.search(text) is None


def segments(text: str) -> int:
    """Return how many messages a text is sent and paid as; an empty one is one."""
    if is_plain(text):
        doubles = sum(map(text.count, EXTENDED))
        widths = [2 if c in EXTENDED else 1 for c in text] if doubles else None
        return _count(len(text) + doubles, widths, _ALONE, _JOINED)
    units = len(text.encode("utf-16-le")) // 2
    wide = [2 if c > "\uffff" else 1 for c in text] if units > len(text) else None
    return _count(units, wide, _WIDE_ALONE, _WIDE_JOINED)


def _count(units: int, widths: list[int] | None, alone: int, joined: int) -> int:
    """Count segments; a character of two units is not split between them. None: all are of one."""
    if units <= alone:
        return 1
    if widths is None:
        return -(-units // joined)
    count, room = 1, joined
    for width in widths:
        if width > room:
            count, room = count + 1, joined
        room -= width
    return count
