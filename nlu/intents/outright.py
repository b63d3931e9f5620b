"""Goods that a sentence does nothing but name, whatever else its message tells or asks."""

from collections.abc import Sequence
from itertools import pairwise

from tournee.nlu.reading.readings import Kind, Reading
from tournee.nlu.reading.state import Item
from tournee.nlu.words.grammar import Role

_COUNTING = frozenset({Kind.NUMBER, Kind.AMOUNT})
NAMING = frozenset({Kind.THING, Kind.OPTION, Kind.BREAK}) | _COUNTING
ARTICLES = frozenset({Role.DET, Role.PARTITIVE, Role.AND, Role.FILLER, Role.PACK, Role.QUALITY})

_ORDERING = ARTICLES | {Role.ORDER, Role.ADD, Role.PREP, Role.DELIVER, Role.POSS}


def orders_outright(readings: Sequence[Reading]) -> bool:
    """Tell whether a thing stands right behind a verb of ordering: 'can i get the ...'."""
    if any(reading.role is Role.ASK for reading in readings):
        return False
    asked = False
    for reading in readings:
        if asked and reading.kind is Kind.THING:
            return True
        between = reading.kind in NAMING or reading.role in ARTICLES
        asked = reading.role is Role.ORDER or (asked and between)
    return False


def lists_outright(readings: Sequence[Reading]) -> bool:
    """Tell whether a sentence does nothing but name counted goods, whatever others tell.

    'Le facteur est en retard. Un gros pain pour demain'
    """
    sentences: list[list[Reading]] = [[]]
    for reading in readings:
        if reading.kind is Kind.BREAK and reading.norm in _STRONG:
            sentences.append([])
        else:
            sentences[-1].append(reading)
    return len(sentences) > 1 and any(map(_names_counted, sentences))


def opens_with_goods(readings: Sequence[Reading], items: Sequence[Item]) -> bool:
    """Tell whether counted goods come first: '3 merguez svp et vous fermez à quelle heure ?'."""
    counted = [item.end for item in items if item.amount and item.owners and not item.told]
    ahead = [r for r in readings if counted and r.end <= counted[-1]]
    return bool(ahead) and _names_counted(ahead)


def _names_counted(readings: Sequence[Reading]) -> bool:
    if readings[:1] and readings[0].kind is Kind.WORD and readings[0].end < readings[-1].end:
        readings = readings[1:] if readings[1].kind is Kind.BREAK else readings
    counted = any(
        before.kind in _COUNTING and after.kind is Kind.THING
        for before, after in pairwise(r for r in readings if r.role not in ARTICLES)
    )
    return counted and all(
        reading.kind in NAMING or reading.kind is Kind.DAY or reading.role in _ORDERING
        for reading in readings
    )


_STRONG = frozenset(".!?;\n…")
