"""What SMS cost, for operators: segments, messages and money, by day and by kind."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import assert_never

from tournee.bot.budgets import Kind, kind_of
from tournee.bot.conversation.model import SmsSpent
from tournee.bot.conversation.operator.replies import SmsShown
from tournee.bot.render.voice import Voice
from tournee.catalog.quantity import Money


def words(reply: SmsShown, voice: Voice) -> str:
    """A day on each paragraph's first line, below it the kinds, the dearest first."""
    days = [(day, tuple(spent)) for day, spent in groupby(reply.spent, key=lambda s: s.day)]
    if not days:
        return voice.text("No SMS was sent in the last days.")
    heading = voice.text(
        "SMS of the last days, at %(price)s a segment (an SMS of 160 characters is one):",
        price=voice.money(reply.price),
    )
    return "\n".join([heading, *(_day(day, spent, reply.price, voice) for day, spent in days)])


def _day(day: date, spent: tuple[SmsSpent, ...], price: Money, voice: Voice) -> str:
    segments, messages = sum(s.segments for s in spent), sum(s.messages for s in spent)
    total = voice.text(
        "%(day)s: %(money)s, %(segments)s for %(messages)s",
        day=voice.weekday(day),
        money=voice.money(_cost(segments, price)),
        segments=_segments(segments, voice),
        messages=voice.plural("%(count)s message", "%(count)s messages", messages),
    )
    kinds = [
        f"  {name(kind, voice)} : {voice.money(_cost(count, price))} ({_segments(count, voice)})"
        for kind, count in _by_kind(spent)
    ]
    return "\n".join([total, *kinds])


def _by_kind(spent: Iterable[SmsSpent]) -> list[tuple[Kind, int]]:
    found: Counter[Kind] = Counter()
    for one in spent:
        found[kind_of(one.kind)] += one.segments
    return found.most_common()


def _segments(count: int, voice: Voice) -> str:
    return voice.plural("%(count)s segment", "%(count)s segments", count)


def _cost(segments: int, price: Money) -> Money:
    return Money(amount=segments * price.amount, currency=price.currency).rounded()


def name(kind: Kind, voice: Voice) -> str:
    match kind:
        case Kind.QUESTION:
            return voice.text("questions")
        case Kind.RECAP:
            return voice.text("recaps before YES")
        case Kind.CONFIRMATION:
            return voice.text("confirmations")
        case Kind.SHOPS:
            return voice.text("shops' answers")
        case Kind.ROUND:
            return voice.text("reminders and rounds")
        case Kind.ANSWER:
            return voice.text("answers to questions")
        case Kind.NOTE:
            return voice.text("difficulties explained")
        case Kind.PEOPLE:
            return voice.text("welcome, help, people")
        case Kind.OTHER:
            return voice.text("everything else")
        case _:
            assert_never(kind)
