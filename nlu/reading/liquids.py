"""Bottles and kilos: which goods come by volume, and what is sold so."""

from tournee.catalog.quantity import Unit
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.reading.readings import Mention, Reading
from tournee.nlu.reading.state import State
from tournee.nlu.words import grammar
from tournee.nlu.words.grammar import Role

_KILO = Unit.KG.value


def is_misfit(lexicon: Lexicon, state: State, mention: Mention) -> bool:
    """Tell whether nothing of what is meant is sold so: '200 g de roses' are no rosé."""
    if _is_bottled(state) and not any(_is_liquid(lexicon, owner) for owner in mention.owners):
        return True
    weighed = state.pending.unit == _KILO
    return weighed and all(_is_liquid(lexicon, owner) for owner in mention.owners)


def _is_liquid(lexicon: Lexicon, owner: int) -> bool:
    volume = lexicon.sizes[owner].volume
    return bool(volume) or lexicon.products[owner].unit is Unit.LITRE


def _is_bottled(state: State) -> bool:
    """Tell whether 'bottle' stands before, with 'of' or without."""
    if not state.trail:
        return grammar.is_bottle(state.pending.pack)
    reading, before = state.trail
    near = _is_bottle(reading) or (bool(before) and _is_bottle(before[0]))
    return near or grammar.is_bottle(state.pending.pack)


def _is_bottle(reading: Reading) -> bool:
    return grammar.is_bottle(reading.norm) and reading.role is Role.PACK
