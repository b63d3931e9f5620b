"""'/tournee': what is coming, and what an operator decides about one day of it.

/tournee                                        the coming rounds
/tournee vendredi                               one day's
/tournee vendredi annulee neige                 everyone is told, and offered the next one
/tournee vendredi deplacee samedi 10h           the orders go along, everyone is told
/tournee samedi 29/11 ajoutee 10h-12h           a round that the calendar does not have
/tournee 25/12 maintenue                        on a public holiday
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final, Literal

from tournee.bot.conversation.commands import CancelRound
from tournee.bot.conversation.model import Facts, Reply, Say, Turn
from tournee.bot.conversation.operator import look
from tournee.bot.conversation.operator.question_replies import RoundOffered
from tournee.bot.conversation.operator.replies import (
    CalledOffAlready,
    HelpGiven,
    RoundsShown,
    WhichRound,
)
from tournee.bot.conversation.operator.round_replies import RoundRearranged, WhenAsked
from tournee.bot.conversation.operator.state import State
from tournee.bot.conversation.round_commands import AddRound, MoveRound
from tournee.catalog.model import Round, ShopSlug
from tournee.nlu.days import dates
from tournee.nlu.days.dates import DaySpan
from tournee.nlu.words import grammar
from tournee.nlu.words.phrases import LOCALES, load_words
from tournee.nlu.words.tokens import Token, fold, tokenize
from tournee.orders import rounds
from tournee.orders.basket import standing_items
from tournee.orders.calendar import When
from tournee.orders.events import RoundAdded, RoundMoved
from tournee.orders.model import Order, OrderNumber, RoundDate

_MARKS: Final = " ,.:;-()"
_INFINITIVES: Final = ("er", "ar", "ir")
_LONGEST: Final = 20
"""Tokens of a sentence on a round; more is a story."""
_DAY_AND_HOUR: Final = 3
"""Tokens: 'vendredi 16 h'; 'vendredi prochain' is another one."""


class Verb(StrEnum):
    """The keys of `habits.yml` that say what becomes of a round."""

    CANCELLED = "round_cancelled"
    MOVED = "round_moved"
    ADDED = "round_added"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    verb: Verb | None
    day: DaySpan | None
    """Before the verb."""
    to: DaySpan | None
    """After it."""
    reason: str
    plain: bool = True
    """No word but the day's and the rounds' names was said."""


def run(argument: str, state: State, facts: Facts) -> Turn[State]:
    """Show rounds, or do with one of them what the argument says."""
    if not argument:
        return _say(state, RoundsShown(rounds=look.coming_rounds(facts)))
    asked = _read(argument, facts)
    day = asked.day.day if asked.day else None
    if asked.verb is Verb.ADDED and day is not None:
        return _add(argument, asked, day, state, facts)
    found = tuple(
        r
        for r in facts.rounds
        if r.date == day and (asked.day is None or asked.day.period in (None, r.part))
    )
    if asked.verb is None and found:
        shown = RoundsShown(rounds=found)
        return (
            _say(state, shown)
            if asked.plain
            else _say(state, shown, HelpGiven(commands=("round",)))
        )
    going = tuple(r for r in found if not r.cancelled)
    if asked.verb is Verb.CANCELLED and len(found) == 1 and not going:
        return _say(state, CalledOffAlready(round=found[0]))
    if len(going) != 1 or asked.verb is None:
        return _say(state, WhichRound(day=day, rounds=found or look.coming_rounds(facts)))
    return _change(asked, going[0], state)


def _change(asked: _Request, run: RoundDate, state: State) -> Turn[State]:
    if asked.verb is Verb.CANCELLED:
        cancel = CancelRound(round=run.round, date=run.date.isoformat(), reason=asked.reason)
        return Turn(state=state, commands=(cancel,))
    if asked.to is None:
        return _say(state, WhenAsked(round=run))
    when = When(day=asked.to.day or run.date, departs=asked.to.hour, ends=asked.to.until)
    move = MoveRound(round=run.round, date=run.date, to=when, reason=asked.reason)
    return Turn(state=state, commands=(move,))


def _add(argument: str, asked: _Request, day: date, state: State, facts: Facts) -> Turn[State]:
    template = _template(argument, day, facts)
    if template is None:
        return _say(state, WhichRound(day=day, rounds=look.coming_rounds(facts)))
    hours = asked.to or asked.day
    when = When(
        day=day,
        departs=hours.hour if hours else None,
        ends=hours.until if hours else None,
    )
    return Turn(state=state, commands=(AddRound(round=template.slug, when=when),))


def _template(argument: str, day: date, facts: Facts) -> Round | None:
    """Return the round that is named, else that weekday's, else the one that goes furthest."""
    running = {r.round for r in facts.rounds if r.date == day and not r.cancelled}
    free = [r for r in facts.village.rounds if r.slug not in running]
    said = fold(argument)
    named = [r for r in free if r.slug in said or fold(r.name) in said]
    usual = [r for r in free if day.weekday() in {d.number for d in r.days}]
    widest = sorted(free, key=lambda r: -len(r.places))
    return next(iter([*named, *usual, *widest]), None)


def meant(text: str, facts: Facts) -> RoundOffered | None:
    """Read 'la tournée de vendredi est annulée, il neige'; None for what says no such thing.

    A round that is called off is news to many: the command is offered, nothing is done.
    """
    tokens = tokenize(text)
    said = {token.norm for token in tokens}
    if "?" in text or len(tokens) > _LONGEST or not said & _named():
        return None
    asked = _read(text, facts)
    day = asked.day.day if asked.day else None
    if asked.verb is None or day is None or _is_considered(tokens):
        return None
    rest = asked.reason
    if asked.verb is Verb.ADDED and (asked.to is None or asked.to.hour is None):
        rest = ""
    elif asked.verb is not Verb.CANCELLED and asked.to is not None:
        rest = text[tokens[asked.to.start].start : tokens[asked.to.end - 1].end]
    verbs: dict[Verb, Literal["cancelled", "moved", "added"]] = {
        Verb.CANCELLED: "cancelled",
        Verb.MOVED: "moved",
        Verb.ADDED: "added",
    }
    return RoundOffered(verb=verbs[asked.verb], date=day, rest=rest)


def _is_considered(tokens: Sequence[Token]) -> bool:
    """'on devrait annuler la tournée': an infinitive that begins no sentence is talk."""
    at = next(i for i, token in enumerate(tokens) if token.norm in _verbs())
    return at > 0 and tokens[at].norm.endswith(_INFINITIVES)


@lru_cache(maxsize=1)
def _named() -> frozenset[str]:
    words = (w for locale in LOCALES for w in load_words(locale, "roles")["commands"]["round"])
    return frozenset(fold(word) for word in words)


# --- reading -------------------------------------------------------------------------------------


def _read(argument: str, facts: Facts) -> _Request:
    tokens = tokenize(argument)
    at = next((i for i, t in enumerate(tokens) if t.norm in _verbs()), None)
    spans = dates.spans(tokens, facts.now, facts.village.settings.zone)
    if at is None or _verbs()[tokens[at].norm] is not Verb.ADDED:
        spans = tuple(_of_today(span, facts) for span in spans)
    if at is None:
        day = _first(spans)
        told = range(day.start, day.end) if day else range(0)
        rest = [t for i, t in enumerate(tokens) if i not in told and not grammar.is_small(t.norm)]
        plain = not any(t.is_word and t.norm not in _round_words(facts) for t in rest)
        return _Request(verb=None, day=day, to=None, reason="", plain=plain)
    before = _first([s for s in spans if s.end <= at])
    after = [s for s in spans if s.start > at and (s.day is not None or s.hour is not None)]
    verb = _verbs()[tokens[at].norm]
    to = None if verb is Verb.CANCELLED else _first(after, dayless=True)
    day = before or (_first(after) if verb is not Verb.MOVED else None)
    if day is None and verb is Verb.MOVED and (first := _first(after)) is not None:
        later = _first([s for s in after if s.start >= first.end])
        day, to = (first, later) if later is not None else (None, to)
    last = max(at + 1, to.end if to else 0)
    return _Request(verb=verb, day=day, to=to, reason=_rest(argument, tokens, last))


def _round_words(facts: Facts) -> frozenset[str]:
    names = " ".join(r.name for r in facts.village.rounds)
    return frozenset(t.norm for t in tokenize(names))


def _of_today(span: DaySpan, facts: Facts) -> DaySpan:
    """'vendredi', said on a Friday whose round is not over, is today and not in a week."""
    today = look.today(facts)
    timed = span.hour is not None or span.period is not None
    bare = span.end - span.start <= (_DAY_AND_HOUR if timed else 1)
    if not bare or span.day is None or span.day - today != timedelta(days=7):
        return span
    runs = any(r.date == today and not r.cancelled for r in facts.rounds)
    return replace(span, day=today) if runs else span


def _first(spans: Sequence[DaySpan], *, dayless: bool = False) -> DaySpan | None:
    """Return the day that is named first, in as many words as it takes."""
    found = [s for s in spans if dayless or s.day is not None]
    return max(found, key=lambda s: (-s.start, s.end), default=None)


def _rest(argument: str, tokens: tuple[Token, ...], start: int) -> str:
    return argument[tokens[start - 1].end :].strip(_MARKS) if start <= len(tokens) else ""


@lru_cache(maxsize=1)
def _verbs() -> dict[str, Verb]:
    return {
        tokenize(word)[0].norm: verb
        for locale in LOCALES
        for verb in Verb
        for word in load_words(locale, "habits")[verb]
    }


# --- what has come of it -------------------------------------------------------------------------


def heard(state: State, event: RoundMoved | RoundAdded, facts: Facts) -> Turn[State]:
    """Tell the operators when a round goes now, and how many were told."""
    day = event.to if isinstance(event, RoundMoved) else event.date
    run = next((r for r in facts.rounds if (r.round, r.date) == (event.round, day)), None)
    mine = [o for o in facts.orders if o.is_open and (o.round, o.date) == (event.round, day)]
    moved = isinstance(event, RoundMoved)
    reply = RoundRearranged(
        day=event.date,
        to=day,
        round=run,
        moved=moved,
        residents=len({o.resident for o in mine}) if moved else 0,
        shut=_shut(run, mine, facts) if moved and run is not None else (),
    )
    return _say(state, reply)


def _shut(
    run: RoundDate, orders: Sequence[Order], facts: Facts
) -> tuple[tuple[str, tuple[OrderNumber, ...]], ...]:
    """Return the shops that can't pack for a run as it goes now, with their orders on it."""
    found: dict[ShopSlug, list[OrderNumber]] = {}
    for order in orders:
        needs = rounds.needs_of(standing_items((order,)), facts.village)
        for slug in needs.closed_for(run, facts.now):
            found.setdefault(slug, []).append(order.number)
    known = facts.village.shop_by_slug
    return tuple((known[slug].name, tuple(numbers)) for slug, numbers in found.items())


def _say(state: State, *replies: Reply) -> Turn[State]:
    return Turn(state=state, says=tuple(Say(reply=reply) for reply in replies))
