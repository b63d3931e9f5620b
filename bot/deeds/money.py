"""Hands each command about money to the service that carries it out."""

from datetime import date
from typing import assert_never

from tournee.bot.conversation.money_commands import (
    CorrectPayment,
    GiveBack,
    LimitTab,
    MoneyCommand,
    PackOrder,
    PayTab,
    ReceiveEnvelope,
)
from tournee.orders import services
from tournee.orders.events import DomainEvent
from tournee.orders.services import Work


def carry_out(command: MoneyCommand, work: Work) -> tuple[DomainEvent, ...]:
    """Carry out one command.

    Raises:
        OrderError: a rule forbids it.
    """
    match command:
        case PackOrder():
            return services.pack(work, command.number, command.shop)
        case PayTab():
            return services.pay_tab(work, command.resident, command.shop, command.amount)
        case LimitTab():
            return services.limit_tab(work, command.resident, command.shop, command.limit)
        case ReceiveEnvelope(round=slug, shop=shop, received=received, why=why):
            run = (slug, date.fromisoformat(command.date))
            return services.receive_envelope(work, run, shop, received, why)
        case GiveBack(resident=resident, count=count, shop=shop, sku=sku):
            return services.give_back(work, resident, count, shop, sku)
        case CorrectPayment():
            return services.correct_payment(work, command.number, command.payments)
        case _:
            assert_never(command)
