"""Said again more plainly: 'quoi ?', 'c'est quoi, au plus ?', 'je veux changer ma commande'.

Whoever did not understand is not told how to order, but what the last message wanted of them; a
word of it that is asked about is explained.
"""

from dataclasses import replace

from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident import look, ordering
from tournee.bot.conversation.resident.cues import Habit, has, is_only
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies import Explained, OrderTold, SaidAgain
from tournee.bot.conversation.resident.state import AskConfirm, State
from tournee.nlu.model import Intent, Parse
from tournee.orders.model import OrderNumber

MOST_WORDS = 10
_NOT_ASKING = frozenset({Intent.COMPLAINT, Intent.CANCEL, Intent.HUMAN})


def heard(state: State, text: str, parse: Parse, facts: Facts) -> Outcome | None:
    """Explain, or say again; None where a message is of something else."""
    if parse.lines or len(text.split()) > MOST_WORDS or parse.intent in _NOT_ASKING:
        return None
    if has(text, Habit.CONTENTS) and not state.wants and (told := _contents(facts)):
        return Outcome(state=state, replies=(told,), answered=True)
    if has(text, Habit.MEANING) and has(text, Habit.AT_MOST, Habit.BINDING):
        explained = Explained(what="at_most" if has(text, Habit.AT_MOST) else "binding")
        return Outcome(state=state, replies=(explained,), answered=True)
    if is_only(text, Habit.ALTER):
        return _altered(state, facts)
    if state.asked is None or not is_only(text, Habit.UNCLEAR):
        return None
    again = SaidAgain(confirms=isinstance(state.asked, AskConfirm))
    return Outcome(state=replace(state, asked=None), replies=(again,))


def _altered(state: State, facts: Facts) -> Outcome | None:
    """'je veux changer ma commande' changes nothing yet: it shows what there is to change."""
    if isinstance(state.asked, AskConfirm):
        return ordering.declined(state, facts)
    told = None if state.wants else _contents(facts)
    return Outcome(state=state, replies=(told,), answered=True) if told else None


def _contents(facts: Facts) -> OrderTold | None:
    """Show the newest open order, else the newest of all, with its goods."""
    number: OrderNumber | None = next(iter(look.open_numbers(facts)), None)
    if number is None:
        number = next((order.number for order in facts.orders), None)
    if number is None or not (lines := look.shown_order(facts, number)):
        return None
    day = look.of_number(facts, number)[0].date
    return OrderTold(number=number, day=day, lines=lines, total=look.due(facts, number))
