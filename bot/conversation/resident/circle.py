"""Residents who order for each other: 'ma fille peut commander pour moi', asked on her phone.

    grant = somebody 'peut commander' ... 'pour moi'      they shall order for whoever writes
    offer = 'je commande pour' somebody NUMBER            the other way round
    end   = 'ne commande plus' ... 'pour moi', 'je ne commande plus pour' somebody

Words are data (`townhall.yml`, `circle`). A message that names goods is an order, not a proposal.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from tournee.bot.conversation import phone
from tournee.bot.conversation.commands import Command, Post
from tournee.bot.conversation.events import ArrivalExpected, Event, Said
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.conversation.resident import look
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies.circle import (
    CircleShown,
    HelpTold,
)
from tournee.bot.conversation.resident.state import AskHelper, AskNumber, State
from tournee.bot.conversation.townhall_commands import AnswerHelp, AskHelp, EndHelp
from tournee.bot.conversation.townhall_events import HelpAsked, HelpSettled, OrderedForYou
from tournee.catalog.model import Person, PersonSlug, Role
from tournee.nlu.model import Parse
from tournee.nlu.words.phrases import LOCALES, Phrases, load_words
from tournee.nlu.words.tokens import fold, tokenize
from tournee.orders.events import (
    OrderAmended,
    OrderCancelled,
    OrderNotDelivered,
    OrderPlaced,
)
from tournee.orders.model import OrderNumber

CUES: Final = ("may", "for_me", "i_order", "no_more", "who")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The cues of a message."""

    cues: frozenset[str]

    @property
    def grants(self) -> bool:
        return {"may", "for_me"} <= self.cues and "no_more" not in self.cues

    @property
    def ends(self) -> bool:
        return "no_more" in self.cues


@lru_cache(maxsize=1)
def _words() -> Phrases[str]:
    words: Phrases[str] = Phrases()
    for locale in LOCALES:
        for cue, spoken in load_words(locale, "townhall")["circle"].items():
            for phrase in spoken:
                words.add(phrase, cue)
    return words


def _cues(text: str) -> Heard:
    """Find cues; where phrases overlap the longest is meant ('ne peut plus commander')."""
    tokens, words = tokenize(text), _words()
    found: set[str] = set()
    i = 0
    while i < len(tokens):
        here = words.at(tokens, i)
        found.update(cue for _, cue in here[:1])
        i = here[0][0] if here else i + 1
    return Heard(cues=frozenset(found))


# --- what is written -----------------------------------------------------------------------------


def heard(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome | None:
    """Read a message about who orders for whom; None where it is of something else."""
    if isinstance(state.asked, AskNumber) and (answer := _number(state, state.asked, said, facts)):
        return answer
    if parse.lines or facts.me is None:
        return None
    found = _cues(said.text)
    if "who" in found.cues:
        return Outcome(state=state, replies=(_shown(facts),), answered=True)
    if found.ends:
        return _end(state, said, parse, facts)
    if found.grants:
        return _propose(state, said, parse, facts, helps=False)
    if "i_order" in found.cues and phone.find(said.text, facts.village):
        return _propose(state, said, parse, facts, helps=True)
    return None


def _propose(state: State, said: Said, parse: Parse, facts: Facts, *, helps: bool) -> Outcome:
    name = look.proper(parse.person or "")
    number = phone.find(said.text, facts.village)
    if number is not None:
        ask = AskHelp(helps=helps, phone=number.number, name=name)
        return Outcome(state=state, commands=(ask,), asks=False)
    known = _named(name, said.text, facts)
    if known is not None:
        ask = AskHelp(helps=helps, person=known.slug, name=known.name)
        return Outcome(state=state, commands=(ask,), asks=False)
    wanted = AskNumber(name=name, helps=helps)
    others = tuple(a for a in state.asides if not isinstance(a, AskNumber))
    return Outcome(state=replace(state, asides=(wanted, *others)))


def _number(state: State, asked: AskNumber, said: Said, facts: Facts) -> Outcome | None:
    number = phone.find(said.text, facts.village)
    if number is None:
        return None
    rest = tuple(a for a in state.asides if a != asked)
    ask = AskHelp(helps=asked.helps, phone=number.number, name=asked.name)
    return Outcome(state=replace(state, asides=rest, asked=None), commands=(ask,), asks=False)


def _named(name: str, text: str, facts: Facts) -> Person | None:
    """Return the one resident of that whole name, or whose whole name stands in the text."""
    me = facts.me.slug if facts.me else None
    said = f" {' '.join(t.norm for t in tokenize(text))} "
    people = {p.slug: p for p in (*facts.village.people, *facts.people)}.values()
    others = [p for p in people if p.slug != me and p.role is Role.RESIDENT]
    alike = [p for p in others if name and fold(p.name) == fold(name)] or [
        p for p in others if " " in p.name and f" {fold(p.name)} " in said
    ]
    return alike[0] if len(alike) == 1 else None


def _end(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome | None:
    """End the links that are meant: with whom is named, else all in that direction."""
    if facts.me is None:
        return None
    me, found = facts.me.slug, _cues(said.text)
    mine = [k for k in facts.links if (k.helped == me if "for_me" in found.cues else True)]
    named, text = fold(parse.person or ""), fold(said.text)
    fitting = [
        k
        for k in mine
        if (name := fold(_name(facts, k.other(me)))) in text or (named and named in name)
    ] or mine
    if not fitting:
        return Outcome(state=state, replies=(_shown(facts),), answered=True)
    ends = tuple(EndHelp(helper=k.helper, helped=k.helped) for k in fitting)
    return Outcome(state=state, commands=ends, asks=False)


def _shown(facts: Facts) -> CircleShown:
    me = facts.me.slug if facts.me else PersonSlug("")
    agreed = [k for k in facts.links if k.agreed]
    return CircleShown(
        helps=tuple(_name(facts, k.helped) for k in agreed if k.helper == me),
        helped_by=tuple(_name(facts, k.helper) for k in agreed if k.helped == me),
        asked=tuple(_number_of(facts, k.other(me)) for k in facts.links if not k.agreed),
    )


def _name(facts: Facts, slug: str) -> str:
    people = (*facts.people, *facts.village.people)
    found = next((p for p in people if p.slug == slug), None)
    return (found.name or found.phone or slug) if found else slug


def _number_of(facts: Facts, slug: str) -> str:
    """Return how somebody is called whose name is not to be told yet."""
    found = next((p for p in facts.people if p.slug == slug), None)
    return phone.spoken(found.phone) if found and found.phone else _name(facts, slug)


# --- what others propose and answer --------------------------------------------------------------


def asked(state: State, event: HelpAsked) -> Outcome:
    """Put the question to the one who has to agree."""
    ask = AskHelper(by=event.by, name=event.name, helps=event.helps)
    busy = bool(state.asides)
    others = tuple(a for a in state.asides if a != ask)
    return Outcome(state=replace(state, asides=(*others, ask)), asks=not busy)


def answered(state: State, ask: AskHelper, *, yes: bool) -> Outcome:
    answer = AnswerHelp(other=ask.by, helps=ask.helps, agreed=yes)
    return Outcome(state=state, commands=(answer,), asks=False)


def settled(state: State, event: HelpSettled) -> Outcome:
    """Say what became of it; a question that is still open with somebody who ended it goes."""
    rest = tuple(
        a
        for a in state.asides
        if not (isinstance(a, AskHelper) and a.by == event.other and event.what == "ended")
    )
    reply = HelpTold(name=event.name, helps=event.helps, what=event.what, mine=event.mine)
    gone = state.asked is not None and state.asked in state.asides and state.asked not in rest
    state = replace(state, asides=rest, asked=None if gone else state.asked)
    return Outcome(state=state, replies=(reply,), asks=bool(rest))


# --- for whom it is ------------------------------------------------------------------------------


def helped(facts: Facts, name: str) -> Person | None:
    """Return the one for whom `me` orders: of that name, or the only one where none is said."""
    if facts.me is None:
        return None
    slugs = {k.helped for k in facts.links if k.agreed and k.helper == facts.me.slug}
    people = {p.slug: p for p in (*facts.village.people, *facts.people) if p.slug in slugs}
    if not name:
        return next(iter(people.values())) if len(people) == 1 else None
    wanted = fold(name).split()
    fitting = [p for p in people.values() if set(wanted) <= set(fold(p.name).split())]
    return fitting[0] if len(fitting) == 1 else None


Own = OrderPlaced | OrderAmended | OrderCancelled | ArrivalExpected | OrderNotDelivered


def telling(event: Event, facts: Facts) -> tuple[Command, ...]:
    """Let the one hear for whom `me` has ordered, changed or cancelled, and when it comes."""
    if not isinstance(event, Own) or facts.me is None:
        return ()
    whom = _beneficiary(event.number, facts)
    if whom is None:
        return ()
    party = Party(kind=PartyKind.RESIDENT, slug=whom)
    return tuple(Post(to=party, event=told) for told in _told(event, facts.me))


def _told(event: Own, me: Person) -> Iterator[Event]:
    by = me.name or me.phone or ""
    match event:
        case OrderPlaced():
            yield OrderedForYou(number=event.number, by=by, what="placed")
        case OrderAmended():
            yield OrderedForYou(number=event.number, by=by, what="changed")
        case OrderCancelled():
            yield OrderedForYou(number=event.number, by=by, what="cancelled")
        case ArrivalExpected() | OrderNotDelivered():
            yield event


def _beneficiary(number: OrderNumber, facts: Facts) -> PersonSlug | None:
    """Return for whom an order of `me` is, where both have agreed to it."""
    if facts.me is None:
        return None
    me = facts.me.slug
    mine = [o for o in facts.orders if o.number == number and o.resident == me]
    whom = next((o.beneficiary.person for o in mine if o.beneficiary), None)
    agreed = {k.helped for k in facts.links if k.agreed and k.helper == me}
    return whom if whom in agreed else None
