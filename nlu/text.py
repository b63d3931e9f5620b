"""Text to tokens: case, accents, ligatures, elisions and glued figures folded, positions kept."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"}
    | {"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "\u202f": " ", "\u00a0": " ", "–": "-", "—": "-"}
)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without accents: 'Œufs frais' and 'oeufs FRAIS' are the same."""
    text = text.translate(_LIGATURES).lower()
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text.translate(_LIGATURES))
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
