"""What a small word does to a partial reading of a message."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from tournee.nlu.reading.negation import carried, holds_too, listed_away, puts_right
from tournee.nlu.reading.readings import Reading
from tournee.nlu.reading.state import NOTHING, Act, Amount, Last, State
from tournee.nlu.reading.weights import WEIGHTS
from tournee.nlu.words.grammar import Role

_ACTS = {
    Role.ORDER: Act.ORDER,
    Role.ADD: Act.ADD,
    Role.REMOVE: Act.REMOVE,
    Role.CHANGE: Act.CHANGE,
    Role.DOUBLE: Act.CHANGE,
}
_LAST = {
    Role.AND: Last.AND,
    Role.OR: Last.AND,
    Role.WITH: Last.WITH,
    Role.DET: Last.DET,
    Role.PARTITIVE: Last.PARTITIVE,
    Role.PREP: Last.PREP,
    Role.POSS: Last.POSS,
    Role.INTRO: Last.NAME,
    Role.TITLE: Last.NAME,
}
_WITHIN = frozenset({Role.DET, Role.PARTITIVE, Role.PREP, Role.QUALITY, Role.PACK})
"""What an unknown thing may have between its words."""
_JOINTS = frozenset({Role.AND, Role.OR, Role.WITH})
_FLUSHING = frozenset({*_ACTS, Role.NEG, Role.CORR, Role.SWAP, Role.DELIVER})
"""Before these an amount that waits goes to the thing before it."""


Flush = Callable[[State], State]


def step(state: State, reading: Reading, flush: Flush) -> Iterator[State]:
    """Read one small phrase."""
    role = reading.role
    assert role is not None  # noqa: S101 (a reading of this kind has one)
    if state.unknown >= 0:
        if role in _WITHIN:
            return iter((state.to(reading, last=Last.UNKNOWN),))
        state = state.to(unknown=-1)
    corrected = state.corrects and role is Role.CHAT  # 'non 3 on est 3'
    if role in _FLUSHING or corrected or (role in _JOINTS and not state.held):
        if role is Role.CHANGE and _is_second_number(state):
            state = state.to(corrects=True)
        before = state
        state = flush(state)
        turns = before.corrects or before.act is Act.SWAP
        cut = role is Role.AND and before.last is Last.QUANTITY and not turns
        if cut and before.items and before.pending and not before.telling:
            state = state.to(score=state.score + 3 * WEIGHTS.orphan)
    return _READERS.get(role, _other)(state, reading)


def _is_second_number(state: State) -> bool:
    """Tell whether a number waits behind a counted thing: '4 côtes mais 2 suffisent'."""
    current, number = state.current, state.pending.number
    counted = current is not None and current.amount.number is not None
    return counted and number is not None and state.last is Last.QUANTITY and not state.telling


def _scored(state: State, reading: Reading, share: float = 1.0) -> float:
    return state.score + share * reading.score


def _verb(state: State, reading: Reading) -> Iterator[State]:
    assert reading.role is not None  # noqa: S101
    lacks = reading.role is Role.REMOVE and state.telling and state.last is Last.AND
    yield state.to(
        reading,
        act=Act.ORDER if lacks and reading.norm in _MORE else _ACTS[reading.role],
        telling=False,
        sign="",
        last=Last.VERB,
        score=_scored(state, reading),
    )


_MORE = frozenset({"plus"})
"""'il me reste du pain mais plus de lait' wants milk."""


def _neg(state: State, reading: Reading) -> Iterator[State]:
    current = state.current
    if reading.norm in _NEITHER and current and not (current.negated or current.choices):
        yield from _connective(state, reading)
        return
    score = _scored(state, reading)
    yield state.to(reading, sign="-", telling=False, last=Last.DET, score=score)


_NEITHER = frozenset({"ni"})
"""'plus de lait ni de beurre': one more of the same."""


def _nor(state: State, reading: Reading) -> Iterator[State]:
    current = state.current
    if current is None or not current.choices:
        return
    said = listed_away(state)
    kept = len(current.choices) - said
    if kept > 0 and current.choices[kept - 1].sign == "-":
        away = tuple(choice._replace(sign="-") for choice in current.choices[kept:])
        items = state.with_current(current._replace(choices=(*current.choices[:kept], *away)))
        score = _scored(state, reading)
        yield state.to(reading, items=items, sign="-", last=Last.DET, score=score)


def _unlike(state: State, reading: Reading) -> Iterator[State]:
    current, mention = state.current, reading.mention
    others = mention.owners if mention else ()
    kept = tuple(owner for owner in current.owners if owner not in others) if current else ()
    if current and others and kept == current.owners:
        return  # 'la gala et pas golden' says nothing of the gala
    if current and kept:
        items = state.with_current(current._replace(owners=kept, end=reading.end))
        state = state.to(items=items)
    yield state.to(reading, score=_scored(state, reading))


def _degree(state: State, reading: Reading) -> Iterator[State]:
    degree = "++" if reading.role is Role.EXTRA else "~"
    yield state.to(reading, degree=degree, last=Last.QUALITY, score=_scored(state, reading))


def _corr(state: State, reading: Reading) -> Iterator[State]:
    score = _scored(state, reading)
    yield state.to(reading, corrects=True, telling=False, last=Last.CORR, score=score)


def _total(state: State, reading: Reading) -> Iterator[State]:
    yield state.to(reading, corrects=True, last=Last.OTHER, score=_scored(state, reading))


def _swap(state: State, reading: Reading) -> Iterator[State]:
    yield state.to(reading, act=Act.SWAP, last=Last.DET, score=_scored(state, reading))


def _another(state: State, reading: Reading) -> Iterator[State]:
    if state.pending:
        yield from _other(state, reading)
        return
    one = Amount(number=Decimal(1), indefinite=True, start=reading.start)
    yield state.to(reading, pending=one, last=Last.QUANTITY, score=_scored(state, reading))


def _same(state: State, reading: Reading) -> Iterator[State]:
    yield state.to(reading, same=True, last=Last.QUANTITY, score=_scored(state, reading))


def _chat(state: State, reading: Reading) -> Iterator[State]:
    score = _scored(state, reading, 0.3) - 0.3 * bool(state.pending)
    yield state.to(reading, telling=True, pending=NOTHING, last=Last.WORD, score=score)


def _deliver(state: State, reading: Reading) -> Iterator[State]:
    yield state.to(reading, telling=False, score=_scored(state, reading))


def _aside(state: State, reading: Reading) -> Iterator[State]:
    gain = WEIGHTS.aside if state.last is Last.THING else -WEIGHTS.aside
    yield state.to(reading, last=Last.OTHER, score=_scored(state, reading) + gain)


def _pack(state: State, reading: Reading) -> Iterator[State]:
    yield state.to(reading, last=Last.PACK, score=state.score + WEIGHTS.pack)


def _quality(state: State, reading: Reading) -> Iterator[State]:
    last = Last.THING if state.last is Last.THING else Last.QUALITY
    yield state.to(reading, last=last, score=_scored(state, reading, 0.3))


def _settled(state: State, reading: Reading) -> Iterator[State]:
    score = _scored(state, reading) + WEIGHTS.counted
    yield state.to(reading, last=Last.OTHER, score=score)


def _filler(state: State, reading: Reading) -> Iterator[State]:
    if puts_right(state, reading):
        state = state.to(sign="", corrects=True, last=Last.CORR)
    yield state.to(reading, score=_scored(state, reading, 0.6))


def _parts(state: State, reading: Reading) -> Iterator[State]:
    if state.current:
        yield state.to(reading, last=Last.PREP, score=_scored(state, reading))
    else:
        yield from _other(state, reading)


def _other(state: State, reading: Reading) -> Iterator[State]:
    yield state.to(reading, last=Last.OTHER, score=_scored(state, reading, 0.6))


def _connective(state: State, reading: Reading) -> Iterator[State]:
    assert reading.role is not None  # noqa: S101
    both = bool(state.trail) and state.trail[0].role is Role.BOTH
    if both and reading.role is Role.WITH and not state.shared:
        return  # 'both with oat milk': what is for both follows
    yield _replacing(state, reading).to(
        reading,
        last=_LAST.get(reading.role, Last.AND),
        sign=carried(state, reading),
        degree="",
        shared=state.shared and (both or reading.role is Role.AND or state.last is Last.OPTION),
        corrects=_corrects(state, reading),
        score=_scored(state, reading),
    )


def _corrects(state: State, reading: Reading) -> bool:
    """Tell whether what was said is put right: 'with ham, no wait, with bacon'.

    'make that with bacon' adds.
    """
    again = state.corrects and state.last is Last.CORR and reading.role is Role.WITH
    return again and state.trail[0].norm not in _MAKE


def _replacing(state: State, reading: Reading) -> State:
    """'remplacez le beurre par ...': the butter goes."""
    current = state.current
    counted = bool(current and current.amount) and reading.norm not in _IN_EXCHANGE
    if current and current.act is Act.CHANGE and reading.norm in _BY and not counted:
        return state.to(items=state.with_current(current._replace(act=Act.SWAP)))
    return state


def _article(state: State, reading: Reading) -> Iterator[State]:
    """An article, a preposition, the beginning of a name."""
    assert reading.role is not None  # noqa: S101
    state = _for_another(state, reading) or state
    last = _LAST[reading.role]
    if last is Last.DET and (state.pending or state.degree):
        last = state.last
    of = reading.norm in _OF and state.last is Last.OPTION and _is_counted(state)
    name = last is Last.NAME
    share = 0.5 if name or last in {Last.POSS, Last.PREP} else 0.8
    yield _replacing(state, reading).to(
        reading,
        sign="-" if holds_too(state, reading) else state.sign,
        last=last,
        telling=state.telling or name,
        score=_scored(state, reading, share) + WEIGHTS.split * of,
    )


def _for_another(state: State, reading: Reading) -> State | None:
    """Count more of the same for somebody else: 'un steak pour moi et deux pour mon mari'."""
    current, more = state.current, state.pending.number
    if reading.norm not in _FOR or state.last is not Last.QUANTITY or state.corrects:
        return None
    if current is None or not current.owners or not more or not current.amount.number:
        return None
    before = state.trail[1]
    if not before or before[0].role is not Role.AND or state.pending.pack:
        return None
    amount = current.amount._replace(number=current.amount.number + more, indefinite=False)
    items = state.with_current(current._replace(amount=amount))
    return state.to(items=items, pending=NOTHING, score=state.score + WEIGHTS.counted)


_FOR = frozenset({"pour", "pr", "for", "para"})


def _is_counted(state: State) -> bool:
    """Tell whether the option before waits for its thing, or has a number."""
    current = state.current
    chosen = current.choices if current else ()
    return bool(state.held) or (bool(chosen) and chosen[-1].times > 1)


_OF = frozenset({"of", "de", "d'"})
_MAKE = frozenset({"make", "change"})
_BY = frozenset({"par", "contre", "with", "by", "for", "por"})
"""'remplacez le beurre par ...'."""
_IN_EXCHANGE = frozenset({"par", "contre"})


def _both(state: State, reading: Reading) -> Iterator[State]:
    """'tranchés tous les deux': the newest option is for all things; 'les deux en moyenne'."""
    current = state.current
    waiting = state.held or state.pending or state.last is Last.COMMA
    said = state.last is Last.OPTION and current and current.choices
    if said and current and len(state.items) > 1 and not waiting:
        newest = current.choices[-1]
        items = tuple(
            i if not i.owners or newest in i.choices else i._replace(choices=(*i.choices, newest))
            for i in state.items
        )
        yield state.to(reading, items=items, last=Last.OTHER, score=state.score + reading.score)
    share = 1.0 if len(state.items) > 1 and state.last is Last.COMMA else 0.5
    yield state.to(reading, shared=True, last=Last.OTHER, score=_scored(state, reading, share))


_READERS: Mapping[Role, Callable[[State, Reading], Iterator[State]]] = {
    **dict.fromkeys(_ACTS, _verb),
    **dict.fromkeys((Role.AND, Role.OR, Role.WITH), _connective),
    **dict.fromkeys(
        (Role.DET, Role.PARTITIVE, Role.PREP, Role.POSS, Role.INTRO, Role.TITLE), _article
    ),
    **dict.fromkeys((Role.EXTRA, Role.LIGHT), _degree),
    **dict.fromkeys((Role.ENOUGH, Role.NONE), _settled),
    Role.NEG: _neg,
    Role.UNLIKE: _unlike,
    Role.NOR: _nor,
    Role.CORR: _corr,
    Role.TOTAL: _total,
    Role.SWAP: _swap,
    Role.ANOTHER: _another,
    Role.SAME: _same,
    Role.BOTH: _both,
    Role.CHAT: _chat,
    Role.DELIVER: _deliver,
    Role.ASIDE: _aside,
    **dict.fromkeys((Role.PACK, Role.PORTION), _pack),
    Role.QUALITY: _quality,
    Role.FILLER: _filler,
    Role.PARTS: _parts,
}
