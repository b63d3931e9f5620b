"""Tobacco and medicines: asked for by name, not sold by a bot, answered with the shop's number.

The names are what people write for them in French, English and Spanish, by their beginnings.
"""

import re
from typing import Final, Literal

from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident.replies import NotByUs
from tournee.catalog.model import Shop
from tournee.nlu.words.tokens import fold

_TOBACCO: Final = re.compile(
    r"\b(?:tabac|cigar|clope|tobacco|rolling paper|feuilles? a rouler|marlboro|camel\b|gauloise"
    r"|gitane|lucky strike|winston|philip morris|vape|vapot|e-liquide|puro\b|estanco)"
)
_MEDICINE: Final = re.compile(
    r"\b(?:medic|ordonnance|prescri|receta|doliprane|efferalgan|dafalgan|paracetamol|aspirin"
    r"|aspegic|ibuprofen|ibuprofeno|advil|nurofen|spedifen|antibio|amoxicil|cortisone|insulin"
    r"|levothyrox|kardegic|smecta|imodium|spasfon|gaviscon|strepsils|antalg|comprime|suppositoire"
    r"|pastilla|painkiller)"
)
_SELLERS: Final = {
    "tobacco": re.compile(r"tabac|tobacco|estanco|presse|bar\b"),
    "medicine": re.compile(r"pharmac|farmacia"),
}


def declined(text: str, facts: Facts) -> tuple[NotByUs, ...]:
    """Return the refusals of what a text names of medicines and tobacco; none if it does not."""
    folded = fold(text)
    named: list[Literal["tobacco", "medicine"]] = []
    if _MEDICINE.search(folded):
        named.append("medicine")
    if _TOBACCO.search(folded):
        named.append("tobacco")
    return tuple(NotByUs(what=what, shop=_seller(what, facts)) for what in named)


def _seller(what: str, facts: Facts) -> Shop | None:
    return next((s for s in facts.village.shops if _SELLERS[what].search(fold(s.name))), None)
