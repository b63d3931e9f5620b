"""Hands the commands about rounds and habits to their services."""

from typing import assert_never

from tournee.bot.conversation.round_commands import (
    AddRound,
    EndStanding,
    ForgetSubstitutes,
    HandOut,
    LeaveQueue,
    MoveRound,
    NoteSubstitute,
    RoundCommand,
    SaveStanding,
    WaitForStop,
)
from tournee.catalog.model import PersonSlug
from tournee.orders.events import DomainEvent
from tournee.orders.services import collecting, queueing, shifting, standing, substituting
from tournee.orders.services.work import Work


def carry_out(command: RoundCommand, work: Work, resident: PersonSlug) -> tuple[DomainEvent, ...]:
    """Carry out one command; `resident` is whose habits it is about.

    Raises:
        OrderError: a rule forbids it.
    """
    match command:
        case MoveRound(round=slug, date=day, to=to):
            return shifting.move_round(work, slug, day, to, command.reason)
        case HandOut(number=number, shop=shop):
            return collecting.hand_out(work, number, shop)
        case AddRound(round=slug, when=when):
            return shifting.add_round(work, slug, when)
        case WaitForStop(number=number, round=slug, date=day):
            return queueing.wait(work, resident, number, slug, day)
        case LeaveQueue(round=slug, date=day):
            return queueing.leave(work, resident, slug, day)
        case SaveStanding(order=order):
            return standing.save(work, order, quietly=command.quietly)
        case EndStanding(order=order):
            return standing.end(work, order)
        case NoteSubstitute(sku=sku, substitute=instead):
            return substituting.note_wish(work, resident, sku, instead, said=command.said)
        case ForgetSubstitutes():
            return substituting.forget_wishes(work, resident)
        case _:
            assert_never(command)
