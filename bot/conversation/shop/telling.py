"""Words of a shop for one customer: 'dis à Mme Durand que ce sera prêt à 10h'.

The customer has to have an open order; the group says yes before anything is sent.
"""

from functools import lru_cache

from tournee.bot.conversation.model import Facts, Turn
from tournee.bot.conversation.shop import look
from tournee.bot.conversation.shop.doing import ask
from tournee.bot.conversation.shop.state import State, Tell
from tournee.nlu.words.phrases import LOCALES, Phrases, load_words
from tournee.nlu.words.tokens import tokenize
from tournee.orders.model import OrderNumber


def said(state: State, facts: Facts, text: str) -> Turn[State] | None:
    """Ask whether to tell it; None where nobody is to be told, or nobody of that name waits."""
    tokens = tokenize(text)
    found = [(i, end, kind) for i in range(len(tokens)) for end, kind in _words().at(tokens, i)]
    begun = next((end for i, end, kind in found if kind == "tell" and i <= 1), len(tokens))
    that = next(((i, end) for i, end, kind in found if kind == "that" and i >= begun), None)
    if that is None or that[1] >= len(tokens):
        return None
    number = _of(facts, {t.norm for t in tokens[begun : that[0]]})
    if number is None:
        return None
    words = text[tokens[that[1]].start :].strip(" .,:")
    return ask(state, facts, ((Tell(number=number, text=words),),))


def _of(facts: Facts, named: set[str]) -> OrderNumber | None:
    """Return the one open order that is named by its number or its customer."""
    found = [
        o.number
        for o in look.open_orders(facts)
        if str(o.number) in named or named & look.name_words(facts, o)
    ]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=1)
def _words() -> Phrases[str]:
    """Return the phrases that ask to tell somebody, and those that begin what is to be told."""
    words: Phrases[str] = Phrases()
    for locale in LOCALES:
        data = load_words(locale, "roles")
        for kind in ("tell", "that"):
            for phrase in data[kind]:
                words.add(phrase, kind)
    return words
