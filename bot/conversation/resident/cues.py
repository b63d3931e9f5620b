"""Words about habits in a resident's message: how often, not this time, if there is none left.

The words are data of every language (`nlu/data/<locale>/habits.yml`), since people mix them. Where
words stand for each other, a phrase says so: 'passe/viens /le/les prendre' is six phrases.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import product
from typing import Final

from tournee.nlu.words.phrases import LOCALES, Phrases, load_words
from tournee.nlu.words.tokens import Token, tokenize

MOST_TOKENS: Final = 200
LONGEST: Final = 2000
"""Characters that are looked at."""
_SHORT: Final = 6
"""Words of a message that is nothing but a cue with some politeness."""


class Habit(StrEnum):
    """The keys of `habits.yml`."""

    EVERY = "every"
    """Before a weekday."""
    DAILY = "daily"
    WEEKLY = "weekly"
    OTHER_WEEK = "other_week"
    EVERY_OTHER = "every_other"
    """With a weekday: 'un mardi sur deux'."""
    EVERY_ROUND = "every_round"
    ALSO = "also"
    ALL = "all"
    REGULAR = "regular"
    LIST = "list"
    NOTHING = "nothing"
    THIS_WEEK = "this_week"
    NEXT_WEEK = "next_week"
    NOT_THIS_WEEK = "not_this_week"
    NOT = "not"
    PAUSE = "pause"
    RESUME = "resume"
    END = "end"
    PLUS = "plus"
    NO_REMINDER = "no_reminder"
    REMINDER = "reminder"
    NEVER_SUBSTITUTE = "never_substitute"
    ASK_SUBSTITUTE = "ask_substitute"
    IF_OUT = "if_out"
    IF_OUT_OF_IT = "if_out_of_it"
    THEN = "then"
    WATCH = "watch"
    UNWATCH = "unwatch"
    USUAL = "usual"
    COLLECT = "collect"
    DELIVER = "deliver"
    WAIT = "wait"
    """Takes back what was just said."""
    AS_BEFORE = "as_before"
    KEEP = "keep"
    """Of what was just taken out."""
    CALLING = "calling"
    """Is there anybody who answers at all?"""
    HERE = "here"
    """Where the one who writes lives, not the one for whom it is."""
    CONTENTS = "contents"
    """What an order holds."""
    UNCLEAR = "unclear"
    """Nothing but that the last message was not understood."""
    ALTER = "alter"
    """Nothing but that something is to be different."""
    MEANING = "meaning"
    """What does it mean?"""
    AT_MOST = "at_most"
    BINDING = "binding"
    DONE = "done"
    """Nothing more is wanted; it binds nobody."""
    AS_IT_IS = "as_it_is"
    """Nothing shall be changed."""
    CLOCK = "clock"
    """At what time?"""
    BORROWED = "borrowed"
    """Somebody else's telephone."""
    MISSED = "missed"
    """What was wrong with goods that were had."""
    SAID_BEFORE = "said_before"
    """What is named was meant all along: 'je vous ai dit ..'."""
    WISHES = "wishes"
    """Somebody else does."""
    OF_IT = "of_it"
    """Some of what was talked of."""
    QUESTION = "question"
    """Nothing but that there is one."""
    PER_HEAD = "per_head"
    """An amount is each one's."""
    HOUSEHOLD = "household"
    """Those who live with the one who writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A cue where it stands: tokens, the last one not counted."""

    habit: Habit
    start: int
    end: int


@lru_cache(maxsize=32)
def tokens_of(text: str) -> tuple[Token, ...]:
    return tokenize(text[:LONGEST])[:MOST_TOKENS]


@lru_cache(maxsize=32)
def cues(tokens: tuple[Token, ...]) -> tuple[Found, ...]:
    """Return every cue, the longest of each place first."""
    return tuple(_cues(tokens))


def _cues(tokens: tuple[Token, ...]) -> Iterator[Found]:
    for i in range(len(tokens)):
        for end, habit in _words().at(tokens, i):
            yield Found(habit=habit, start=i, end=end)


def has(text: str, *habits: Habit) -> bool:
    return any(found.habit in habits for found in cues(tokens_of(text)))


def is_only(text: str, habit: Habit) -> bool:
    """Tell whether a message says nothing else, but for punctuation and a polite word."""
    tokens = tuple(t for t in tokens_of(text) if t.norm.isalnum() or "'" in t.norm)
    if not tokens or len(tokens) > _SHORT + max(_lengths().get(habit, (0,))):
        return False
    plain = tuple(t for t in tokens if t.norm not in _POLITE)
    return any(f.habit is habit and (f.start, f.end) == (0, len(plain)) for f in cues(plain))


_POLITE: Final = frozenset(
    {"bonjour", "bonsoir", "merci", "svp", "stp", "please", "thanks", "hello", "hola", "gracias"}
)


def first(found: Iterable[Found], *habits: Habit) -> Found | None:
    return next((f for f in found if f.habit in habits), None)


@lru_cache(maxsize=1)
def _words() -> Phrases[Habit]:
    words: Phrases[Habit] = Phrases()
    for locale in LOCALES:
        data = load_words(locale, "habits")
        for habit in Habit:
            for written in data[habit]:
                for phrase in _phrases(written):
                    words.add(phrase, habit)
    return words


def _phrases(written: str) -> Iterator[str]:
    """Write out a phrase: 'je/on passe' is two; '/le/la' may be left out."""
    for words in product(*(word.split("/") for word in written.split())):
        yield " ".join(word for word in words if word)


@lru_cache(maxsize=1)
def _lengths() -> dict[Habit, tuple[int, ...]]:
    return {
        habit: tuple(
            len(written.split())
            for locale in LOCALES
            for written in load_words(locale, "habits")[habit]
        )
        for habit in Habit
    }
