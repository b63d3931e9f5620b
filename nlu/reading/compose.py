"""From the lattice of a message to the best whole reading: a beam search over partial ones.

The grammar, informally:
    message = (item | chat | break)*
    item    = [verb] [amount] option* THING (option | amount | more of its words)*
    option  = ['sans'] ['double'] OPTION
An amount waits for its thing, or goes to the thing before it. An option goes to the thing before
it that admits it, or waits for the next. What follows a correction stands in place of what was
said. Each step is a function (state, reading) -> states; all of them go on, the best survive.
"""

from collections.abc import Callable, Iterator
from math import inf

from tournee.nlu.lexicon import Lexicon
from tournee.nlu.quantity.numbers import TIMES
from tournee.nlu.reading import beam, portions, reference, referring, sizes, small
from tournee.nlu.reading.ahead import KILOS, Ahead
from tournee.nlu.reading.dayed import is_new_amount, on_another_day
from tournee.nlu.reading.lacking import (
    is_asked_for,
    is_graded,
    lacking,
    lacking_variety,
    lists,
    names_more,
)
from tournee.nlu.reading.lattice import Lattice
from tournee.nlu.reading.negation import puts_right, stops_at
from tournee.nlu.reading.options import Options, runs_on
from tournee.nlu.reading.parts import Parts, without
from tournee.nlu.reading.purpose import composes, is_for_somebody, is_for_the_rest
from tournee.nlu.reading.quantities import (
    amount_of,
    as_many,
    bare_figures,
    in_unit_of,
    is_close,
    is_half,
    length_score,
    merge,
    spoken,
)
from tournee.nlu.reading.readings import Kind, Level, Reading
from tournee.nlu.reading.state import NOTHING, Act, Amount, Item, Last, State
from tournee.nlu.reading.things import Things
from tournee.nlu.reading.weights import WEIGHTS
from tournee.nlu.words.grammar import Role

_OF = frozenset({"de", "d'", "of"})
"""Behind these an amount is of the thing before it: 'un rôti d'1 kg'."""
_SEPARATING = frozenset({",", ";", "\n"})

_PARTING = frozenset({Role.WITH, Role.NEG, Role.AND})
_ON = frozenset({"on"})
"""'one on sourdough and one on rye'."""
_ENDING = frozenset({Role.WITH, Role.AND, Role.NEG})
_JOINING = referring.REFERRING | _PARTING | _ENDING | {Role.ONE}
_ONE = frozenset({"one"})
_OPEN = frozenset({Last.QUANTITY, Last.PACK, Last.QUALITY, Last.UNKNOWN})
"""What an unknown thing may stand behind."""
_OPEN_TO_HOW = frozenset({Last.QUANTITY, Last.OPTION, Last.WITH, Last.AND, Last.DET})
"""What a word may stand behind that says how an option is."""
_CHOSEN = frozenset({Last.THING, Last.OPTION})
_NAMELESS = _OPEN | {Last.DET, Last.PARTITIVE}
_ANNOUNCING = frozenset({Last.NAME, Last.POSS, Last.PREP})

_MOST_OF_WORD = WEIGHTS.variety + 2 * WEIGHTS.made
"""The most that a word which nothing explains adds to a score."""


class Composer:
    """Reads one message; `before` is what is in the basket."""

    def __init__(self, lexicon: Lexicon, lattice: Lattice, before: tuple[Item, ...] = ()) -> None:
        self.lexicon = lexicon
        self.lattice = lattice
        self.before = before
        self.options = Options.of(lexicon, lattice)
        self.ahead = Ahead(lattice, self.options)
        self.parts = Parts(self.options, lattice)
        listed = sum(token.norm in _SEPARATING for token in lattice.tokens) > 1
        self.things = Things(lexicon, self.options, before, listed=listed)
        self.whole = frozenset(
            (r.start, r.end)
            for at in lattice.at
            for r in at
            if r.end > r.start + 1 and r.kind is Kind.THING
        )
        """Where names of several words stand."""
        self._steps: dict[Kind, Callable[[State, Reading, float], Iterator[State]]] = {
            Kind.THING: self.things.step,
            Kind.OPTION: self._option,
            Kind.NUMBER: self._number,
            Kind.AMOUNT: self._number,
            Kind.DAY: self._day,
            Kind.ROLE: self._role,
            Kind.BREAK: self._break,
            Kind.WORD: self._word,
        }
        """Each goes on by one reading; what would score below the floor may be left out."""

    def best(self) -> list[State]:
        """Give the whole readings that survive, the best first; there is one at least."""
        length = len(self.lattice.tokens)
        waiting: list[dict[object, State]] = [{} for _ in range(length + 1)]
        floors = [-inf] * (length + 1)
        beam.keep(waiting[0], State())
        margin = WEIGHTS.margin
        steps = 0
        for i, at in enumerate(self.lattice.at):
            width = beam.width(steps)
            tried = at if width > 1 else beam.likeliest(at)
            for state in beam.survivors(waiting[i], floors[i], width):
                steps += len(tried)
                for reading in tried:
                    end = reading.end
                    for new in self._steps[reading.kind](state, reading, floors[end]):
                        steps += 1
                        if new.score >= floors[end]:
                            floors[end] = max(floors[end], new.score - margin)
                            beam.keep(waiting[end], new)
        last = beam.survivors(waiting[length], floors[length], WEIGHTS.beam)
        finished = [self._finish(state) for state in last]
        return sorted(finished, key=lambda s: -s.score) or [State()]

    def _finish(self, state: State) -> State:
        state = self._same(state) or self._refer(state) or self.options.imply(state) or state
        state = without(self._flush(state))
        state = state.to(items=reference.each_in_all(state.items, self.lattice.tokens))
        return state.to(score=state.score + WEIGHTS.lost_option * len(state.held), held=())

    def _role(self, state: State, reading: Reading, _floor: float) -> Iterator[State]:
        if state.held and reading.role in {Role.ORDER, Role.ADD, Role.REMOVE}:
            lost = WEIGHTS.lost_option * len(state.held)
            state = state.to(held=(), score=state.score + lost)
        if reading.role is Role.BOTH and self.ahead.says_how(reading.end):
            state = (self._same(state, reading) or state).to(last=Last.COMMA)
        if reading.role in _JOINING or reading.norm in _ON:
            return self._joined(state, reading)
        if reading.role is Role.PORTION and not self.ahead.is_of_more(reading):
            state = portions.of_option(state, reading) or state
        return small.step(state, reading, self._flush)

    def _joined(self, state: State, reading: Reading) -> Iterator[State]:
        """Read a small phrase that may end a thing which is not named, or stand for one."""
        meant = self.options.imply if reading.role is Role.WITH else self.options.sized
        if reading.role in _ENDING and (implied := meant(state)):
            yield from small.step(implied, reading, self._flush)
        if reading.role in referring.REFERRING and not self.ahead.is_followed(reading):
            yield from referring.refer(self.lexicon, state, reading, self.before)
        if reading.role is Role.ONE:
            yield from self.parts.step(state, reading)
        if (reading.role in _PARTING or reading.norm in _ON) and (
            same := self._same(state, reading)
        ):
            yield from small.step(same, reading, self._flush)
        if reading.role is Role.AND:
            state = without(state)
        yield from small.step(state, reading, self._flush)

    def _option(self, state: State, reading: Reading, floor: float) -> Iterator[State]:
        """Read an option; 'viande' and 'hachée' are rather the one name."""
        before = state.trail[0] if state.trail else None
        if before and before.kind is Kind.THING and (before.start, reading.end) in self.whole:
            state = state.to(score=state.score + WEIGHTS.within)
        yield from self.options.step(state, reading, floor)

    def _same(self, state: State, reading: Reading | None = None) -> State | None:
        """Read a number with options as a part of the thing before, or as more of the same."""
        if state.pending.number is None:
            return None
        return self.parts.opened(state, reading) or self.parts.again(state, reading)

    def _refer(self, state: State) -> State | None:
        """Give options that wait to a thing of the basket: 'plutôt grande'."""
        if not state.held or state.items or not (state.pending.indefinite or not state.pending):
            return None
        items = reference.with_choices(state, self.before, self.options)
        return state.to(items=items, held=(), pending=NOTHING) if items else None

    def _number(self, state: State, reading: Reading, _floor: float) -> Iterator[State]:
        if reading.number is not None and reading.number.ordinal:
            yield state.to(reading, last=Last.OTHER, score=state.score - 0.1)
        elif amount := amount_of(reading):
            alone = state.pending.indefinite or state.pending.number == 1
            if alone and self.lattice.tokens[reading.start].norm in _ONE:
                yield from self.parts.step(state, reading)
            if sizes.aims(state, reading, self.lattice):
                score = state.score + length_score(reading) + WEIGHTS.counted
                yield state.to(reading, last=Last.OTHER, score=score)
                if other := sizes.for_people(self.lexicon, state, reading):
                    yield other
            if is_half(reading) and self.options.choices[reading.end : reading.end + 1] != ((),):
                yield state.to(reading, score=state.score + WEIGHTS.counted)
            yield from self._quantity(state, reading, amount, length_score(reading))

    def _quantity(
        self, state: State, reading: Reading, amount: Amount, score: float
    ) -> Iterator[State]:
        """Let an amount go to the thing before it, or wait for the next."""
        if state.held and state.last is Last.OPTION and (implied := self.options.sized(state)):
            yield from self._quantity(implied, reading, amount, score)
        state = self.parts.opened(state) or state
        score += WEIGHTS.behind_option * len(state.held)
        if state.sign and state.last is not Last.DET:
            state = state.to(sign="")
        if puts_right(state, reading):
            return
        if state.unknown >= 0:
            yield state.to(reading, last=Last.UNKNOWN, score=state.score - 0.3)
        if state.telling:
            yield state.to(reading, last=Last.WORD, score=state.score - 0.1)
        last = Last.PACK if amount.pack else Last.QUANTITY
        if not state.pending:
            if behind := self._behind(state, reading, amount, score):
                yield behind
        else:
            if merged := self._merged(state.pending, reading, amount):
                merged = merged._replace(start=state.pending.start)
                yield state.to(reading, pending=merged, last=last, score=state.score + score)
            state = self._flush(state)
        yield state.to(reading, pending=amount, last=last, score=state.score + score, unknown=-1)

    def _behind(self, state: State, reading: Reading, amount: Amount, score: float) -> State | None:
        """Give an amount to the thing before it: 'baguettes 2'."""
        current, word = state.current, self.lattice.tokens[reading.start].norm
        if current is None or state.telling or not is_close(state, current, word):
            return None
        if self.lattice.locale == "en" and self.ahead.counts_option(reading, current):
            return None
        merged = self._merged(current.amount, reading, amount)
        if not merged:
            return None
        gain = WEIGHTS.after if state.last is not Last.COMMA else 0.0
        if not current.amount and word in TIMES:
            gain += WEIGHTS.times
        if state.last is Last.DET:
            gain = WEIGHTS.of
        return state.to(
            reading,
            items=state.with_current(current._replace(amount=merged, end=reading.end)),
            last=Last.THING,
            score=state.score + score + gain,
            unknown=-1,
        )

    def _merged(self, first: Amount, reading: Reading, second: Amount) -> Amount | None:
        """Put two amounts together, if they may be of one thing."""
        said = reading.number is not None and (
            self.ahead.in_words(reading) or self.ahead.in_tenths(reading)
        )
        return (spoken(first, second) if said else None) or merge(first, second)

    def _flush(self, state: State) -> State:
        """Find a place for an amount that no thing has taken."""
        current, pending = state.current, state.pending
        if not pending:
            return state
        if state.sign == "-" and not current:
            return state.to(pending=NOTHING, sign="")  # 'pas 500 g': what it shall be follows
        if state.act is Act.SWAP:
            score = state.score + WEIGHTS.corrected + WEIGHTS.counted  # 'plutôt que 6'
            return state.to(pending=NOTHING, act=Act.ORDER, score=score)
        if current and current.act is Act.SWAP:
            item = current._replace(act=Act.CHANGE, amount=pending)
            return state.to(items=state.with_current(item), pending=NOTHING)
        if current and state.corrects:
            unit = current.amount.measure is not None and bare_figures(pending)
            amount = in_unit_of(current.amount, pending) if unit else pending
            amount = as_many(current.amount, pending) or amount
            item = current._replace(amount=amount, replaced=True)
            return state.to(
                items=state.with_current(item),
                pending=NOTHING,
                corrects=False,
                score=state.score + WEIGHTS.corrected,
            )
        here = current and current.line == state.breaks and not state.telling
        near = current if here or self._is_then_ordered(state) else None
        if near and near.amount.measure is not None and bare_figures(pending):
            item = near._replace(amount=in_unit_of(near.amount, pending))
            return state.to(items=state.with_current(item), pending=NOTHING)
        merged = merge(near.amount, pending) if near else None
        if near and self.lattice.tokens[pending.start - 1].norm in KILOS:
            merged = spoken(near.amount, pending) or merged
        if near and merged and (not pending.indefinite or not here):
            item = near._replace(amount=merged)
            return state.to(items=state.with_current(item), pending=NOTHING)
        if not current and not state.telling and self._says_more():
            act = Act.CHANGE if state.act is Act.ORDER else state.act
            if item_meant := reference.with_amount(self.lexicon, state, self.before, act):
                return state.to(items=(item_meant,), pending=NOTHING, corrects=False)
        return state.to(pending=NOTHING, score=state.score + WEIGHTS.orphan)

    def _is_then_ordered(self, state: State) -> bool:
        """Tell whether so much is wanted of what was asked for: 'du comté ? 300 g'."""
        current, before = state.current, state.pending.start - 1
        asked = before > 0 and self.lattice.tokens[before].norm == "?" and not state.telling
        return asked and current is not None and bool(current.owners) and not current.amount

    def _says_more(self) -> bool:
        """Tell whether more is said than a number, which may be a choice from a list."""
        return sum(token.norm[0].isalnum() for token in self.lattice.tokens) > 1

    def _day(self, state: State, reading: Reading, _floor: float) -> Iterator[State]:
        assert reading.day is not None  # noqa: S101
        again = on_another_day(state, reading)
        state = again or (self._flush(state) if state.last is not Last.QUANTITY else state)
        counts = state.last is Last.QUANTITY or is_new_amount(state, reading, self.lattice.tokens)
        yield state.to(
            reading,
            days=(*state.days, (reading.day, state.telling and state.last is not Last.PREP)),
            last=Last.BREAK,
            score=state.score + (reading.score if again or not counts else 0.0),
            unknown=-1,
        )

    def _break(self, state: State, reading: Reading, _floor: float) -> Iterator[State]:
        state = without(self._flush(self._same(state) or state))
        norm = reading.norm
        strong = norm in ".;!?\n…"
        if strong and state.held:
            lost = WEIGHTS.lost_option * len(state.held)
            state = state.to(held=(), score=state.score + lost)
        current = state.current
        if norm == ":" and current and not current.amount.measure and state.last is Last.THING:
            yield state.to(
                reading,
                items=state.items[:-1],
                topic=current.keys,
                last=Last.BREAK,
                score=state.score - 0.6,
            )
        yield state.to(
            reading,
            last=Last.BREAK if strong or norm == ":" else Last.COMMA,
            telling=False,
            sign="",
            degree="",
            unknown=-1,
            breaks=state.breaks + strong,
            topic=() if strong else state.topic,
            act=Act.ORDER if norm in ".!?" else state.act,
            shared=False,
        )

    def _word(self, state: State, reading: Reading, floor: float) -> Iterator[State]:
        if state.score + reading.score + _MOST_OF_WORD < floor:
            return
        if state.unknown >= 0 and state.items:
            item = state.items[-1]._replace(end=reading.end)
            score = state.score - 0.1 + reading.score
            if names_more(state, reading):
                score -= WEIGHTS.no_goods
            yield state.to(reading, items=state.with_current(item), last=Last.UNKNOWN, score=score)
            return
        listed = lists(state, reading)
        if (
            (is_asked_for(state) and not is_for_somebody(self.lattice.tokens, state))
            or listed
            or (
                state.pending
                and state.last in _NAMELESS
                and not is_for_the_rest(self.lattice.tokens, state)
            )
        ):
            yield lacking(state, reading)
        current = state.current
        named = current and (current.amount or current.level is not Level.HELD)
        other = state.last is Last.THING or (reading.goods > 0 and composes(state))
        sort = named and other and not (state.telling or is_graded(state))
        if sort and current and current.owners:
            variety = lacking_variety(state, reading, current)
            if variety.score >= floor:
                yield variety
        says_how = state.last in _OPEN_TO_HOW and self.options.says_how(reading)
        if says_how or self.parts.is_plain(state, reading.norm):
            yield state.to(reading, last=Last.QUALITY, score=state.score + WEIGHTS.how)
        english = self.lattice.locale == "en" and state.pending
        if english and self.options.adorns(state, reading):
            yield state.to(reading, last=Last.QUALITY, score=state.score + WEIGHTS.word)
        weight = WEIGHTS.word_after_thing if state.last is Last.THING else WEIGHTS.word
        weight += WEIGHTS.partial * runs_on(state)
        if state.telling or (state.last in _ANNOUNCING and not listed):
            weight = -0.1
        most = state.score + WEIGHTS.corrected * bool(state.pending) + weight + reading.score
        if most < floor:
            return
        flushed = self._flush(state)
        # 'no syrup', where each has its name
        refused = bool(state.sign) and stops_at(self.lexicon, reading.norm)
        yield flushed.to(
            reading,
            sign="" if refused else flushed.sign,
            telling=state.telling or not (refused or state.last in _CHOSEN),
            last=Last.NAME if state.last is Last.NAME else Last.WORD,
            score=flushed.score + weight + reading.score,
        )
