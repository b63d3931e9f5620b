"""Hands each command of a conversation to the service that carries it out."""

from datetime import date
from typing import assert_never

from tournee.bot.conversation.commands import (
    AcceptOrder,
    AmendOrder,
    AnswerSubstitute,
    AnswerWeight,
    CancelOrder,
    CancelRound,
    DeclineRest,
    DeliverOrder,
    DepartRound,
    MoveOrder,
    PlaceOrder,
    RefuseOrder,
    ReportLeft,
    ReportMissing,
    ReportNotDelivered,
    WeighLine,
)
from tournee.bot.conversation.driver_commands import DriverCommand, LeaveOrder
from tournee.bot.conversation.money_commands import (
    CorrectPayment,
    GiveBack,
    LimitTab,
    MoneyCommand,
    PackOrder,
    PayTab,
    ReceiveEnvelope,
)
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
from tournee.bot.deeds import money as money_dispatch
from tournee.bot.deeds import rounds as round_dispatch
from tournee.catalog.model import PersonSlug
from tournee.orders import services
from tournee.orders.events import DomainEvent
from tournee.orders.services import Work

Events = tuple[DomainEvent, ...]
ServiceCommand = (
    DriverCommand
    | MoneyCommand
    | RoundCommand
    | PlaceOrder
    | AmendOrder
    | MoveOrder
    | CancelOrder
    | AnswerSubstitute
    | AnswerWeight
    | DeclineRest
    | AcceptOrder
    | RefuseOrder
    | ReportMissing
    | ReportLeft
    | WeighLine
    | DepartRound
    | DeliverOrder
    | ReportNotDelivered
    | CancelRound
)


def carry_out(command: ServiceCommand, work: Work, resident: PersonSlug) -> Events:
    """Carry out one command; `resident` is whose orders it is about where it does not say.

    Raises:
        OrderError: a rule forbids it.
    """
    match command:
        case (
            PackOrder() | PayTab() | LimitTab() | ReceiveEnvelope() | GiveBack() | CorrectPayment()
        ):
            return money_dispatch.carry_out(command, work)
        case (
            MoveRound()
            | AddRound()
            | HandOut()
            | WaitForStop()
            | LeaveQueue()
            | SaveStanding()
            | EndStanding()
            | NoteSubstitute()
            | ForgetSubstitutes()
        ):
            return round_dispatch.carry_out(command, work, resident)
        case PlaceOrder() | AmendOrder() | MoveOrder() | CancelOrder():
            return _change(command, work, resident)
        case AnswerSubstitute(number=number, shop=shop, sku=sku):
            return services.answer_substitute(work, number, shop, sku, accepted=command.accepted)
        case AnswerWeight(number=number, shop=shop, sku=sku):
            return services.answer_weight(work, number, shop, sku, accepted=command.accepted)
        case DeclineRest(number=number, shop=shop, sku=sku):
            return services.decline_rest(work, number, shop, sku)
        case LeaveOrder():
            return services.leave(work, command.numbers, command.where)
        case DepartRound() | DeliverOrder() | ReportNotDelivered() | CancelRound():
            return _deliver(command, work)
        case _:
            return _answer(command, work)


def _change(
    command: PlaceOrder | AmendOrder | MoveOrder | CancelOrder, work: Work, resident: PersonSlug
) -> Events:
    match command:
        case PlaceOrder(round=slug, date=day):
            when = date.fromisoformat(day) if day else None
            return services.place(
                work,
                resident,
                command.items,
                (slug, when) if slug and when else None,
                place=command.place,
                beneficiary=command.beneficiary,
                day=when,
            )
        case AmendOrder():
            return services.amend(work, command.number, command.items)
        case MoveOrder():
            moved_to = date.fromisoformat(command.date)
            return services.move(work, command.number, command.round, moved_to)
        case CancelOrder():
            return services.cancel(work, command.number)
        case _:
            assert_never(command)


def _answer(
    command: AcceptOrder | RefuseOrder | ReportMissing | ReportLeft | WeighLine,
    work: Work,
) -> Events:
    match command:
        case AcceptOrder():
            return services.accept(work, command.number, command.shop)
        case RefuseOrder():
            return services.refuse(work, command.number, command.shop, command.reason)
        case ReportMissing(number=number, shop=shop, sku=sku):
            return services.report_missing(work, number, shop, sku, command.substitute)
        case ReportLeft(number=number, shop=shop, sku=sku):
            return services.report_left(work, number, shop, sku, command.left)
        case WeighLine(number=number, shop=shop, sku=sku):
            return services.weigh(work, number, shop, sku, command.weight)
        case _:
            assert_never(command)


def _deliver(
    command: DepartRound | DeliverOrder | ReportNotDelivered | CancelRound, work: Work
) -> Events:
    match command:
        case DepartRound():
            return services.depart(work, command.round, date.fromisoformat(command.date))
        case DeliverOrder():
            return services.deliver(work, command.numbers, command.payments)
        case ReportNotDelivered():
            return services.not_deliver(work, command.number, command.reason, command.shops)
        case CancelRound():
            day = date.fromisoformat(command.date)
            return services.cancel_round(work, command.round, day, command.reason)
        case _:
            assert_never(command)
