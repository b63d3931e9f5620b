"""How a French word sounds, as a key: words spelled by ear share it ('stek', 'steack').

`RULES` is the whole of it. At each place of the folded word the first rule that fits writes its
sound; a letter that no rule takes stands for itself; sounds written twice count once. Sounds that
people mix in writing are one: s and z, an and en, in and un, all of é, è, ai and et.
Capitals are nasal vowels (A an, I in, O on), C is ch, N gn, Z the g of 'gel', E the eu of 'beurre'.
"""

import re
from functools import lru_cache

_VOWEL = "[aeiouy]"
_NASAL = r"(?=[^aeiouynmh])"
"""Before these a vowel with n or m is nasal: 'jambon', but not 'pomme' or 'ananas'."""

RULES: tuple[tuple[str, str], ...] = (
    # vowels of several letters
    (r"oeu|eu|oe", "E"),  # oeuf, beurre
    (r"eaux?|aux?|ault?s?$|ots?$|o[sx]$|op$", "o"),  # poireaux, chaud, haricot, sirop
    (r"oing$|oin", "wI"),  # coing
    (r"oi[xsdt]*$|oi|oy(?=[aeiou])|oua", "wa"),  # noix, poire
    (r"ou[xst]*$|ou|oo", "u"),  # choux, mousse
    (r"ien[st]?$", "jI"),  # italien
    (r"(?:ain|ein|aim|yn|ym|in|im|un|um)[sdtgc]*$", "I"),  # pain, raisin, parfum
    (rf"(?:ain|ein|aim|yn|ym|in|im|un){_NASAL}", "I"),  # pintade
    (r"(?:an|en)[sdtgc]*$|[ae]mps?$", "A"),  # blanc, piment, champ
    (rf"(?:an|en|am|em|aen){_NASAL}", "A"),  # jambon, lentilles
    (r"(?:on|om)[sdtgbp]*$", "O"),  # citron, plomb
    (rf"(?:on|om){_NASAL}", "O"),  # concombre
    (r"(?<=[aeu])ille?s?$|(?<=[aeu])ill|(?<=[aeu])il[s]?$|ill(?=[aeiou])", "j"),  # ail, feuille
    (r"y(?=[aeiou])|i(?=[aeou][a-z])", "j"),  # yaourt, viande
    (r"(?:ez|ers?|ets?|aits?|ais?|ay|ees?)$", "e"),  # lait, poulet, panier, tomates
    (r"ai|ei|ay|ey|ea", "e"),  # laitue, treize, steak
    # consonants of several letters
    (r"tch|sch|sh|ch(?=[aeiouy])|ch$|che?$", "C"),  # chou, sandwich
    (r"ch", "k"),  # chrome
    (r"ph|ff", "f"),
    (r"ti(?=on|eu|al)", "sj"),  # potion
    (r"sc(?=[eiy])|c(?=[eiy])|z(?!$)", "s"),  # cerise, onze
    (r"gni(?=[aeou])|gn|ni(?=[aeou])", "N"),  # champignon, panier
    (r"gu(?=[eiy])", "g"),  # baguette
    (r"ge(?=[ao])|g(?=[eiy])|j", "Z"),  # gel, jus
    (r"qu|ck|c|q", "k"),  # coque, steack
    (r"(?<=[a-z])x(?=[aeiouy])", "ks"),  # saxon
    (r"wh?(?=[aeiou])", "u"),  # whisky
    (r"tt$", "t"),  # omelett
    # silent letters
    (r"[dtpsxz]+$", ""),  # camembert, gros, riz
    (r"h", ""),  # hachis, thon
    (r"(?<=[a-z]{3})es?$", ""),  # baguette; but thé, blé
    (r"y", "i"),
)
_ANY = re.compile("|".join(f"({pattern})" for pattern, _ in RULES))
_TWICE = re.compile(r"(.)\1+")


def _sound_at(match: re.Match[str]) -> str:
    return RULES[(match.lastindex or 1) - 1][1]


@lru_cache(maxsize=32768)
def sound(word: str) -> str:
    """The key of a folded word; of figures the figures themselves."""
    return _TWICE.sub(r"\1", _ANY.sub(_sound_at, word)) or word
