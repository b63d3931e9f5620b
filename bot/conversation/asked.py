"""What shops and operators ask the bot in plain words, because only it can know.

    combien de commandes pour demain ? · j'ai combien de baguettes mardi · c'est qui Mme Garnier ?
    qui livre mardi ? · il reste de la place vendredi ?

These chats are for talk among people, too: a sentence counts as a question to the bot only where
every word of it is understood. The words are data (`nlu/data/<locale>/asked.yml`).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

from tournee.bot.conversation.model import Facts
from tournee.nlu.days import dates
from tournee.nlu.days.dates import DaySpan
from tournee.nlu.words.phrases import LOCALES, Phrases, load_words
from tournee.nlu.words.tokens import Token, tokenize

LONGEST: Final = 16
"""Tokens of a question; more is a story."""
_SIGNS: Final = frozenset(",;:.!?()/-–—…\n\"'«»")


class Word(StrEnum):
    """The keys of `asked.yml`."""

    HOW_MANY = "how_many"
    ORDERS = "orders"
    LIST = "list"
    WHO_IS = "who_is"
    DRIVES = "drives"
    ROOM = "room"
    UNANSWERED = "unanswered"
    CONTACT = "contact"
    FIGURES = "figures"
    NEW_SHOP = "new_shop"
    PRICE = "price"
    STATUS = "status"
    """Of one order, or one customer's."""
    SMALL = "small"
    TITLE = "title"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A sentence that asks something, and what it asks about."""

    words: frozenset[Word]
    """Without the small ones."""
    day: date | None
    rest: str
    """What is neither a word of a question nor a day: goods, or a person."""
    marked: bool
    """It has a question mark."""


def read(text: str, facts: Facts) -> Question | None:
    """Read a sentence; None where it asks nothing that these words can ask."""
    tokens = tokenize(text)
    if not tokens or len(tokens) > LONGEST:
        return None
    zone = facts.village.settings.zone
    spans = [s for s in dates.spans(tokens, facts.now, zone) if s.day is not None and not s.weak]
    span = max(spans, key=lambda s: (s.end - s.start, -s.start), default=None)
    taken = range(span.start, span.end) if span else range(0)
    found: set[Word] = set()
    rest: list[Token] = []
    i = 0
    while i < len(tokens):
        end, word = _at(tokens, i, taken)
        if word is not None:
            found.add(word)
        elif i not in taken and tokens[i].norm not in _SIGNS:
            rest.append(tokens[i])
        i = end
    if not found - {Word.SMALL, Word.TITLE, Word.ORDERS}:
        return None
    return Question(
        words=frozenset(found - {Word.SMALL}),
        day=_meant(span, facts) if span else None,
        rest=" ".join(t.text for t in rest),
        marked="?" in text,
    )


def _meant(span: DaySpan, facts: Facts) -> date | None:
    """Return the day that is asked about: 'mardi', asked on a Tuesday, is today."""
    today = facts.now.astimezone(facts.village.settings.zone).date()
    bare = span.end - span.start == 1
    return today if bare and span.day == today + timedelta(days=7) else span.day


def _at(tokens: tuple[Token, ...], i: int, taken: range) -> tuple[int, Word | None]:
    """Return the longest phrase that begins here and leaves the day alone."""
    if i in taken:
        return i + 1, None
    for end, word in _words().at(tokens, i):
        if not any(k in taken for k in range(i, end)):
            return end, word
    return i + 1, None


@lru_cache(maxsize=1)
def _words() -> Phrases[Word]:
    words: Phrases[Word] = Phrases()
    for locale in LOCALES:
        data = load_words(locale, "asked")
        for word in Word:
            for phrase in data[word]:
                words.add(phrase, word)
    return words
