"""Text to tokens: case, accents, ligatures, elisions and glued figures folded, positions kept."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_PLAIN = str.maketrans(
    {"œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae", "ß": "ss"}
    | {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "–": "-", "—": "-", "‑": "-"}
    | {"½": "1/2", "¼": "1/4", "¾": "3/4", "\u202f": " ", "\u00a0": " ", "\u2009": " "}
)
_WORD = r"[^\W\d_]"
_TOKEN = re.compile(
    rf"""
      \d+(?:/\d+){{1,2}} | \d+(?:[.,]\d+)?     # 1/2   24/12/2026   1,5   250
    | aujourd['’]hui
    | (?:{_WORD}{{1,2}}|jusqu|lorsqu|puisqu|quelqu|presqu)['’](?={_WORD}|\d)   # d'  l'  qu'
    | (?P<elided>(?<![\w'’])(?<!\d\s)(?:              # d oeufs, d' oeufs; not 1 l eau
        (?:[dlj]|qu)(?:['’](?=\s+{_WORD})|(?=\s+[aeiouhàâéèêëîïôœ]))
        | c(?=\s+[eé]t?(?:st|ait)\b) | s(?=\s+ils?\b) | n(?=\s+(?:ai|as|a|avez|est|y|en)\b)))
    | ['’]{_WORD}+                           # 's  'll
    | [hx](?=\d)                             # x2   14h30
    | (?<=\d)kg(?={_WORD}{{3}})                # 1kgcarotte
    | {_WORD}(?:[\w]|(?<!\w\d)\d)*           # words, and SMS words with a figure inside: dem1
    | \n
    | (?<=\d)[-–—‑](?=\s?\d)                # 2-3
    | [^\s\w\-–—‑]                           # punctuation and emoji, one by one
    | (?:(?<=\s)|^)[-–—‑]+(?=\s|$|\d|{_WORD})  # a dash that stands free, not a hyphen
    """,
    re.VERBOSE | re.IGNORECASE,
)


_NO_TEXT = re.compile("[\0\ud800-\udfff]")


class Token(NamedTuple):
    text: str
    """As written."""
    norm: str
    """Folded."""
    start: int
    """Offset of the first character in the message."""
    end: int

    @property
    def is_word(self) -> bool:
        return self.norm[:1].isalpha()

    @property
    def is_number(self) -> bool:
        return self.norm[:1].isdigit()


@lru_cache(maxsize=32768)
def fold(text: str) -> str:
    """Lower case without accents: 'Œufs frais' and 'oeufs FRAIS' are the same."""
    text = text.translate(_PLAIN).lower()
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")


def clean(text: str) -> str:
    """Put '\ufffd' for what is no character, place for place: halves of pairs, and zero."""
    return text if text.isascii() and "\0" not in text else _NO_TEXT.sub("\ufffd", text)


def tokens_of(text: str) -> Iterator[Token]:
    """Split a message; hyphens inside words separate ('chou-fleur' is two tokens).

    Accents that stand alone are no tokens.
    """
    for match in _TOKEN.finditer(text):
        if norm := fold(match.group()):
            if match.lastgroup == "elided":
                norm = norm.rstrip("'") + "'"
            yield Token(match.group(), norm, match.start(), match.end())


def tokenize(text: str) -> tuple[Token, ...]:
    """Split a message, whole."""
    return tuple(tokens_of(text))
