"""Things: a new one, more words of the one before, or one that shares a word with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tournee.nlu.lexicon import Lexicon
from tournee.nlu.reading.ellipsis import (
    comes_with,
    describes,
    in_its_unit,
    is_said_of,
    is_some_of,
    makes_dish,
    names_unknown,
    of_a_thing,
    points_back,
)
from tournee.nlu.reading.lacking import is_counted_behind, lacking, lacking_variety
from tournee.nlu.reading.liquids import is_misfit
from tournee.nlu.reading.negation import left_out
from tournee.nlu.reading.options import Options
from tournee.nlu.reading.portions import halved, unnamed
from tournee.nlu.reading.purpose import composes, composes_another, is_purpose
from tournee.nlu.reading.quantities import merge
from tournee.nlu.reading.readings import Level, Mention, Reading
from tournee.nlu.reading.sizes import resized
from tournee.nlu.reading.state import FREE, NOTHING, Act, Amount, Item, Last, State
from tournee.nlu.reading.weights import WEIGHTS
from tournee.nlu.words import everyday, grammar
from tournee.nlu.words.grammar import Role

_OF = frozenset({"de", "d'", "of"})
_ARTICLES = frozenset({Role.DET, Role.PARTITIVE})
_WHOLE = frozenset({Level.EXACT, Level.HEADED})
_TELLING = frozenset({Last.POSS, Last.NAME, Last.WORD})
"""Behind these people tell of things."""
_SOME_OF = frozenset({"du", "des"})
_SOME = frozenset({Last.PARTITIVE, Last.DET})
_TOLD = frozenset({Last.VERB, Last.PARTITIVE})


@dataclass(frozen=True, slots=True)
class Things:
    """Reads the things of one message; `before` is what was asked for in earlier ones."""

    lexicon: Lexicon
    options: Options
    before: tuple[Item, ...] = ()
    listed: bool = False
    """Commas or new lines part the things of the message."""
    known: dict[tuple[tuple[str, ...], tuple[str, ...]], Mention | None] = field(
        default_factory=dict
    )
    """What words of several mentions name together, as far as it was asked for."""

    def step(self, state: State, reading: Reading, floor: float) -> Iterator[State]:
        """Read a thing; what would score below the floor may be left out."""
        mention = reading.mention
        assert mention is not None  # noqa: S101
        if state.unknown >= 0:
            dish = reading.score + WEIGHTS.counted if makes_dish(state) else 0.0
            yield state.to(reading, last=Last.UNKNOWN, score=state.score + dish)
        if state.last is Last.THING and mention.level is not Level.EXACT and describes(reading):
            yield from self._refine(state, reading, mention, floor)  # 'poisson blanc' is no wine
            return
        made = composes(state) or of_a_thing(state) or is_said_of(state, mention)
        if made and not state.pending and (other := self._another(state, reading)):
            yield other
        if is_purpose(state):
            score = state.score + WEIGHTS.purpose * reading.score
            yield state.to(reading, pending=NOTHING, last=Last.OTHER, score=score)
        stands = not mention.aside or (state.last is Last.PREP and mention.keys[0][0] != "#")
        if self._is_made_with(state, mention):
            yield lacking(state, reading)
        elif stands and (new := self._new_thing(state, reading, mention, reading.score, floor)):
            yield new
        if state.topic and (both := self._together(state.topic, mention)):
            new = self._new_thing(state, reading, both, reading.score + WEIGHTS.whole, floor)
        else:
            new = self._elliptic(state, reading, mention, floor)
        if new:
            yield new
        yield from self._refine(state, reading, mention, floor)

    def _is_made_with(self, state: State, mention: Mention) -> bool:
        """Tell whether a thing is what another is made with, which nobody sells so."""
        if mention.level not in _WHOLE or not composes_another(state):
            return False
        return self._together(state.items[-1].keys[:1], mention) is None

    def _another(self, state: State, reading: Reading) -> State | None:
        """Read a thing with what it is made with as one that the catalogue lacks."""
        current = state.current
        if current is None or not current.owners or state.telling:
            return None
        return lacking_variety(state, reading, current)

    def _together(self, keys: tuple[str, ...], mention: Mention) -> Mention | None:
        """Read a mention with words said before ('pimiento rojo y otro verde')."""
        key = (keys, mention.keys)
        if key not in self.known:
            words = tuple(dict.fromkeys((*keys, *mention.keys)))
            found = self.lexicon.things.hold(words)
            owners = found.exact or found.headed or found.tailed or found.held if found else ()
            level = Level.EXACT if found and found.exact else Level.HEADED
            self.known[key] = Mention(owners, level, words, 0.0) if found else None
        both = self.known[key]
        return both._replace(cost=mention.cost) if both and mention.cost else both

    def _elliptic(
        self, state: State, reading: Reading, mention: Mention, floor: float
    ) -> State | None:
        if not (state.items or self.before):
            return None
        last, counted = state.last, bool(state.pending)
        if last is Last.UNKNOWN or (mention.cost > WEIGHTS.most_guessed and not counted):
            return None
        whole = mention.level in _WHOLE and not (state.same or last is Last.PREP)
        sorts = whole and not is_misfit(self.lexicon, state, mention)
        some = sorts and is_some_of(state)
        if sorts and not (some or (counted and len(mention.owners) > 1)):
            return None
        for item in reversed((*self.before, *state.items)[-3:]):
            if item.keys and item.keys[0] not in mention.keys:
                both = self._together(item.keys[:1], mention)
                if both and (both.owners != mention.owners or (mention.aside and counted)):
                    score = reading.score + WEIGHTS.ellipsis
                    if sorts and both.level is not Level.EXACT:
                        continue
                    if sorts and not some:
                        score = WEIGHTS.exact + WEIGHTS.whole - WEIGHTS.ellipsis - 1.0
                    return self._new_thing(state, reading, both, score, floor)
        return None

    def _refine(
        self, state: State, reading: Reading, mention: Mention, floor: float
    ) -> Iterator[State]:
        current = state.current
        if current is None or not current.owners:
            return
        if (
            state.corrects
            and mention.aside
            and (other := resized(self.lexicon, state, reading, mention.keys))
        ):
            yield other
        same = current.owners == mention.owners and not state.pending
        if same and (state.last is Last.THING or points_back(state)):
            gain = reading.score if points_back(state) else WEIGHTS.held
            yield state.to(reading, last=Last.THING, score=state.score + gain)
        bracketed = bool(state.trail) and state.trail[0].norm == "("
        if (len(current.owners) == 1 and not bracketed) or state.telling or _begins_anew(state):
            return
        score = state.score + reading.score + WEIGHTS.refine
        if score < floor:
            return
        if _is_excepted(state) or (state.sign == "-" and current.act is Act.ORDER):
            others = tuple(o for o in current.owners if o not in mention.owners)
            item = current._replace(owners=others or current.owners, end=reading.end)
            yield state.to(
                reading, items=state.with_current(item), sign="", last=Last.THING, score=score
            )
            return
        behind = state.last is Last.THING and not state.pending
        if behind and set(mention.owners) < set(current.owners):
            item = current._replace(owners=mention.owners, keys=mention.keys, end=reading.end)
            yield state.to(reading, items=state.with_current(item), last=Last.THING, score=score)
        amount = merge(current.amount, state.pending) if state.pending else current.amount
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
            score=score,
        )

    def _new_thing(
        self, state: State, reading: Reading, mention: Mention, score: float, floor: float
    ) -> State | None:
        score += self._fit(state, reading, mention)
        if state.score + score + WEIGHTS.corrected < floor:
            return None
        state = halved(self.lexicon, state, mention.owners)
        fitting, lost = self.options.admitted(state.held, mention.owners)
        item = Item(
            owners=mention.owners,
            level=mention.level,
            keys=mention.keys,
            amount=self._amount(state, mention),
            choices=(*fitting, *unnamed(self.lexicon, state, mention.owners)),
            act=Act.REMOVE if state.sign == "-" else state.act,
            start=state.pending.start if state.pending.start >= 0 else reading.start,
            end=reading.end,
            line=state.breaks,
            negated=state.sign == "-",
            told=state.telling or state.last in _TELLING,
            guessed=mention.cost,
            rivals=mention.rivals,
            lead=mention.lead,
            doubtful=mention.doubtful,
            packed=mention.packed,
            score=score,
        )
        items, gain = self._placed(state, item)
        return State(
            score=state.score + score + gain + WEIGHTS.lost_option * lost,
            items=items,
            act=Act.ORDER if state.act is Act.SWAP else state.act,
            telling=state.telling and not state.pending,
            taken=len(items) < len(state.items),
            last=Last.THING,
            topic=state.topic,
            breaks=state.breaks,
            days=state.days,
            trail=(reading, state.trail),
        )

    def _says_how(self, reading: Reading, mention: Mention) -> bool:
        """Tell whether a word says how the thing behind it is: no tea in 'a black coffee'."""
        named = reading.end in self.options.named
        return named and mention.level is Level.HELD and describes(reading)

    def _says_which(self, state: State, reading: Reading, mention: Mention) -> bool:
        """Tell whether a word says how one of the things before is: 'two coffees, one black'."""
        number = state.pending.number
        current = next((item for item in reversed(state.items) if not item.part), None)
        if not current or reading.end > reading.start + 1 or mention.level is not Level.HELD:
            return False
        many = number is not None and (current.amount.number or 0) > number
        if not many or not current.keys or not everyday.describes(reading.norm):
            return False
        both = self._together(current.keys[:1], mention)
        return both is None or set(both.owners).isdisjoint(mention.owners)

    def _amount(self, state: State, mention: Mention) -> Amount:
        if is_some_of(state):
            return in_its_unit(self.lexicon, state, mention.owners)
        if not state.same:
            return _for_all(state)
        items = (*self.before, *state.items)
        return items[-1].amount if items else NOTHING

    def _fit(self, state: State, reading: Reading, mention: Mention) -> float:
        """How well a thing goes with what stands before it."""
        score = WEIGHTS.composed * is_purpose(state)
        if state.pending:
            score += WEIGHTS.counted
            if is_misfit(self.lexicon, state, mention):
                score += WEIGHTS.no_liquid
            if _is_of_the_one_before(state):
                score += WEIGHTS.parting
            if _is_part(state.pending.number, mention):
                score += WEIGHTS.composed
            if self._says_how(reading, mention) or self._says_which(state, reading, mention):
                score += WEIGHTS.partial
            if state.telling:
                score += WEIGHTS.told * (5.0 if mention.cost > WEIGHTS.most_guessed else 1.0)
            if mention.cost and mention.level is not Level.EXACT:
                score += WEIGHTS.guessed * mention.cost
            if state.last is Last.WORD:
                score += WEIGHTS.skipped
            longer = not (mention.cost or comes_with(state))
            if state.current and self.options.admits(state.current, reading, longer=longer):
                score += WEIGHTS.rather_option
            return score
        last = state.last
        if mention.small and last not in _SOME:
            score += WEIGHTS.small_thing
        if mention.level is Level.HELD and last is not Last.PARTITIVE:
            score += WEIGHTS.held_bare
        score += WEIGHTS.guessed * mention.cost
        if state.telling or last in _TELLING:
            if _is_wanted(state):
                score += WEIGHTS.own
            elif not (state.telling and last in _TOLD) or _is_at_hand(state):
                score += WEIGHTS.bare
        elif state.last is Last.PREP or composes(state):
            score += WEIGHTS.composed if composes(state) else WEIGHTS.prepositional
        elif (state.last not in FREE or of_a_thing(state)) and not (
            (state.held and state.loose) or is_counted_behind(state)
        ):
            inside = state.last is Last.UNKNOWN and (self.listed or state.trail[0].norm in _OF)
            inside = inside or of_a_thing(state) or names_unknown(state)
            inside = inside or is_said_of(state, mention)
            score += WEIGHTS.composed if inside else WEIGHTS.run_on
        current = state.current
        near = current is not None and current.line == state.breaks and bool(current.owners)
        if near and current is not None and self.options.admits(current, reading):
            score += WEIGHTS.rather_option * (1 if mention.level is Level.EXACT else 2)
        return score

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
            if item.act is state.items[-1].act and not state.taken:
                last = state.items[-1]
                kept = item._replace(amount=item.amount or last.amount, replaced=True)
                return (*state.items[:-1], kept), 0.0
        if left_out(state, item):  # what follows is of the thing that it is left out of
            return (*state.items[:-1], item, state.items[-1]), 0.0
        return (*state.items, item), 0.0


def _for_all(state: State) -> Amount:
    """As many as there are things, where all come with it: 'two burgers, both with fries'."""
    if state.pending or not state.shared or state.last is not Last.WITH:
        return state.pending
    if state.trail[1][0].role is not Role.BOTH:
        return state.pending  # 'both large with fries'
    wholes = [item.amount.number or Decimal(1) for item in state.items if not item.part]
    number = sum(wholes, Decimal())
    return state.pending._replace(number=number)


def _is_wanted(state: State) -> bool:
    """Tell whether a verb of ordering is right before 'my': "j'aurais besoin de mon dentifrice"."""
    if state.last is not Last.POSS or state.telling:
        return False
    before = state.trail[1]
    return bool(before) and before[0].role is Role.ORDER


def _is_at_hand(state: State) -> bool:
    """Tell whether people say what they still have: 'il me reste du beurre mais ..'."""
    before: tuple[Any, ...] = state.trail[1] if state.trail else ()
    return bool(before) and before[0].norm in _LEFT


_LEFT = frozenset({"reste", "restent"})


def _is_part(number: Decimal | None, mention: Mention) -> bool:
    """Tell whether a fraction is said of what a name counts: '1/2 douzaine d'œufs'."""
    if number is None or number >= 1:
        return False
    return mention.packed or any(key[0] == "#" for key in mention.keys)


_PARTITIVES = frozenset({"du", "des", "some", "unos", "unas"})


def _begins_anew(state: State) -> bool:
    """Tell whether 'et du' stands before: 'du pain et du lait' is no pain au lait."""
    if not state.trail or not state.trail[1]:
        return False
    some, joining = state.trail[0], state.trail[1][0]
    begins = some.role is Role.PARTITIVE or some.norm in _PARTITIVES
    return begins and joining.role is Role.AND


def _is_of_the_one_before(state: State) -> bool:
    """Tell whether a pack is rather of the thing before: 'du café deux paquets du thé'."""
    current = state.current
    if current is None or current.amount or not state.pending.pack or not current.owners:
        return False
    near = state.pending.start == current.end and current.line == state.breaks
    return near and state.trail[0].norm in _SOME_OF


def _is_excepted(state: State) -> bool:
    """Tell whether all but this is meant: 'de la confiture, n'importe laquelle sauf abricot'."""
    before, last = state.trail[1], state.trail[0]
    words = (last.norm, before[0].norm if before and last.role in _ARTICLES else "")
    return any(grammar.is_role(word, Role.EXCEPT) for word in words)
