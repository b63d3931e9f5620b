"""Portions that a word before a thing counts without naming them: 'a triple espresso'."""

from typing import Final

from tournee.nlu.lexicon import Lexicon
from tournee.nlu.reading.readings import Level, Mention
from tournee.nlu.reading.state import Choice, State
from tournee.nlu.search.wording import words_of
from tournee.nlu.words import grammar
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.inflection import stem

MULTIPLES: Final = {"double": 2, "triple": 3, "quadruple": 4, "quad": 4}


def unnamed(lexicon: Lexicon, state: State, owners: tuple[int, ...]) -> tuple[Choice, ...]:
    """Read 'triple' before a thing as so many of the one option that it is counted by."""
    before = state.trail[0].norm if state.trail else ""
    if state.degree != "++" or before not in MULTIPLES or len(owners) != 1:
        return ()
    everything = range(len(lexicon.options))
    codes = tuple(o for o in lexicon.admitted(everything, owners) if _is_portion(lexicon, o))
    if len(codes) != 1:
        return ()
    mention = Mention(codes, Level.EXACT, (), 0.0)
    return (Choice("", "", mention, MULTIPLES[before], 0.0, before=True),)


def _is_portion(lexicon: Lexicon, number: int) -> bool:
    """Tell whether an option is called by nothing but a word for portions: 'shot'."""
    said = grammar.stems(Role.PORTION)
    names = lexicon.options[number].option.aliases
    return any(len(words := words_of(name)) == 1 and stem(words[0]) in said for name in names)
