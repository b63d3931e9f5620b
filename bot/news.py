"""Who is told of what: the audience of each domain event, beside the one who caused it."""

from collections.abc import Iterable
from typing import assert_never

from tournee.bot.conversation.party import OPERATORS, Party, PartyKind
from tournee.catalog.model import Role, Village
from tournee.orders.events import (
    DepositReturned,
    DomainEvent,
    EnvelopeReady,
    EnvelopeReceived,
    LineMissing,
    LineShort,
    LineWeighed,
    OrderAccepted,
    OrderAmended,
    OrderCancelled,
    OrderDelivered,
    OrderLeftBehind,
    OrderNotDelivered,
    OrderPacked,
    OrderPlaced,
    OrderRefused,
    PaymentCorrected,
    RestDeclined,
    RoundAdded,
    RoundCancelled,
    RoundClosed,
    RoundDeparted,
    RoundMoved,
    StandingSaved,
    StopFreed,
    SubstituteAnswered,
    SubstituteOffered,
    TabAged,
    TabLimited,
    TabPaid,
    WaitMoved,
)
from tournee.orders.model import Order


def audience(
    event: DomainEvent, village: Village, on_round: Iterable[Order] = ()
) -> tuple[Party, ...]:
    """The parties that hear `event`, each once; `on_round` are the orders of a round's event."""
    match event:
        case OrderPlaced() | OrderAmended() | OrderCancelled() | SubstituteAnswered():
            return (resident(event.resident), shop(event.shop))
        case OrderAccepted() | OrderRefused() | LineMissing() | SubstituteOffered():
            return (resident(event.resident), shop(event.shop))
        case LineWeighed() | LineShort() | RestDeclined() | OrderPacked():
            return (resident(event.resident), shop(event.shop))
        case OrderDelivered() | OrderNotDelivered():
            return (resident(event.resident), shop(event.shop))
        case OrderLeftBehind():
            return (resident(event.resident), shop(event.shop), OPERATORS)
        case RoundClosed():
            return (*_shops(on_round), *drivers(village))
        case RoundDeparted():
            return (*_residents(on_round), *_shops(on_round))
        case RoundCancelled():
            return (*_residents(on_round), *_shops(on_round), *drivers(village), OPERATORS)
        case RoundMoved():
            return (*_residents(on_round), *_shops(on_round), *drivers(village), OPERATORS)
        case RoundAdded():
            return (*drivers(village), OPERATORS)
        case StopFreed() | WaitMoved():
            return (resident(event.resident),)
        case StandingSaved():
            return ()
        case TabPaid() | TabAged() | DepositReturned() | PaymentCorrected():
            return (resident(event.resident), shop(event.shop))
        case TabLimited():
            return (shop(event.shop),)
        case EnvelopeReady():
            return (shop(event.shop),)
        case EnvelopeReceived():
            return (shop(event.shop), *drivers(village), OPERATORS)
        case _:
            assert_never(event)


def resident(slug: str) -> Party:
    return Party(kind=PartyKind.RESIDENT, slug=slug)


def shop(slug: str) -> Party:
    return Party(kind=PartyKind.SHOP, slug=slug)


def drivers(village: Village) -> tuple[Party, ...]:
    return tuple(
        Party(kind=PartyKind.DRIVER, slug=p.slug) for p in village.people if p.role is Role.DRIVER
    )


def _residents(orders: Iterable[Order]) -> tuple[Party, ...]:
    return tuple(dict.fromkeys(resident(o.resident) for o in orders))


def _shops(orders: Iterable[Order]) -> tuple[Party, ...]:
    return tuple(dict.fromkeys(shop(o.shop) for o in orders))
