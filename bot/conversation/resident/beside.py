"""What a message says beside the answer that it begins with: other goods, another day or place."""

from dataclasses import replace
from datetime import date
from typing import Final

from tournee.bot.conversation.commands import UpdatePerson
from tournee.bot.conversation.events import Said
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident import basket, look, ordering
from tournee.bot.conversation.resident import wants as algebra
from tournee.bot.conversation.resident.cues import tokens_of
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.state import (
    AskName,
    AskOption,
    AskProduct,
    AskQuantity,
    State,
    Vague,
)
from tournee.catalog.model import Product
from tournee.nlu.days import dates
from tournee.nlu.model import Parse
from tournee.nlu.words.inflection import stem

SHORT_ANSWER: Final = 2
"""Words of an answer that says nothing else: 'la 2' is no hour."""
SHORT_WORD: Final = 2
"""Letters of words that name nothing."""


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
    if not (rest.lines or rest.unresolved):
        return _told_of_others(first, said, parse, facts)
    if rest.intent not in basket.ORDERLIKE:
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


def _told_of_others(outcome: Outcome, said: Said, parse: Parse, facts: Facts) -> Outcome:
    """Let 'en dosettes et en morceaux' pick the sugar, too, that would be asked for next.

    Of its choices one has to be named by a word that no other has, nor what was just picked.
    """
    picked = look.products(facts, parse.answer.skus if parse.answer else ())
    used = frozenset(word for product in picked for word in _words(product))
    words = {stem(token.norm) for token in tokens_of(said.text)} - used
    wants = outcome.state.wants
    if not picked or outcome.state.amending is not None:
        return outcome
    for vague in wants:
        if not isinstance(vague, Vague):
            continue
        chosen = _named(look.products(facts, vague.skus), words)
        if chosen is not None:
            wants = algebra.settle(wants, vague, (algebra.pick(vague, chosen),))
    return replace(outcome, state=replace(outcome.state, wants=algebra.merged(wants)))


def _named(choices: tuple[Product, ...], words: set[str]) -> Product | None:
    """Return the one choice that a word names, and no other."""
    named = []
    for product in choices:
        others = {word for other in choices if other is not product for word in _words(other)}
        if words & (_words(product) - others):
            named.append(product)
    return named[0] if len(named) == 1 else None


def _words(product: Product) -> frozenset[str]:
    """Return the words of its names, by their stems, without figures and short ones."""
    written = " ".join((product.name, *product.aliases))
    tokens = tokens_of(written)
    return frozenset(stem(t.norm) for t in tokens if t.norm.isalpha() and len(t.norm) > SHORT_WORD)


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
