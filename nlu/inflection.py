"""Plural and gender taken off words of French, English and Spanish alike.

The language of a word is not known (a catalogue mixes them), so one list of endings serves all
three. The result is a key to compare by, not a dictionary form: 'grosse' and 'gros' give 'gro'.
"""

import re
from functools import lru_cache

_SHORTEST = 4
"""Words up to this length keep their vowels: 'aile' is not 'ail', 'pate' is not 'pat'."""

_ENDINGS: tuple[tuple[str, str], ...] = (
    (r"(?<=[^e])aux$", "al"),  # végétaux
    (r"(?<=[aeiou])ux$", "u"),  # poireaux, choux, doux, gazeux
    (r"(?<=..)[sx]$", ""),  # any plural
    (r"(?<=...)ee$", "e"),  # râpée
    (r"(?<=.)ouce$", "ou"),  # douce
    (r"(?<=bl)anche$", "anc"),  # blanche
    (r"(?<=[a-z])raiche$", "rai"),  # fraîche
    (r"(?<=[a-z])eche$", "ec"),  # sèche
    (r"^(gro|epai|ba|gra|rou)sse$", r"\1"),  # grosse, épaisse
    (r"(?<=.)euse$", "eu"),  # gazeuse
    (r"(?<=....)aise$", "ai"),  # française, but fraise
    (r"(?<=...)oise$", "oi"),  # niçoise
    (r"(?<=....)(?:oe|[eao])$", ""),  # verte, pollo, tomatoe(s), limone(s)
    (r"(?<=...)y$", "i"),  # cherry, cherries
    (r"(?<=...)([ln])\1$", r"\1"),  # italienne, naturelle
)
_CHANGING = frozenset("xseaoyln")
"""What any of the endings ends in."""
_RULES = tuple((re.compile(pattern), ending) for pattern, ending in _ENDINGS)


@lru_cache(maxsize=32768)
def stem(word: str) -> str:
    """The key of a folded word; figures and short words come back as they are."""
    if len(word) < _SHORTEST or word[-1] not in _CHANGING or not word.isalpha():
        return word
    for pattern, ending in _RULES:
        word = pattern.sub(ending, word)
    return word
