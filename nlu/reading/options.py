"""Options: which thing they go to, and how well."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tournee.nlu.lexicon import Lexicon
from tournee.nlu.reading.admission import Admission
from tournee.nlu.reading.lattice import Lattice
from tournee.nlu.reading.readings import Kind, Level, Mention, Reading
from tournee.nlu.reading.saying import (
    both_tell,
    is_joined,
    is_whom,
    may_begin,
    multiple,
    tells_size,
)
from tournee.nlu.reading.state import NOTHING, Act, Choice, Item, Last, State
from tournee.nlu.reading.weights import WEIGHTS
from tournee.nlu.search.wording import words_of
from tournee.nlu.words import everyday, grammar
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.inflection import stem


def runs_on(state: State) -> bool:
    """Tell whether the word before tells how something is, not what: 'grilled chicken'."""
    if state.last is not Last.OPTION:
        return False
    before: Reading = state.trail[0]
    part = before.mention is not None and before.mention.level is Level.HELD
    return part and before.end == before.start + 1 and everyday.describes(before.norm)


_OF = frozenset({"de", "d'"})
_ADORNED = frozenset({Last.QUANTITY, Last.OPTION, Last.QUALITY})
_PART_OF = _OF | {"of"}
_FEW_PORTIONS = 2
_EXCHANGING = frozenset({"for", "with", "to", "contre", "par", "por"})
_PORTIONS = frozenset({Role.PORTION, Role.PACK})
_EXTRA = "extra"


_AWAY = frozenset({Act.REMOVE, Act.SWAP})
"""'sans ...', 'au lieu de ...'."""


@dataclass(frozen=True, slots=True)
class Options(Admission):
    """Puts the options of one message to its things."""

    choices: tuple[tuple[Reading, ...], ...]
    """By token, the options that may begin there."""
    portions: Mapping[int, int]
    """By token of a word for portions, where what they are of begins: 'pumps of vanilla'."""
    named: frozenset[int]
    """Tokens where things or packs may begin."""
    exact: frozenset[int]
    """Tokens where names of things begin."""
    joined: frozenset[int]
    """Tokens 'de' with a thing behind: '4 tranches de jambon' counts the ham."""
    served: frozenset[int]
    """Tokens 'of' with a thing behind that comes in what stands before: 'a bowl of soup'."""
    packing: frozenset[int]
    """Words for packs with 'of' and a thing behind: 'one bottle of root beer'."""
    exchanging: frozenset[int]
    """Tokens 'for', 'with': what stands before them goes, what follows comes."""
    names: Mapping[int, int]
    """By token where names of several words begin, where the longest ends."""

    @staticmethod
    def of(lexicon: Lexicon, lattice: Lattice) -> "Options":
        tokens = lattice.tokens
        readings = [reading for at in lattice.at for reading in at]
        things = [r for r in readings if r.mention and r.kind is Kind.THING]
        counting = [r for r in readings if r.role in _PORTIONS]
        packs = [r for r in counting if r.role is Role.PACK]
        portions = {
            r.start: r.end + (r.end < len(tokens) and tokens[r.end].norm in _PART_OF)
            for r in counting
        }
        exact = {r.start for r in things if r.mention and r.mention.level is Level.EXACT}
        joined = {r.start - 1 for r in things if r.start and tokens[r.start - 1].norm in _OF}
        packing = {
            r.start for r in packs if r.end < portions[r.start] and portions[r.start] in exact
        }
        portioned = {r.end for r in counting if r.role is Role.PORTION}
        of_things = {i - 1 for i in exact if i and tokens[i - 1].norm in _PART_OF}
        served = frozenset(of_things - portioned)
        names: dict[int, int] = {}
        for r in things:
            if r.end > r.start + 1 and r.mention and r.mention.level is Level.EXACT:
                names[r.start] = max(r.end, names.get(r.start, 0))
        return Options(
            lexicon,
            {},
            tuple(tuple(r for r in at if r.mention and r.kind is Kind.OPTION) for at in lattice.at),
            portions,
            frozenset(r.start for r in (*things, *packs) if not tokens[r.start].norm.isdigit()),
            frozenset(exact),
            frozenset(joined),
            served,
            frozenset(packing),
            frozenset(i for i, token in enumerate(tokens) if token.norm in _EXCHANGING),
            names,
        )

    def counted(self, i: int) -> Sequence[Reading]:
        """The options that a number before a token may count: 'pumps of vanilla'."""
        behind = self.portions.get(i, i)
        return [r for at in {i, behind} if at < len(self.choices) for r in self.choices[at]]

    def step(self, state: State, reading: Reading, _floor: float) -> Iterator[State]:
        mention = reading.mention
        assert mention is not None  # noqa: S101
        if state.unknown >= 0:
            return
        count = int(state.pending.number or 1) if state.pending.number else 1
        taken = state.act in _AWAY and state.last in {Last.VERB, Last.DET, Last.QUALITY}
        if state.act is Act.CHANGE and state.items and self._is_exchanged(state, reading):
            taken, state = True, state.to(act=Act.ORDER)
        if state.act is Act.SWAP:
            state = state.to(act=Act.ORDER)
        sign = "-" if taken else state.sign
        choice = Choice(sign, state.degree, mention, max(1, count), reading.score)
        if state.degree == "++" and self._is_extra(mention):
            choice = choice._replace(degree="")
        portions = multiple(state, mention)
        if portions:
            choice = choice._replace(degree="", times=choice.times * portions)
        if state.last in {Last.NAME, Last.POSS} or is_whom(state):
            state = state.to(score=state.score + WEIGHTS.bare)
        away = (
            sign == "-" and tells_size(choice) and any(self.choices[reading.end : reading.end + 1])
        )
        if runs_on(state) or self._is_degree(reading) or away:
            state = state.to(score=state.score + WEIGHTS.partial)
        if any(self.names.get(i, 0) > reading.end for i in range(reading.start + 1, reading.end)):
            state = state.to(score=state.score + WEIGHTS.cut)
        yield from self._attach(state, reading, choice)
        if portions == 0 and (counted := self._counted_before(state, reading, choice)):
            yield counted
        if not state.telling or state.pending:
            held = choice._replace(times=portions or 1, before=True)
            waiting = self.kept(state.held, held) if state.corrects else state.held
            yield state.to(
                reading,
                held=(*waiting, held),
                loose=state.loose if state.held else may_begin(state),
                sign="",
                degree="",
                last=Last.OPTION,
                score=state.score + reading.score + WEIGHTS.held_back * (1 + len(state.held)),
            )

    def _counted_before(self, state: State, reading: Reading, choice: Choice) -> State | None:
        """Hold so many portions for the thing that follows: 'two scoops of vanilla in a cone'."""
        number = state.pending.number
        said = grammar.stems(Role.PORTION).intersection(choice.mention.keys)
        if not number or number < _FEW_PORTIONS or not (said or state.trail[0].role in _PORTIONS):
            return None
        return state.to(
            reading,
            held=(*state.held, choice._replace(before=True)),
            pending=NOTHING,
            sign="",
            degree="",
            last=Last.OPTION,
            score=state.score + reading.score + WEIGHTS.counted_option,
        )

    def _is_exchanged(self, state: State, reading: Reading) -> bool:
        """Tell whether another option stands for this: 'substitute the cheddar for swiss'."""
        near = state.last in {Last.VERB, Last.DET}
        behind = reading.end + 1
        return near and reading.end in self.exchanging and any(self.choices[behind : behind + 1])

    def _is_extra(self, mention: Mention) -> bool:
        """Tell whether the option itself is the extra: an 'extra shot' of the menu."""
        return any(
            _EXTRA in alias.split()
            for owner in mention.owners
            for alias in self.lexicon.options[owner].option.aliases
        )

    def _is_degree(self, reading: Reading) -> bool:
        """Tell whether a word says how much of the option behind it: 'with double cheese'."""
        behind = reading.end not in self.exact and any(self.choices[reading.end : reading.end + 1])
        alone = reading.end == reading.start + 1
        return alone and behind and stem(reading.norm) in grammar.stems(Role.EXTRA)

    def _attach(self, state: State, reading: Reading, choice: Choice) -> Iterator[State]:
        if state.pending.measure is not None or state.pending.money is not None or state.held:
            return
        for back, item in enumerate(reversed(state.items)):
            if back > 1:
                return
            if item.owners and self.codes(choice.mention, item.owners):
                break
        else:
            return
        at = len(state.items) - 1 - back
        score = self._attachment(state, item, choice, reading.end) - 1.0 * back
        if state.pending and reading.start in self.packing:
            score += WEIGHTS.parted_option
        items = list(state.items)
        targets = range(len(items)) if state.shared else (at,)
        for i in targets:
            owners = items[i].owners
            if items[i].implied:
                owners = tuple(o for o in owners if self.codes(choice.mention, (o,)))
            if owners and self.codes(choice.mention, owners):
                again = state.last is Last.WITH
                choices = self.put(items[i], choice, replaces=state.corrects, again=again)
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

    def _attachment(self, state: State, item: Item, choice: Choice, end: int) -> float:
        """How well an option goes with the thing before it."""
        score = 0.0
        if state.pending:
            alone = state.pending.indefinite or state.pending.number == 1
            score += WEIGHTS.indefinite_option if alone else WEIGHTS.counted_option
            score += WEIGHTS.counted_option if state.pending.pack else 0.0
            score += WEIGHTS.parted_option if end in self.joined and not alone else 0.0
            if is_joined(state) and not choice.sign and alone:
                score += WEIGHTS.another_size if tells_size(choice) else 0.0
                of_another = end in self.joined or end in self.served
                score += WEIGHTS.parted_option if of_another else 0.0
        if item.line != state.breaks:
            score += WEIGHTS.line
        if state.last is Last.COMMA:
            score += WEIGHTS.far
        if state.telling:
            score += WEIGHTS.told_option
        group = self.group(choice.mention, item.owners)
        for other in item.choices:
            if other.mention.owners == choice.mention.owners:
                score += 0.0 if choice.degree or choice.times > 1 else WEIGHTS.twice
            elif (
                not choice.sign
                and not other.sign
                and self.group(other.mention, item.owners) == group
                and (
                    self.is_single(choice.mention, item.owners)
                    or both_tell(choice, other)
                    or self._is_size(choice)
                    or self._is_size(other)
                )
            ):
                score += 0.0 if state.corrects else WEIGHTS.exclusive
        return score

    def admits(self, item: Item, reading: Reading, *, longer: bool = False) -> bool:
        """Tell whether the same words, or more of them, are an option of the thing before."""
        choices = self.choices[reading.start]
        return bool(choices) and any(
            other.end >= reading.end + longer
            and other.mention is not None
            and self.codes(other.mention, item.owners)
            for other in choices
        )

    def says_how(self, reading: Reading) -> bool:
        """Tell whether a word only says how what stands behind it is: 'grilled chicken'."""
        behind = self.choices[reading.end : reading.end + 1]
        named = any(behind) or reading.end in self.named
        return named and everyday.describes(reading.norm)

    def adorns(self, state: State, reading: Reading) -> bool:
        """Tell whether an unknown word stands where English has those that adorn: 'fancy latte'."""
        of = state.last is Last.DET and state.trail[0].norm in _PART_OF
        stands = of or state.last in _ADORNED
        return stands and reading.goods <= 0 and reading.end in self.exact

    def makes(self, choices: tuple[Choice, ...]) -> bool:
        """Tell whether options can stand for their thing: one that must be chosen, as a size."""
        entries = (self.lexicon.options[o] for choice in choices for o in choice.mention.owners)
        return any(entry.group.required for entry in entries)

    def tells_apart(self, choices: tuple[Choice, ...]) -> bool:
        """Tell whether options say which of the things before: 'a small and a large'."""
        return self.makes(choices) or any(map(tells_size, choices))

    def _named(self, state: State) -> bool:
        """Tell whether the words of the options that wait are such of things or packs besides."""
        taken = self.exact if any(map(tells_size, state.held)) else self.named
        trail = state.trail
        while trail:
            reading, trail = trail
            if reading.kind is Kind.OPTION and reading.start in taken:
                return True
        return False

    def sized(self, state: State) -> State | None:
        """Do the same where no 'with' follows: 'two large meat lovers and ..'."""
        implied = self.imply(state)
        sole = implied is not None and len(implied.items[-1].owners) == 1
        return implied if sole or any(map(self._is_size, state.held)) else None

    def _is_size(self, choice: Choice) -> bool:
        """Tell whether an option is a size or the like and nothing else: 'cold foam' is none."""
        if not tells_size(choice):
            return False
        said = grammar.stems(Role.QUALITY)
        entries = (self.lexicon.options[o] for o in choice.mention.owners)
        return all(said.issuperset(map(stem, words_of(entry.option.name))) for entry in entries)

    def _begins(self, state: State) -> bool:
        """Tell whether a size begins the message where one shop sells: 'large with pineapple'."""
        several = len(self.lexicon.village.shops) > 1
        return not (several or state.items or state.pending) and tells_size(state.held[0])

    def _is_sole(self, held: tuple[Choice, ...]) -> bool:
        """Tell whether words of which a name has more mean one: 'a gluten free margherita'."""
        return all(
            len({self.lexicon.options[o].code for o in choice.mention.owners}) == 1
            for choice in held
        )

    def imply(self, state: State) -> State | None:
        """Make a thing of a number and options: 'a large with pineapple'."""
        if not state.held or not (state.pending.number or self._begins(state)):
            return None
        exact = [choice.mention.level is Level.EXACT for choice in state.held]
        if not (all(exact) or (any(exact) and self._is_sole(state.held))):
            return None
        several = len(self.lexicon.village.shops) > 1
        if several and not state.items and all(c.mention.small for c in state.held):
            return None
        if not self.makes(state.held) and (several or self._named(state)):
            return None
        owners = list(range(len(self.lexicon.products)))
        for choice in state.held:
            owners = [o for o in owners if self.codes(choice.mention, (o,))]
        if not owners:
            return None
        item = Item(
            tuple(owners), Level.HELD, (), state.pending, state.held, state.act,
            max(0, state.pending.start), state.trail[0].end, state.breaks, implied=True,
        )  # fmt: skip
        return state.to(
            items=(*state.items, item),
            pending=NOTHING,
            held=(),
            last=Last.THING,
            score=state.score + WEIGHTS.implied + WEIGHTS.counted,
        )
