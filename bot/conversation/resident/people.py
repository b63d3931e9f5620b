"""Help, misunderstandings, a person, stop and start."""

from dataclasses import replace
from datetime import timedelta
from typing import Final, Literal

from tournee.bot.conversation.catalogue_events import ShopWrote
from tournee.bot.conversation.commands import Forget, Post, UpdatePerson
from tournee.bot.conversation.events import HelpWanted, OperatorWrote, Said
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.party import OPERATORS
from tournee.bot.conversation.resident import look
from tournee.bot.conversation.resident.cues import Habit, has, is_only
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies import (
    BackAgain,
    DataTold,
    ForgetLater,
    Forgotten,
    Greeted,
    HandedOver,
    HelpGiven,
    NotUnderstood,
    OperatorSays,
    PassedOn,
    Restarted,
    Stopped,
    Thanked,
    Unread,
    What,
)
from tournee.bot.conversation.resident.state import State
from tournee.catalog.model import Channel, Person
from tournee.nlu.intents import anger
from tournee.nlu.model import Parse
from tournee.nlu.words.tokens import fold

QUIET: Final = timedelta(hours=24)
"""How long the bot leaves a resident to the person who took over, if nobody hands back."""
PATIENCE: Final = 2
"""Misunderstandings in a row after which a person is offered."""
QUOTED: Final = 60
"""Characters of a message that are quoted back."""
STOP: Final = frozenset(
    {"stop", "stopp", "stopall", "stop all", "arret", "arrete", "arretez", "arreter", "baja"}
)
"""Each alone in a message, as `fold` writes it."""
CARRIER_STOP: Final = frozenset({"unsubscribe", "cancel", "end", "quit", "revoke", "optout"})
"""By SMS these stop messages before we hear of them (Twilio's default words): never taught."""
MY_DATA: Final = frozenset(
    {
        *("mes donnees", "mes donnees personnelles", "my data", "my personal data"),
        *("donnees", "data", "datos", "show my data", "mis datos", "mis datos personales"),
    }
)
FORGET_ME: Final = frozenset(
    {
        *("oublie moi", "oubliez moi", "efface mes donnees", "effacez mes donnees"),
        *("supprime mes donnees", "supprimez mes donnees", "forget me", "delete my data"),
        *("erase my data", "olvidame", "olvideme", "borra mis datos", "borre mis datos"),
    }
)
START: Final = frozenset({"start", "unstop", "reprendre", "commencer", "reprise", "empezar"})

LATELY: Final = 4
"""Messages that are kept for a person who takes over."""
QUOTED_LATELY: Final = 300
"""Characters of each."""

Why = Literal["asked", "not_understood", "complaint", "angry", "stopped", "too_late", "withdrawal"]


def help_(state: State, facts: Facts) -> Outcome:
    reply = HelpGiven(examples=look.examples(facts), person=look.operator_name(facts))
    return Outcome(state=state, replies=(reply,), answered=True)


def greet(state: State, facts: Facts, *, called: bool = False) -> Outcome:
    name = look.greeting_name(facts, state)
    reply = Greeted(examples=look.examples(facts), name=name, called=called)
    return Outcome(state=state, replies=() if state.wants else (reply,), answered=True)


def wanted(state: State, said: Said, facts: Facts) -> Outcome:
    """Pass on who wants a person; 'allo, y a quelqu'un ?' only wants an answer."""
    if is_only(said.text, Habit.CALLING):
        return greet(state, facts, called=True)
    return hand_over(state, facts, "asked", state.lately)


def thank(state: State) -> Outcome:
    return Outcome(state=state, replies=(Thanked(),), answered=True)


def not_understood(state: State, said: Said, facts: Facts) -> Outcome:
    """Say so without blame; the second time in a row, offer a person."""
    text = " ".join(said.text.split())
    quoted = text if len(text) <= QUOTED else f"{text[:QUOTED].rstrip()}…"
    reply = NotUnderstood(text=quoted, examples=look.examples(facts))
    if state.misunderstood < PATIENCE:
        return Outcome(state=state, replies=(reply,))
    passed = PassedOn(person=look.operator_name(facts), sorry=False)
    return Outcome(
        state=state,
        replies=(replace(reply, examples=()), passed),
        commands=call(facts, "not_understood", _texts(state, said)),
    )


def noted(state: State, said: Said) -> State:
    """Keep what was written last: whoever takes over sees it."""
    return replace(state, lately=(*state.lately, said.text[:QUOTED_LATELY])[-LATELY:])


def _texts(state: State, said: Said) -> tuple[str, ...]:
    return state.lately or (said.text,)


def soothed(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome | None:
    """Hand an angry message to a person; None where it is not one, or names goods as well.

    Then the goods are dealt with, and a person hears of it beside.
    """
    if not anger.is_angry(said.text) or parse.lines or parse.answer is not None:
        return None
    outcome = hand_over(state, facts, "angry", _texts(state, said))
    sorry = HandedOver(person=look.operator_name(facts), sorry=True)
    return replace(outcome, replies=(sorry,))


def beside_goods(outcome: Outcome, said: Said, parse: Parse, facts: Facts) -> Outcome:
    """Let a person hear of anger, or of what was wrong, beside goods that were dealt with."""
    if not parse.lines or any(isinstance(c, Post) for c in outcome.commands):
        return outcome
    if anger.is_angry(said.text):
        calls = call(facts, "angry", _texts(outcome.state, said))
        return replace(outcome, commands=(*outcome.commands, *calls))
    if not has(said.text, Habit.MISSED) or not facts.orders:
        return outcome
    calls = call(facts, "complaint", _texts(outcome.state, said))
    told = replace(outcome, commands=(*outcome.commands, *calls))
    return told.after(PassedOn(person=look.operator_name(facts), sorry=True))


def rested(state: State, facts: Facts) -> State:
    """Keep quiet from now on: a person answers."""
    return replace(state, with_person_until=facts.now + QUIET, misunderstood=0)


def unread(state: State, what: What, facts: Facts) -> Outcome:
    reply = Unread(what=what, examples=look.examples(facts))
    return Outcome(state=state, replies=(reply,), answered=True)


def hand_over(state: State, facts: Facts, why: Why, texts: tuple[str, ...]) -> Outcome:
    """A person takes over: the bot keeps quiet until they hand back, or for a day."""
    resting = replace(state, with_person_until=facts.now + QUIET, misunderstood=0, asked=None)
    return Outcome(
        state=resting,
        replies=(HandedOver(person=look.operator_name(facts)),),
        commands=call(facts, why, texts),
        asks=False,
    )


def call(facts: Facts, why: Why, texts: tuple[str, ...]) -> tuple[Post, ...]:
    """Let the operators know."""
    if facts.me is None:
        return ()
    news = HelpWanted(resident=facts.me.slug, why=why, texts=texts, at=facts.now)
    return (Post(to=OPERATORS, event=news),)


def complain(state: State, said: Said, facts: Facts) -> Outcome:
    return Outcome(
        state=state,
        replies=(PassedOn(person=look.operator_name(facts), sorry=True),),
        commands=call(facts, "complaint", _texts(state, said)),
        answered=True,
    )


def is_with_person(state: State, facts: Facts) -> bool:
    return state.with_person_until is not None and facts.now < state.with_person_until


def forward(state: State, said: Said, facts: Facts) -> Outcome:
    """While a person answers, what the resident writes reaches that person only."""
    return Outcome(state=state, commands=call(facts, "asked", (said.text,)), asks=False)


def operator_wrote(state: State, event: OperatorWrote, facts: Facts) -> Outcome:
    """Pass on what a person writes; the bot leaves the answer to them."""
    reply = OperatorSays(name=event.name, text=event.text)
    return Outcome(state=rested(state, facts), replies=(reply,), asks=False)


def shop_wrote(state: State, event: ShopWrote, facts: Facts) -> Outcome:
    """Pass on what a shop says of an order; an answer is for the bot, as ever."""
    shop = facts.village.shop_by_slug.get(event.shop)
    name = f"{shop.name if shop else event.shop} · {event.number}"
    return Outcome(state=state, replies=(OperatorSays(name=name, text=event.text),), asks=False)


def handed_back(state: State) -> Outcome:
    if state.with_person_until is None:
        return Outcome(state=state, asks=False)
    return Outcome(state=replace(state, with_person_until=None), replies=(BackAgain(),))


def stop(state: State, facts: Facts) -> Outcome:
    """One confirmation, then silence; people take care of the orders that are still open."""
    numbers = look.open_numbers(facts)
    reply = Stopped(person=look.operator_name(facts), orders=numbers)
    told = tuple(str(number) for number in numbers)
    return Outcome(
        state=State(introduced=state.introduced, stopped=True, name=state.name),
        replies=(reply,),
        commands=(
            UpdatePerson(stopped=True),
            *(call(facts, "stopped", told) if numbers else ()),
        ),
        asks=False,
    )


def opted_out(state: State, facts: Facts) -> Outcome:
    """As `stop`, where no confirmation would arrive."""
    return replace(stop(state, facts), replies=())


def is_stop(text: str, channel: Channel) -> bool:
    word = _alone(text)
    return word in STOP or (channel is Channel.SMS and word in CARRIER_STOP)


def is_start(text: str) -> bool:
    return _alone(text) in START


def about_data(state: State, text: str, facts: Facts) -> Outcome | None:
    """What is held of a person, or to be forgotten; None where the message asks neither."""
    asked = _alone(text).replace("-", " ").replace("'", " ")
    if asked.strip(" ?¿") in MY_DATA and facts.me is not None:
        return Outcome(state=state, replies=(_held(facts, facts.me),), answered=True)
    if asked not in FORGET_ME:
        return None
    numbers = look.open_numbers(facts)
    if numbers:
        return Outcome(state=state, replies=(ForgetLater(orders=numbers),), answered=True)
    return Outcome(state=State(), replies=(Forgotten(),), commands=(Forget(),), asks=False)


def _held(facts: Facts, me: Person) -> DataTold:
    addresses = (me.phone, me.whatsapp, me.telegram and str(me.telegram))
    place = facts.village.place_by_slug.get(me.place) if me.place else None
    return DataTold(
        resident=me.slug,
        name=me.name,
        addresses=tuple(a for a in addresses if a),
        place=", ".join(told for told in (me.address, place.name if place else "") if told),
        orders=tuple(dict.fromkeys(order.number for order in facts.orders)),
        taught=tuple(phrase for phrase, _ in facts.taught),
        person=look.operator_name(facts),
    )


def _alone(text: str) -> str:
    return fold(text).strip(" .!¡")


def start(state: State) -> Outcome:
    awake = replace(state, stopped=False)
    return Outcome(
        state=awake, replies=(Restarted(),), commands=(UpdatePerson(stopped=False),), asks=False
    )
