"""What a message says beside the answer that it begins with: other goods, another day or place."""

from dataclasses import replace
from datetime import date
from typing import Final

from tournee.bot.conversation.commands import UpdatePerson
from tournee.bot.conversation.events import Said
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident import basket, ordering
from tournee.bot.conversation.resident.cues import tokens_of
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.state import (
    AskName,
    AskOption,
    AskProduct,
    AskQuantity,
    State,
)
from tournee.nlu.days import dates
from tournee.nlu.model import Parse

SHORT_ANSWER: Final = 2
"""Words of an answer that says nothing else: 'la 2' is no hour."""


def with_the_rest(
    state: State, outcome: Outcome, said: Said, parse: Parse, facts: Facts
) -> Outcome:
    """Take in what else stands in the message of an answer."""
    if not outcome.asks and not outcome.commands:
        return outcome
    if len(said.text.split()) <= SHORT_ANSWER and not (parse.lines or parse.unresolved):
        return outcome
    parse = replace(parse, day=_day(state, parse, facts))
    noted = ordering.note_delivery(outcome.state, said, _without_place(outcome, parse), facts)
    first = replace(
        outcome,
        state=noted.state,
        replies=(*outcome.replies, *noted.replies),
        commands=(*outcome.commands, *noted.commands),
    )
    rest = _other_lines(state, parse)
    if not (rest.lines or rest.unresolved) or rest.intent not in basket.ORDERLIKE:
        return first
    more = basket.apply(first.state, said, rest, facts)
    return replace(
        more,
        replies=(*first.replies, *more.replies),
        commands=(*first.commands, *more.commands),
    )


def _day(state: State, parse: Parse, facts: Facts) -> date | None:
    """Return the day that is said; a name that is asked for is none: 'Tom', 'Mme Mardi'."""
    name = parse.answer.name if parse.answer else None
    if not name or not isinstance(state.asked, AskName):
        return parse.day
    zone = facts.village.settings.zone
    spans = dates.spans(tokens_of(name), facts.now, zone, parse.locale)
    return None if any(span.day == parse.day for span in spans) else parse.day


def _without_place(outcome: Outcome, parse: Parse) -> Parse:
    told = [command for command in outcome.commands if isinstance(command, UpdatePerson)]
    place = None if any(command.place for command in told) else parse.place
    person = None if any(command.name for command in told) else parse.person
    return replace(parse, place=place, person=person)


def _other_lines(before: State, parse: Parse) -> Parse:
    """Leave out the lines that are the answer itself."""
    answer = parse.answer
    picked = set(answer.skus) if answer else set()
    if isinstance(before.asked, AskQuantity | AskOption):
        picked.add(before.asked.item.sku)
    offered = set(before.asked.vague.skus) if isinstance(before.asked, AskProduct) else picked
    return replace(
        parse,
        lines=tuple(line for line in parse.lines if line.sku not in picked),
        unresolved=tuple(m for m in parse.unresolved if not offered & set(m.skus)),
    )
