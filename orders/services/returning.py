"""Bottles and crates that come back: their deposit is a credit with the shop that charged it."""

from decimal import Decimal

from tournee.catalog.model import PersonSlug, Product, Role, ShopSlug
from tournee.catalog.quantity import Money
from tournee.orders import ledger
from tournee.orders.errors import (
    NotAllowedError,
    QuantityImpossibleError,
    TooManyError,
    UnknownReturnableError,
)
from tournee.orders.events import DepositReturned
from tournee.orders.receipts import Draft, ReceiptKind
from tournee.orders.services.work import DRIVERS, Work, for_shop

MOST_BACK = 60
"""Bottles and crates at one door."""


def give_back(
    work: Work,
    resident: PersonSlug,
    count: int,
    shop: ShopSlug | None = None,
    sku: str | None = None,
) -> tuple[DepositReturned, ...]:
    """Credit the deposit of `count` bottles or crates.

    Args:
        work: on whose behalf.
        resident: who gives them back.
        count: how many, at least one.
        shop: which takes them; None where only one charges deposits.
        sku: what came in them; None where the shop has one deposit only.

    Raises:
        NotAllowedError: a resident, or another shop's people.
        QuantityImpossibleError: none.
        TooManyError: more than anyone carries.
        UnknownReturnableError: nobody can tell whose they are, or what they are worth.
    """
    _may(work, shop)
    if count < 1:
        raise QuantityImpossibleError(shop=shop)
    if count > MOST_BACK:
        raise TooManyError(shop=shop, limit=Decimal(MOST_BACK))
    product, deposit = _returnable(work, shop, sku)
    amount = deposit * count
    receipt = work.ports.receipts.issue(
        Draft(
            shop=product.shop,
            resident=resident,
            at=work.now,
            kind=ReceiptKind.DEPOSIT,
            deposit=-amount.amount,
            on_tab=-amount.amount,
        )
    )
    key = f"{product.shop}:{receipt.number}"
    work.ports.ledger.post(ledger.given_back(resident, product.shop, amount, work.now, key=key))
    told = DepositReturned(
        resident=resident, shop=product.shop, count=count, amount=amount, receipt=receipt.number
    )
    return (told,)


def _returnable(work: Work, shop: ShopSlug | None, sku: str | None) -> tuple[Product, Money]:
    """Return what is given back and its deposit, if only one is possible."""
    found = {
        (p.shop, p.deposit): p
        for p in work.village.products
        if p.deposit and shop in {None, p.shop} and sku in {None, p.sku}
    }
    if len(found) != 1:
        raise UnknownReturnableError(shop=shop)
    ((_, deposit), product) = next(iter(found.items()))
    if deposit is None:
        raise UnknownReturnableError(shop=shop)
    return product, deposit


def _may(work: Work, shop: ShopSlug | None) -> None:
    """Let drivers, operators and the shop's own people through."""
    if work.actor.role in DRIVERS:
        return
    if work.actor.role is Role.RESIDENT or shop is None:
        raise NotAllowedError(shop=shop)
    for_shop(work, shop)
