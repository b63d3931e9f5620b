"""The operators' money: what drivers still carry, what was counted, what each shop has sold."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tournee.bot.conversation.model import Facts, Reply
from tournee.catalog.model import Shop
from tournee.catalog.quantity import Money
from tournee.orders.closing import Closing, Envelope
from tournee.orders.events import EnvelopeReceived
from tournee.orders.receipts import Receipt, ReceiptKind, VatShare, vat_of

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class CashShown(Reply):
    """Envelopes that are still on their way, and those of the last week that did not agree."""

    carried: tuple[Envelope, ...]
    differing: tuple[Closing, ...]
    received: Money
    """In the last week, over all shops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CashDiffers(Reply):
    """An envelope held something else than it should."""

    shop: Shop
    date: date
    expected: Money
    received: Money
    by: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopSales:
    shop: Shop
    receipts: int
    goods: Decimal
    deposits: Decimal
    vat: tuple[VatShare, ...]
    cash: Decimal
    cheque: Decimal
    on_tab: Decimal
    paid_off: Decimal
    """Paid at the shop, off its tab."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesShown(Reply):
    """One month, shop by shop."""

    first: date
    last: date
    shops: tuple[ShopSales, ...]


CashReply = CashShown | CashDiffers | SalesShown


def shown(facts: Facts) -> CashShown:
    closings = facts.books.closings
    nothing = Money.of_minor(0, facts.village.settings.currency)
    return CashShown(
        carried=facts.books.envelopes,
        differing=tuple(c for c in closings if c.difference),
        received=sum((c.received for c in closings), nothing),
    )


def differs(facts: Facts, event: EnvelopeReceived) -> CashDiffers | None:
    shop = facts.village.shop_by_slug.get(event.shop)
    if shop is None or event.received == event.expected:
        return None
    return CashDiffers(
        shop=shop,
        date=event.date,
        expected=event.expected,
        received=event.received,
        by=event.by,
        why=event.why,
    )


def sales(facts: Facts, first: date, last: date) -> SalesShown:
    """Add up the month's receipts of each shop."""
    by_shop: dict[str, list[Receipt]] = {}
    for receipt in facts.books.receipts:
        by_shop.setdefault(receipt.draft.shop, []).append(receipt)
    shops = tuple(
        _sales(shop, by_shop[shop.slug]) for shop in facts.village.shops if shop.slug in by_shop
    )
    return SalesShown(first=first, last=last, shops=shops)


def _sales(shop: Shop, receipts: list[Receipt]) -> ShopSales:
    sold = [r for r in receipts if r.draft.kind is ReceiptKind.SALE]
    paid = [r for r in receipts if r.draft.kind is ReceiptKind.PAYMENT]
    at_door = [*sold, *(r for r in receipts if r.draft.kind is ReceiptKind.CORRECTION)]
    return ShopSales(
        shop=shop,
        receipts=len(receipts),
        goods=sum((r.draft.goods for r in sold), NOTHING),
        deposits=sum((r.draft.deposit for r in receipts), NOTHING),
        vat=vat_of(sold),
        cash=sum((r.draft.cash for r in at_door), NOTHING),
        cheque=sum((r.draft.cheque for r in at_door), NOTHING),
        on_tab=sum((r.draft.on_tab for r in at_door), NOTHING),
        paid_off=sum((r.draft.cash for r in paid), NOTHING),
    )
