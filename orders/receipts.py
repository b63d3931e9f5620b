"""Receipts: what a shop has sold or been paid, on a paper that is never changed.

Each shop's receipts are numbered from 1 without gaps, in the order in which they were made. VAT is
contained in every price; of each rate it is the gross amount times rate / (100 + rate), rounded
half up once for each receipt. Deposits bear none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from tournee.catalog.model import PersonSlug, ShopSlug
from tournee.catalog.quantity import Money, Unit
from tournee.orders.model import Order, OrderNumber

CENT = Decimal("0.01")


class ReceiptKind(StrEnum):
    SALE = "sale"
    """Goods were handed over."""
    PAYMENT = "payment"
    """Something was paid off the tab."""
    DEPOSIT = "deposit"
    """A deposit was given back."""
    CORRECTION = "correction"
    """How a sale was paid was put right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLine:
    """One product on a receipt."""

    name: str
    quantity: Decimal
    unit: Unit
    unit_price: Decimal
    total: Decimal
    """VAT included, without the deposit."""
    vat: Decimal | None = None
    """Percent; None where the catalogue does not tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VatShare:
    """What of a receipt bears one rate of VAT."""

    rate: Decimal | None
    gross: Decimal
    vat: Decimal

    @property
    def net(self) -> Decimal:
        return self.gross - self.vat


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A receipt that has no number yet. Amounts are in the village's currency, to the cent."""

    shop: ShopSlug
    resident: PersonSlug
    at: datetime
    kind: ReceiptKind = ReceiptKind.SALE
    order: OrderNumber | None = None
    lines: tuple[ReceiptLine, ...] = ()
    deposit: Decimal = Decimal("0.00")
    """Charged; negative was given back."""
    cash: Decimal = Decimal("0.00")
    cheque: Decimal = Decimal("0.00")
    on_tab: Decimal = Decimal("0.00")
    """What the tab has changed by; negative was paid off it, or is a credit."""
    corrects: int | None = None
    """The receipt of the same shop that this one puts right."""

    @property
    def goods(self) -> Decimal:
        return sum((line.total for line in self.lines), Decimal("0.00"))

    @property
    def total(self) -> Decimal:
        return self.goods + self.deposit

    @property
    def vat(self) -> tuple[VatShare, ...]:
        """By rate, the lowest first; what has none comes last."""
        rates: dict[Decimal | None, Decimal] = {}
        for line in self.lines:
            rates[line.vat] = rates.get(line.vat, Decimal("0.00")) + line.total
        known = sorted(rate for rate in rates if rate is not None)
        unknown = [None] if None in rates else []
        return tuple(_share(rate, rates[rate]) for rate in (*known, *unknown))


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A numbered receipt: it never changes."""

    number: int
    """Counts from 1 within its shop."""
    draft: Draft


def _share(rate: Decimal | None, gross: Decimal) -> VatShare:
    if rate is None:
        return VatShare(rate=None, gross=gross, vat=Decimal("0.00"))
    vat = (gross * rate / (100 + rate)).quantize(CENT, ROUND_HALF_UP)
    return VatShare(rate=rate, gross=gross, vat=vat)


def lines_of(order: Order) -> tuple[ReceiptLine, ...]:
    """Return what of an order was handed over."""
    return tuple(
        ReceiptLine(
            name=line.name,
            quantity=line.weight if line.weight is not None else line.quantity,
            unit=line.unit,
            unit_price=line.unit_price.rounded().amount,
            total=_without_deposit(line.price.total, line.price.deposit),
            vat=line.vat,
        )
        for line in order.live_lines
    )


def _without_deposit(total: Money, deposit: Money | None) -> Decimal:
    return (total - deposit if deposit else total).rounded().amount


def vat_of(receipts: Iterable[Receipt]) -> tuple[VatShare, ...]:
    """Add up VAT by rate, as the papers say it: nothing is rounded again."""
    sums: dict[Decimal | None, tuple[Decimal, Decimal]] = {}
    for share in (share for receipt in receipts for share in receipt.draft.vat):
        gross, vat = sums.get(share.rate, (Decimal("0.00"), Decimal("0.00")))
        sums[share.rate] = (gross + share.gross, vat + share.vat)
    known = sorted(rate for rate in sums if rate is not None)
    return tuple(
        VatShare(rate=rate, gross=sums[rate][0], vat=sums[rate][1])
        for rate in (*known, *([None] if None in sums else []))
    )
