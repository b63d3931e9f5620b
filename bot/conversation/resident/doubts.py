"""What is done at once, what is asked first and what is not understood, by how sure it is.

The two figures were chosen from measured calibration: benchmarks/README.md, 'Asking'.
"""

from dataclasses import replace
from typing import Final

from tournee.bot.conversation.resident.state import Vague
from tournee.nlu.model import Intent, Line, Parse

SURE_LINE: Final = 0.78
"""Below it the product is asked for: 'C'est bien ... que vous vouliez ?'"""
SURE_INTENT: Final = 0.35
"""Below it a message that names no goods is not understood, whatever it may be likeliest."""
_MOST_OTHERS: Final = 3
_TAKING: Final = frozenset({Intent.ORDER, Intent.ADD})
SIGNS: Final = frozenset({Intent.CONFIRM, Intent.DECLINE, Intent.THANKS})
"""What signs alone can say."""
SURE_REPEAT: Final = 0.6
"""Below it goods that were had before are not put into the basket."""


def doubted(line: Line, intent: Intent) -> Vague | None:
    """Return what to ask about a line that may be another product; None where it is sure enough.

    Only what is to be bought is asked about: what is taken out was named by the bot before.
    """
    if line.confidence >= SURE_LINE or intent not in _TAKING:
        return None
    return Vague(
        text=line.text,
        skus=(line.sku, *line.others[:_MOST_OTHERS]),
        qty=line.qty if line.count is None else line.count,
        unit=line.unit,
        options=line.options,
        amount=line.amount,
        doubted=True,
    )


def is_unclear(parse: Parse) -> bool:
    """Tell whether what a message without goods wants is no more than a guess."""
    if parse.lines or parse.unresolved or parse.answer is not None:
        return False
    return bool(parse.intents) and parse.intents[0][1] < SURE_INTENT


def careful(parse: Parse) -> Parse:
    """Take what may only be a wish for the usual for what it may be besides: 'merci quand même'."""
    if parse.intent is not Intent.REPEAT or parse.lines or parse.unresolved:
        return parse
    likely = dict(parse.intents)
    other = next((i for i in likely if i is not Intent.REPEAT), None)
    unsure = likely.get(Intent.REPEAT, 1.0) < SURE_REPEAT and other in SIGNS
    return replace(parse, intent=other) if unsure and other else parse
