"""Which of the things on offer words choose: 'le demi-sel', 'une grande et une petite'."""

from collections.abc import Collection, Iterator, Sequence

from tournee.nlu.heard import Heard
from tournee.nlu.search.names import NameTable
from tournee.nlu.words import grammar
from tournee.nlu.words.inflection import stem

_NOT_SAID = 100
"""A name of which nothing is said counts as this many words longer."""
_MOST_SHARES = 50


def by_words(
    heard: Heard,
    table: NameTable,
    offered: Sequence[int],
    passed_over: Collection[int] = (),
) -> list[int]:
    """Choose what most words, but for some tokens, tell apart from the rest that was offered."""
    if _names_another(heard, table, offered):
        return []
    scores = dict.fromkeys(offered, 0.0)
    for i, matched, weight in matches(heard, table, offered):
        if i in passed_over:
            continue
        if len(matched) < len(scores) or len(scores) == 1:
            for owner in matched:
                scores[owner] += weight
    best = max(scores.values(), default=0.0)
    chosen = [owner for owner, score in scores.items() if score == best]
    if best and len(chosen) > 1:
        shortest = _shortest(table, chosen, {stem(t.norm) for t in heard.lattice.tokens})
        chosen = shortest if len(shortest) == 1 else chosen
    return chosen if best > 0 and len(chosen) == 1 else []


def _names_another(heard: Heard, table: NameTable, offered: Sequence[int]) -> bool:
    """Tell whether all words together name only what was not offered: 'demi écrémé'."""
    said = [t.norm for t in heard.lattice.tokens if t.is_word and not grammar.is_small(t.norm)]
    found = table.hold(tuple(dict.fromkeys(map(stem, said)))) if len(said) > 1 else None
    return found is not None and set(found.held).isdisjoint(offered)


def _shortest(table: NameTable, owners: Sequence[int], said: set[str]) -> list[int]:
    """Of 'demi-sel' and 'doux et demi-sel' the one whose name has the fewest words unsaid."""
    unsaid = {
        owner: min(
            sum(word not in said for word in name.required)
            + _NOT_SAID * said.isdisjoint(name.required)
            for name in table.names
            if name.owner == owner
        )
        for owner in owners
    }
    return [owner for owner in owners if unsaid[owner] == min(unsaid.values())]


def matches(
    heard: Heard, table: NameTable, offered: Sequence[int]
) -> Iterator[tuple[int, set[int], float]]:
    """For each token of the message the offered things that have it, and how surely."""
    masks = masks_of(table, offered)
    for start, token in enumerate(heard.lattice.tokens):
        for norm in (token.norm, *heard.lattice.words.get(start, ())):
            matched, weight = having(table, masks, norm)
            if matched:
                yield start, matched, weight


def masks_of(table: NameTable, offered: Sequence[int]) -> dict[int, int]:
    """The names of each thing that was offered, as bits."""
    return {
        owner: sum(1 << i for i, name in enumerate(table.names) if name.owner == owner)
        for owner in offered
    }


def having(table: NameTable, masks: dict[int, int], norm: str) -> tuple[set[int], float]:
    sure = {o for o, mask in masks.items() if any(table.grow(mask, (), norm))}
    if sure or grammar.is_small(norm) or norm[0] == "#":
        return sure, 1.0
    likely = {o for o, mask in masks.items() if any(table.guess(mask, (), norm))}
    return likely, 0.6


def shared_out(heard: Heard, table: NameTable, offered: Sequence[int]) -> list[int]:
    """Read 'une grande et deux petites' as one and two of them; empty where one alone is named."""
    counted = heard.counted
    shares: dict[int, int] = {}
    for i, matched, weight in matches(heard, table, offered):
        if weight < 1 or len(matched) != 1:
            continue
        number = counted.get(i - 1, 1)
        shares.setdefault(next(iter(matched)), int(number))
    if len(shares) < 2 or any(count < 1 for count in shares.values()):  # noqa: PLR2004
        return []
    return [owner for owner, count in shares.items() for _ in range(min(count, _MOST_SHARES))]
