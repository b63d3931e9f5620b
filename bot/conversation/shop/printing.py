"""'/imprimer', 'imprime la liste': a shop's own picking list as a file."""

from typing import Final

from tournee.bot.conversation import worksheets
from tournee.bot.conversation.model import Facts, Turn
from tournee.bot.conversation.shop import look
from tournee.bot.conversation.shop.doing import say
from tournee.bot.conversation.shop.replies import NothingToPick
from tournee.bot.conversation.shop.state import State
from tournee.nlu.days import dates
from tournee.nlu.words.tokens import tokenize

MOST_WORDS: Final = 6
"""Of a wish without a slash; with more it is talk."""


def said(state: State, facts: Facts, text: str) -> Turn[State] | None:
    """Send the list of the next round, or of a day's; None where something else is said."""
    tokens = tokenize(text)
    words = [t for t in tokens if t.is_word]
    if not worksheets.is_asked(text) or "?" in text:
        return None
    if not text.lstrip().startswith("/") and len(words) > MOST_WORDS:
        return None
    spans = dates.spans(tokens, facts.now, facts.village.settings.zone)
    day = next((span.day for span in spans if span.day is not None), None)
    orders = [o for o in look.open_orders(facts) if day in {None, o.date}]
    dated = sorted((o.date, o.round) for o in orders if o.date is not None and o.round is not None)
    soonest = dated[0] if dated else (None, None)
    mine = [o for o in orders if (o.date, o.round) == soonest]
    if not mine:
        return say(state, NothingToPick())
    return say(state, worksheets.lists(facts, mine, soonest[0], look.round_date(facts, mine[0])))
