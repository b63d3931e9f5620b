"""Parts of the things said before, and more of the same: no word names them again.

    part  = number (option+ | 'with' | 'without') ..   'two mochas, one with cream, one large'
    again = ('and' number | 'another') (option+ | 'with')  'one with butter and another with jam'
          | number option+ 'one'                           'a vanilla one'

A part has what was said of the whole; one more of the same only its size and the like.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tournee.nlu.reading.lattice import Lattice
from tournee.nlu.reading.options import Options
from tournee.nlu.reading.readings import Kind, Reading
from tournee.nlu.reading.saying import tells_size
from tournee.nlu.reading.state import NOTHING, Choice, Item, Last, State
from tournee.nlu.reading.weights import WEIGHTS
from tournee.nlu.words import everyday
from tournee.nlu.words.grammar import Role

_OF = frozenset({"of"})
_AGAIN = 0.1
_THE = frozenset({"the"})
_ALIKE = (Kind.OPTION, Kind.NUMBER, Kind.ROLE, Kind.OPTION, Kind.THING)
"""Backwards: a thing with its option, 'and', a number with another."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Makes things of numbers and options in one message."""

    options: Options
    lattice: Lattice

    def opened(self, state: State, reading: Reading | None = None) -> State | None:
        """Open a part of the things before: 'two mochas, one with cream and one large'."""
        header, number = _header(state), state.pending.number
        if header is None or number is None:
            return None
        opens = _opens(reading) or state.last is Last.QUALITY  # 'one with cream and one black'
        if not (state.held or opens):
            return None
        article = state.pending.indefinite and self.lattice.locale == "en"
        if article and not (opens or self.options.tells_apart(state.held)):
            return None
        parts = [item for item in state.items[state.items.index(header) + 1 :] if item.part]
        left = (header.amount.number or 0) - sum(p.amount.number or 0 for p in parts)
        if left < number or (not parts and (left == number or self.again(state, reading))):
            return None
        return self._made(state, header, header.choices, part=True)

    def again(self, state: State, reading: Reading | None = None) -> State | None:
        """Make one more of the thing before: 'a bagel with butter and one with jam'."""
        header = _header(state)
        if header is None or not (self._adds(state) or self._is_second(state, header)):
            return None
        if not self._tells(state, header, reading):
            return None
        return self._made(state, header, self._kept(state, header), part=False)

    def _is_second(self, state: State, header: Item) -> bool:
        """Tell whether 'one' is said twice: 'one pizza with ham one with olives'."""
        first, second = header.amount.start, state.pending.start
        tokens = self.lattice.tokens
        return first >= 0 and tokens[first].norm == tokens[second].norm == "one"

    def _tells(self, state: State, header: Item, reading: Reading | None) -> bool:
        """Tell whether what follows a number, or what waits, says which one more of the same."""
        if not state.held:
            return _opens(reading) or state.last is Last.QUALITY
        if self.options.tells_apart(state.held):
            return True
        group = self.options.group
        behind = self._is_told_alike(state, header)
        before = {group(c.mention, header.owners) for c in header.choices if c.before or behind}
        return bool(before) and all(group(c.mention, header.owners) in before for c in state.held)

    def _is_told_alike(self, state: State, header: Item) -> bool:
        """Tell whether both have one word right behind: 'un bouquet blanc et un rose'."""
        trail, kinds = state.trail, list[Kind]()
        while trail and len(kinds) < len(_ALIKE):
            kinds.append(trail[0].kind)
            trail = trail[1]
        tokens, first = self.lattice.tokens, header.amount.start
        alike = first >= 0 and tokens[first].norm == tokens[state.pending.start].norm
        return tuple(kinds) == _ALIKE and alike

    def step(self, state: State, reading: Reading) -> Iterator[State]:
        """Read 'one' behind options as the thing before: 'a vanilla one'."""
        header = _header(state)
        if header is not None and state.held and state.last is Last.OPTION:
            new = self._made(state, header, self._kept(state, header), part=False)
            if new is not None:
                items = new.with_current(new.items[-1]._replace(end=reading.end))
                score = new.score + WEIGHTS.role
                yield new.to(reading, items=items, last=Last.THING, score=score)

    def is_plain(self, state: State, norm: str) -> bool:
        """Tell whether a word says that a part has nothing: 'one with milk and one black'."""
        header = _header(state) if state.last is Last.QUANTITY else None
        if header is None or not everyday.describes(norm):
            return False
        many = (header.amount.number or 0) > (state.pending.number or 0)
        return many or self._adds(state)

    def _adds(self, state: State) -> bool:
        """Tell whether 'and' stands before the number, or it is 'another'."""
        start = state.pending.start
        if start + 1 < len(self.lattice.at) and self.lattice.tokens[start + 1].norm in _OF:
            return False  # 'and one of them with olives'
        before = self.lattice.at[start - 1] if start > 0 else ()
        joined = any(r.role is Role.AND and r.end == start for r in before)
        first = self.lattice.tokens[start].norm in _THE  # 'the first with ham, the second ..'
        return joined or any(r.role is Role.ANOTHER and not first for r in self.lattice.at[start])

    def _kept(self, state: State, header: Item) -> tuple[Choice, ...]:
        """What one more of the same has of the one before: 'two iced lattes and one with foam'."""
        if any(map(tells_size, state.held)) or _says(state, Role.QUALITY):
            return ()
        return tuple(c for c in header.choices if c.before and tells_size(c))

    def _made(
        self, state: State, header: Item, choices: tuple[Choice, ...], *, part: bool
    ) -> State | None:
        held, lost = self.options.admitted(state.held, header.owners)
        if lost:
            return None
        start, end = state.pending.start, max(header.end, state.position)
        item = header._replace(
            amount=state.pending, choices=(*choices, *held), part=part, start=start, end=end
        )
        shared = state.shared and _says(state, Role.BOTH)  # 'a small and a large, both with milk'
        return state.to(
            items=(*state.items, item),
            pending=NOTHING,
            held=(),
            shared=shared,
            score=state.score + (WEIGHTS.counted if part else _AGAIN),
        )


def _header(state: State) -> Item | None:
    """The thing that a part may be of."""
    if not _counts(state):
        return None
    whole = (item for item in reversed(state.items) if not (item.part or item.negated))
    header = next(whole, None)
    return header if header and header.owners else None


def _says(state: State, role: Role) -> bool:
    """Tell whether a word of a role stands behind the number."""
    trail = state.trail
    while trail and trail[0].start > state.pending.start:
        if trail[0].role is role:
            return True
        trail = trail[1]
    return False


def _opens(reading: Reading | None) -> bool:
    """Tell whether a word follows that says what one of the things has: 'with', 'without'."""
    return reading is not None and reading.role is not Role.AND


def _counts(state: State) -> bool:
    number = state.pending.number
    return number is not None and not state.pending.pack and number >= 1 and number % 1 == 0


def without(state: State) -> State:
    """Take from the newest thing what the one before has: 'one with cheese and one without'."""
    last: Reading | None = state.trail[0] if state.trail else None
    if last is None or last.kind is not Kind.ROLE or last.role is not Role.NEG:
        return state
    if len(state.items) < _TWO or state.items[-1].owners != state.items[-2].owners:
        return state
    item, other = state.items[-1], state.items[-2]
    common = {choice.mention.owners for choice in item.choices}
    sorted_anew = any(choice.before for choice in item.choices)  # 'one strawberry without'
    gone = tuple(
        c._replace(sign="-", degree="", times=1)
        for c in other.choices
        if c.mention.owners not in common
        and not c.sign
        and not tells_size(c)
        and not (sorted_anew and c.before)
    )
    return state.to(items=state.with_current(item._replace(choices=(*item.choices, *gone))))


_TWO = 2
