"""Plural and gender taken off words of French, English and Spanish alike.

The language of a word is not known (a catalogue mixes them), so one list of endings serves all
three. The result is a key to compare by, not a dictionary form: 'grosse' and 'gros' give 'gro'.
"""

import re
from functools import lru_cache

_SHORTEST = 4
"""Words up to this length keep their vowels: 'aile' is not 'ail', 'pate' is not 'pat'."""

_ENDINGS: tuple[tuple[str, str, str], ...] = (
    ("s", r"^(loa|hal|lea|kni|shel|cal)ves$", r"\1f"),  # loaves
    ("s", r"^(pan)es$", r"\1"),  # panes: short words keep their vowels
    ("x", r"(?<=[^e])aux$", "al"),  # végétaux
    ("x", r"(?<=[aeiou])ux$", "u"),  # poireaux, choux, doux, gazeux
    ("sx", r"(?<=..)(?<!^chip)[sx]$", ""),  # any plural; who says 'chips' wants no chipolata
    ("e", r"(?<=...)ee$", "e"),  # râpée
    ("e", r"(?<=.)ouce$", "ou"),  # douce
    ("e", r"(?<=bl)anche$", "anc"),  # blanche
    ("e", r"(?<=[a-z])raiche$", "rai"),  # fraîche
    ("e", r"(?<=[a-z])eche$", "ec"),  # sèche
    ("e", r"^(gro|epai|ba|gra|rou)sse$", r"\1"),  # grosse, épaisse
    ("e", r"(?<=.)euse$", "eu"),  # gazeuse
    ("e", r"(?<=....)aise$", "ai"),  # française, but fraise
    ("e", r"(?<=...)oise$", "oi"),  # niçoise
    ("eao", r"(?<=....)(?:oe|[eao])$", ""),  # verte, pollo, tomatoe(s), limone(s)
    ("y", r"(?<=...)y$", "i"),  # cherry, cherries
    ("ln", r"(?<=...)([ln])\1$", r"\1"),  # italienne, naturelle
)
"""What a word's last letter is where the rule may fit, the rule, what stays."""
_CHANGING = frozenset("xseaoyln")
"""What any of the endings ends in."""
_RULES = tuple((last, re.compile(pattern), ending) for last, pattern, ending in _ENDINGS)


@lru_cache(maxsize=32768)
def stem(word: str) -> str:
    """The key of a folded word; figures and short words come back as they are."""
    if len(word) < _SHORTEST or word[-1] not in _CHANGING or not word.isalpha():
        return word
    for last, pattern, ending in _RULES:
        if word[-1] in last:
            word = pattern.sub(ending, word)
    return word
