"""Said again more plainly: 'quoi ?', 'c'est quoi, au plus ?', 'voilà', 'ne changez rien'.

Whoever did not understand is not told how to order, but what the last message wanted of them; a
word of it that is asked about is explained.
"""

from dataclasses import replace

from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident import answers, look, ordering, people
from tournee.bot.conversation.resident.cues import Habit, has, is_only
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies import Acknowledged, Explained, OrderTold, SaidAgain
from tournee.bot.conversation.resident.state import AskConfirm, AskMove, AskOrder, AskStop, State
from tournee.nlu.model import Answer, Intent, Parse
from tournee.orders.model import OrderNumber

MOST_WORDS = 10
_NOT_ASKING = frozenset({Intent.COMPLAINT, Intent.CANCEL, Intent.HUMAN})


def heard(state: State, text: str, parse: Parse, facts: Facts) -> Outcome | None:
    """Explain, or say again; None where a message is of something else."""
    if is_only(text, Habit.QUESTION):
        return _questioned(state, facts)
    if parse.lines or len(text.split()) > MOST_WORDS or parse.intent in _NOT_ASKING:
        return None
    if has(text, Habit.CONTENTS) and not state.wants and (told := _contents(facts)):
        return Outcome(state=state, replies=(told,), answered=True)
    if has(text, Habit.MEANING) and has(text, Habit.AT_MOST, Habit.BINDING):
        explained = Explained(what="at_most" if has(text, Habit.AT_MOST) else "binding")
        return Outcome(state=state, replies=(explained,), answered=True)
    if is_only(text, Habit.ALTER):
        return _altered(state, facts)
    if is_only(text, Habit.AS_IT_IS):
        return _as_it_is(state, facts)
    if is_only(text, Habit.DONE) or _keeps(state, text):
        return _enough(state, facts)
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


def _questioned(state: State, facts: Facts) -> Outcome:
    """'une question concernant ma commande' asks nothing yet, and changes nothing."""
    told = None if state.wants else _contents(facts)
    return (
        Outcome(state=state, replies=(told,), answered=True) if told else people.help_(state, facts)
    )


def _as_it_is(state: State, facts: Facts) -> Outcome:
    """'laissez comme c'est' refuses what would change something, and changes nothing itself."""
    refused = answers.answer(state, Answer(yes=False), None, facts)
    if isinstance(state.asked, AskMove | AskOrder | AskStop) and refused is not None:
        return refused
    return _enough(state, facts)


def _keeps(state: State, text: str) -> bool:
    """Tell whether a recap stays as it is, after talk of other goods: 'je garde le rôti'."""
    return isinstance(state.asked, AskConfirm) and has(text, Habit.KEEP)


def _enough(state: State, facts: Facts) -> Outcome:
    """Recall what is open, once all is said: 'voilà'."""
    if state.asked is not None or state.wants:
        return Outcome(state=state, answered=True)
    order = next(iter(look.open_numbers(facts)), None)
    return Outcome(state=state, replies=(Acknowledged(order=order),))


def _contents(facts: Facts) -> OrderTold | None:
    """Show the newest open order, else the newest of all, with its goods."""
    number: OrderNumber | None = next(iter(look.open_numbers(facts)), None)
    if number is None:
        number = next((order.number for order in facts.orders), None)
    if number is None or not (lines := look.shown_order(facts, number)):
        return None
    day = look.of_number(facts, number)[0].date
    return OrderTold(number=number, day=day, lines=lines, total=look.due(facts, number))
