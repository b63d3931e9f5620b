"""What a written message is: an answer, goods, a question, a word to a person."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from tournee.bot.conversation.commands import UpdatePerson
from tournee.bot.conversation.events import Said
from tournee.bot.conversation.model import Facts, Reply
from tournee.bot.conversation.resident import (
    answers,
    asking,
    at_home,
    basket,
    beside,
    cancelling,
    circle,
    days,
    detail,
    habits,
    later,
    look,
    money,
    ordering,
    people,
    plainly,
    townhall,
    waiting,
    whom,
    withdrawal,
)
from tournee.bot.conversation.resident.cues import Habit, has, is_only, tokens_of
from tournee.bot.conversation.resident.declined import declined
from tournee.bot.conversation.resident.doubts import SIGNS, careful, is_unclear
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies import Acknowledged
from tournee.bot.conversation.resident.state import (
    AskConfirm,
    AskOrder,
    AskSubstitute,
    AskWeight,
    State,
)
from tournee.nlu.agreement import opts_out, suffices
from tournee.nlu.model import Answer, Intent, Parse
from tournee.nlu.words.tokens import tokenize
from tournee.orders.model import Item

LONGEST: Final = 2000
"""Characters; more is no shopping list, and reading it would keep others waiting."""
WORDS_TO_SWITCH: Final = 4
"""How many words in another language it takes to be answered in it."""
SHORT_QUESTION: Final = 6
"""Words of a message that may do no more than name a day."""
PLACE_ALONE: Final = 8
"""Words of a message that does no more than say where, and perhaps who: 'les Granges, M. Roux'."""
MOST_INTRODUCED: Final = 20
"""Words that say for whom somebody orders: 'je commande pour ma mère Odette Roux'."""
WISHES: Final = frozenset(
    {Intent.ORDER, Intent.ADD, Intent.ASK_AVAILABILITY, Intent.ASK_PRICE, Intent.OTHER}
)
ASKING: Final = frozenset(
    {
        Intent.ASK_PRICE,
        Intent.ASK_AVAILABILITY,
        Intent.ASK_CATALOGUE,
        Intent.ASK_HOURS,
        Intent.ASK_ROUND,
        Intent.ASK_STATUS,
    }
)


def hear(state: State, said: Said, facts: Facts) -> Outcome:
    parse = said.parse
    if parse is None or not said.text.strip():
        return people.unread(state, "empty", facts)
    parse = days.as_meant(said.text, parse, facts)
    state = people.noted(state, said)
    if (outcome := townhall.consent(state, said, facts)) is not None:
        return outcome
    state = replace(state, announcements_asked_at=None)
    if people.is_stop(said.text, facts.channel) or _opts_out(said.text, parse):
        return people.stop(state, facts)
    if (outcome := people.about_data(state, said.text, facts)) is not None:
        return outcome
    if people.is_with_person(state, facts):
        return _beside_person(state, said, parse, facts)
    if len(said.text) > LONGEST:
        return people.unread(state, "long", facts)
    if not any(c.isalnum() for c in said.text) and parse.intent not in SIGNS:
        if "?" in said.text:
            return people.help_(state, facts)
        return people.unread(state, "emoji", facts)
    if (outcome := withdrawal.asked(state, said, parse, facts)) is not None:
        return outcome
    if (outcome := money.asked(state, said, parse, facts)) is not None:
        return outcome
    if detail.is_asked(said.text):
        return detail.show(state, facts)
    if (outcome := plainly.heard(state, said.text, parse, facts)) is not None:
        return outcome
    state = replace(state, with_person_until=None, detailed=0, offered=None)
    outcome = circle.heard(state, said, parse, facts)
    outcome = outcome or people.soothed(state, said, parse, facts)
    outcome = outcome or _heard(state, said, parse, facts)
    if outcome is None:
        missed = replace(state, misunderstood=state.misunderstood + 1)
        unclear = people.not_understood(missed, said, facts)
        return _in_their_language(unclear, said, parse, facts)
    heard = replace(outcome, state=replace(outcome.state, misunderstood=0))
    heard = people.beside_goods(heard, said, parse, facts)
    return _in_their_language(heard, said, parse, facts)


def _beside_person(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome:
    """A person answers; only what a shop has asked is still settled here."""
    if isinstance(state.asked, AskSubstitute | AskWeight) and parse.answer is not None:
        outcome = answers.answer(state, parse.answer, parse, facts)
        if outcome is not None:
            return outcome
    return people.forward(state, said, facts)


def _heard(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome | None:
    """Find what the message is: a habit, an answer, goods; None if nothing was understood."""
    if is_only(said.text, Habit.CALLING):
        return people.greet(state, facts, called=True)
    if (habit := habits.heard(state, said, parse, facts)) is not None:
        return habit
    if (back := _as_before(state, said, parse, facts)) is not None:
        return back
    if (for_whom := whom.answered(state, said, parse, facts)) is not None:
        return for_whom
    parse = whom.spoken_for(whom.borrowing(said, parse, facts), said)
    parse, there, told = at_home.noted(state, said, parse, facts)
    if there and at_home.is_all(parse):
        return Outcome(state=state, replies=there, commands=told, answered=True)
    kept, parse, beside = habits.noted(state, said, parse, facts)
    beside = replace(beside.after(*there), commands=(*told, *beside.commands))
    if kept != state and habits.is_wish_for_basket(kept, said.text):
        outcome: Outcome | None = _of_the_basket(kept, said, parse, facts)
    else:
        outcome = _meant(kept, said, parse, facts)
    if not (beside.replies or beside.commands):
        return outcome
    outcome = outcome or Outcome(state=kept)
    return replace(
        outcome,
        replies=(*beside.replies, *outcome.replies),
        commands=(*beside.commands, *outcome.commands),
    )


def _as_before(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome | None:
    """'remettez comme avant': the basket is what it was before the last change."""
    changed = state.changed_at
    fresh = changed is not None and facts.now - changed < look.SECOND_THOUGHTS
    held = {want.sku for want in state.wants if isinstance(want, Item)}
    less = any(isinstance(want, Item) and want.sku not in held for want in state.former)
    meant = has(said.text, Habit.AS_BEFORE) or (less and has(said.text, Habit.KEEP))
    if parse.lines:
        return None
    if fresh and state.former and meant:
        return Outcome(state=replace(state, wants=state.former))
    return _order_as_before(state, said, facts)


def _order_as_before(state: State, said: Said, facts: Facts) -> Outcome | None:
    """'remettez-les': an order that was just changed holds again what it held."""
    was = state.amended
    if was is None or state.wants or not has(said.text, Habit.AS_BEFORE):
        return None
    fresh = facts.now - was.at < look.SECOND_THOUGHTS
    if not fresh or was.number != look.newest_changeable(facts):
        return None
    return basket.amend(Outcome(state=replace(state, wants=was.items, amending=was.number)), facts)


def _of_the_basket(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome:
    """How the basket shall come: every week, collected; it may name other goods or a day, too."""
    noted = ordering.note_delivery(state, said, parse, facts)
    if not (parse.lines or parse.unresolved):
        return noted
    more = basket.apply(noted.state, said, parse, facts)
    return replace(
        more,
        replies=(*noted.replies, *more.replies),
        commands=(*noted.commands, *more.commands),
    )


def _meant(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome | None:
    if state.wants and not parse.lines and days.refuses_day(said.text, parse):
        return ordering.not_then(state, parse, facts)
    if parse.answer is not None and (outcome := _answered(state, parse.answer, said, parse, facts)):
        return beside.with_the_rest(state, outcome, said, parse, facts)
    if (where := _introduced(state, said, parse, facts)) is not None:
        return where
    if is_unclear(parse):
        return _only_when(state, said, parse, facts)
    return _by_intent(_moved_on(state), said, parse, facts)


def _only_when(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome | None:
    """Take a day for an open basket though the rest of the words is not clear."""
    if not state.wants or parse.day is None:
        return None
    return ordering.set_delivery(state, said, parse, facts)


def _answered(
    state: State, answer: Answer, said: Said, parse: Parse, facts: Facts
) -> Outcome | None:
    """Apply an answer; with another day, place or person the recap is shown anew."""
    told = parse.day or parse.period or parse.place or parse.beneficiary
    if not (isinstance(state.asked, AskConfirm) and answer.yes is not None and told):
        return answers.answer(state, answer, parse, facts)
    noted = ordering.note_delivery(state, said, parse, facts)
    if not answer.yes and noted.state != state:
        return noted
    outcome = answers.answer(noted.state, answer, parse, facts)
    if outcome is None:
        return None
    return replace(
        outcome,
        replies=(*noted.replies, *outcome.replies),
        commands=(*noted.commands, *outcome.commands),
    )


def _moved_on(state: State) -> State:
    """Somebody who speaks of something else is not asked again what they only might have wanted."""
    asides = tuple(a for a in state.asides if not isinstance(a, AskOrder))
    return replace(state, asides=asides)


def _by_intent(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome | None:
    parse = careful(parse)
    if parse.intent is Intent.SET_DELIVERY and asking.asks_whether(said.text, parse):
        parse = replace(parse, intent=Intent.ASK_ROUND)
    parse = asking.of_the_offer(state, said, parse)
    intent = parse.intent
    if _names_a_day(state, said.text, parse):
        return ordering.set_delivery(state, said, parse, facts)
    refused = _refused(said, parse, facts)
    if refused:
        return Outcome(state=state, replies=refused, answered=True)
    if intent in basket.ORDERLIKE or intent is Intent.REPEAT:
        return _goods(state, said, parse, facts)
    if intent in ASKING:
        met = ordering.met(state, said, parse, facts)
        told = asking.ask(met.state, said, parse, facts)
        return replace(told, commands=(*met.commands, *told.commands))
    if intent is Intent.SET_DELIVERY and not state.wants and days.refuses_day(said.text, parse):
        return asking.orders_told(state, replace(parse, day=None), facts)
    simple: dict[Intent, Callable[[], Outcome | None]] = {
        Intent.CONFIRM: lambda: _yes(state, facts),
        Intent.DECLINE: lambda: _no(state, said, facts),
        Intent.CANCEL: lambda: cancelling.called_off(state, said, facts),
        Intent.SET_DELIVERY: lambda: ordering.set_delivery(state, said, parse, facts),
        Intent.COMPLAINT: lambda: people.complain(state, said, facts),
        Intent.HUMAN: lambda: people.wanted(state, said, facts),
        Intent.HELP: lambda: people.help_(state, facts),
        Intent.GREETING: lambda: people.greet(state, facts),
        Intent.THANKS: lambda: people.thank(state),
    }
    if intent in simple:
        return simple[intent]()
    return None


def _names_a_day(state: State, text: str, parse: Parse) -> bool:
    """Tell whether a basket is to be looked at for another day: 'ah zut. et jeudi ?'."""
    if not (state.wants and parse.day) or parse.lines or parse.unresolved or parse.shops:
        return False
    short = len(text.split()) <= SHORT_QUESTION
    on = basket.goes_on(text) and (parse.intent in ASKING or parse.intent is Intent.HELP)
    return short and (on or parse.intent is Intent.OTHER) and not parse.about


def _opts_out(text: str, parse: Parse) -> bool:
    """'ne m'écrivez plus': where no word is of messages, the model of intents ends none."""
    asked = parse.intent is Intent.STOP and opts_out(tokenize(text))
    return asked and not habits.is_of_habits(text)


def _introduced(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome | None:
    """Hear who and where somebody is: 'je suis Mme Perrin, la Croix Blanche'."""
    if parse.lines or parse.unresolved or len(said.text.split()) > MOST_INTRODUCED:
        return None
    for_whom = parse.beneficiary and (parse.person or parse.kin) and not parse.hosted
    if for_whom and not state.wants and not look.open_numbers(facts):
        return ordering.set_delivery(state, said, parse, facts)
    told = parse.intent is Intent.OTHER or is_unclear(parse)
    named = parse.person is not None and parse.place is not None
    if not told or len(said.text.split()) > (MOST_INTRODUCED if named else PLACE_ALONE):
        return None
    if parse.person and state.asked is not None and not look.name_of(facts, state):
        return ordering.note_delivery(state, said, parse, facts)
    if not parse.place:
        return None
    if not (state.wants or parse.person):
        return None
    return ordering.set_delivery(state, said, parse, facts)


def _refused(said: Said, parse: Parse, facts: Facts) -> tuple[Reply, ...]:
    """Return what to say to somebody who wants only what a bot cannot sell."""
    if parse.lines or parse.unresolved or parse.intent not in WISHES:
        return ()
    return declined(said.text, facts)


def _goods(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome | None:
    if (then := later.heard(state, said, parse, facts)) is not None:
        return then
    state, parse, other_days = later.parted(state, said, parse, facts)
    noted = ordering.note_delivery(state, said, parse, facts)
    state = noted.state
    if parse.intent is Intent.REPEAT:
        outcome = basket.repeat(state, said, parse, facts)
    elif not (parse.lines or parse.unresolved):
        if not (parse.day or parse.period or parse.place or parse.beneficiary):
            return None
        wish = ordering.set_delivery(state, said, parse, facts)
        if wish is None:
            return None
        return replace(wish, commands=(*noted.commands, *wish.commands))
    else:
        outcome = basket.hear(state, said, parse, facts)
    return replace(
        outcome,
        replies=(*noted.replies, *other_days, *outcome.replies),
        commands=(*noted.commands, *outcome.commands),
    )


def _yes(state: State, facts: Facts) -> Outcome | None:
    """A yes without a pending recap orders nothing; to one, only an answer is a yes."""
    if isinstance(state.asked, AskConfirm):
        return None
    if (outcome := answers.answer(state, Answer(yes=True), None, facts)) is not None:
        return outcome
    numbers = look.open_numbers(facts)
    if state.asked is not None or state.wants:
        return Outcome(state=state)
    return Outcome(state=state, replies=(Acknowledged(order=numbers[0] if numbers else None),))


def _no(state: State, said: Said, facts: Facts) -> Outcome:
    if look.was_dropped(state, facts) and (
        has(said.text, Habit.WAIT) or len(said.text.split()) == 1
    ):
        return Outcome(state=replace(state, wants=state.former))
    if (outcome := answers.answer(state, Answer(yes=False), None, facts)) is not None:
        return outcome
    if (other := waiting.another(state, facts)) is not None:
        return other
    if state.asked is not None or state.wants:
        return Outcome(state=state)
    numbers = look.open_numbers(facts) if suffices(tokens_of(said.text)) else ()
    return Outcome(state=state, replies=(Acknowledged(order=next(iter(numbers), None)),))


def _in_their_language(outcome: Outcome, said: Said, parse: Parse, facts: Facts) -> Outcome:
    """Answer in the language that somebody writes in."""
    me = facts.me
    known = facts.village.settings.locales
    if me is None or parse.locale == me.locale or parse.locale not in known:
        return outcome
    if people.is_start(said.text):  # Telegram's word, not theirs
        return outcome
    if me.locale is not None and len(said.text.split()) < WORDS_TO_SWITCH:
        return outcome
    told = UpdatePerson(locale=parse.locale)
    return replace(outcome, commands=(told, *outcome.commands))
