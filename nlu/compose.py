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

from tournee.nlu import small
from tournee.nlu.grammar import Role
from tournee.nlu.lattice import Kind, Lattice, Level, Mention, Reading
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.state import NOTHING, Act, Amount, Choice, Item, Last, State
from tournee.nlu.weights import WEIGHTS

_FREE = frozenset(
    {Last.START, Last.BREAK, Last.COMMA, Last.AND, Last.VERB, Last.WITH, Last.PARTITIVE}
    | {Last.DET, Last.CORR, Last.QUANTITY, Last.PACK}
)
"""What a thing without number may stand behind."""
_OPEN = frozenset({Last.QUANTITY, Last.PACK, Last.QUALITY, Last.UNKNOWN})


_GRAMS = 20
"""A number from this on that stands alone after grams is grams."""


class Composer:
    """Reads messages of one village; `known` are the words of what is in the basket."""

    def __init__(self, lexicon: Lexicon, lattice: Lattice, before: tuple[Item, ...] = ()) -> None:
        self.lexicon = lexicon
        self.lattice = lattice
        self.before = before
        self._steps: dict[Kind, Callable[[State, Reading], Iterator[State]]] = {
            Kind.THING: self._thing,
            Kind.OPTION: self._option,
            Kind.NUMBER: self._number,
            Kind.AMOUNT: self._amount,
            Kind.DAY: self._day,
            Kind.ROLE: self._role,
            Kind.BREAK: self._break,
            Kind.WORD: self._word,
        }

    def best(self) -> list[State]:
        """Give the whole readings that survive, the best first."""
        length = len(self.lattice.tokens)
        waiting: list[dict[object, State]] = [{} for _ in range(length + 1)]
        _keep(waiting[0], State())
        for i in range(length):
            for state in _survivors(waiting[i]):
                for reading in self.lattice.at[i]:
                    for new in self._steps[reading.kind](state, reading):
                        _keep(waiting[reading.end], new)
        finished = [self._finish(state) for state in _survivors(waiting[length])]
        return sorted(finished, key=lambda s: -s.score)

    def _finish(self, state: State) -> State:
        state = self._imply(state) or state
        state = self._flush(state)
        return state.to(score=state.score + WEIGHTS.lost_option * len(state.held), held=())

    def _role(self, state: State, reading: Reading) -> Iterator[State]:
        if state.held and reading.role in {Role.ORDER, Role.ADD, Role.REMOVE}:
            lost = WEIGHTS.lost_option * len(state.held)
            state = state.to(held=(), score=state.score + lost)
        if reading.role is Role.WITH and (implied := self._imply(state)):
            yield from small.step(implied, reading, self._flush)
        yield from small.step(state, reading, self._flush)

    def _imply(self, state: State) -> State | None:
        """Make a thing of a number and options: 'a large with pineapple'."""
        if not state.held or not state.pending.number:
            return None
        owners = range(len(self.lexicon.products))
        for choice in state.held:
            owners = [o for o in owners if self._codes(choice.mention, (o,))]
        if not owners:
            return None
        item = Item(
            tuple(owners), Level.HELD, (), state.pending, state.held, state.act,
            state.pending.start, state.trail[0].end, state.breaks, implied=True,
        )  # fmt: skip
        return state.to(
            items=(*state.items, item),
            pending=NOTHING,
            held=(),
            last=Last.THING,
            score=state.score + WEIGHTS.implied + WEIGHTS.counted,
        )

    # amounts

    def _number(self, state: State, reading: Reading) -> Iterator[State]:
        number = reading.number
        assert number is not None  # noqa: S101 (a reading of this kind has one)
        if number.ordinal:
            yield state.to(reading, last=Last.OTHER, score=state.score - 0.1)
            return
        amount = Amount(number=number.value, indefinite=number.indefinite, start=reading.start)
        yield from self._quantity(state, reading, amount, _length(reading))

    def _amount(self, state: State, reading: Reading) -> Iterator[State]:
        span = reading.amount
        assert span is not None  # noqa: S101
        unit = span.unit.value
        if span.pack is not None:
            number = None if span.implied else span.value
            amount = Amount(
                number=number, pack=span.pack, indefinite=span.indefinite, start=reading.start
            )
            if span.implied:
                return
        elif unit in {"kg", "l"}:
            amount = Amount(measure=span.value, unit=unit, start=reading.start)
        elif unit == "piece":
            amount = Amount(number=span.value, start=reading.start)
        else:
            amount = Amount(money=span.value, start=reading.start)
        yield from self._quantity(state, reading, amount, _length(reading))

    def _quantity(
        self, state: State, reading: Reading, amount: Amount, score: float
    ) -> Iterator[State]:
        last = Last.PACK if amount.pack else Last.QUANTITY
        score += WEIGHTS.behind_option * len(state.held)
        if state.unknown >= 0:
            yield state.to(reading, last=Last.UNKNOWN, score=state.score - 0.3)
        if state.telling:
            yield state.to(reading, last=Last.WORD, score=state.score - 0.1)
        current = state.current
        comma = state.last is Last.COMMA
        close = state.last in {Last.THING, Last.OPTION, Last.DET, Last.COMMA, Last.PREP, Last.PACK}
        if current and (current.line != state.breaks or (current.amount and comma)):
            close = False
        if current and close and not state.pending and (merged := _merge(current.amount, amount)):
            item = current._replace(amount=merged, end=reading.end)
            gain = WEIGHTS.after if state.last is not Last.COMMA else 0.0
            yield state.to(
                reading,
                items=state.with_current(item),
                last=Last.THING,
                score=state.score + score + gain,
                unknown=-1,
            )
        if state.pending:
            merged = _merge(state.pending, amount)
            if merged:
                merged = merged._replace(start=state.pending.start)
                yield state.to(reading, pending=merged, last=last, score=state.score + score)
            state = self._flush(state)
        yield state.to(reading, pending=amount, last=last, score=state.score + score, unknown=-1)

    def _flush(self, state: State) -> State:
        """Find a place for an amount that no thing has taken."""
        if not state.pending and state.last is not Last.UNKNOWN:
            return state
        current, pending = state.current, state.pending
        if not pending:
            return state
        if current and state.corrects:
            unit = current.amount.measure is not None and _bare_figures(pending)
            amount = _in_unit_of(current.amount, pending) if unit else pending
            item = current._replace(amount=amount, replaced=True)
            return state.to(
                items=state.with_current(item),
                pending=NOTHING,
                corrects=False,
                score=state.score + WEIGHTS.corrected,
            )
        near = current if current and current.line == state.breaks else None
        if near and near.amount.measure is not None and _bare_figures(pending):
            item = near._replace(amount=_in_unit_of(near.amount, pending))
            return state.to(items=state.with_current(item), pending=NOTHING)
        merged = _merge(near.amount, pending) if near else None
        if near and merged and not pending.indefinite:
            item = near._replace(amount=merged)
            return state.to(items=state.with_current(item), pending=NOTHING)
        return state.to(pending=NOTHING, score=state.score + WEIGHTS.orphan)

    def _day(self, state: State, reading: Reading) -> Iterator[State]:
        state = self._flush(state) if state.last is not Last.QUANTITY else state
        assert reading.day is not None  # noqa: S101
        yield state.to(
            reading,
            days=(*state.days, (reading.day, state.telling and state.last is not Last.PREP)),
            last=Last.BREAK,
            score=state.score + reading.score,
            unknown=-1,
        )

    # things

    def _thing(self, state: State, reading: Reading) -> Iterator[State]:
        mention = reading.mention
        assert mention is not None  # noqa: S101
        if state.unknown >= 0:
            yield state.to(reading, last=Last.UNKNOWN, score=state.score)
        yield from self._new_thing(state, reading, mention, reading.score)
        if state.topic and (both := self._together(state.topic, mention)):
            yield from self._new_thing(state, reading, both, reading.score + WEIGHTS.whole)
        elif mention.level is not Level.EXACT:
            yield from self._elliptic(state, reading, mention)
        yield from self._refine(state, reading, mention)

    def _together(self, keys: tuple[str, ...], mention: Mention) -> Mention | None:
        """Read a mention with words said before ('pimiento rojo y otro verde')."""
        words = tuple(dict.fromkeys((*keys, *mention.keys)))
        found = self.lexicon.things.hold(words)
        if found is None:
            return None
        owners = found.exact or found.headed or found.tailed or found.held
        level = Level.EXACT if found.exact else Level.HEADED
        return Mention(owners, level, words, mention.cost)

    def _elliptic(self, state: State, reading: Reading, mention: Mention) -> Iterator[State]:
        if mention.level is not Level.HELD:
            return
        for item in reversed((*self.before, *state.items)[-3:]):
            if item.keys and item.keys[0] not in mention.keys:
                both = self._together(item.keys[:1], mention)
                if both and both.owners != mention.owners:
                    score = reading.score + WEIGHTS.ellipsis
                    yield from self._new_thing(state, reading, both, score)
                    return

    def _refine(self, state: State, reading: Reading, mention: Mention) -> Iterator[State]:
        current = state.current
        if current is None or not current.owners:
            return
        if current.owners == mention.owners and state.last is Last.THING and not state.pending:
            score = state.score + WEIGHTS.held
            yield state.to(reading, last=Last.THING, score=score)
        if len(current.owners) == 1:
            return
        amount = _merge(current.amount, state.pending) if state.pending else current.amount
        both = self._together(current.keys, mention)
        if both is None or amount is None:
            return
        owners = tuple(o for o in both.owners if o in current.owners) or both.owners
        item = current._replace(
            owners=owners, keys=both.keys, amount=amount, end=reading.end, level=both.level
        )
        yield state.to(
            reading,
            items=state.with_current(item),
            pending=NOTHING,
            last=Last.THING,
            score=state.score + reading.score + WEIGHTS.refine,
        )

    def _new_thing(
        self, state: State, reading: Reading, mention: Mention, score: float
    ) -> Iterator[State]:
        score += self._fit(state, reading, mention)
        fitting, lost = self._admitted(state.held, mention.owners)
        item = Item(
            owners=mention.owners,
            level=mention.level,
            keys=mention.keys,
            amount=self._same_amount(state) if state.same else state.pending,
            choices=fitting,
            act=Act.REMOVE if state.sign == "-" else state.act,
            start=state.pending.start if state.pending.start >= 0 else reading.start,
            end=reading.end,
            line=state.breaks,
            told=state.telling or state.last in {Last.POSS, Last.NAME, Last.WORD},
            guessed=mention.cost,
            score=score,
        )
        items, gain = self._placed(state, item)
        yield state.to(
            reading,
            items=items,
            pending=NOTHING,
            held=(),
            sign="",
            degree="",
            same=False,
            act=Act.ORDER if state.act is Act.SWAP else state.act,
            telling=False,
            corrects=False,
            last=Last.THING,
            unknown=-1,
            score=state.score + score + gain + WEIGHTS.lost_option * lost,
        )

    def _same_amount(self, state: State) -> Amount:
        items = (*self.before, *state.items)
        return items[-1].amount if items else NOTHING

    def _fit(self, state: State, reading: Reading, mention: Mention) -> float:
        """How well a thing goes with what stands before it."""
        score = 0.0
        if state.pending:
            score += WEIGHTS.counted
            if state.telling:
                score += WEIGHTS.told
            if state.last is Last.WORD:
                score += WEIGHTS.skipped
            return score
        if state.last not in {Last.PARTITIVE, Last.DET}:
            score += WEIGHTS.guessed * mention.cost
            score += WEIGHTS.small_thing * mention.small
            if mention.level is Level.HELD:
                score += WEIGHTS.held_bare
        if state.last in {Last.POSS, Last.NAME, Last.WORD} or state.telling:
            if not (state.telling and state.last in {Last.VERB, Last.PARTITIVE}):
                score += WEIGHTS.bare
        elif state.last is Last.PREP:
            score += WEIGHTS.prepositional
        elif state.last not in _FREE and not (state.held and state.loose):
            score += WEIGHTS.run_on
        current = state.current
        if current and not state.sign and current.line == state.breaks and current.owners:
            if self._admits(current, reading):
                score += WEIGHTS.rather_option
        return score

    def _admits(self, item: Item, reading: Reading) -> bool:
        """Tell whether the same words are an option of the thing before."""
        return any(
            other.kind is Kind.OPTION
            and other.end >= reading.end
            and other.mention is not None
            and self._codes(other.mention, item.owners)
            for other in self.lattice.at[reading.start]
        )

    def _placed(self, state: State, item: Item) -> tuple[tuple[Item, ...], float]:
        """Add an item, or let it stand in place of the one that it corrects."""
        if state.corrects and state.items and item.act is not Act.SWAP:
            for i, other in enumerate(state.items):
                if other.owners == item.owners:
                    kept = item._replace(
                        amount=item.amount or other.amount, choices=item.choices or other.choices
                    )
                    if item.act is Act.REMOVE and other.act is not Act.REMOVE:
                        return state.items[:i] + state.items[i + 1 :], WEIGHTS.corrected
                    kept = kept._replace(replaced=True)
                    return (*state.items[:i], kept, *state.items[i + 1 :]), WEIGHTS.corrected
            if item.act is state.items[-1].act:
                last = state.items[-1]
                kept = item._replace(amount=item.amount or last.amount, replaced=True)
                return (*state.items[:-1], kept), 0.0
        return (*state.items, item), 0.0

    # options

    def _option(self, state: State, reading: Reading) -> Iterator[State]:
        mention = reading.mention
        assert mention is not None  # noqa: S101
        if state.unknown >= 0:
            return
        count = int(state.pending.number or 1) if state.pending.number else 1
        choice = Choice(state.sign, state.degree, mention, max(1, count), reading.score)
        yield from self._attach(state, reading, choice)
        if not state.telling or state.pending:
            held = choice._replace(count=1)
            yield state.to(
                reading,
                held=(*state.held, held),
                loose=state.loose if state.held else state.last in _FREE,
                sign="",
                degree="",
                last=Last.OPTION,
                score=state.score + reading.score + WEIGHTS.held_back * (1 + len(state.held)),
            )

    def _attach(self, state: State, reading: Reading, choice: Choice) -> Iterator[State]:
        if state.pending.measure is not None or state.pending.money is not None or state.held:
            return
        for back, item in enumerate(reversed(state.items)):
            if back > 1:
                return
            if item.owners and self._codes(choice.mention, item.owners):
                break
        else:
            return
        at = len(state.items) - 1 - back
        score = self._attachment(state, item, choice) - 1.0 * back
        items = list(state.items)
        targets = range(len(items)) if state.shared else (at,)
        for i in targets:
            owners = items[i].owners
            if items[i].implied:
                owners = tuple(o for o in owners if self._codes(choice.mention, (o,)))
            if owners and self._codes(choice.mention, owners):
                choices = self._with(items[i], choice, replaces=state.corrects)
                items[i] = items[i]._replace(owners=owners, choices=choices, end=reading.end)
        yield state.to(
            reading,
            items=tuple(items),
            pending=NOTHING,
            sign="",
            degree="",
            last=Last.OPTION,
            corrects=False,
            score=state.score + reading.score + score,
        )

    def _with(self, item: Item, choice: Choice, *, replaces: bool) -> tuple[Choice, ...]:
        if not replaces:
            return (*item.choices, choice)
        group = self._group(choice.mention, item.owners)
        if item.choices and self._group(item.choices[-1].mention, item.owners) == group:
            return (*item.choices[:-1], choice)
        return (*item.choices, choice)

    def _group(self, mention: Mention, owners: tuple[int, ...]) -> str:
        codes = self._codes(mention, owners)
        return self.lexicon.options[codes[0]].group.name if codes else ""

    def _attachment(self, state: State, item: Item, choice: Choice) -> float:
        """How well an option goes with the thing before it."""
        score = 0.0
        if state.pending:
            alone = state.pending.indefinite or state.pending.number == 1
            score += WEIGHTS.indefinite_option if alone else WEIGHTS.counted_option
            score += WEIGHTS.counted_option if state.pending.pack else 0.0
        if item.line != state.breaks:
            score += WEIGHTS.line
        if state.last is Last.COMMA:
            score += WEIGHTS.far
        if state.telling:
            score += WEIGHTS.told_option
        group = self._group(choice.mention, item.owners)
        for other in item.choices:
            if other.mention.owners == choice.mention.owners:
                score += WEIGHTS.twice
            elif (
                not choice.sign
                and not other.sign
                and self._single(choice.mention, item.owners)
                and self._group(other.mention, item.owners) == group
            ):
                score += 0.0 if state.corrects else WEIGHTS.exclusive
        return score

    def _single(self, mention: Mention, owners: tuple[int, ...]) -> bool:
        codes = self._codes(mention, owners)
        group = self.lexicon.options[codes[0]].group
        return group.required or group.maximum == 1

    def _codes(self, mention: Mention, owners: tuple[int, ...]) -> tuple[int, ...]:
        """The options of a mention that some of the products can have."""
        return self.lexicon.admitted(mention.owners, owners, mention.spelled)

    def _admitted(
        self, held: tuple[Choice, ...], owners: tuple[int, ...]
    ) -> tuple[tuple[Choice, ...], int]:
        fitting = tuple(c for c in held if self._codes(c.mention, owners))
        return fitting, len(held) - len(fitting)

    # breaks and words

    def _break(self, state: State, reading: Reading) -> Iterator[State]:
        state = self._flush(state)
        norm = reading.norm
        strong = norm in ".;!?\n…"
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

    def _word(self, state: State, reading: Reading) -> Iterator[State]:
        current = state.current
        if state.unknown >= 0 and state.items:
            item = state.items[-1]._replace(end=reading.end)
            yield state.to(
                reading,
                items=state.with_current(item),
                last=Last.UNKNOWN,
                score=state.score - 0.1 + reading.score,
            )
            return
        some = state.last is Last.PARTITIVE and not state.telling
        if (state.pending and state.last in _OPEN | {Last.DET, Last.PARTITIVE}) or some:
            weight = WEIGHTS.unknown if state.pending else WEIGHTS.unknown_some
            weight += reading.score + WEIGHTS.unknown_told * state.telling
            item = Item(
                (), None, (), state.pending, (), state.act,
                state.pending.start if state.pending.start >= 0 else reading.start,
                reading.end, state.breaks,
            )  # fmt: skip
            if state.sign == "-":
                item = item._replace(act=Act.REMOVE)
            yield state.to(
                reading,
                items=(*state.items, item),
                pending=NOTHING,
                held=(),
                sign="",
                last=Last.UNKNOWN,
                unknown=reading.start,
                score=state.score + weight + WEIGHTS.lost_option * len(state.held),
            )
        if current and state.last is Last.THING and current.owners and not state.telling:
            exact = current.level is Level.EXACT
            item = current._replace(owners=(), end=reading.end)
            yield state.to(
                reading,
                items=state.with_current(item),
                last=Last.UNKNOWN,
                unknown=current.start,
                score=state.score + (WEIGHTS.exact_variety if exact else WEIGHTS.variety),
            )
        after = state.last is Last.THING
        named = state.last in {Last.NAME, Last.POSS, Last.PREP}
        weight = WEIGHTS.word_after_thing if after else WEIGHTS.word
        if state.telling or named:
            weight = -0.1
        flushed = self._flush(state)
        yield flushed.to(
            reading,
            telling=state.telling or state.last not in {Last.THING, Last.OPTION},
            last=Last.NAME if state.last is Last.NAME else Last.WORD,
            score=flushed.score + weight + reading.score,
        )


def _bare_figures(amount: Amount) -> bool:
    return amount.measure is None and amount.number is not None and amount.number >= _GRAMS


def _in_unit_of(first: Amount, second: Amount) -> Amount:
    """Read '400' after '500 g' as grams."""
    assert second.number is not None  # noqa: S101 (asked for by the caller)
    return Amount(measure=second.number / 1000, unit=first.unit, start=second.start)


def _length(reading: Reading) -> float:
    tokens = reading.end - reading.start
    return WEIGHTS.role * tokens + WEIGHTS.longer * (tokens - 1)


def _merge(first: Amount, second: Amount) -> Amount | None:
    """Put two amounts of one thing together ('1 brie 200 g'); None where they clash."""
    if first.number is not None and second.number is not None:
        if not first.indefinite and not (first.number == 1 and second.pack):
            return None
    if first.measure is not None and second.measure is not None:
        return None
    if first.money is not None or second.money is not None:
        return None if first and not first.indefinite else second
    return Amount(
        number=second.number if second.number is not None else first.number,
        measure=second.measure if second.measure is not None else first.measure,
        unit=second.unit or first.unit,
        pack=second.pack or first.pack,
        indefinite=first.indefinite if second.number is None else second.indefinite,
        start=first.start if first.start >= 0 else second.start,
    )


def _keep(waiting: dict[object, State], state: State) -> None:
    current = state.current
    key = (
        len(state.items), current and (current.owners, current.amount, len(current.choices)),
        state.pending, len(state.held), state.sign, state.degree, state.act, state.telling,
        state.last, state.unknown, state.corrects,
    )  # fmt: skip
    other = waiting.get(key)
    if other is None or other.score < state.score:
        waiting[key] = state


def _survivors(waiting: dict[object, State]) -> list[State]:
    ranked = sorted(waiting.values(), key=lambda s: -s.score)[: WEIGHTS.beam]
    if not ranked:
        return ranked
    floor = ranked[0].score - WEIGHTS.margin
    return [s for s in ranked if s.score >= floor]
