"""Whether somebody is angry: by what they say, and how loudly they say it.

Words are data of each language (`data/<locale>/anger.yml`): a strong one is enough, a mild one
needs a second sign. Capitals and exclamation marks are signs, and never enough by themselves: many
who write so have only the one key pressed.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from tournee.nlu.words.phrases import LOCALES, Phrases, load_words
from tournee.nlu.words.tokens import Token, tokenize

ENOUGH: Final = 2
_WEIGHTS: Final = {"strong": 2, "mild": 1}
_LOUD: Final = 0.7
"""The share of capitals among the letters of somebody who shouts."""
_LETTERS: Final = 12
"""Below these nobody can be said to shout."""
_MARKS: Final = 2


def is_angry(text: str) -> bool:
    """Tell whether a message is an angry one."""
    tokens = tokenize(text)
    said = _words_score(tokens)
    return said > 0 and said + _loudness(text, tokens) >= ENOUGH


def _words_score(tokens: Sequence[Token]) -> int:
    """Add up the words, each stretch once and by its longest phrase."""
    words, score, i = _words(), 0, 0
    while i < len(tokens):
        found = words.at(tokens, i)
        if found:
            i, weight = found[0]
            score += weight
        else:
            i += 1
    return score


def _loudness(text: str, tokens: Sequence[Token]) -> int:
    letters = [c for c in text if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    shouts = len(letters) >= _LETTERS and capitals >= _LOUD * len(letters)
    marks = sum(t.norm == "!" for t in tokens)
    return int(shouts) + int(marks >= _MARKS)


@lru_cache(maxsize=1)
def _words() -> Phrases[int]:
    words: Phrases[int] = Phrases()
    for locale in LOCALES:
        for kind, phrases in load_words(locale, "anger").items():
            for phrase in phrases:
                words.add(phrase, _WEIGHTS[kind])
    return words
