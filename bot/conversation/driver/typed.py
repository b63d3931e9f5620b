"""What a driver types between two doors: 'livré', 'absent 4821', 'livré mme durand'."""

from dataclasses import dataclass
from typing import Final

from tournee.bot.conversation import phrases
from tournee.bot.conversation.driver.state import State
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.phrases import Cue, Number, Phrase, Weight
from tournee.nlu.text import tokenize
from tournee.orders.model import OrderNumber

CUES: Final = (
    Cue.ON_TAB,
    Cue.ABSENT,
    Cue.REFUSE,
    Cue.DELIVERED,
    Cue.LATE,
    Cue.DEPART,
    Cue.NEXT,
    Cue.LIST,
    Cue.ROUTE,
    Cue.HELP,
)
"""Where a phrase holds several, the first of these is meant: 'livré, sur le compte'."""
_MOST_STRANGE: Final = 4
LONGEST: Final = 500
"""Characters; a longer message is not for the bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    cue: Cue | None = None
    number: OrderNumber | None = None
    minutes: int | None = None


def read(text: str, state: State, facts: Facts) -> Typed:
    """Read a phrase; without a cue it is not understood."""
    if len(text) > LONGEST:
        return Typed()
    doors = [v for run in state.runs for v in run.visits]
    numbers = {int(o.number) for o in facts.orders} | {int(n) for v in doors for n in v.numbers}
    reader = phrases.Reader(
        now=facts.now,
        zone=facts.village.settings.zone,
        cues=frozenset(CUES),
        numbers=frozenset(numbers),
    )
    phrase = reader.read(phrases.bare(text))
    number = next((OrderNumber(a.value) for a in phrase.atoms if isinstance(a, Number)), None)
    return Typed(
        cue=_cue(phrase),
        number=number or _by_name(phrase, state),
        minutes=next((int(a.value) for a in phrase.atoms if isinstance(a, Weight)), None),
    )


def _cue(phrase: Phrase) -> Cue | None:
    if len(phrase.strange) > _MOST_STRANGE:
        return None
    found = next((cue for cue in CUES if cue in phrase.cues), None)
    if found is not None:
        return found
    near = (phrases.nearest_word(t.norm, CUES) for t in phrase.strange)
    words = {word for word in near if word is not None}
    return next((cue for cue in CUES if words & phrases.words_of(cue)), None)


def _by_name(phrase: Phrase, state: State) -> OrderNumber | None:
    """Return the order of the one door whose name is said."""
    run = state.under_way
    said = {t.norm for t in phrase.strange}
    if run is None or not said:
        return None
    found = [v for v in run.visits if said & {t.norm for t in tokenize(v.name)}]
    return found[0].numbers[0] if len(found) == 1 else None
