"""The evening's closing: each shop gets its envelope of a round and counts it."""

from collections.abc import Iterable
from datetime import date

from tournee.catalog.model import Role, RoundSlug, ShopSlug
from tournee.catalog.quantity import Money
from tournee.orders import ledger
from tournee.orders.audit import AuditEntry
from tournee.orders.closing import Closing
from tournee.orders.errors import (
    NotAllowedError,
    NothingToCloseError,
    PaymentTooLargeError,
    UnknownRoundError,
)
from tournee.orders.events import EnvelopeReady, EnvelopeReceived
from tournee.orders.ledger import TransactionKind
from tournee.orders.model import Order, OrderStatus
from tournee.orders.payment import MOST_OVER
from tournee.orders.services.paying import settle_paid
from tournee.orders.services.work import DRIVERS, Work, for_shop


def receive_envelope(
    work: Work,
    run: tuple[RoundSlug, date],
    shop: ShopSlug,
    received: Money | None = None,
    why: str = "",
) -> tuple[EnvelopeReceived, ...]:
    """Book that a shop has its envelope of a round; `received` is what was counted in it.

    A difference is booked as the shop's loss (or gain), with who counted and what was said.

    Raises:
        UnknownRoundError: the village has no such shop.
        NotAllowedError: another shop's people, a resident.
        NothingToCloseError: it is empty, or was received with the same amount before.
        PaymentTooLargeError: far more than it should hold: a slip of the finger.
    """
    _may(work, shop)
    slug, day = run
    books = work.ports.ledger
    before = [c for c in work.ports.closings.of_round(slug, day) if c.shop == shop]
    _take_back(work, before[-1:], received)
    cash = Money.of_minor(books.balance(ledger.cash_account(slug, day, shop)), work.currency)
    cheques = Money.of_minor(books.balance(ledger.cheque_account(slug, day, shop)), work.currency)
    if not cash and not cheques:
        raise NothingToCloseError(shop=shop, name=f"{slug}:{day}")
    counted = cash + cheques if received is None else received.rounded()
    if counted.minor > (cash + cheques).minor + MOST_OVER or counted.minor < 0:
        limit = (cash + cheques).amount
        raise PaymentTooLargeError(shop=shop, limit=limit, name=f"{slug}:{day}")
    closing = Closing(
        round=slug,
        date=day,
        shop=shop,
        place=len(before) + 1,
        cash=cash,
        cheques=cheques,
        received=counted,
        at=work.now,
        by=work.actor.name,
        why=why,
    )
    return (_closed(work, closing),)


def _closed(work: Work, closing: Closing) -> EnvelopeReceived:
    """Book what was counted, and settle what the shop now has all the money for."""
    work.ports.closings.add(closing)
    work.ports.ledger.post(ledger.handed_over(closing, work.now))
    _note(work, closing)
    settle_paid(work, closing.shop)
    return EnvelopeReceived(
        round=closing.round,
        date=closing.date,
        shop=closing.shop,
        expected=closing.expected,
        received=closing.received,
        by=closing.by,
        why=closing.why,
    )


def envelopes_ready(work: Work, bags: Iterable[Order]) -> tuple[EnvelopeReady, ...]:
    """Tell each shop what the driver brings it, once no bag of the round is in the van."""
    ready = []
    for slug, day in {(o.round, o.date): None for o in bags}:
        if slug is None or day is None:
            continue
        left = (o.status for o in work.ports.orders.of_round(slug, day))
        if OrderStatus.OUT_FOR_DELIVERY in left:
            continue
        carried = work.ports.ledger.cash_of_round(slug, day)
        ready += [
            EnvelopeReady(
                round=slug, date=day, shop=shop, amount=Money.of_minor(minor, work.currency)
            )
            for shop, minor in carried.items()
        ]
    return tuple(ready)


def _may(work: Work, shop: ShopSlug) -> None:
    """Let the shop's people, drivers and operators through."""
    if shop not in work.village.shop_by_slug:
        raise UnknownRoundError(shop=shop)
    if work.actor.role is Role.RESIDENT:
        raise NotAllowedError(shop=shop)
    if work.actor.role not in DRIVERS:
        for_shop(work, shop)


def _take_back(work: Work, last: Iterable[Closing], received: Money | None) -> None:
    """Reverse a closing that another count puts right; an envelope that is open comes first."""
    for closing in last:
        run = (closing.round, closing.date, closing.shop)
        accounts = (ledger.cash_account(*run), ledger.cheque_account(*run))
        empty = not any(work.ports.ledger.balance(account) for account in accounts)
        booked = work.ports.ledger.found(f"{TransactionKind.HANDED_OVER}:{closing.key}")
        if empty and booked is not None and received not in {None, closing.received}:
            work.ports.ledger.post(ledger.reversed_one(booked, work.now))


def _note(work: Work, closing: Closing) -> None:
    entry = AuditEntry(
        at=work.now,
        actor=work.actor,
        what="envelope_received",
        shop=closing.shop,
        round=f"{closing.round}:{closing.date}",
        why=f"{closing.received.amount} of {closing.expected.amount} {closing.why}".strip(),
    )
    work.ports.audit.record(entry)
