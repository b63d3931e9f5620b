"""'/stats', '/stats mois': the last days in figures, and as a picture."""

from collections import Counter
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from tournee.bot.conversation.model import Facts, Turn
from tournee.bot.conversation.operator.replies import FiguresShown
from tournee.bot.conversation.operator.state import State
from tournee.bot.conversation.operator.threads import say
from tournee.nlu.words.phrases import LOCALES, load_words
from tournee.nlu.words.tokens import tokenize

WEEK: Final = 7
MONTH: Final = 30


def asked(text: str, facts: Facts) -> tuple[date, date] | None:
    """Return the first and the last day of those that a command asks for; None for any other."""
    words = [token.norm for token in tokenize(text) if token.is_word]
    if not text.lstrip().startswith("/") or not words or words[0] not in _commands():
        return None
    days = MONTH if set(words[1:]) & _months() else WEEK
    today = facts.now.astimezone(facts.village.settings.zone).date()
    return today - timedelta(days=days - 1), today


def run(state: State, facts: Facts) -> Turn[State]:
    """Show what was looked up."""
    if facts.figures is None:
        return Turn(state=state)
    ordered = set(facts.figures.residents)
    usual = facts.village.settings.locales[0]
    locales = Counter(p.locale or usual for p in facts.people if p.slug in ordered)
    return say(
        state,
        FiguresShown(
            figures=facts.figures,
            channels=facts.heard_by,
            locales=tuple(sorted(locales.items(), key=lambda pair: (-pair[1], pair[0]))),
        ),
    )


@lru_cache(maxsize=1)
def _commands() -> frozenset[str]:
    told = (load_words(locale, "roles")["commands"]["stats"] for locale in LOCALES)
    return frozenset(tokenize(word)[0].norm for words in told for word in words)


@lru_cache(maxsize=1)
def _months() -> frozenset[str]:
    told = (load_words(locale, "roles")["months"] for locale in LOCALES)
    return frozenset(tokenize(word)[0].norm for words in told for word in words)
